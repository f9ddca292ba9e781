//! The sample files of `../shared/samples`, which are not ours to pass on: every file is read, and what was read of it is
//! what somebody who looked at the file wrote down here. A test whose folder is not there says so by its name and passes.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test stops where it fails, and says what it left out"
)]

use std::path::{Path, PathBuf};

use intake::{Arrivals, Carried, Draft, Format, recognise, value};
use jiff::civil::DateTime;

mod ccda;
mod fhir;
mod hl7;

/// The files of a folder of samples in the order of their names; `None` where it is not there.
fn samples(test: &str, folder: &str, ending: &str) -> Option<Vec<PathBuf>> {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let found = above.map(|above| above.join("shared/samples").join(folder)).find(|path| path.is_dir());
    let Some(found) = found else {
        eprintln!("SKIPPED samples::{test}: no ../shared/samples/{folder}");
        return None;
    };
    let entries = std::fs::read_dir(found).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|own| own == ending));
    files.sort();
    Some(files)
}

fn drafts(path: &Path, format: Format) -> Vec<Draft> {
    let bytes = std::fs::read(path).unwrap();
    assert_eq!(recognise("", &bytes), format, "{}", path.display());
    let mut arrivals = Arrivals::new(format, bytes.as_slice()).unwrap();
    let mut drafts = Vec::new();
    while let Some(arrival) = arrivals.next_arrival().unwrap() {
        assert!(arrival.problems.is_empty(), "{}: {:?}", path.display(), arrival.problems);
        drafts.extend(arrival.drafts);
    }
    for draft in &drafts {
        assert!(value(&draft.patient.last_name).is_some() && value(&draft.patient.first_name).is_some());
        assert!(value(&draft.patient.birth_date).is_some(), "{}", path.display());
        assert!(!draft.taken.is_empty());
        // What a report lists, it lists once.
        let mut places: Vec<_> = draft.taken.iter().chain(&draft.left).collect();
        let all = places.len();
        places.sort();
        places.dedup();
        assert_eq!(places.len(), all, "{}", path.display());
    }
    assert!(!drafts.is_empty(), "{}", path.display());
    drafts
}

fn named<'a>(files: &'a [PathBuf], name: &str) -> &'a Path {
    files.iter().find(|path| path.file_name().unwrap().to_string_lossy().starts_with(name)).unwrap()
}

fn text<T: ToString>(field: &Option<Carried<T>>) -> String {
    value(field).map(T::to_string).unwrap_or_default()
}

fn day(field: &Option<Carried<DateTime>>) -> String {
    value(field).map(|time| time.date().to_string()).unwrap_or_default()
}

/// The rows of a table written here, without the blanks between its columns.
fn rows(table: &'static str) -> Vec<Vec<&'static str>> {
    let row = |line: &'static str| line.split('|').map(str::trim).collect();
    table.lines().map(str::trim).filter(|line| !line.is_empty()).map(row).collect()
}

#[test]
fn every_file_is_read() {
    for (folder, ending, format, at_least) in [
        ("hl7v2", "hl7", Format::Hl7v2, 40),
        ("fhir", "json", Format::Fhir, 2),
        ("ccda", "ccda", Format::Ccda, 11),
    ] {
        let Some(files) = samples("every_file_is_read", folder, ending) else { continue };
        assert!(files.len() >= at_least);
        let (mut taken, mut left) = (0, 0);
        for path in &files {
            for draft in drafts(path, format) {
                taken += draft.taken.len();
                left += draft.left.len();
            }
        }
        println!("{folder}: {} files, {taken} fields taken, {left} left", files.len());
    }
}
