use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use dictionary::{Dictionary, Personal, Publications};
use edits::{House, Reference};
use encounter::Stamp;
use jiff::{SignedDuration, Timestamp};
use vault::Vault;

use crate::arrivals::Watched;
use crate::chart::Pages;
use crate::clock::Clock;
use crate::error::{DeskError, ErrorCode};
use crate::finder::Finder;
use crate::long_work::LongWork;
use crate::places::Places;
use crate::preferences::Preferences;
use crate::session::Session;
use crate::state::Practice;

/// The desk of one person at one machine. Shared between the threads of the shell.
#[derive(Debug)]
pub struct Desk {
    pub(crate) places: Places,
    pub(crate) clock: Clock,
    book: OnceLock<Result<Dictionary, DeskError>>,
    pub(crate) publications: Publications,
    drawer: Mutex<Drawer>,
    pub(crate) long_work: LongWork,
    /// What lay in the watched folder when it was last looked at.
    pub(crate) watched: Mutex<Watched>,
}

/// Which vault lies in the drawer, and whether it is open.
#[derive(Debug, Default)]
pub(crate) struct Drawer {
    pub(crate) practice: Practice,
    pub(crate) open: Option<Open>,
}

/// An unlocked vault and the person at it.
#[derive(Debug)]
pub(crate) struct Open {
    pub(crate) vault: Vault,
    pub(crate) session: Session,
    pub(crate) preferences: Preferences,
    pub(crate) house: House,
    pub(crate) set_up: claims::Practice,
    pub(crate) personal: Arc<Personal>,
    pub(crate) finder: Finder,
    pub(crate) pages: Option<Pages>,
    pub(crate) last_activity: Timestamp,
}

/// Who moves at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hand {
    Person,
    /// The program, for example when a watched folder has something in it.
    Itself,
}

impl Open {
    pub(crate) fn stamp(&self, at: Timestamp) -> Stamp {
        Stamp { by: self.session.login.clone(), at }
    }

    pub(crate) fn locks_at(&self) -> Timestamp {
        let idle = SignedDuration::from_mins(i64::from(self.preferences.auto_lock_minutes));
        self.last_activity.saturating_add(idle).unwrap_or(Timestamp::MAX)
    }
}

impl Desk {
    pub fn new(places: Places, clock: Clock) -> Self {
        Self {
            publications: Publications::at(&places.publications),
            places,
            clock,
            book: OnceLock::new(),
            drawer: Mutex::default(),
            long_work: LongWork::default(),
            watched: Mutex::default(),
        }
    }

    /// Opens the dictionary and its search index before anybody asks. The shell calls it at start, on a thread of its
    /// own; what fails here is said to whoever asks first.
    pub fn warm_up(&self) {
        if let Ok(book) = self.book() {
            let _ = book.warm();
        }
    }

    /// The dictionary, opened by whoever asks first.
    pub fn book(&self) -> Result<&Dictionary, DeskError> {
        let opened = self.book.get_or_init(|| {
            let book = Dictionary::open(&self.places.dictionary)?;
            // Imports that cannot be read are told of where they are listed; what is embedded answers without them.
            let _ = book.shelve(&self.publications);
            Ok(book)
        });
        opened.as_ref().map_err(Clone::clone)
    }

    /// What an encounter is checked by.
    pub fn reference(&self) -> Result<Reference<'_, Dictionary>, DeskError> {
        Ok(Reference { book: self.book()?, tables: &self.publications })
    }

    pub(crate) fn drawer(&self) -> MutexGuard<'_, Drawer> {
        // A panic in another thread rolled its transaction back: the vault is whole, so the desk goes on.
        self.drawer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs one intent of the person at the open desk. A desk left alone too long is locked instead.
    pub(crate) fn at_desk<T>(
        &self,
        intent: impl FnOnce(&mut Open, Timestamp) -> Result<T, DeskError>,
    ) -> Result<T, DeskError> {
        self.at_desk_by(Hand::Person, intent)
    }

    /// The same for what may be done by itself, which does not keep the desk from locking.
    pub(crate) fn at_desk_by<T>(
        &self,
        hand: Hand,
        intent: impl FnOnce(&mut Open, Timestamp) -> Result<T, DeskError>,
    ) -> Result<T, DeskError> {
        let now = self.clock.now();
        let mut drawer = self.drawer();
        let open = drawer.open.as_mut().ok_or(ErrorCode::DeskLocked)?;
        if now >= open.locks_at() {
            drawer.open = None;
            return Err(ErrorCode::DeskLocked.into());
        }
        if hand == Hand::Person {
            open.last_activity = now;
        }
        intent(open, now)
    }
}
