use std::collections::BTreeMap;

use encounter::EncounterId;

use super::AuditEvent;
use crate::sample::{at, vault};
use crate::{Vault, VaultError};

fn event(number: u32) -> AuditEvent {
    AuditEvent {
        at: at(i64::from(number)),
        by: "maria".into(),
        encounter: Some(EncounterId(number % 2 + 1)),
        action: "attach_diagnosis".into(),
        detail: BTreeMap::from([("code".into(), format!("E11.{number}"))]),
    }
}

fn with_ten() -> (tempfile::TempDir, Vault) {
    let (folder, mut vault, _) = vault();
    for number in 1..=10 {
        vault.transact(|tx| tx.append_audit(&event(number))).unwrap();
    }
    (folder, vault)
}

/// What somebody could do who has the key and takes the triggers away first.
fn tamper(vault: &Vault, sql: &str) {
    let drop = "DROP TRIGGER audit_stays; DROP TRIGGER audit_is_never_deleted;
        DROP TRIGGER audit_head_is_never_deleted; DROP TRIGGER audit_head_goes_on;";
    vault.connection.execute_batch(&format!("{drop}{sql}")).unwrap();
}

#[test]
fn a_whole_trail_verifies_and_reads_back() {
    let (_folder, vault) = with_ten();
    let verdict = vault.read(|reading| reading.verify_audit()).unwrap();
    assert_eq!((verdict.entries, verdict.intact, verdict.first_bad), (10, true, None));
    let recent = vault.read(|reading| reading.audit_recent(3)).unwrap();
    assert_eq!(recent.iter().map(|entry| entry.number).collect::<Vec<_>>(), [10, 9, 8]);
    assert_eq!(recent[0].hash, verdict.head);
    let of = vault.read(|reading| reading.audit_of(EncounterId(1))).unwrap();
    assert_eq!(of.iter().map(|entry| entry.number).collect::<Vec<_>>(), [2, 4, 6, 8, 10]);
    assert_eq!((of[0].at, &of[0].detail), (at(2), &event(2).detail));
}

#[test]
fn an_empty_trail_is_whole() {
    let (_folder, vault, _) = vault();
    let verdict = vault.read(|reading| reading.verify_audit()).unwrap();
    assert_eq!((verdict.entries, verdict.intact), (0, true));
}

#[test]
fn the_trail_only_grows() {
    let (_folder, vault) = with_ten();
    for sql in [
        "UPDATE audit SET by = 'jo' WHERE number = 3",
        "DELETE FROM audit WHERE number = 10",
        "REPLACE INTO audit SELECT * FROM audit WHERE number = 4",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET number = 9",
        "UPDATE audit_head SET number = 11",
        "UPDATE audit_head SET hash = zeroblob(32)",
    ] {
        let refused = vault.connection.execute_batch(sql).map_err(VaultError::from);
        assert_eq!(refused, Err(VaultError::Locked), "{sql}");
    }
}

#[test]
fn any_tampering_shows_where_it_begins() {
    for (what, first_bad, sql) in [
        (
            "a flipped byte of the detail",
            4,
            "UPDATE audit SET detail = replace(detail, '11', '10') WHERE number = 4",
        ),
        ("a flipped byte of the time", 2, "UPDATE audit SET at = replace(at, 'Z', 'X') WHERE number = 2"),
        (
            "a name moved into the action",
            5,
            "UPDATE audit SET by = 'mari', action = 'a' || action WHERE number = 5",
        ),
        ("another encounter", 6, "UPDATE audit SET encounter_id = 2 WHERE number = 6"),
        ("no encounter", 6, "UPDATE audit SET encounter_id = NULL WHERE number = 6"),
        ("a flipped byte of the hash", 7, "UPDATE audit SET hash = zeroblob(32) WHERE number = 7"),
        ("a hash cut short", 7, "UPDATE audit SET hash = x'00' WHERE number = 7"),
        ("a removed row", 5, "DELETE FROM audit WHERE number = 5"),
        ("the first row removed", 1, "DELETE FROM audit WHERE number = 1"),
        ("the last row removed", 10, "DELETE FROM audit WHERE number = 10"),
        ("everything removed", 1, "DELETE FROM audit"),
        (
            "a removed row, the rest numbered anew",
            5,
            "DELETE FROM audit WHERE number = 5; UPDATE audit SET number = number - 1 WHERE number > 5",
        ),
        (
            "a swapped pair",
            3,
            "UPDATE audit SET number = 99 WHERE number = 3; UPDATE audit SET number = 3 WHERE number = 4;
             UPDATE audit SET number = 4 WHERE number = 99",
        ),
        (
            "a row added at the end",
            11,
            "INSERT INTO audit SELECT 11, at, by, NULL, action, detail, hash FROM audit
            WHERE number = 10",
        ),
    ] {
        let (_folder, vault) = with_ten();
        tamper(&vault, sql);
        let verdict = vault.read(|reading| reading.verify_audit()).unwrap();
        assert_eq!((verdict.intact, verdict.first_bad), (false, Some(first_bad)), "{what}");
    }
}
