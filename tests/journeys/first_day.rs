use encounter::{Amendment, CodeSystem, FindingCounts, Status};
use workstation::{ErrorCode, SearchRequest, VaultState};

use super::desk::{PASSPHRASE, SERVICE, TestDesk, code_of, evidence, header, ruth};

const NOTE: &str =
    "ASSESSMENT: poorly controlled type 2 diabetes w/ stage 3b chronic kidney disease. Denies chest pain.";

#[test]
fn from_the_first_screen_to_a_completed_encounter() {
    let t = TestDesk::new();
    assert_eq!(t.desk.state().unwrap().vault, VaultState::Absent);
    let created = t.desk.create_vault(&ruth()).unwrap();
    assert_eq!(created.desk.vault, VaultState::Open);

    let draft = t.desk.read_note("visit.txt", NOTE).unwrap();
    let mut chart = t.encounter(&draft.text);
    assert_eq!(chart.encounter.status, Status::NotStarted);

    for (query, code, quote) in [
        ("type 2 diabetes chronic kidney", "E11.22", "type 2 diabetes w/ stage 3b chronic kidney disease"),
        ("ckd stage 3b", "N18.32", "stage 3b chronic kidney disease"),
    ] {
        let words = query.replace("ckd", "chronic kidney disease");
        let found =
            t.desk.search(1, &SearchRequest::new(words, SERVICE, &[CodeSystem::Icd10cm], 10)).unwrap();
        assert!(found.answer.hits.iter().any(|hit| hit.code == code), "{query} finds {code}");
        let evidence = evidence(&chart.encounter, quote);
        t.amend(
            &mut chart,
            Amendment::AttachDiagnosis { code: code.into(), evidence, index_path: None, principal: false },
        );
    }
    t.line(&mut chart, "99214", "165.00");
    assert!(FindingCounts::of(&chart.findings).is_clean(), "nothing stands in the way");
    let rules: Vec<&str> = chart.findings.iter().map(|finding| finding.rule.as_str()).collect();
    assert_eq!(rules, ["ncci.tables-missing"], "what the lines were not checked by is said");
    assert!(
        chart.titles["E11.22"].title.as_deref().is_some_and(|title| title.contains("chronic kidney disease"))
    );

    let done = t.desk.complete(chart.id, chart.revision).unwrap();
    assert!(done.changes.queue);
    let chart = done.value;
    assert_eq!(chart.encounter.status, Status::Completed);
    let completion = chart.encounter.completions.last().unwrap();
    assert_eq!((completion.coder.as_str(), completion.credential.as_str()), ("Ruth Lang", "CPC"));
    assert!(
        completion.releases.iter().any(|release| release == "icd10cm-2026-04"),
        "{:?}",
        completion.releases
    );

    let actions: Vec<_> = t.desk.history(chart.id).unwrap().into_iter().map(|entry| entry.action).collect();
    for action in ["create_encounter", "view", "attach_diagnosis", "add_line", "set_line", "complete"] {
        assert!(actions.iter().any(|known| known == action), "{action} is in the audit trail: {actions:?}");
    }
    assert!(t.desk.verify_audit().unwrap().intact);
}

#[test]
fn the_desk_is_there_again_after_a_restart() {
    let t = TestDesk::set_up();
    let id = t.completed().id;
    let t = t.started_again();
    assert_eq!(t.desk.state().unwrap().vault, VaultState::Locked);
    assert_eq!(code_of(t.desk.open_encounter(id)), ErrorCode::DeskLocked);
    t.desk.unlock("ruth", PASSPHRASE).unwrap();
    let chart = t.desk.open_encounter(id).unwrap().value;
    assert_eq!(chart.encounter.header, header());
    assert_eq!(chart.encounter.documents[0].text, "Essential hypertension, controlled.");
}

#[test]
fn a_wrong_passphrase_is_refused_and_makes_wait() {
    let t = TestDesk::set_up();
    t.desk.lock().unwrap();
    for _ in 0..3 {
        assert_eq!(code_of(t.desk.unlock("ruth", "not the passphrase")), ErrorCode::WrongPassphrase);
    }
    let wrong = t.desk.unlock("ruth", "not the passphrase").unwrap_err();
    assert!(matches!(wrong.code, ErrorCode::WrongPassphrase | ErrorCode::TooSoon));
    assert_eq!(code_of(t.desk.unlock("ruth", PASSPHRASE)), ErrorCode::TooSoon);
    let wait = t.desk.state().unwrap().wait_seconds;
    assert!(wait > 0);
    t.wait(i64::from(wait));
    assert_eq!(t.desk.unlock("ruth", PASSPHRASE).unwrap().vault, VaultState::Open);
}

#[test]
fn a_desk_left_alone_locks_itself() {
    let t = TestDesk::set_up();
    let id = t.encounter("note").id;
    t.wait(14 * 60);
    assert!(t.desk.pulse(None, 0, false).unwrap().open, "a pulse without a person is no activity");
    t.wait(60);
    assert!(!t.desk.pulse(None, 0, false).unwrap().open);
    assert_eq!(code_of(t.desk.open_encounter(id)), ErrorCode::DeskLocked);
}

#[test]
fn the_recovery_code_opens_for_a_new_passphrase() {
    let t = TestDesk::new();
    let code = t.desk.create_vault(&ruth()).unwrap().recovery_code;
    t.desk.lock().unwrap();
    let other = "another long passphrase";
    assert_eq!(code_of(t.desk.recover("AAAA-BBBB", "ruth", other)), ErrorCode::WrongRecoveryCode);
    t.wait(3600);
    t.desk.recover(&code.to_lowercase().replace('-', " "), "ruth", other).unwrap();
    t.desk.lock().unwrap();
    assert_eq!(code_of(t.desk.unlock("ruth", PASSPHRASE)), ErrorCode::WrongPassphrase);
    t.desk.unlock("ruth", other).unwrap();
}

#[test]
fn time_worked_is_kept_and_no_undo_takes_it_back() {
    let t = TestDesk::set_up();
    let mut chart = t.encounter("note");
    t.attach(&mut chart, "I10");
    t.desk.pulse(Some(chart.id), 15, true).unwrap();
    t.desk.pulse(Some(chart.id), 15, true).unwrap();
    let chart = t.desk.undo(chart.id, chart.revision).unwrap().value;
    assert_eq!(chart.encounter.seconds_worked, 30);
}
