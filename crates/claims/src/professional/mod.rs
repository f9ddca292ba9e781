//! The professional claim, 837P. Source: ASC X12N 005010X222A1, *Health Care Claim: Professional*; the loops keep their
//! numbers of the guide in the code.
//!
//! Deliberately absent: what an edit says of the codes. An encounter is completed before it comes here.

mod batch;
mod claim;
pub mod cms1500;
pub mod fhir;
mod lines;
mod other_payers;
mod parties;
pub mod read;
mod set_up;
mod subscriber;
mod supplements;

#[cfg(test)]
mod mutated_tests;
#[cfg(test)]
mod tests;

pub use batch::{Batch, CLAIMS_PER_SET, Written};

use encounter::{ClaimDetails, Coverage, Encounter, EncounterKind, PayerDetails, PayerOrder, Status};
use rust_decimal::Decimal;

use crate::draft::{Draft, Row};
use crate::practice::{Payer, Practice};
use crate::problem::{Problem, ProblemKind};

/// One claim that passed, as its segments without their HL, ready for a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Loops 2000A and below, the same for every claim of a practice.
    billing: Vec<Row>,
    /// Loops 2000B and below.
    subscriber: Vec<Row>,
    /// Loops 2000C and below, where the patient is not the subscriber.
    patient: Option<Vec<Row>>,
    /// Loops 2300 and below.
    body: Vec<Row>,
    pub account: String,
    /// CLM02, US dollars.
    pub charge: Decimal,
}

/// The pieces that every loop is built from.
struct Sources<'a> {
    encounter: &'a Encounter,
    practice: &'a Practice,
    details: &'a ClaimDetails,
}

/// One payer of the encounter with everything known of it.
struct Coverer<'a> {
    order: PayerOrder,
    coverage: &'a Coverage,
    details: &'a PayerDetails,
    payer: Option<&'a Payer>,
    /// Path of its details in the encounter.
    field: &'static str,
    /// Path of the coverage in the encounter.
    coverage_field: &'static str,
}

impl Claim {
    /// The claim of a completed encounter, or every reason why it is none: never half of one.
    pub fn of(encounter: &Encounter, practice: &Practice) -> Result<Self, Vec<Problem>> {
        let none = ClaimDetails::default();
        let details = encounter.header.claim.as_deref().unwrap_or(&none);
        let from = Sources { encounter, practice, details };
        let mut draft = Draft::default();
        draft.enter("2300");
        if !matches!(encounter.status, Status::Completed | Status::Exported) {
            draft.problem(ProblemKind::NotCompleted, "status");
        }
        if encounter.header.kind != EncounterKind::Professional {
            draft.problem(ProblemKind::NotProfessional, "header/kind");
        }
        parties::billing(&mut draft, practice);
        let billing = draft.take_rows();
        let to = from.billed(&mut draft);
        let patient = match &to {
            Some(to) => {
                subscriber::subscriber(&mut draft, &from, to);
                let subscriber = draft.take_rows();
                let patient = to.details.relationship != encounter::Relationship::Myself;
                if patient {
                    subscriber::patient(&mut draft, &from, to);
                }
                Some((subscriber, patient.then(|| draft.take_rows())))
            }
            None => None,
        };
        claim::claim(&mut draft, &from);
        for other in from.coverers().into_iter().filter(|other| other.order != details.bill_to) {
            other_payers::other_payer(&mut draft, &from, &other);
        }
        lines::lines(&mut draft, &from);
        match (patient, draft.problems.is_empty()) {
            (Some((subscriber, patient)), true) => Ok(Self {
                billing,
                subscriber,
                patient,
                body: draft.rows,
                account: encounter.header.account.clone(),
                charge: encounter.charges(),
            }),
            _ => Err(draft.problems),
        }
    }
}

/// Data element 1363.
const fn release(informed_consent: bool) -> &'static str {
    if informed_consent { "I" } else { "Y" }
}

impl<'a> Sources<'a> {
    /// The payers in their order.
    fn coverers(&self) -> Vec<Coverer<'a>> {
        let (header, details) = (&self.encounter.header, self.details);
        let three = [
            (
                PayerOrder::Primary,
                &header.primary_payer,
                &details.primary,
                "header/claim/primary",
                "header/primaryPayer",
            ),
            (
                PayerOrder::Secondary,
                &header.secondary_payer,
                &details.secondary,
                "header/claim/secondary",
                "header/secondaryPayer",
            ),
            (
                PayerOrder::Tertiary,
                &details.tertiary_payer,
                &details.tertiary,
                "header/claim/tertiary",
                "header/claim/tertiaryPayer",
            ),
        ];
        let known = three.into_iter().filter_map(|(order, coverage, details, field, coverage_field)| {
            let coverage = coverage.as_ref()?;
            let payer = self.practice.payer(&coverage.payer);
            Some(Coverer { order, coverage, details, payer, field, coverage_field })
        });
        known.collect()
    }

    /// CLM09 and OI06.
    const fn release_of_information(&self) -> &'static str {
        release(self.details.informed_consent)
    }

    fn billed(&self, draft: &mut Draft) -> Option<Coverer<'a>> {
        let to = self.coverers().into_iter().find(|coverer| coverer.order == self.details.bill_to);
        draft.enter("2010BB");
        if to.is_none() {
            draft.problem(ProblemKind::Missing, "header/claim/billTo");
        }
        to
    }
}

impl Coverer<'_> {
    const fn letter(&self) -> &'static str {
        match self.order {
            PayerOrder::Primary => "P",
            PayerOrder::Secondary => "S",
            PayerOrder::Tertiary => "T",
        }
    }
}
