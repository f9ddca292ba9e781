//! Worklists of practice systems: columns said once, rows shown, then imported whole, brought to the encounter that they are about.

use std::ops::ControlFlow;
use std::path::PathBuf;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::json;
use workstation::{
    ArrivalRefusal, ArrivalReport, ArrivalVerdict, Chart, ColumnsFrom, ErrorCode, QueueQuery, QueueRequest,
    Watched, WorklistMapping,
};

use super::desk::{TestDesk, code_of};

fn put(t: &TestDesk, name: &str, bytes: &[u8]) -> PathBuf {
    let path = t.folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn import(t: &TestDesk, name: &str, bytes: &[u8]) -> ArrivalReport {
    let paths = [put(t, name, bytes)];
    let shown = t.desk.preview_arrival(&paths, &mut |_| ()).unwrap();
    let done = t.desk.import_arrival(&paths, &Default::default(), &mut |_| ()).unwrap().value;
    assert_eq!(shown.counts, done.counts, "what was shown is what was done");
    done
}

/// Keeps what is guessed of a file's columns.
fn settle(t: &TestDesk, name: &str, bytes: &[u8]) {
    let look = t.desk.look_at_worklist(&put(t, name, bytes), None).unwrap().look;
    t.desk.keep_worklist_columns(&look.mapping).unwrap();
}

fn queue(t: &TestDesk) -> Vec<Chart> {
    let request = QueueRequest { limit: 100, ..QueueRequest::default() };
    let page = t.desk.queue(&QueueQuery { request, text: String::new() }).unwrap();
    let mut charts: Vec<Chart> =
        page.rows.iter().map(|row| t.desk.open_encounter(row.id).unwrap().value).collect();
    charts.sort_by_key(|chart| chart.id);
    charts
}

const NEEDS_MAPPING: ArrivalVerdict = ArrivalVerdict::Refused { reason: ArrivalRefusal::NeedsMapping };

/// Semicolons, Windows-1252, day before month: an export of a spreadsheet outside of the United States.
const SCHEDULE: &[u8] = b"Visites du jour;;;;;\n\nVisit #;MRN;Patient;DOB;DOS;Facility\n\
    V1;M1;\"Mu\xF1oz, Ana\";04/05/1958;07/06/2026;Beaus\xE9jour\nV2;M2;\"Ink, Sam\";06/05/1960;07/06/2026;Beaus\xE9jour\n";

#[test]
fn columns_are_said_once_and_dates_are_asked() {
    let t = TestDesk::set_up();
    let path = put(&t, "schedule.csv", SCHEDULE);
    let refused = t.desk.preview_arrival(std::slice::from_ref(&path), &mut |_| ()).unwrap();
    assert_eq!(refused.rows[0].verdict, NEEDS_MAPPING);

    let view = t.desk.look_at_worklist(&path, None).unwrap();
    assert_eq!(view.columns_from, ColumnsFrom::Guess);
    assert_eq!((view.look.layout.heading_line, view.look.counts.rows), (3, 2));
    let text = serde_json::to_value(view.look.layout.text).unwrap();
    assert_eq!(text, json!({ "encoding": "windows1252", "delimiter": "semicolon", "quoting": "double" }));
    assert_eq!(view.look.either_way, [3, 4], "day and month fit both ways");
    assert_eq!(code_of(t.desk.keep_worklist_columns(&view.look.mapping)), ErrorCode::WorklistIncomplete);

    let mut told = serde_json::to_value(&view.look.mapping).unwrap();
    for column in [3, 4] {
        told["columns"][column]["dates"] = json!("day_first");
    }
    let told: WorklistMapping = serde_json::from_value(told).unwrap();
    let shown = t.desk.look_at_worklist(&path, Some(&told)).unwrap();
    assert_eq!(shown.columns_from, ColumnsFrom::Told);
    assert_eq!((shown.look.counts.sound, shown.look.rows[0].cells[3].read.as_str()), (2, "1958-05-04"));
    t.desk.keep_worklist_columns(&told).unwrap();

    let report = import(&t, "schedule.csv", SCHEDULE);
    assert_eq!((report.counts.messages, report.counts.new, report.counts.problems), (2, 2, 0), "{report:?}");
    let charts = queue(&t);
    let header = &charts[0].encounter.header;
    assert_eq!((header.patient.last_name.as_str(), header.account.as_str()), ("Muñoz", "V1"));
    assert_eq!(header.patient.birth_date.unwrap().to_string(), "1958-05-04");
    assert_eq!(header.service_from.unwrap().to_string(), "2026-06-07");
    let origins = t.desk.field_origins(charts[0].id).unwrap();
    let birth = origins.iter().find(|origin| origin.field.ends_with("birthDate")).unwrap();
    assert_eq!((birth.place.as_str(), birth.sender.as_str()), ("D4 \"DOB\"", "schedule.csv"));

    // The next file with these headings goes in at once, whatever their order and delimiter.
    let next = b"MRN,Visit #,Patient,DOB,DOS,Facility\nM3,V3,\"Well, Bo\",01/02/1970,08/06/2026,North\n";
    let report = import(&t, "next.csv", next);
    assert_eq!(report.counts.new, 1);
    assert_eq!(queue(&t)[2].encounter.header.service_from.unwrap().to_string(), "2026-06-08");
    let view = t.desk.look_at_worklist(&put(&t, "next.csv", next), None).unwrap();
    assert_eq!(view.columns_from, ColumnsFrom::Kept);
    assert!(t.desk.verify_audit().unwrap().intact);
}

#[test]
fn the_same_row_changes_nothing_and_a_changed_one_what_it_carries() {
    let t = TestDesk::set_up();
    let file = |payer: &str, touched: &str| {
        format!(
            "Visit #,MRN,Name,DOB,DOS,Payer,Facility,Last Touched\nV1,M1,\"Ink, Ada\",2/28/1958,6/30/2026,{payer},North,{touched}\nV2,M2,\"Well, Bo\",2/27/1958,6/30/2026,Aetna,North,{touched}\n"
        )
    };
    settle(&t, "a.csv", file("Aetna", "1").as_bytes());
    import(&t, "a.csv", file("Aetna", "1").as_bytes());
    let before = queue(&t);
    let again = import(&t, "b.csv", file("Aetna", "2").as_bytes());
    assert_eq!(
        (again.counts.duplicates, again.counts.updated),
        (2, 0),
        "a column that is left out says nothing"
    );
    assert_eq!(queue(&t)[0].revision, before[0].revision);

    let changed = import(&t, "c.csv", file("Cigna", "2").as_bytes());
    assert_eq!((changed.counts.updated, changed.counts.duplicates), (1, 1), "{changed:?}");
    let fields: Vec<_> = changed.rows[0].fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["/header/primaryPayer"]);
    let chart = queue(&t).remove(0);
    assert_eq!(chart.encounter.header.primary_payer.as_ref().unwrap().payer, "Cigna");
    // A row without a facility leaves the one that is known.
    let without = file("Humana", "2").replace(",North,", ",,");
    import(&t, "d.csv", without.as_bytes());
    let chart = queue(&t).remove(0);
    assert_eq!(chart.encounter.header.facility, before[0].encounter.header.facility);

    let latest = t.desk.arrivals().unwrap().remove(0);
    let undone = t.desk.undo_arrival(latest.id).unwrap().value;
    assert_eq!((undone.restored, undone.voided), (1, 0));
    assert_eq!(queue(&t)[0].encounter.header.primary_payer.as_ref().unwrap().payer, "Cigna");
    // Taken for something else it is not the same row again.
    let mapping =
        t.desk.look_at_worklist(&put(&t, "c.csv", file("Cigna", "2").as_bytes()), None).unwrap().look.mapping;
    let mut told = serde_json::to_value(&mapping).unwrap();
    told["columns"][7]["field"] = json!("financial_class");
    t.desk.keep_worklist_columns(&serde_json::from_value(told).unwrap()).unwrap();
    assert_eq!(import(&t, "e.csv", file("Cigna", "2").as_bytes()).counts.updated, 2);
}

