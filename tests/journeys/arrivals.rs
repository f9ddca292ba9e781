//! Messages of other systems: shown first, then imported whole, brought to the encounter that they are about, taken back.

use std::ops::ControlFlow;
use std::path::PathBuf;

use encounter::{HoldReason, Status};
use workstation::{
    ArrivalAnswers, ArrivalKey, ArrivalQuestion, ArrivalRefusal, ArrivalReport, ArrivalVerdict, Chart,
    ErrorCode, FieldFate, QueueQuery, QueueRequest, Watched,
};

use super::desk::{TestDesk, code_of};

/// A message of one sender, for the visit V900 of Ada Ink unless `more` says otherwise.
pub(super) fn message(event: &str, control_id: &str, at: &str, more: &str) -> String {
    let pid = "PID|1||M77^^^NORTH^MR||INK^ADA^B||19580228|F|||1 QUAY ST^^HARBOR^ME^04101";
    let pv1 = "PV1|1|O|CLINIC^^^HARBOR LANE||||1234567893^LINDQVIST^MAYA^^^^^^NPI||||||||||||V900^^^NORTH^VN|||||||||||||||||||||||||20310701090000";
    let head = format!("MSH|^~\\&|HIS|NORTH|CARREL|DESK|{at}||{event}|{control_id}|P|2.5.1\rEVN||{at}");
    match more {
        "" => format!("{head}\r{pid}\r{pv1}\r"),
        more if more.starts_with("PID") => format!("{head}\r{more}\r"),
        more => format!("{head}\r{pid}\r{pv1}\r{more}\r"),
    }
}

fn put(t: &TestDesk, name: &str, messages: &[String]) -> Vec<PathBuf> {
    let path = t.folder.path().join(name);
    std::fs::write(&path, messages.concat()).unwrap();
    vec![path]
}

pub(super) fn import(t: &TestDesk, name: &str, messages: &[String]) -> ArrivalReport {
    let paths = put(t, name, messages);
    let shown = t.desk.preview_arrival(&paths, &mut |_| ()).unwrap();
    let done = t.desk.import_arrival(&paths, &ArrivalAnswers::default(), &mut |_| ()).unwrap().value;
    assert_eq!(shown.counts, done.counts, "what was shown is what was done");
    done
}

fn confirmed(key: ArrivalKey) -> ArrivalAnswers {
    ArrivalAnswers { confirmed: vec![key], ..ArrivalAnswers::default() }
}

pub(super) fn queue(t: &TestDesk) -> Vec<Chart> {
    let page = t
        .desk
        .queue(&QueueQuery {
            request: QueueRequest { limit: 100, ..QueueRequest::default() },
            text: String::new(),
        })
        .unwrap();
    page.rows.iter().map(|row| t.desk.open_encounter(row.id).unwrap().value).collect()
}

pub(super) fn only(t: &TestDesk) -> Chart {
    let mut queue = queue(t);
    assert_eq!(queue.len(), 1);
    queue.remove(0)
}

const NOTE: &str =
    "TXA|1|PN|TX|20310701101500||||||||D55||||||AU\rOBX|1|TX|||Seen for a cough. Lungs clear.||||||F";

