//! Rules as tables: an encounter in a line notation in, findings out.
//!
//! `dos 2026-04-15 | dx E11.2 N18.32 | line 99213 AB u1 $100 -25`: parts between bars, each with the word that opens
//! it. A line has its code, its pointers by letter (`Z` leads to nothing), units, charge and modifiers.

use std::collections::BTreeMap;

use dictionary::{CodeStanding, DictionaryError};
use encounter::*;
use expect_test::{Expect, expect};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::CodeBook;

const TODAY: Date = date(2026, 11, 24);

/// A few codes with the days on which each was in force; `/` marks a header, `?` a code without title.
struct SmallBook;

const CODES: &[(&str, &str, &str)] = &[
    ("E11", "/", "2015-10-01.."),
    ("E112", "/", "2015-10-01.."),
    ("E1121", "", "2015-10-01.."),
    ("E1122", "", "2015-10-01.."),
    ("E1129", "", "2015-10-01.."),
    ("I10", "", "2015-10-01.."),
    ("J18", "/", "2015-10-01.."),
    ("J189", "", "2015-10-01.."),
    ("N1832", "", "2020-10-01.."),
    ("N183", "", "2015-10-01..2020-09-30"),
    ("N183", "/", "2020-10-01.."),
    ("I48.1", "", "2015-10-01..2019-09-30"),
    ("R1116", "?", "2026-10-01.."),
];
const FIRST: Date = date(2015, 10, 1);
const LAST: Date = date(2027, 3, 31);

fn windows(code: &str) -> Vec<(bool, bool, Date, Date)> {
    let bare = |code: &str| code.replace('.', "");
    let day = |text: &str, open| if text.is_empty() { open } else { text.parse::<Date>().unwrap() };
    let rows = CODES.iter().filter(|(known, ..)| bare(known) == bare(code));
    rows.map(|(_, mark, days)| {
        let (from, to) = days.split_once("..").unwrap();
        (*mark != "/", *mark != "?", day(from, FIRST), day(to, Date::MAX))
    })
    .collect()
}

impl CodeBook for SmallBook {
    fn standing(&self, _: CodeSystem, code: &str, on: Date) -> Result<CodeStanding, DictionaryError> {
        let windows = windows(code);
        if windows.is_empty() {
            return Ok(CodeStanding::Unknown);
        }
        if on < FIRST || on > LAST {
            return Ok(CodeStanding::DateNotCovered { from: FIRST, to: LAST });
        }
        let until = windows.iter().filter(|(billable, _, _, to)| *billable && *to < on).map(|w| w.3).max();
        let now = windows.iter().find(|(_, _, from, to)| *from <= on && on <= *to);
        Ok(match (now, until) {
            (Some((true, ..)), _) => CodeStanding::Valid,
            (Some(_), was_billable_until) => CodeStanding::Header { was_billable_until },
            (None, Some(last_day)) => CodeStanding::Retired { last_day },
            (None, None) => CodeStanding::NotYetValid { from: windows[0].2 },
        })
    }

    fn has_title(&self, _: CodeSystem, code: &str, _: Date) -> Result<bool, DictionaryError> {
        Ok(windows(code).iter().any(|(_, titled, ..)| *titled))
    }

    fn billable_below(
        &self,
        system: CodeSystem,
        code: &str,
        on: Date,
        limit: u32,
    ) -> Result<Vec<String>, DictionaryError> {
        let bare = code.replace('.', "");
        let mut below = Vec::new();
        for (known, ..) in CODES {
            if known.starts_with(&bare) && self.standing(system, known, on)?.is_billable() {
                below.push(DiagnosisCode::new(known).as_str().to_owned());
            }
        }
        below.truncate(limit as usize);
        Ok(below)
    }
}

/// A book whose file went away.
struct NoBook;

