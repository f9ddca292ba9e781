//! The checks: one encounter, the code book and the edit tables in, [`Finding`]s out. One rule family a file; every rule is declared
//! once in [`rules`] with its severity, its arguments and the publication that it rests on.
//!
//! Deliberately absent: files, SQL, the clock (today is an argument), the wording of findings
//! (`assets/wording/findings.en.json`), and any change of the encounter: cures are offered, never made.

mod book;
mod chapter_order;
mod claim_sanity;
mod coded;
mod completeness;
mod earlier;
mod facility;
mod header;
mod house;
mod house_rules;
mod lines;
mod notes;
mod patient;
mod presence;
mod procedures;
mod rule;
mod sequencing;
mod shape;
mod tables;
mod validity;

pub use book::{CodeBook, Notes, Reference};
use coded::Claim;
use dictionary::DictionaryError;
pub use earlier::EarlierLine;
use encounter::{Encounter, EncounterKind, Finding, Place, Severity};
pub use house::{House, PayerKind, PayerTerms, SeverityChange};
pub use house_rules::{Condition, HouseRule, RuleFault, RuleSeverity, Subject};
use jiff::civil::Date;
pub use rule::Rule;

/// Every rule that [`check`] can report.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    [
        header::RULES,
        validity::RULES,
        procedures::RULES,
        notes::RULES,
        sequencing::RULES,
        chapter_order::RULES,
        patient::RULES,
        completeness::RULES,
        presence::RULES,
        claim_sanity::RULES,
        house_rules::RULES,
    ]
    .into_iter()
    .chain(lines::FAMILIES)
    .flatten()
    .copied()
}

/// Everything that the rules say about an encounter: errors first, then in the order of the claim. Warnings that the
/// coder has acknowledged carry the acknowledgement.
///
/// Fails only where the book or the tables cannot be read. An encounter is never called valid because of that.
pub fn check(
    encounter: &Encounter,
    reference: Reference<'_, impl CodeBook + ?Sized>,
    today: Date,
) -> Result<Vec<Finding>, DictionaryError> {
    check_for(&House::default(), encounter, &[], reference, today)
}

/// The same by what a practice has settled, its payers' terms, severities that it changed, rules of its own, and beside what
/// was done to the patient at other encounters (see [`EarlierLine::period_of`]).
pub fn check_for(
    house: &House,
    encounter: &Encounter,
    earlier: &[EarlierLine],
    reference: Reference<'_, impl CodeBook + ?Sized>,
    today: Date,
) -> Result<Vec<Finding>, DictionaryError> {
    let book = reference.book;
    let mut findings = Vec::new();
    header::check(encounter, today, &mut findings);
    claim_sanity::check(encounter, house, today, &mut findings);
    validity::check(encounter, book, &mut findings)?;
    procedures::check(encounter, book, &mut findings)?;
    if let Some(claim) = Claim::read(encounter, book)? {
        notes::check(&claim, book, &mut findings)?;
        sequencing::check(&claim, book, &mut findings)?;
        chapter_order::check(&claim, &mut findings);
        claim_sanity::of_codes(&claim, &mut findings);
        patient::check(&claim, book, &mut findings)?;
        completeness::check(&claim, book, &mut findings)?;
    }
    presence::check(encounter, &mut findings);
    lines::check(encounter, earlier, reference, &mut findings)?;
    if encounter.header.kind == EncounterKind::Facility {
        findings = findings.into_iter().filter_map(facility::told).collect();
    }
    house_rules::check(encounter, house, &mut findings);
    for finding in &mut findings {
        house.settle(finding, &encounter.header);
        if finding.severity == Severity::Warning {
            finding.acknowledged =
                encounter.acknowledgements.iter().find(|known| known.answers(finding)).cloned();
        }
    }
    findings.sort_by_key(|finding| (finding.severity, claim_order(&finding.place)));
    Ok(findings)
}

/// Where a place stands when a claim is read from the top. The numbers of the parts say nothing of that.
const fn claim_order(place: &Place) -> (u8, u32) {
    match place {
        Place::Encounter => (0, 0),
        Place::Header { field } => (1, *field as u32),
        Place::Diagnosis { index, .. } => (2, *index),
        Place::Procedure { index, .. } => (3, *index),
        Place::Line { index, .. } => (4, *index),
        Place::RevenueLine { index } => (5, *index),
        Place::Hold { index, .. } => (6, *index),
    }
}

#[cfg(test)]
mod tests;
