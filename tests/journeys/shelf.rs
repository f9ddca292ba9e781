//! What is the coder's own beside the book: favourites, recents, notes on codes.

use std::fs;

use dictionary::CodeStanding;
use encounter::{CodeRef, CodeSystem};
use jiff::civil::date;
use workstation::{CodeNoteDraft, ErrorCode, Preferences, SearchRequest};

use super::desk::{PASSPHRASE, SERVICE, TestDesk, code_of, ruth};

fn icd(code: &str) -> CodeRef {
    CodeRef { system: CodeSystem::Icd10cm, code: code.into() }
}

fn note(code: &str, covers_below: bool, text: &str) -> CodeNoteDraft {
    CodeNoteDraft { system: CodeSystem::Icd10cm, code: code.into(), covers_below, text: text.into() }
}

/// The texts that stand beside each code.
fn texts(t: &TestDesk, codes: &[&str]) -> Vec<Vec<String>> {
    let codes: Vec<CodeRef> = codes.iter().map(|code| icd(code)).collect();
    let found = t.desk.notes_on(&codes, SERVICE).unwrap();
    found.into_iter().map(|notes| notes.into_iter().map(|note| note.text).collect()).collect()
}

#[test]
fn the_shelf_shows_how_each_code_stands_on_the_date() {
    let t = TestDesk::set_up();
    let preferences = Preferences {
        favourites: vec![icd("I10"), icd("E11.65"), icd("M54.5"), icd("X99.99"), icd("I10.9")],
        recents: vec![icd("I10"), icd("J45.909")],
        ..Preferences::default()
    };
    t.desk.set_preferences(preferences).unwrap();
    let shelf = t.desk.shelf(SERVICE).unwrap();
    let codes: Vec<&str> = shelf.favourites.iter().map(|code| code.code.as_str()).collect();
    assert_eq!(
        codes,
        ["I10", "E11.65", "M54.5", "X99.99", "I10.9"],
        "in the user's order, none lost from sight"
    );
    assert_eq!(shelf.recents.iter().map(|code| code.code.as_str()).collect::<Vec<_>>(), ["J45.909"]);
    let standing = |on, at: usize| t.desk.shelf(on).unwrap().favourites[at].standing.clone();
    assert_eq!(standing(SERVICE, 0), CodeStanding::Valid);
    // Low back pain was one billable code until 2021-09-30 and is a header since.
    assert_eq!(standing(date(2021, 9, 30), 2), CodeStanding::Valid);
    assert!(matches!(standing(SERVICE, 2), CodeStanding::Header { was_billable_until: Some(_) }));
    assert_eq!(standing(SERVICE, 3), CodeStanding::Unknown);
    t.desk.lock().unwrap();
    assert_eq!(code_of(t.desk.shelf(SERVICE)), ErrorCode::DeskLocked);
}

#[test]
fn a_note_stands_wherever_its_code_appears_and_where_it_reaches_below() {
    let t = TestDesk::set_up();
    t.desk.set_code_note(note("E11", true, "ask for the type")).unwrap();
    t.desk.set_code_note(note("E11.22", false, " and then N18 ")).unwrap();
    t.desk.set_code_note(note("E08-E13", true, "insulin: Z79.4")).unwrap();
    t.desk.set_code_note(note("4", true, "endocrine")).unwrap();
    t.desk.set_code_note(note("E10", false, "only here")).unwrap();
    let all = ["and then N18", "ask for the type", "insulin: Z79.4", "endocrine"];
    assert_eq!(
        texts(&t, &["E11.22", "E11", "E10", "E10.9", "E08-E13", "4", "I10"]),
        [
            all.to_vec(),
            all[1..].to_vec(),
            vec!["only here", "insulin: Z79.4", "endocrine"],
            vec!["insulin: Z79.4", "endocrine"],
            vec!["insulin: Z79.4", "endocrine"],
            vec!["endocrine"],
            vec![],
        ]
    );
    let list = t.desk.code_notes(SERVICE).unwrap();
    assert_eq!(
        list.iter().map(|noted| noted.note.code.as_str()).collect::<Vec<_>>(),
        ["4", "E08-E13", "E10", "E11", "E11.22"]
    );
    assert!(list[4].code.title.as_deref().is_some_and(|title| title.contains("chronic kidney disease")));
}

