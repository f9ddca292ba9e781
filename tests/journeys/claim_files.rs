use claims::Practice;
use claims::x12::{Interchanges, Part};
use encounter::{Encounter, Status};
use workstation::ClaimsExport;
use workstation::{QueueColumn, QueueFilter, QueueQuery, QueueRequest, QueueSort};

use super::desk::TestDesk;

const SET_UP: &str = include_str!("../../assets/sample-practice/set-up/claims.json");

fn encounters(t: &TestDesk, of: impl Fn(Status) -> bool) -> Vec<Encounter> {
    let sort = QueueSort { column: QueueColumn::Account, descending: false };
    let request = QueueRequest { filter: QueueFilter::default(), sort, offset: 0, limit: 100 };
    let page = t.desk.queue(&QueueQuery { request, text: String::new() }).unwrap();
    let rows = page.rows.iter().filter(|row| of(row.status));
    rows.map(|row| t.desk.open_encounter(row.id).unwrap().value.encounter).collect()
}

#[test]
fn completed_encounters_of_the_sample_practice_are_one_file_of_claims() {
    let t = TestDesk::new();
    t.desk.open_sample().unwrap();
    let practice: Practice = serde_json::from_str(SET_UP).unwrap();
    let out = t.folder.path().join("claims.837");
    let done = encounters(&t, |status| matches!(status, Status::Completed | Status::Exported));
    let count = done.len();
    assert!(count >= 4, "{count}");
    let charges = done.iter().map(Encounter::charges).sum();
    let export = t.desk.export_professional_claims(done, &practice, 12, &out).unwrap();
    assert_eq!(export, ClaimsExport::Written { claims: count as u32, charge: charges });

    let bytes = std::fs::read(&out).unwrap();
    let mut file = Interchanges::new(bytes.as_slice());
    let mut claims = 0;
    while let Some(part) = file.next_part().unwrap() {
        claims += usize::from(part == Part::Segment && file.segment().id() == "CLM");
    }
    assert_eq!((claims, file.faults.first), (count, Vec::new()));
}

#[test]
fn one_encounter_that_is_no_claim_keeps_the_whole_file_from_being_written() {
    let t = TestDesk::new();
    t.desk.open_sample().unwrap();
    let practice: Practice = serde_json::from_str(SET_UP).unwrap();
    let out = t.folder.path().join("claims.837");
    let ready = encounters(&t, |status| matches!(status, Status::Completed | Status::InProgress));
    let export = t.desk.export_professional_claims(ready, &practice, 12, &out).unwrap();
    let ClaimsExport::Refused { refused } = export else { panic!("written") };
    assert!(!refused.is_empty());
    assert!(!out.exists());
}
