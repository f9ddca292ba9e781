use std::fs;
use std::path::{Path, PathBuf};

use super::Vault;
use crate::database::{create_database, start_writing};
use crate::folder::Folder;
use crate::key::DatabaseKey;
use crate::keyring::Keyring;
use crate::migrate::{MIGRATIONS, migrate};
use crate::sample::{PASSPHRASE, at, maria, vault};
use crate::{NewUser, Presence, RecoveryCode, VaultError};

#[test]
fn presence_tells_what_is_there() {
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(Vault::presence(empty.path(), at(0)), Ok(Presence::Absent));
    assert_eq!(Vault::presence(&empty.path().join("not/yet"), at(0)), Ok(Presence::Absent));
    assert_eq!(Vault::unlock(empty.path(), "maria", PASSPHRASE, at(0)).unwrap_err(), VaultError::Absent);
    assert_eq!(fs::read_dir(empty.path()).unwrap().count(), 0, "looking writes nothing");

    let (folder, vault, _) = vault();
    let Ok(Presence::Present { users, wait_seconds: 0 }) = Vault::presence(folder.path(), at(0)) else {
        panic!("present");
    };
    assert_eq!((users.len(), users[0].login.as_str()), (1, "maria"));
    let again = Vault::create(folder.path(), &maria(), at(0)).unwrap_err();
    assert_eq!(again, VaultError::InUse);
    drop(vault);
    let again = Vault::create(folder.path(), &maria(), at(0)).unwrap_err();
    assert_eq!(again, VaultError::AlreadyExists);
}

#[test]
fn a_second_opening_is_refused() {
    let (folder, vault, _) = vault();
    assert_eq!(Vault::unlock(folder.path(), "maria", PASSPHRASE, at(0)).unwrap_err(), VaultError::InUse);
    drop(vault);
    assert!(Vault::unlock(folder.path(), "maria", PASSPHRASE, at(0)).is_ok());
}

#[test]
fn a_vault_without_a_name_or_with_a_weak_passphrase_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let with = |login: &str, passphrase: &str| {
        let user = NewUser {
            login: login.into(),
            name: String::new(),
            credential: String::new(),
            passphrase: passphrase.into(),
        };
        Vault::create(folder.path(), &user, at(0)).unwrap_err()
    };
    assert_eq!(with("  ", PASSPHRASE), VaultError::LoginMissing);
    assert_eq!(with("maria", "ninechars"), VaultError::WeakPassphrase);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_newer_schema_is_refused_and_left_alone() {
    let (folder, vault, _) = vault();
    let known = u32::try_from(MIGRATIONS.len()).unwrap();
    vault.connection.pragma_update(None, "user_version", known + 1).unwrap();
    drop(vault);
    let before = fs::read(folder.path().join("vault.db")).unwrap();
    let refused = Vault::unlock(folder.path(), "maria", PASSPHRASE, at(1)).unwrap_err();
    assert_eq!(refused, VaultError::NewerSchema { found: known + 1, known });
    assert_eq!(fs::read(folder.path().join("vault.db")).unwrap(), before);
}

/// The vault of a program that knows these migrations only.
fn vault_of_schema(migrations: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let place = Folder::new(folder.path());
    let (key, code) = (DatabaseKey::random().unwrap(), RecoveryCode::random().unwrap());
    let keyring = Keyring::new(&key, "maria", "Maria Lopez", PASSPHRASE, &code).unwrap();
    keyring.store(&place).unwrap();
    let mut connection = create_database(&place.database(), &key).unwrap();
    start_writing(&connection).unwrap();
    migrate(&mut connection, migrations).unwrap();
    crate::users::put_user(&connection, "maria", "Maria Lopez", "CPC", at(0)).unwrap();
    folder
}

fn reopen(folder: &Path, migrations: &[&str], second: i64) -> crate::Result<Vault> {
    let (folder, lock, mut keyring) = super::approach(folder)?;
    let key = super::open_slot(&folder, &mut keyring, "maria", PASSPHRASE, at(second))?;
    Vault::open(folder, lock, keyring, key, "maria", migrations, at(second))
}

fn backups(folder: &Path) -> Vec<PathBuf> {
    let found = fs::read_dir(folder.join("backups"));
    found.map(|entries| entries.map(|entry| entry.unwrap().path()).collect()).unwrap_or_default()
}

#[test]
fn an_upgrade_begins_with_a_backup_and_is_whole_or_not_at_all() {
    let folder = vault_of_schema(&MIGRATIONS[..1]);
    let folder = folder.path();
    let wrong = "CREATE TABLE later (x) STRICT; THIS IS NOT SQL;";
    assert!(matches!(reopen(folder, &[MIGRATIONS[0], wrong], 1).unwrap_err(), VaultError::Sql(_)));
    assert_eq!(backups(folder).len(), 1);
    let vault = reopen(folder, &[MIGRATIONS[0], "CREATE TABLE later (x TEXT) STRICT;"], 60).unwrap();
    assert_eq!(backups(folder).len(), 2);
    let version: u32 = vault.connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 2);
    drop(vault);
    let older = reopen(folder, &MIGRATIONS[..1], 61).unwrap_err();
    assert_eq!(older, VaultError::NewerSchema { found: 2, known: 1 });

    // The way back.
    Vault::restore(&backups(folder)[0], folder, at(62)).unwrap();
    assert!(reopen(folder, &MIGRATIONS[..1], 63).is_ok());
}

