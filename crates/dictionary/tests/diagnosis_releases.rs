//! Releases of ICD-10-CM that the user imports: by their order file, their Tabular List, or both.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

mod desk;

use std::fs;

use desk::{Desk, TABULAR, embedded, found, volumes};
use dictionary::{ChangeCounts, CodeChange, CodeEvent, CodeStanding, Dictionary};
use encounter::CodeSystem::Icd10cm;
use jiff::civil::{Date, date};

/// The order file of fiscal year 2031: A00.1 is split, A01 stays with another title, A02 is new.
fn order() -> Vec<u8> {
    let line = |code: &str, flag: u8, title: &str| format!("00001 {code:<7} {flag} {title:<60} {title}\r\n");
    let lines = [
        line("A00", 0, "Ink stain"),
        line("A001", 0, "Ink stain of thumb"),
        line("A0011", 1, "Ink stain of right thumb"),
        line("A0012", 1, "Ink stain of left thumb"),
        line("A01", 1, "Paper cut of any finger"),
        line("A02", 1, "Staple wound"),
    ];
    lines.concat().into_bytes()
}

/// The Tabular List of the same year, with a note.
fn tabular() -> Vec<u8> {
    TABULAR
        .replace("2030", "2031")
        .replace("<desc>Paper cut</desc>", "<desc>Paper cut of any finger</desc><excludes1><note>staple wound (A02)</note></excludes1>")
        .replace("<desc>Ink stain of thumb</desc>", "<desc>Ink stain of thumb</desc><diag><name>A00.11</name><desc>Ink stain of right thumb</desc></diag><diag><name>A00.12</name><desc>Ink stain of left thumb</desc></diag>")
        .replace("</section>", "<diag><name>A02</name><desc>Staple wound</desc></diag></section>")
        .into_bytes()
}

/// A line a code: standing, title, its release and that of the notes.
fn diagnosis(book: &Dictionary, code: &str, on: Date) -> String {
    let Some(detail) = book.code(Icd10cm, code, on).unwrap() else { return format!("{code} -") };
    let standing = match detail.standing {
        CodeStanding::Valid => "valid".to_owned(),
        CodeStanding::Header { was_billable_until } => format!("header {was_billable_until:?}"),
        other => format!("{other:?}"),
    };
    let notes = detail.notes.iter().filter(|note| !note.inherited).count();
    let title = detail.title.unwrap_or_default();
    format!(
        "{code} {standing} | {title} | {} | {} {notes}",
        detail.title_release.unwrap_or_default(),
        detail.release
    )
}

/// A00.1 before and after a Tabular List that splits it.
fn assert_split(book: &Dictionary) {
    let before = diagnosis(book, "A00.1", date(2030, 9, 30));
    assert_eq!(before, "A00.1 valid | Ink stain of thumb | icd10cm-2030 | icd10cm-2030 0");
    let after = diagnosis(book, "A00.1", date(2030, 10, 1));
    let header = "A00.1 header Some(2030-09-30) | Ink stain of thumb | icd10cm-2030-10 | icd10cm-2030-10 0";
    assert_eq!(after, header);
}

