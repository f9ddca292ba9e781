use encounter::{Encounter, Equipment, LineDetails, PROFESSIONAL_DIAGNOSES, SERVICE_LINES, ServiceLine};
use rust_decimal::Decimal;

use super::{Sources, other_payers, parties, supplements};
use crate::draft::{Draft, Optional, Required};
use crate::problem::ProblemKind;

/// Loops 2400 to 2430.
pub(super) fn lines(d: &mut Draft, from: &Sources<'_>) {
    let lines = &from.encounter.lines;
    d.enter("2400");
    if lines.is_empty() {
        d.problem(ProblemKind::Missing, "lines");
    }
    if lines.len() > SERVICE_LINES {
        d.problem(ProblemKind::TooMany { most: SERVICE_LINES }, "lines");
    }
    let none = LineDetails::default();
    for (index, line) in lines.iter().enumerate() {
        d.enter("2400");
        d.enter_line(u32::try_from(index + 1).ok());
        let details = line.claim.as_deref().unwrap_or(&none);
        d.row("LX", |d| d.lit(&(index + 1).to_string()));
        service(d, from.encounter, line, details, index);
        equipment(d, line, details, index);
        dates(d, from, line, details, index);
        amounts_and_tests(d, details, index);
        let field = |part: &str| format!("lines/{index}/claim/{part}");
        supplements::contract(d, &field("contract"), details.contract.as_ref());
        references(d, details, index);
        supplements::repricing(d, &field("repricing"), details.repricing.as_ref(), true);
        drug(d, line, details, index);
        providers(d, from, line, details, index);
        other_payers::line_adjudications(d, from, line, index);
        supplements::forms(d, &field("forms"), &details.forms);
    }
    d.enter_line(None);
}

/// The composite of SV101 and SVD03.
pub(super) fn procedure(d: &mut Draft, line: &ServiceLine, index: usize, description: &str) {
    d.composite(|d| {
        d.lit("HC");
        let field = format!("lines/{index}/code");
        if line.code.system().is_none() {
            d.problem(ProblemKind::NotAProcedure, &field);
        }
        d.made(&field, line.code.as_str());
        if line.modifiers.len() > encounter::MODIFIERS_PER_LINE {
            d.problem(
                ProblemKind::TooMany { most: encounter::MODIFIERS_PER_LINE },
                &format!("lines/{index}/modifiers"),
            );
        }
        for modifier in &line.modifiers {
            d.id_of(&format!("lines/{index}/modifiers"), modifier.as_str(), Required, 2, 2);
        }
        d.skip(encounter::MODIFIERS_PER_LINE.saturating_sub(line.modifiers.len()));
        d.text(&format!("lines/{index}/claim/description"), description, Optional, 80);
    });
}

fn service(d: &mut Draft, encounter: &Encounter, line: &ServiceLine, details: &LineDetails, index: usize) {
    let field = |part: &str| format!("lines/{index}/{part}");
    d.row("SV1", |d| {
        procedure(d, line, index, &details.description);
        d.amount(&field("charge"), line.charge);
        match details.anesthesia_minutes {
            Some(minutes) => {
                d.lit("MJ");
                d.quantity(&field("claim/anesthesiaMinutes"), minutes);
            }
            None => {
                d.lit("UN");
                d.quantity(&field("units"), line.units);
            }
        }
        let place =
            line.place_of_service.as_deref().filter(|place| *place != encounter.header.place_of_service);
        d.digits(&field("placeOfService"), place.unwrap_or_default(), Optional, 2, 2);
        d.skip(1);
        d.composite(|d| pointers(d, encounter, line, index));
        d.skip(1);
        let yes = |is: bool| if is { "Y" } else { "" };
        d.made(&field("claim/emergency"), yes(details.emergency));
        d.skip(1);
        d.made(&field("claim/epsdt"), yes(details.epsdt));
        d.made(&field("claim/familyPlanning"), yes(details.family_planning));
    });
}

fn pointers(d: &mut Draft, encounter: &Encounter, line: &ServiceLine, index: usize) {
    let field = format!("lines/{index}/pointers");
    if line.pointers.is_empty() {
        d.problem(ProblemKind::Missing, &field);
    }
    if line.pointers.len() > encounter::POINTERS_PER_LINE {
        d.problem(ProblemKind::TooMany { most: encounter::POINTERS_PER_LINE }, &field);
    }
    for pointer in &line.pointers {
        match encounter.diagnosis_index(*pointer).filter(|index| *index < PROFESSIONAL_DIAGNOSES) {
            Some(diagnosis) => d.made(&field, &(diagnosis + 1).to_string()),
            None => d.problem(ProblemKind::Pointer, &field),
        }
    }
}

