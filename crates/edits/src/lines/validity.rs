//! Whether the code of each line is in force on the day of its service, by the releases of HCPCS Level II and CPT that are
//! installed.
//!
//! Deliberately absent: a code that no installed release has. A licensee's file may hold a part of CPT, and a release of
//! HCPCS names no codes that ended long before it.

use dictionary::{CodeStanding, DictionaryError};
use encounter::{Amendment, CodeSystem, Encounter, Finding, Modifier, Place, ProcedureCode, ServiceLine};
use jiff::civil::Date;

use super::line::cure;
use crate::CodeBook;
use crate::rule::rules;

const IN_FORCE: &str = "45 CFR 162.1000 and 162.1002: the code set that is valid on the date of service; \
                        CMS, HCPCS Level II quarterly release, TERM DT and XREF";

rules! {
    SERVICE_NOT_VALID = Error "validity.service-not-valid" ["code", "date", "lastDay"], IN_FORCE;
    SERVICE_NOT_YET_VALID = Error "validity.service-not-yet-valid" ["code", "date", "from"], IN_FORCE;
}

/// As many as one hand finds on the number keys.
const MOST_CURES: usize = 9;

pub(super) fn check(
    encounter: &Encounter,
    book: &(impl CodeBook + ?Sized),
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    for (index, line) in (0..).zip(&encounter.lines) {
        let Some(system) = line.code.system().filter(|system| book.holds(*system)) else { continue };
        let Some(on) = line.service_from.or(encounter.header.service_from) else { continue };
        let place = Place::Line { line: line.id, index };
        let code = line.code.as_str();
        match book.standing(system, code, on)? {
            CodeStanding::Retired { last_day } => {
                let mut cures = Vec::new();
                for instead in book.replaced_by(system, code, on)?.iter().take(MOST_CURES) {
                    cures.extend(cure(line, |line| line.code = ProcedureCode::new(instead)));
                }
                findings.push(Finding { cures, ..SERVICE_NOT_VALID.at(place, [&code, &on, &last_day]) });
            }
            CodeStanding::NotYetValid { from } => {
                findings.push(SERVICE_NOT_YET_VALID.at(place, [&code, &on, &from]));
            }
            CodeStanding::Valid
            | CodeStanding::Header { .. }
            | CodeStanding::DateNotCovered { .. }
            | CodeStanding::Unknown => {}
        }
    }
    Ok(())
}

/// The modifiers that the publisher names in the place of one that is retired.
pub(super) fn instead_of(
    line: &ServiceLine,
    retired: &Modifier,
    book: &(impl CodeBook + ?Sized),
    on: Date,
) -> Result<Vec<Amendment>, DictionaryError> {
    let mut cures = Vec::new();
    for instead in book.replaced_by(CodeSystem::Modifier, retired.as_str(), on)?.iter().take(MOST_CURES) {
        cures.extend(cure(line, |line| {
            for modifier in line.modifiers.iter_mut().filter(|modifier| *modifier == retired) {
                *modifier = Modifier::new(instead);
            }
        }));
    }
    Ok(cures)
}