#[test]
fn a_visit_its_note_and_its_charges_become_one_encounter() {
    let t = TestDesk::set_up();
    let charges = "FT1|1|||20310701|20310701|CG|99213^^C4|||1|120.00||||||||I10^^I10||||||99213^^C4|25";
    let report = import(
        &t,
        "day.hl7",
        &[
            message("ADT^A04", "1", "20310701090000", "DG1|1||I10^Hypertension^I10|||W"),
            message("MDM^T02", "2", "20310701102000", NOTE),
            message("DFT^P03", "3", "20310701120000", charges),
        ],
    );
    assert_eq!((report.counts.messages, report.counts.new, report.counts.updated), (3, 1, 2));
    let chart = only(&t);
    let header = &chart.encounter.header;
    assert_eq!((header.patient.record_number.as_str(), header.patient.last_name.as_str()), ("M77", "INK"));
    assert_eq!(
        (header.account.as_str(), header.service_from.unwrap().to_string().as_str()),
        ("V900", "2031-07-01")
    );
    assert_eq!(header.rendering_provider.as_ref().unwrap().npi, "1234567893");
    assert_eq!(chart.encounter.documents[0].text.trim(), "Seen for a cough. Lungs clear.");
    assert_eq!(
        (chart.encounter.diagnoses.len(), chart.encounter.lines.len()),
        (0, 0),
        "nothing is set by itself"
    );
    assert_eq!(chart.encounter.status, Status::NotStarted);

    let ids: Vec<_> = chart.proposals.iter().map(|proposal| proposal.id).collect();
    assert!(ids.len() >= 2, "{:?}", chart.proposals);
    let chart = t.desk.take_proposals(chart.id, chart.revision, &ids).unwrap().value;
    let line = &chart.encounter.lines[0];
    assert_eq!(chart.encounter.diagnoses[0].code.as_str(), "I10");
    assert_eq!(
        (line.code.as_str(), line.modifiers[0].as_str(), line.charge),
        ("99213", "25", "120".parse().unwrap())
    );
    assert_eq!(line.pointers, [chart.encounter.diagnoses[0].id], "the sender said what the service was for");
    assert!(chart.proposals.is_empty());
    let chart = t.desk.undo(chart.id, chart.revision).unwrap().value;
    assert_eq!(
        (chart.encounter.lines.len(), chart.proposals.len()),
        (0, ids.len()),
        "they are proposed again"
    );
    let chart = t.desk.decline_proposals(chart.id, chart.revision, &ids[..1]).unwrap().value;
    assert_eq!(chart.proposals.len(), ids.len() - 1);

    let origins = t.desk.field_origins(chart.id).unwrap();
    let name = origins.iter().find(|origin| origin.field == "/header/patient/lastName").unwrap();
    assert_eq!((name.place.as_str(), name.trigger.as_str()), ("PID-5.1", "DFT^P03"));
    let messages = t.desk.messages_of(chart.id).unwrap();
    assert_eq!(messages.len(), 3, "each is kept as it came");
    assert!(messages[1].text.contains("\nOBX|1|TX|||Seen for a cough."), "{}", messages[1].text);
    assert!(t.desk.verify_audit().unwrap().intact);
}

#[test]
fn what_the_edits_would_say_of_a_proposed_code_is_said_before_it_is_taken() {
    let t = TestDesk::set_up();
    let codes = "DG1|1||E11^Diabetes^I10|||F\rDG1|2||I10^Hypertension^I10|||F\rDG1|3||N18.32^CKD 3b^I10|||F";
    // The releases of that year are at hand, so that a code can be judged.
    import(&t, "day.hl7", &[message("ADT^A04", "1", "20260701090000", codes).replace("2031", "2026")]);
    let chart = only(&t);
    let of = |chart: &Chart, code: &str| -> Vec<String> {
        let proposal =
            chart.proposals.iter().find(|proposal| proposal.code.as_deref() == Some(code)).unwrap();
        proposal.findings.iter().map(|finding| finding.rule.clone()).collect()
    };
    assert!(of(&chart, "E11").contains(&"validity.not-billable".to_owned()), "{:?}", chart.proposals);
    assert!(!of(&chart, "I10").is_empty(), "with CKD it is another code");

    let ids: Vec<_> = chart.proposals.iter().map(|proposal| proposal.id).collect();
    let said: Vec<_> = chart
        .proposals
        .iter()
        .flat_map(|proposal| &proposal.findings)
        .map(|each| each.rule.clone())
        .collect();
    let taken = t.desk.take_proposals(chart.id, chart.revision, &ids).unwrap().value;
    let says: Vec<_> = taken.findings.iter().map(|finding| finding.rule.clone()).collect();
    assert!(
        said.iter().all(|rule| says.contains(rule)),
        "what was said before is said of the chart: {said:?} {says:?}"
    );

    // Of what stands there already nothing is said again.
    let back = t.desk.undo(taken.id, taken.revision).unwrap().value;
    let ids: Vec<_> = back
        .proposals
        .iter()
        .filter(|each| each.code.as_deref() == Some("E11"))
        .map(|each| each.id)
        .collect();
    let one = t.desk.take_proposals(back.id, back.revision, &ids).unwrap().value;
    assert!(one.proposals.iter().all(|each| each.findings.iter().all(|f| f.rule != "validity.not-billable")));
}

