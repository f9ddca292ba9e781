//! Lists that the user brings, CPT of a licensee and lists of their own, looked up and searched like any code system.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

mod book;
mod desk;

use desk::Desk;
use dictionary::{CodeSet, CodeStanding, Dictionary, Personal, SearchAnswer, SearchRequest, Take};
use encounter::CodeRef;
use encounter::CodeSystem::{self, Cpt, Icd10cm, Own, Pos};
use jiff::Timestamp;
use jiff::civil::{Date, date};

/// Made up, like every number and text here.
const CPT: &str = "Code,Long,Short\n00001,Polishing of a brass lamp,Polish lamp\n00002,\"Polishing of a brass lamp, each additional lamp\",Polish add\n0003T,Dusting of the globe,Dust globe\n";
const MASTER: &str = "Item,Description,Mod,Price\nLAB-01.2,Ink viscosity,,12.50\n00001,Lamp polish,,80\n00001,Lamp polish of one side,52,40\n";
const SUPERBILL: &str = "Code,Description\n00001,Lamp\nE11.9,Sugar\n";
const ON: Date = date(2026, 8, 3);

fn import(desk: &Desk, name: &str, text: &str, set: CodeSet, days: (Date, Option<Date>)) -> u32 {
    let path = desk.put(name, text.as_bytes());
    let found = desk.preview(&path).found.remove(0);
    let take = Take {
        file: found.file,
        set,
        release: found.release,
        from: days.0,
        to: days.1,
        columns: None,
        licence: (set == CodeSet::Cpt).then(|| "Licence 1 of somebody".to_owned()),
    };
    desk.publications.import(None, &path, &[take], Timestamp::UNIX_EPOCH, &mut desk::go_on).unwrap().id
}

fn shelved(desk: &Desk) -> Dictionary {
    let book = Dictionary::open(&book::path()).unwrap();
    book.shelve(&desk.publications).unwrap();
    book
}

fn search(book: &Dictionary, query: &str, systems: &[CodeSystem]) -> SearchAnswer {
    book.search(&SearchRequest::new(query, ON, systems, 9), &Personal::default()).unwrap()
}

fn found(book: &Dictionary, query: &str, systems: &[CodeSystem]) -> Vec<String> {
    let hits = search(book, query, systems).hits;
    hits.into_iter().map(|hit| format!("{} {}", hit.system.id(), hit.code)).collect()
}

#[test]
fn cpt_is_found_by_code_and_by_words_on_its_dates() {
    let desk = Desk::new();
    import(&desk, "cpt.csv", CPT, CodeSet::Cpt, (date(2026, 1, 1), Some(date(2026, 12, 31))));
    let book = shelved(&desk);
    assert!(book.systems().contains(&Cpt));
    for typed in ["00001", "0000", "000012"] {
        assert_eq!(found(&book, typed, &[])[0], "cpt 00001", "{typed}");
    }
    assert_eq!(found(&book, "0003t", &[]), ["cpt 0003T"]);
    assert_eq!(found(&book, "00001-00002", &[]), ["cpt 00001", "cpt 00002"]);
    assert_eq!(found(&book, "brass lamps polish", &[]), ["cpt 00001", "cpt 00002"]);
    assert_eq!(found(&book, "lamp, pain", &[Cpt])[0], "cpt 00001", "words with a comma are words");
    let page = book.code(Cpt, "00001", ON).unwrap().unwrap();
    assert_eq!(
        (page.title.as_deref(), page.short_title.as_deref()),
        (Some("Polishing of a brass lamp"), Some("Polish lamp"))
    );
    assert_eq!((page.billable, page.release_in_force, page.release.as_str()), (true, true, "cpt-2026-01"));
    assert_eq!(page.next.unwrap().code, "00002");
    let late = book.standing(Cpt, "00001", date(2027, 1, 1)).unwrap();
    assert_eq!(late, CodeStanding::DateNotCovered { from: date(2026, 1, 1), to: date(2026, 12, 31) });
}

#[test]
fn a_code_that_a_newer_cpt_leaves_out_ended_with_the_edition_before() {
    let newer = "Code,Long,Short\n00001,Polishing of a lamp of brass,Polish lamp\n0003T,Dusting of the globe,Dust globe\n0004T,Turning of the globe,Turn globe\n";
    // Whichever comes first.
    for newest_first in [false, true] {
        let desk = Desk::new();
        let old = || import(&desk, "cpt26.csv", CPT, CodeSet::Cpt, (date(2026, 1, 1), None));
        let new = || import(&desk, "cpt27.csv", newer, CodeSet::Cpt, (date(2027, 1, 1), None));
        let newest = match newest_first {
            true => (new(), old()).0,
            false => (old(), new()).1,
        };
        let book = shelved(&desk);
        let (last, after) = (date(2026, 12, 31), date(2027, 3, 1));
        let standing = |code: &str, on| book.standing(Cpt, code, on).unwrap();
        assert_eq!(standing("00002", last), CodeStanding::Valid);
        assert_eq!(standing("00002", after), CodeStanding::Retired { last_day: last });
        assert_eq!(standing("0004T", last), CodeStanding::NotYetValid { from: date(2027, 1, 1) });
        assert_eq!(standing("00099", after), CodeStanding::Unknown);
        let entry = book.entry(Cpt, "00002", after).unwrap().unwrap();
        assert_eq!(entry.standing(after), CodeStanding::Retired { last_day: last });

        let page = book.code(Cpt, "00002", after).unwrap().unwrap();
        assert_eq!(
            (page.billable, page.title.as_deref()),
            (false, Some("Polishing of a brass lamp, each additional lamp"))
        );
        let events: Vec<String> =
            page.history.events.iter().map(|event| format!("{} {:?}", event.on, event.change)).collect();
        assert_eq!(events, ["2026-01-01 Known { billable: true }", "2026-12-31 Went"]);
        let beside = |code: Option<dictionary::CodeSummary>| code.map(|code| code.code);
        assert_eq!(
            (beside(page.previous), beside(page.next)),
            (Some("00001".to_owned()), Some("0003T".to_owned()))
        );
        assert_eq!(page.siblings.len(), 2);

        let ask = |query: &str, on| {
            let request = SearchRequest::new(query, on, &[], 9);
            book.search(&request, &Personal::default()).unwrap().hits
        };
        let hit = ask("00002", after).remove(0);
        assert_eq!((hit.code.as_str(), hit.standing), ("00002", CodeStanding::Retired { last_day: last }));
        assert_eq!(ask("00002", last)[0].standing, CodeStanding::Valid);
        assert!(ask("additional lamp brass", after).iter().all(|hit| hit.code != "00002"));

        assert!(desk.publications.undo(newest).unwrap());
        book.shelve(&desk.publications).unwrap();
        assert_eq!(book.standing(Cpt, "00002", after).unwrap(), CodeStanding::Valid, "as before the import");
    }
}