#[test]
fn a_row_a_charge_joins_its_visit() {
    let t = TestDesk::set_up();
    let head =
        "Encounter ID,MRN,Patient Name,DOB,Service Date,Rendering NPI,Dx 1,Dx 2,CPT,Mod,Units,Charge\n";
    let row = |dx: &str, cpt: &str, mods: &str, charge: &str| {
        format!("E7,M1,\"Ink, Ada\",2/28/1958,6/30/2026,1234567893,{dx},{cpt},{mods},1,{charge}\n")
    };
    let day = format!(
        "{head}{}{}",
        row("E11.22,I10", "99214", "25", "165.00"),
        row("E11.22,", "83036", "", "14.00")
    );
    settle(&t, "a.csv", day.as_bytes());
    let report = import(&t, "a.csv", day.as_bytes());
    assert_eq!((report.counts.messages, report.counts.new, report.counts.proposals), (1, 1, 4), "{report:?}");
    // A charge that came late, in a file of its own.
    let late = import(&t, "b.csv", format!("{head}{}", row("I10,", "36415", "", "9.00")).as_bytes());
    assert_eq!((late.counts.updated, late.counts.proposals), (1, 1), "{late:?}");
    let chart = queue(&t).remove(0);
    assert_eq!(queue(&t).len(), 1);
    let ids: Vec<_> = chart.proposals.iter().map(|proposal| proposal.id).collect();
    let chart = t.desk.take_proposals(chart.id, chart.revision, &ids).unwrap().value;
    let lines: Vec<_> = chart
        .encounter
        .lines
        .iter()
        .map(|line| format!("{} {} {} {}", line.code, line.modifiers.len(), line.charge, line.pointers.len()))
        .collect();
    assert_eq!(lines, ["99214 1 165.00 2", "83036 0 14.00 1", "36415 0 9.00 0"]);
    assert_eq!(chart.encounter.header.rendering_provider.as_ref().unwrap().npi, "1234567893");
}

