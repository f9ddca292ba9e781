//! Documents that came as files: kept as they came, shown page by page, with the text where there is one.

use std::ops::ControlFlow;
use std::path::PathBuf;

use encounter::{Amendment, Document, DocumentKind, DocumentPage, EncounterId, Status};
use workstation::{
    ArrivalAnswers, ArrivalQuestion, ArrivalReport, ArrivalVerdict, Chart, Desk, EncounterDraft, ErrorCode,
    Filing, NoteDraft, Watched,
};

use super::desk::{PASSPHRASE, TestDesk, code_of, header};

/// 16 by 24 dots by T.6, a black bar from the fifth column to the twelfth: the first row in horizontal mode, every other one
/// as the row above it.
fn group4() -> Vec<u8> {
    let eofb = "000000000001".repeat(2);
    let bits = format!("00110110001011{}{eofb}", "111".repeat(23));
    let digits: Vec<u8> = bits.bytes().map(|digit| digit - b'0').collect();
    let byte = |bits: &[u8]| bits.iter().enumerate().fold(0, |all, (at, bit)| all | bit << (7 - at));
    digits.chunks(8).map(byte).collect()
}

/// A page of A4 that is that picture and nothing else.
pub(super) fn scanned_pdf() -> Vec<u8> {
    let data = group4();
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    let content = "q 595 0 0 842 0 0 cm /I Do Q";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
    ];
    for (number, object) in (1..).zip(objects) {
        places.push(bytes.len());
        bytes.extend(format!("{number} 0 obj{object}\nendobj\n").bytes());
    }
    places.push(bytes.len());
    let image = "/Type/XObject/Subtype/Image/Width 16/Height 24/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 16/Rows 24>>";
    bytes.extend(format!("5 0 obj<<{image}/Length {}>>stream\n", data.len()).bytes());
    bytes.extend(&data);
    bytes.extend(b"\nendstream\nendobj\n");
    let table = bytes.len();
    bytes.extend(b"xref\n0 6\n0000000000 65535 f \n");
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    bytes.extend(format!("trailer<</Size 6/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").bytes());
    bytes
}

/// As a fax server writes it, that page `pages` times.
pub(super) fn faxed_tiff(pages: u32) -> Vec<u8> {
    let data = group4();
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    for page in 1..=pages {
        let tags = 9_u16;
        let strip = bytes.len() as u32 + 2 + u32::from(tags) * 12 + 4;
        let values = [
            (256_u16, 16),
            (257, 24),
            (258, 1),
            (259, 4),
            (262, 0),
            (273, strip),
            (277, 1),
            (278, 24),
            (279, data.len() as u32),
        ];
        bytes.extend(tags.to_le_bytes());
        for (tag, value) in values {
            bytes.extend(tag.to_le_bytes());
            bytes.extend(4_u16.to_le_bytes());
            bytes.extend(1_u32.to_le_bytes());
            bytes.extend(value.to_le_bytes());
        }
        let next = if page < pages { strip + data.len() as u32 } else { 0 };
        bytes.extend(next.to_le_bytes());
        bytes.extend(&data);
    }
    bytes
}

