use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use encounter::FindingCounts;
use jiff::Timestamp;

use crate::sample::{PASSPHRASE, TODAY, at, vault, visit};
use crate::{AuditEvent, NewUser, QueueRequest, RecoveryCode, Result, Vault, VaultError, unwatched};

const CLEAN: FindingCounts = FindingCounts { errors: 0, warnings: 0, infos: 0 };

fn add(vault: &mut Vault, number: u32) {
    vault
        .transact(|tx| {
            let id = tx.insert_encounter(&visit(number), CLEAN, at(0))?;
            tx.append_audit(&AuditEvent {
                at: at(1),
                by: "maria".into(),
                encounter: Some(id),
                action: "create".into(),
                detail: Default::default(),
            })
        })
        .unwrap();
}

fn accounts(vault: &Vault) -> Vec<String> {
    let request = QueueRequest { limit: 100, ..QueueRequest::default() };
    let page = vault.read(|reading| reading.queue(&request, TODAY, None)).unwrap();
    page.rows.into_iter().map(|row| row.account).collect()
}

fn back_up(vault: &Vault, to: &Path, now: Timestamp) -> Result<()> {
    vault.snapshot(&mut unwatched)?.back_up(to, now, &mut unwatched)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_backup_brings_back_the_state_of_its_hour() {
    let (folder, mut vault, code) = vault();
    add(&mut vault, 1);
    add(&mut vault, 2);
    let away = tempfile::tempdir().unwrap();
    let file = away.path().join("monday.carrel-backup");
    back_up(&vault, &file, at(5)).unwrap();
    assert_eq!(names(away.path()), ["monday.carrel-backup"]);
    assert_eq!(names(folder.path()), ["keyring.json", "vault.db", "vault.db-wal", "vault.lock"]);

    for own in ["vault.db", "keyring.json", "VAULT.DB-WAL"] {
        assert_eq!(back_up(&vault, &folder.path().join(own), at(5)), Err(VaultError::AlreadyExists));
    }

    // The vault stays open and goes on.
    add(&mut vault, 3);
    vault.change_passphrase("maria", PASSPHRASE, "another passphrase", at(6)).unwrap();
    assert_eq!(Vault::restore(&file, folder.path(), at(7)), Err(VaultError::InUse));
    drop(vault);

    Vault::restore(&file, folder.path(), at(8)).unwrap();
    let wrong = Vault::unlock(folder.path(), "maria", "another passphrase", at(9)).unwrap_err();
    assert!(matches!(wrong, VaultError::WrongPassphrase { .. }), "the passphrases are those of the backup");
    let vault = Vault::unlock(folder.path(), "maria", PASSPHRASE, at(10)).unwrap();
    assert_eq!(accounts(&vault), ["A000001", "A000002"]);
    let verdict = vault.read(|reading| reading.verify_audit()).unwrap();
    assert_eq!((verdict.intact, verdict.entries), (true, 2));
    drop(vault);

    // What was there before is put aside and can be opened.
    let aside = names(folder.path()).into_iter().find(|name| name.starts_with("replaced-")).unwrap();
    let vault = Vault::unlock(&folder.path().join(aside), "maria", "another passphrase", at(11)).unwrap();
    assert_eq!(accounts(&vault).len(), 3);
    drop(vault);

    // Onto another machine, and with the recovery code.
    let other = tempfile::tempdir().unwrap();
    let other = other.path().join("new");
    Vault::restore(&file, &other, at(12)).unwrap();
    let vault = Vault::recover(&other, &code.to_string(), "maria", "after the fire", at(13)).unwrap();
    assert_eq!(accounts(&vault).len(), 2);
}

#[test]
fn a_damaged_backup_is_refused_and_changes_nothing() {
    let (folder, mut vault, _) = vault();
    add(&mut vault, 1);
    let away = tempfile::tempdir().unwrap();
    let file = away.path().join("b.carrel-backup");
    back_up(&vault, &file, at(5)).unwrap();
    drop(vault);
    let before = fs::read(folder.path().join("vault.db")).unwrap();
    let good = fs::read(&file).unwrap();
    let wrong = away.path().join("wrong");
    let middle = good.len() / 2;
    let mut flipped = good.clone();
    flipped[middle] ^= 1;
    for bytes in [&b""[..], b"not a zip", &good[..middle], &good[..good.len() - 1], &flipped] {
        fs::write(&wrong, bytes).unwrap();
        assert_eq!(Vault::restore(&wrong, folder.path(), at(6)), Err(VaultError::BackupDamaged));
    }
    let missing = Vault::restore(&away.path().join("none"), folder.path(), at(6));
    assert_eq!(missing, Err(VaultError::Io(std::io::ErrorKind::NotFound)));
    assert_eq!(fs::read(folder.path().join("vault.db")).unwrap(), before);
    assert_eq!(accounts(&Vault::unlock(folder.path(), "maria", PASSPHRASE, at(7)).unwrap()), ["A000001"]);
}

#[test]
fn an_interrupted_restore_is_carried_on() {
    let (folder, mut vault, _) = vault();
    add(&mut vault, 1);
    let away = tempfile::tempdir().unwrap();
    let file = away.path().join("b.carrel-backup");
    back_up(&vault, &file, at(5)).unwrap();
    add(&mut vault, 2);
    drop(vault);

    // As a crash leaves it between the two renames: the journal is written, the database in place, the key ring not.
    let root = folder.path();
    Vault::restore(&file, &away.path().join("staged"), at(6)).unwrap();
    fs::create_dir_all(root.join("incoming")).unwrap();
    fs::create_dir_all(root.join("replaced-x")).unwrap();
    fs::write(root.join("incoming.json"), r#"{"aside":"replaced-x"}"#).unwrap();
    fs::rename(root.join("vault.db"), root.join("replaced-x/vault.db")).unwrap();
    fs::copy(away.path().join("staged/vault.db"), root.join("vault.db")).unwrap();
    fs::copy(away.path().join("staged/keyring.json"), root.join("incoming/keyring.json")).unwrap();

    let vault = Vault::unlock(root, "maria", PASSPHRASE, at(7)).unwrap();
    assert_eq!(accounts(&vault), ["A000001"]);
    assert_eq!(names(&root.join("replaced-x")), ["keyring.json", "vault.db"]);
    assert!(!root.join("incoming").exists() && !root.join("incoming.json").exists());
}

#[test]
fn users_come_and_change_their_passphrases() {
    let (folder, mut vault, code) = vault();
    let jo = |passphrase: &str| NewUser {
        login: " jo ".into(),
        name: "Jo".into(),
        credential: "CCS".into(),
        passphrase: passphrase.into(),
    };
    assert_eq!(vault.add_user(&jo("too short"), at(1)), Err(VaultError::WeakPassphrase));
    vault.add_user(&jo("long enough it is"), at(1)).unwrap();
    assert_eq!(vault.add_user(&jo("long enough it is"), at(1)), Err(VaultError::UserExists));
    assert_eq!(vault.user("jo").unwrap().unwrap().credential, "CCS");
    assert_eq!(vault.users().unwrap().len(), 2);
    let wrong = vault.change_passphrase("jo", "not it at all", "something longer", at(2));
    assert_eq!(wrong, Err(VaultError::WrongPassphrase { wait_seconds: 0 }));
    vault.change_passphrase("jo", "long enough it is", "something longer", at(3)).unwrap();
    let renewed = vault.renew_recovery_code().unwrap();
    drop(vault);
    drop(Vault::unlock(folder.path(), "jo", "something longer", at(4)).unwrap());
    let recover = |code: &RecoveryCode, second| {
        Vault::recover(folder.path(), &code.to_string(), "jo", "found it again", at(second)).map(drop)
    };
    assert_eq!(recover(&code, 5), Err(VaultError::WrongRecoveryCode { wait_seconds: 0 }));
    assert_eq!(recover(&renewed, 6), Ok(()));
    let vault = Vault::unlock(folder.path(), "jo", "found it again", at(7)).unwrap();
    assert_eq!(vault.login(), "jo");
}

#[test]
fn work_goes_on_while_a_snapshot_is_written() {
    let (_folder, mut vault, _) = vault();
    add(&mut vault, 1);
    let away = tempfile::tempdir().unwrap();
    let (file, root) = (away.path().join("b.carrel-backup"), away.path().join("restored"));
    let snapshot = vault.snapshot(&mut unwatched).unwrap();
    add(&mut vault, 2);
    let mut number = 2;
    let mut last = (0, 0);
    let mut watch = |done, total| {
        number += 1;
        add(&mut vault, number);
        last = (done, total);
        ControlFlow::Continue(())
    };
    snapshot.back_up(&file, at(5), &mut watch).unwrap();
    assert!(number > 2 && last.0 == last.1 && last.0 > 0, "{last:?}");
    Vault::restore(&file, &root, at(6)).unwrap();
    assert_eq!(accounts(&Vault::unlock(&root, "maria", PASSPHRASE, at(7)).unwrap()), ["A000001"]);
    assert_eq!(accounts(&vault).len(), number as usize);
}

#[test]
fn a_backup_can_be_stopped_at_any_moment_and_leaves_the_last_one() {
    let (folder, mut vault, _) = vault();
    add(&mut vault, 1);
    let away = tempfile::tempdir().unwrap();
    let file = away.path().join("b.carrel-backup");
    fs::write(&file, "the backup of yesterday").unwrap();
    let mut moments = 0;
    loop {
        let mut asked = 0;
        let mut watch = |_, _| {
            asked += 1;
            if asked > moments { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let snapshot = vault.snapshot(&mut watch);
        match snapshot.and_then(|snapshot| snapshot.back_up(&file, at(5), &mut watch)) {
            Ok(()) => break,
            stopped => assert_eq!(stopped, Err(VaultError::Stopped), "after {moments}"),
        }
        assert_eq!(fs::read(&file).unwrap(), b"the backup of yesterday");
        assert_eq!(names(away.path()), ["b.carrel-backup"]);
        assert_eq!(names(folder.path()), ["keyring.json", "vault.db", "vault.db-wal", "vault.lock"]);
        moments += 1;
    }
    assert!(moments > 3, "it was stopped in every pass");
}
