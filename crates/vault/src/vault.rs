use std::fmt;
use std::fs;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::Connection;

use crate::backup::Snapshot;
use crate::course::unwatched;
use crate::database::{create_database, open_database, start_writing};
use crate::folder::{DATABASE, Folder, FolderLock, KEYRING};
use crate::install::{Incoming, finish_installing, is_installing};
use crate::key::DatabaseKey;
use crate::keyring::Keyring;
use crate::migrate::{MIGRATIONS, Schema, migrate, schema_of};
use crate::passphrase::check_passphrase;
use crate::{NewUser, Presence, RecoveryCode, Result, VaultError, timestamp_name};

/// An open vault. Dropping it closes the database and forgets the key.
pub struct Vault {
    // Fields are dropped in this order: the database is closed before another process may have the folder.
    pub(crate) connection: Connection,
    pub(crate) key: DatabaseKey,
    pub(crate) keyring: Keyring,
    pub(crate) folder: Folder,
    login: String,
    _lock: FolderLock,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(..)")
    }
}

impl Vault {
    /// What stands in `folder`, without opening it. Also carries an interrupted restore to its end.
    ///
    /// # Errors
    /// [`VaultError::DatabaseMissing`], [`VaultError::KeyringMissing`], [`VaultError::KeyringDamaged`],
    /// [`VaultError::Damaged`] for an empty file.
    pub fn presence(folder: &Path, now: Timestamp) -> Result<Presence> {
        let folder = Folder::new(folder);
        if is_installing(&folder) {
            finish_installing(&folder, &folder.lock()?)?;
        }
        if !check_files(&folder)? {
            return Ok(Presence::Absent);
        }
        let keyring = Keyring::load(&folder)?;
        Ok(Presence::Present { users: keyring.summaries(), wait_seconds: keyring.wait_seconds(now) })
    }

    /// Makes a new vault with its first user, and opens it. The recovery code is not kept anywhere.
    ///
    /// # Errors
    /// [`VaultError::AlreadyExists`] where the folder holds a vault or a part of one; [`VaultError::WeakPassphrase`],
    /// [`VaultError::LoginMissing`]. Nothing is overwritten.
    pub fn create(folder: &Path, user: &NewUser, now: Timestamp) -> Result<(Self, RecoveryCode)> {
        let login = clean_login(&user.login)?;
        check_passphrase(&user.passphrase)?;
        let folder = Folder::new(folder);
        folder.make()?;
        let lock = folder.lock()?;
        finish_installing(&folder, &lock)?;
        if folder.database().try_exists()? || folder.keyring().try_exists()? {
            return Err(VaultError::AlreadyExists);
        }
        let (key, code) = (DatabaseKey::random()?, RecoveryCode::random()?);
        let keyring = Keyring::new(&key, login, &user.name, &user.passphrase, &code)?;

        let incoming = Incoming::begin(&folder, &lock)?;
        let made = (|| {
            let mut connection = create_database(&incoming.path().join(DATABASE), &key)?;
            start_writing(&connection)?;
            migrate(&mut connection, MIGRATIONS)?;
            crate::users::put_user(&connection, login, &user.name, &user.credential, now)?;
            connection.close().map_err(|(_, error)| error)?;
            fs::write(incoming.path().join(KEYRING), keyring.to_bytes()?)?;
            Ok(())
        })();
        if let Err(error) = made {
            let _ = incoming.discard();
            return Err(error);
        }
        incoming.install(&format!("replaced-{}", timestamp_name(now)), &lock)?;
        Ok((Self::open(folder, lock, keyring, key, login, MIGRATIONS, now)?, code))
    }

    /// Opens the vault with a user's passphrase. Takes about 150 ms, all of it in Argon2id.
    ///
    /// # Errors
    /// [`VaultError::WrongPassphrase`] says how long the next attempt must wait, [`VaultError::TooSoon`] that this one
    /// did not; [`VaultError::InUse`], [`VaultError::UnknownUser`], [`VaultError::Absent`] and those of
    /// [`presence`](Self::presence); [`VaultError::Damaged`], [`VaultError::NewerSchema`].
    pub fn unlock(folder: &Path, login: &str, passphrase: &str, now: Timestamp) -> Result<Self> {
        let (folder, lock, mut keyring) = approach(folder)?;
        let key = open_slot(&folder, &mut keyring, login, passphrase, now)?;
        Self::open(folder, lock, keyring, key, login, MIGRATIONS, now)
    }