#[test]
fn every_own_list_in_force_answers_and_a_code_of_two_stands_once() {
    let desk = Desk::new();
    let master = import(&desk, "master.csv", MASTER, CodeSet::OwnCodes, (date(2026, 1, 1), None));
    import(&desk, "superbill.csv", SUPERBILL, CodeSet::OwnCodes, (date(2026, 7, 1), None));
    import(
        &desk,
        "old.csv",
        "Code,Text\n00009,Quill\n00008,Sand\n",
        CodeSet::OwnCodes,
        (date(2025, 1, 1), Some(date(2025, 12, 31))),
    );
    let book = shelved(&desk);
    assert_eq!(found(&book, "00001", &[Own]), ["own 00001"]);
    assert_eq!(
        book.code(Own, "00001", ON).unwrap().unwrap().title.as_deref(),
        Some("Lamp"),
        "the latest list"
    );
    assert_eq!(found(&book, "polish one side", &[Own]), ["own 00001"]);
    for typed in ["lab-01.2", "LAB012", "lab01"] {
        assert_eq!(found(&book, typed, &[]), ["own LAB-01.2"], "{typed}");
    }
    assert_eq!(book.summary(Own, "lab-01.2", ON).unwrap().unwrap().code, "LAB-01.2");
    assert_eq!(found(&book, "quill", &[Own]), [] as [&str; 0]);
    assert_eq!(book.code(Own, "e11.9", ON).unwrap().unwrap().code, "E11.9", "as the list writes it");
    assert_eq!(book.chapters(Own, ON).unwrap().len(), 3);
    let favourite = [CodeRef { system: Own, code: "LAB-01.2".to_owned() }];
    let personal = Personal::new(&std::collections::BTreeMap::new(), &favourite, &[]);
    let lifted = book.search(&SearchRequest::new("lab01", ON, &[Own], 9), &personal).unwrap();
    assert_eq!(lifted.hits[0].reasons.len(), 2, "{:?}", lifted.hits[0].reasons);
    let facts = desk.publications.billing_facts("lab-01.2", ON).unwrap().unwrap();
    assert_eq!(facts.own[0].value.charge.unwrap().to_string(), "12.50");

    assert!(desk.publications.undo(master).unwrap());
    book.shelve(&desk.publications).unwrap();
    assert_eq!(found(&book, "viscosity", &[Own]), [] as [&str; 0]);
    assert_eq!(found(&book, "00001", &[Own]), ["own 00001"]);
}

#[test]
fn what_coders_type_for_diagnoses_means_no_list() {
    let desk = Desk::new();
    let list = "Code,Description\nRA,Rental\n11000,Cleaning\nE11.9,Sugar\n25,Extra\n";
    import(&desk, "own.csv", list, CodeSet::OwnCodes, (date(2026, 1, 1), None));
    let book = shelved(&desk);
    let before = Dictionary::open(&book::path()).unwrap();
    for typed in ["diabetes type 2", "fracture, left", "e1", "ra"] {
        let (with, without) = (search(&book, typed, &[Icd10cm, Own]), search(&before, typed, &[Icd10cm]));
        let codes = |answer: &SearchAnswer| -> Vec<String> {
            answer.hits.iter().filter(|hit| hit.system == Icd10cm).map(|hit| hit.code.clone()).collect()
        };
        assert_eq!(
            codes(&with)[..codes(&with).len().min(5)],
            codes(&without)[..codes(&with).len().min(5)],
            "{typed}"
        );
        assert!(!codes(&with).is_empty(), "{typed}");
    }
    assert_eq!(found(&book, "ra", &[Own]), ["own RA"], "asked alone");
}

#[test]
fn a_place_of_service_has_its_page() {
    let desk = Desk::new();
    let places = "Place of Service Code(s),Place of Service Name,Place of Service Description\n11,Office,Where one sits\n12,Home,Where one lives\n";
    import(&desk, "pos.csv", places, CodeSet::PlaceOfService, (date(2026, 1, 1), None));
    let book = shelved(&desk);
    assert_eq!(found(&book, "11", &[]), ["pos 11"]);
    let page = book.code(Pos, "11", ON).unwrap().unwrap();
    assert_eq!((page.title.as_deref(), page.notes[0].lines[0].as_str()), (Some("Office"), "Where one sits"));
    assert!(
        desk.publications.place_of_service("11", ON).unwrap().unwrap().value.is_some(),
        "the edits ask the table"
    );
}
