//! What must be there, and once only, before a claim is one.

use encounter::{
    Amendment, Encounter, EncounterKind, FACILITY_DIAGNOSES, Finding, PROFESSIONAL_DIAGNOSES, Place,
    SERVICE_LINES,
};

use crate::rule::rules;

rules! {
    NO_DIAGNOSIS = Error "encounter.no-diagnosis" [],
        "NUCC 1500 Claim Form Instruction Manual 02/12, item 21";
    TOO_MANY_DIAGNOSES = Error "encounter.too-many-diagnoses" ["count", "most"],
        "NUCC 1500 Claim Form Instruction Manual 02/12, item 21; ASC X12N 005010X222A1 and 005010X223A2, segment HI";
    DUPLICATE_DIAGNOSIS = Error "encounter.duplicate-diagnosis" ["code"],
        "ICD-10-CM Official Guidelines I.B.12";
    NO_LINE = Warning "encounter.no-line" [],
        "NUCC 1500 Claim Form Instruction Manual 02/12, item 24";
    TOO_MANY_LINES = Error "encounter.too-many-lines" ["count", "most"],
        "ASC X12N 005010X222A1, loop 2400";
    OPEN_HOLD = Error "encounter.open-hold" [],
        "Carrel: an open hold blocks completion";
}

pub(crate) fn check(encounter: &Encounter, findings: &mut Vec<Finding>) {
    let professional = encounter.header.kind == EncounterKind::Professional;
    let most = if professional { PROFESSIONAL_DIAGNOSES } else { FACILITY_DIAGNOSES };
    if encounter.diagnoses.is_empty() {
        findings.push(NO_DIAGNOSIS.at(Place::Encounter, []));
    }
    if encounter.diagnoses.len() > most {
        findings.push(TOO_MANY_DIAGNOSES.at(Place::Encounter, [&encounter.diagnoses.len(), &most]));
    }
    duplicates(encounter, findings);
    if professional && encounter.lines.is_empty() {
        findings.push(NO_LINE.at(Place::Encounter, []));
    }
    if professional && encounter.lines.len() > SERVICE_LINES {
        findings.push(TOO_MANY_LINES.at(Place::Encounter, [&encounter.lines.len(), &SERVICE_LINES]));
    }
    for (index, hold) in (0..).zip(&encounter.holds) {
        if hold.is_open() {
            let cures = vec![Amendment::LiftHold { hold: hold.id }];
            findings.push(Finding { cures, ..OPEN_HOLD.at(Place::Hold { hold: hold.id, index }, []) });
        }
    }
}

fn duplicates(encounter: &Encounter, findings: &mut Vec<Finding>) {
    let is_pointed_at = |id| encounter.lines.iter().any(|line| line.pointers.contains(&id));
    for (index, diagnosis) in (0_u32..).zip(&encounter.diagnoses) {
        let mut earlier =
            encounter.diagnoses.iter().take(index as usize).filter(|first| first.code == diagnosis.code);
        let Some(first) = earlier.next() else { continue };
        // An empty or unspeakable field is reported as such.
        let Some(code) = crate::shape::speakable(diagnosis.code.as_str()) else { continue };
        let mut cures = vec![Amendment::RemoveDiagnosis { diagnosis: diagnosis.id }];
        if earlier.next().is_none() {
            // The one that no line points to goes without leaving a pointer to nothing: it is offered first.
            let at = usize::from(!is_pointed_at(diagnosis.id) || is_pointed_at(first.id));
            cures.insert(at, Amendment::RemoveDiagnosis { diagnosis: first.id });
        }
        let place = Place::Diagnosis { diagnosis: diagnosis.id, index };
        findings.push(Finding { cures, ..DUPLICATE_DIAGNOSIS.at(place, [&code]) });
    }
}
