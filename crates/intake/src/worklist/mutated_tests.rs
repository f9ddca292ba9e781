//! Worklists, mutated: whatever a file has become, reading it comes to an end and does not panic, by whatever mapping, and no
//! row is lost without a word.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Workbook};

use super::*;
use crate::mutate::{Change, change, changed};
use crate::recognise;

const TODAY: Date = date(2026, 11, 29);

const TEXT: &str = "Schedule of North Clinic\n\nVisit #,MRN,Patient,DOB,Sex,DOS,To Date,POS,Provider,NPI,Payer,Member ID,Zip,Dx,CPT,Mod,Units,Charge,Dx Ptr,Note\n\
    V1,M1,\"Okafor, Ruth A\",11/3/1958,F,4/15/2026 9:15 AM,,11,Maya Lindqvist MD,1234567893,Medicare B,1EG4,4101,E11.22;I10,99214-25,59,1,$165.00,AB,\"Seen today.\nLungs clear.\"\n\
    V1,M1,\"Okafor, Ruth A\",11/3/58,F,20260415,2026-04-16,22,,,,,,E11.22 Type 2,83036,,1,14.00,1,\n\
    V2,M2,Sam Ink Jr,28-Feb-58,M,46127,,02,,,Aetna,W1,,Cough,99213,,,,,\n";

const PIECES: &[&str] = &[
    ",",
    ";",
    "\t",
    "|",
    "\"",
    "'",
    "\n",
    "\r",
    "\n\n",
    "\"\"",
    "MRN",
    "DOB",
    "DOS",
    "CPT",
    "Dx",
    "NPI",
    "Visit #",
    "Name",
    "99214",
    "99214-25-59 x2",
    "E11.22",
    "0DB68ZX",
    "1234567893",
    "31/12/9999",
    "2/29/2025",
    "24:61",
    "99999999999999999999",
    "-1",
    "1e9",
    "(12)",
    "46127.99999",
    "60",
    "12/31/00 12:00 PM",
    "van der Berg",
    "^^^",
    ", Jr",
    "(E11.9)",
    "ABCDEFGHIJKLM",
    "\u{feff}",
    "\u{e9}",
    "\u{0}",
    "\u{1F600}",
    "\u{660}",
    "=1+1",
    "'=1",
    "NULL",
    "#N/A",
];

const XML_PIECES: &[&str] = &[
    "<row r=\"1\">",
    "</row>",
    "<c r=\"A1\">",
    "<c r=\"XFD1048576\">",
    "<c r=\"ZZZZ99999999\">",
    "</c>",
    "<v>",
    "</v>",
    "<v>99999999999</v>",
    "t=\"s\"",
    "t=\"d\"",
    "t=\"e\"",
    "s=\"9999\"",
    "<is><t>",
    "</t></is>",
    "<f>1/0</f>",
    "<f t=\"shared\" si=\"0\" ref=\"A1:ZZ9\">",
    "date1904=\"1\"",
    "<",
    ">",
    "&",
    "&b;",
    "\"",
    "\u{0}",
    "-1",
    "1e309",
];

static BOOK: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut book = Workbook::new();
    let day = CellFormat::new().set_num_format("m/d/yyyy");
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(["MRN", "Name", "DOB", "DOS", "NPI", "Dx", "CPT", "Units"]) {
        sheet.write(1, column, heading).unwrap();
    }
    for row in 2..5 {
        sheet.write(row, 0, row).unwrap();
        sheet.write(row, 1, "Ink, Ada").unwrap();
        sheet.write_with_format(row, 2, ExcelDateTime::from_ymd(1958, 2, 28).unwrap(), &day).unwrap();
        sheet.write_with_format(row, 3, ExcelDateTime::from_ymd(2026, 4, 15).unwrap(), &day).unwrap();
        sheet.write(row, 4, 1_234_567_893_u64).unwrap();
        sheet.write(row, 5, "I10").unwrap();
        sheet.write(row, 6, 99213).unwrap();
        sheet.write(row, 7, 1).unwrap();
    }
    book.save_to_buffer().unwrap()
});

/// The parts of a workbook, unpacked.
static PARTS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(BOOK.as_slice())).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut part = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            std::io::copy(&mut part, &mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
});

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    use std::io::Write as _;
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, stored).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn read(bytes: &[u8], fields: &[Option<WorklistField>]) -> Result<(), TestCaseError> {
    let _ = recognise("day.csv", bytes);
    let Ok(sheet) = Sheet::read(bytes, &SheetChoice::default()) else { return Ok(()) };
    let guessed = guess(&sheet, &[], TODAY);
    prop_assert_eq!(guessed.columns.len(), sheet.headings().len());
    // Any column may be said to be anything.
    let told = sheet.headings().iter().zip(fields.iter().cycle());
    let columns = told.map(|(heading, field)| MappedColumn {
        heading: heading.clone(),
        field: *field,
        dates: Some(DateFormat::MonthFirst),
    });
    let other = WorklistMapping { columns: columns.collect(), ..WorklistMapping::default() };
    for mapping in [guessed, other] {
        let mut visits = 0;
        for arrival in arrivals(&sheet, &mapping, "day.csv", TODAY) {
            visits += 1;
            prop_assert_eq!(arrival.drafts.len(), 1);
            prop_assert!(arrival.number > sheet.layout.heading_line);
            for draft in &arrival.drafts {
                let is_named = draft.patient.last_name.is_some() || draft.patient.record_number().is_some();
                prop_assert!(is_named || draft.prevents_import());
            }
        }
        let shown = look(&sheet, &mapping, TODAY);
        prop_assert!(visits <= shown.counts.rows && shown.counts.rows == sheet.layout.rows);
        prop_assert_eq!(visits, shown.counts.visits);
        prop_assert_eq!(visits, shown.counts.sound + shown.counts.faulty + shown.counts.refused);
        let (again, at) = Sheet::read_by(bytes, &[mapping]).unwrap();
        prop_assert!(at == Some(0) && again.signature() == sheet.signature());
    }
    Ok(())
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec(change(), 1..6)
}

fn fields() -> impl Strategy<Value = Vec<Option<WorklistField>>> {
    prop::collection::vec(
        prop::option::weighted(0.9, prop::sample::select(WorklistField::ALL.to_vec())),
        1..24,
    )
}

proptest! {
    #[test]
    fn a_mutated_worklist_of_text(changes in changes(), fields in fields()) {
        read(&changed(TEXT.as_bytes().to_vec(), PIECES, &changes), &fields)?;
    }

    #[test]
    fn a_mutated_workbook(changes in changes(), part in any::<prop::sample::Index>(), packing in changes(), fields in fields()) {
        let mut parts = PARTS.clone();
        let part = part.get_mut(&mut parts);
        part.1 = changed(std::mem::take(&mut part.1), XML_PIECES, &changes);
        let file = packed(&parts);
        read(&file, &fields)?;
        read(&changed(file, XML_PIECES, &packing), &fields)?;
    }

    #[test]
    fn a_mutated_nothing(bytes in prop::collection::vec(any::<u8>(), 0..400), fields in fields()) {
        read(&bytes, &fields)?;
    }
}

#[test]
fn what_is_mutated_is_read_whole() {
    for (bytes, visits) in [(TEXT.as_bytes(), 2), (BOOK.as_slice(), 3)] {
        let sheet = Sheet::read(bytes, &SheetChoice::default()).unwrap();
        let mapping = guess(&sheet, &[], TODAY);
        let look = look(&sheet, &mapping, TODAY);
        assert_eq!((look.counts.visits, look.counts.refused), (visits, 0), "{look:?}");
    }
}
