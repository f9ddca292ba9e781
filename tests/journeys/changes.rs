//! What a release changes and what that means at a desk: the embedded fiscal years 2026 and 2027, whose dilated
//! cardiomyopathy (I42.0) is split on 2026-10-01.

use std::fs;

use encounter::{CodeRef, CodeSystem, Coverage, Document, Header};
use jiff::civil::{Date, date};
use workstation::{
    ChangeHere, ChangeKind, ChangePlace, Chart, ErrorCode, PickListChange, PickListEntry, PickListId,
    Preferences, ReleaseChanges,
};

use super::desk::{SERVICE, TestDesk, code_of, header};

const BEFORE: Date = date(2026, 9, 30);
const AFTER: Date = date(2026, 10, 1);
const SPLIT: &str = "I42.0";

fn icd(code: &str) -> CodeRef {
    CodeRef { system: CodeSystem::Icd10cm, code: code.into() }
}

impl TestDesk {
    /// An encounter in progress.
    fn coded_on(&self, account: &str, day: Date, codes: &[&str]) -> Chart {
        // A payer whose timely filing nobody checks: some of these days are long past.
        let payer = Some(Coverage { payer: "Aetna".into(), member_id: "W1".into() });
        let header = Header {
            account: account.into(),
            service_from: Some(day),
            service_to: Some(day),
            primary_payer: payer,
            ..header()
        };
        let note = Document { text: "Seen today.".into(), ..Document::default() };
        let mut chart = self.desk.create_encounter(header, vec![note]).unwrap().value;
        for code in codes {
            self.attach(&mut chart, code);
        }
        chart
    }

    fn completed_on(&self, account: &str, day: Date, codes: &[&str]) {
        let mut chart = self.coded_on(account, day, codes);
        self.line(&mut chart, "99213", "120.00");
        self.desk.complete(chart.id, chart.revision).unwrap();
    }

    fn list_of(&self, name: &str, codes: &[&str]) -> PickListId {
        let made = self.desk.change_pick_lists(PickListChange::Create { name: name.into() }, None, SERVICE);
        let list = made.unwrap().open.unwrap().id;
        for code in codes {
            let entry = PickListEntry::Code {
                system: CodeSystem::Icd10cm,
                code: (*code).into(),
                wording: "the heart".into(),
            };
            let change = PickListChange::Add { list, entry, at: None };
            self.desk.change_pick_lists(change, None, SERVICE).unwrap();
        }
        list
    }

    fn changed(&self) -> ReleaseChanges {
        self.desk.release_changes(CodeSystem::Icd10cm, BEFORE, AFTER).unwrap()
    }
}

fn desk_with_a_split_code() -> (TestDesk, PickListId) {
    let t = TestDesk::set_up();
    let preferences = Preferences { favourites: vec![icd("I10"), icd(SPLIT)], ..Preferences::default() };
    t.desk.set_preferences(preferences).unwrap();
    let list = t.list_of("Heart", &["I10", SPLIT]);
    t.coded_on("26-2", AFTER, &[SPLIT, "I10"]);
    t.coded_on("26-3", BEFORE, &[SPLIT]);
    t.coded_on("26-4", date(2026, 11, 2), &["I10"]);
    t.completed_on("26-5", date(2026, 8, 3), &[SPLIT]);
    t.completed_on("26-6", date(2026, 3, 2), &["I10", SPLIT]);
    t.completed_on("23-7", date(2023, 5, 2), &[SPLIT]);
    (t, list)
}

fn place(here: &ChangeHere) -> String {
    let place = match &here.place {
        ChangePlace::Favourite => "favourite".to_owned(),
        ChangePlace::PickList { name, .. } => format!("list {name}"),
        ChangePlace::Encounter { account, patient, on, status, .. } => {
            format!("{account} {patient} {on} {}", status.id())
        }
        ChangePlace::Used { encounters } => format!("used in {encounters}"),
    };
    format!("{} {place}", here.code.code)
}

