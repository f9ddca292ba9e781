//! Releases of ICD-10-CM that the user imports: by their order file, their Tabular List, or both.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

mod desk;

use std::fs;

use desk::{Desk, TABULAR, embedded, found, volumes};
use dictionary::{ChangeCounts, CodeChange, CodeEvent, CodeStanding, Dictionary, NamedBy};
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
    let changes = book.changes(&desk.publications, Icd10cm, before, after).unwrap();
    let split = &changes.split[0];
    assert_eq!((split.code.as_str(), split.replacements[0].code.as_str()), ("A00.1", "A00.11"));
    assert_eq!(changes.retitled[0].after.as_deref(), Some("Paper cut of any finger"));
    let beyond = book.standing(Icd10cm, "A01", date(2031, 10, 1)).unwrap();
    assert_eq!(beyond, CodeStanding::DateNotCovered { from: date(2015, 10, 1), to: date(2031, 9, 30) });
}

/// An index of some release: "Cut, paper" leads to a code, "Cut, card" to the same, "Wound" stands twice.
fn index(release: &str, cut: &str, card: &str) -> Vec<u8> {
    let term = |level: u8, title: &str, code: &str| {
        format!("<term level=\"{level}\"><title>{title}</title><code>{code}</code></term>")
    };
    format!(
        "<ICD10CM.index><version>{release}</version><title>ICD-10-CM INDEX TO DISEASES and INJURIES</title><letter><title>C</title>\
         <mainTerm><title>Cut<nemod>({release})</nemod></title>{}{}</mainTerm><mainTerm><title>Wound</title><code>{cut}</code></mainTerm>\
         <mainTerm><title>Wound</title><code>{cut}</code></mainTerm></letter></ICD10CM.index>",
        term(1, "paper", cut),
        term(1, "card", card)
    )
    .into_bytes()
}

#[test]
fn what_replaces_a_deleted_code_is_what_its_entry_in_the_index_says_now() {
    let line = |code: &str, flag: u8, title: &str| format!("00001 {code:<7} {flag} {title:<60} {title}\r\n");
    let order = [
        line("A00", 0, "Ink stain"),
        line("A001", 1, "Ink stain of thumb"),
        line("A02", 0, "Staple wound"),
        line("A021", 1, "Staple wound of thumb"),
        line("A022", 1, "Staple wound of heel"),
    ];
    let (before, after) = (date(2030, 9, 30), date(2030, 10, 1));
    let offered = |old: Option<Vec<u8>>, new: Vec<u8>| -> Vec<String> {
        let desk = Desk::new();
        let book = embedded(&desk);
        desk.import_on(Some(&book), &desk.put("icd10cm-order-2031.txt", order.concat().as_bytes()));
        if let Some(old) = old {
            desk.import(&desk.put("index-2030.xml", &old));
        }
        desk.import(&desk.put("index-2031.xml", &new));
        book.shelve(&desk.publications).unwrap();
        let changes = book.changes(&desk.publications, Icd10cm, before, after).unwrap();
        assert_eq!((changes.deleted.len(), changes.deleted[0].code.as_str()), (1, "A01"));
        let one = book.replaced_by_tables(&desk.publications, Icd10cm, "a01", before).unwrap();
        assert_eq!(one, changes.deleted[0].replacements);
        let shown = |each: &dictionary::Replacement| {
            let NamedBy::Index { path } = &each.named_by else { panic!("{each:?}") };
            format!("{} {}: {} {}", each.code, path.release, path.steps.join(", "), path.code)
        };
        one.iter().map(shown).collect()
    };
    let old = || Some(index("2030", "A01", "A01"));
    // The code that more entries lead to comes first; where characters are missing, what stands below is offered.
    assert_eq!(
        offered(old(), index("2031", "A00.1", "A02.-")),
        ["A00.1 FY2031: Cut, paper A00.1", "A02.1 FY2031: Cut, card A02.-", "A02.2 FY2031: Cut, card A02.-"]
    );
    assert_eq!(offered(old(), index("2031", "A02.1", "A02.1")), ["A02.1 FY2031: Cut, paper A02.1"]);
    assert_eq!(offered(old(), index("2031", "A01", "Z99.9")), [] as [&str; 0], "neither may be billed");
    assert_eq!(offered(None, index("2031", "A02.1", "A02.1")), [] as [&str; 0], "nothing to compare with");
    assert_eq!(
        offered(Some(index("2029", "A01", "A01")), index("2031", "A02.1", "A02.1")),
        [] as [&str; 0],
        "an index of another year is none of the day before"
    );
    // The conversion table of the publisher says it itself.
    let table = |rows: &str| {
        let desk = Desk::new();
        let book = embedded(&desk);
        desk.import_on(Some(&book), &desk.put("icd10cm-order-2031.txt", order.concat().as_bytes()));
        let heading = "ICD-10-CM Conversion Table FY2031\nCurrent code assignment,Effective,Previous Code(s) Assignment\n";
        desk.import(&desk.put("conversion-table-FY2031.csv", format!("{heading}{rows}").as_bytes()));
        book.shelve(&desk.publications).unwrap();
        let changes = book.changes(&desk.publications, Icd10cm, before, after).unwrap();
        let of_table = NamedBy::ConversionTable { release: "FY2031".to_owned() };
        assert!(changes.deleted[0].replacements.iter().all(|each| each.named_by == of_table));
        changes.deleted[0].replacements.iter().map(|each| each.code.clone()).collect::<Vec<_>>()
    };
    assert_eq!(table("A02.1,2030,\"A01, A00.1\"\nA02.2,2030,A00-A09\nA99,2030,A01\n"), ["A02.1", "A02.2"]);
    assert_eq!(
        table("A02.1,2029,A01\nA02.2,2031,A01\nA00.1,2030,None\nA00.1,2030,A02\n"),
        [] as [&str; 0],
        "of other days"
    );
    let words = String::from_utf8(index("2031", "A02.1", "A02.1")).unwrap().replace("Cut", "Slit");
    assert_eq!(offered(old(), words.into_bytes()), [] as [&str; 0], "other words are another entry");
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
    let changes = book.changes(&desk.publications, Icd10cm, before, after).unwrap().counts();
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
    assert_eq!(book.changes(&desk.publications, Icd10cm, before, after).unwrap().added.len(), 3);
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
    let changes = book.changes(&desk.publications, Icd10cm, date(2026, 3, 31), date(2026, 4, 1)).unwrap();
    assert_eq!(changes.counts(), ChangeCounts::default(), "{changes:?}");
}