/// `SV5`, `PWK`, `PWK*CT` and `CR3`.
fn equipment(d: &mut Draft, line: &ServiceLine, details: &LineDetails, index: usize) {
    const TRANSMISSIONS: &[&str] = &["AB", "AD", "AF", "AG", "NS"];
    let field = |part: &str| format!("lines/{index}/claim/equipment/{part}");
    if let Some(equipment) = &details.equipment
        && let Some(days) = equipment.necessity_days
    {
        necessity(d, line, equipment, days, &field);
    }
    supplements::attachments(d, &format!("lines/{index}/claim/attachments"), &details.attachments);
    let Some(equipment) = &details.equipment else { return };
    if !equipment.certificate_transmission.is_empty() {
        d.row("PWK", |d| {
            d.lit("CT");
            d.code(
                &field("certificateTransmission"),
                &equipment.certificate_transmission,
                Required,
                TRANSMISSIONS,
            );
        });
    }
    if !equipment.certification.is_empty() {
        d.row("CR3", |d| {
            d.code(&field("certification"), &equipment.certification, Required, &["I", "R", "S"]);
            d.lit("MO");
            d.quantity(&field("certifiedMonths"), equipment.certified_months);
        });
    }
}

fn necessity(
    d: &mut Draft,
    line: &ServiceLine,
    equipment: &Equipment,
    days: Decimal,
    field: &impl Fn(&str) -> String,
) {
    d.row("SV5", |d| {
        d.composite(|d| {
            d.lit("HC");
            d.lit(line.code.as_str());
        });
        d.lit("DA");
        d.quantity(&field("necessityDays"), days);
        d.amount(&field("rentalPrice"), equipment.rental_price);
        d.amount(&field("purchasePrice"), equipment.purchase_price);
        d.code(&field("rentalUnit"), &equipment.rental_unit, Required, &["1", "4", "6"]);
    });
}

fn dates(d: &mut Draft, from: &Sources<'_>, line: &ServiceLine, details: &LineDetails, index: usize) {
    let header = &from.encounter.header;
    // A line without dates of its own was done on the encounter's.
    let (start, end) = match line.service_from {
        Some(start) => (Some(start), line.service_to),
        None => (header.service_from, header.service_to),
    };
    let field = match line.service_from {
        Some(_) => format!("lines/{index}/serviceFrom"),
        None => "header/serviceFrom".to_owned(),
    };
    d.row("DTP", |d| {
        d.lit("472");
        match (start, end.filter(|end| Some(*end) != start)) {
            (Some(start), Some(end)) => d.dates(&field, start, end),
            (Some(start), None) => {
                d.lit("D8");
                d.date(&field, start);
            }
            (None, _) => d.problem(ProblemKind::Missing, &format!("lines/{index}/serviceFrom")),
        }
    });
    let dates = &details.dates;
    let eight = [
        ("471", "prescription", dates.prescription),
        ("607", "recertification", dates.recertification),
        ("463", "beginTherapy", dates.begin_therapy),
        ("461", "lastCertification", dates.last_certification),
        ("304", "lastSeen", dates.last_seen),
        ("011", "shipped", dates.shipped),
        ("455", "lastXRay", dates.last_x_ray),
        ("454", "initialTreatment", dates.initial_treatment),
    ];
    for (qualifier, part, date) in eight.into_iter().filter(|(_, _, date)| date.is_some()) {
        d.dtp(qualifier, &format!("lines/{index}/claim/dates/{part}"), date);
    }
}

