use std::fs;
use std::io;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::folder::{Folder, write_atomically};
use crate::key::{DatabaseKey, WrappedKey};
use crate::recovery_code::RecoveryCode;
use crate::{Result, UserSummary, VaultError};

const FORMAT: u32 = 1;
/// Wrong attempts that cost no wait.
const FREE_ATTEMPTS: u32 = 3;
const LONGEST_WAIT: u32 = 15 * 60;

/// The key slots of a vault, outside of its database: nothing in here opens anything without a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Keyring {
    format: u32,
    users: Vec<Slot>,
    recovery: WrappedKey,
    failed_attempts: u32,
    last_failure: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Slot {
    login: String,
    name: String,
    key: WrappedKey,
}

// What is authenticated with a wrapped key. The prefix keeps a user from being named like the recovery slot.
fn owner(login: &str) -> String {
    format!("user:{login}")
}
const RECOVERY: &str = "recovery";

impl Keyring {
    pub(crate) fn new(
        key: &DatabaseKey,
        login: &str,
        name: &str,
        passphrase: &str,
        code: &RecoveryCode,
    ) -> Result<Self> {
        let recovery = WrappedKey::wrap(key, code.secret(), RECOVERY)?;
        let mut keyring =
            Self { format: FORMAT, users: Vec::new(), recovery, failed_attempts: 0, last_failure: None };
        keyring.put(key, login, name, passphrase)?;
        Ok(keyring)
    }

