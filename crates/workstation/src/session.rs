use edits::House;
use encounter::EncounterId;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use specta::Type;
use vault::{AuditEvent, NewUser, Presence, Vault, VaultError};

use crate::claims_out::settle;
use crate::desk::{Desk, Drawer, Open};
use crate::error::{DeskError, ErrorCode};
use crate::finder::Finder;
use crate::house::read_house;
use crate::preferences::Preferences;
use crate::set_up::{read_set_up, terms};
use crate::state::{DeskState, Practice, VaultState};

/// Who sits at the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    pub login: String,
    pub name: String,
    pub credential: String,
}

/// A new vault and the code that opens it when every passphrase is forgotten. It is shown once and kept nowhere.
#[derive(Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CreatedVault {
    pub recovery_code: String,
    pub desk: DeskState,
}

impl std::fmt::Debug for CreatedVault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CreatedVault")
    }
}

/// How long the desk stays open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Pulse {
    pub open: bool,
    pub locks_in_seconds: Option<u32>,
    /// Another program imported a code system or took one back since the last beat.
    pub book_changed: bool,
}

impl Pulse {
    const LOCKED: Self = Self { open: false, locks_in_seconds: None, book_changed: false };
}

const PREFERENCES: &str = "preferences";

/// How long a file that was opened, and put into no record, may still be wanted.
const UNUSED_FOR: SignedDuration = SignedDuration::from_hours(24);

impl Desk {
    /// What lies on the desk, for a window that just opened.
    pub fn state(&self) -> Result<DeskState, DeskError> {
        self.state_of(&self.drawer())
    }

    /// First run: makes the vault, unlocked for its first user.
    pub fn create_vault(&self, user: &NewUser) -> Result<CreatedVault, DeskError> {
        let now = self.clock.now();
        let mut drawer = self.drawer();
        let (vault, recovery_code) = Vault::create(&self.places.vault, user, now)?;
        drawer.practice = Practice::Own;
        drawer.open = Some(Open::begin(vault, &user.login, now, "create_vault")?);
        Ok(CreatedVault { recovery_code: recovery_code.to_string(), desk: self.state_of(&drawer)? })
    }

    pub fn unlock(&self, login: &str, passphrase: &str) -> Result<DeskState, DeskError> {
        let now = self.clock.now();
        let mut drawer = self.drawer();
        drawer.open = None;
        let vault = Vault::unlock(self.folder_of(drawer.practice), login, passphrase, now)?;
        drawer.open = Some(Open::begin(vault, login, now, "unlock")?);
        self.state_of(&drawer)
    }

    /// Opens with the recovery code and gives the user a new passphrase.
    pub fn recover(
        &self,
        recovery_code: &str,
        login: &str,
        passphrase: &str,
    ) -> Result<DeskState, DeskError> {
        let now = self.clock.now();
        let mut drawer = self.drawer();
        drawer.open = None;
        let vault = Vault::recover(self.folder_of(drawer.practice), recovery_code, login, passphrase, now)?;
        drawer.open = Some(Open::begin(vault, login, now, "recover")?);
        self.state_of(&drawer)
    }

    /// Locks at once.
    pub fn lock(&self) -> Result<DeskState, DeskError> {
        let now = self.clock.now();
        let mut drawer = self.drawer();
        if let Some(mut open) = drawer.open.take() {
            open.vault.transact(|tx| tx.append_audit(&event(&open.session.login, now, "lock")))?;
        }
        self.state_of(&drawer)
    }

    /// Tells the desk whether somebody is there, and how many seconds they worked on an encounter since the last
    /// pulse; locks the desk where nobody was there for too long. Time counts while the codes are open to change.
    pub fn pulse(
        &self,
        encounter: Option<EncounterId>,
        seconds: u32,
        active: bool,
    ) -> Result<Pulse, DeskError> {
        let now = self.clock.now();
        let mut drawer = self.drawer();
        let Some(open) = drawer.open.as_mut() else { return Ok(Pulse::LOCKED) };
        if now >= open.locks_at() {
            drawer.open = None;
            return Ok(Pulse::LOCKED);
        }
        if active {
            open.last_activity = now;
        }
        if let Some(id) = encounter
            && seconds > 0
        {
            open.vault.transact(|tx| tx.add_worked_seconds(id, seconds))?;
        }
        let left = open.locks_at().duration_since(now).as_secs();
        let book_changed = self.follow_imports();
        Ok(Pulse { open: true, locks_in_seconds: u32::try_from(left).ok(), book_changed })
    }

