use jiff::civil::{Date, date};
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Workbook};

use super::*;
use crate::draft::{Draft, Problem, value};
use crate::{Arrival, Delimiter, Format, ProblemKind, Quoting, TextEncoding, recognise};

const TODAY: Date = date(2026, 11, 29);

fn sheet(bytes: &[u8]) -> Sheet {
    Sheet::read(bytes, &SheetChoice::default()).unwrap()
}

/// As guessed, every arrival.
fn read(bytes: &[u8]) -> Vec<Arrival> {
    let sheet = sheet(bytes);
    let mapping = guess(&sheet, &[], TODAY);
    assert_eq!(mapping.lacks(), [], "{mapping:?}");
    arrivals(&sheet, &mapping, "day.csv", TODAY).collect()
}

fn drafts(bytes: &[u8]) -> Vec<Draft> {
    read(bytes).into_iter().flat_map(|arrival| arrival.drafts).collect()
}

fn fields(bytes: &[u8]) -> String {
    let sheet = sheet(bytes);
    let mapping = guess(&sheet, &[], TODAY);
    let shown = mapping.columns.iter().map(|column| {
        let dates = column.dates.map(|dates| format!(" {dates:?}")).unwrap_or_default();
        column.field.map_or_else(|| "-".to_owned(), |field| format!("{field:?}{dates}"))
    });
    shown.collect::<Vec<_>>().join(", ")
}

fn problems(draft: &Draft) -> Vec<String> {
    draft.problems.iter().map(|Problem { kind, place }| format!("{kind:?} {place}")).collect()
}

const DAY: &str = "Visit #,MRN,Patient,DOB,Sex,DOS,POS,Provider,NPI,Payer,Member ID,Dx,CPT,Mod,Units,Charge,SSN\n\
    V1,M1,\"Okafor, Ruth A\",11/3/1958,F,4/15/2026,11,Maya Lindqvist MD,1234567893,Medicare B,1EG4,E11.22;I10,99214,25,1,165.00,123-45-6789\n\
    V1,M1,\"Okafor, Ruth A\",11/3/1958,F,4/15/2026,11,Maya Lindqvist MD,1234567893,Medicare B,1EG4,E11.22,83036,,1,14.00,123-45-6789\n\
    V2,M2,\"Ink, Sam\",2/28/58,M,4/15/2026,22,Maya Lindqvist MD,1234567893,Aetna,W1,J45.909,99213,,1,120.00,987-65-4321\n";

#[test]
fn the_rows_of_a_visit_are_one_draft() {
    let arrivals = read(DAY.as_bytes());
    assert_eq!(arrivals.iter().map(|each| each.number).collect::<Vec<_>>(), [2, 4]);
    let draft = &arrivals[0].drafts[0];
    assert_eq!(draft.problems, []);
    assert_eq!(draft.patient.record_number().unwrap().number, "M1");
    assert_eq!(value(&draft.patient.last_name).unwrap(), "Okafor");
    assert_eq!(value(&draft.patient.middle_name).unwrap(), "A");
    assert_eq!(draft.patient.birth_date.as_ref().unwrap().origin.0, "D2 \"DOB\"");
    assert_eq!(value(&draft.visit.from).unwrap().date(), date(2026, 4, 15));
    assert_eq!(draft.visit.to, None);
    assert_eq!(draft.visit.numbers[0].number, "V1");
    assert_eq!(value(&draft.coverages[0].member_id).unwrap(), "1EG4");
    let codes: Vec<_> =
        draft.diagnoses.iter().map(|each| each.concept.diagnosis().unwrap().to_string()).collect();
    assert_eq!(codes, ["E11.22", "I10"]);
    let services: Vec<_> = draft
        .services
        .iter()
        .map(|each| {
            let reasons: Vec<_> =
                each.diagnoses.iter().map(|reason| reason.diagnosis().unwrap().to_string()).collect();
            format!(
                "{} {:?} {} {}",
                each.procedure.procedure().unwrap(),
                each.modifiers,
                value(&each.charge).unwrap(),
                reasons.join(",")
            )
        })
        .collect();
    assert_eq!(services, ["99214 [Modifier(\"25\")] 165.00 E11.22,I10", "83036 [] 14.00 E11.22"]);
    assert_eq!(draft.visit.providers[0].provider.npi, "1234567893");
    let raw = String::from_utf8(arrivals[0].raw.clone()).unwrap();
    assert!(raw.contains("DOB (birth_date, month_first): 11/3/1958\n") && !raw.contains("123-45"), "{raw}");
}

