//! What was read is written again: drawn claims unchanged, and of foreign ones everything but what is listed as not carried.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use claims::Practice;
use claims::professional::Claim;
use claims::professional::read::{Claims, ReadClaim};
use claims::x12::{Interchanges, Part};
use encounter::{Encounter, Status, is_valid_npi};
use rust_decimal::Decimal;

use super::draw::{Draw, drawn};
use super::{file_of, set_up};

fn read(bytes: &[u8]) -> Vec<ReadClaim> {
    let mut file = Claims::new(bytes);
    let mut claims = Vec::new();
    while let Some(claim) = file.next_claim().unwrap() {
        claims.push(claim);
    }
    assert_eq!(file.faults().first, [], "faults of the file");
    claims
}

/// Written again by nothing but what was read.
fn written_again(read: &[ReadClaim]) -> String {
    let practice = Practice { test: true, ..read[0].practice.clone() };
    let claims = read.iter().map(|claim| {
        let encounter = Encounter { status: Status::Completed, ..claim.encounter.clone() };
        Claim::of(&encounter, &claim.practice).unwrap()
    });
    String::from_utf8(file_of(claims, &practice)).unwrap()
}

#[test]
fn drawn_claims_are_read_and_written_again_unchanged() {
    let practice = set_up();
    let mut draw = Draw(7);
    let claims = (1..=300).map(|number| Claim::of(&drawn(&mut draw, number), &practice).unwrap());
    let written = String::from_utf8(file_of(claims, &practice)).unwrap();
    let again = written_again(&read(written.as_bytes()));
    let differences: Vec<String> = written
        .lines()
        .zip(again.lines())
        .filter(|(one, other)| one != other)
        .take(5)
        .map(|(one, other)| format!("{one} is written again as {other}"))
        .collect();
    assert!(differences.is_empty() && written.len() == again.len(), "{}", differences.join("\n"));
}

/// The segments of a file between BHT and SE, numbered as in the file, with amounts and numbers written in one way.
fn segments(bytes: &[u8]) -> Vec<(u64, String)> {
    let mut file = Interchanges::new(bytes);
    let mut segments = Vec::new();
    while let Some(part) = file.next_part().unwrap() {
        let segment = file.segment();
        if part != Part::Segment || matches!(segment.id(), "HL" | "BHT") {
            continue;
        }
        let elements = (0..=segment.elements()).map(|number| {
            let text = segment.element(number);
            match text.contains('.').then(|| text.parse::<Decimal>().ok()).flatten() {
                Some(amount) => amount.normalize().to_string(),
                None => text.to_owned(),
            }
        });
        let text = one_day(elements.collect::<Vec<_>>().join("*"));
        segments.push((segment.place(0).segment, text.trim_end_matches('*').to_owned()));
    }
    segments
}

/// From a day to the same day is that day.
fn one_day(segment: String) -> String {
    match segment.split_once("*RD8*").and_then(|(of, days)| Some((of, days.split_once('-')?))) {
        Some((of, (start, end))) if start == end => format!("{of}*D8*{start}"),
        _ => segment,
    }
}

/// What an old sample says that no claim of today may: diagnoses of ICD-9-CM, made to look like ICD-10-CM, NPIs with a wrong
/// check digit and a ZIP code of four digits, put right. The rest of the claim can be written again then.
fn of_today(text: &str) -> String {
    let segments = text.split('~').map(|segment| {
        let mut elements: Vec<String> = segment.split('*').map(str::to_owned).collect();
        match elements[0].trim() {
            "HI" => elements.iter_mut().for_each(newer_diagnosis),
            // A ZIP code whose zero a spreadsheet took.
            "N4" if elements[3].len() == 4 => elements[3].insert(0, '0'),
            "NM1" if elements.get(8).is_some_and(|kind| kind == "XX") => right_npi(&mut elements[9]),
            _ => (),
        }
        elements.join("*")
    });
    segments.collect::<Vec<_>>().join("~")
}

fn newer_diagnosis(element: &mut String) {
    if let Some((kind @ ("BK" | "BF"), code)) = element.split_once(':') {
        *element = format!("A{kind}:A0{code}");
    }
}

fn right_npi(npi: &mut String) {
    let digits = npi.clone();
    let with = |last| format!("{}{last}", &digits[..9]);
    *npi = (0..10).map(with).find(|npi| is_valid_npi(npi)).unwrap();
}

/// The samples that lie beside the checkout.
fn samples() -> Option<PathBuf> {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    above.map(|above| above.join("shared/samples/x12-837")).find(|path| path.is_dir())
}

/// Of the samples, those that pyx12 finds clean once they are labelled X222A1: every segment is written again.
#[test]
#[ignore = "needs samples that are not committed: cargo xtask judge"]
fn nothing_of_the_clean_samples_is_lost() {
    let Some(folder) = samples() else {
        println!("skipped: nothing_of_the_clean_samples_is_lost (no samples on this machine)");
        return;
    };
    for name in CLEAN {
        let text = std::fs::read_to_string(folder.join(format!("837_005010X222A2-demo.{name}.837"))).unwrap();
        assert!(read(text.as_bytes()).iter().all(|claim| claim.refused), "{name} is of ICD-9-CM");
        let text = of_today(&text);
        let again = written_again(&read(text.as_bytes()));
        let again: BTreeSet<String> = segments(again.as_bytes()).into_iter().map(|(_, text)| text).collect();
        let written = |segment: &str| again.contains(segment) || NOT_SENT.contains(&segment);
        let otherwise = |segment: &str| OTHERWISE.iter().any(|(said, it)| *said == segment && written(it));
        let lost = |segment: &str| !written(segment) && !otherwise(segment);
        let lost: Vec<(u64, String)> =
            segments(text.as_bytes()).into_iter().filter(|(_, segment)| lost(segment)).collect();
        assert_eq!(lost, [], "{name}");
    }
}

/// The same content in other characters: a tax number without its hyphen, an address for payments of who bills, and the
/// place of a line that is the claim's, which the guide says is then not sent.
const OTHERWISE: &[(&str, &str)] = &[
    ("REF*EI*10-1234567", "REF*EI*101234567"),
    ("NM1*87*2", "NM1*87*1"),
    ("SV1*HC:S9500*1400*UN*7*12**1", "SV1*HC:S9500*1400*UN*7***1"),
    ("SV1*HC:S5001*682.5*UN*7*12**1", "SV1*HC:S5001*682.5*UN*7***1"),
    ("SV1*HC:S5000*15.12*UN*14*12**1", "SV1*HC:S5000*15.12*UN*14***1"),
    ("SV1*HC:S5000*67.69*UN*7*12**1", "SV1*HC:S5000*67.69*UN*7***1"),
    ("SV1*HC:S5000*57.12*UN*14*12**1", "SV1*HC:S5000*57.12*UN*14***1"),
    ("SV1*HC:S5000*10.5*UN*7*12**1", "SV1*HC:S5000*10.5*UN*7***1"),
];

/// Loop 2310B of a provider who renders and bills: the guide has it sent only where these are two.
const NOT_SENT: &[&str] = &["NM1*82*1*KILDARE*BEN****XX*1999996667", "PRV*PE*PXC*204C00000X", "REF*G2*88877"];

/// The clean samples.
const CLEAN: &[&str] = &["example1", "example8", "drug.example10.2", "cob.example3.B"];
