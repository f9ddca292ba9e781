//! Rules as tables: an encounter in a line notation in, findings out.
//!
//! `dos 2026-04-15 | dx E11.2 N18.32 | line 99213 AB u1 $100 -25`: parts between bars, each with the word that opens
//! it. A line has its code, its pointers by letter (`Z` leads to nothing), units, charge, modifiers,
//! days (`@2026-04-15..2026-04-17`), place (`p22`), NDC (`n...`) and the NPI of whoever rendered it (`r...`); so has one
//! of another encounter of the patient (`earlier`).

mod book;
mod chapter_order;
mod claim_sanity;
mod combination;
mod completeness;
mod effective;
mod header;
mod house;
mod lines;
mod notes;
mod pairs;
mod patient;
mod place;
mod policy;
mod presence;
mod procedures;
mod properties;
mod repeated;
mod revenue;
mod sequencing;
mod tables;
mod units;
mod validity;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use dictionary::Dictionary;
use encounter::*;
use expect_test::{Expect, expect};
use jiff::civil::{Date, date};

use self::book::{NoBook, SmallBook};
use self::tables::tables;
use crate::{EarlierLine, House, Reference};

const TODAY: Date = date(2026, 11, 24);

/// An encounter in the line notation; what is not said is in order.
fn encounter(notation: &str) -> Encounter {
    let mut encounter = Encounter::default();
    let header = &mut encounter.header;
    header.service_from = Some(date(2026, 4, 15));
    header.place_of_service = "11".into();
    header.patient.last_name = "Doe".into();
    header.patient.first_name = "Jo".into();
    header.patient.birth_date = Some(date(1990, 1, 1));
    header.primary_payer = Some(Coverage { payer: "Aetna".into(), member_id: "W1".into() });
    for part in notation.split('|') {
        let (word, rest) = part.trim().split_once(' ').unwrap_or((part.trim(), ""));
        let day = || Some(rest.parse().unwrap());
        match word {
            // What was done elsewhere is no part of it.
            "" | "earlier" => {}
            "dos" => encounter.header.service_from = if rest == "none" { None } else { day() },
            "to" => encounter.header.service_to = day(),
            "born" => encounter.header.patient.birth_date = day(),
            "pos" => encounter.header.place_of_service = rest.into(),
            "npi" => {
                let provider = Provider { npi: rest.into(), ..Provider::default() };
                encounter.header.rendering_provider = Some(provider);
            }
            "sex" => {
                encounter.header.patient.sex = if rest == "male" { Sex::Male } else { Sex::Female };
            }
            // Bill type, day of admission, day of discharge.
            "stay" => {
                let [bill_type, admission, discharge] = rest.split(' ').collect::<Vec<_>>()[..] else {
                    panic!("stay {rest}")
                };
                let noon = |day: &str| Some(day.parse::<Date>().unwrap().at(12, 0, 0, 0));
                encounter.header.kind = EncounterKind::Facility;
                encounter.stay = Some(FacilityStay {
                    bill_type: bill_type.into(),
                    admission: noon(admission),
                    discharge: noon(discharge),
                    discharge_status: "01".into(),
                    ..FacilityStay::default()
                });
            }
            // Procedures of the stay.
            "px" => {
                let codes = rest.split(' ').filter(|code| !code.is_empty());
                let stay = encounter.stay.as_mut().unwrap();
                stay.procedures.extend(
                    codes.map(|code| FacilityProcedure { code: code.into(), ..FacilityProcedure::default() }),
                );
                encounter.number_parts();
            }
            // A revenue line of the stay: its code, a procedure code, units, charge, date.
            "rev" => {
                let mut words = rest.split(' ');
                let revenue_code = words.next().unwrap_or_default().trim_matches('-').into();
                let mut line = RevenueLine { revenue_code, units: 1.into(), ..RevenueLine::default() };
                for word in words {
                    match word.split_at(1) {
                        ("u", units) => line.units = units.parse().unwrap(),
                        ("$", charge) => line.charge = charge.parse().unwrap(),
                        ("@", day) => line.date = Some(day.parse().unwrap()),
                        _ => line.code = Some(word.into()),
                    }
                }
                encounter.stay.as_mut().unwrap().revenue_lines.push(line);
            }
            "payer" => {
                let (payer, member) = rest.split_once('#').unwrap_or((rest, "W1"));
                let coverage = Coverage { payer: payer.trim().into(), member_id: member.trim().into() };
                encounter.header.primary_payer = Some(coverage);
            }
            "nobody" => encounter.header.patient = Patient::default(),
            "taxonomy" => {
                let provider = Provider { taxonomy: rest.into(), ..Provider::default() };
                encounter.header.referring_provider = Some(provider);
            }
            "received" => encounter.header.received = day(),
            // The frequency code, and the original number where there is one.
            "frequency" => {
                let (code, number) = rest.split_once(' ').unwrap_or((rest, ""));
                encounter.header.claim_frequency = match code {
                    "7" => ClaimFrequency::Replacement,
                    "8" => ClaimFrequency::Void,
                    _ => ClaimFrequency::Original,
                };
                encounter.header.original_claim_number = number.into();
            }
            // work, auto or other; the date; the state.
            "accident" => {
                let words: Vec<&str> = rest.split(' ').collect();
                let accident = &mut encounter.header.accident;
                match words[0] {
                    "work" => accident.employment = true,
                    "auto" => accident.auto = true,
                    _ => accident.other = true,
                }
                accident.date = words.get(1).map(|day| day.parse().unwrap());
                accident.state = words.get(2).copied().unwrap_or_default().into();
            }
            "discharged" => {
                if let Some(stay) = &mut encounter.stay {
                    stay.discharge_status = rest.into();
                }
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
            // The words that are attached to a diagnosis as its evidence.
            "said" => {
                let (code, quote) = rest.split_once(' ').unwrap();
                let code = DiagnosisCode::new(code);
                let evidence = Evidence { document: DocumentId(1), start: 0, end: 0, quote: quote.into() };
                let diagnosis = encounter.diagnoses.iter_mut().find(|diagnosis| diagnosis.code == code);
                diagnosis.unwrap().evidence.push(evidence);
            }
            "line" => {
                encounter.lines.push(service_line(rest));
                encounter.number_parts();
            }
            word => panic!("no such part: {word}"),
        }
    }
    encounter
}

fn service_line(notation: &str) -> ServiceLine {
    let mut words = notation.split(' ');
    let mut line = ServiceLine::new(words.next().unwrap_or_default().into());
    for word in words {
        match word.split_at(1) {
            ("u", units) => line.units = units.parse().unwrap(),
            ("$", charge) => line.charge = charge.parse().unwrap(),
            ("-", modifier) => line.modifiers.push(modifier.into()),
            ("@", days) => {
                let (from, to) = days.split_once("..").unwrap_or((days, ""));
                line.service_from = Some(from.parse().unwrap());
                line.service_to = to.parse().ok();
            }
            ("p", place) => line.place_of_service = Some(place.into()),
            ("n", ndc) => line.ndc = ndc.into(),
            ("r", npi) => {
                line.rendering_provider = Some(Provider { npi: npi.into(), ..Provider::default() });
            }
            _ => line.pointers.extend(word.bytes().map(|letter| DiagnosisId(u32::from(letter - b'A') + 1))),
        }
    }
    line
}

/// What was done to the patient at other encounters: `earlier 27447 @2026-02-01 -RT r1234567893`.
fn earlier(notation: &str) -> Vec<EarlierLine> {
    let lines = notation.split('|').filter_map(|part| part.trim().strip_prefix("earlier "));
    let lines = lines.map(|line| {
        let mut encounter = Encounter::default();
        encounter.lines.push(service_line(line));
        encounter
    });
    lines.flat_map(|encounter| EarlierLine::all_of(&encounter)).collect()
}

fn findings(encounter: &Encounter) -> Vec<Finding> {
    crate::check(encounter, Reference { book: &SmallBook, tables: tables() }, TODAY).unwrap()
}

/// The embedded book, for rules that read titles and what stands below a code.
fn whole_book() -> &'static Dictionary {
    static BOOK: LazyLock<Dictionary> = LazyLock::new(|| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/dictionary/dictionary.db");
        Dictionary::open(&file).expect("no dictionary: cargo xtask dictionary builds it")
    });
    &BOOK
}

