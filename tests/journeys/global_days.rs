//! The days that a surgery's payment covers reach from one encounter of a patient to the next.

use std::collections::BTreeMap;

use encounter::{Amendment, Header, Status};
use jiff::civil::{Date, date};
use workstation::{Chart, Take};

use super::desk::{TestDesk, header, rules};

/// A fee schedule with one surgery of 90 days and one visit.
fn import_fees(t: &TestDesk) {
    let heading = "HCPCS,MOD,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,\
        PROC,SURG,SURG,SURG,SURG,BASE,FACTOR,PROCEDURES\n";
    let row = |code: &str, days: &str| format!("{code},,A,,0,0,,0,,0,0,0,0,{days},0,0,0,0,1,0,0,0,,30,09\n");
    let file = t.folder.path().join("PPRRVU.csv");
    std::fs::write(&file, [heading, &row("27447", "090"), &row("99213", "XXX")].concat()).unwrap();
    let preview = t.desk.preview_import(&file, &BTreeMap::new(), &mut |_| {}).unwrap();
    let take = |found: dictionary::Found| Take {
        file: found.file,
        set: found.set.unwrap(),
        release: "2026".into(),
        from: date(2026, 1, 1),
        to: None,
        columns: None,
        licence: None,
    };
    let takes: Vec<Take> = preview.found.into_iter().map(take).collect();
    t.desk.import(&file, &takes, &mut |_| {}).unwrap();
}

/// A coded encounter of a patient on a day.
fn coded(t: &TestDesk, record_number: &str, on: Date, code: &str) -> Chart {
    let mut header = Header { service_from: Some(on), service_to: Some(on), ..header() };
    header.patient.record_number = record_number.into();
    let mut chart = t.desk.create_encounter(header, vec![]).unwrap().value;
    t.attach(&mut chart, "M17.11");
    t.line(&mut chart, code, "100.00");
    chart
}

#[test]
fn a_visit_within_the_days_of_a_surgery_at_another_encounter() {
    let t = TestDesk::set_up();
    import_fees(&t);
    let surgery = coded(&t, "104482", date(2026, 2, 2), "27447");
    let within = |chart: &Chart| rules(chart).contains(&"policy.visit-in-global");
    // Ninety days, and one more; another patient; nobody's number.
    let visit = coded(&t, "104482", date(2026, 5, 3), "99213");
    assert!(within(&visit), "{:?}", rules(&visit));
    assert!(!within(&coded(&t, "104482", date(2026, 5, 4), "99213")));
    assert!(!within(&coded(&t, "104483", date(2026, 3, 2), "99213")));
    assert!(!within(&coded(&t, "", date(2026, 3, 2), "99213")));
    let mut namesake = t.desk.open_encounter(visit.id).unwrap().value.encounter.header;
    namesake.patient.birth_date = Some(date(1990, 1, 1));
    let change = Amendment::SetHeader { header: Box::new(namesake) };
    let other = t.desk.amend(visit.id, visit.revision, change).unwrap().value;
    assert!(!within(&other), "another practice's patient of the same number");
    let visit = t.desk.undo(other.id, other.revision).unwrap().value;
    assert!(within(&visit));
    // Decided on the day before.
    let before = coded(&t, "104482", date(2026, 2, 1), "99213");
    assert!(rules(&before).contains(&"policy.decision-for-surgery"));
    assert!(!rules(&surgery).iter().any(|rule| rule.starts_with("policy.")));

    // What is void was not done.
    t.desk.move_status(surgery.id, surgery.revision, Status::Void, "another patient's").unwrap();
    assert!(!within(&t.desk.open_encounter(visit.id).unwrap().value));
}
