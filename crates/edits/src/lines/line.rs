//! Each service line by itself: the shape of its code, pointers, modifiers, units, charge, dates, place and provider.

use std::collections::BTreeSet;

use encounter::{
    Amendment, DiagnosisId, Encounter, EncounterKind, Finding, MODIFIERS_PER_LINE, Modifier,
    POINTERS_PER_LINE, Place, ServiceLine,
};
use rust_decimal::Decimal;

use crate::header::{is_place_of_service_shape, wrong_npi};
use crate::rule::rules;
use crate::shape::{foreign_procedure, speakable};

const CODE: &str = "NUCC 1500 Claim Form Instruction Manual 02/12, item 24D";
const POINTER: &str = "NUCC 1500 Claim Form Instruction Manual 02/12, item 24E";
const DATES: &str = "NUCC 1500 Claim Form Instruction Manual 02/12, item 24A";

rules! {
    CODE_SHAPE = Error "line.code-shape" ["code"], CODE;
    NOT_A_CODE = Error "line.not-a-code" [], CODE;
    EMPTY_CODE = Error "line.empty-code" [], CODE;
    WRONG_SYSTEM = Error "line.wrong-system" ["code", "system"], CODE;
    MODIFIER_SHAPE = Error "line.modifier-shape" ["modifier"], CODE;
    DUPLICATE_MODIFIER = Warning "line.duplicate-modifier" ["modifier"], CODE;
    TOO_MANY_MODIFIERS = Error "line.too-many-modifiers" ["count", "most"], CODE;
    NO_POINTER = Error "line.no-pointer" [], POINTER;
    POINTER_TO_NOTHING = Error "line.pointer-to-nothing" ["position"], POINTER;
    DUPLICATE_POINTER = Warning "line.duplicate-pointer" ["code"], POINTER;
    TOO_MANY_POINTERS = Error "line.too-many-pointers" ["count", "most"], POINTER;
    UNITS_NOT_POSITIVE = Error "line.units-not-positive" ["units"],
        "NUCC 1500 Claim Form Instruction Manual 02/12, item 24G";
    CHARGE_NOT_POSITIVE = Error "line.charge-not-positive" ["charge"],
        "NUCC 1500 Claim Form Instruction Manual 02/12, item 24F";
    DATES_REVERSED = Error "line.dates-reversed" ["from", "to"], DATES;
    DATE_OUTSIDE_ENCOUNTER = Warning "line.date-outside-encounter" ["date", "from", "to"], DATES;
    PLACE_OF_SERVICE = Error "line.place-of-service" [],
        "CMS, Place of Service Code Set; NUCC 1500 Claim Form Instruction Manual 02/12, item 24B";
    NPI = Warning "line.npi" ["npi"],
        "CMS, Requirements for National Provider Identifier (NPI) and NPI check digit";
}

pub(crate) fn check(encounter: &Encounter, findings: &mut Vec<Finding>) {
    for (index, line) in (0..).zip(&encounter.lines) {
        let place = Place::Line { line: line.id, index };
        code(line, place, findings);
        modifiers(line, place, findings);
        pointers(encounter, line, place, findings);
        amounts(line, place, findings);
        dates(encounter, line, place, findings);
        if let Some(code) = line.place_of_service.as_deref().map(str::trim)
            && !code.is_empty()
            && !is_place_of_service_shape(code)
        {
            findings.push(PLACE_OF_SERVICE.at(place, []));
        }
        if let Some(npi) = line.rendering_provider.as_ref().and_then(|provider| wrong_npi(&provider.npi)) {
            findings.push(NPI.at(place, [&npi]));
        }
    }
}

fn code(line: &ServiceLine, place: Place, findings: &mut Vec<Finding>) {
    let code = line.code.as_str();
    if code.is_empty() {
        findings.push(EMPTY_CODE.at(place, []));
    } else if let Some(system) = foreign_procedure(&line.code) {
        findings.push(WRONG_SYSTEM.at(place, [&code, &system]));
    } else if line.code.system().is_none() {
        findings.push(match speakable(code) {
            Some(code) => CODE_SHAPE.at(place, [&code]),
            None => NOT_A_CODE.at(place, []),
        });
    }
}

