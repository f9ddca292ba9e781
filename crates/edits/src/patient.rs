//! Whether the diagnoses fit the patient: age and sex by the Medicare Code Editor, pregnancy and its weeks, body mass index.

use dictionary::{CodeAttribute, DictionaryError};
use encounter::{CodeSystem, Finding, Sex};
use jiff::civil::Date;

use crate::CodeBook;
use crate::coded::{Claim, Coded};
use crate::rule::rules;
use crate::tables::WEIGHT;

rules! {
    AGE = Warning "patient.age" ["code", "from", "to"], "CMS, Definitions of Medicare Code Edits, age conflict";
    SEX = Warning "patient.sex" ["code", "sex"], "CMS, Definitions of Medicare Code Edits, sex conflict";
    WEEKS_MISSING = Info "patient.weeks-missing" ["code"], "ICD-10-CM Official Guidelines I.C.21.c.11";
    WEEKS_ALONE = Warning "patient.weeks-alone" ["code"], "ICD-10-CM Official Guidelines I.C.21.c.11";
    TRIMESTER = Warning "patient.trimester" ["code", "weeks"], "ICD-10-CM Official Guidelines I.C.15.a.3";
    BODY_MASS_ALONE = Info "patient.body-mass-alone" ["code"], "ICD-10-CM Official Guidelines I.B.14";
}

/// The ages of an edit, in full years, both included.
const AGES: [(CodeAttribute, u16, u16); 4] = [
    (CodeAttribute::Newborn, 0, 0),
    (CodeAttribute::Pediatric, 0, 17),
    (CodeAttribute::Maternity, 9, 64),
    (CodeAttribute::Adult, 15, 124),
];

pub(crate) fn check(
    claim: &Claim<'_>,
    book: &(impl CodeBook + ?Sized),
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    age(claim, book, findings)?;
    sex(claim, book, findings)?;
    weeks(claim, book, findings)?;
    body_mass(claim, findings);
    Ok(())
}

/// The day on which the age counts: admission, or the first day of service.
fn day_of_age(claim: &Claim<'_>) -> Date {
    let admission = claim.encounter.stay.as_ref().and_then(|stay| stay.admission).map(|at| at.date());
    admission.or(claim.encounter.header.service_from).unwrap_or(claim.on)
}

fn age(
    claim: &Claim<'_>,
    book: &(impl CodeBook + ?Sized),
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    let Some(age) = claim.encounter.header.patient.age_in_years(day_of_age(claim)) else { return Ok(()) };
    for coded in &claim.coded {
        for (attribute, from, to) in AGES {
            if !(from..=to).contains(&age) && book.has(coded.code(), attribute, claim.on)? {
                findings.push(AGE.at(coded.place(), [&coded.code(), &from, &to]));
                break;
            }
        }
    }
    Ok(())
}

fn sex(
    claim: &Claim<'_>,
    book: &(impl CodeBook + ?Sized),
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    let (other, word) = match claim.encounter.header.patient.sex {
        Sex::Male => (CodeAttribute::Female, "female"),
        Sex::Female => (CodeAttribute::Male, "male"),
        Sex::Unknown => return Ok(()),
    };
    for coded in &claim.coded {
        if book.has(coded.code(), other, claim.on)? {
            findings.push(SEX.at(coded.place(), [&coded.code(), &word]));
        }
    }
    Ok(())
}

/// The weeks of Z3A.08 to Z3A.42; Z3A.0 with another digit says less or more than 42.
fn weeks_of(bare: &str) -> Option<u8> {
    bare.strip_prefix("Z3A")?.parse().ok().filter(|weeks| (8..=42).contains(weeks))
}

/// The first week of a trimester and the last, as the Tabular List counts them at the head of chapter 15.
const TRIMESTERS: [(&str, u8, u8); 3] =
    [("first trimester", 0, 13), ("second trimester", 14, 27), ("third trimester", 28, 42)];

fn weeks(
    claim: &Claim<'_>,
    book: &(impl CodeBook + ?Sized),
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    let is_weeks = |coded: &&Coded<'_>| coded.bare.starts_with("Z3A");
    let pregnancies = claim.coded.iter().filter(|coded| coded.bare.starts_with('O'));
    let Some(weeks) = claim.coded.iter().find(is_weeks) else {
        for coded in pregnancies {
            // A code with a trimester is of a pregnancy that goes on; abortive outcomes and the puerperium have no weeks.
            let title = book.title(CodeSystem::Icd10cm, coded.code(), claim.on)?.unwrap_or_default();
            if TRIMESTERS.iter().any(|(words, ..)| title.contains(words)) {
                findings.push(WEEKS_MISSING.at(coded.place(), [&coded.code()]));
                break;
            }
        }
        return Ok(());
    };
    let of_pregnancy = ["O", "Z03", "Z32", "Z33", "Z34", "Z36"];
    if !claim.coded.iter().any(|coded| of_pregnancy.iter().any(|beginning| coded.bare.starts_with(beginning)))
    {
        findings.push(WEEKS_ALONE.at(weeks.place(), [&weeks.code()]));
    }
    // A stay may begin in one trimester and end in the next.
    let Some(count) = weeks_of(&weeks.bare).filter(|_| !claim.is_inpatient()) else { return Ok(()) };
    for coded in pregnancies {
        let title = book.title(CodeSystem::Icd10cm, coded.code(), claim.on)?.unwrap_or_default();
        let said = TRIMESTERS.iter().find(|(words, ..)| title.contains(words));
        if said.is_some_and(|(_, first, last)| !(*first..=*last).contains(&count)) {
            findings.push(TRIMESTER.at(coded.place(), [&coded.code(), &weeks.code()]));
        }
    }
    Ok(())
}

fn body_mass(claim: &Claim<'_>, findings: &mut Vec<Finding>) {
    for coded in &claim.coded {
        let Some(row) = WEIGHT.row(&coded.bare, claim.on) else { continue };
        // Alone it is first-listed, which is told already.
        if coded.index > 0 && !claim.coded.iter().any(|other| row.names_other(&other.bare)) {
            findings.push(BODY_MASS_ALONE.at(coded.place(), [&coded.code()]));
        }
    }
}