    /// Opens the vault with the recovery code and gives `login` a new passphrase. The code stays valid.
    ///
    /// # Errors
    /// [`VaultError::WrongRecoveryCode`], and those of [`unlock`](Self::unlock).
    pub fn recover(
        folder: &Path,
        code: &str,
        login: &str,
        new_passphrase: &str,
        now: Timestamp,
    ) -> Result<Self> {
        let (folder, lock, mut keyring) = approach(folder)?;
        check_passphrase(new_passphrase)?;
        let name = keyring.name(login).ok_or(VaultError::UnknownUser)?.to_owned();
        keyring.may_try(&folder, now)?;
        // What does not even have the shape of a code is a slip of the pen, not an attempt.
        let code = RecoveryCode::parse(code).ok_or(VaultError::WrongRecoveryCode { wait_seconds: 0 })?;
        let Some(key) = keyring.open_recovery(&code)? else {
            let wait_seconds = keyring.note_failure(&folder, now)?;
            return Err(VaultError::WrongRecoveryCode { wait_seconds });
        };
        keyring.put(&key, login, &name, new_passphrase)?;
        keyring.forget_failures();
        keyring.store(&folder)?;
        Self::open(folder, lock, keyring, key, login, MIGRATIONS, now)
    }

    /// The sign-in name that opened the vault.
    pub fn login(&self) -> &str {
        &self.login
    }

    pub(crate) fn open(
        folder: Folder,
        lock: FolderLock,
        keyring: Keyring,
        key: DatabaseKey,
        login: &str,
        migrations: &[&str],
        now: Timestamp,
    ) -> Result<Self> {
        let mut connection = open_database(&folder.database(), &key)?;
        let schema = schema_of(&connection, migrations)?;
        start_writing(&connection)?;
        if let Schema::Older { found } = schema {
            let name = format!("before-schema-{}-{}.carrel-backup", found + 1, timestamp_name(now));
            fs::create_dir_all(folder.backups())?;
            let to = folder.backups().join(name);
            let snapshot = Snapshot::take(&connection, &key, &keyring, &folder, &mut unwatched)?;
            snapshot.back_up(&to, now, &mut unwatched)?;
            migrate(&mut connection, migrations)?;
        }
        let login = login.to_owned();
        Ok(Self { connection, key, keyring, folder, login, _lock: lock })
    }
}

/// A wrong passphrase is counted before it is reported.
pub(crate) fn open_slot(
    folder: &Folder,
    keyring: &mut Keyring,
    login: &str,
    passphrase: &str,
    now: Timestamp,
) -> Result<DatabaseKey> {
    if !keyring.holds(login) {
        return Err(VaultError::UnknownUser);
    }
    keyring.may_try(folder, now)?;
    let Some(key) = keyring.open(login, passphrase)? else {
        let wait_seconds = keyring.note_failure(folder, now)?;
        return Err(VaultError::WrongPassphrase { wait_seconds });
    };
    if keyring.forget_failures() {
        // A full disk must not keep the right passphrase out; then the count stands a little longer.
        let _ = keyring.store(folder);
    }
    Ok(key)
}

/// The name under which a user is kept.
pub(crate) fn clean_login(login: &str) -> Result<&str> {
    match login.trim() {
        "" => Err(VaultError::LoginMissing),
        login => Ok(login),
    }
}

fn approach(folder: &Path) -> Result<(Folder, FolderLock, Keyring)> {
    let folder = Folder::new(folder);
    if !is_installing(&folder) && !check_files(&folder)? {
        return Err(VaultError::Absent);
    }
    let lock = folder.lock()?;
    finish_installing(&folder, &lock)?;
    if !check_files(&folder)? {
        return Err(VaultError::Absent);
    }
    let keyring = Keyring::load(&folder)?;
    Ok((folder, lock, keyring))
}

/// Whether both files of a vault are there; `false` where neither is.
fn check_files(folder: &Folder) -> Result<bool> {
    match (folder.database().try_exists()?, folder.keyring().try_exists()?) {
        (false, false) => Ok(false),
        (false, true) => Err(VaultError::DatabaseMissing),
        (true, false) => Err(VaultError::KeyringMissing),
        (true, true) if fs::metadata(folder.database())?.len() == 0 => Err(VaultError::Damaged),
        (true, true) => Ok(true),
    }
}

#[cfg(test)]
#[path = "vault_tests.rs"]
mod tests;
