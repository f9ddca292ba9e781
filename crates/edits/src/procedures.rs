//! Whether the procedures of a stay may stand on its claim on the deciding date, which is that of the discharge, and HCPCS
//! codes on that of their lines; and whether an installed release covers the date at all.

use dictionary::{CodeStanding, DictionaryError, DueRelease};
use encounter::{CodeSystem, Encounter, EncounterKind, Finding, HeaderField, Place, ProcedureCode};
use jiff::civil::Date;

use crate::CodeBook;
use crate::header::ICD10_BEGINS;
use crate::lines::{SERVICE_NOT_VALID, SERVICE_NOT_YET_VALID};
use crate::rule::rules;
use crate::shape::speakable;

const TABLES: &str =
    "ICD-10-PCS Official Guidelines A1 and A6: all codes are seven characters long and built by the tables";
const HCPCS: &str = "CMS, HCPCS Level II quarterly release, valid codes by the date of service";
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
    HCPCS_UNKNOWN = Warning "validity.hcpcs-unknown" ["code"], HCPCS;
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

/// The HCPCS codes of service and revenue lines, each on its day. A desk without any HCPCS release is told so by the chart,
/// and its codes are judged by nothing: that is no finding.
fn supplies(
    encounter: &Encounter,
    book: &(impl CodeBook + ?Sized),
    on: Date,
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    let hcpcs = |code: &ProcedureCode| code.system() == Some(CodeSystem::Hcpcs);
    let of_lines = (0..).zip(&encounter.lines).map(|(index, line)| {
        let day = line.service_from.or(encounter.header.service_from).unwrap_or(on);
        (Place::Line { line: line.id, index }, &line.code, day)
    });
    let stay = encounter.stay.iter().filter(|_| encounter.header.kind == EncounterKind::Facility);
    let revenue = (0..).zip(stay.flat_map(|stay| &stay.revenue_lines)).filter_map(|(index, line)| {
        Some((Place::RevenueLine { index }, line.code.as_ref()?, line.date.unwrap_or(on)))
    });
    let mut uncovered = None;
    for (place, code, day) in of_lines.chain(revenue).filter(|(_, code, _)| hcpcs(code)) {
        let text = code.as_str();
        let of_revenue = matches!(place, Place::RevenueLine { .. });
        match book.standing(CodeSystem::Hcpcs, text, day)? {
            // Of a service line the family of the lines says it, with what the code was replaced by.
            CodeStanding::Retired { last_day } if of_revenue => {
                findings.push(SERVICE_NOT_VALID.at(place, [&text, &day, &last_day]));
            }
            CodeStanding::NotYetValid { from } if of_revenue => {
                findings.push(SERVICE_NOT_YET_VALID.at(place, [&text, &day, &from]));
            }
            CodeStanding::DateNotCovered { from, to } => uncovered = uncovered.or(Some((day, (from, to)))),
            // The dental codes (D) are the American Dental Association's and stand in no release of CMS.
            CodeStanding::Unknown if book.holds(CodeSystem::Hcpcs) && !text.starts_with('D') => {
                findings.push(HCPCS_UNKNOWN.at(place, [&text]));
            }
            _ => {}
        }
    }
    let first_day = Place::Header { field: HeaderField::ServiceFrom };
    findings.extend(uncovered.map(|(day, days)| not_covered(CodeSystem::Hcpcs, first_day, day, days)));
    Ok(())
}

fn not_covered(system: CodeSystem, place: Place, on: Date, (from, to): (Date, Date)) -> Finding {
    let due = DueRelease::of_system(system, on).map(|due| due.edition).unwrap_or_default();
    let rule = if system == CodeSystem::Hcpcs { HCPCS_NOT_COVERED } else { DATE_NOT_COVERED };
    rule.at(place, [&on, &from, &to, &due])
}