#[test]
fn a_note_is_written_over_taken_away_and_brought_back() {
    let t = TestDesk::set_up();
    assert_eq!(t.desk.set_code_note(note("I10", false, "first")).unwrap(), None);
    let before = t.desk.set_code_note(note("I10", true, "second")).unwrap().unwrap();
    assert_eq!((before.text.as_str(), before.covers_below), ("first", false));
    let removed = t.desk.remove_code_note(&icd("I10")).unwrap().unwrap();
    assert_eq!(removed.text, "second");
    assert_eq!(t.desk.remove_code_note(&icd("I10")).unwrap(), None);
    t.desk.set_code_note(note(&removed.code, removed.covers_below, &removed.text)).unwrap();
    assert_eq!(texts(&t, &["I10"]), [["second"]]);
    assert_eq!(code_of(t.desk.set_code_note(note("I10", false, " \n "))), ErrorCode::NoteTextMissing);
    let long = "x".repeat(4001);
    assert_eq!(code_of(t.desk.set_code_note(note("I10", false, &long))), ErrorCode::NoteTextTooLong);
    assert!(t.desk.verify_audit().unwrap().intact);
}

#[test]
fn notes_are_those_of_the_user_and_outlast_a_restart() {
    let t = TestDesk::set_up();
    t.desk.set_code_note(note("I10", false, "Ruth's")).unwrap();
    let mut jo = ruth();
    jo.login = "jo".into();
    t.desk.add_user(&jo).unwrap();
    t.desk.lock().unwrap();
    t.desk.unlock("jo", PASSPHRASE).unwrap();
    assert_eq!(texts(&t, &["I10"]), [Vec::<String>::new()]);
    let t = t.started_again();
    t.desk.unlock("ruth", PASSPHRASE).unwrap();
    assert_eq!(texts(&t, &["I10"]), [["Ruth's"]]);
}

#[test]
fn a_note_is_readable_nowhere_on_the_disk_and_in_no_trail() {
    let t = TestDesk::set_up();
    t.desk.set_code_note(note("I10", false, "Zanzibarism of Mr. Okafor")).unwrap();
    t.desk.lock().unwrap();
    let files: Vec<_> = fs::read_dir(t.vault()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() >= 2);
    for file in files {
        let bytes = fs::read(&file).unwrap();
        assert!(!bytes.windows(11).any(|part| part == b"Zanzibarism"), "{}", file.display());
    }
    // Nor on the paper that leaves the desk.
    t.desk.unlock("ruth", PASSPHRASE).unwrap();
    let chart = t.completed();
    let written = serde_json::to_string(&chart).unwrap();
    assert!(written.contains("I10") && !written.contains("Zanzibarism"));
}

#[test]
fn own_abbreviations_come_first_and_travel_by_a_file() {
    let t = TestDesk::set_up();
    let request = |query: &str| SearchRequest::new(query, SERVICE, &[CodeSystem::Icd10cm], 5);
    let first = |query: &str| t.desk.search(1, &request(query)).unwrap().answer.hits[0].code.clone();
    let own = [("ms", "mitral stenosis"), ("tuesday", "I10"), ("+p", "=positive")];
    let abbreviations = own.map(|(short, words)| (short.to_owned(), words.to_owned())).into();
    assert_ne!(first("tuesday"), "I10");
    t.desk.set_preferences(Preferences { abbreviations, ..Preferences::default() }).unwrap();
    assert_eq!(first("tuesday"), "I10");
    assert!(t.desk.search(1, &request("ms")).unwrap().answer.hits.iter().any(|hit| hit.code == "I05.0"));

    let meanings = t.desk.built_in_meanings(&["htn".into(), "tuesday".into()], SERVICE).unwrap();
    assert!(meanings[0].iter().any(|meaning| meaning.contains("hypertension")), "{meanings:?}");
    assert_eq!(meanings[1], Vec::<String>::new());

    let file = t.folder.path().join("own.csv");
    t.desk.export_abbreviations(&file).unwrap();
    assert!(fs::read_to_string(&file).unwrap().contains("'+p,'=positive"), "no cell is a formula");
    let other = TestDesk::set_up();
    let import = other.desk.preview_abbreviations(&file).unwrap();
    assert_eq!(import.lines.len(), 3);
    assert_eq!(import.merged.get("+p").map(String::as_str), Some("=positive"));
    other
        .desk
        .set_preferences(Preferences { abbreviations: import.merged, ..Preferences::default() })
        .unwrap();
    assert_eq!(other.desk.search(1, &request("tuesday")).unwrap().answer.hits[0].code, "I10");
}