#[test]
fn the_same_message_twice_changes_nothing() {
    let t = TestDesk::set_up();
    import(&t, "a.hl7", &[message("ADT^A04", "1", "20310701090000", "")]);
    let before = only(&t);
    let again = import(&t, "b.hl7", &[message("ADT^A04", "1", "20310701090000", "")]);
    assert_eq!((again.counts.duplicates, again.counts.updated), (1, 0));
    assert_eq!(only(&t).revision, before.revision);
}

#[test]
fn a_message_updates_what_it_carries_and_an_older_one_nothing_newer() {
    let t = TestDesk::set_up();
    import(&t, "a.hl7", &[message("ADT^A04", "1", "20310701090000", "")]);
    let moved = "PID|1||M77^^^NORTH^MR||INK-WELL^ADA^B||19580228|F\rPV1|1|O|||||||||||||||||V900^^^NORTH^VN";
    let later = import(&t, "b.hl7", &[message("ADT^A08", "2", "20310703090000", moved)]);
    assert_eq!(later.rows[0].verdict, ArrivalVerdict::Updated);
    let chart = only(&t);
    assert_eq!(chart.encounter.header.patient.last_name, "INK-WELL");
    assert_eq!(
        chart.encounter.header.service_from.unwrap().to_string(),
        "2031-07-01",
        "not carried, not changed"
    );
    let late = import(&t, "c.hl7", &[message("ADT^A08", "3", "20310702090000", "")]);
    let field = late.rows[0].fields.iter().find(|field| field.field.ends_with("lastName")).unwrap();
    assert_eq!(field.fate, FieldFate::OlderThanKnown);
    assert_eq!(only(&t).encounter.header.patient.last_name, "INK-WELL");

    let mut header = only(&t).encounter.header;
    header.patient.last_name = "Inkwell".into();
    let chart = only(&t);
    let amendment = encounter::Amendment::SetHeader { header: Box::new(header) };
    t.desk.amend(chart.id, chart.revision, amendment).unwrap();
    let again = import(&t, "d.hl7", &[message("ADT^A08", "4", "20310704090000", moved)]);
    let field = again.rows[0].fields.iter().find(|field| field.field.ends_with("lastName")).unwrap();
    assert_eq!(field.fate, FieldFate::WrittenHere);
    assert_eq!(only(&t).encounter.header.patient.last_name, "Inkwell", "what is written here stays");
}

#[test]
fn what_is_only_near_is_asked() {
    let t = TestDesk::set_up();
    import(&t, "a.hl7", &[message("ADT^A04", "1", "20310701090000", "")]);
    let other = "PID|1||M77^^^NORTH^MR||BLOTTER^IDA||19700101|F\rPV1|1|O|||||||||||||||||V901^^^NORTH^VN";
    let same = "PID|1||M78^^^NORTH^MR||INK^ADA^B||19580228|F\rPV1|1|O|||||||||||||||||V902^^^NORTH^VN";
    let messages =
        [message("ADT^A04", "2", "20310702090000", other), message("ADT^A04", "3", "20310702090000", same)];
    let report = import(&t, "b.hl7", &messages);
    let questions: Vec<_> = report.rows.iter().map(|row| row.verdict).collect();
    let asked = |question| ArrivalVerdict::Asked { question };
    assert_eq!(questions, [asked(ArrivalQuestion::AnotherPatient), asked(ArrivalQuestion::SamePatient)]);
    assert_eq!(queue(&t).len(), 1, "nothing is taken before it is confirmed");
    let key = ArrivalKey { file: "b.hl7".into(), number: 2, part: 1 };
    let confirmed =
        t.desk.import_arrival(&put(&t, "b.hl7", &messages), &confirmed(key), &mut |_| ()).unwrap().value;
    assert_eq!((confirmed.counts.new, confirmed.counts.asked), (1, 1));
    assert_eq!(queue(&t).len(), 2, "a patient of its own: nothing is merged");
}