fn put(t: &TestDesk, name: &str, bytes: &[u8]) -> PathBuf {
    let path = t.folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn document(draft: NoteDraft) -> Document {
    let NoteDraft { title, kind, text, file } = draft;
    Document { title, kind, text, file, ..Document::default() }
}

/// Width and height of a PNG.
fn size(png: &[u8]) -> (u32, u32) {
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (side(16), side(20))
}

fn actions(desk: &Desk, id: EncounterId, action: &str) -> usize {
    desk.history(id).unwrap().iter().filter(|entry| entry.action == action).count()
}

fn standing(chart: &Chart) -> Vec<&Document> {
    chart.encounter.documents.iter().filter(|document| !document.withdrawn).collect()
}

#[test]
fn a_scanned_page_is_kept_and_shown() {
    let t = TestDesk::set_up();
    let mut chart = t.encounter("Seen today.");
    let path = put(&t, "104482_2026-04-15_op note.pdf", &scanned_pdf());
    let draft = t.desk.read_note_file(&path).unwrap();
    let file = draft.file.clone().unwrap();
    assert_eq!((draft.text.as_str(), file.media_type.as_str()), ("", "application/pdf"));
    assert_eq!(
        (file.is_pictured, file.pages.as_slice()),
        (true, &[DocumentPage { start: 0, has_text: false }][..])
    );
    t.amend(&mut chart, Amendment::AddDocument { document: document(draft) });
    let scan = chart.encounter.documents.last().unwrap().clone();
    assert_eq!(scan.file.as_ref().unwrap().bytes as usize, scanned_pdf().len());

    let page = t.desk.page_picture(chart.id, scan.id, 1, 400).unwrap();
    assert_eq!(size(&page).0, 400);
    assert_eq!(t.desk.page_picture(chart.id, scan.id, 1, 400).unwrap(), page);
    assert_eq!(size(&t.desk.page_picture(chart.id, scan.id, 1, 99_999).unwrap()).0, 3200);
    assert_eq!(actions(&t.desk, chart.id, "view_file"), 1, "looking at several pages is one look");
    assert_eq!(code_of(t.desk.page_picture(chart.id, scan.id, 2, 400)), ErrorCode::PageDamaged);
    let note = chart.encounter.documents[0].id;
    assert_eq!(code_of(t.desk.page_picture(chart.id, note, 1, 400)), ErrorCode::NoSuchFile);

    // It goes with the undo of the coder, and is never thrown away.
    let chart = t.desk.undo(chart.id, chart.revision).unwrap().value;
    assert_eq!((standing(&chart).len(), chart.encounter.documents.len()), (1, 2));
    let chart = t.desk.redo(chart.id, chart.revision).unwrap().value;
    assert_eq!(standing(&chart).len(), 2);

    // Locked and unlocked, the pictures are forgotten and the file is not.
    t.desk.lock().unwrap();
    assert_eq!(code_of(t.desk.page_picture(chart.id, scan.id, 1, 400)), ErrorCode::DeskLocked);
    t.desk.unlock("ruth", PASSPHRASE).unwrap();
    assert_eq!(t.desk.page_picture(chart.id, scan.id, 1, 400).unwrap(), page);
    assert_eq!(actions(&t.desk, chart.id, "view_file"), 2);
    let copy = t.folder.path().join("copy.pdf");
    t.desk.save_original(chart.id, scan.id, &copy).unwrap();
    assert_eq!(std::fs::read(copy).unwrap(), scanned_pdf());
    assert_eq!(actions(&t.desk, chart.id, "save_file"), 1);
    assert!(t.desk.verify_audit().unwrap().intact);
}

#[test]
fn a_fax_begins_an_encounter_and_comes_late_to_another() {
    let t = TestDesk::set_up();
    let path = put(&t, "fax.tif", &faxed_tiff(3));
    let draft = t.desk.read_note_file(&path).unwrap();
    assert_eq!(draft.file.as_ref().unwrap().pages.len(), 3);
    let chart = t.desk.create_encounter(header(), vec![document(draft.clone())]).unwrap().value;
    let fax = chart.encounter.documents[0].id;
    for page in 1..=3 {
        assert_eq!(size(&t.desk.page_picture(chart.id, fax, page, 1600).unwrap()), (16, 24));
    }
    let completed = t.completed();
    let late = t.desk.add_late_document(completed.id, completed.revision, document(draft)).unwrap().value;
    assert_eq!(late.encounter.status, Status::NeedsRecoding);
    let fax = late.encounter.documents.last().unwrap().id;
    assert_eq!(size(&t.desk.page_picture(late.id, fax, 2, 1600).unwrap()), (16, 24));
}

#[test]
fn a_document_of_a_file_that_nobody_opened_is_refused() {
    let t = TestDesk::set_up();
    let chart = t.encounter("Seen today.");
    let mut draft = t.desk.read_note_file(&put(&t, "fax.tif", &faxed_tiff(1))).unwrap();
    draft.file.as_mut().unwrap().digest = "00".repeat(32);
    let amendment = Amendment::AddDocument { document: document(draft) };
    assert_eq!(code_of(t.desk.amend(chart.id, chart.revision, amendment)), ErrorCode::NoSuchFile);
}

#[test]
fn a_file_waits_as_long_as_somebody_enters_its_encounter() {
    let t = TestDesk::set_up();
    let wanted = document(t.desk.read_note_file(&put(&t, "fax.tif", &faxed_tiff(1))).unwrap());
    let by_mistake = document(t.desk.read_note_file(&put(&t, "other.tif", &faxed_tiff(2))).unwrap());
    let draft = EncounterDraft { header: header(), document: Document::default(), files: vec![wanted] };
    t.desk.keep_draft(Some(&draft)).unwrap();
    t.desk.lock().unwrap();
    t.wait(3 * 24 * 3600);
    t.desk.unlock("ruth", PASSPHRASE).unwrap();
    let files = t.desk.draft().unwrap().unwrap().files;
    let chart = t.desk.create_encounter(header(), files).unwrap().value;
    assert_eq!(chart.encounter.documents.len(), 1);
    assert_eq!(code_of(t.desk.create_encounter(header(), vec![by_mistake])), ErrorCode::NoSuchFile);
}

#[test]
fn a_word_processors_file_is_kept_beside_its_text() {
    let t = TestDesk::set_up();
    let rtf = br"{\rtf1\ansi PROGRESS NOTE\par Seen for a cough.}";
    let draft = t.desk.read_note_file(&put(&t, "visit.rtf", rtf)).unwrap();
    assert!(draft.text.contains("Seen for a cough."));
    let chart = t.desk.create_encounter(header(), vec![document(draft)]).unwrap().value;
    let kept = &chart.encounter.documents[0];
    assert!(!kept.file.as_ref().unwrap().is_pictured, "its text is what is shown");
    let copy = t.folder.path().join("copy.rtf");
    t.desk.save_original(chart.id, kept.id, &copy).unwrap();
    assert_eq!(std::fs::read(copy).unwrap(), rtf);
}

fn look(t: &TestDesk, paths: &[PathBuf], answers: &ArrivalAnswers) -> (ArrivalReport, ArrivalReport) {
    let shown = t.desk.preview_arrival(paths, &mut |_| ()).unwrap();
    let done = t.desk.import_arrival(paths, answers, &mut |_| ()).unwrap().value;
    (shown, done)
}

fn verdicts(report: &ArrivalReport) -> Vec<ArrivalVerdict> {
    report.rows.iter().map(|row| row.verdict).collect()
}

const WHOSE: ArrivalVerdict = ArrivalVerdict::Asked { question: ArrivalQuestion::WhoseDocument };

#[test]
fn a_document_goes_to_the_one_encounter_that_its_name_tells() {
    let t = TestDesk::set_up();
    // Ruth Okafor, 104482, account 26-1, 2026-04-15.
    let chart = t.encounter("Seen today.");
    let answers = ArrivalAnswers::default();
    let names = [
        ("104482_2026-04-15_OperativeReport.pdf", DocumentKind::OperativeReport),
        ("Okafor, Ruth 2026-04-15 consult.tif", DocumentKind::Consultation),
        ("26-1 lab.rtf", DocumentKind::Laboratory),
    ];
    for (at, (name, kind)) in names.into_iter().enumerate() {
        let bytes = match at {
            0 => scanned_pdf(),
            1 => faxed_tiff(2),
            _ => br"{\rtf1 Sodium 140.}".to_vec(),
        };
        let (shown, done) = look(&t, &[put(&t, name, &bytes)], &answers);
        assert_eq!((shown.counts, verdicts(&done)), (done.counts, vec![ArrivalVerdict::Updated]), "{name}");
        assert_eq!(done.rows[0].encounters, [chart.id]);
        let chart = t.desk.open_encounter(chart.id).unwrap().value;
        let document = chart.encounter.documents.last().unwrap();
        assert_eq!((document.kind, chart.encounter.documents.len()), (kind, at + 2), "{name}");
    }
    let (_, again) = look(&t, &[t.folder.path().join(names[0].0)], &answers);
    assert_eq!(verdicts(&again), [ArrivalVerdict::Duplicate]);
    assert!(t.desk.messages_of(chart.id).unwrap().is_empty(), "a document is no message");
    let latest = t.desk.arrivals().unwrap().into_iter().find(|each| each.report.counts.updated == 1).unwrap();
    t.desk.undo_arrival(latest.id).unwrap();
    let chart = t.desk.open_encounter(chart.id).unwrap().value;
    assert_eq!((standing(&chart).len(), chart.encounter.documents.len()), (3, 4));
    assert!(t.desk.verify_audit().unwrap().intact);
}

#[test]
fn a_document_for_a_completed_encounter_flags_it() {
    let t = TestDesk::set_up();
    let chart = t.completed();
    let (_, done) = look(&t, &[put(&t, "26-1 path.pdf", &scanned_pdf())], &ArrivalAnswers::default());
    assert_eq!(verdicts(&done), [ArrivalVerdict::Updated]);
    let chart = t.desk.open_encounter(chart.id).unwrap().value;
    assert_eq!((chart.encounter.status, chart.encounter.documents.len()), (Status::NeedsRecoding, 2));
}

#[test]
fn what_fits_none_or_several_or_names_another_is_asked_and_filed_by_hand() {
    let t = TestDesk::set_up();
    let first = t.encounter("Seen today.");
    let answers = ArrivalAnswers::default();
    let paths = [
        put(&t, "scan0001.pdf", &scanned_pdf()),
        put(&t, "104482_2026-04-16_note.tif", &faxed_tiff(1)),
        put(&t, "Weller, Ida 104482 2026-04-15.tif", &faxed_tiff(2)),
        put(&t, "dictation.txt", b"OPERATIVE REPORT\nA cyst was removed."),
    ];
    let (shown, done) = look(&t, &paths, &answers);
    assert_eq!(verdicts(&shown), [WHOSE; 4]);
    assert_eq!((done.counts.asked, done.counts.documents), (4, 0), "nothing is guessed");
    let told: Vec<&Filing> = shown.rows.iter().filter_map(|row| row.filing.as_ref()).collect();
    assert_eq!(told[1].date.unwrap().to_string(), "2026-04-16");
    assert_eq!((told[2].patient.last_name.as_str(), told[3].kind), ("Weller", DocumentKind::OperativeReport));

    // A second encounter on the same day: now the name fits two.
    let second = t.encounter("Seen again.");
    let both = [put(&t, "104482_2026-04-15_lab.tif", &faxed_tiff(3))];
    assert_eq!(verdicts(&t.desk.preview_arrival(&both, &mut |_| ()).unwrap()), [WHOSE]);

    let to = |told: &Filing, encounter| Filing { encounter, ..told.clone() };
    let mut new = to(told[2], None);
    new.account = "26-9".into();
    let filings = vec![to(told[0], Some(second.id)), new, to(told[3], Some(first.id))];
    let (_, done) = look(&t, &paths, &ArrivalAnswers { filings, ..answers });
    let expected = [ArrivalVerdict::Updated, WHOSE, ArrivalVerdict::New, ArrivalVerdict::Updated];
    assert_eq!(verdicts(&done), expected);
    let made = t.desk.open_encounter(done.rows[2].encounters[0]).unwrap().value;
    let header = &made.encounter.header;
    assert_eq!((header.patient.last_name.as_str(), header.account.as_str()), ("Weller", "26-9"));
    assert_eq!(header.service_from.unwrap().to_string(), "2026-04-15");
    let first = t.desk.open_encounter(first.id).unwrap().value;
    let note = first.encounter.documents.last().unwrap();
    assert!(note.text.contains("A cyst was removed.") && note.file.is_none());
    assert_eq!(t.desk.open_encounter(second.id).unwrap().value.encounter.documents.len(), 2);
}

#[test]
fn a_watched_folder_files_what_tells_its_encounter_and_puts_the_rest_aside() {
    let t = TestDesk::set_up();
    let chart = t.encounter("Seen today.");
    let tray = t.folder.path().join("tray");
    std::fs::create_dir(&tray).unwrap();
    std::fs::write(tray.join("26-1_path.tif"), faxed_tiff(1)).unwrap();
    std::fs::write(tray.join("unknown.pdf"), scanned_pdf()).unwrap();
    std::fs::write(tray.join("broken.pdf"), "%PDF-1.4 nothing").unwrap();
    let mut watched = Watched::default();
    let mut sweep = || t.desk.sweep(&tray, &mut watched, &mut |_| ControlFlow::Continue(())).unwrap();
    sweep();
    let swept = sweep();
    assert_eq!((swept.done, swept.problems), (1, 2));
    assert!(tray.join("done/26-1_path.tif").exists());
    let reason = |name: &str| std::fs::read_to_string(tray.join("problems").join(name)).unwrap();
    assert!(reason("unknown.pdf.reason.json").contains("whose_document"));
    assert!(reason("broken.pdf.reason.json").contains("not_understood"));
    assert_eq!(t.desk.open_encounter(chart.id).unwrap().value.encounter.documents.len(), 2);
}
