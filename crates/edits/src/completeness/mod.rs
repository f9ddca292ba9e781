//! Whether the codes say all that the record says: the side, what the evidence specifies, combinations, and what goes
//! with a drug, a habit or a delivery (ICD-10-CM Official Guidelines I.B.2, I.B.9, I.B.13 and I.C).
//!
//! Of the record only the words that the coder attached as evidence are read, and none of them is repeated in a finding.
//! What an instructional note of the Tabular List says already is not said again here.

mod combination;
mod evidence;
mod pairs;
mod side;

use dictionary::DictionaryError;
use encounter::Finding;

use crate::CodeBook;
use crate::coded::Claim;
use crate::rule::rules;

const SIDE: &str = "ICD-10-CM Official Guidelines I.B.13";
const GUIDELINES: &str = "ICD-10-CM Official Guidelines";

rules! {
    SIDE_OPEN = Info "completeness.side" ["code"], SIDE;
    SIDE_IN_EVIDENCE = Warning "completeness.side-in-evidence" ["code", "side"], SIDE;
    SIDE_TWICE = Warning "completeness.side-twice" ["code", "other"], SIDE;
    BILATERAL = Info "completeness.bilateral" ["code", "other", "instead"], SIDE;
    SIDE_OF_MODIFIER = Warning "completeness.side-of-modifier" ["code", "modifier"], SIDE;
    SPECIFIED_IN_EVIDENCE = Warning "completeness.unspecified" ["code", "other"],
        "ICD-10-CM Official Guidelines I.B.2 and I.B.18";
    COMBINATION = Warning "completeness.combination" ["code", "other", "instead", "section"], GUIDELINES;
    SUBSTANCE_TWICE = Warning "completeness.substance-twice" ["code", "other"],
        "ICD-10-CM Official Guidelines I.C.5.b.2";
    DIABETES_DRUG = Warning "completeness.diabetes-drug" ["code", "drug", "status"],
        "ICD-10-CM Official Guidelines I.C.4.a.3";
    INSULIN_ALONE = Info "completeness.insulin-alone" ["code"],
        "ICD-10-CM Official Guidelines I.C.4.a.3";
    HABIT = Info "completeness.habit" ["word", "codes", "section"], GUIDELINES;
    UNDERDOSING = Info "completeness.underdosing" ["code"], "ICD-10-CM Official Guidelines I.C.19.e.5.c";
    OUTCOME = Warning "completeness.outcome-of-delivery" ["code"], "ICD-10-CM Official Guidelines I.C.15.b.5";
}

pub(crate) fn check(
    claim: &Claim<'_>,
    book: &(impl CodeBook + ?Sized),
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    side::check(claim, book, findings)?;
    evidence::check(claim, book, findings)?;
    combination::check(claim, book, findings)?;
    pairs::check(claim, findings);
    Ok(())
}

/// Names the section that a row of a table rests on.
fn of_section(finding: Finding, section: &str) -> Finding {
    Finding { source: format!("{GUIDELINES} {section}"), ..finding }
}