#[test]
fn a_patient_is_brought_up_to_date_wherever_they_are_known() {
    let t = TestDesk::set_up();
    import(&t, "a.hl7", &[message("ADT^A04", "1", "20310701090000", "")]);
    let update = |control_id: &str, pid: &str| message("ADT^A31", control_id, "20310703090000", pid);
    let married = update("2", "PID|1||M77^^^NORTH^MR||INK-WELL^ADA^B||19580228|F");
    let unknown = update("3", "PID|1||M99^^^NORTH^MR||INK-WELL^ADA^B||19580228|F");
    let other = update("4", "PID|1||M77^^^NORTH^MR||BLOTTER^IDA||19700101|F");
    let report = import(&t, "b.hl7", &[married, unknown, other]);
    let asked = ArrivalVerdict::Asked { question: ArrivalQuestion::AnotherPatient };
    let verdicts: Vec<_> = report.rows.iter().map(|row| row.verdict).collect();
    assert_eq!(verdicts, [ArrivalVerdict::Updated, ArrivalVerdict::Unchanged, asked]);
    let header = only(&t).encounter.header;
    assert_eq!((header.patient.last_name.as_str(), header.account.as_str()), ("INK-WELL", "V900"));
}

#[test]
fn a_document_for_a_completed_encounter_flags_it() {
    let t = TestDesk::set_up();
    let done = t.completed();
    let visit = "PID|1||104482^^^HARBOR^MR||OKAFOR^RUTH||19581103|F\rPV1|1|O|||||||||||||||||26-1";
    let more = format!("{visit}\r{NOTE}");
    let report = import(&t, "late.hl7", &[message("MDM^T02", "1", "20310701102000", &more)]);
    assert_eq!((report.counts.new, report.counts.documents), (0, 1), "{report:?}");
    let chart = only(&t);
    assert_eq!((chart.id, chart.encounter.status), (done.id, Status::NeedsRecoding));
    assert_eq!(chart.encounter.documents.len(), 2);
    assert_eq!(chart.encounter.diagnoses, done.encounter.diagnoses);
    assert!(report.rows[0].fields.iter().all(|field| field.fate == FieldFate::Locked));
}

#[test]
fn a_cancelled_visit_waits_for_the_coders_word() {
    let t = TestDesk::set_up();
    import(
        &t,
        "a.hl7",
        &[message("ADT^A04", "1", "20310701090000", ""), message("ADT^A11", "2", "20310701110000", "")],
    );
    let chart = only(&t);
    assert_eq!(
        (chart.encounter.status, chart.encounter.holds[0].reason),
        (Status::OnHold, HoldReason::VisitCancelled)
    );
    let unknown = message(
        "ADT^A11",
        "3",
        "20310701110000",
        "PID|1||M99^^^NORTH^MR||QUILL^IDA\rPV1|1|O|||||||||||||||||V999",
    );
    let report = import(&t, "b.hl7", &[unknown]);
    let refused = ArrivalVerdict::Refused { reason: ArrivalRefusal::NoEncounter };
    assert_eq!(report.rows[0].verdict, refused);
}

