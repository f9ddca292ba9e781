use encounter::{Amendment, Document};
use workstation::ErrorCode;

use super::desk::{PASSPHRASE, TestDesk, code_of};

#[test]
fn everything_can_be_undone_and_redone_even_after_a_restart() {
    let t = TestDesk::set_up();
    let start = t.encounter("note");
    let mut chart = start.clone();
    t.attach(&mut chart, "I10");
    t.attach(&mut chart, "E11.9");
    t.line(&mut chart, "99213", "120.00");
    let document = Document { title: "Lab".into(), text: "A1c 9.1".into(), ..Document::default() };
    t.amend(&mut chart, Amendment::AddDocument { document });
    let end = chart.clone();
    assert_eq!(end.undo.as_deref(), Some("add_document"));

    let t = t.started_again();
    t.desk.unlock("ruth", PASSPHRASE).unwrap();
    let mut steps = 0;
    while chart.undo.is_some() {
        chart = t.desk.undo(chart.id, chart.revision).unwrap().value;
        steps += 1;
    }
    assert_eq!(steps, 5);
    assert_eq!(code_of(t.desk.undo(chart.id, chart.revision)), ErrorCode::NothingToUndo);
    assert_eq!(chart.encounter.diagnoses, start.encounter.diagnoses);
    assert_eq!(chart.encounter.status, start.encounter.status);
    assert!(chart.encounter.documents[1].withdrawn, "a document of the record is never thrown away");

    while chart.redo.is_some() {
        chart = t.desk.redo(chart.id, chart.revision).unwrap().value;
    }
    assert_eq!(chart.encounter, end.encounter);
}

#[test]
fn a_new_change_drops_what_was_undone() {
    let t = TestDesk::set_up();
    let mut chart = t.encounter("note");
    t.attach(&mut chart, "I10");
    chart = t.desk.undo(chart.id, chart.revision).unwrap().value;
    t.attach(&mut chart, "E11.9");
    assert_eq!(chart.redo, None);
    assert_eq!(code_of(t.desk.redo(chart.id, chart.revision)), ErrorCode::NothingToRedo);
}

#[test]
fn a_change_to_an_older_revision_is_refused() {
    let t = TestDesk::set_up();
    let mut chart = t.encounter("note");
    let old = chart.revision;
    t.attach(&mut chart, "I10");
    let attach = Amendment::AttachDiagnosis {
        code: "E11.9".into(),
        evidence: None,
        index_path: None,
        principal: false,
    };
    assert_eq!(code_of(t.desk.amend(chart.id, old, attach)), ErrorCode::Stale);
    assert_eq!(t.desk.open_encounter(chart.id).unwrap().value.encounter.diagnoses.len(), 1);
}

#[test]
fn codes_are_copied_forward_only_from_the_same_patient() {
    let t = TestDesk::set_up();
    let earlier = t.completed();
    let later = t.encounter("follow up");
    assert_eq!(
        t.desk.earlier_encounters(later.id).unwrap().iter().map(|row| row.id).collect::<Vec<_>>(),
        [earlier.id]
    );
    let copied = t.desk.copy_forward(later.id, later.revision, earlier.id).unwrap().value;
    assert_eq!(copied.encounter.diagnoses[0].code.as_str(), "I10");
    assert_eq!(copied.encounter.lines[0].charge, earlier.encounter.lines[0].charge);
    assert_eq!(copied.undo.as_deref(), Some("copy_forward"));

    let mut header = super::desk::header();
    header.patient.record_number = "999".into();
    let stranger = t.desk.create_encounter(header, vec![]).unwrap().value;
    assert!(t.desk.copy_forward(stranger.id, stranger.revision, earlier.id).is_err());
}
