use dictionary::DictionaryError;
use encounter::{Amendment, CodeSystem, DiagnosisCode, Finding};

use super::{COMBINATION, SUBSTANCE_TWICE, of_section};
use crate::CodeBook;
use crate::coded::{Claim, Coded};
use crate::tables::{COMBINATIONS, Combination};

/// As many as one hand finds on the number keys.
const MOST_CURES: u32 = 9;

pub(super) fn check(
    claim: &Claim<'_>,
    book: &(impl CodeBook + ?Sized),
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    for coded in &claim.coded {
        let rows = COMBINATIONS.iter().filter(|row| row.is_of(&coded.bare, claim.on));
        if let Some((row, other)) = rows.into_iter().find_map(|row| Some((row, partner(row, claim)?))) {
            findings.push(combined(coded, other, row, book, claim)?);
        }
    }
    substances(claim, findings);
    Ok(())
}

/// The code that a row wants beside its own, where all that it wants stands on the claim.
fn partner<'c, 'a>(row: &Combination, claim: &'c Claim<'a>) -> Option<&'c Coded<'a>> {
    let third = claim.coded.iter().any(|coded| row.is_and(&coded.bare) != Some(false));
    claim.coded.iter().find(|coded| row.is_with(&coded.bare)).filter(|_| third)
}

fn combined(
    coded: &Coded<'_>,
    other: &Coded<'_>,
    row: &Combination,
    book: &(impl CodeBook + ?Sized),
    claim: &Claim<'_>,
) -> Result<Finding, DictionaryError> {
    let bare = row.instead.trim_end_matches('-');
    let mut codes = match book.standing(CodeSystem::Icd10cm, bare, claim.on)?.is_billable() {
        true => vec![bare.to_owned()],
        // One more than is shown tells that there are too many to choose from.
        false => book.billable_below(CodeSystem::Icd10cm, bare, claim.on, MOST_CURES + 1)?,
    };
    if codes.len() > MOST_CURES as usize {
        codes.clear();
    }
    let cures = codes.iter().map(|code| Amendment::ReplaceDiagnosis {
        diagnosis: coded.diagnosis.id,
        code: DiagnosisCode::new(code),
    });
    let cures = cures.collect();
    let finding = COMBINATION.at(coded.place(), [&coded.code(), &other.code(), &row.instead, &row.section]);
    Ok(of_section(Finding { cures, ..finding }, row.section))
}

/// Use, abuse and dependence of one substance (F10 to F19): the gravest alone is coded.
fn pattern(bare: &str) -> Option<(&str, u8)> {
    let substance =
        bare.get(..3).filter(|category| ("F10"..="F19").contains(category) && *category != "F17")?;
    let grade = match bare.as_bytes().get(3)? {
        b'9' => 0,
        b'1' => 1,
        b'2' => 2,
        _ => return None,
    };
    Some((substance, grade))
}

fn substances(claim: &Claim<'_>, findings: &mut Vec<Finding>) {
    for coded in &claim.coded {
        let Some((substance, grade)) = pattern(&coded.bare) else { continue };
        let graver = |other: &&Coded<'_>| {
            pattern(&other.bare).is_some_and(|(same, other)| same == substance && other > grade)
        };
        if let Some(other) = claim.coded.iter().find(graver) {
            let cures = vec![Amendment::RemoveDiagnosis { diagnosis: coded.diagnosis.id }];
            let finding = SUBSTANCE_TWICE.at(coded.place(), [&coded.code(), &other.code()]);
            findings.push(Finding { cures, ..finding });
        }
    }
}