    /// # Errors
    /// [`VaultError::KeyringMissing`], [`VaultError::KeyringDamaged`].
    pub(crate) fn load(folder: &Folder) -> Result<Self> {
        match fs::read(folder.keyring()) {
            Ok(bytes) => Self::from_bytes(&bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(VaultError::KeyringMissing),
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let keyring: Self = serde_json::from_slice(bytes).map_err(|_| VaultError::KeyringDamaged)?;
        match keyring.format == FORMAT && !keyring.users.is_empty() {
            true => Ok(keyring),
            false => Err(VaultError::KeyringDamaged),
        }
    }

    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>> {
        serde_json::to_vec_pretty(self).map_err(|_| VaultError::KeyringDamaged)
    }

    pub(crate) fn store(&self, folder: &Folder) -> Result<()> {
        write_atomically(&folder.keyring(), &self.to_bytes()?)
    }

    pub(crate) fn summaries(&self) -> Vec<UserSummary> {
        let users = self.users.iter();
        users.map(|slot| UserSummary { login: slot.login.clone(), name: slot.name.clone() }).collect()
    }

    pub(crate) fn holds(&self, login: &str) -> bool {
        self.slot(login).is_some()
    }

    pub(crate) fn name(&self, login: &str) -> Option<&str> {
        self.slot(login).map(|slot| slot.name.as_str())
    }

    /// Adds a slot, or replaces the one of this login.
    pub(crate) fn put(&mut self, key: &DatabaseKey, login: &str, name: &str, passphrase: &str) -> Result<()> {
        let key = WrappedKey::wrap(key, passphrase, &owner(login))?;
        let slot = Slot { login: login.to_owned(), name: name.to_owned(), key };
        match self.users.iter_mut().find(|known| known.login == login) {
            Some(known) => *known = slot,
            None => self.users.push(slot),
        }
        Ok(())
    }

    pub(crate) fn put_recovery(&mut self, key: &DatabaseKey, code: &RecoveryCode) -> Result<()> {
        self.recovery = WrappedKey::wrap(key, code.secret(), RECOVERY)?;
        Ok(())
    }

    /// `None` where the passphrase is wrong.
    ///
    /// # Errors
    /// [`VaultError::UnknownUser`].
    pub(crate) fn open(&self, login: &str, passphrase: &str) -> Result<Option<DatabaseKey>> {
        self.slot(login).ok_or(VaultError::UnknownUser)?.key.unwrap(passphrase, &owner(login))
    }

    /// `None` where the code is wrong.
    pub(crate) fn open_recovery(&self, code: &RecoveryCode) -> Result<Option<DatabaseKey>> {
        self.recovery.unwrap(code.secret(), RECOVERY)
    }

    /// Seconds until the next attempt is allowed. A clock that was set back does not shorten the wait.
    pub(crate) fn wait_seconds(&self, now: Timestamp) -> u32 {
        let Some(last) = self.last_failure else { return 0 };
        let wait = i64::from(wait_after(self.failed_attempts));
        let passed = now.as_second().saturating_sub(last.as_second()).max(0);
        u32::try_from(wait.saturating_sub(passed)).unwrap_or(0)
    }

    /// # Errors
    /// [`VaultError::TooSoon`]; then nothing was tried.
    pub(crate) fn may_try(&mut self, folder: &Folder, now: Timestamp) -> Result<()> {
        let wait_seconds = self.wait_seconds(now);
        if wait_seconds == 0 {
            return Ok(());
        }
        // A failure "in the future" means that the clock was set back: the wait starts again from now, or it would
        // not end before that future comes.
        if self.last_failure.is_some_and(|last| last > now) {
            self.last_failure = Some(now);
            self.store(folder)?;
        }
        Err(VaultError::TooSoon { wait_seconds })
    }

    /// Remembers a wrong attempt and says how long to wait.
    pub(crate) fn note_failure(&mut self, folder: &Folder, now: Timestamp) -> Result<u32> {
        self.failed_attempts = self.failed_attempts.saturating_add(1);
        self.last_failure = Some(now);
        self.store(folder)?;
        Ok(self.wait_seconds(now))
    }

    /// Whether anything had to be forgotten.
    pub(crate) fn forget_failures(&mut self) -> bool {
        let had = self.failed_attempts > 0 || self.last_failure.is_some();
        (self.failed_attempts, self.last_failure) = (0, None);
        had
    }

    fn slot(&self, login: &str) -> Option<&Slot> {
        self.users.iter().find(|slot| slot.login == login)
    }
}

/// 2, 4, 8 … seconds from the third failure on, at most a quarter of an hour.
fn wait_after(failures: u32) -> u32 {
    match failures.checked_sub(FREE_ATTEMPTS) {
        None => 0,
        Some(more) => 2_u32.checked_pow(more.saturating_add(1)).unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    fn keyring(key: &DatabaseKey, code: &RecoveryCode) -> Keyring {
        Keyring::new(key, "maria", "Maria Lopez", "correct horse battery", code).unwrap()
    }

    #[test]
    fn each_secret_opens_its_own_slot_and_no_other() {
        let (key, code) = (DatabaseKey::random().unwrap(), RecoveryCode::random().unwrap());
        let mut keyring = keyring(&key, &code);
        keyring.put(&key, "jo", "Jo", "another passphrase").unwrap();
        let same = |opened: Option<DatabaseKey>| opened.is_some_and(|opened| opened.pragma() == key.pragma());
        assert!(same(keyring.open("maria", "correct horse battery").unwrap()));
        assert!(same(keyring.open("jo", "another passphrase").unwrap()));
        assert!(same(keyring.open_recovery(&code).unwrap()));
        assert!(keyring.open("maria", "another passphrase").unwrap().is_none());
        assert_eq!(keyring.open("sam", "x").unwrap_err(), VaultError::UnknownUser);

        // A slot that is handed to another login does not open.
        let mut stolen = keyring.clone();
        stolen.users[0].key = keyring.users[1].key.clone();
        assert!(stolen.open("maria", "another passphrase").unwrap().is_none());

        // What stands in the file gives nothing away, and reads back.
        let bytes = keyring.to_bytes().unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(!text.contains("horse") && !text.contains(&key.pragma()[14..40]));
        assert_eq!(Keyring::from_bytes(&bytes).unwrap(), keyring);
    }

    #[test]
    fn a_damaged_ring_says_so() {
        let (key, code) = (DatabaseKey::random().unwrap(), RecoveryCode::random().unwrap());
        let bytes = keyring(&key, &code).to_bytes().unwrap();
        let greedy = String::from_utf8(bytes.clone()).unwrap().replace("65536", "4000000000");
        for wrong in [&b""[..], b"{}", &bytes[..bytes.len() - 3], b"\xff\xfe"] {
            assert_eq!(Keyring::from_bytes(wrong).unwrap_err(), VaultError::KeyringDamaged);
        }
        let greedy = Keyring::from_bytes(greedy.as_bytes()).unwrap();
        assert_eq!(greedy.open("maria", "correct horse battery").unwrap_err(), VaultError::KeyringDamaged);
    }

    #[test]
    fn the_wait_grows_and_ends() {
        let waits: Vec<u32> = (0..14).map(wait_after).collect();
        assert_eq!(waits, [0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
        assert_eq!(wait_after(u32::MAX), 900);
    }

    #[test]
    fn a_clock_set_back_neither_shortens_the_wait_nor_prolongs_it_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let folder = Folder::new(folder.path());
        let (key, code) = (DatabaseKey::random().unwrap(), RecoveryCode::random().unwrap());
        let mut keyring = keyring(&key, &code);
        keyring.failed_attempts = 4;
        keyring.last_failure = Some(at(1000));
        assert_eq!(keyring.wait_seconds(at(1000)), 4);
        assert_eq!(keyring.wait_seconds(at(1003)), 1);
        assert_eq!(keyring.wait_seconds(at(1004)), 0);
        assert_eq!(keyring.may_try(&folder, at(0)), Err(VaultError::TooSoon { wait_seconds: 4 }));
        assert_eq!(keyring.may_try(&folder, at(3)), Err(VaultError::TooSoon { wait_seconds: 1 }));
        assert_eq!(keyring.may_try(&folder, at(4)), Ok(()));
    }
}