#[test]
fn files_of_every_make_are_told() {
    let layout = |bytes: &[u8]| {
        let sheet = sheet(bytes);
        let text = sheet.layout.text.unwrap();
        (text.encoding, text.delimiter, text.quoting, sheet.layout.heading_line, sheet.layout.rows)
    };
    let windows = b"Fachklinik Ost;;\nListe vom 15.04.2026;;\n\nName;DOB;DOS\n\"Mu\xF1oz; Ana\";28.02.1958;15.04.2026\nInk;1.3.1960;15.04.2026\n";
    assert_eq!(layout(windows), (TextEncoding::Windows1252, Delimiter::Semicolon, Quoting::Double, 4, 2));
    assert_eq!(fields(windows), "PatientName, BirthDate DayFirst, ServiceFrom DayFirst");
    assert_eq!(layout(DAY.as_bytes()), (TextEncoding::Utf8, Delimiter::Comma, Quoting::Double, 1, 3));
    let tabs: Vec<u8> = std::iter::once(0xFEFF_u16)
        .chain("MRN\tName\tDOS\n1\tInk, Ada\t2026-04-15\n".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(layout(&tabs), (TextEncoding::Utf16le, Delimiter::Tab, Quoting::Double, 1, 1));
    let single = b"'MRN','Name','DOS'\n'1','Ink, Ada','2026-04-15'\n'2','Well, Bo','2026-04-15'\n";
    assert_eq!(layout(single).2, Quoting::Single);
    let bare = b"MRN|Name|DOS\n1|\"Bud\" Ink|2026-04-15\n2|\"Well|2026-04-15\n3|Reed|2026-04-15\n";
    assert_eq!((layout(bare).1, layout(bare).2), (Delimiter::Bar, Quoting::None));
    // A page of a report repeats its headings.
    assert_eq!(layout(b"MRN,Name,DOS\n1,Ink,2026-04-15\nMRN,Name,DOS\n2,Well,2026-04-15\n").4, 2);
    let chosen =
        SheetChoice { delimiter: Some(Delimiter::Bar), heading_line: Some(2), ..SheetChoice::default() };
    let other = Sheet::read(DAY.as_bytes(), &chosen).unwrap();
    assert_eq!((other.layout.heading_line, other.headings().len()), (2, 1));
}

#[test]
fn a_workbook_is_read_cell_by_cell() {
    let workbook = |is_1904: bool| {
        let mut book = Workbook::new();
        book.add_worksheet().set_name("About").unwrap().write(0, 0, "Schedule of the day").unwrap();
        let day = CellFormat::new().set_num_format("m/d/yyyy");
        let sheet = book.add_worksheet().set_name("Visits").unwrap();
        for (column, heading) in
            (0..).zip(["Acct #", "Patient Name", "DOB", "Appt Date", "NPI", "Zip", "Dx", "Charge"])
        {
            sheet.write(2, column, heading).unwrap();
        }
        sheet.write(3, 0, 77).unwrap();
        sheet.write(3, 1, "Ruth Okafor").unwrap();
        let at = |year, month, day| ExcelDateTime::from_ymd(year, month, day).unwrap();
        sheet.write_with_format(3, 2, at(1958, 11, 3), &day).unwrap();
        sheet.write_with_format(3, 3, at(2026, 4, 15).and_hms(9, 15, 0).unwrap(), &day).unwrap();
        sheet.write(3, 4, 1_234_567_893_u64).unwrap();
        sheet.write(3, 5, 4101).unwrap();
        sheet
            .write_formula(3, 6, rust_xlsxwriter::Formula::new("=UPPER(\"i10\")").set_result("I10"))
            .unwrap();
        sheet.write(3, 7, 165.5).unwrap();
        assert!(!is_1904);
        book.save_to_buffer().unwrap()
    };
    let bytes = workbook(false);
    assert_eq!(recognise("x", &bytes), Format::Worklist);
    let sheet = sheet(&bytes);
    assert_eq!((sheet.layout.sheet.as_str(), sheet.layout.heading_line), ("Visits", 3));
    assert_eq!(sheet.layout.sheets, ["About", "Visits"]);
    let draft = drafts(&bytes).remove(0);
    assert_eq!(problems(&draft), [""; 0]);
    assert_eq!(draft.visit.accounts[0].number, "77");
    assert_eq!(value(&draft.patient.birth_date).unwrap(), &date(1958, 11, 3));
    assert_eq!(value(&draft.visit.from).unwrap(), &date(2026, 4, 15).at(9, 15, 0, 0));
    assert_eq!(draft.visit.providers[0].provider.npi, "1234567893");
    assert_eq!(value(&draft.patient.address).unwrap().zip, "04101");
    assert_eq!(draft.diagnoses[0].origin.0, "G4 \"Dx\"");
    let chosen = SheetChoice { sheet: Some("About".into()), ..SheetChoice::default() };
    assert_eq!(Sheet::read(&bytes, &chosen).unwrap().headings(), ["Schedule of the day"]);
}

#[test]
fn a_workbook_that_is_a_bomb_or_no_workbook_is_refused() {
    use std::io::Write as _;
    let packed = |name: &str, size: usize| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        let zeros = vec![b' '; 1 << 20];
        for _ in 0..size {
            zip.write_all(&zeros).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let refused = |bytes: &[u8]| Sheet::read(bytes, &SheetChoice::default()).unwrap_err();
    assert!(matches!(refused(&packed("xl/sharedStrings.xml", 70)), ProblemKind::TooLarge { .. }));
    assert!(matches!(refused(&packed("xl/worksheets/sheet1.xml", 260)), ProblemKind::TooLarge { .. }));
    assert_eq!(refused(&packed("xl/media/a.png", 1)), ProblemKind::NotUnderstood);
    assert_eq!(refused(b"%PDF-1.4"), ProblemKind::NotUnderstood);
    assert_eq!(refused(b" \n "), ProblemKind::NoText);
    assert_eq!(refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), ProblemKind::OldWorkbook);
    let secret: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(
        refused(&[b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &secret].concat()),
        ProblemKind::Protected
    );
    let many = "MRN,Name\n".to_owned() + &"1,Ink\n".repeat(100_001);
    assert!(matches!(refused(many.as_bytes()), ProblemKind::TooManyRows { limit: 100_000 }));
}

#[test]
fn a_date_is_never_guessed() {
    let either = b"MRN,Name,DOS\n1,Ink,4/5/2026\n2,Well,5/6/2026\n";
    let sheet = sheet(either);
    let guessed = guess(&sheet, &[], TODAY);
    assert_eq!(guessed.lacks(), [WorklistLack::DateFormat { column: 2 }]);
    assert_eq!(look(&sheet, &guessed, TODAY).either_way, [2]);
    // Another date of the same file tells, be it left out or not.
    assert_eq!(
        fields(b"MRN,Name,DOB,DOS\n1,Ink,28/2/1958,4/5/2026\n"),
        "RecordNumber, PatientName, BirthDate DayFirst, ServiceFrom DayFirst"
    );
    assert_eq!(
        fields(b"MRN,Name,Created,DOS\n1,Ink,2/28/2026,4/5/2026\n"),
        "RecordNumber, PatientName, -, ServiceFrom MonthFirst"
    );
    assert_eq!(
        fields(b"MRN,Name,DOS,To Date\n1,Ink,2026-04-15,\n"),
        "RecordNumber, PatientName, ServiceFrom YearFirst, ServiceTo YearFirst"
    );
}

#[test]
fn what_is_wrong_is_said_at_its_place() {
    let rows = b"MRN,Last Name,First Name,DOB,Sex,DOS,POS,NPI,Dx,CPT,Charge\n\
        1,Ink,Ada,2/30/1958,F,4/15/2026,11,1234567893,I10,99213,120\n\
        2,Well,Bo,2/28/2027,Q,4/15/2026,28,1234567894,12,9921,free\n\
        3,Reed,Cy,2/28/2026,M,1/15/2026,11,1234567893,I10,99213,120\n\
        4,Pen,Di,2/28/1958,M,4/15/2026,11,1234567893,I10,99213,120,1250\n\
        ,,Ed,2/28/1958,M,4/15/2026,11,1234567893,I10,99213,120\n";
    let drafts = drafts(rows);
    let said: Vec<_> =
        drafts.iter().map(|draft| (draft.prevents_import(), problems(draft).join("; "))).collect();
    let expected = [
        (false, "Date D2 \"DOB\""),
        (
            false,
            "InFuture D3 \"DOB\"; NotInList E3 \"Sex\"; NotInList G3 \"POS\"; Npi H3 \"NPI\"; NotACode I3 \"Dx\"; NotACode J3 \"CPT\"; NotANumber K3 \"Charge\"",
        ),
        (false, "BirthAfterService D4 \"DOB\""),
        (true, "ExtraCells L5; NoPatient A5 \"MRN\""),
        (true, "NoPatient A6 \"MRN\""),
    ];
    assert_eq!(said, expected.map(|(prevents, said)| (prevents, said.to_owned())));
    let sheet = sheet(rows);
    let look = look(&sheet, &guess(&sheet, &[], TODAY), TODAY);
    assert_eq!(
        (look.counts.visits, look.counts.sound, look.counts.faulty, look.counts.refused),
        (5, 0, 3, 2)
    );
    assert_eq!(look.rows[1].cells[4].problem, Some(ProblemKind::NotInList));
    assert_eq!(
        (look.rows[0].cells[5].text.as_str(), look.rows[0].cells[5].read.as_str()),
        ("4/15/2026", "2026-04-15")
    );
}

#[test]
fn an_account_holds_several_visits_and_a_visit_several_days() {
    let accounts = b"Acct #,MRN,Name,DOS,CPT\nA1,1,Ink,2026-04-15,99213\nA1,1,Ink,2026-04-16,99213\nA1,1,Ink,2026-04-15,83036\n";
    let days: Vec<_> = drafts(accounts)
        .iter()
        .map(|draft| (value(&draft.visit.from).unwrap().date().day(), draft.services.len()))
        .collect();
    assert_eq!(days, [(15, 2), (16, 1)]);
    let stays = b"Acct #,MRN,Name,Admit Date,Disch Date,CPT\nA1,1,Ink,2026-04-15,2026-04-18,99223\nA1,1,Ink,2026-04-15,2026-04-18,99232\n";
    let stay = drafts(stays).remove(0);
    assert_eq!(
        (stay.visit.numbers[0].number.as_str(), value(&stay.visit.to).unwrap().date()),
        ("A1", date(2026, 4, 18))
    );
    let charges = b"Visit #,MRN,Name,DOS,CPT\nV1,1,Ink,2026-04-16,99232\nV1,1,Ink,2026-04-15,99223\nV1,2,Well,2026-04-15,99223\n";
    let found = drafts(charges);
    assert_eq!(found.len(), 2, "one number for two patients is two visits, about which somebody is asked");
    assert_eq!(value(&found[0].visit.from).unwrap().date(), date(2026, 4, 15));
    assert_eq!(value(&found[0].visit.to).unwrap().date(), date(2026, 4, 16));
    assert_eq!(value(&found[0].services[0].from).unwrap(), &date(2026, 4, 16));
}

#[test]
fn services_stand_in_rows_or_beside_each_other() {
    let beside = b"MRN,Name,DOS,CPT1,Mod1,Units1,CPT2,Mod2,Units2,Dx1,Dx2,Dx Ptr\n1,Ink,2026-04-15,99214,25,1,83036,,2,E11.22,I10,AB\n";
    let draft = drafts(beside).remove(0);
    let shown: Vec<_> = draft
        .services
        .iter()
        .map(|each| {
            format!(
                "{} {} {} {}",
                each.procedure.procedure().unwrap(),
                each.modifiers.len(),
                value(&each.units).unwrap(),
                each.diagnoses.len()
            )
        })
        .collect();
    assert_eq!(shown, ["99214 1 1 0", "83036 0 2 2"], "a pointer says what the nearest service was for");
    // A row for each diagnosis.
    let joined = b"MRN,Name,DOS,CPT,Dx\n1,Ink,2026-04-15,99214,E11.22\n1,Ink,2026-04-15,99214,I10\n1,Ink,2026-04-15,99214,I10\n";
    let draft = drafts(joined).remove(0);
    assert_eq!(
        (draft.services.len(), draft.diagnoses.len(), problems(&draft)),
        (1, 2, vec!["Repeated D4 \"CPT\"".to_owned()])
    );
    let several = b"MRN,Name,DOS,CPT,Units\n1,Ink,2026-04-15,\"99214-25, 83036\",2\n";
    let draft = drafts(several).remove(0);
    assert_eq!((draft.services.len(), problems(&draft)), (2, vec!["Several E2 \"Units\"".to_owned()]));
}

#[test]
fn a_mapping_is_for_its_headings_in_any_order() {
    let first = sheet(b"MRN,Name,DOS,X\n1,Ink,4/5/2026,a\n");
    let mut mapping = guess(&first, &[], TODAY);
    mapping.columns[2].dates = Some(DateFormat::DayFirst);
    mapping.columns[3].field = Some(WorklistField::Facility);
    let known = [mapping.clone()];
    let (second, at) = Sheet::read_by(b"Report\n\nname;x;DOS;MRN\nInk;North;4/5/2026;1\n", &known).unwrap();
    assert_eq!((at, second.layout.heading_line), (Some(0), 3));
    let draft = arrivals(&second, &mapping, "", TODAY).next().unwrap().drafts.remove(0);
    assert_eq!(value(&draft.visit.from).unwrap().date(), date(2026, 5, 4));
    assert_eq!(value(&draft.visit.facility).unwrap(), "North");
    assert_eq!(Sheet::read_by(b"MRN,Name,DOS\n1,Ink,4/5/2026\n", &known).unwrap().1, None, "another table");
    // What was settled for a heading goes into the guess of a table like it.
    let like = sheet(b"MRN,Name,DOS,X,Y\n1,Ink,4/5/2026,a,b\n");
    let guessed = guess(&like, &known, TODAY);
    assert_eq!(guessed.columns[3].field, Some(WorklistField::Facility));
    assert_eq!(guessed.columns[2].dates, Some(DateFormat::DayFirst));
    // A file that is to be read in another way than it seems to ask for.
    let choice = SheetChoice { encoding: Some(TextEncoding::Macintosh), ..SheetChoice::default() };
    let mac = WorklistMapping { choice, ..mapping };
    let (read, at) = Sheet::read_by(b"MRN,Name,DOS,X\n1,Mu\x96oz,4/5/2026,a\n", &[mac]).unwrap();
    assert_eq!((at, read.layout.text.unwrap().encoding), (Some(0), TextEncoding::Macintosh));
}

#[test]
fn a_table_of_visits_is_recognised_and_nothing_else() {
    let is = |name: &str, text: &str| recognise(name, text.as_bytes());
    assert_eq!(is("a.txt", DAY), Format::Worklist);
    assert_eq!(
        is("a.csv", "Datum;Nom;Wert\n1;2;3\n"),
        Format::Worklist,
        "a table by its name, whose columns a person knows"
    );
    for text in [
        "Seen today, with cough.\nLungs clear, no fever.\n",
        "Patient: Ink, Ada\nDOB: 2/28/1958\nSeen today.\n",
        "code,wording\nI10,Blood pressure\n",
        "HCPCS,MOD,DESCRIPTION,FEE\n99213,,Visit,92.00\n",
        "MRN,Name,DOS\n",
        "Patient | MRN | DOB\nInk, Ada | 77 | 2/28/1958\n\nSeen today, with cough.\nLungs clear.\nPlan: rest.\n",
    ] {
        assert_eq!(is("a.txt", text), Format::Text, "{text}");
    }
}
