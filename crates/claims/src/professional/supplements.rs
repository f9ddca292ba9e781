//! What goes with a claim or a line beyond its services: papers, the contract, what a state asks for, what a repricer made of
//! the charges, and the forms that a payer wants answered.

use encounter::{Attachment, Contract, EpsdtReferral, Repricing, SpinalManipulation, SupportingForm};
use rust_decimal::Decimal;

use crate::draft::{Draft, Optional, Required};
use crate::problem::ProblemKind;

/// Data element 755.
const PAPERS: &[&str] = &[
    "03", "04", "05", "06", "07", "08", "09", "10", "11", "13", "15", "21", "A3", "A4", "AM", "AS", "B2",
    "B3", "B4", "BR", "BS", "BT", "CB", "CK", "CT", "D2", "DA", "DB", "DG", "DJ", "DS", "EB", "HC", "HR",
    "I5", "IR", "LA", "M1", "MT", "NN", "OB", "OC", "OD", "OE", "OX", "OZ", "P4", "P5", "PE", "PN", "PO",
    "PQ", "PY", "PZ", "RB", "RR", "RT", "RX", "SG", "V5", "XP",
];
/// Data element 756.
const TRANSMISSIONS: &[&str] = &["AA", "BM", "EL", "EM", "FT", "FX"];
/// Data element 1473.
const METHODS: &[&str] =
    &["00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14"];
/// Segments of one kind at one place.
const MOST: usize = 10;
/// FRM segments of a form.
const ANSWERS: usize = 99;

/// `PWK`
pub(super) fn attachments(d: &mut Draft, field: &str, attachments: &[Attachment]) {
    at_most(d, field, attachments.len(), MOST);
    for attachment in attachments {
        let part = |part: &str| format!("{field}/{part}");
        d.row("PWK", |d| {
            d.code(&part("kind"), &attachment.kind, Required, PAPERS);
            d.code(&part("transmission"), &attachment.transmission, Required, TRANSMISSIONS);
            // What is sent must be found; what is only available on request has no number yet.
            let need = if attachment.transmission == "AA" { Optional } else { Required };
            d.skip(2);
            d.lit(if attachment.control_number.is_empty() { "" } else { "AC" });
            d.id_of(&part("controlNumber"), &attachment.control_number, need, 2, 50);
        });
    }
}

/// `CN1`
pub(super) fn contract(d: &mut Draft, field: &str, contract: Option<&Contract>) {
    let Some(contract) = contract else { return };
    let part = |part: &str| format!("{field}/{part}");
    d.row("CN1", |d| {
        d.code(&part("kind"), &contract.kind, Required, &["01", "02", "03", "04", "05", "06", "09"]);
        optional_amount(d, &part("amount"), contract.amount);
        percent(d, &part("percent"), contract.percent);
        d.id(&part("code"), &contract.code, Optional, 50);
        percent(d, &part("discountPercent"), contract.discount_percent);
        d.id(&part("version"), &contract.version, Optional, 30);
    });
}

/// `K3`
pub(super) fn state_information(d: &mut Draft, field: &str, lines: &[String]) {
    at_most(d, field, lines.len(), MOST);
    for line in lines {
        d.row("K3", |d| d.id(field, line, Required, 80));
    }
}

/// `CR2`
pub(super) fn spinal_manipulation(d: &mut Draft, manipulation: Option<&SpinalManipulation>) {
    let Some(manipulation) = manipulation else { return };
    let part = |part: &str| format!("header/claim/spinalManipulation/{part}");
    d.row("CR2", |d| {
        d.skip(7);
        let conditions = &["A", "C", "D", "E", "F", "G", "M"];
        d.code(&part("condition"), &manipulation.condition, Required, conditions);
        d.skip(1);
        at_most(d, &part("descriptions"), manipulation.descriptions.len(), 2);
        for description in &manipulation.descriptions {
            d.text(&part("descriptions"), description, Optional, 80);
        }
    });
}

/// `CRC*ZZ`
pub(super) fn epsdt_referral(d: &mut Draft, referral: Option<&EpsdtReferral>) {
    let Some(referral) = referral else { return };
    let part = |part: &str| format!("header/claim/epsdtReferral/{part}");
    d.row("CRC", |d| {
        d.lit("ZZ");
        d.made(&part("referred"), if referral.referred { "Y" } else { "N" });
        at_most(d, &part("conditions"), referral.conditions.len(), 3);
        if referral.conditions.is_empty() {
            d.problem(ProblemKind::Missing, &part("conditions"));
        }
        for condition in &referral.conditions {
            d.code(&part("conditions"), condition, Required, &["AV", "NU", "S2", "ST"]);
        }
    });
}