fn wording() -> BTreeMap<String, BTreeMap<String, String>> {
    serde_json::from_str(include_str!("../../../../assets/wording/findings.en.json")).unwrap()
}

fn message(finding: &Finding) -> String {
    let mut message = wording()[&finding.rule]["message"].clone();
    for (name, value) in &finding.args {
        message = message.replace(&format!("{{{name}}}"), value);
    }
    message
}

fn check(notation: &str, expected: &Expect) {
    let reference = Reference { book: &SmallBook, tables: tables() };
    let (encounter, earlier) = (encounter(notation), earlier(notation));
    let found = crate::check_for(&House::default(), &encounter, &earlier, reference, TODAY);
    expected.assert_eq(&told(found.unwrap()));
}

/// What the rules of some families say by the embedded book.
fn of_family(families: &[&str], notation: &str) -> String {
    let reference = Reference { book: whole_book(), tables: tables() };
    let mut findings = crate::check(&encounter(notation), reference, TODAY).unwrap();
    findings.retain(|finding| families.iter().any(|family| finding.rule.starts_with(family)));
    told(findings)
}

fn check_family(families: &[&str], notation: &str, expected: &Expect) {
    expected.assert_eq(&of_family(families, notation));
}

fn told(findings: Vec<Finding>) -> String {
    let mut out = String::new();
    for finding in findings {
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
                Amendment::MoveDiagnosis { diagnosis, to } => format!("move {} to {to}", diagnosis.0),
                Amendment::AttachDiagnosis { code, .. } => format!("+ {code}"),
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
    out
}

const GOOD_LINE: &str = "| line 99213 A u1 $100 -25";

#[test]
fn an_encounter_in_order() {
    check("dx E11.22 N18.32 | line 99213 AB u1 $100 -25", &expect![[""]]);
    check("facility | dx I10", &expect![[""]]);
}
#[test]
fn a_book_that_cannot_be_read_is_a_failure_and_no_valid_code() {
    assert!(
        crate::check(&encounter("dx I10"), Reference { book: &NoBook, tables: tables() }, TODAY).is_err()
    );
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
        assert!(rule.mildest >= rule.severity, "{}", rule.id);
        for text in wording[rule.id].values() {
            for placeholder in text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()) {
                assert!(rule.args.contains(&placeholder), "{}: {{{placeholder}}}", rule.id);
            }
        }
    }
}

#[test]
fn every_family_has_its_wording_and_no_wording_is_left_over() {
    let wording: BTreeMap<String, BTreeMap<String, String>> =
        serde_json::from_str(include_str!("../../../../assets/wording/families.en.json")).unwrap();
    let families: std::collections::BTreeSet<&str> = crate::rules().map(|rule| rule.family).collect();
    assert_eq!(families.into_iter().collect::<Vec<_>>(), wording.keys().collect::<Vec<_>>());
}