fn amounts_and_tests(d: &mut Draft, details: &LineDetails, index: usize) {
    let field = |part: &str| format!("lines/{index}/claim/{part}");
    let quantities = [
        ("PT", "ambulancePatients", details.ambulance_patients),
        ("FL", "obstetricAnesthesiaUnits", details.obstetric_anesthesia_units),
    ];
    for (qualifier, part, quantity) in quantities {
        let Some(quantity) = quantity else { continue };
        d.row("QTY", |d| {
            d.lit(qualifier);
            d.quantity(&field(part), quantity);
        });
    }
    if details.test_results.len() > 5 {
        d.problem(ProblemKind::TooMany { most: 5 }, &field("testResults"));
    }
    for result in &details.test_results {
        d.row("MEA", |d| {
            d.code(&field("testResults"), &result.reference, Required, &["OG", "TR"]);
            d.code(&field("testResults"), &result.kind, Required, &["HT", "R1", "R2", "R3", "R4"]);
            d.quantity(&field("testResults"), result.value);
        });
    }
}

/// `REF`, `AMT` and `NTE` of a line.
fn references(d: &mut Draft, details: &LineDetails, index: usize) {
    let field = |part: &str| format!("lines/{index}/claim/{part}");
    d.reference("G1", &field("priorAuthorization"), &details.prior_authorization);
    d.reference("6R", &field("controlNumber"), &details.control_number);
    d.reference("EW", &field("mammographyCertification"), &details.mammography_certification);
    d.reference("X4", &field("clia"), &details.clia);
    d.reference("F4", &field("referringClia"), &details.referring_clia);
    d.reference("BT", &field("immunizationBatch"), &details.immunization_batch);
    d.reference("9F", &field("referralNumber"), &details.referral_number);
    for (qualifier, part, amount) in
        [("T", "salesTax", details.sales_tax), ("F4", "postage", details.postage)]
    {
        let Some(amount) = amount else { continue };
        d.row("AMT", |d| {
            d.lit(qualifier);
            d.amount(&field(part), amount);
        });
    }
    supplements::state_information(d, &field("stateInformation"), &details.state_information);
    if let Some(note) = &details.note {
        d.row("NTE", |d| {
            d.code(&field("note/kind"), &note.kind, Required, &["ADD", "DCP", "TPO"]);
            d.text(&field("note/text"), &note.text, Required, 80);
        });
    }
}

/// Loop 2410.
fn drug(d: &mut Draft, line: &ServiceLine, details: &LineDetails, index: usize) {
    if line.ndc.trim().is_empty() {
        return;
    }
    let field = |part: &str| format!("lines/{index}/{part}");
    d.enter("2410");
    d.row("LIN", |d| {
        d.skip(1);
        d.lit("N4");
        d.digits(&field("ndc"), &line.ndc, Required, 11, 11);
    });
    d.row("CTP", |d| {
        d.skip(3);
        match details.ndc_quantity {
            Some(quantity) => d.quantity(&field("claim/ndcQuantity"), quantity),
            None => d.problem(ProblemKind::Missing, &field("claim/ndcQuantity")),
        }
        d.code(&field("claim/ndcUnit"), &details.ndc_unit, Required, &["F2", "GR", "ME", "ML", "UN"]);
    });
    d.reference("XZ", &field("claim/prescriptionNumber"), &details.prescription_number);
}

/// Loops 2420A to 2420F.
fn providers(d: &mut Draft, from: &Sources<'_>, line: &ServiceLine, details: &LineDetails, index: usize) {
    let practice = from.practice;
    let of_claim = from.encounter.header.rendering_provider.as_ref();
    let rendering = line.rendering_provider.as_ref().filter(|it| Some(*it) != of_claim);
    let four = [
        ("2420A", "82", "renderingProvider", rendering),
        ("2420D", "DQ", "claim/supervisingProvider", details.supervising_provider.as_ref()),
        ("2420E", "DK", "claim/orderingProvider", details.ordering_provider.as_ref()),
        ("2420F", "DN", "claim/referringProvider", details.referring_provider.as_ref()),
    ];
    for (loop_id, entity, part, provider) in four {
        if loop_id == "2420D"
            && let Some(facility) = parties::facility(
                d,
                "2420C",
                &format!("lines/{index}/claim/facility"),
                &details.facility,
                practice,
            )
        {
            parties::facility_loop(d, "2420C", facility);
        }
        let Some(provider) = provider else { continue };
        let field = format!("lines/{index}/{part}");
        d.enter(loop_id);
        let party = parties::provider(d, &field, provider, practice);
        let kinds: &[&str] =
            if matches!(entity, "82" | "DQ") { &["0B", "1G", "G2", "LU"] } else { &["0B", "1G", "G2"] };
        parties::provider_loop(d, (loop_id, entity), &field, &party, kinds);
    }
}
