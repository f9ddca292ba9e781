//! Releases of ICD-10-PCS that the user imports: tables, order file and definitions.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

mod desk;

use desk::{Desk, embedded, found, official, volumes};
use dictionary::{AxisDefinition, Dictionary, NoteKind};
use encounter::CodeSystem::{Icd10cm, Icd10pcs};
use jiff::civil::date;

const TABLES: &str = r#"<ICD10PCS.tabular><version>2031</version><pcsTable>
<axis pos="1"><label code="0">Medical and Surgical</label></axis><axis pos="2"><label code="D">Desk</label></axis>
<axis pos="3"><label code="T">Resection</label><definition>Cutting out all of it</definition></axis>
<pcsRow codes="4"><axis pos="4"><label code="0">Leg, Right</label><label code="1">Leg, Left</label></axis>
<axis pos="5"><label code="0">Open</label><label code="X">External</label></axis>
<axis pos="6"><label code="Z">No Device</label></axis><axis pos="7"><label code="Z">No Qualifier</label></axis></pcsRow>
</pcsTable></ICD10PCS.tabular>"#;

const DEFINITIONS: &str = r#"<ICD10PCS.definitions><version>2031</version><section code="0"><title>Medical and Surgical</title>
<axis pos="3"><title>Operation</title><terms><title>Resection</title><definition>Cutting out or off, without replacement</definition>
<includes>Total legectomy</includes></terms></axis>
<axis pos="4"><title>Body Part</title><terms><title>Leg, Right</title><includes>Right desk leg</includes></terms></axis>
<axis pos="5"><title>Approach</title><terms><title>Open</title><title>External</title><definition>Through the varnish</definition>
<includes>Saw</includes><includes>Plane</includes></terms></axis></section>
<section code="3"><axis pos="5"><terms><title>Open</title><definition>Of another section</definition></terms></axis>
</section></ICD10PCS.definitions>"#;

#[test]
fn procedures_by_their_tables_order_file_and_definitions() {
    let desk = Desk::new();
    let book = embedded(&desk);
    let line = |code: &str| format!("00001 {code:<7} 1 {:<60} Resection of {code}, as published\n", "short");
    let order = ["0DT00ZZ", "0DT10ZZ"].map(line).concat();
    desk.put("pcs/icd10pcs_order_2031.txt", order.as_bytes());
    desk.put("pcs/icd10pcs_tables_2031.xml", TABLES.as_bytes());
    desk.put("pcs/icd10pcs_definitions_2031.xml", DEFINITIONS.as_bytes());
    desk.import_on(Some(&book), &desk.folder.path().join("pcs"));
    book.shelve(&desk.publications).unwrap();
    assert_eq!((book.systems(), volumes(&desk).len()), (vec![Icd10cm, Icd10pcs], 1));
    let on = date(2031, 3, 3);
    let leg = book.code(Icd10pcs, "0DT00ZZ", on).unwrap().unwrap();
    assert_eq!(leg.title.as_deref(), Some("Resection of 0DT00ZZ, as published"));
    let meanings: Vec<_> = leg.axes.iter().filter_map(|axis| axis.meaning.as_deref()).collect();
    assert_eq!(
        meanings,
        ["Medical and Surgical", "Desk", "Resection", "Leg, Right", "Open", "No Device", "No Qualifier"]
    );
    let notes: Vec<_> =
        leg.notes.iter().map(|note| (note.origin.as_str(), note.kind, note.lines[0].as_str())).collect();
    assert_eq!(
        notes,
        [
            ("0DT0", NoteKind::Includes, "Right desk leg"),
            ("0DT", NoteKind::Note, "Cutting out or off, without replacement"),
            ("0DT", NoteKind::Includes, "Total legectomy"),
        ]
    );
    let of_open =
        [(NoteKind::Note, "Through the varnish"), (NoteKind::Includes, "Saw"), (NoteKind::Includes, "Plane")];
    assert_eq!(said(&leg.axes[4].definitions), of_open);
    assert!(leg.axes.iter().all(|axis| axis.place == 5 || axis.definitions.is_empty()));
    let legs = book.choose_procedure("0DT", None, on).unwrap().values;
    assert_eq!(said(&legs[0].definitions), [(NoteKind::Includes, "Right desk leg")]);
    assert!(legs[1].definitions.is_empty());
    let approaches = book.choose_procedure("0DT0", Some(5), on).unwrap().values;
    assert_eq!(said(&approaches[0].definitions), of_open);
    // The next release without definitions keeps them.
    let file = desk.put("icd10pcs_order_2032.txt", line("0DT00ZZ").as_bytes());
    desk.import_on(Some(&book), &file);
    book.shelve(&desk.publications).unwrap();
    let leg = book.code(Icd10pcs, "0DT00ZZ", date(2032, 3, 3)).unwrap().unwrap();
    assert_eq!(said(&leg.axes[4].definitions), of_open);
    // The order file says what is valid; the picker offers that.
    assert!(book.code(Icd10pcs, "0DT0XZZ", on).unwrap().is_none());
    let choice = book.choose_procedure("0DT", None, on).unwrap();
    assert_eq!((choice.codes, choice.values.len()), (2, 2));
}