#[test]
fn an_account_of_a_practice_holds_the_visits_of_years() {
    let t = TestDesk::set_up();
    let file = |day: &str, payer: &str| {
        format!("Acct #,Patient,DOB,DOS,Payer\nA1,\"Ink, Ada\",2/28/1958,{day},{payer}\n")
    };
    settle(&t, "a.csv", file("6/30/2026", "Aetna").as_bytes());
    for (day, payer, new) in [("6/30/2026", "Aetna", 1), ("7/1/2026", "Aetna", 1), ("6/30/2026", "Cigna", 0)]
    {
        let report = import(&t, "a.csv", file(day, payer).as_bytes());
        assert_eq!((report.counts.new, report.counts.updated), (new, 1 - new), "{day} {payer}");
    }
    assert_eq!(queue(&t).len(), 2);
}

#[test]
fn a_list_without_numbers_is_known_by_name_and_day() {
    let t = TestDesk::set_up();
    let file = |day: &str, payer: &str| format!("Patient,DOB,DOS,Payer\nAda Ink,2/28/1958,{day},{payer}\n");
    settle(&t, "a.csv", file("6/30/2026", "Aetna").as_bytes());
    for (day, payer, new) in [("6/30/2026", "Aetna", 1), ("6/30/2026", "Cigna", 0), ("7/1/2026", "Cigna", 1)]
    {
        let report = import(&t, "a.csv", file(day, payer).as_bytes());
        assert_eq!(
            (report.counts.new, report.counts.updated, report.counts.asked),
            (new, 1 - new, 0),
            "{day} {payer}"
        );
    }
}