#[test]
fn an_order_file_gives_titles_and_validity_from_its_first_day() {
    let desk = Desk::new();
    let book = embedded(&desk);
    let file = desk.put("icd10cm-order-2031.txt", &order());
    let changes = desk.preview_on(&book, &file).found[0].changes;
    assert_eq!(changes, Some(ChangeCounts { added: 3, deleted: 0, split: 1, retitled: 1 }));
    desk.import_on(Some(&book), &file);
    book.shelve(&desk.publications).unwrap();
    let (before, after) = (date(2030, 9, 30), date(2030, 10, 1));
    for (code, on, expected) in [
        ("A00.1", before, "A00.1 valid | Ink stain of thumb | icd10cm-2030 | icd10cm-2030 0"),
        (
            "A00.1",
            after,
            "A00.1 header Some(2030-09-30) | Ink stain of thumb | icd10cm-2030 | icd10cm-2030 0",
        ),
        (
            "A00.11",
            before,
            "A00.11 NotYetValid { from: 2030-10-01 } | Ink stain of right thumb | icd10cm-2030-10-order | icd10cm-2030 0",
        ),
        ("A00.11", after, "A00.11 valid | Ink stain of right thumb | icd10cm-2030-10-order | icd10cm-2030 0"),
        ("A01", before, "A01 valid | Paper cut | icd10cm-2030 | icd10cm-2030 0"),
        ("A01", after, "A01 valid | Paper cut of any finger | icd10cm-2030-10-order | icd10cm-2030 0"),
        ("A02", after, "A02 valid | Staple wound | icd10cm-2030-10-order | icd10cm-2030 0"),
    ] {
        assert_eq!(diagnosis(&book, code, on), expected, "{on}");
    }
    assert_eq!(found(&book, "staple wound", after, &[])[0], "icd10cm A02");
    assert!(!found(&book, "staple wound", before, &[]).contains(&"icd10cm A02".to_owned()));
    // The same from whichever date one looks.
    for on in [before, after] {
        let split = book.code(Icd10cm, "A00.1", on).unwrap().unwrap().history;
        let known = CodeEvent { on: date(2015, 10, 1), change: CodeChange::Known { billable: true } };
        assert_eq!(split.events, [known.clone(), CodeEvent { on: after, change: CodeChange::BecameHeader }]);
        assert_eq!(split.replaced_by, ["A00.11", "A00.12"]);
        let retitled = CodeChange::Retitled {
            before: "Paper cut".to_owned(),
            after: "Paper cut of any finger".to_owned(),
        };
        let cut = book.code(Icd10cm, "A01", on).unwrap().unwrap().history;
        assert_eq!(cut.events, [known, CodeEvent { on: after, change: retitled }]);
    }
    let new = book.code(Icd10cm, "A00.11", after).unwrap().unwrap().history;
    assert_eq!(new.events, [CodeEvent { on: after, change: CodeChange::Came { billable: true } }]);
    assert_eq!(new.replaces, ["A00.1"]);
    let chapter = book.code(Icd10cm, "A00.11", after).unwrap().unwrap().path;
    assert_eq!(
        chapter.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(),
        ["1", "A00-A09", "A00", "A00.1"]
    );
    let changes = book.changes(Icd10cm, before, after).unwrap();
    let split = &changes.split[0];
    assert_eq!((split.code.as_str(), split.replacements[0].code.as_str()), ("A00.1", "A00.11"));
    assert_eq!(changes.retitled[0].after.as_deref(), Some("Paper cut of any finger"));
    let beyond = book.standing(Icd10cm, "A01", date(2031, 10, 1)).unwrap();
    assert_eq!(beyond, CodeStanding::DateNotCovered { from: date(2015, 10, 1), to: date(2031, 9, 30) });
}

#[test]
fn a_full_release_is_one_volume_and_keeps_the_older_codes() {
    let desk = Desk::new();
    let book = embedded(&desk);
    let zip = desk::zipped(&[("icd10cm-order-2031.txt", &order()), ("icd10cm-tabular-2031.xml", &tabular())]);
    desk.import_on(Some(&book), &desk.put("release.zip", &zip));
    book.shelve(&desk.publications).unwrap();
    assert_eq!(volumes(&desk).len(), 1);
    let after = date(2030, 10, 1);
    assert_split(&book);
    for (code, on, expected) in [
        ("A01", after, "A01 valid | Paper cut of any finger | icd10cm-2030-10 | icd10cm-2030-10 1"),
        ("A02", after, "A02 valid | Staple wound | icd10cm-2030-10 | icd10cm-2030-10 0"),
    ] {
        assert_eq!(diagnosis(&book, code, on), expected, "{on}");
    }
    // Another year without A01 and without a Tabular List: it stays found on its date, with its title.
    let next = String::from_utf8(order())
        .unwrap()
        .lines()
        .filter(|line| !line.contains("A01 "))
        .map(|line| format!("{line}\n"))
        .collect::<String>();
    desk.import_on(Some(&book), &desk.put("icd10cm-order-2032.txt", next.as_bytes()));
    book.shelve(&desk.publications).unwrap();
    let gone = diagnosis(&book, "A01", date(2031, 10, 1));
    assert_eq!(
        gone,
        "A01 Retired { last_day: 2031-09-30 } | Paper cut of any finger | icd10cm-2030-10 | icd10cm-2030-10 1"
    );
    assert_eq!(
        diagnosis(&book, "A01", date(2031, 9, 30)),
        "A01 valid | Paper cut of any finger | icd10cm-2030-10 | icd10cm-2030-10 1"
    );
    assert!(desk.publications.undo(1).unwrap() && desk.publications.undo(2).unwrap());
    book.shelve(&desk.publications).unwrap();
    assert_eq!(diagnosis(&book, "A01", after), "A01 valid | Paper cut | icd10cm-2030 | icd10cm-2030 0");
    assert!(volumes(&desk).is_empty());
}

