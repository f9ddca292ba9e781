use encounter::{Encounter, EncounterId, FindingCounts};

use super::{STEPS_KEPT, Step};
use crate::sample::{at, attach, note, vault, visit};
use crate::{Vault, VaultError};

const CLEAN: FindingCounts = FindingCounts { errors: 0, warnings: 0, infos: 0 };

fn change(
    vault: &mut Vault,
    id: EncounterId,
    action: &str,
    change: impl FnOnce(&mut Encounter),
) -> Encounter {
    vault
        .transact(|tx| {
            let stored = tx.encounter(id)?.ok_or(VaultError::NoSuchEncounter)?;
            let mut after = stored.encounter.clone();
            change(&mut after);
            tx.push_step(id, action, &stored.encounter, &after)?;
            tx.save_encounter(id, stored.revision, &after, CLEAN)?;
            Ok::<_, VaultError>(after)
        })
        .unwrap()
}

fn turn(vault: &mut Vault, id: EncounterId, undo: bool) -> Option<Step> {
    vault
        .transact(|tx| {
            let step = if undo { tx.undo_step(id)? } else { tx.redo_step(id)? };
            if let Some(step) = &step {
                let revision = tx.encounter(id)?.ok_or(VaultError::NoSuchEncounter)?.revision;
                tx.save_encounter(id, revision, &step.encounter, CLEAN)?;
            }
            Ok::<_, VaultError>(step)
        })
        .unwrap()
}

fn codes(encounter: &Encounter) -> Vec<&str> {
    encounter.diagnoses.iter().map(|diagnosis| diagnosis.code.as_str()).collect()
}

#[test]
fn steps_go_back_and_forth() {
    let (_folder, mut vault, _) = vault();
    let id = vault.transact(|tx| tx.insert_encounter(&visit(1), CLEAN, at(0))).unwrap();
    let labels = |vault: &Vault| vault.read(|reading| reading.undo_labels(id)).unwrap();
    assert_eq!(labels(&vault), (None, None));
    assert_eq!(turn(&mut vault, id, true), None);

    change(&mut vault, id, "one", |encounter| attach(encounter, "I10"));
    let second = change(&mut vault, id, "two", |encounter| attach(encounter, "E11.9"));
    assert_eq!(labels(&vault), (Some("two".into()), None));
    let back = turn(&mut vault, id, true).unwrap();
    assert_eq!((back.action.as_str(), codes(&back.encounter)), ("two", vec!["I10"]));
    let back = turn(&mut vault, id, true).unwrap();
    assert_eq!((back.action.as_str(), codes(&back.encounter)), ("one", vec![]));
    assert_eq!(back.encounter.status, encounter::Status::NotStarted, "the status goes back too");
    assert_eq!(back.encounter.last_part, second.last_part, "no number is given twice");
    assert_eq!(labels(&vault), (None, Some("one".into())));
    turn(&mut vault, id, false).unwrap();
    assert_eq!(turn(&mut vault, id, false).unwrap().encounter, second);
    assert_eq!(turn(&mut vault, id, false), None);

    turn(&mut vault, id, true).unwrap();
    change(&mut vault, id, "three", |encounter| attach(encounter, "N18.31"));
    assert_eq!(labels(&vault), (Some("three".into()), None), "the tail is gone");
    vault.transact(|tx| tx.clear_steps(id)).unwrap();
    assert_eq!(labels(&vault), (None, None));
}

#[test]
fn a_document_that_came_since_is_withdrawn_and_not_lost() {
    let (_folder, mut vault, _) = vault();
    let id = vault.transact(|tx| tx.insert_encounter(&visit(1), CLEAN, at(0))).unwrap();
    change(&mut vault, id, "add_document", |encounter| encounter.add_document(note("Addendum")));
    let back = turn(&mut vault, id, true).unwrap().encounter;
    assert_eq!(back.documents.iter().map(|document| document.withdrawn).collect::<Vec<_>>(), [false, true]);
    assert_eq!(back.documents[1].text, "Addendum");
    let again = turn(&mut vault, id, false).unwrap().encounter;
    assert!(again.documents.iter().all(|document| !document.withdrawn));
    // Time worked is not taken back.
    let stored = vault.read(|reading| reading.encounter(id)).unwrap().unwrap();
    let worked = Encounter { seconds_worked: 60, ..stored.encounter };
    vault.transact(|tx| tx.save_encounter(id, stored.revision, &worked, CLEAN)).unwrap();
    assert_eq!(turn(&mut vault, id, true).unwrap().encounter.seconds_worked, 60);
}

#[test]
fn only_the_last_steps_are_kept() {
    let (_folder, mut vault, _) = vault();
    let id = vault.transact(|tx| tx.insert_encounter(&visit(1), CLEAN, at(0))).unwrap();
    let other = vault.transact(|tx| tx.insert_encounter(&visit(2), CLEAN, at(0))).unwrap();
    change(&mut vault, other, "other", |encounter| attach(encounter, "I10"));
    for number in 0..STEPS_KEPT + 5 {
        change(&mut vault, id, "work", |encounter| encounter.seconds_worked = number);
    }
    let sql = "SELECT count(*) FROM step WHERE encounter_id = ?1";
    let kept =
        |id: EncounterId| -> u32 { vault.connection.query_row(sql, [id.0], |row| row.get(0)).unwrap() };
    assert_eq!((kept(id), kept(other)), (STEPS_KEPT, 1));
}