    pub fn change_passphrase(&self, current: &str, passphrase: &str) -> Result<(), DeskError> {
        self.at_desk(|open, now| {
            let login = &open.session.login;
            open.vault.change_passphrase(login, current, passphrase, now)?;
            let event = event(login, now, "change_passphrase");
            Ok(open.vault.transact(|tx| tx.append_audit(&event))?)
        })
    }

    /// Gives another person a key of their own.
    pub fn add_user(&self, user: &NewUser) -> Result<DeskState, DeskError> {
        self.at_desk(|open, now| {
            open.vault.add_user(user, now)?;
            let mut event = event(&open.session.login, now, "add_user");
            event.detail.insert("login".to_owned(), user.login.clone());
            Ok(open.vault.transact(|tx| tx.append_audit(&event))?)
        })?;
        self.state()
    }

    pub fn set_preferences(&self, preferences: Preferences) -> Result<Preferences, DeskError> {
        self.at_desk(|open, _| {
            let preferences = preferences.within_bounds();
            let text = serde_json::to_string(&preferences).map_err(|_| ErrorCode::Internal)?;
            open.vault.transact(|tx| tx.set_setting(&open.session.login, PREFERENCES, &text))?;
            open.preferences = preferences.clone();
            open.personal = preferences.personal();
            Ok(preferences)
        })
    }

    pub(crate) fn folder_of(&self, practice: Practice) -> &std::path::Path {
        match practice {
            Practice::Own => &self.places.vault,
            Practice::Sample => &self.places.sample,
        }
    }

    pub(crate) fn state_of(&self, drawer: &Drawer) -> Result<DeskState, DeskError> {
        let folder = self.folder_of(drawer.practice);
        let (users, wait_seconds, absent) = match Vault::presence(folder, self.clock.now())? {
            Presence::Absent => (Vec::new(), 0, true),
            Presence::Present { users, wait_seconds } => (users, wait_seconds, false),
        };
        let book = self.book();
        Ok(DeskState {
            practice: drawer.practice,
            vault: match (&drawer.open, absent) {
                (Some(_), _) => VaultState::Open,
                (None, true) => VaultState::Absent,
                (None, false) => VaultState::Locked,
            },
            users,
            wait_seconds,
            session: drawer.open.as_ref().map(|open| open.session.clone()),
            preferences: drawer.open.as_ref().map(|open| open.preferences.clone()).unwrap_or_default(),
            dictionary: book.as_ref().ok().map(|book| book.info().clone()),
            systems: book.as_ref().map(|book| book.systems()).unwrap_or_default(),
            releases: book.as_ref().map(|book| book.releases()).unwrap_or_default(),
            unreadable_imports: book.as_ref().map(|book| book.unreadable().len()).unwrap_or_default(),
            dictionary_error: book.err(),
            today: self.clock.today(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            folder: folder.display().to_string(),
        })
    }
}

impl Open {
    /// Takes an unlocked vault: who it is, how they like the desk, what can be found in the queue.
    pub(crate) fn begin(
        mut vault: Vault,
        login: &str,
        now: Timestamp,
        action: &str,
    ) -> Result<Self, DeskError> {
        let (session, preferences, house, set_up, finder) = vault.transact(|tx| -> Result<_, DeskError> {
            tx.append_audit(&event(login, now, action))?;
            tx.drop_unused_files(now.saturating_sub(UNUSED_FOR).unwrap_or(now))?;
            let user = tx.user(login)?.ok_or(VaultError::UnknownUser)?;
            let session = Session { login: user.login, name: user.name, credential: user.credential };
            let preferences = tx.setting(login, PREFERENCES)?.and_then(|text| Preferences::read(&text));
            let (house, set_up) = (read_house(tx)?, read_set_up(tx)?);
            Ok((session, preferences, house, set_up, Finder::new(tx.find_texts()?)))
        })?;
        // A file of claims that cannot be settled now is not worth a locked door: the next one to open tries again.
        let _ = settle(&mut vault, login, now);
        let preferences = preferences.map(Preferences::within_bounds).unwrap_or_default();
        let personal = preferences.personal();
        let house = House { payers: terms(&set_up), ..house };
        Ok(Self {
            vault,
            session,
            preferences,
            house,
            set_up,
            personal,
            finder,
            pages: None,
            last_activity: now,
        })
    }
}

pub(crate) fn event(by: &str, at: Timestamp, action: &str) -> AuditEvent {
    AuditEvent {
        at,
        by: by.to_owned(),
        encounter: None,
        action: action.to_owned(),
        detail: std::collections::BTreeMap::new(),
    }
}