#[test]
fn files_of_a_bulk_export_become_one_encounter_whatever_they_are_called() {
    let t = TestDesk::set_up();
    let files = [
        (
            "Condition.ndjson",
            r#"{"resourceType":"Condition","id":"x","subject":{"reference":"Patient/p1"},"encounter":{"reference":"Encounter/e1"},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"I10"}]}}"#,
        ),
        (
            "Encounter.ndjson",
            r#"{"resourceType":"Encounter","id":"e1","status":"finished","subject":{"reference":"Patient/p1"},"period":{"start":"2031-07-01T09:00:00Z"},"participant":[{"individual":{"reference":"Practitioner/d1"}}]}"#,
        ),
        (
            "Observation.ndjson",
            "{\"resourceType\":\"Observation\",\"id\":\"b\"}\n{\"resourceType\":\"Observation\",\"id\":\"c\"}",
        ),
        (
            "Patient.ndjson",
            r#"{"resourceType":"Patient","id":"p1","name":[{"family":"Ink","given":["Ada"]}],"birthDate":"1958-02-28","gender":"female"}"#,
        ),
        (
            "Practitioner.ndjson",
            r#"{"resourceType":"Practitioner","id":"d1","name":[{"family":"Lindqvist","given":["Maya"]}],"identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}]}"#,
        ),
    ];
    let paths: Vec<PathBuf> = files
        .iter()
        .map(|(name, line)| {
            let path = t.folder.path().join(name);
            std::fs::write(&path, format!("{line}\n")).unwrap();
            path
        })
        .collect();
    let report = t.desk.import_arrival(&paths, &ArrivalAnswers::default(), &mut |_| ()).unwrap().value;
    assert_eq!((report.counts.new, report.counts.refused, report.counts.asked), (1, 0, 0), "{report:?}");
    let chart = only(&t);
    assert_eq!(chart.encounter.header.patient.last_name, "Ink");
    assert_eq!(chart.encounter.header.rendering_provider.as_ref().unwrap().npi, "1234567893");
    assert_eq!(chart.proposals[0].code.as_deref(), Some("I10"));
    let passed_over: Vec<_> = report.rows.iter().filter(|row| row.number == 0).collect();
    assert_eq!(passed_over[0].left[0].0, "Observation (2)");
}

#[test]
fn an_import_is_taken_back_while_nobody_has_worked_on_it() {
    let t = TestDesk::set_up();
    import(&t, "a.hl7", &[message("ADT^A04", "1", "20310701090000", "")]);
    import(&t, "b.hl7", &[message("MDM^T02", "2", "20310701102000", NOTE)]);
    let arrivals = t.desk.arrivals().unwrap();
    let refused = t.desk.undo_arrival(arrivals[1].id);
    assert_eq!(code_of(refused), ErrorCode::ArrivalTouched, "the later one stands on it");
    t.desk.undo_arrival(arrivals[0].id).unwrap();
    let chart = only(&t);
    assert!(chart.encounter.documents.iter().all(|document| document.withdrawn));
    assert_eq!(code_of(t.desk.undo_arrival(arrivals[0].id)), ErrorCode::NoSuchArrival);

    let again = import(&t, "b.hl7", &[message("MDM^T02", "2", "20310701102000", NOTE)]);
    assert_eq!(again.counts.updated, 1, "it may come again");
    let arrivals = t.desk.arrivals().unwrap();
    t.desk.undo_arrival(arrivals[0].id).unwrap();
    let first = arrivals.last().unwrap();
    assert_eq!(code_of(t.desk.undo_arrival(first.id)), ErrorCode::ArrivalTouched);
}

#[test]
fn files_that_are_no_messages_are_said_and_the_rest_is_imported() {
    let t = TestDesk::set_up();
    let mut paths = put(&t, "a.hl7", &[message("ADT^A04", "1", "20310701090000", "")]);
    paths.extend(put(&t, "note.txt", &["Seen today.".to_owned()]));
    paths.push(t.folder.path().join("gone.hl7"));
    let report = t.desk.import_arrival(&paths, &ArrivalAnswers::default(), &mut |_| ()).unwrap().value;
    assert_eq!((report.counts.new, report.counts.asked, report.counts.refused), (1, 1, 1));
    let reasons: Vec<_> = report.rows[1..].iter().map(|row| row.verdict).collect();
    let refused = |reason| ArrivalVerdict::Refused { reason };
    let asked = ArrivalVerdict::Asked { question: ArrivalQuestion::WhoseDocument };
    assert_eq!(reasons, [asked, refused(ArrivalRefusal::Unreadable)]);
}

