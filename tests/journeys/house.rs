//! What a practice settles for itself: severities by payer, payers' terms, rules of its own.

use encounter::{EncounterId, Severity};
use serde_json::json;
use workstation::{ErrorCode, House, HouseRule, Recheck};

use super::desk::{PASSPHRASE, TestDesk, code_of, rules};
use super::queue::everything;

fn house(value: serde_json::Value) -> House {
    serde_json::from_value(value).unwrap()
}

fn rule() -> HouseRule {
    serde_json::from_value(json!({
        "name": "Hypertension first", "subject": "diagnosis", "codes": "I10", "condition": {"kind": "first"},
        "severity": "warning", "text": "Our payer asks for the reason of the visit.", "on": true
    }))
    .unwrap()
}

#[test]
fn a_changed_severity_holds_for_its_payer_and_is_audited() {
    let t = TestDesk::set_up();
    let chart = t.with_a_warning();
    assert!(!chart.counts.is_clean());

    let before = t.desk.verify_audit().unwrap().entries;
    let kept = t
        .desk
        .set_house(house(json!({"severities": [
            {"rule": "line.duplicate-modifier", "payer": "Medicare B", "severity": "info"},
            {"rule": "line.no-pointer", "payer": "", "severity": "info"},
            {"rule": "no.such-rule", "payer": "", "severity": "info"}
        ]})))
        .unwrap();
    assert_eq!(kept.severities.len(), 1, "what changes nothing is not kept: {kept:?}");
    assert_eq!(t.desk.verify_audit().unwrap().entries, before + 1);
    t.desk.set_house(kept.clone()).unwrap();
    assert_eq!(t.desk.verify_audit().unwrap().entries, before + 1, "nothing changed");
    let chart = t.desk.open_encounter(chart.id).unwrap().value;
    assert!(chart.counts.is_clean(), "{:?}", chart.findings);
    assert!(t.desk.verify_audit().unwrap().intact);

    // It is the practice's, and there again when the vault is opened again.
    let t = t.started_again();
    t.desk.unlock("ruth", PASSPHRASE).unwrap();
    assert_eq!(t.desk.house().unwrap(), kept);
}

#[test]
fn a_house_rule_is_tried_before_it_speaks() {
    let t = TestDesk::set_up();
    let done = t.completed();
    let tried = t.desk.try_house_rule(&rule()).unwrap();
    assert_eq!((tried.tried, tried.found), (1, 1));
    assert_eq!((&*tried.hits[0].account, &*tried.hits[0].codes), ("26-1", &["I10".to_owned()][..]));

    let incomplete = HouseRule { text: String::new(), ..rule() };
    let kept = t.desk.set_house(House { rules: vec![rule(), incomplete], ..House::default() }).unwrap();
    let numbers: Vec<(u32, bool)> = kept.rules.iter().map(|rule| (rule.number, rule.on)).collect();
    assert_eq!(numbers, [(1, true), (2, false)], "what is incomplete is not switched on");
    let chart = t.desk.open_encounter(done.id).unwrap().value;
    let said = chart.findings.iter().find(|finding| finding.rule == "house.1").unwrap();
    assert_eq!(said.severity, Severity::Warning);
    assert_eq!(said.args["text"], "Our payer asks for the reason of the visit.");
}

#[test]
fn house_rules_go_out_to_a_file_and_come_back_switched_off() {
    let t = TestDesk::set_up();
    t.desk.set_house(House { rules: vec![rule()], ..House::default() }).unwrap();
    let file = t.folder.path().join("rules.json");
    t.desk.export_house_rules(&file).unwrap();
    let verdicts = |t: &TestDesk| -> Vec<String> {
        let lines = t.desk.preview_house_rules(&file).unwrap();
        assert!(lines.iter().all(|line| !line.rule.on && line.rule.number == 0));
        lines.iter().map(|line| format!("{:?}", line.verdict)).collect()
    };
    assert_eq!(verdicts(&t), ["Known"]);
    let mut chart = t.encounter("Hypertension.");
    t.attach(&mut chart, "I10");
    assert!(rules(&chart).contains(&"house.1"));
    t.desk.set_house(House::default()).unwrap();
    assert_eq!(verdicts(&t), ["New"]);
    std::fs::write(&file, "{}").unwrap();
    assert_eq!(code_of(t.desk.preview_house_rules(&file)), ErrorCode::HouseRuleFileUnreadable);
}

/// Errors and open warnings as the queue counts them.
fn counted(t: &TestDesk, id: EncounterId) -> (u32, u32) {
    let page = t.desk.queue(&everything()).unwrap();
    let row = page.rows.iter().find(|row| row.id == id).unwrap();
    (row.errors, row.warnings)
}

#[test]
fn the_queue_counts_by_what_was_settled_once_it_is_checked_again() {
    let t = TestDesk::set_up();
    let done = t.completed();
    let chart = t.with_a_warning();
    assert_eq!(counted(&t, chart.id), (0, 1));
    let quiet = json!({"severities": [{"rule": "line.duplicate-modifier", "payer": "", "severity": "info"}]});
    t.desk.set_house(house(quiet)).unwrap();
    assert_eq!(counted(&t, chart.id), (0, 1), "not yet");

    let mut shown = Vec::new();
    let checked = t.desk.recheck_queue(&mut |progress| shown.push(progress.done)).unwrap();
    assert_eq!(checked, Recheck { checked: 1, changed: 1 }, "what is completed stays as it was");
    assert_eq!(shown, [0]);
    assert_eq!((counted(&t, chart.id), counted(&t, done.id)), ((0, 0), (0, 0)));
    assert_eq!(t.desk.recheck_queue(&mut |_| {}).unwrap(), Recheck { checked: 1, changed: 0 });
    // The chart is no other than before: whoever has it open goes on.
    t.desk.amend(chart.id, chart.revision, chart.findings[0].cures[0].clone()).unwrap();
    assert!(t.desk.verify_audit().unwrap().intact);
}

#[test]
fn a_stopped_recheck_keeps_what_it_came_to() {
    let t = TestDesk::set_up();
    let charts = [t.with_a_warning(), t.with_a_warning()];
    t.desk.set_house(House { rules: vec![rule()], ..House::default() }).unwrap();
    let mut steps = 0;
    let stopped = t.desk.recheck_queue(&mut |_| {
        steps += 1;
        if steps == 2 {
            t.desk.stop_work();
        }
    });
    assert_eq!(code_of(stopped), ErrorCode::Stopped);
    assert_eq!(charts.map(|chart| counted(&t, chart.id)), [(0, 2), (0, 1)]);
}
