use encounter::{Adjustment, LineAdjudication, PayerOrder, ServiceLine};
use rust_decimal::Decimal;

use super::subscriber::{Demographics, insurance, insured, payer, relationship};
use super::{Coverer, Sources, release};
use crate::draft::{Draft, Required};
use crate::problem::ProblemKind;

/// Of one group: code, amount and quantity six times in a segment, five segments.
const PER_SEGMENT: usize = 6;
const GROUPS: &[&str] = &["CO", "CR", "OA", "PI", "PR"];

/// Loops 2320, 2330A and 2330B: another payer of the same claim.
pub(super) fn other_payer(d: &mut Draft, from: &Sources<'_>, other: &Coverer<'_>) {
    let field = |part: &str| format!("{}/{part}", other.field);
    d.enter("2320");
    d.row("SBR", |d| {
        d.lit(other.letter());
        d.lit(relationship(other.details.relationship));
        insurance(d, other, false);
    });
    let adjudication = other.details.adjudication.as_ref();
    if let Some(adjudication) = adjudication {
        adjustments(d, &field("adjudication/adjustments"), &adjudication.adjustments);
        let amounts = [
            ("D", "adjudication/paid", Some(adjudication.paid)),
            ("A8", "adjudication/nonCovered", adjudication.non_covered),
            ("EAF", "adjudication/patientLiability", adjudication.patient_liability),
        ];
        for (qualifier, part, amount) in amounts {
            let Some(amount) = amount else { continue };
            d.row("AMT", |d| {
                d.lit(qualifier);
                d.amount(&field(part), amount);
            });
        }
        balance(d, from, other);
    }
    d.row("OI", |d| {
        d.skip(2);
        let signed = if from.encounter.header.benefits_signature_on_file { "Y" } else { "N" };
        d.made("header/benefitsSignatureOnFile", signed);
        d.made(&field("providerSigned"), if other.details.provider_signed { "P" } else { "" });
        d.skip(1);
        let release = other.details.informed_consent.map_or(from.release_of_information(), release);
        d.made("header/claim/informedConsent", release);
    });
    d.enter("2330A");
    insured(d, from, other, Demographics::None);
    d.enter("2330B");
    payer(d, other);
    let date = adjudication.and_then(|adjudication| adjudication.date);
    d.dtp("573", &field("adjudication/date"), date);
    d.reference("F8", &field("claimNumber"), &other.details.claim_number);
}

fn of_line(line: &ServiceLine, order: PayerOrder) -> impl Iterator<Item = &LineAdjudication> {
    let all = line.claim.iter().flat_map(|details| &details.adjudications);
    all.filter(move |adjudication| adjudication.payer == order)
}

fn sum(adjustments: &[Adjustment]) -> Decimal {
    adjustments.iter().map(|adjustment| adjustment.amount).sum()
}

/// Guide, section 1.4.4: what was charged is what was paid and adjusted, of the claim and of each line; what was paid
/// for the claim is what was paid for its lines less what was adjusted on the claim alone.
fn balance(d: &mut Draft, from: &Sources<'_>, other: &Coverer<'_>) {
    let Some(adjudication) = &other.details.adjudication else { return };
    let lines = &from.encounter.lines;
    let of_lines = |one: fn(&LineAdjudication) -> Decimal| -> Decimal {
        lines.iter().flat_map(|line| of_line(line, other.order)).map(one).sum()
    };
    let on_claim = sum(&adjudication.adjustments);
    let by_line = lines.iter().all(|line| of_line(line, other.order).next().is_some());
    let adjusted = on_claim + of_lines(|line| sum(&line.adjustments));
    let paid_agrees = !by_line || of_lines(|line| line.paid) - on_claim == adjudication.paid;
    if adjudication.paid + adjusted != from.encounter.charges() || !paid_agrees {
        d.problem(ProblemKind::Unbalanced, &format!("{}/adjudication", other.field));
    }
}

/// Loops 2430 of a line.
pub(super) fn line_adjudications(d: &mut Draft, from: &Sources<'_>, line: &ServiceLine, index: usize) {
    d.enter("2430");
    for other in from.coverers().into_iter().filter(|other| other.order != from.details.bill_to) {
        let of_line: Vec<_> = of_line(line, other.order).collect();
        for adjudication in &of_line {
            adjudicated(d, &other, line, index, adjudication);
        }
        let paid: Decimal = of_line.iter().map(|one| one.paid + sum(&one.adjustments)).sum();
        if !of_line.is_empty() && paid != line.charge {
            d.problem(ProblemKind::Unbalanced, &format!("lines/{index}/claim/adjudications"));
        }
    }
}

fn adjudicated(
    d: &mut Draft,
    other: &Coverer<'_>,
    line: &ServiceLine,
    index: usize,
    paid: &LineAdjudication,
) {
    let field = |part: &str| format!("lines/{index}/claim/adjudications/{part}");
    d.row("SVD", |d| {
        d.id_of("practice/payers/id", other.payer.map_or("", |payer| payer.id.as_str()), Required, 2, 80);
        d.amount(&field("paid"), paid.paid);
        super::lines::procedure(d, line, index, "");
        d.skip(1);
        d.quantity(&field("units"), paid.units);
    });
    adjustments(d, &field("adjustments"), &paid.adjustments);
    d.row("DTP", |d| {
        d.lit("573");
        d.lit("D8");
        match paid.date {
            Some(date) => d.date(&field("date"), date),
            None => d.problem(ProblemKind::Missing, &field("date")),
        }
    });
    if let Some(liability) = paid.patient_liability {
        d.row("AMT", |d| {
            d.lit("EAF");
            d.amount(&field("patientLiability"), liability);
        });
    }
}

/// `CAS`, one a group, in the order in which the groups come.
fn adjustments(d: &mut Draft, field: &str, adjustments: &[Adjustment]) {
    let mut segments = 0;
    for group in adjustments.chunk_by(|one, next| one.group == next.group) {
        for six in group.chunks(PER_SEGMENT) {
            segments += 1;
            d.row("CAS", |d| {
                d.code(field, &six[0].group, Required, GROUPS);
                for adjustment in six {
                    d.id(field, &adjustment.reason, Required, 5);
                    d.signed_amount(field, adjustment.amount);
                    match adjustment.quantity {
                        Some(quantity) => d.quantity(field, quantity),
                        None => d.skip(1),
                    }
                }
            });
        }
    }
    if segments > GROUPS.len() {
        d.problem(ProblemKind::TooMany { most: GROUPS.len() }, field);
    }
}
