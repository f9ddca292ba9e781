use encounter::{Amendment, Encounter, EncounterId, FindingCounts, Status};
use jiff::civil::date;

use crate::sample::{at, attach, complete, note, stamp, vault, visit};
use crate::{Result, Vault, VaultError};

const CLEAN: FindingCounts = FindingCounts { errors: 0, warnings: 0, infos: 0 };

fn save(vault: &mut Vault, id: EncounterId, encounter: &Encounter) -> Result<u32> {
    vault.transact(|tx| {
        let revision = tx.encounter(id)?.ok_or(VaultError::NoSuchEncounter)?.revision;
        tx.save_encounter(id, revision, encounter, CLEAN)
    })
}

fn load(vault: &Vault, id: EncounterId) -> Encounter {
    vault.read(|reading| reading.encounter(id)).unwrap().unwrap().encounter
}

fn completed(vault: &mut Vault) -> (EncounterId, Encounter) {
    let mut encounter = visit(1);
    attach(&mut encounter, "E11.21");
    let id = vault.transact(|tx| tx.insert_encounter(&encounter, CLEAN, at(0))).unwrap();
    complete(&mut encounter, 10);
    save(vault, id, &encounter).unwrap();
    (id, encounter)
}

#[test]
fn an_encounter_comes_back_as_it_went_in() {
    let (_folder, mut vault, _) = vault();
    let mut encounter = visit(1);
    attach(&mut encounter, "E11.21");
    let id = vault.transact(|tx| tx.insert_encounter(&encounter, CLEAN, at(0))).unwrap();
    assert_eq!(load(&vault, id), encounter);

    let place = Amendment::PlaceHold {
        reason: encounter::HoldReason::PendingPathology,
        note: "awaiting".into(),
        provider: String::new(),
    };
    encounter.amend(place, &stamp(3)).unwrap();
    encounter.add_document(note("Addendum"));
    encounter.documents[0].withdrawn = true;
    encounter.seconds_worked = 90;
    assert_eq!(save(&mut vault, id, &encounter), Ok(2));
    assert_eq!(load(&vault, id), encounter);

    let stale = vault.transact(|tx| tx.save_encounter(id, 1, &encounter, CLEAN));
    assert_eq!(stale, Err(VaultError::Stale));
    let none = vault.transact(|tx| tx.save_encounter(EncounterId(99), 1, &encounter, CLEAN));
    assert_eq!(none, Err(VaultError::NoSuchEncounter));
    assert_eq!(vault.read(|reading| reading.encounter(EncounterId(99))), Ok(None));
}