#[test]
fn a_tabular_list_alone_says_which_codes_are_billable() {
    let desk = Desk::new();
    let book = embedded(&desk);
    let file = desk.put("icd10cm-tabular-2031.xml", &tabular());
    let counted = desk.preview_on(&book, &file).found[0].changes;
    desk.import_on(Some(&book), &file);
    book.shelve(&desk.publications).unwrap();
    let (before, after) = (date(2030, 9, 30), date(2030, 10, 1));
    let changes = book.changes(Icd10cm, before, after).unwrap().counts();
    assert!(changes.added == 3 && changes.split == 1, "{changes:?}");
    assert_eq!(counted, Some(changes), "the preview counted what the import changed");
    assert_split(&book);
    for (code, on, expected) in [
        ("A00.11", after, "A00.11 valid | Ink stain of right thumb | icd10cm-2030-10 | icd10cm-2030-10 0"),
        ("A02", after, "A02 valid | Staple wound | icd10cm-2030-10 | icd10cm-2030-10 0"),
    ] {
        assert_eq!(diagnosis(&book, code, on), expected, "{on}");
    }
    let beyond = book.standing(Icd10cm, "A01", date(2031, 10, 1)).unwrap();
    assert_eq!(beyond, CodeStanding::DateNotCovered { from: date(2015, 10, 1), to: date(2031, 9, 30) });
    // On a desk without any other book it does as well.
    let alone = Desk::new();
    alone.import(&alone.put("icd10cm-tabular-2031.xml", &tabular()));
    let book = embedded(&alone);
    assert_eq!(book.changes(Icd10cm, before, after).unwrap().added.len(), 3);
}

/// The Tabular List of April 2026 alone, over the embedded book, which has it with the publisher's list of codes: the same
/// codes are billable, also of S06, where some 7th characters do not go with some codes.
#[test]
fn the_published_tabular_list_alone_gives_the_codes_of_its_day() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let wheel = fs::File::open(root.join("target/wheels/simple_icd_10_cm-1.5.0-py3-none-any.whl"));
    let book = Dictionary::open(&root.join("assets/dictionary/dictionary.db"));
    let (Ok(wheel), Ok(book)) = (wheel, book) else {
        eprintln!(
            "SKIPPED diagnosis_releases::the_published_tabular_list_alone_gives_the_codes_of_its_day: no pinned packages"
        );
        return;
    };
    let mut tabular = Vec::new();
    let mut wheel = zip::ZipArchive::new(wheel).unwrap();
    let mut entry = wheel.by_name("simple_icd_10_cm/data/icd10c-tabular-April-1-2026.xml").unwrap();
    std::io::Read::read_to_end(&mut entry, &mut tabular).unwrap();
    let desk = Desk::new();
    let file = desk.put("icd10cm-tabular-April-1-2026.xml", &tabular);
    let counted = desk.preview_on(&book, &file).found[0].changes;
    assert_eq!(counted, Some(ChangeCounts::default()));
    desk.import_on(Some(&book), &file);
    book.shelve(&desk.publications).unwrap();
    let changes = book.changes(Icd10cm, date(2026, 3, 31), date(2026, 4, 1)).unwrap();
    assert_eq!(changes.counts(), ChangeCounts::default(), "{changes:?}");
}
