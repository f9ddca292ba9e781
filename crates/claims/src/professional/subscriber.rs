use encounter::{Address, Relationship, Sex};
use jiff::civil::Date;

use super::{Coverer, Sources, parties};
use crate::draft::{Draft, Optional, Required};
use crate::problem::ProblemKind;

/// Data element 1032.
pub(super) const FILING: &[&str] = &[
    "11", "12", "13", "14", "15", "16", "17", "AM", "BL", "CH", "CI", "DS", "FI", "HM", "LM", "MA", "MB",
    "MC", "OF", "TV", "VA", "WC", "ZZ",
];
/// Data element 1336.
const MEDICARE_SECONDARY: &[&str] = &["12", "13", "14", "15", "16", "41", "42", "43", "47"];

pub(super) const fn relationship(relationship: Relationship) -> &'static str {
    match relationship {
        Relationship::Spouse => "01",
        Relationship::Myself => "18",
        Relationship::Child => "19",
        Relationship::Employee => "20",
        Relationship::Unknown => "21",
        Relationship::OrganDonor => "39",
        Relationship::CadaverDonor => "40",
        Relationship::LifePartner => "53",
        Relationship::Other => "G8",
    }
}

/// Loops 2000B, 2010BA and 2010BB.
pub(super) fn subscriber(d: &mut Draft, from: &Sources<'_>, to: &Coverer<'_>) {
    let myself = to.details.relationship == Relationship::Myself;
    d.enter("2000B");
    d.row("SBR", |d| {
        d.lit(to.letter());
        d.lit(if myself { "18" } else { "" });
        insurance(d, to, true);
    });
    if myself {
        condition(d, from, None);
    }
    d.enter("2010BA");
    insured(d, from, to, if myself { Demographics::Needed } else { Demographics::Known });
    d.enter("2010BB");
    payer(d, to);
    if let Some(payer) = to.payer {
        d.reference("G2", "practice/payers/billingProviderNumber", &payer.billing_provider_number);
    }
}

/// SBR03 to SBR09.
pub(super) fn insurance(d: &mut Draft, of: &Coverer<'_>, billed: bool) {
    let field = |part: &str| format!("{}/{part}", of.field);
    let details = of.details;
    d.id(&field("groupNumber"), &details.group_number, Optional, 50);
    // The name is sent where there is no number.
    let name = if details.group_number.is_empty() { details.group_name.as_str() } else { "" };
    d.text(&field("groupName"), name, Optional, 60);
    let filing = of.payer.map_or("", |payer| payer.filing_indicator.as_str());
    // Why Medicare comes second must be said to it.
    let medicare_second = billed && filing == "MB" && of.order != encounter::PayerOrder::Primary;
    let need = if medicare_second { Required } else { Optional };
    d.code(&field("insuranceType"), &details.insurance_type, need, MEDICARE_SECONDARY);
    d.skip(3);
    d.code("practice/payers/filingIndicator", filing, if billed { Required } else { Optional }, FILING);
}

/// What is said of the insured person beyond name, number and address.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Demographics {
    /// The patient is the subscriber: address, birth date and sex.
    Needed,
    /// Birth date and sex where they are known.
    Known,
    /// Loop 2330A has no place for them.
    None,
}

/// `NM1*IL` with address and `DMG`.
pub(super) fn insured(d: &mut Draft, from: &Sources<'_>, to: &Coverer<'_>, demographics: Demographics) {
    let patient = &from.encounter.header.patient;
    let details = to.details;
    let other = details.subscriber.as_ref().filter(|_| details.relationship != Relationship::Myself);
    let (field, names) = match other {
        Some(other) => (
            format!("{}/subscriber", to.field),
            [&other.last_name, &other.first_name, &other.middle_name, &other.suffix],
        ),
        None => (
            "header/patient".to_owned(),
            [&patient.last_name, &patient.first_name, &patient.middle_name, &from.details.patient_suffix],
        ),
    };
    if details.relationship != Relationship::Myself && other.is_none() {
        d.problem(ProblemKind::Missing, &format!("{}/subscriber", to.field));
    }
    d.row("NM1", |d| {
        d.lit("IL");
        d.lit("1");
        person(d, &field, names);
        d.lit("MI");
        // Member numbers are printed in groups; the payer's have no spaces.
        let member: String = to.coverage.member_id.split_whitespace().collect();
        d.id_of(&format!("{}/memberId", to.coverage_field), &member, Required, 2, 80);
    });
    match other {
        Some(other) => {
            if !other.address.is_empty() {
                parties::address(d, &format!("{field}/address"), &other.address);
            }
            if demographics == Demographics::Known && other.birth_date.is_some() {
                birth(d, &field, other.birth_date, other.sex);
            }
        }
        None if demographics == Demographics::Needed => of_patient(d, from),
        None => {}
    }
}