#[test]
fn what_fails_or_panics_leaves_nothing() {
    let (_folder, mut vault, _) = vault();
    let failed: Result<()> = vault.transact(|tx| {
        tx.insert_encounter(&visit(1), CLEAN, at(0))?;
        Err(VaultError::Stale)
    });
    assert_eq!(failed, Err(VaultError::Stale));
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        vault.transact(|tx| {
            tx.insert_encounter(&visit(1), CLEAN, at(0))?;
            if tx.encounter(EncounterId(1))?.is_some() {
                panic!("in the middle");
            }
            Ok::<(), VaultError>(())
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(vault.read(|reading| reading.encounter(EncounterId(1))), Ok(None));
}

#[test]
fn the_list_of_locked_statuses_is_the_domains() {
    let (_folder, vault, _) = vault();
    for status in Status::ALL {
        let sql = "SELECT count(*) FROM locked_status WHERE status = ?1";
        let listed: u32 = vault.connection.query_row(sql, [status.id()], |row| row.get(0)).unwrap();
        assert_eq!(listed == 1, status.is_locked(), "{}", status.id());
    }
}

#[test]
fn no_statement_gets_past_the_lock() {
    let (_folder, mut vault, _) = vault();
    let (id, encounter) = completed(&mut vault);
    for sql in [
        "UPDATE encounter_content SET content = '{}'",
        "UPDATE encounter_content SET encounter_id = 7",
        "DELETE FROM encounter_content",
        "REPLACE INTO encounter_content VALUES (1, '{}')",
        "INSERT INTO encounter_content VALUES (1, '{}') ON CONFLICT DO UPDATE SET content = excluded.content",
        "DELETE FROM encounter",
        "UPDATE encounter SET id = 7",
        "REPLACE INTO encounter SELECT * FROM encounter",
        "UPDATE encounter SET status = 'in_progress'",
        "UPDATE encounter SET status = 'not_started'",
        "UPDATE encounter SET patient_name = 'Other', payer = ''",
        "UPDATE encounter SET charges_cents = charges_cents + 1",
        "UPDATE document SET text = 'other'",
        "UPDATE document SET withdrawn = 1",
        "UPDATE document SET document_id = 9",
        "DELETE FROM document",
        "REPLACE INTO document SELECT * FROM document",
        "UPDATE completion SET coder = 'Somebody'",
        "DELETE FROM completion",
        "REPLACE INTO completion SELECT * FROM completion",
    ] {
        let refused = vault.connection.execute_batch(sql).map_err(VaultError::from);
        assert_eq!(refused, Err(VaultError::Locked), "{sql}");
    }
    let blank = "INSERT INTO reopening VALUES (1, 1, 'maria', '2026-04-15T00:00:00Z', '  ')";
    assert!(vault.connection.execute_batch(blank).is_err(), "a reason of blanks");
    assert_eq!(load(&vault, id), encounter);
}

#[test]
fn a_locked_encounter_still_moves_on_and_takes_late_documents() {
    let (_folder, mut vault, _) = vault();
    let (id, mut encounter) = completed(&mut vault);
    encounter.add_document(note("Pathology, late"));
    encounter.seconds_worked += 5;
    save(&mut vault, id, &encounter).unwrap();
    encounter.move_to(Status::Exported, "", &stamp(20)).unwrap();
    save(&mut vault, id, &encounter).unwrap();
    encounter.move_to(Status::NeedsRecoding, "", &stamp(21)).unwrap();
    save(&mut vault, id, &encounter).unwrap();
    assert_eq!(load(&vault, id), encounter);

    let mut changed = encounter.clone();
    changed.diagnoses.clear();
    assert_eq!(save(&mut vault, id, &changed), Err(VaultError::Locked));
    let mut silent = encounter.clone();
    silent.status = Status::InProgress;
    assert_eq!(save(&mut vault, id, &silent), Err(VaultError::Locked), "without a reason");
    let mut rewritten = encounter.clone();
    rewritten.completions[0].coder = "Somebody".into();
    assert_eq!(save(&mut vault, id, &rewritten), Err(VaultError::Locked));
    rewritten.completions.clear();
    assert_eq!(save(&mut vault, id, &rewritten), Err(VaultError::Locked));
    assert_eq!(load(&vault, id), encounter);
}

#[test]
fn reopening_keeps_the_reason_and_the_snapshot() {
    let (_folder, mut vault, _) = vault();
    let (id, mut encounter) = completed(&mut vault);
    let first = encounter.clone();
    encounter.move_to(Status::InProgress, "payer denied E11.21", &stamp(30)).unwrap();
    attach(&mut encounter, "N18.31");
    save(&mut vault, id, &encounter).unwrap();
    assert_eq!(load(&vault, id), encounter);
    assert_eq!(vault.read(|reading| reading.completion_snapshot(id)).unwrap(), Some(first));

    complete(&mut encounter, 40);
    vault
        .transact(|tx| {
            let revision = tx.encounter(id)?.ok_or(VaultError::NoSuchEncounter)?.revision;
            let revision = tx.save_encounter(id, revision, &encounter, CLEAN)?;
            // Once more does no harm.
            tx.record_completion(id, &encounter)?;
            tx.record_reopening(id, &encounter)?;
            Ok::<_, VaultError>(revision)
        })
        .unwrap();
    assert_eq!(load(&vault, id), encounter);
    assert_eq!(vault.read(|reading| reading.completion_snapshot(id)).unwrap(), Some(encounter.clone()));
    // The reason for the first reopening does not open the second completion.
    let sql = "UPDATE encounter SET status = 'in_progress'";
    assert_eq!(vault.connection.execute_batch(sql).map_err(VaultError::from), Err(VaultError::Locked));

    encounter.move_to(Status::Void, "wrong patient", &stamp(50)).unwrap();
    save(&mut vault, id, &encounter).unwrap();
    for sql in ["UPDATE encounter SET status = 'in_progress'", "UPDATE encounter SET status = 'completed'"] {
        assert_eq!(vault.connection.execute_batch(sql).map_err(VaultError::from), Err(VaultError::Locked));
    }
}

#[test]
fn completed_without_a_completion_cannot_be() {
    let (_folder, mut vault, _) = vault();
    let mut encounter = visit(1);
    let id = vault.transact(|tx| tx.insert_encounter(&encounter, CLEAN, at(0))).unwrap();
    encounter.status = Status::Completed;
    assert_eq!(save(&mut vault, id, &encounter), Err(VaultError::Locked));
    // The sample practice and other vaults bring encounters that are completed already.
    let mut whole = visit(2);
    complete(&mut whole, 5);
    let id = vault.transact(|tx| tx.insert_encounter(&whole, CLEAN, at(0))).unwrap();
    assert_eq!(load(&vault, id), whole);
    assert!(vault.read(|reading| reading.completion_snapshot(id)).unwrap().is_some());
}

#[test]
fn what_is_worked_on_is_handed_on_whenever_it_was_and_what_is_done_only_of_late() {
    let (_folder, mut vault, _) = vault();
    let since = date(2026, 1, 1);
    let mut expected = Vec::new();
    for status in Status::ALL {
        for day in [date(2025, 12, 31), since] {
            let mut encounter = Encounter { status, ..visit(1) };
            encounter.header.service_from = Some(day);
            vault.transact(|tx| tx.insert_encounter(&encounter, CLEAN, at(0))).unwrap();
            if status.is_to_do() || (day >= since && status != Status::Void) {
                expected.push((status, day));
            }
        }
    }
    let mut seen = Vec::new();
    vault
        .read(|reading| {
            reading.each_coded(since, |_, each| seen.push((each.status, each.header.service_from.unwrap())))
        })
        .unwrap();
    // In no order that is promised.
    let in_order = |of: &(Status, _)| (Status::ALL.iter().position(|status| *status == of.0), of.1);
    seen.sort_by_key(in_order);
    assert_eq!(seen, expected);
}