#[test]
fn a_split_code_is_found_wherever_it_stands() {
    let (t, _) = desk_with_a_split_code();
    let found = t.changed();
    let places: Vec<String> = found.here.iter().map(place).collect();
    assert_eq!(
        places,
        [
            "I42.0 favourite",
            "I42.0 list Heart",
            // Not that of the day before, which is coded by the old release.
            "I42.0 26-2 Okafor, Ruth 2026-10-01 in_progress",
            // Not that of three years ago.
            "I42.0 used in 2",
        ]
    );
    for here in &found.here {
        assert_eq!(
            (&here.change, here.title.as_deref()),
            (&ChangeKind::Split, Some("Dilated cardiomyopathy"))
        );
        let offered: Vec<&str> = here.replacements.iter().map(|each| each.code.as_str()).collect();
        assert_eq!(offered, ["I42.00", "I42.01", "I42.09"]);
    }
    let counts = found.changes.counts();
    assert_eq!((counts.added, counts.deleted + counts.split, counts.retitled), (190, 30, 0));
    // Nothing changes between two days of one release, and other systems are another matter.
    let same = t.desk.release_changes(CodeSystem::Icd10cm, date(2026, 9, 29), BEFORE).unwrap();
    assert_eq!((same.changes.counts(), same.here.len()), (dictionary::ChangeCounts::default(), 0));
    assert!(t.desk.release_changes(CodeSystem::Icd10pcs, BEFORE, AFTER).unwrap().here.is_empty());
    t.desk.lock().unwrap();
    let locked = t.desk.release_changes(CodeSystem::Icd10cm, BEFORE, AFTER);
    assert_eq!(code_of(locked), ErrorCode::DeskLocked);
    assert!(t.desk.code_changes(CodeSystem::Icd10cm, BEFORE, AFTER).is_ok(), "codes are public");
}

#[test]
fn an_entry_is_replaced_under_its_wording_and_taken_back() {
    let (t, list) = desk_with_a_split_code();
    let replace = |by: &str| {
        let change = PickListChange::Replace { list, code: icd(SPLIT), by: icd(by) };
        t.desk.change_pick_lists(change, Some(list), SERVICE)
    };
    let entries = || {
        let lists = t.desk.pick_lists(Some(list), SERVICE).unwrap();
        let rows = lists.open.unwrap().rows.into_iter();
        let written = rows.map(|row| match row.entry {
            PickListEntry::Heading { text } => text,
            PickListEntry::Code { code, wording, .. } => format!("{code} {wording}"),
        });
        written.collect::<Vec<_>>()
    };
    let lists = replace("I42.00").unwrap();
    assert_eq!(lists.undo.as_deref(), Some("replace_in_pick_list"));
    assert_eq!(entries(), ["I10 the heart", "I42.00 the heart"]);
    assert!(!t.changed().here.iter().any(|here| matches!(here.place, ChangePlace::PickList { .. })));
    assert_eq!(code_of(replace("I42.00")), ErrorCode::NoSuchPart, "it is replaced already");
    t.desk.undo_pick_lists(Some(list), SERVICE).unwrap();
    assert_eq!(entries(), ["I10 the heart", "I42.0 the heart"]);
    replace("I10").unwrap();
    assert_eq!(entries(), ["I10 the heart"], "what is there already is not there twice");
    assert!(t.desk.verify_audit().unwrap().intact);
}

#[test]
fn the_export_names_accounts_only_where_it_is_asked() {
    let (t, _) = desk_with_a_split_code();
    t.coded_on("=26-8", AFTER, &[SPLIT]);
    let file = t.folder.path().join("changes.csv");
    let entries = t.desk.verify_audit().unwrap().entries;
    let exported = |accounts: bool| {
        t.desk.export_changes(&file, CodeSystem::Icd10cm, BEFORE, AFTER, accounts).unwrap();
        fs::read_to_string(&file).unwrap()
    };
    let offered = "icd10cm,I42.0,Dilated cardiomyopathy,,I42.00 I42.01 I42.09";
    let without = exported(false);
    let lines: Vec<&str> = without.lines().collect();
    assert_eq!(
        lines[..5],
        [
            "\u{FEFF}part,list,change,system,code,title,new_title,replacements,encounters,account,date,named_by",
            &format!("favourite,,split,{offered},,,,"),
            &format!("pick list,Heart,split,{offered},,,,"),
            &format!("used,,split,{offered},2,,,"),
            &format!("open encounters,,split,{offered},2,,,"),
        ]
    );
    assert_eq!(lines.len(), 5 + 190 + 30);
    assert!(!without.contains("26-2") && !without.contains("Okafor"));
    let with = exported(true);
    assert!(with.contains(&format!("open encounters,,split,{offered},,26-2,2026-10-01")));
    assert!(with.contains(",'=26-8,"), "no cell is a formula");
    assert!(!with.contains("Okafor"));
    let verdict = t.desk.verify_audit().unwrap();
    assert!(verdict.intact && verdict.entries > entries + 1, "each export stands in the trail");
}