fn workbook(names: &[&str]) -> Vec<u8> {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("dd.mm.yyyy");
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(["MRN", "Patient", "DOB", "Appt Date", "Zip", "Dx"]) {
        sheet.write(0, column, heading).unwrap();
    }
    for (row, name) in (1..).zip(names) {
        sheet.write(row, 0, 100 + row).unwrap();
        sheet.write(row, 1, *name).unwrap();
        sheet.write_with_format(row, 2, ExcelDateTime::from_ymd(1958, 2, 28).unwrap(), &day).unwrap();
        sheet.write_with_format(row, 3, ExcelDateTime::from_ymd(2026, 6, 30).unwrap(), &day).unwrap();
        sheet.write(row, 4, 4101).unwrap();
        sheet.write(row, 5, "I10; E11.9 Diabetes").unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_comes_in_and_is_taken_back() {
    let t = TestDesk::set_up();
    let bytes = workbook(&["Ada Ink", "Bo Well"]);
    settle(&t, "day.xlsx", &bytes);
    let report = import(&t, "day.xlsx", &bytes);
    assert_eq!((report.counts.new, report.counts.proposals, report.counts.problems), (2, 4, 0), "{report:?}");
    let header = queue(&t).remove(0).encounter.header;
    assert_eq!(header.patient.birth_date.unwrap().to_string(), "1958-02-28");
    assert_eq!(header.claim.unwrap().patient_address.zip, "04101");
    let imported = t.desk.arrivals().unwrap().remove(0);
    assert_eq!(t.desk.undo_arrival(imported.id).unwrap().value.voided, 2);
    assert_eq!(import(&t, "day.xlsx", &bytes).counts.new, 2, "it may come again");
    let damaged = import(&t, "damaged.xlsx", &bytes[..bytes.len() / 2]);
    assert_eq!(damaged.rows[0].verdict, ArrivalVerdict::Refused { reason: ArrivalRefusal::Problems });
}

#[test]
fn a_watched_folder_knows_the_columns_or_puts_the_file_aside() {
    let t = TestDesk::set_up();
    let tray = t.folder.path().join("tray");
    std::fs::create_dir(&tray).unwrap();
    let file = "MRN,Patient,DOB,DOS\nM1,\"Ink, Ada\",2/28/1958,6/30/2026\n";
    settle(&t, "a.csv", file.as_bytes());
    std::fs::write(tray.join("known.csv"), file).unwrap();
    std::fs::write(tray.join("other.csv"), file.replace("DOS", "Date")).unwrap();
    std::fs::write(tray.join("day.xlsx"), workbook(&["Ada Ink"])).unwrap();
    let mut watched = Watched::default();
    let mut sweep = || t.desk.sweep(&tray, &mut watched, &mut |_| ControlFlow::Continue(())).unwrap();
    sweep();
    let second = sweep();
    assert_eq!((second.done, second.problems, second.new), (1, 2, 1));
    let reason = std::fs::read_to_string(tray.join("problems/other.csv.reason.json")).unwrap();
    assert!(tray.join("done/known.csv").exists() && reason.contains("needs_mapping"), "{reason}");
}

#[test]
fn a_row_with_a_fault_is_said_and_the_rest_comes_in() {
    let t = TestDesk::set_up();
    let file = "MRN,Patient,DOB,DOS,NPI,CPT\nM1,\"Ink, Ada\",2/28/1958,6/30/2026,1234567894,9921\n,,2/28/1958,6/30/2026,,99213\nM3,\"Well, Bo\",2/31/1958,6/30/2026,1234567893,99213\n";
    settle(&t, "a.csv", file.as_bytes());
    let report = import(&t, "a.csv", file.as_bytes());
    assert_eq!((report.counts.new, report.counts.refused, report.counts.problems), (2, 1, 4), "{report:?}");
    let places: Vec<_> =
        report.rows.iter().flat_map(|row| &row.problems).map(|problem| problem.place.0.as_str()).collect();
    assert_eq!(places, ["E2 \"NPI\"", "F2 \"CPT\"", "A3 \"MRN\"", "C4 \"DOB\""]);
}

#[test]
fn a_visit_that_was_cancelled_becomes_none_and_holds_one_that_is_known() {
    let t = TestDesk::set_up();
    let file = |one: &str, two: &str| {
        format!(
            "Appt ID,MRN,Patient,DOB,Appt Date,Appt Status\nV1,M1,\"Ink, Ada\",2/28/1958,6/30/2026,{one}\nV2,M2,\"Well, Bo\",2/28/1960,6/30/2026,{two}\n"
        )
    };
    settle(&t, "a.csv", file("Arrived", "No Show").as_bytes());
    let report = import(&t, "a.csv", file("Arrived", "No Show").as_bytes());
    assert_eq!((report.counts.new, report.counts.unchanged, report.counts.refused), (1, 1, 0), "{report:?}");
    import(&t, "b.csv", file("Cancelled by patient", "No Show").as_bytes());
    let charts = queue(&t);
    let held: Vec<_> = charts.iter().map(|chart| chart.encounter.status).collect();
    assert_eq!(held, [encounter::Status::OnHold]);
    let later = import(&t, "c.csv", file("Arrived", "Arrived").as_bytes());
    assert_eq!((later.counts.new, later.counts.duplicates), (1, 1), "{later:?}");
}

#[test]
fn what_was_written_earlier_overrides_nothing() {
    let t = TestDesk::set_up();
    let file = |payer: &str| {
        format!("Visit #,MRN,Patient,DOB,DOS,Payer\nV1,M1,\"Ink, Ada\",2/28/1958,6/30/2026,{payer}\n")
    };
    settle(&t, "a.csv", file("Aetna").as_bytes());
    import(&t, "a.csv", file("Aetna").as_bytes());
    let path = put(&t, "of-yesterday.csv", file("Cigna").as_bytes());
    let yesterday = path.metadata().unwrap().modified().unwrap() - std::time::Duration::from_secs(86_400);
    std::fs::File::options().write(true).open(&path).unwrap().set_modified(yesterday).unwrap();
    let report = t.desk.import_arrival(&[path], &Default::default(), &mut |_| ()).unwrap().value;
    assert_eq!(report.rows[0].fields[0].fate, workstation::FieldFate::OlderThanKnown, "{report:?}");
    assert_eq!(queue(&t)[0].encounter.header.primary_payer.as_ref().unwrap().payer, "Aetna");
}
