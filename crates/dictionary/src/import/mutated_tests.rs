//! A mutated file on its whole way: it is imported as it was shown or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;

use jiff::Timestamp;
use jiff::civil::date;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};

use super::preview::Take;
use crate::official::mutated_tests::{LAYOUTS, changed, changes};
use crate::publications::Publications;

/// Importing takes a thousand times as long as reading.
const FEWER: u32 = 1_000;
const LEAST: u32 = 6;

#[test]
fn a_mutated_file_is_imported_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let publications = Publications::at(&folder.path().join("publications.db"));
    let go_on = &mut |_, _| ControlFlow::Continue(());
    let cases = (Config::default().cases / FEWER).max(LEAST);
    let (mut imported, mut refused) = (0, 0);
    for (name, seed) in LAYOUTS {
        let mut runner = TestRunner::default();
        for _ in 0..cases {
            let bytes = changed(seed, &changes().new_tree(&mut runner).unwrap().current());
            let path = folder.path().join(format!("{name}-2031"));
            fs::write(&path, &bytes).unwrap();
            let found = publications.preview(None, &path, &BTreeMap::new(), go_on).unwrap().found;
            let takes: Vec<Take> = found
                .iter()
                .filter_map(|found| {
                    Some(Take {
                        file: found.file.clone(),
                        set: found.set.or(found.alternatives.first().copied())?,
                        release: found.release.clone(),
                        from: found.from.unwrap_or(date(2031, 1, 1)),
                        to: None,
                        columns: None,
                        licence: None,
                    })
                })
                .collect();
            let shown = || String::from_utf8_lossy(&bytes).into_owned();
            match publications.import(None, &path, &takes, Timestamp::UNIX_EPOCH, go_on) {
                Ok(import) => {
                    imported += 1;
                    let entries: Vec<u32> = import.publications.iter().map(|each| each.entries).collect();
                    let before: Vec<u32> = found.iter().map(|found| found.entries).collect();
                    assert_eq!(entries, before, "{name}: {}", shown());
                    assert!(publications.undo(import.id).unwrap());
                }
                Err(_) => refused += 1,
            }
            let left = fs::read_dir(folder.path().join("volumes")).map_or(0, Iterator::count);
            assert!(publications.imports().unwrap().is_empty() && left == 0, "{name}: {}", shown());
        }
    }
    println!("{imported} mutated files imported and taken back, {refused} refused");
    assert!(imported > 0 && refused > 0);
}