#[test]
fn a_watched_folder_imports_what_is_whole_and_puts_the_rest_aside_with_its_reason() {
    let t = TestDesk::set_up();
    let tray = t.folder.path().join("tray");
    let mut watched = Watched::default();
    let mut sweep = || t.desk.sweep(&tray, &mut watched, &mut |_| ControlFlow::Continue(())).unwrap();
    assert!(sweep().absent, "a drive that is not there is waited for");
    std::fs::create_dir(&tray).unwrap();
    let visit = |number: u32, name: &str| {
        let pid = format!("PID|1||M{number}^^^NORTH^MR||{name}^ADA||19580228|F");
        message(
            "ADT^A04",
            &number.to_string(),
            "20310701090000",
            &format!("{pid}\rPV1|1|O|||||||||||||||||V{number}"),
        )
    };
    let write = |name: &str, text: &str| std::fs::write(tray.join(name), text).unwrap();
    write("1.hl7", &visit(1, "INK"));
    write("2.hl7", "Seen today.");
    write("3.hl7.part", &visit(3, "WELL"));
    let seen = sweep();
    assert_eq!((seen.waiting, seen.done), (2, 0), "it may still be being written");
    write("1.hl7", &(visit(1, "INK") + &visit(4, "QUILL")));
    let second = sweep();
    assert_eq!((second.waiting, second.done, second.problems), (1, 0, 1), "it has grown since");
    let third = sweep();
    assert_eq!((third.done, third.new), (1, 2));
    assert!(tray.join("done/1.hl7").exists() && tray.join("3.hl7.part").exists());
    let reason = std::fs::read_to_string(tray.join("problems/2.hl7.reason.json")).unwrap();
    assert!(tray.join("problems/2.hl7").exists() && reason.contains("no_messages"), "{reason}");

    // Of a file with one message that is refused nothing is imported; a name that is used again loses nothing.
    write(
        "1.hl7",
        &(visit(5, "REED")
            + &message(
                "ADT^A11",
                "6",
                "20310701090000",
                "PID|1||M9^^^NORTH^MR||PEN^IDA\rPV1|1|O|||||||||||||||||V9",
            )),
    );
    sweep();
    assert_eq!((sweep().problems, queue(&t).len()), (1, 2));
    write("1.hl7", &visit(1, "INK"));
    sweep();
    let again = sweep();
    assert_eq!((again.done, again.new), (1, 0), "known already, so only moved");
    assert!(tray.join("done/1 (2).hl7").exists());
}

/// The messages of the standards' own collections, all through the door; what cannot be an encounter says why.
#[test]
fn every_sample_message_is_received_or_says_why_not() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples");
    if !folder.is_dir() {
        println!(
            "SKIPPED journeys::arrivals::every_sample_message_is_received_or_says_why_not: no ../shared/samples"
        );
        return;
    }
    let t = TestDesk::set_up();
    for (kind, least) in [("hl7v2", 30), ("fhir", 1), ("ccda", 5)] {
        let mut paths: Vec<PathBuf> =
            std::fs::read_dir(folder.join(kind)).unwrap().flatten().map(|entry| entry.path()).collect();
        paths.retain(|path| path.file_name().is_some_and(|name| name != "LICENSE" && name != "README.md"));
        paths.sort();
        let report = t.desk.import_arrival(&paths, &ArrivalAnswers::default(), &mut |_| ()).unwrap().value;
        println!("{kind}: {:?}", report.counts);
        for row in &report.rows {
            match row.verdict {
                ArrivalVerdict::Refused { reason } => {
                    println!("  {} {}: {reason:?} {:?}", row.file, row.trigger, row.problems);
                    assert_eq!(reason == ArrivalRefusal::Problems, !row.problems.is_empty(), "{}", row.file);
                }
                ArrivalVerdict::Asked { .. } => println!("  {} {}: {:?}", row.file, row.trigger, row.verdict),
                _ => assert!(!row.patient.is_empty() || !row.record_number.is_empty(), "{}", row.file),
            }
        }
        let counts = report.counts;
        assert!(counts.new + counts.updated + counts.unchanged >= least, "{kind}: {counts:?}");
    }
    assert!(t.desk.verify_audit().unwrap().intact);
}

