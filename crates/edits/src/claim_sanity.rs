//! Whether the claim as a whole can be true: who is billed and how soon, what is corrected, what an accident needs.

use encounter::{ClaimFrequency, Encounter, EncounterKind, Finding, HeaderField, Place};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::coded::Claim;
use crate::house::{House, PayerKind, payer};
use crate::rule::rules;

const PAYER: &str = "NUCC 1500 Claim Form Instruction Manual 02/12, carrier block";
const FREQUENCY: &str =
    "ASC X12N 005010X222A1 and 005010X223A2, CLM05-3 and REF (payer claim control number)";
const ACCIDENT: &str =
    "ASC X12N 005010X222A1, CLM11 and DTP (accident); NUCC 1500 Claim Form Instruction Manual 02/12, item 10";
const FILING: &str = "42 CFR 424.44 (Medicare), 42 CFR 447.45(d) (Medicaid), 32 CFR 199.7(d) (TRICARE), or as set for the payer";

rules! {
    TAXONOMY = Warning "claim.taxonomy" [], "NUCC, Health Care Provider Taxonomy Code Set";
    NO_PAYER = Info "claim.no-payer" [], PAYER;
    NO_MEMBER_ID = Warning "claim.no-member-id" ["payer"],
        "NUCC 1500 Claim Form Instruction Manual 02/12, item 1a; ASC X12N 005010X222A1, loop 2010BA, NM109";
    PATIENT = Info "claim.patient" ["field"], "NUCC 1500 Claim Form Instruction Manual 02/12, items 2 and 3";
    NO_ORIGINAL = Error "claim.no-original-number" ["frequency"], FREQUENCY;
    ORIGINAL_UNUSED = Warning "claim.original-number-unused" [], FREQUENCY;
    MEDICARE_REPLACEMENT = Warning "claim.medicare-replacement" ["frequency"],
        "CMS, Medicare Claims Processing Manual, chapter 26, section 10.4, item 22";
    BILL_TYPE = Warning "claim.bill-type" [], "NUBC UB-04 Data Specifications, FL 4";
    FREQUENCY_OF_BILL = Warning "claim.frequency-of-bill" ["frequency"], "NUBC UB-04 Data Specifications, FL 4";
    NO_DISCHARGE_STATUS = Warning "claim.no-discharge-status" [], "NUBC UB-04 Data Specifications, FL 17";
    STAY_REVERSED = Error "claim.stay-reversed" ["admission", "discharge"],
        "NUBC UB-04 Data Specifications, FL 6 and FL 12";
    RECEIVED_BEFORE_SERVICE = Warning "claim.received-before-service" ["received", "service"],
        "Carrel: a record is received on the day of service or later";
    ACCIDENT_DATE = Error "claim.accident-date" [], ACCIDENT;
    ACCIDENT_STATE = Error "claim.accident-state" [], ACCIDENT;
    ACCIDENT_AFTER_SERVICE = Error "claim.accident-after-service" ["accident", "service"], ACCIDENT;
    ACCIDENT_NOT_SAID = Info "claim.accident-not-said" ["code"], ACCIDENT;
    WORK_NOT_SAID = Warning "claim.work-not-said" [], ACCIDENT;
    AUTO_NOT_SAID = Warning "claim.auto-not-said" [], ACCIDENT;
    FILING_PASSED = Warning "claim.filing-passed" ["last", "payer"], FILING;
    FILING_NEAR = Info "claim.filing-near" ["last", "payer"], FILING;
}

/// Days before the end of timely filing on which it is told.
const NEAR_DAYS: i32 = 14;

/// No payer waits longer than ten years.
const LONGEST_DAYS: u32 = 3653;

const fn field(field: HeaderField) -> Place {
    Place::Header { field }
}