impl CodeBook for NoBook {
    fn standing(&self, _: CodeSystem, _: &str, _: Date) -> Result<CodeStanding, DictionaryError> {
        Err(DictionaryError::Missing)
    }
    fn has_title(&self, _: CodeSystem, _: &str, _: Date) -> Result<bool, DictionaryError> {
        Err(DictionaryError::Missing)
    }
    fn billable_below(
        &self,
        _: CodeSystem,
        _: &str,
        _: Date,
        _: u32,
    ) -> Result<Vec<String>, DictionaryError> {
        Err(DictionaryError::Missing)
    }
}

/// An encounter in the line notation; what is not said is in order.
fn encounter(notation: &str) -> Encounter {
    let mut encounter = Encounter::default();
    let header = &mut encounter.header;
    header.service_from = Some(date(2026, 4, 15));
    header.place_of_service = "11".into();
    for part in notation.split('|') {
        let (word, rest) = part.trim().split_once(' ').unwrap_or((part.trim(), ""));
        let day = || Some(rest.parse().unwrap());
        match word {
            "" => {}
            "dos" => encounter.header.service_from = if rest == "none" { None } else { day() },
            "to" => encounter.header.service_to = day(),
            "born" => encounter.header.patient.birth_date = day(),
            "pos" => encounter.header.place_of_service = rest.into(),
            "npi" => {
                let provider = Provider { npi: rest.into(), ..Provider::default() };
                encounter.header.rendering_provider = Some(provider);
            }
            "facility" => encounter.header.kind = EncounterKind::Facility,
            "hold" => {
                let stamp = Stamp { by: "rl".into(), at: jiff::Timestamp::UNIX_EPOCH };
                let (note, provider, id) = (String::new(), String::new(), HoldId(1));
                let reason = HoldReason::Other;
                encounter.holds.push(Hold { id, reason, note, provider, placed: stamp, lifted: None });
            }
            "dx" => {
                let codes =
                    rest.split(' ').map(|code| Diagnosis { code: code.into(), ..Diagnosis::default() });
                encounter.diagnoses.extend(codes);
                encounter.number_parts();
            }
            "line" => {
                let mut words = rest.split(' ');
                let mut line = ServiceLine::new(words.next().unwrap_or_default().into());
                for word in words {
                    match word.split_at(1) {
                        ("u", units) => line.units = units.parse().unwrap(),
                        ("$", charge) => line.charge = charge.parse().unwrap(),
                        ("-", modifier) => line.modifiers.push(modifier.into()),
                        ("@", day) => line.service_from = Some(day.parse().unwrap()),
                        _ => line
                            .pointers
                            .extend(word.bytes().map(|letter| DiagnosisId(u32::from(letter - b'A') + 1))),
                    }
                }
                encounter.lines.push(line);
                encounter.number_parts();
            }
            word => panic!("no such part: {word}"),
        }
    }
    encounter
}

fn findings(encounter: &Encounter) -> Vec<Finding> {
    crate::check(encounter, &SmallBook, TODAY).unwrap()
}

fn wording() -> BTreeMap<String, BTreeMap<String, String>> {
    serde_json::from_str(include_str!("../../../assets/wording/findings.en.json")).unwrap()
}

fn message(finding: &Finding) -> String {
    let mut message = wording()[&finding.rule]["message"].clone();
    for (name, value) in &finding.args {
        message = message.replace(&format!("{{{name}}}"), value);
    }
    message
}

fn check(notation: &str, expected: &Expect) {
    let mut out = String::new();
    for finding in findings(&encounter(notation)) {
        let severity = match finding.severity {
            Severity::Error => 'E',
            Severity::Warning => 'W',
            Severity::Info => 'i',
        };
        out += &format!("{severity} {} {}: {}", finding.place, finding.rule, message(&finding));
        for cure in &finding.cures {
            let cure = match cure {
                Amendment::ReplaceDiagnosis { code, .. } => format!("-> {code}"),
                Amendment::RemoveDiagnosis { diagnosis } => format!("remove {}", diagnosis.0),
                Amendment::SetLine { line } => {
                    let pointers = line.pointers.iter().map(|id| char::from(b'@' + id.0 as u8));
                    let modifiers = line.modifiers.iter().map(|modifier| format!(" -{modifier}"));
                    format!("line {}{}", pointers.collect::<String>(), modifiers.collect::<String>())
                }
                other => other.action().to_owned(),
            };
            out += &format!(" [{cure}]");
        }
        out.push('\n');
    }
    expected.assert_eq(&out);
}