fn modifiers(line: &ServiceLine, place: Place, findings: &mut Vec<Finding>) {
    let count = line.modifiers.len();
    if count > MODIFIERS_PER_LINE {
        findings.push(TOO_MANY_MODIFIERS.at(place, [&count, &MODIFIERS_PER_LINE]));
    }
    let mut seen = BTreeSet::new();
    let mut told = BTreeSet::new();
    for modifier in &line.modifiers {
        let text = modifier.as_str();
        if !modifier.is_modifier_shape() {
            let cures = cure(line, |line| line.modifiers.retain(|kept| kept != modifier));
            if told.insert(modifier) {
                let shown = if is_short(text) { text } else { "…" };
                findings.push(Finding { cures, ..MODIFIER_SHAPE.at(place, [&shown]) });
            }
        } else if !seen.insert(modifier) && told.insert(modifier) {
            let cures =
                cure(line, |line| keep_first(&mut line.modifiers, |kept: &Modifier| kept == modifier));
            findings.push(Finding { cures, ..DUPLICATE_MODIFIER.at(place, [&text]) });
        }
    }
}

/// A slip of the hand and not a text, which could name a patient.
fn is_short(modifier: &str) -> bool {
    modifier.len() <= 4 && modifier.bytes().all(|c| c.is_ascii_alphanumeric())
}

fn pointers(encounter: &Encounter, line: &ServiceLine, place: Place, findings: &mut Vec<Finding>) {
    let professional = encounter.header.kind == EncounterKind::Professional;
    if professional && line.pointers.is_empty() {
        // With one diagnosis there is nothing to choose; with more the coder says what the service was for.
        let cures = match &*encounter.diagnoses {
            [only] => cure(line, |line| line.pointers = vec![only.id]),
            _ => Vec::new(),
        };
        findings.push(Finding { cures, ..NO_POINTER.at(place, []) });
    }
    let count = line.pointers.len();
    if count > POINTERS_PER_LINE {
        findings.push(TOO_MANY_POINTERS.at(place, [&count, &POINTERS_PER_LINE]));
    }
    let mut seen: BTreeSet<DiagnosisId> = BTreeSet::new();
    let mut told: BTreeSet<DiagnosisId> = BTreeSet::new();
    for (position, pointer) in (1_u32..).zip(&line.pointers) {
        let Some(index) = encounter.diagnosis_index(*pointer) else {
            let cures = cure(line, |line| line.pointers.retain(|kept| kept != pointer));
            if told.insert(*pointer) {
                findings.push(Finding { cures, ..POINTER_TO_NOTHING.at(place, [&position]) });
            }
            continue;
        };
        if !seen.insert(*pointer) && told.insert(*pointer) {
            let cures =
                cure(line, |line| keep_first(&mut line.pointers, |kept: &DiagnosisId| kept == pointer));
            let code = speakable(encounter.diagnoses[index].code.as_str()).unwrap_or("…");
            findings.push(Finding { cures, ..DUPLICATE_POINTER.at(place, [&code]) });
        }
    }
}

fn amounts(line: &ServiceLine, place: Place, findings: &mut Vec<Finding>) {
    if line.units <= Decimal::ZERO {
        findings.push(UNITS_NOT_POSITIVE.at(place, [&line.units.normalize()]));
    }
    // CPT Category II codes (four digits and F) report performance and are billed at 0.00 (CMS, quality reporting
    // by claims: "the charge field cannot be blank", "the line item charge should be $0.00").
    let may_be_free = line.code.as_str().len() == 5 && line.code.as_str().ends_with('F');
    if line.charge < Decimal::ZERO || (line.charge.is_zero() && !may_be_free) {
        findings.push(CHARGE_NOT_POSITIVE.at(place, [&format_args!("{:.2}", line.charge)]));
    }
}

fn dates(encounter: &Encounter, line: &ServiceLine, place: Place, findings: &mut Vec<Finding>) {
    let header = &encounter.header;
    let (from, to) = (line.service_from, line.service_to);
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        findings.push(DATES_REVERSED.at(place, [&from, &to]));
    }
    let Some(first) = header.service_from else { return };
    // Reversed dates of the encounter are reported as such.
    let last = header.service_to.filter(|to| *to >= first).unwrap_or(first);
    if let Some(outside) = [from, to].into_iter().flatten().find(|day| *day < first || *day > last) {
        findings.push(DATE_OUTSIDE_ENCOUNTER.at(place, [&outside, &first, &last]));
    }
}

/// The line with a change, where the line can then be set at all.
pub(super) fn cure(line: &ServiceLine, change: impl FnOnce(&mut ServiceLine)) -> Vec<Amendment> {
    let mut cured = line.clone();
    change(&mut cured);
    let fits = cured.modifiers.len() <= MODIFIERS_PER_LINE && cured.pointers.len() <= POINTERS_PER_LINE;
    if fits { vec![Amendment::SetLine { line: cured }] } else { Vec::new() }
}

fn keep_first<T>(list: &mut Vec<T>, is_it: impl Fn(&T) -> bool) {
    let mut seen = false;
    list.retain(|item| !is_it(item) || !std::mem::replace(&mut seen, true));
}