pub(crate) fn check(encounter: &Encounter, house: &House, today: Date, findings: &mut Vec<Finding>) {
    let header = &encounter.header;
    let providers = [&header.rendering_provider, &header.referring_provider];
    let taxonomies = providers.into_iter().flatten().map(|provider| provider.taxonomy.trim());
    if taxonomies.into_iter().any(|code| !code.is_empty() && !is_taxonomy_shape(code)) {
        findings.push(TAXONOMY.at(field(HeaderField::Taxonomy), []));
    }
    parties(encounter, house, findings);
    corrections(encounter, house, findings);
    stay(encounter, findings);
    if header.kind == EncounterKind::Professional {
        accident(encounter, findings);
    }
    filing(encounter, house, today, findings);
    if let (Some(received), Some(service)) = (header.received, header.service_from)
        && received < service
    {
        let place = field(HeaderField::Received);
        findings.push(RECEIVED_BEFORE_SERVICE.at(place, [&received, &service]));
    }
}

/// Three digits, six digits or letters, and an X.
fn is_taxonomy_shape(code: &str) -> bool {
    let code = code.as_bytes();
    code.len() == 10
        && code[..3].iter().all(u8::is_ascii_digit)
        && code[3..9].iter().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
        && code[9] == b'X'
}

/// Who is treated and who pays.
fn parties(encounter: &Encounter, house: &House, findings: &mut Vec<Finding>) {
    let header = &encounter.header;
    let patient = &header.patient;
    let missing = [
        ("last name", patient.last_name.trim().is_empty()),
        ("first name", patient.first_name.trim().is_empty()),
        ("birth date", patient.birth_date.is_none()),
    ];
    let missing: Vec<&str> = missing.iter().filter(|(_, missing)| *missing).map(|(name, _)| *name).collect();
    if !missing.is_empty() {
        findings.push(PATIENT.at(field(HeaderField::Patient), [&missing.join(", ")]));
    }
    let Some((kind, _)) = house.terms(header) else {
        findings.push(NO_PAYER.at(field(HeaderField::Payer), []));
        return;
    };
    let member = header.primary_payer.as_ref().map_or("", |coverage| coverage.member_id.trim());
    if member.is_empty() && kind != PayerKind::SelfPay {
        findings.push(NO_MEMBER_ID.at(field(HeaderField::Payer), [&payer(header)]));
    }
    if header.kind == EncounterKind::Professional {
        let accident = &header.accident;
        if kind == PayerKind::WorkersCompensation && !accident.employment {
            findings.push(WORK_NOT_SAID.at(field(HeaderField::Accident), []));
        }
        if kind == PayerKind::Auto && !accident.auto {
            findings.push(AUTO_NOT_SAID.at(field(HeaderField::Accident), []));
        }
    }
}

/// Replacements and voids.
fn corrections(encounter: &Encounter, house: &House, findings: &mut Vec<Finding>) {
    let header = &encounter.header;
    let frequency = match header.claim_frequency {
        ClaimFrequency::Original => '1',
        ClaimFrequency::Replacement => '7',
        ClaimFrequency::Void => '8',
    };
    let has_number = !header.original_claim_number.trim().is_empty();
    let place = field(HeaderField::ClaimFrequency);
    if frequency != '1' && !has_number {
        findings.push(NO_ORIGINAL.at(place, [&frequency]));
    }
    if frequency == '1' && has_number {
        findings.push(ORIGINAL_UNUSED.at(place, []));
    }
    let professional = header.kind == EncounterKind::Professional;
    let medicare = house.terms(header).is_some_and(|(kind, _)| kind == PayerKind::Medicare);
    if professional && medicare && frequency != '1' {
        findings.push(MEDICARE_REPLACEMENT.at(place, [&frequency]));
    }
    let bill = encounter.stay.as_ref().map_or("", |stay| stay.bill_type.trim());
    if professional || bill.is_empty() {
        return;
    }
    match bill.trim_start_matches('0').as_bytes() {
        [b'1'..=b'9', b'1'..=b'9', last] if last.is_ascii_alphanumeric() => {
            let of_bill = char::from(*last);
            if matches!(of_bill, '1' | '7' | '8') && of_bill != frequency {
                findings.push(FREQUENCY_OF_BILL.at(place, [&frequency]));
            }
        }
        _ => findings.push(BILL_TYPE.at(field(HeaderField::BillType), [])),
    }
}

