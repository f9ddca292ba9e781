use std::fs;

use encounter::CodeSystem;
use workstation::{
    CodeSummary, ErrorCode, ImportVerdict, OpenPickList, PickListChange, PickListEntry, PickListId,
    PickLists, Preferences,
};

use super::desk::{PASSPHRASE, SERVICE, TestDesk, code_of};

fn code(code: &str, wording: &str) -> PickListEntry {
    let system = if code.contains('.') || code == "I10" { CodeSystem::Icd10cm } else { CodeSystem::Cpt };
    PickListEntry::Code { system, code: code.into(), wording: wording.into() }
}

fn heading(text: &str) -> PickListEntry {
    PickListEntry::Heading { text: text.into() }
}

impl TestDesk {
    fn change(&self, change: PickListChange) -> PickLists {
        self.desk.change_pick_lists(change, None, SERVICE).unwrap()
    }

    fn list(&self, name: &str, entries: &[PickListEntry]) -> PickListId {
        let list = self.change(PickListChange::Create { name: name.into() }).open.unwrap().id;
        for entry in entries {
            self.change(PickListChange::Add { list, entry: entry.clone(), at: None });
        }
        list
    }

    fn open(&self, list: PickListId) -> OpenPickList {
        self.desk.pick_lists(Some(list), SERVICE).unwrap().open.unwrap()
    }

    fn rows(&self, list: PickListId) -> Vec<String> {
        written(&self.open(list))
    }

    fn file(&self, name: &str, bytes: &[u8]) -> std::path::PathBuf {
        let file = self.folder.path().join(name);
        fs::write(&file, bytes).unwrap();
        file
    }
}

fn written(list: &OpenPickList) -> Vec<String> {
    let text = |entry: &PickListEntry| match entry {
        PickListEntry::Heading { text } => format!("# {text}"),
        PickListEntry::Code { code, wording, .. } => format!("{code} {wording}").trim().to_owned(),
    };
    list.rows.iter().map(|row| text(&row.entry)).collect()
}

fn names(lists: &PickLists) -> Vec<&str> {
    lists.lists.iter().map(|list| list.name.as_str()).collect()
}

#[test]
fn a_list_is_made_ordered_renamed_and_deleted_and_all_of_it_undone() {
    let t = TestDesk::set_up();
    let derm =
        t.list("Dermatology", &[heading("Common"), code("L40.0", "Plaque psoriasis"), code("L57.0", "")]);
    t.list("Cardiology", &[code("I10", "")]);
    assert_eq!(t.rows(derm), ["# Common", "L40.0 Plaque psoriasis", "L57.0"]);
    t.change(PickListChange::MoveEntry { list: derm, index: 2, to: 1 });
    t.change(PickListChange::SetEntry { list: derm, index: 2, entry: code("L40.0", " The  usual ") });
    t.change(PickListChange::RemoveEntry { list: derm, index: 1 });
    assert_eq!(t.rows(derm), ["# Common", "L40.0 The usual"]);
    t.change(PickListChange::Rename { list: derm, name: "Skin".into() });
    let lists = t.change(PickListChange::MoveList { list: derm, to: 1 });
    assert_eq!(names(&lists), ["Cardiology", "Skin"]);
    let lists = t.change(PickListChange::Delete { list: derm });
    assert_eq!(names(&lists), ["Cardiology"]);

    // Undo goes on where it was after the application was started again.
    let t = t.started_again();
    t.desk.unlock("ruth", PASSPHRASE).unwrap();
    let undo = |labels: &[&str]| {
        for label in labels {
            assert_eq!(t.desk.pick_lists(None, SERVICE).unwrap().undo.as_deref(), Some(*label));
            t.desk.undo_pick_lists(Some(derm), SERVICE).unwrap();
        }
    };
    undo(&["delete_pick_list", "move_pick_list", "rename_pick_list", "remove_from_pick_list"]);
    assert_eq!(t.rows(derm), ["# Common", "L57.0", "L40.0 The usual"]);
    undo(&["set_in_pick_list", "move_in_pick_list"]);
    assert_eq!(t.rows(derm), ["# Common", "L40.0 Plaque psoriasis", "L57.0"]);
    let lists = t.desk.redo_pick_lists(Some(derm), SERVICE).unwrap();
    assert_eq!(written(&lists.open.unwrap()), ["# Common", "L57.0", "L40.0 Plaque psoriasis"]);
    assert!(t.desk.verify_audit().unwrap().intact);
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let t = TestDesk::set_up();
    let list = t.list("Heart", &[code("I10", "")]);
    let refused = |change| code_of(t.desk.change_pick_lists(change, None, SERVICE));
    let missing = PickListId(99);
    for (change, expected) in [
        (PickListChange::Create { name: " ".into() }, ErrorCode::PickListUnnamed),
        (PickListChange::Rename { list, name: String::new() }, ErrorCode::PickListUnnamed),
        (PickListChange::Rename { list: missing, name: "x".into() }, ErrorCode::NoSuchPickList),
        (PickListChange::Delete { list: missing }, ErrorCode::NoSuchPickList),
        (PickListChange::MoveList { list: missing, to: 0 }, ErrorCode::NoSuchPickList),
        (
            PickListChange::Add { list, entry: code("I10", "again"), at: Some(0) },
            ErrorCode::AlreadyInPickList,
        ),
        (PickListChange::RemoveEntry { list, index: 1 }, ErrorCode::NoSuchPart),
        (PickListChange::MoveEntry { list, index: 7, to: 0 }, ErrorCode::NoSuchPart),
        (PickListChange::SetEntry { list, index: u32::MAX, entry: heading("x") }, ErrorCode::NoSuchPart),
        (
            PickListChange::CreateFromChart { name: "x".into(), encounter: encounter::EncounterId(77) },
            ErrorCode::NoSuchEncounter,
        ),
    ] {
        assert_eq!(refused(change.clone()), expected, "{change:?}");
    }
    assert_eq!(t.rows(list), ["I10"]);
    assert_eq!(code_of(t.desk.redo_pick_lists(None, SERVICE)), ErrorCode::NothingToRedo);
    // A move to where it stands is no change, and undo does not stop at it.
    let same = t.change(PickListChange::MoveEntry { list, index: 0, to: 9 });
    assert_eq!(same.undo.as_deref(), Some("add_to_pick_list"));
}