const GOOD_LINE: &str = "| line 99213 A u1 $100 -25";

#[test]
fn an_encounter_in_order() {
    check("dx E11.22 N18.32 | line 99213 AB u1 $100 -25", &expect![[""]]);
    check("facility | dx I10", &expect![[""]]);
}

#[test]
fn validity() {
    let check = |notation: &str, expected| check(&format!("{notation} {GOOD_LINE}"), expected);
    check(
        "dx E11.2",
        &expect![[r#"
        E /diagnoses/0 validity.not-billable: E11.2 is a header, not a billable code on 2026-04-15. Choose one of the codes below it. [-> E11.21] [-> E11.22] [-> E11.29]
    "#]],
    );
    check(
        "dx E11",
        &expect![[r#"
        E /diagnoses/0 validity.not-billable: E11 is a header, not a billable code on 2026-04-15. Choose one of the codes below it. [-> E11.21] [-> E11.22] [-> E11.29]
    "#]],
    );
    check("dos 2020-09-30 | dx N18.3", &expect![[""]]);
    check(
        "dos 2020-10-01 | dx N18.3",
        &expect![[r#"
        E /diagnoses/0 validity.no-longer-billable: N18.3 is a header on 2020-10-01; it was billable until 2020-09-30. Choose one of the codes below it. [-> N18.32]
    "#]],
    );
    check("dos 2019-09-30 | dx I48.1", &expect![[""]]);
    check(
        "dos 2019-10-01 | dx I48.1",
        &expect![[r#"
        E /diagnoses/0 validity.not-valid-on-date: I48.1 is not valid on 2019-10-01; it was until 2019-09-30.
    "#]],
    );
    check(
        "dos 2020-09-30 | dx N18.32",
        &expect![[r#"
            E /diagnoses/0 validity.not-yet-valid: N18.32 is not valid on 2020-09-30; it will be from 2020-10-01. [-> N18.3]
        "#]],
    );
    check(
        "dos 2026-10-01 | dx R11.16",
        &expect![[r#"
        i /diagnoses/0 validity.no-title: R11.16 is valid, but its title is not in the embedded release. Import the publisher's file to see it.
    "#]],
    );
    check(
        "dos none | dx I10 99213",
        &expect![[r#"
        E /header/serviceFrom validity.no-date: Enter the date of service. It decides which codes are valid.
        E /diagnoses/1 validity.wrong-system: 99213 is shaped like CPT. A diagnosis takes an ICD-10-CM code.
    "#]],
    );
    check(
        "dos 2015-09-30 | dx I10",
        &expect![[r#"
        E /header/serviceFrom header.service-before-2015-10-01: On 2015-09-30 ICD-10-CM was not yet in force; it has been since 2015-10-01. Check the date.
    "#]],
    );
    check(
        "dos 1890-01-01 | dx I10",
        &expect![[r#"
        E /header/serviceFrom header.service-before-2015-10-01: On 1890-01-01 ICD-10-CM was not yet in force; it has been since 2015-10-01. Check the date.
    "#]],
    );
}

#[test]
fn what_is_no_icd10cm_code() {
    let check = |notation: &str, expected| check(&format!("{notation} {GOOD_LINE}"), expected);
    check(
        "dx I10.9",
        &expect![[r#"
        E /diagnoses/0 validity.unknown-code: No installed release of ICD-10-CM has I10.9. [-> I10]
    "#]],
    );
    check(
        "dx E11.225",
        &expect![[r#"
        E /diagnoses/0 validity.unknown-code: No installed release of ICD-10-CM has E11.225. [-> E11.22]
    "#]],
    );
    check(
        "dx E11.25",
        &expect![[r#"
        E /diagnoses/0 validity.unknown-code: No installed release of ICD-10-CM has E11.25. [-> E11.21] [-> E11.22] [-> E11.29]
    "#]],
    );
    check(
        "dx Q99.99",
        &expect![[r#"
            E /diagnoses/0 validity.wrong-system: Q9999 is shaped like HCPCS Level II. A diagnosis takes an ICD-10-CM code.
        "#]],
    );
    check(
        "dx G0463",
        &expect![[r#"
            E /diagnoses/0 validity.wrong-system: G0463 is shaped like HCPCS Level II. A diagnosis takes an ICD-10-CM code.
        "#]],
    );
    check(
        "dx Z99.9 250.00 99213 0DTJ4ZZ J1885 diabetes 🩺",
        &expect![[r#"
            E /diagnoses/0 validity.unknown-code: No installed release of ICD-10-CM has Z99.9.
            E /diagnoses/1 validity.wrong-system: 250.00 is shaped like ICD-9-CM. A diagnosis takes an ICD-10-CM code.
            E /diagnoses/2 validity.wrong-system: 99213 is shaped like CPT. A diagnosis takes an ICD-10-CM code.
            E /diagnoses/3 validity.wrong-system: 0DTJ4ZZ is shaped like ICD-10-PCS. A diagnosis takes an ICD-10-CM code.
            E /diagnoses/4 validity.wrong-system: J1885 is shaped like HCPCS Level II. A diagnosis takes an ICD-10-CM code.
            E /diagnoses/5 validity.not-a-code: What stands here is not shaped like an ICD-10-CM code.
            E /diagnoses/6 validity.not-a-code: What stands here is not shaped like an ICD-10-CM code.
        "#]],
    );
}

#[test]
fn header_and_dates() {
    let check = |notation: &str, expected| check(&format!("dx I10 {GOOD_LINE} | {notation}"), expected);
    check(
        "to 2026-04-14",
        &expect![[r#"
        E /header/serviceTo header.service-dates-reversed: The last date of service, 2026-04-14, lies before the first, 2026-04-15.
    "#]],
    );
    check("to 2026-04-15", &expect![[""]]);
    check("dos 2026-11-24", &expect![[""]]);
    check(
        "dos 2026-11-25",
        &expect![[r#"
        E /header/serviceFrom header.service-in-future: The date of service, 2026-11-25, lies after today, 2026-11-24.
    "#]],
    );
    check(
        "to 2026-11-25",
        &expect![[r#"
        E /header/serviceTo header.service-in-future: The date of service, 2026-11-25, lies after today, 2026-11-24.
    "#]],
    );
    check(
        "dos 2027-04-01",
        &expect![[r#"
        E /header/serviceFrom header.service-in-future: The date of service, 2027-04-01, lies after today, 2026-11-24.
        W /header/serviceFrom validity.date-not-covered: No installed release covers 2027-04-01; they cover 2015-10-01 to 2027-03-31. The codes were not checked against it.
    "#]],
    );
    check("born 2026-04-15", &expect![[""]]);
    check(
        "born 2026-04-16",
        &expect![[r#"
        E /header/serviceFrom header.service-before-birth: The date of service, 2026-04-15, lies before the birth date.
    "#]],
    );
    check(
        "born 2026-11-25",
        &expect![[r#"
        E /header/patient/birthDate header.birth-date-in-future: The birth date lies after today.
    "#]],
    );
    check("born 1906-11-24", &expect![[""]]);
    check(
        "born 1906-11-23",
        &expect![[r#"
        W /header/patient/birthDate header.birth-date-implausible: The birth date lies more than 120 years back.
    "#]],
    );
    check("npi 1234567893", &expect![[""]]);
    check(
        "npi 1234567894",
        &expect![[r#"
        W /header/renderingProvider/npi header.npi: The rendering provider's NPI 1234567894 is not ten digits with the right check digit.
    "#]],
    );
    check(
        "npi Dr. Smith",
        &expect![[r#"
        W /header/renderingProvider/npi header.npi: The rendering provider's NPI … is not ten digits with the right check digit.
    "#]],
    );
    check(
        "pos",
        &expect![[r#"
        W /header/placeOfService header.no-place-of-service: Enter the place of service, two digits.
    "#]],
    );
    check(
        "pos 1",
        &expect![[r#"
        E /header/placeOfService header.place-of-service: The place of service is not a two-digit code.
    "#]],
    );
    check(
        "pos AB",
        &expect![[r#"
        E /header/placeOfService header.place-of-service: The place of service is not a two-digit code.
    "#]],
    );
}

#[test]
fn what_must_be_there_once() {
    check(
        "",
        &expect![[r#"
        E  encounter.no-diagnosis: Attach at least one diagnosis.
        W  encounter.no-line: There is no service line yet. A professional claim needs at least one.
    "#]],
    );
    check(
        "facility",
        &expect![[r#"
        E  encounter.no-diagnosis: Attach at least one diagnosis.
    "#]],
    );
    check(
        "dx I10 i10 | line 99213 A u1 $1",
        &expect![[r#"
        E /diagnoses/1 encounter.duplicate-diagnosis: I10 is on this encounter already. Each code is reported once. [remove 2] [remove 1]
    "#]],
    );
    check(
        "dx I10 i10 | line 99213 B u1 $1",
        &expect![[r#"
        E /diagnoses/1 encounter.duplicate-diagnosis: I10 is on this encounter already. Each code is reported once. [remove 1] [remove 2]
    "#]],
    );
    check(
        "hold | dx I10 | line 99213 A u1 $1",
        &expect![[r#"
        E /holds/0 encounter.open-hold: This hold is still open. Lift it before the encounter is completed. [lift_hold]
    "#]],
    );
    let thirteen = format!("dx E11.21 E11.22 E11.29 I10 J18.9 N18.32 {}", "I10 ".repeat(7).trim());
    let rules: Vec<String> =
        findings(&encounter(&thirteen)).into_iter().map(|finding| finding.rule).collect();
    assert!(rules.contains(&"encounter.too-many-diagnoses".to_owned()), "{rules:?}");
}

#[test]
fn lines() {
    check(
        "dx I10 | line 99213 u1 $1",
        &expect![[r#"
        E /lines/0 line.no-pointer: Point the line to the diagnosis that it was done for. [line A]
    "#]],
    );
    check(
        "dx I10 E11.22 | line 99213 u1 $1",
        &expect![[r#"
        E /lines/0 line.no-pointer: Point the line to the diagnosis that it was done for.
    "#]],
    );
    check(
        "dx I10 | line 99213 AZ u1 $1",
        &expect![[r#"
        E /lines/0 line.pointer-to-nothing: Pointer 2 leads to a diagnosis that is no longer there. [line A]
    "#]],
    );
    check(
        "dx I10 | line 99213 ZZ u1 $1",
        &expect![[r#"
        E /lines/0 line.pointer-to-nothing: Pointer 1 leads to a diagnosis that is no longer there. [line ]
    "#]],
    );
    check(
        "dx I10 | line 99213 AA u1 $1",
        &expect![[r#"
        W /lines/0 line.duplicate-pointer: The line points to I10 more than once. [line A]
    "#]],
    );
    check(
        "dx I10 E11.22 | line 99213 ABABZ u1 $1",
        &expect![[r#"
        E /lines/0 line.too-many-pointers: The line has 5 pointers; it takes 4.
        E /lines/0 line.pointer-to-nothing: Pointer 5 leads to a diagnosis that is no longer there. [line ABAB]
        W /lines/0 line.duplicate-pointer: The line points to I10 more than once. [line ABBZ]
        W /lines/0 line.duplicate-pointer: The line points to E11.22 more than once. [line ABAZ]
    "#]],
    );
    check(
        "dx I10 | line 99213 A u1 $1 -5 -25X -É5",
        &expect![[r#"
        E /lines/0 line.modifier-shape: 5 is not a modifier: two letters or digits. [line A -25X -É5]
        E /lines/0 line.modifier-shape: 25X is not a modifier: two letters or digits. [line A -5 -É5]
        E /lines/0 line.modifier-shape: … is not a modifier: two letters or digits. [line A -5 -25X]
    "#]],
    );
    check(
        "dx I10 | line 99213 A u1 $1 -RT -59 -RT -LT -76",
        &expect![[r#"
        E /lines/0 line.too-many-modifiers: The line has 5 modifiers; it takes 4.
        W /lines/0 line.duplicate-modifier: Modifier RT is on this line more than once. [line A -RT -59 -LT -76]
    "#]],
    );
    check(
        "dx I10 | line 99213 A u0 $-0.5",
        &expect![[r#"
        E /lines/0 line.units-not-positive: The units are 0; they must be more than zero.
        E /lines/0 line.charge-not-positive: The charge is -0.50; it must be more than zero.
    "#]],
    );
    check(
        "dx I10 | line 3044F A u1 $0 | line 99213 A u0.5 $0",
        &expect![[r#"
        E /lines/1 line.charge-not-positive: The charge is 0.00; it must be more than zero.
    "#]],
    );
    check(
        "dx I10 | line E11.22 A u1 $1 | line 0DTJ4ZZ A u1 $1 | line 9921 A u1 $1 | line visit A u1 $1",
        &expect![[r#"
            E /lines/0 line.wrong-system: E11.22 is shaped like ICD-10-CM. A service line takes a CPT or HCPCS code.
            E /lines/1 line.wrong-system: 0DTJ4ZZ is shaped like ICD-10-PCS. A service line takes a CPT or HCPCS code.
            E /lines/2 line.code-shape: 9921 is shaped like neither a CPT nor a HCPCS code: five characters.
            E /lines/3 line.not-a-code: What stands here is shaped like neither a CPT nor a HCPCS code.
        "#]],
    );
    check(
        "to 2026-04-17 | dx I10 | line 99213 A u1 $1 @2026-04-17 | line 99213 A u1 $1 @2026-04-18",
        &expect![[r#"
            W /lines/1 line.date-outside-encounter: The line's date, 2026-04-18, lies outside the encounter, 2026-04-15 to 2026-04-17.
        "#]],
    );
}

#[test]
fn a_book_that_cannot_be_read_is_a_failure_and_no_valid_code() {
    assert!(crate::check(&encounter("dx I10"), &NoBook, TODAY).is_err());
}

#[test]
fn an_acknowledged_warning_is_quiet_until_it_is_about_something_else() {
    let mut encounter = encounter(&format!("npi 1234567894 | dx I10 {GOOD_LINE}"));
    let warning = findings(&encounter).remove(0);
    let stamp = Stamp { by: "rl".into(), at: jiff::Timestamp::UNIX_EPOCH };
    let (rule, place, args) = (warning.rule, warning.place, warning.args);
    let reason = "card checked".to_owned();
    encounter.amend(Amendment::Acknowledge { rule, place, args, reason }, &stamp).unwrap();
    assert!(FindingCounts::of(&findings(&encounter)).is_clean());
    encounter.header.rendering_provider = Some(Provider { npi: "1234567895".into(), ..Provider::default() });
    assert!(!FindingCounts::of(&findings(&encounter)).is_clean());
}

#[test]
fn every_rule_has_its_wording_and_no_wording_is_left_over() {
    let wording = wording();
    let mut ids: Vec<&str> = crate::rules().map(|rule| rule.id).collect();
    ids.sort_unstable();
    assert_eq!(ids, wording.keys().map(String::as_str).collect::<Vec<_>>());
    for rule in crate::rules() {
        assert_eq!(wording[rule.id].keys().collect::<Vec<_>>(), ["message", "title"], "{}", rule.id);
        assert!(!rule.source.is_empty());
        for text in wording[rule.id].values() {
            for placeholder in text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()) {
                assert!(rule.args.contains(&placeholder), "{}: {{{placeholder}}}", rule.id);
            }
        }
    }
}

fn some_code() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "I10", "E11.2", "E11.22", "N18.3", "I48.1", "R11.16", "J18.95", "99213", ""
        ])
        .prop_map(str::to_owned),
        "\\PC{0,8}",
    ]
}

fn some_date() -> impl Strategy<Value = Option<Date>> {
    let any = (-9999_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day));
    let near = (2014_i16..2029, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day));
    prop::option::of(prop_oneof![1 => any, 3 => near])
}

prop_compose! {
    fn some_line()(
        code in some_code(),
        modifiers in prop::collection::vec(prop_oneof!["25", "RT", "\\PC{0,3}"], 0..6),
        pointers in prop::collection::vec(0_u32..5, 0..6),
        (units, charge) in (-2_i64..3, any::<i64>()),
        (service_from, service_to) in (some_date(), some_date()),
        place_of_service in prop::option::of("\\PC{0,3}"),
    ) -> ServiceLine {
        ServiceLine {
            modifiers: modifiers.iter().map(|modifier| Modifier::new(modifier)).collect(),
            pointers: pointers.into_iter().map(DiagnosisId).collect(),
            units: Decimal::from(units),
            charge: Decimal::new(charge, 2),
            service_from,
            service_to,
            place_of_service,
            ..ServiceLine::new(ProcedureCode::new(&code))
        }
    }
}

prop_compose! {
    fn some_encounter()(
        facility in any::<bool>(),
        (service_from, service_to, birth_date) in (some_date(), some_date(), some_date()),
        (place_of_service, npi) in ("\\PC{0,3}", "\\PC{0,11}"),
        codes in prop::collection::vec(some_code(), 0..15),
        lines in prop::collection::vec(some_line(), 0..5),
        number in any::<bool>(),
    ) -> Encounter {
        let mut encounter = Encounter::default();
        let header = &mut encounter.header;
        header.kind = if facility { EncounterKind::Facility } else { EncounterKind::Professional };
        (header.service_from, header.service_to) = (service_from, service_to);
        header.patient.birth_date = birth_date;
        header.place_of_service = place_of_service;
        header.rendering_provider = Some(Provider { npi, ..Provider::default() });
        let diagnoses = codes.iter().map(|code| Diagnosis { code: DiagnosisCode::new(code), ..Diagnosis::default() });
        encounter.diagnoses = diagnoses.collect();
        encounter.lines = lines;
        if number {
            encounter.number_parts();
        }
        encounter
    }
}

proptest! {
    #[test]
    fn any_encounter_has_findings_with_all_their_arguments_in_order(encounter in some_encounter()) {
        let findings = findings(&encounter);
        for finding in &findings {
            let rule = crate::rules().find(|rule| rule.id == finding.rule);
            prop_assert!(rule.is_some(), "{} is not declared", finding.rule);
            let mut args = rule.unwrap().args.to_vec();
            args.sort_unstable();
            prop_assert_eq!(args, finding.args.keys().map(String::as_str).collect::<Vec<_>>());
            prop_assert!(!message(finding).contains(['{', '}']), "{}", message(finding));
            prop_assert!(!finding.source.is_empty());
        }
        prop_assert!(findings.is_sorted_by_key(|finding| finding.severity));
    }

    #[test]
    fn every_cure_can_be_taken_and_cures(mut encounter in some_encounter()) {
        encounter.number_parts();
        let stamp = Stamp { by: "rl".into(), at: jiff::Timestamp::UNIX_EPOCH };
        for finding in findings(&encounter) {
            for cure in &finding.cures {
                let mut cured = encounter.clone();
                prop_assert_eq!(cured.amend(cure.clone(), &stamp), Ok(()), "{:?}", cure);
                let same = |other: &&Finding| {
                    other.rule == finding.rule && other.place.is_same_thing(&finding.place)
                };
                let (before, after) = (findings(&encounter), findings(&cured));
                prop_assert!(after.iter().filter(same).count() < before.iter().filter(same).count(), "{:?}", cure);
            }
        }
    }
}
