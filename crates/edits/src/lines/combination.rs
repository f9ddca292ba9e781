//! Modifiers: whether each exists, on which codes, in which order, and which of them contradict each other.

use dictionary::{CodeStanding, DictionaryError};
use encounter::{CodeSystem, Encounter, Finding, Place, ServiceLine};
use jiff::civil::Date;

use super::line::cure;
use super::modifier::{ANATOMIC, DISTINCT, first_of, has, is_evaluation};
use super::validity::instead_of;
use crate::CodeBook;
use crate::rule::rules;

const MANUAL: &str = "NCCI Policy Manual, chapter I, section E";
const FORM: &str = "NUCC 1500 Claim Form Instruction Manual 02/12, item 24D";

rules! {
    UNKNOWN = Warning "modifier.unknown" ["modifier"], FORM;
    NOT_VALID = Error to Info "modifier.not-valid" ["modifier", "date"],
        "CMS, HCPCS Level II, modifiers";
    CONTRADICTION = Error to Info "modifier.contradiction" ["first", "second"],
        "NCCI Policy Manual, chapter I, section E; Medicare Claims Processing Manual, chapter 12, section 40.7, chapter 13, section 20";
    VISITS_ONLY = Warning "modifier.visits-only" ["modifier", "code"], MANUAL;
    NOT_ON_VISIT = Warning "modifier.not-on-visit" ["modifier", "code"], MANUAL;
    DISTINCT_TWICE = Error to Info "modifier.distinct-twice" ["first", "second"], MANUAL;
    REPEAT_ALONE = Warning "modifier.repeat-alone" ["modifier", "code"],
        "Medicare Claims Processing Manual, chapter 4, section 20.6; NCCI Policy Manual, chapter I, section E";
    ORDER = Info "modifier.order" ["modifier", "before"],
        "AAPC, Coding Alert, multiple modifier scenarios: pricing, then payment eligibility, then location";
}

/// Two that are never on one line: 50 is both sides; the two components are the whole service, which takes neither; a
/// repetition is by the same or by another.
const CONTRADICTIONS: &[(&str, &str)] =
    &[("50", "RT"), ("50", "LT"), ("RT", "LT"), ("26", "TC"), ("76", "77"), ("52", "53"), ("62", "66")];

/// Modifiers of CPT, by number.
const CPT: &[&str] = &[
    "22", "23", "24", "25", "26", "27", "32", "33", "47", "50", "51", "52", "53", "54", "55", "56", "57",
    "58", "59", "62", "63", "66", "73", "74", "76", "77", "78", "79", "80", "81", "82", "90", "91", "92",
    "93", "95", "96", "97", "99", "1P", "2P", "3P", "8P", "P1", "P2", "P3", "P4", "P5", "P6",
];

/// What decides how much is paid, or whether. No manual of CMS gives an order of modifiers; contractors and coders put these
/// before those of location ([`ANATOMIC`]), which inform.
const OF_PAYMENT: &[&str] = &[
    "22", "24", "25", "26", "50", "51", "52", "53", "54", "55", "56", "57", "58", "59", "62", "66", "73",
    "74", "76", "77", "78", "79", "80", "81", "82", "91", "AS", "TC", "XE", "XP", "XS", "XU",
];

pub(super) fn check(
    encounter: &Encounter,
    book: &(impl CodeBook + ?Sized),
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    for (index, line) in (0..).zip(&encounter.lines) {
        if line.modifiers.is_empty() {
            continue;
        }
        let place = Place::Line { line: line.id, index };
        if let Some(on) = line.service_from.or(encounter.header.service_from) {
            existence(line, place, book, on, findings)?;
        }
        contradictions(line, place, findings);
        of_the_code(line, place, findings);
        repetition(encounter, line, place, findings);
        order(line, place, findings);
    }
    Ok(())
}

fn existence(
    line: &ServiceLine,
    place: Place,
    book: &(impl CodeBook + ?Sized),
    on: Date,
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    for (at, modifier) in line.modifiers.iter().enumerate() {
        let text = modifier.as_str();
        let told = !modifier.is_modifier_shape() || line.modifiers[..at].contains(modifier);
        if told || CPT.contains(&text) {
            continue;
        }
        if text.bytes().all(|c| c.is_ascii_digit()) {
            findings.push(UNKNOWN.at(place, [&text]));
        } else if book.holds(CodeSystem::Modifier) {
            match book.standing(CodeSystem::Modifier, text, on)? {
                CodeStanding::Unknown => findings.push(UNKNOWN.at(place, [&text])),
                CodeStanding::Retired { .. } => {
                    let cures = instead_of(line, modifier, book, on)?;
                    findings.push(Finding { cures, ..NOT_VALID.at(place, [&text, &on]) });
                }
                CodeStanding::NotYetValid { .. } => findings.push(NOT_VALID.at(place, [&text, &on])),
                _ => {}
            }
        }
    }
    Ok(())
}

fn contradictions(line: &ServiceLine, place: Place, findings: &mut Vec<Finding>) {
    for (first, second) in CONTRADICTIONS {
        if has(line, &[first]) && has(line, &[second]) {
            findings.push(CONTRADICTION.at(place, [first, second]));
        }
    }
    let mut distinct = DISTINCT.iter().filter(|modifier| has(line, &[modifier]));
    if let (Some(first), Some(second)) = (distinct.next(), distinct.next()) {
        findings.push(DISTINCT_TWICE.at(place, [first, second]));
    }
}

fn of_the_code(line: &ServiceLine, place: Place, findings: &mut Vec<Finding>) {
    let code = line.code.as_str();
    // Which services of HCPCS Level II and Category III are visits is not for a range to say.
    if line.code.system() != Some(CodeSystem::Cpt) || !code.bytes().all(|c| c.is_ascii_digit()) {
        return;
    }
    if is_evaluation(code) {
        if let Some(modifier) = first_of(line, DISTINCT) {
            findings.push(NOT_ON_VISIT.at(place, [modifier, &code]));
        }
    } else if let Some(modifier) = first_of(line, &["24", "25", "57"]) {
        findings.push(VISITS_ONLY.at(place, [modifier, &code]));
    }
}

/// A repetition of what stands on no other line. What was billed in another encounter is not known here.
fn repetition(encounter: &Encounter, line: &ServiceLine, place: Place, findings: &mut Vec<Finding>) {
    let Some(modifier) = first_of(line, &["76", "77", "91"]) else { return };
    let day = |line: &ServiceLine| line.service_from.or(encounter.header.service_from);
    let again =
        |other: &&ServiceLine| other.id != line.id && other.code == line.code && day(other) == day(line);
    if !encounter.lines.iter().any(|other| again(&other)) {
        findings.push(REPEAT_ALONE.at(place, [modifier, &line.code]));
    }
}

fn order(line: &ServiceLine, place: Place, findings: &mut Vec<Finding>) {
    let informs = line.modifiers.iter().position(|modifier| ANATOMIC.contains(&modifier.as_str()));
    let pays = line.modifiers.iter().rposition(|modifier| OF_PAYMENT.contains(&modifier.as_str()));
    if let (Some(informs), Some(pays)) = (informs, pays)
        && informs < pays
    {
        let cures = cure(line, |line| {
            line.modifiers.sort_by_key(|modifier| ANATOMIC.contains(&modifier.as_str()));
        });
        let found = ORDER.at(place, [&line.modifiers[pays], &line.modifiers[informs]]);
        findings.push(Finding { cures, ..found });
    }
}
