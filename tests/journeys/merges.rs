//! Numbers that other systems make one, and two again.

use workstation::{Chart, ErrorCode, QueueQuery, QueueRequest};

use super::arrivals::{import, message, only, queue};
use super::desk::{TestDesk, code_of};

#[test]
fn a_merge_moves_the_number_and_can_be_taken_back() {
    let t = TestDesk::set_up();
    import(&t, "a.hl7", &[message("ADT^A04", "1", "20310701090000", "")]);
    let merge = "PID|1||M100^^^NORTH^MR||INK^ADA^B||19580228|F\rMRG|M77^^^NORTH^MR";
    let report = import(&t, "b.hl7", &[message("ADT^A40", "2", "20310702090000", merge)]);
    assert_eq!(report.counts.updated, 1, "{report:?}");
    assert_eq!(only(&t).encounter.header.patient.record_number, "M100");
    let merged = t.desk.arrivals().unwrap().remove(0);
    let undone = t.desk.undo_arrival(merged.id).unwrap().value;
    assert_eq!((undone.restored, undone.voided), (1, 0));
    assert_eq!(only(&t).encounter.header.patient.record_number, "M77");
}

/// Two visits of M77 become M100's, one of them is worked on since.
fn merged() -> (TestDesk, Vec<Chart>) {
    let t = TestDesk::set_up();
    let other = message("ADT^A04", "2", "20310701100000", "").replace("V900", "V901");
    import(&t, "a.hl7", &[message("ADT^A04", "1", "20310701090000", ""), other]);
    let merge = "PID|1||M100^^^NORTH^MR||INK^ADA^B||19580228|F\rMRG|M77^^^NORTH^MR";
    import(&t, "b.hl7", &[message("ADT^A40", "3", "20310702090000", merge)]);
    let charts = queue(&t);
    let codes = "DG1|1||I10^Hypertension^I10|||F";
    import(&t, "c.hl7", &[message("ADT^A08", "4", "20310703090000", codes).replace("M77", "M100")]);
    let worked = queue(&t).into_iter().find(|chart| !chart.proposals.is_empty()).unwrap();
    t.desk.take_proposals(worked.id, worked.revision, &[worked.proposals[0].id]).unwrap();
    (t, charts)
}

fn records(t: &TestDesk) -> Vec<String> {
    queue(t).into_iter().map(|chart| chart.encounter.header.patient.record_number).collect()
}

#[test]
fn a_merge_is_parted_by_the_coder_whatever_was_done_since() {
    let (t, charts) = merged();
    assert_eq!(records(&t), ["M100", "M100"]);
    let chart = t.desk.open_encounter(charts[0].id).unwrap().value;
    let merge = t.desk.merges_of(chart.id).unwrap().remove(0);
    assert_eq!((merge.retired.as_str(), merge.surviving.as_str()), ("M77", "M100"));
    assert_eq!((merge.of_record, merge.parted), (true, None));
    let parted = t.desk.part_merge(chart.id, chart.revision, merge.message).unwrap().value;
    assert_eq!(parted.encounter.header.patient.record_number, "M77");
    assert_eq!(records(&t), ["M77", "M77"]);
    assert!(t.desk.merges_of(chart.id).unwrap()[0].parted.is_some(), "that they were one is still known");
    let again = t.desk.part_merge(chart.id, parted.revision, merge.message);
    assert_eq!(code_of(again), ErrorCode::NoSuchPart);
    let by_number =
        QueueQuery { request: QueueRequest { limit: 9, ..QueueRequest::default() }, text: "M100".to_owned() };
    assert!(t.desk.queue(&by_number).unwrap().rows.is_empty(), "found by its own number alone");
    assert!(t.desk.verify_audit().unwrap().intact);
}

#[test]
fn a_merge_is_parted_by_its_sender() {
    let (t, _) = merged();
    let two = "PID|1||M100^^^NORTH^MR||WELL^IDA||19610101|F\rPID|2||M77^^^NORTH^MR||INK^ADA^B||19580228|F";
    let report = import(&t, "d.hl7", &[message("ADT^A37", "5", "20310704090000", two)]);
    assert_eq!((report.counts.messages, report.counts.updated), (1, 1), "{report:?}");
    assert_eq!(records(&t), ["M77", "M77"]);
    let last = t.desk.arrivals().unwrap().remove(0);
    assert_eq!(t.desk.undo_arrival(last.id).unwrap().value.restored, 2);
    assert_eq!(records(&t), ["M100", "M100"]);
    import(&t, "e.hl7", &[message("ADT^A37", "6", "20310704100000", two)]);
    assert_eq!(records(&t), ["M77", "M77"], "what was taken back may be said again");
}

#[test]
fn a_merge_of_patient_and_account_gives_back_both() {
    let t = TestDesk::set_up();
    let patient = "PID|1||M77^^^NORTH^MR||INK^ADA^B||19580228|F||||||||||A7^^^NORTH^AN\rPV1|1|O";
    import(&t, "a.hl7", &[message("ADT^A04", "1", "20310701090000", patient)]);
    let merge = "PID|1||M100^^^NORTH^MR||INK^ADA^B||19580228|F||||||||||A9^^^NORTH^AN\rMRG|M77^^^NORTH^MR||A7^^^NORTH^AN";
    import(&t, "b.hl7", &[message("ADT^A36", "2", "20310702090000", merge)]);
    let numbers = |chart: &Chart| {
        let header = &chart.encounter.header;
        (header.patient.record_number.clone(), header.account.clone())
    };
    let chart = only(&t);
    assert_eq!(numbers(&chart), ("M100".to_owned(), "A9".to_owned()));
    let message = t.desk.merges_of(chart.id).unwrap()[0].message;
    let parted = t.desk.part_merge(chart.id, chart.revision, message).unwrap().value;
    assert_eq!(numbers(&parted), ("M77".to_owned(), "A7".to_owned()));
}