#[test]
fn a_scan_in_a_message_is_kept_and_shown() {
    let t = TestDesk::set_up();
    let scanned = "TXA|1|PN|AP|20310701101500||||||||D56||||||AU\rOBX|1|ED|||^image^png^Base64^iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==||||||F";
    let report = import(&t, "scan.hl7", &[message("MDM^T02", "1", "20310701101500", scanned)]);
    let problems = serde_json::to_string(&report.rows[0].problems).unwrap();
    assert_eq!(problems.matches("scanned").count(), 1, "{problems}");
    assert_eq!(report.counts.documents, 1);
    let chart = only(&t);
    let scan = &chart.encounter.documents[0];
    assert_eq!((scan.text.as_str(), scan.file.as_ref().unwrap().media_type.as_str()), ("", "image/png"));
    assert!(t.desk.page_picture(chart.id, scan.id, 1, 800).unwrap().starts_with(b"\x89PNG"));
    // The same picture in another message is known.
    let again = import(&t, "again.hl7", &[message("MDM^T02", "2", "20310701111500", scanned)]);
    assert_eq!((again.counts.documents, only(&t).encounter.documents.len()), (0, 1));
    // Taken back, the file stays with its document in the void encounter.
    let arrivals = t.desk.arrivals().unwrap();
    for arrival in arrivals {
        t.desk.undo_arrival(arrival.id).unwrap();
    }
    let chart = t.desk.open_encounter(chart.id).unwrap().value;
    assert_eq!(chart.encounter.status, Status::Void);
    assert!(t.desk.page_picture(chart.id, chart.encounter.documents[0].id, 1, 800).is_ok());
}

#[test]
fn a_file_in_a_message_is_kept_with_its_text_and_another_beside_it() {
    let t = TestDesk::set_up();
    // RTF in base64: "{\rtf1 Seen for a cough.}"; then a picture.
    let files = "TXA|1|PN|AP|20310701101500||||||||D57||||||AU\rOBX|1|ED|NOTE^Progress note||^application^rtf^Base64^e1xydGYxIFNlZW4gZm9yIGEgY291Z2gufQ==||||||F\rOBX|2|ED|PIC^Wound||^image^png^Base64^iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==||||||F";
    let report = import(&t, "files.hl7", &[message("MDM^T02", "1", "20310701101500", files)]);
    assert_eq!(report.counts.documents, 2, "{:?}", report.rows);
    let chart = only(&t);
    let [note, picture] = chart.encounter.documents.as_slice() else { panic!("two documents") };
    assert!(note.text.contains("Seen for a cough."), "{}", note.text);
    assert_eq!(note.file.as_ref().unwrap().media_type, "application/rtf");
    assert_eq!((picture.title.as_str(), picture.text.as_str()), ("Wound", ""));
}

#[test]
fn a_note_comes_as_a_file_of_a_word_processor_too() {
    let t = TestDesk::set_up();
    let rtf = r"{\rtf1\ansi PROGRESS NOTE\par Seen for a \b cough\b0 . Lungs clear.}";
    let path = t.folder.path().join("visit.rtf");
    std::fs::write(&path, rtf).unwrap();
    let note = t.desk.read_note_file(&path).unwrap();
    assert!(note.text.contains("Seen for a cough. Lungs clear."), "{}", note.text);
    std::fs::write(&path, "%PDF-1.4\nnothing behind it").unwrap();
    assert_eq!(code_of(t.desk.read_note_file(&path)), ErrorCode::NoteDamaged);
}
