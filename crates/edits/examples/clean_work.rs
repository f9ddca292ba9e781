//! How precise Excludes1 errors are on work that people coded: code sets of records (`record TAB code` a line, as in the
//! CodiEsp corpus) as encounters, and every error that is raised on them.
//! `cargo run -p edits --example clean_work FILE.tsv...`
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measure stops where something is not as expected"
)]

use std::collections::BTreeMap;
use std::path::Path;

use dictionary::{Dictionary, Publications};
use edits::Reference;
use encounter::{Diagnosis, Encounter};
use jiff::civil::date;

fn main() {
    let mut records: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in std::env::args().skip(1) {
        for line in std::fs::read_to_string(file).unwrap().lines() {
            if let Some((record, code)) = line.split_once('\t') {
                records.entry(record.to_owned()).or_default().push(code.trim().to_owned());
            }
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/dictionary");
    let book = Dictionary::open(&folder.join("dictionary.db")).unwrap();
    let tables = Publications::at(&folder.join("none.db"));
    let on = date(2026, 4, 15);
    let (mut codes, mut errors, mut questions, mut with) = (0, 0, 0, 0);
    for (record, listed) in &records {
        let mut encounter = Encounter::default();
        encounter.header.service_from = Some(on);
        let diagnoses =
            listed.iter().map(|code| Diagnosis { code: code.as_str().into(), ..Diagnosis::default() });
        encounter.diagnoses = diagnoses.collect();
        encounter.number_parts();
        codes += listed.len();
        let before = errors;
        for finding in edits::check(&encounter, Reference { book: &book, tables: &tables }, on).unwrap() {
            match finding.rule.as_str() {
                "notes.excludes1" => {
                    errors += 1;
                    let args: Vec<&str> = finding.args.values().map(String::as_str).collect();
                    println!("{record}\t{}", args.join("\t"));
                }
                "notes.excludes1-question" => questions += 1,
                _ => {}
            }
        }
        with += u32::from(errors > before);
    }
    println!(
        "{} records, {codes} codes: {errors} Excludes1 errors in {with} records, {questions} questions",
        records.len()
    );
}