/// `HCP`; of a claim it names no procedure and counts no units.
pub(super) fn repricing(d: &mut Draft, field: &str, repricing: Option<&Repricing>, of_line: bool) {
    let Some(repricing) = repricing else { return };
    let part = |part: &str| format!("{field}/{part}");
    d.row("HCP", |d| {
        d.code(&part("method"), &repricing.method, Required, METHODS);
        d.amount(&part("allowed"), repricing.allowed);
        optional_amount(d, &part("savings"), repricing.savings);
        d.id(&part("organization"), &repricing.organization, Optional, 50);
        optional_amount(d, &part("rate"), repricing.rate);
        d.id(&part("groupCode"), &repricing.group_code, Optional, 50);
        optional_amount(d, &part("groupAmount"), repricing.group_amount);
        d.skip(1);
        if of_line {
            approved(d, repricing, &part);
        } else {
            d.skip(4);
        }
        let reasons = &["T1", "T2", "T3", "T4", "T5", "T6"];
        d.code(&part("rejectReason"), &repricing.reject_reason, Optional, reasons);
        let policies = &["1", "2", "3", "4", "5"];
        d.code(&part("policyCompliance"), &repricing.policy_compliance, Optional, policies);
        d.code(&part("exception"), &repricing.exception, Optional, &["1", "2", "3", "4", "5", "6"]);
    });
}

/// HCP09 to HCP12, each pair whole or empty.
fn approved(d: &mut Draft, repricing: &Repricing, part: &impl Fn(&str) -> String) {
    let none = repricing.procedure.is_empty() && repricing.procedure_kind.is_empty();
    let need = if none { Optional } else { Required };
    d.code(&part("procedureKind"), &repricing.procedure_kind, need, &["ER", "HC", "IV", "WK"]);
    d.id(&part("procedure"), &repricing.procedure, need, 48);
    let need = if repricing.units.is_none() { Optional } else { Required };
    d.code(&part("unit"), &repricing.unit, need, &["MJ", "UN"]);
    match repricing.units {
        Some(units) => d.quantity(&part("units"), units),
        None if repricing.unit.is_empty() => d.skip(1),
        None => d.problem(ProblemKind::Missing, &part("units")),
    }
}

/// Loops 2440 of a line.
pub(super) fn forms(d: &mut Draft, field: &str, forms: &[SupportingForm]) {
    for form in forms {
        let part = |part: &str| format!("{field}/{part}");
        d.enter("2440");
        d.row("LQ", |d| {
            d.code(&part("list"), &form.list, Required, &["AS", "UT"]);
            d.id(&part("form"), &form.form, Required, 30);
        });
        at_most(d, &part("answers"), form.answers.len(), ANSWERS);
        if form.answers.is_empty() {
            d.problem(ProblemKind::Missing, &part("answers"));
        }
        for answer in &form.answers {
            let field = part("answers");
            d.row("FRM", |d| {
                d.id(&field, &answer.question, Required, 20);
                d.code(&field, &answer.yes_no, Optional, &["N", "W", "Y"]);
                d.id(&field, &answer.text, Optional, 50);
                match answer.date {
                    Some(date) => d.date(&field, date),
                    None => d.skip(1),
                }
                percent(d, &field, answer.percent);
                let is_blank = answer.yes_no.is_empty() && answer.text.trim().is_empty();
                if is_blank && answer.date.is_none() && answer.percent.is_none() {
                    d.problem(ProblemKind::Missing, &field);
                }
            });
        }
    }
}

fn at_most(d: &mut Draft, field: &str, count: usize, most: usize) {
    if count > most {
        d.problem(ProblemKind::TooMany { most }, field);
    }
}

fn optional_amount(d: &mut Draft, field: &str, amount: Option<Decimal>) {
    match amount {
        Some(amount) => d.amount(field, amount),
        None => d.skip(1),
    }
}

/// Data elements 332 and 338, of at most six digits.
fn percent(d: &mut Draft, field: &str, percent: Option<Decimal>) {
    let Some(percent) = percent else { return d.skip(1) };
    if !(Decimal::ZERO..=Decimal::from(999)).contains(&percent) || percent.round_dp(3) != percent {
        d.problem(ProblemKind::Quantity, field);
    }
    d.made(field, &percent.normalize().to_string());
}
