//! Whether the procedures of a stay may stand on its claim on the deciding date, which is that of the discharge, and
//! whether an installed release covers the date of procedures and HCPCS codes at all.

use dictionary::{CodeStanding, DictionaryError, DueRelease};
use encounter::{CodeSystem, Encounter, EncounterKind, Finding, HeaderField, Place};
use jiff::civil::Date;

use crate::CodeBook;
use crate::header::ICD10_BEGINS;
use crate::rule::rules;
use crate::shape::speakable;

const TABLES: &str =
    "ICD-10-PCS Official Guidelines A1 and A6: all codes are seven characters long and built by the tables";
const IN_FORCE: &str = "ICD-10-PCS, CMS annual release, valid codes by the date of discharge";

rules! {
    EMPTY_CODE = Error "validity.procedure-empty" [], TABLES;
    NOT_A_CODE = Error "validity.procedure-not-a-code" [], TABLES;
    UNKNOWN_CODE = Error "validity.procedure-unknown" ["code"], TABLES;
    INCOMPLETE = Error "validity.procedure-incomplete" ["code"], TABLES;
    NOT_VALID_ON_DATE = Error "validity.procedure-not-valid" ["code", "date", "lastDay"], IN_FORCE;
    NOT_YET_VALID = Error "validity.procedure-not-yet-valid" ["code", "date", "from"], IN_FORCE;
    DATE_NOT_COVERED = Warning "validity.procedure-date-not-covered" ["date", "from", "to", "release"],
        "ICD-10-PCS releases of the installed dictionary";
    HCPCS_NOT_COVERED = Warning "validity.hcpcs-date-not-covered" ["date", "from", "to", "release"],
        "HCPCS Level II releases of the installed dictionary";
}

pub(crate) fn check(
    encounter: &Encounter,
    book: &(impl CodeBook + ?Sized),
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    // Without a date, and before ICD-10, the diagnoses say it.
    let Some(on) = encounter.deciding_date().filter(|on| *on >= ICD10_BEGINS) else { return Ok(()) };
    procedures(encounter, book, on, findings)?;
    supplies(encounter, book, on, findings)
}

fn procedures(
    encounter: &Encounter,
    book: &(impl CodeBook + ?Sized),
    on: Date,
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    let stay = encounter.stay.iter().filter(|_| encounter.header.kind == EncounterKind::Facility);
    let mut uncovered = None;
    for (index, procedure) in (0..).zip(stay.flat_map(|stay| &stay.procedures)) {
        let place = Place::Procedure { procedure: procedure.id, index };
        let code = procedure.code.as_str();
        if code.is_empty() {
            findings.push(EMPTY_CODE.at(place, []));
            continue;
        }
        findings.push(match book.standing(CodeSystem::Icd10pcs, code, on)? {
            CodeStanding::Valid => continue,
            CodeStanding::Header { .. } => INCOMPLETE.at(place, [&code]),
            CodeStanding::Retired { last_day } => NOT_VALID_ON_DATE.at(place, [&code, &on, &last_day]),
            CodeStanding::NotYetValid { from } => NOT_YET_VALID.at(place, [&code, &on, &from]),
            CodeStanding::DateNotCovered { from, to } => {
                uncovered = Some((from, to));
                continue;
            }
            CodeStanding::Unknown => match speakable(code) {
                Some(code) => UNKNOWN_CODE.at(place, [&code]),
                None => NOT_A_CODE.at(place, []),
            },
        });
    }
    // Once, since it is about the date and not about the codes.
    let last_day = Place::Header { field: HeaderField::ServiceTo };
    findings.extend(uncovered.map(|days| not_covered(CodeSystem::Icd10pcs, last_day, on, days)));
    Ok(())
}

/// A desk without any HCPCS release is told so by the chart, and its codes are judged by nothing: that is no finding.
fn supplies(
    encounter: &Encounter,
    book: &(impl CodeBook + ?Sized),
    on: Date,
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    for of in encounter.codes().into_iter().filter(|of| of.system == CodeSystem::Hcpcs) {
        if let CodeStanding::DateNotCovered { from, to } = book.standing(of.system, &of.code, on)? {
            let first_day = Place::Header { field: HeaderField::ServiceFrom };
            findings.push(not_covered(of.system, first_day, on, (from, to)));
            break;
        }
    }
    Ok(())
}

fn not_covered(system: CodeSystem, place: Place, on: Date, (from, to): (Date, Date)) -> Finding {
    let due = DueRelease::of_system(system, on).map(|due| due.edition).unwrap_or_default();
    let rule = if system == CodeSystem::Hcpcs { HCPCS_NOT_COVERED } else { DATE_NOT_COVERED };
    rule.at(place, [&on, &from, &to, &due])
}