#[test]
fn a_list_is_made_of_favourites_and_of_a_chart() {
    let t = TestDesk::set_up();
    let favourites =
        ["I10", "E11.9"].map(|code| encounter::CodeRef { system: CodeSystem::Icd10cm, code: code.into() });
    t.desk
        .set_preferences(Preferences { favourites: favourites.to_vec(), ..Preferences::default() })
        .unwrap();
    let made = t.change(PickListChange::CreateFromFavourites { name: "Mine".into() });
    assert_eq!(written(made.open.as_ref().unwrap()), ["I10", "E11.9"]);

    let mut chart = t.encounter("Hypertension, sugar.");
    t.attach(&mut chart, "I10");
    t.attach(&mut chart, "E11.65");
    t.line(&mut chart, "99213", "120.00");
    t.line(&mut chart, "99213", "120.00");
    let made = t.change(PickListChange::CreateFromChart { name: "Usual".into(), encounter: chart.id });
    assert_eq!(names(&made), ["Mine", "Usual"]);
    assert_eq!(written(made.open.as_ref().unwrap()), ["I10", "E11.65", "99213"]);
    let titles = |code: &Option<CodeSummary>| code.as_ref().and_then(|code| code.title.clone()).is_some();
    assert!(titles(&made.open.unwrap().rows[1].code));
}

#[test]
fn each_code_says_how_it_stands_on_the_encounters_date() {
    let t = TestDesk::set_up();
    let list =
        t.list("Back", &[code("M54.5", ""), code("M54.50", ""), code("M54.59", ""), code("99213", "")]);
    let not_valid = |on| t.desk.pick_lists(Some(list), on).unwrap().open.unwrap().not_valid;
    assert_eq!(not_valid(SERVICE), 1, "M54.5 has codes below it since 2021-10-01");
    assert_eq!(not_valid(jiff::civil::date(2021, 9, 30)), 2);
}

#[test]
fn what_was_taken_out_comes_in_again_whole() {
    let t = TestDesk::set_up();
    let entries = [
        code("I10", "Blood pressure, \"high\"; =1+1"),
        heading("-Skin"),
        code("L40.0", "Größe 🩺"),
        code("99213", "=HYPERLINK(\"x\")"),
        heading("'@Empty section"),
    ];
    t.list("Ours", &entries);
    t.list("Second", &[code("I10", "")]);
    let before = t.rows(PickListId(1));
    for name in ["lists.csv", "lists.json"] {
        let file = t.folder.path().join(name);
        t.desk.export_pick_lists(&file, &[], SERVICE).unwrap();
        let unchanged = t.desk.preview_pick_lists(&file, SERVICE).unwrap();
        assert!(unchanged.lines.iter().all(|line| line.verdict == ImportVerdict::Duplicate { line: None }));

        let other = TestDesk::set_up();
        let import = other.desk.preview_pick_lists(&file, SERVICE).unwrap();
        assert_eq!(import.lines.len(), 4, "{name}");
        assert_eq!(other.desk.pick_lists(None, SERVICE).unwrap().lists, [], "a preview changes nothing");
        let lists = other.change(PickListChange::Import { lists: import.sound });
        assert_eq!(names(&lists), ["Ours", "Second"]);
        assert_eq!(other.rows(PickListId(1)), before, "{name}");
        other.desk.undo_pick_lists(None, SERVICE).unwrap();
        assert_eq!(other.desk.pick_lists(None, SERVICE).unwrap().lists, [], "one undo takes all of it back");
    }
    let table = fs::read_to_string(t.folder.path().join("lists.csv")).unwrap();
    assert!(table.contains("'=HYPERLINK") && table.contains(",'-Skin,"), "no cell is a formula: {table}");
    // One list alone, over a file that is there.
    let file = t.folder.path().join("lists.csv");
    t.desk.export_pick_lists(&file, &[PickListId(2)], SERVICE).unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap().lines().count(), 2);
    let folder = t.folder.path().join("no/such/folder.csv");
    assert!(t.desk.export_pick_lists(&folder, &[], SERVICE).is_err());
}