/// NM103 to NM107 of a person.
fn person(d: &mut Draft, field: &str, [last, first, middle, suffix]: [&String; 4]) {
    d.text(&format!("{field}/lastName"), last, Required, 60);
    d.text(&format!("{field}/firstName"), first, Optional, 35);
    d.text(&format!("{field}/middleName"), middle, Optional, 25);
    d.skip(1);
    d.text(&format!("{field}/suffix"), suffix, Optional, 10);
}

fn of_patient(d: &mut Draft, from: &Sources<'_>) {
    let patient = &from.encounter.header.patient;
    address_of_patient(d, &from.details.patient_address);
    birth(d, "header/patient", patient.birth_date, patient.sex);
}

fn address_of_patient(d: &mut Draft, address: &Address) {
    parties::address(d, "header/claim/patientAddress", address);
}

fn birth(d: &mut Draft, field: &str, birth_date: Option<Date>, sex: Sex) {
    d.row("DMG", |d| {
        d.lit("D8");
        match birth_date {
            Some(date) => d.date(&format!("{field}/birthDate"), date),
            None => d.problem(ProblemKind::Missing, &format!("{field}/birthDate")),
        }
        let sex = match sex {
            Sex::Female => "F",
            Sex::Male => "M",
            Sex::Unknown => "U",
        };
        d.made(&format!("{field}/sex"), sex);
    });
}

/// `PAT`: death, weight and pregnancy.
fn condition(d: &mut Draft, from: &Sources<'_>, relationship: Option<&str>) {
    let details = from.details;
    let nothing =
        details.patient_death_date.is_none() && details.patient_weight.is_none() && !details.pregnant;
    if relationship.is_none() && nothing {
        return;
    }
    d.row("PAT", |d| {
        d.lit(relationship.unwrap_or_default());
        d.skip(3);
        match details.patient_death_date {
            Some(date) => {
                d.lit("D8");
                d.date("header/claim/patientDeathDate", date);
            }
            None => d.skip(2),
        }
        match details.patient_weight {
            Some(weight) => {
                d.lit("01");
                d.quantity("header/claim/patientWeight", weight);
            }
            None => d.skip(2),
        }
        d.made("header/claim/pregnant", if details.pregnant { "Y" } else { "" });
    });
}

/// `NM1*PR` and its address.
pub(super) fn payer(d: &mut Draft, of: &Coverer<'_>) {
    let field = format!("{}/payer", of.coverage_field);
    let Some(payer) = of.payer else {
        d.problem(ProblemKind::NotInSetUp, &field);
        return;
    };
    d.row("NM1", |d| {
        d.lit("PR");
        d.lit("2");
        let name = if payer.claim_name.is_empty() { &payer.name } else { &payer.claim_name };
        d.text("practice/payers/claimName", name, Required, 60);
        d.skip(4);
        d.lit(if payer.is_plan_id { "XV" } else { "PI" });
        d.id_of("practice/payers/id", &payer.id, Required, 2, 80);
    });
    if !payer.address.is_empty() {
        parties::address(d, "practice/payers/address", &payer.address);
    }
}

/// Loops 2000C and 2010CA.
pub(super) fn patient(d: &mut Draft, from: &Sources<'_>, to: &Coverer<'_>) {
    let patient = &from.encounter.header.patient;
    d.enter("2000C");
    condition(d, from, Some(relationship(to.details.relationship)));
    d.enter("2010CA");
    d.row("NM1", |d| {
        d.lit("QC");
        d.lit("1");
        let suffix = &from.details.patient_suffix;
        person(d, "header/patient", [&patient.last_name, &patient.first_name, &patient.middle_name, suffix]);
    });
    of_patient(d, from);
}
