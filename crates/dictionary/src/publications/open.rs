use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::Publication;
use super::edit_tables::HeldTables;
use super::index::LoadedIndex;
use crate::error::DictionaryError;

/// `PRAGMA application_id`: "CRLP".
const APPLICATION_ID: u32 = u32::from_be_bytes(*b"CRLP");

/// Every step from an empty file to today's schema, counted by `PRAGMA user_version`. Only ever added to: a released
/// step is never edited.
const MIGRATIONS: [&str; 5] = [
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
    include_str!("migrations/0005.sql"),
];
const VERSION: u32 = MIGRATIONS.len() as u32;

/// What the user imported. Shared behind an `Arc`; every method takes `&self` and may be called from any thread. There
/// need be no file: it is made by the first import.
#[derive(Debug)]
pub struct Publications {
    pub(super) path: PathBuf,
    connection: Mutex<Option<Connection>>,
    /// Indexes that were read once, by publication. An index is some thousand terms, so it is searched in memory.
    pub(super) indexes: Mutex<BTreeMap<u32, Arc<LoadedIndex>>>,
    /// The list of publications as it was read last, with what SQLite says of the version of the file.
    pub(super) listed: Mutex<Option<(i64, Arc<[Publication]>)>>,
    pub(super) held: Mutex<HeldTables>,
}

impl Publications {
    /// Those in the file at the path. Nothing is opened until something is asked.
    pub fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            connection: Mutex::default(),
            indexes: Mutex::default(),
            listed: Mutex::default(),
            held: Mutex::default(),
        }
    }

    /// Reads with the shared connection; `None` where nothing was ever imported.
    pub(super) fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, DictionaryError>,
    ) -> Result<Option<T>, DictionaryError> {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        if connection.is_none() {
            if !self.path.is_file() {
                return Ok(None);
            }
            *connection = Some(self.connect()?);
        }
        connection.as_ref().map(read).transpose()
    }

    /// A connection of its own for one write, so that reading goes on beside it. Makes the file where there is none.
    pub(crate) fn writer(&self) -> Result<Connection, DictionaryError> {
        if let Some(folder) = self.path.parent() {
            // On a new machine the data folder is not there yet. Where it cannot be made, opening says so.
            let _ = std::fs::create_dir_all(folder);
        }
        self.connect()
    }

    fn connect(&self) -> Result<Connection, DictionaryError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(&self.path, flags)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.set_prepared_statement_cache_capacity(32);
        let found = version(&connection)?;
        if found > VERSION {
            return Err(DictionaryError::Newer { found, supported: VERSION });
        }
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        if found < VERSION {
            let tx = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            // Another process may have done it in the meantime.
            let found = version(&tx)?;
            for (step, sql) in (1_u32..).zip(MIGRATIONS).skip_while(|(step, _)| *step <= found) {
                tx.execute_batch(sql)?;
                tx.pragma_update(None, "user_version", step)?;
            }
            tx.pragma_update(None, "application_id", APPLICATION_ID)?;
            tx.commit()?;
        }
        Ok(connection)
    }

    /// What was read once may be gone or be joined by something newer.
    pub(crate) fn forget(&self) {
        self.indexes.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// 0 for an empty file.
fn version(connection: &Connection) -> Result<u32, DictionaryError> {
    let value = |name| -> Result<u32, DictionaryError> {
        let value: i64 = connection.pragma_query_value(None, name, |row| row.get(0)).map_err(|error| {
            match error.sqlite_error_code() {
                Some(ErrorCode::NotADatabase) => DictionaryError::NotADictionary,
                _ => DictionaryError::Read(error),
            }
        })?;
        Ok(u32::try_from(value & 0xFFFF_FFFF).unwrap_or(0))
    };
    let (application, found) = (value("application_id")?, value("user_version")?);
    match (application, found) {
        (APPLICATION_ID, found) => Ok(found),
        (0, 0) => Ok(0),
        _ => Err(DictionaryError::NotADictionary),
    }
}