#[test]
fn each_line_of_a_file_says_what_becomes_of_it() {
    let t = TestDesk::set_up();
    let list = t.list("Visit", &[heading("Heart"), code("I10", "ours")]);
    let file = t.file(
        "superbill.csv",
        b"\xEF\xBB\xBFList;Section;Code;Description\r\nVISIT;Heart;i10;BP\r\nVisit;Heart;I48.91;\"AFib,\r\nunspecified\"\r\n\
          Visit;Back;M54.5;low back\r\nVisit;Back;Q99.99;none such\r\nVisit;Back;I4891;again\r\nVisit;;;only words\r\n\
          Visit;Back;see chart;\r\n;;99213;Office \xE9\r\nVisit;;R9999;none such\r\n",
    );
    let import = t.desk.preview_pick_lists(&file, SERVICE).unwrap();
    let said: Vec<String> = import
        .lines
        .iter()
        .map(|line| {
            let verdict = serde_json::to_value(&line.verdict).unwrap()["kind"].as_str().unwrap().to_owned();
            format!("{} {} {} {verdict}", line.line, line.list, line.code)
        })
        .collect();
    assert_eq!(
        said,
        [
            "2 VISIT I10 duplicate",
            "3 Visit I48.91 new",
            "5 Visit M54.5 notValid",
            "6 Visit Q99.99 unknown",
            "7 Visit I48.91 duplicate",
            "8 Visit only words noCode",
            "9 Visit see chart noCode",
            "10 superbill 99213 notChecked",
            "11 Visit R9999 unknown",
        ]
    );
    assert_eq!(import.lines[4].verdict, ImportVerdict::Duplicate { line: Some(3) });
    assert_eq!(import.lines[1].wording, "AFib, unspecified");
    assert_eq!(import.lines[7].wording, "Office \u{e9}", "Windows-1252 behind a byte order mark");

    let lists = t.change(PickListChange::Import { lists: import.sound.clone() });
    assert_eq!(names(&lists), ["Visit", "superbill"]);
    assert_eq!(t.rows(list), ["# Heart", "I10 ours", "I48.91 AFib, unspecified"]);
    t.desk.undo_pick_lists(None, SERVICE).unwrap();
    t.change(PickListChange::Import { lists: import.all });
    let rows = t.rows(list);
    assert_eq!(rows[..3], ["R9999 none such", "# Heart", "I10 ours"]);
    assert_eq!(rows[3..], ["I48.91 AFib, unspecified", "# Back", "M54.5 low back", "Q99.99 none such"]);
}

#[test]
fn a_file_that_is_no_list_is_refused_with_a_reason() {
    let t = TestDesk::set_up();
    for (name, bytes, expected) in [
        ("empty.csv", &b" \r\n"[..], ErrorCode::NoteEmpty),
        ("scan.csv", b"%PDF-1.7\n", ErrorCode::NoteNotText),
        ("broken.json", b"{\"format\":", ErrorCode::PickListFileUnreadable),
        ("other.json", b"{\"format\":\"other\",\"lists\":[]}", ErrorCode::PickListFileUnreadable),
        ("array.json", b"[1,2]", ErrorCode::PickListFileUnreadable),
    ] {
        let file = t.file(name, bytes);
        assert_eq!(code_of(t.desk.preview_pick_lists(&file, SERVICE)), expected, "{name}");
    }
    let absent = t.folder.path().join("absent.csv");
    assert_eq!(code_of(t.desk.preview_pick_lists(&absent, SERVICE)), ErrorCode::FileUnreadable);
    let many: String = (0..6_000).map(|number| format!("I10,{number}\n")).collect();
    let file = t.file("many.csv", many.as_bytes());
    assert_eq!(code_of(t.desk.preview_pick_lists(&file, SERVICE)), ErrorCode::PickListFull);
}