fn said(definitions: &[AxisDefinition]) -> Vec<(NoteKind, &str)> {
    definitions.iter().map(|each| (each.kind, each.text.as_str())).collect()
}

/// The tables and definitions that CMS published for fiscal year 2025.
#[test]
fn the_published_procedures() {
    let Some(folder) = official("icd10pcs-2025", "procedure_releases::the_published_procedures") else {
        return;
    };
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/dictionary/dictionary.db");
    let Ok(book) = Dictionary::open(&path) else {
        eprintln!("SKIPPED procedure_releases::the_published_procedures: no dictionary");
        return;
    };
    let desk = Desk::new();
    let on = date(2024, 11, 3);
    let before = book.choose_procedure("", None, on).unwrap().codes;
    desk.import_on(Some(&book), &folder);
    book.shelve(&desk.publications).unwrap();
    let choice = book.choose_procedure("", None, on).unwrap();
    assert_eq!((before, choice.codes), (78_948, 78_948));
    // Every section has its meanings now, in every place.
    for code in ["0FT44ZZ", "3E0J3GC", "B24BZZZ", "F07M6DZ", "XW033P9", "GZ10ZZZ"] {
        let detail = book.code(Icd10pcs, code, on).unwrap().unwrap();
        assert!(detail.axes.iter().all(|axis| axis.meaning.is_some()), "{code}: {:?}", detail.axes);
        assert!(detail.title.is_some(), "{code}");
    }
    // Body parts, approaches, devices and type qualifiers are said to be what the definitions say.
    let says = |code: &str, place: usize, words: &str| {
        let detail = book.code(Icd10pcs, code, on).unwrap().unwrap();
        let said = detail.axes[place - 1].definitions.iter().any(|each| each.text.contains(words));
        assert!(said, "{code} at {place}: {:?}", detail.axes[place - 1]);
    };
    says("0FT44ZZ", 5, "instrumentation");
    says("0SR90JZ", 6, "");
    says("F07M6DZ", 5, "");
    let resection = book.code(Icd10pcs, "0FT", on).unwrap().unwrap();
    assert!(
        resection
            .notes
            .iter()
            .any(|note| note.kind == NoteKind::Note && note.lines[0].contains("without replacement"))
    );
    assert_eq!(found(&book, "cholecystectomy", on, &[Icd10pcs])[0], "icd10pcs 0FB4", "the index is kept");
    // Another date, another system: as before.
    assert_eq!(book.choose_procedure("", None, date(2026, 11, 24)).unwrap().codes, 79_256);
    assert!(book.summary(Icd10cm, "E11.9", on).unwrap().unwrap().title.is_some());
}