/// One line for each schema that was ever released; the newest is made by the tests of everything else.
#[test]
fn a_vault_of_every_earlier_schema_is_upgraded_with_all_that_it_holds() {
    for earlier in 1..MIGRATIONS.len() {
        let folder = vault_of_schema(&MIGRATIONS[..earlier]);
        let mut vault = reopen(folder.path(), &MIGRATIONS[..earlier], 1).unwrap();
        let encounter = crate::sample::visit(7);
        let id = vault
            .transact(|tx| -> crate::Result<_> {
                tx.set_setting("maria", "preferences", "{}")?;
                tx.append_audit(&crate::AuditEvent {
                    at: at(1),
                    by: "maria".into(),
                    encounter: None,
                    action: "unlock".into(),
                    detail: Default::default(),
                })?;
                tx.insert_encounter(&encounter, Default::default(), at(1))
            })
            .unwrap();
        drop(vault);
        assert_eq!(backups(folder.path()).len(), 0);

        let vault = Vault::unlock(folder.path(), "maria", PASSPHRASE, at(2)).unwrap();
        assert_eq!(backups(folder.path()).len(), 1, "schema {earlier} is backed up before it is upgraded");
        vault
            .read(|reading| -> crate::Result<()> {
                assert_eq!(reading.encounter(id)?.unwrap().encounter, encounter);
                assert_eq!(reading.setting("maria", "preferences")?.as_deref(), Some("{}"));
                assert_eq!((reading.verify_audit()?.intact, reading.verify_audit()?.entries), (true, 1));
                assert_eq!((reading.code_notes("maria")?, reading.pick_lists()?), (vec![], vec![]));
                Ok(())
            })
            .unwrap();
        drop(vault);
        drop(Vault::unlock(folder.path(), "maria", PASSPHRASE, at(3)).unwrap());
        assert_eq!(backups(folder.path()).len(), 1, "an upgraded vault is not upgraded again");
    }
}

#[test]
fn another_vaults_database_is_not_taken_for_this_ones() {
    let ((one, first, _), (other, second, _)) = (vault(), vault());
    drop((first, second));
    fs::copy(other.path().join("vault.db"), one.path().join("vault.db")).unwrap();
    let refused = Vault::unlock(one.path(), "maria", PASSPHRASE, at(1)).unwrap_err();
    assert_eq!(refused, VaultError::Damaged);
}

#[test]
fn nothing_in_the_folder_can_be_read_without_the_key() {
    let (folder, mut vault, _) = vault();
    let encounter = crate::sample::visit(424_242);
    vault.transact(|tx| tx.insert_encounter(&encounter, Default::default(), at(0))).unwrap();
    let note = crate::CodeNote {
        system: encounter::CodeSystem::Icd10cm,
        code: "E11".into(),
        covers_below: true,
        text: "Name424242 has it".into(),
        changed: at(0),
    };
    vault.transact(|tx| tx.put_code_note("maria", &note)).unwrap();
    let has = |name: &str| {
        let bytes = fs::read(folder.path().join(name)).unwrap();
        bytes.windows(10).any(|window| window == b"Name424242" || window == b"nephropath")
    };
    assert!(!has("vault.db-wal"));
    drop(vault);
    assert!(!has("vault.db"));
    assert!(!fs::read(folder.path().join("vault.db")).unwrap().starts_with(b"SQLite format 3"));
    let names = Folder::new(folder.path());
    assert!(!names.join("vault.db-wal").exists(), "closing leaves one file");
}

#[test]
fn every_commit_reaches_the_disk() {
    let (folder, vault, _) = vault();
    let settings = |vault: &Vault| {
        let text = |pragma| vault.connection.query_row(pragma, [], |row| row.get::<_, String>(0)).unwrap();
        let number = |pragma| vault.connection.query_row(pragma, [], |row| row.get::<_, u32>(0)).unwrap();
        assert_eq!((text("PRAGMA journal_mode").as_str(), number("PRAGMA synchronous")), ("wal", 2));
        assert_eq!((number("PRAGMA foreign_keys"), number("PRAGMA recursive_triggers")), (1, 1));
        assert_eq!((number("PRAGMA secure_delete"), number("PRAGMA temp_store")), (1, 2));
        assert_eq!(text("PRAGMA locking_mode"), "exclusive");
    };
    settings(&vault);
    drop(vault);
    settings(&Vault::unlock(folder.path(), "maria", PASSPHRASE, at(1)).unwrap());
}
