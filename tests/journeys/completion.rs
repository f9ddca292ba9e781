use encounter::{Amendment, Compared, Document, HoldReason, ServiceLine, Severity, Status};
use workstation::ErrorCode;

use super::desk::{TestDesk, code_of, rules};

#[test]
fn errors_and_open_holds_block_completion() {
    let t = TestDesk::set_up();
    let mut chart = t.encounter("Type 2 diabetes.");
    t.attach(&mut chart, "E11.2");
    t.line(&mut chart, "99213", "120.00");
    // No edit tables are installed, which is said and stands in nobody's way.
    assert_eq!(rules(&chart), ["validity.not-billable", "ncci.tables-missing"]);
    assert_eq!(code_of(t.desk.complete(chart.id, chart.revision)), ErrorCode::NotClean);

    let cure = chart.findings[0].cures[0].clone();
    t.amend(&mut chart, cure);
    assert_eq!(rules(&chart), ["ncci.tables-missing"]);
    let hold = Amendment::PlaceHold {
        reason: HoldReason::UnsignedNote,
        note: String::new(),
        provider: String::new(),
    };
    t.amend(&mut chart, hold);
    assert_eq!(chart.encounter.status, Status::OnHold);
    assert!(t.desk.complete(chart.id, chart.revision).is_err());

    let hold = chart.encounter.holds[0].id;
    t.amend(&mut chart, Amendment::LiftHold { hold });
    t.desk.complete(chart.id, chart.revision).unwrap();
}

#[test]
fn a_warning_is_acknowledged_with_a_reason_and_stays_quiet() {
    let t = TestDesk::set_up();
    let mut chart = t.with_a_warning();
    let warning =
        chart.findings.iter().find(|finding| finding.severity == Severity::Warning).unwrap().clone();
    assert!(t.desk.complete(chart.id, chart.revision).is_err());

    let acknowledge = |reason: &str| Amendment::Acknowledge {
        rule: warning.rule.clone(),
        place: warning.place,
        args: warning.args.clone(),
        reason: reason.into(),
    };
    assert_eq!(code_of(t.desk.amend(chart.id, chart.revision, acknowledge(" "))), ErrorCode::ReasonMissing);
    t.amend(&mut chart, acknowledge("the payer wants it so"));
    assert!(chart.findings[0].acknowledged.is_some());
    assert!(chart.counts.is_clean());

    // What it was about changes, and it speaks again; as it was, the answer stands.
    let quiet = chart.encounter.lines[0].clone();
    let line = ServiceLine { modifiers: vec!["59".into(), "59".into()], ..quiet.clone() };
    t.amend(&mut chart, Amendment::SetLine { line });
    assert!(!chart.counts.is_clean());
    assert!(chart.findings.iter().all(|finding| finding.acknowledged.is_none()));
    t.amend(&mut chart, Amendment::SetLine { line: quiet });
    t.desk.complete(chart.id, chart.revision).unwrap();
}

#[test]
fn a_completed_encounter_is_locked_until_it_is_reopened_with_a_reason() {
    let t = TestDesk::set_up();
    let chart = t.completed();
    let attach = Amendment::AttachDiagnosis {
        code: "E11.9".into(),
        evidence: None,
        index_path: None,
        principal: false,
    };
    assert_eq!(code_of(t.desk.amend(chart.id, chart.revision, attach)), ErrorCode::LockedEncounter);
    assert_eq!(code_of(t.desk.undo(chart.id, chart.revision)), ErrorCode::LockedEncounter);
    let reopen = |reason: &str| t.desk.move_status(chart.id, chart.revision, Status::InProgress, reason);
    assert_eq!(code_of(reopen("")), ErrorCode::ReasonMissing);

    let mut open = reopen("pathology came back").unwrap().value;
    assert_eq!(open.encounter.completions[0].reopened.as_ref().unwrap().reason, "pathology came back");
    t.attach(&mut open, "E11.9");
    let differences = t.desk.compare_with_completion(open.id).unwrap();
    assert_eq!(differences.len(), 1, "{differences:?}");
    assert_eq!(differences[0].what, Compared::Diagnosis);
    assert_eq!(differences[0].after.as_deref(), Some("B E11.9"));

    let again = t.desk.complete(open.id, open.revision).unwrap().value;
    assert_eq!(again.encounter.completions.len(), 2);
    assert_eq!(t.desk.compare_with_completion(again.id).unwrap(), []);
}

#[test]
fn a_document_that_arrives_late_flags_the_encounter_and_leaves_its_codes() {
    let t = TestDesk::set_up();
    let chart = t.completed();
    let late =
        Document { title: "Pathology".into(), text: "Basal cell carcinoma".into(), ..Document::default() };
    let flagged = t.desk.add_late_document(chart.id, chart.revision, late).unwrap().value;
    assert_eq!(flagged.encounter.status, Status::NeedsRecoding);
    assert_eq!(flagged.encounter.diagnoses, chart.encounter.diagnoses);
    assert_eq!(flagged.encounter.documents.len(), 2);
    let open =
        t.desk.move_status(flagged.id, flagged.revision, Status::InProgress, "late report").unwrap().value;
    assert!(!open.locked);
}

#[test]
fn moves_that_the_table_does_not_know_are_refused() {
    let t = TestDesk::set_up();
    let chart = t.encounter("note");
    let to = |to| t.desk.move_status(chart.id, chart.revision, to, "because");
    for status in [Status::Completed, Status::Exported, Status::InReview, Status::NeedsRecoding] {
        assert_eq!(code_of(to(status)), ErrorCode::MoveNotAllowed, "{status:?}");
    }
    to(Status::Void).unwrap();
}
