use std::fs;

use super::Vault;
use crate::folder::Folder;
use crate::migrate::MIGRATIONS;
use crate::sample::{PASSPHRASE, at, maria, vault};
use crate::{NewUser, Presence, VaultError};

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
    vault.connection.pragma_update(None, "user_version", 7).unwrap();
    drop(vault);
    let before = fs::read(folder.path().join("vault.db")).unwrap();
    let refused = Vault::unlock(folder.path(), "maria", PASSPHRASE, at(1)).unwrap_err();
    let known = u32::try_from(MIGRATIONS.len()).unwrap();
    assert_eq!(refused, VaultError::NewerSchema { found: 7, known });
    assert_eq!(fs::read(folder.path().join("vault.db")).unwrap(), before);
}

#[test]
fn an_upgrade_begins_with_a_backup_and_is_whole_or_not_at_all() {
    let (folder, vault, _) = vault();
    drop(vault);
    let reopen = |migrations: &[&str], second| {
        let (folder, lock, mut keyring) = super::approach(folder.path()).unwrap();
        let key = super::open_slot(&folder, &mut keyring, "maria", PASSPHRASE, at(second)).unwrap();
        Vault::open(folder, lock, keyring, key, "maria", migrations, at(second))
    };
    let backups = || fs::read_dir(folder.path().join("backups")).map_or(0, Iterator::count);

    let wrong = "CREATE TABLE later (x) STRICT; THIS IS NOT SQL;";
    assert!(matches!(reopen(&[MIGRATIONS[0], wrong], 1).unwrap_err(), VaultError::Sql(_)));
    assert_eq!(backups(), 1);
    let vault = reopen(&[MIGRATIONS[0], "CREATE TABLE later (x TEXT) STRICT;"], 60).unwrap();
    assert_eq!(backups(), 2);
    let version: u32 = vault.connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 2);
    drop(vault);
    assert_eq!(reopen(MIGRATIONS, 61).unwrap_err(), VaultError::NewerSchema { found: 2, known: 1 });

    // The way back.
    let backup = fs::read_dir(folder.path().join("backups")).unwrap().next().unwrap().unwrap().path();
    Vault::restore(&backup, folder.path(), at(62)).unwrap();
    assert!(reopen(MIGRATIONS, 63).is_ok());
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
