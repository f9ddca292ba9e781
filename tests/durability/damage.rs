use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use vault::{Vault, VaultError};

use super::practice::{PASSPHRASE, add, at, back_up, count, create, unlock};

/// A closed vault with three encounters.
fn closed() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (mut vault, _) = create(folder.path()).unwrap();
    for number in 1..=3 {
        vault.transact(|tx| add(tx, number, 20_000)).unwrap();
    }
    folder
}

/// Every file, so that a test can say that nothing was written. The lock file holds nothing.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_file() && entry.file_name() != "vault.lock")
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect()
}

/// Opening, creating and looking all say the same and leave every byte where it was.
fn refused(folder: &Path, expected: VaultError) {
    let before = contents(folder);
    assert_eq!(unlock(folder).unwrap_err(), expected);
    assert_eq!(create(folder).unwrap_err(), VaultError::AlreadyExists);
    assert_eq!(contents(folder), before);
}

#[test]
fn a_zero_byte_vault_is_refused() {
    let folder = closed();
    fs::write(folder.path().join("vault.db"), b"").unwrap();
    assert_eq!(Vault::presence(folder.path(), at(2)), Err(VaultError::Damaged));
    refused(folder.path(), VaultError::Damaged);
}

#[test]
fn a_truncated_vault_is_refused() {
    let folder = closed();
    let database = folder.path().join("vault.db");
    let whole = fs::read(&database).unwrap();
    for length in [
        1,
        16,
        100,
        4095,
        4096,
        3 * 4096,
        5 * 4096 + 77,
        whole.len() / 2,
        whole.len() - 4096,
        whole.len() - 1,
    ] {
        fs::write(&database, &whole[..length]).unwrap();
        refused(folder.path(), VaultError::Damaged);
    }
    fs::write(&database, &whole).unwrap();
    assert_eq!(count(&unlock(folder.path()).unwrap()), 3);
}

#[test]
fn what_is_no_database_is_refused() {
    let folder = closed();
    let database = folder.path().join("vault.db");
    let length = fs::metadata(&database).unwrap().len() as usize;
    for wrong in [vec![0; length], b"SQLite format 3\0".repeat(1000), b"not a database at all\n".repeat(1000)]
    {
        fs::write(&database, wrong).unwrap();
        refused(folder.path(), VaultError::Damaged);
    }
}

/// A byte flipped in the file itself never comes back as data: its page fails its authentication code.
#[test]
fn a_flipped_byte_in_the_file_is_noticed() {
    let folder = closed();
    let database = folder.path().join("vault.db");
    let whole = fs::read(&database).unwrap();
    let mut noticed = 0;
    for page in (0..whole.len() / 4096).step_by(7) {
        let mut flipped = whole.clone();
        flipped[page * 4096 + 2000] ^= 1;
        fs::write(&database, &flipped).unwrap();
        let read = unlock(folder.path()).and_then(|vault| {
            vault.read(|reading| {
                for id in 1..=3 {
                    let stored = reading.encounter(encounter::EncounterId(id))?.ok_or(VaultError::Damaged)?;
                    assert_eq!(stored.encounter.documents[0].text.len(), 20_000);
                    assert_eq!(stored.encounter.header.account, format!("A{id}"));
                }
                reading.verify_audit()
            })
        });
        // A page that none of this reads (an index, an empty table) is for the backup to find.
        if let Err(error) = read {
            assert_eq!(error, VaultError::Damaged, "page {page}");
            noticed += 1;
        } else {
            let vault = unlock(folder.path()).unwrap();
            let away = tempfile::tempdir().unwrap();
            let file = away.path().join("b.carrel-backup");
            assert_eq!(back_up(&vault, &file, at(3)), Err(VaultError::Damaged), "page {page}");
            assert_eq!(fs::read_dir(away.path()).unwrap().count(), 0, "no backup of a damaged vault");
        }
    }
    assert!(noticed > 0);
}

#[test]
fn a_missing_or_damaged_half_is_named() {
    let folder = closed();
    let (database, keyring) = (folder.path().join("vault.db"), folder.path().join("keyring.json"));
    let (whole, keys) = (fs::read(&database).unwrap(), fs::read(&keyring).unwrap());

    fs::remove_file(&keyring).unwrap();
    assert_eq!(Vault::presence(folder.path(), at(2)), Err(VaultError::KeyringMissing));
    refused(folder.path(), VaultError::KeyringMissing);

    for wrong in [&b""[..], &keys[..keys.len() / 2], b"{}"] {
        fs::write(&keyring, wrong).unwrap();
        assert_eq!(Vault::presence(folder.path(), at(2)), Err(VaultError::KeyringDamaged));
        refused(folder.path(), VaultError::KeyringDamaged);
    }

    fs::write(&keyring, &keys).unwrap();
    fs::remove_file(&database).unwrap();
    assert_eq!(Vault::presence(folder.path(), at(2)), Err(VaultError::DatabaseMissing));
    refused(folder.path(), VaultError::DatabaseMissing);

    fs::write(&database, &whole).unwrap();
    assert_eq!(count(&unlock(folder.path()).unwrap()), 3);
}

#[test]
fn an_error_says_nothing_of_a_patient() {
    let folder = closed();
    let mut vault = unlock(folder.path()).unwrap();
    let stored = vault.read(|reading| reading.encounter(encounter::EncounterId(1))).unwrap().unwrap();
    let error = vault
        .transact(|tx| tx.save_encounter(stored.id, 9, &stored.encounter, Default::default()))
        .unwrap_err();
    let wrong = Vault::unlock(folder.path(), "maria", PASSPHRASE, at(2)).unwrap_err();
    for error in [error, wrong] {
        for said in [error.to_string(), format!("{error:?}")] {
            assert!(!said.contains("Name1") && !said.contains("A1") && !said.contains(PASSPHRASE), "{said}");
        }
    }
}
