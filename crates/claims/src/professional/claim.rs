use encounter::{ClaimFrequency, Encounter, PROFESSIONAL_DIAGNOSES};

use super::{Sources, parties, supplements};
use crate::draft::{Draft, Optional, Required};
use crate::problem::ProblemKind;

const DELAY: &[&str] = &["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "15"];

/// Loop 2300 and its providers (2310).
pub(super) fn claim(d: &mut Draft, from: &Sources<'_>) {
    d.enter("2300");
    clm(d, from);
    dates(d, from);
    let details = from.details;
    supplements::attachments(d, "header/claim/attachments", &details.attachments);
    supplements::contract(d, "header/claim/contract", details.contract.as_ref());
    if let Some(paid) = from.details.patient_amount_paid {
        d.row("AMT", |d| {
            d.lit("F5");
            d.amount("header/claim/patientAmountPaid", paid);
        });
    }
    references(d, from);
    supplements::state_information(d, "header/claim/stateInformation", &details.state_information);
    if let Some(note) = &from.details.note {
        d.row("NTE", |d| {
            d.code("header/claim/note/kind", &note.kind, Required, &["ADD", "CER", "DCP", "DGN", "TPO"]);
            d.text("header/claim/note/text", &note.text, Required, 80);
        });
    }
    transport(d, from);
    supplements::spinal_manipulation(d, details.spinal_manipulation.as_ref());
    certifications(d, from);
    if from.details.homebound {
        d.row("CRC", |d| {
            ["75", "Y", "IH"].into_iter().for_each(|value| d.made("header/claim/homebound", value))
        });
    }
    supplements::epsdt_referral(d, details.epsdt_referral.as_ref());
    diagnoses(d, from.encounter);
    codes(d, from);
    supplements::repricing(d, "header/claim/repricing", details.repricing.as_ref(), false);
    providers(d, from);
}

fn clm(d: &mut Draft, from: &Sources<'_>) {
    let (header, details) = (&from.encounter.header, from.details);
    d.row("CLM", |d| {
        d.id("header/account", &header.account, Required, 38);
        d.amount("lines", from.encounter.charges());
        d.skip(2);
        d.composite(|d| {
            d.digits("header/placeOfService", &header.place_of_service, Required, 2, 2);
            d.lit("B");
            let frequency = match header.claim_frequency {
                ClaimFrequency::Original => "1",
                ClaimFrequency::Replacement => "7",
                ClaimFrequency::Void => "8",
            };
            d.made("header/claimFrequency", frequency);
        });
        d.lit("Y");
        d.made("header/acceptsAssignment", if header.accepts_assignment { "A" } else { "C" });
        let signed = if header.benefits_signature_on_file { "Y" } else { "N" };
        d.made("header/benefitsSignatureOnFile", signed);
        d.made("header/claim/informedConsent", from.release_of_information());
        let billed = from.coverers().into_iter().find(|coverer| coverer.order == details.bill_to);
        let signed = billed.is_some_and(|coverer| coverer.details.provider_signed);
        d.made("header/claim/billTo", if signed { "P" } else { "" });
        causes(d, from.encounter);
        d.code("header/claim/specialProgram", &details.special_program, Optional, &["02", "03", "05", "09"]);
        d.skip(7);
        d.code("header/claim/delayReason", &details.delay_reason, Optional, DELAY);
    });
}

/// CLM11: at most two causes, and the state of an auto accident.
fn causes(d: &mut Draft, encounter: &Encounter) {
    let accident = &encounter.header.accident;
    let causes = [("AA", accident.auto), ("EM", accident.employment), ("OA", accident.other)];
    let causes: Vec<&str> = causes.into_iter().filter(|(_, is)| *is).map(|(cause, _)| cause).collect();
    if causes.len() > 2 {
        d.problem(ProblemKind::TooMany { most: 2 }, "header/accident");
    }
    d.composite(|d| {
        if causes.is_empty() {
            return;
        }
        d.made("header/accident", causes[0]);
        d.made("header/accident", causes.get(1).copied().unwrap_or_default());
        d.skip(1);
        let state = if accident.auto { accident.state.to_uppercase() } else { String::new() };
        d.id_of("header/accident/state", &state, if accident.auto { Required } else { Optional }, 2, 2);
    });
}

fn dates(d: &mut Draft, from: &Sources<'_>) {
    let dates = &from.details.dates;
    d.dtp("431", "header/claim/dates/onset", dates.onset);
    d.dtp("454", "header/claim/dates/initialTreatment", dates.initial_treatment);
    d.dtp("304", "header/claim/dates/lastSeen", dates.last_seen);
    d.dtp("453", "header/claim/dates/acuteManifestation", dates.acute_manifestation);
    let accident = &from.encounter.header.accident;
    d.dtp("439", "header/accident/date", accident.date);
    if (accident.auto || accident.other) && accident.date.is_none() {
        d.problem(ProblemKind::Missing, "header/accident/date");
    }
    d.dtp("484", "header/claim/dates/lastMenstrualPeriod", dates.last_menstrual_period);
    d.dtp("455", "header/claim/dates/lastXRay", dates.last_x_ray);
    d.dtp("471", "header/claim/dates/prescription", dates.prescription);
    match (dates.disability_from, dates.disability_to) {
        (Some(start), Some(end)) => d.row("DTP", |d| {
            d.lit("314");
            d.dates("header/claim/dates/disabilityFrom", start, end);
        }),
        (start, end) => {
            d.dtp("360", "header/claim/dates/disabilityFrom", start);
            d.dtp("361", "header/claim/dates/disabilityTo", end);
        }
    }
    d.dtp("297", "header/claim/dates/lastWorked", dates.last_worked);
    d.dtp("296", "header/claim/dates/returnToWork", dates.return_to_work);
    d.dtp("435", "header/claim/dates/admission", dates.admission);
    d.dtp("096", "header/claim/dates/discharge", dates.discharge);
    d.dtp("090", "header/claim/dates/assumedCare", dates.assumed_care);
    d.dtp("091", "header/claim/dates/relinquishedCare", dates.relinquished_care);
    d.dtp("444", "header/claim/dates/firstContact", dates.first_contact);
}

fn references(d: &mut Draft, from: &Sources<'_>) {
    let (header, details) = (&from.encounter.header, from.details);
    d.reference("EW", "header/claim/mammographyCertification", &details.mammography_certification);
    d.reference("9F", "header/claim/referralNumber", &details.referral_number);
    d.reference("G1", "header/priorAuthorization", &header.prior_authorization);
    if header.claim_frequency != ClaimFrequency::Original && header.original_claim_number.trim().is_empty() {
        d.problem(ProblemKind::Missing, "header/originalClaimNumber");
    }
    d.reference("F8", "header/originalClaimNumber", &header.original_claim_number);
    d.reference("X4", "header/claim/clia", &details.clia);
    d.reference("LX", "header/claim/investigationalDevice", &details.investigational_device);
    d.reference("D9", "header/claim/traceNumber", &details.trace_number);
    d.reference("EA", "header/patient/recordNumber", &header.patient.record_number);
}

/// `CR1`
fn transport(d: &mut Draft, from: &Sources<'_>) {
    let Some(ambulance) = &from.details.ambulance else { return };
    let field = |part: &str| format!("header/claim/ambulance/{part}");
    d.row("CR1", |d| {
        match from.details.patient_weight {
            Some(weight) => {
                d.lit("LB");
                d.quantity("header/claim/patientWeight", weight);
            }
            None => d.skip(2),
        }
        d.skip(1);
        d.code(&field("reason"), &ambulance.reason, Required, &["A", "B", "C", "D", "E"]);
        d.lit("DH");
        d.quantity(&field("miles"), ambulance.miles);
        d.skip(2);
        d.text(&field("roundTripPurpose"), &ambulance.round_trip_purpose, Optional, 80);
        d.text(&field("stretcherPurpose"), &ambulance.stretcher_purpose, Optional, 80);
    });
}

/// `CRC*07`
fn certifications(d: &mut Draft, from: &Sources<'_>) {
    const CONDITIONS: &[&str] = &["01", "04", "05", "06", "07", "08", "09", "12"];
    let Some(ambulance) = &from.details.ambulance else { return };
    let field = |part: &str| format!("header/claim/ambulance/{part}");
    if ambulance.certifications.len() > 3 {
        d.problem(ProblemKind::TooMany { most: 3 }, &field("certifications"));
    }
    for certification in &ambulance.certifications {
        d.row("CRC", |d| {
            d.lit("07");
            d.made(&field("certifications"), if certification.applies { "Y" } else { "N" });
            if certification.conditions.len() > 5 {
                d.problem(ProblemKind::TooMany { most: 5 }, &field("certifications"));
            }
            let first = certification.conditions.first().map_or("", String::as_str);
            d.code(&field("certifications"), first, Required, CONDITIONS);
            for condition in certification.conditions.iter().skip(1) {
                d.code(&field("certifications"), condition, Required, CONDITIONS);
            }
        });
    }
}

/// `HI` with ABK and ABF.
fn diagnoses(d: &mut Draft, encounter: &Encounter) {
    let diagnoses = &encounter.diagnoses;
    if diagnoses.len() > PROFESSIONAL_DIAGNOSES {
        d.problem(ProblemKind::TooMany { most: PROFESSIONAL_DIAGNOSES }, "diagnoses");
    }
    d.row("HI", |d| {
        if diagnoses.is_empty() {
            d.problem(ProblemKind::Missing, "diagnoses");
        }
        for (index, diagnosis) in diagnoses.iter().enumerate() {
            d.composite(|d| {
                d.lit(if index == 0 { "ABK" } else { "ABF" });
                let field = format!("diagnoses/{index}/code");
                if !diagnosis.code.is_icd10cm_shape() {
                    d.problem(ProblemKind::NotADiagnosis, &field);
                }
                d.made(&field, &diagnosis.code.undotted());
            });
        }
    });
}

/// `HI*BP` and `HI*BG`.
fn codes(d: &mut Draft, from: &Sources<'_>) {
    if !from.details.anesthesia_procedure.is_empty() {
        d.row("HI", |d| {
            d.composite(|d| {
                d.lit("BP");
                d.id("header/claim/anesthesiaProcedure", &from.details.anesthesia_procedure, Required, 30);
            });
        });
    }
    let conditions = &from.details.condition_codes;
    if conditions.len() > 24 {
        d.problem(ProblemKind::TooMany { most: 24 }, "header/claim/conditionCodes");
    }
    for dozen in conditions.chunks(12) {
        d.row("HI", |d| {
            for condition in dozen {
                d.composite(|d| {
                    d.lit("BG");
                    d.id("header/claim/conditionCodes", condition, Required, 30);
                });
            }
        });
    }
}

/// Loops 2310A to 2310F.
fn providers(d: &mut Draft, from: &Sources<'_>) {
    let (header, practice) = (&from.encounter.header, from.practice);
    if let Some(referring) = &header.referring_provider {
        let field = "header/referringProvider";
        d.enter("2310A");
        let party = parties::provider(d, field, referring, practice);
        parties::provider_loop(d, ("2310A", "DN"), field, &party, &["0B", "1G", "G2"]);
    }
    if let Some(rendering) = header.rendering_provider.as_ref().filter(|it| it.npi != practice.billing.npi) {
        let field = "header/renderingProvider";
        d.enter("2310B");
        let party = parties::provider(d, field, rendering, practice);
        parties::provider_loop(d, ("2310B", "82"), field, &party, &["0B", "1G", "G2", "LU"]);
    }
    if let Some(facility) = parties::facility(d, "2310C", "header/facility", &header.facility, practice) {
        parties::facility_loop(d, "2310C", facility);
    }
    if let Some(supervising) = &from.details.supervising_provider {
        let field = "header/claim/supervisingProvider";
        d.enter("2310D");
        let party = parties::provider(d, field, supervising, practice);
        parties::provider_loop(d, ("2310D", "DQ"), field, &party, &["0B", "1G", "G2", "LU"]);
    }
    if let Some(ambulance) = &from.details.ambulance {
        let ends = [
            ("2310E", "PW", "", "pickUp", &ambulance.pick_up),
            ("2310F", "45", ambulance.drop_off_name.as_str(), "dropOff", &ambulance.drop_off),
        ];
        for (loop_id, entity, name, field, address) in ends {
            d.enter(loop_id);
            d.row("NM1", |d| {
                d.lit(entity);
                d.lit("2");
                d.text("header/claim/ambulance/dropOffName", name, Optional, 60);
            });
            parties::address(d, &format!("header/claim/ambulance/{field}"), address);
        }
    }
}