fn stay(encounter: &Encounter, findings: &mut Vec<Finding>) {
    if encounter.header.kind != EncounterKind::Facility {
        return;
    }
    let Some(stay) = &encounter.stay else { return };
    if let (Some(admission), Some(discharge)) = (stay.admission, stay.discharge) {
        if discharge < admission {
            let days = (admission.date(), discharge.date());
            findings.push(STAY_REVERSED.at(field(HeaderField::Stay), [&days.0, &days.1]));
        }
        if stay.discharge_status.trim().is_empty() {
            findings.push(NO_DISCHARGE_STATUS.at(field(HeaderField::Stay), []));
        }
    }
}

fn accident(encounter: &Encounter, findings: &mut Vec<Finding>) {
    let header = &encounter.header;
    let accident = &header.accident;
    let place = field(HeaderField::Accident);
    if (accident.auto || accident.other) && accident.date.is_none() {
        findings.push(ACCIDENT_DATE.at(place, []));
    }
    if accident.auto && accident.state.trim().is_empty() {
        findings.push(ACCIDENT_STATE.at(place, []));
    }
    if let (Some(day), Some(service)) = (accident.date, header.service_from)
        && day > service
    {
        findings.push(ACCIDENT_AFTER_SERVICE.at(place, [&day, &service]));
    }
}

/// What the codes say of an accident, on the date that decides.
pub(crate) fn of_codes(claim: &Claim<'_>, findings: &mut Vec<Finding>) {
    let header = &claim.encounter.header;
    let accident = &header.accident;
    if header.kind != EncounterKind::Professional {
        return;
    }
    let said = accident.employment || accident.auto || accident.other;
    let injury = claim.coded.iter().find(|coded| {
        // Injuries and burns that are treated now; poisonings may be no accident.
        let traumatic = ("S00".."T35").contains(&coded.bare.get(..3).unwrap_or_default());
        traumatic && coded.bare.len() == 7 && coded.bare.ends_with(['A', 'B', 'C'])
    });
    if let Some(injury) = injury.filter(|_| !said) {
        findings.push(ACCIDENT_NOT_SAID.at(injury.place(), [&injury.code()]));
    }
    // External cause status: civilian activity done for income or pay (Y99.0), where the payer did not tell it already.
    let paid = claim.coded.iter().any(|coded| coded.bare == "Y990");
    if paid && !accident.employment && !findings.iter().any(|finding| finding.rule == WORK_NOT_SAID.id) {
        findings.push(WORK_NOT_SAID.at(field(HeaderField::Accident), []));
    }
}

/// The last day on which the payer takes the claim; `None` where nobody said.
fn last_day(encounter: &Encounter, house: &House) -> Option<Date> {
    let header = &encounter.header;
    let (kind, days) = house.terms(header)?;
    let service = match header.kind {
        EncounterKind::Professional => header.service_from?,
        EncounterKind::Facility => encounter.deciding_date()?,
    };
    match (days, kind) {
        (Some(days), _) => service.checked_add(i64::from(days.min(LONGEST_DAYS)).days()).ok(),
        // One calendar year, or twelve months.
        (None, PayerKind::Medicare | PayerKind::Medicaid | PayerKind::Tricare) => {
            service.checked_add(1.year()).ok()
        }
        _ => None,
    }
}

/// Of original claims: corrections have limits of their own.
fn filing(encounter: &Encounter, house: &House, today: Date, findings: &mut Vec<Finding>) {
    let header = &encounter.header;
    if header.claim_frequency != ClaimFrequency::Original {
        return;
    }
    let Some(last) = last_day(encounter, house) else { return };
    let (place, name) = (field(HeaderField::ServiceFrom), payer(header));
    if today > last {
        findings.push(FILING_PASSED.at(place, [&last, &name]));
    } else if today >= last.saturating_sub(NEAR_DAYS.days()) {
        findings.push(FILING_NEAR.at(place, [&last, &name]));
    }
}
