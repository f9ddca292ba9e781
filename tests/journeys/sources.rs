//! Where the code sets come from: what is in use, what is newer, what another program imported, what must come again.

use std::fs;

use encounter::CodeSystem;
use jiff::civil::date;
use workstation::{CodeSet, Source, SourceOf, Sources};

use super::desk::TestDesk;
use super::releases::import_hcpcs;

fn of(sources: &Sources, of: SourceOf) -> &Source {
    sources.sets.iter().find(|source| source.of == of).unwrap()
}

const ICD: SourceOf = SourceOf::System { system: CodeSystem::Icd10cm };
const HCPCS: SourceOf = SourceOf::System { system: CodeSystem::Hcpcs };

/// Editions in use, and the newer one.
fn said(sources: &Sources, which: SourceOf) -> (Vec<&str>, Option<&str>) {
    let source = of(sources, which);
    let in_use = source.in_use.iter().map(|release| release.edition.as_str()).collect();
    (in_use, source.newer.as_ref().map(|due| due.edition.as_str()))
}

#[test]
fn the_registry_names_what_is_in_use_and_what_is_newer_by_the_calendar() {
    let t = TestDesk::set_up();
    let sources = t.desk.sources().unwrap();
    assert_eq!(said(&sources, ICD), (vec!["FY2026 April", "FY2027"], Some("FY2027")));
    assert_eq!(said(&sources, HCPCS), (vec![], None), "of what is not installed nothing is newer");
    let times = |set| sources.sets.iter().filter(|source| source.of == SourceOf::Set { set }).count();
    assert_eq!(
        (times(CodeSet::MueDme), times(CodeSet::Icd10cmOrder)),
        (1, 0),
        "an order file is part of its system"
    );

    import_hcpcs(&t.desk, t.folder.path(), "20260101", None);
    assert_eq!(said(&t.desk.sources().unwrap(), HCPCS), (vec!["2026 Q1"], Some("2026 Q4")));
    import_hcpcs(&t.desk, t.folder.path(), "20261001", None);
    let sources = t.desk.sources().unwrap();
    assert_eq!(said(&sources, HCPCS), (vec!["2026 Q4"], None));
    assert_eq!(sources.imports.len(), 2);
}

#[test]
fn what_the_terminal_imports_is_seen_at_the_next_beat() {
    let t = TestDesk::set_up();
    let ask = || t.desk.code(CodeSystem::Hcpcs, "J1885", date(2026, 11, 1)).unwrap();
    assert!(ask().is_none());
    let terminal = t.beside();
    let import = import_hcpcs(&terminal, t.folder.path(), "20261001", None);
    assert!(t.desk.pulse(None, 0, true).unwrap().book_changed);
    assert!(ask().is_some_and(|detail| detail.billable));
    assert!(!t.desk.pulse(None, 0, true).unwrap().book_changed, "once");

    terminal.undo_import(import).unwrap();
    assert!(t.desk.pulse(None, 0, true).unwrap().book_changed);
    assert!(ask().is_none());
}

#[test]
fn a_volume_that_cannot_be_read_asks_to_be_imported_again() {
    let t = TestDesk::set_up();
    let import = import_hcpcs(&t.desk, t.folder.path(), "20261001", None);
    assert_eq!(t.desk.state().unwrap().unreadable_imports, 0);
    let t = {
        let folder = t.folder.path().join("volumes");
        for volume in fs::read_dir(folder).unwrap() {
            fs::write(volume.unwrap().path(), b"of another version").unwrap();
        }
        t.started_again()
    };
    assert_eq!(t.desk.state().unwrap().unreadable_imports, 1);
    assert!(t.desk.sources().unwrap().unreadable.contains(&import));
    assert!(!t.desk.state().unwrap().systems.contains(&CodeSystem::Hcpcs));

    import_hcpcs(&t.desk, t.folder.path(), "20261001", None);
    let state = t.desk.state().unwrap();
    assert!(state.systems.contains(&CodeSystem::Hcpcs));
    assert_eq!(state.unreadable_imports, 0, "it was imported again");
    assert!(!t.desk.pulse(None, 0, true).unwrap().book_changed);
    let sources = t.desk.undo_import(import).unwrap();
    assert!(sources.unreadable.is_empty());
    assert_eq!(t.desk.state().unwrap().unreadable_imports, 0);
}
