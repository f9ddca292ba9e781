//! Worklists of ten thousand rows into an encrypted vault: 4,000 visits with a charge or more each, as CSV and as a workbook.
//! `cargo bench -p workstation --bench worklists [-- csv]`. Each sample has a vault of its own.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench stops where something is not as expected, and prints"
)]

use std::path::PathBuf;

use divan::Bencher;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use tempfile::TempDir;
use vault::NewUser;
use workstation::{Clock, Desk, Places};

const VISITS: u32 = 4_000;
const ROWS: u32 = 10_000;
const HEADINGS: [&str; 16] = [
    "Visit #",
    "MRN",
    "Patient",
    "DOB",
    "Sex",
    "DOS",
    "POS",
    "Provider",
    "NPI",
    "Payer",
    "Member ID",
    "Dx",
    "CPT",
    "Mod",
    "Units",
    "Charge",
];

fn main() {
    divan::main();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM not known");
    println!("whole process, with the dictionary open: {peak}");
}

#[divan::bench(sample_count = 3)]
fn csv_looked_at(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(|| desk("csv")).bench_local_refs(|(desk, folder)| {
        let view = desk.look_at_worklist(&file(folder, "csv"), None).unwrap();
        assert_eq!((view.look.counts.visits, view.look.counts.sound), (VISITS, VISITS));
    });
}

#[divan::bench(sample_count = 3)]
fn csv_imported(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(|| desk("csv")).bench_local_refs(|(desk, folder)| import(desk, folder, "csv"));
}

#[divan::bench(sample_count = 3)]
fn xlsx_imported(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(|| desk("xlsx")).bench_local_refs(|(desk, folder)| import(desk, folder, "xlsx"));
}

/// Every row a visit of its own, which is the most work.
#[divan::bench(sample_count = 3)]
fn csv_of_ten_thousand_visits_imported(bencher: Bencher<'_, '_>) {
    let input = || {
        let (desk, folder) = desk("csv");
        let rows = (0..ROWS).map(|row| cells(row, row).join(","));
        let text = std::iter::once(HEADINGS.join(",")).chain(rows).collect::<Vec<_>>().join("\n");
        std::fs::write(file(&folder, "csv"), text).unwrap();
        (desk, folder)
    };
    bencher.with_inputs(input).bench_local_refs(|(desk, folder)| {
        let report =
            desk.import_arrival(&[file(folder, "csv")], &Default::default(), &mut |_| ()).unwrap().value;
        assert_eq!((report.counts.new, report.counts.problems), (ROWS, 0));
    });
}

fn import(desk: &Desk, folder: &TempDir, ending: &str) {
    let report =
        desk.import_arrival(&[file(folder, ending)], &Default::default(), &mut |_| ()).unwrap().value;
    assert_eq!((report.counts.messages, report.counts.new, report.counts.problems), (VISITS, VISITS, 0));
}

fn file(folder: &TempDir, ending: &str) -> PathBuf {
    folder.path().join("day").with_extension(ending)
}

/// With the columns of such files kept.
fn desk(ending: &str) -> (Desk, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let places = Places {
        vault: folder.path().join("vault"),
        sample: folder.path().join("sample"),
        dictionary: Places::find_dictionary(None),
        publications: folder.path().join("publications.db"),
    };
    let desk = Desk::new(places, Clock::wall());
    desk.book().unwrap();
    let user = NewUser {
        login: "ruth".into(),
        name: "Ruth Lang".into(),
        credential: "CPC".into(),
        passphrase: "a quiet desk under a lamp".into(),
    };
    desk.create_vault(&user).unwrap();
    let path = file(&folder, ending);
    match ending {
        "csv" => std::fs::write(&path, text()).unwrap(),
        _ => std::fs::write(&path, workbook()).unwrap(),
    }
    let view = desk.look_at_worklist(&path, None).unwrap();
    desk.keep_worklist_columns(&view.look.mapping).unwrap();
    (desk, folder)
}

/// Of a visit with its second or third row: another charge.
fn cells(row: u32, visit: u32) -> [String; 16] {
    let (day, charge) = (1 + visit % 28, ["99213", "83036", "36415"].get((row / VISITS) as usize).copied());
    [
        format!("V{visit}"),
        format!("M{visit}"),
        format!("\"Name{visit}, Ada B\""),
        format!("2/{day}/1958"),
        "F".to_owned(),
        format!("4/{day}/2026"),
        "11".to_owned(),
        "Maya Lindqvist MD".to_owned(),
        "1234567893".to_owned(),
        "Northern Mutual".to_owned(),
        format!("W{visit}"),
        "I10;E11.9".to_owned(),
        charge.unwrap_or("99214").to_owned(),
        "25".to_owned(),
        "1".to_owned(),
        "120.00".to_owned(),
    ]
}

fn text() -> String {
    let rows = (0..ROWS).map(|row| cells(row, row % VISITS).join(","));
    std::iter::once(HEADINGS.join(",")).chain(rows).collect::<Vec<_>>().join("\n")
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let format = Format::new().set_num_format("m/d/yyyy");
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write(0, column, heading).unwrap();
    }
    for row in 0..ROWS {
        for (column, cell) in (0..).zip(cells(row, row % VISITS)) {
            let day = cell.split('/').map(|part| part.parse::<u16>().unwrap_or(0)).collect::<Vec<_>>();
            match day.as_slice() {
                [month, day, year] => {
                    let at = ExcelDateTime::from_ymd(*year, *month as u8, *day as u8).unwrap();
                    sheet.write_with_format(row + 1, column, at, &format).unwrap()
                }
                _ => sheet.write(row + 1, column, cell.trim_matches('"')).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}
