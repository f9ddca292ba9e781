//! One compiled file, open: the embedded dictionary, or a code system that the user imported.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use encounter::CodeSystem;
use jiff::civil::Date;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::error::DictionaryError;
use crate::info::{self, DictionaryInfo, ReleaseRole};
use crate::instructions::{Instructions, KeptEntries};
use crate::procedures::ProcedureCodes;
use crate::search::SystemIndex;
use crate::standing::Coverage;
use crate::{date_key, schema};

/// Read only and never changed while it is open, so that nothing of it is ever read twice.
#[derive(Debug)]
pub(crate) struct Volume {
    connection: Mutex<Connection>,
    info: DictionaryInfo,
    /// Read by the first search.
    pub(crate) indexes: OnceLock<Vec<SystemIndex>>,
    /// What the table picker chooses from, read when it is first asked.
    pub(crate) procedures: OnceLock<ProcedureCodes>,
    /// Read by the first check of an encounter.
    pub(crate) instructions: OnceLock<Instructions>,
    pub(crate) entries: KeptEntries,
}

impl Volume {
    /// Opens a compiled file. Nobody may change the file while it is open: SQLite is told so and
    /// takes no locks, which lets it lie on a read-only disk.
    pub(crate) fn open(path: &Path) -> Result<Self, DictionaryError> {
        if !path.is_file() {
            return Err(DictionaryError::Missing);
        }
        let flags =
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(immutable_uri(path), flags)?;
        let application_id = pragma(&connection, "application_id")?;
        if application_id != schema::APPLICATION_ID {
            return Err(DictionaryError::NotADictionary);
        }
        let found = pragma(&connection, "user_version")?;
        let supported = schema::VERSION;
        if found > supported {
            return Err(DictionaryError::Newer { found, supported });
        }
        if found < supported {
            return Err(DictionaryError::Older { found, supported });
        }
        connection.set_prepared_statement_cache_capacity(64);
        // Otherwise SQLite plans some queries anew for each value that is bound, which costs more than they do.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        let info = info::read(&connection)?;
        Ok(Self {
            connection: Mutex::new(connection),
            info,
            indexes: OnceLock::new(),
            procedures: OnceLock::new(),
            instructions: OnceLock::new(),
            entries: KeptEntries::default(),
        })
    }

    pub(crate) const fn info(&self) -> &DictionaryInfo {
        &self.info
    }

    pub(crate) fn connection(&self) -> MutexGuard<'_, Connection> {
        // A reader that panicked leaves nothing half done behind in a read-only file.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn coverage(&self) -> Coverage {
        Coverage { from: date_key::key(self.info.from), to: date_key::key(self.info.to) }
    }

    /// Whether it has anything of a system.
    pub(crate) fn has(&self, system: CodeSystem) -> bool {
        self.info.releases.iter().any(|release| release.system == system)
    }

    /// The first day of the hierarchy and notes that it has of a system.
    pub(crate) fn text_from(&self, system: CodeSystem) -> Option<Date> {
        let texts = self.info.releases.iter().filter(|release| release.role == ReleaseRole::Tabular);
        texts.filter(|release| release.system == system).map(|release| release.from).max()
    }
}

fn pragma(connection: &Connection, name: &str) -> Result<u32, DictionaryError> {
    let value: i64 =
        connection.pragma_query_value(None, name, |row| row.get(0)).map_err(|error| {
            match error.sqlite_error_code() {
                Some(ErrorCode::NotADatabase) => DictionaryError::NotADictionary,
                _ => DictionaryError::Read(error),
            }
        })?;
    // Both are 32 bits in the file; SQLite hands them out signed.
    Ok(u32::try_from(value & 0xFFFF_FFFF).unwrap_or(0))
}

/// SQLite URI of a file that does not change (<https://www.sqlite.org/uri.html>, sections 3.1 and 3.3).
fn immutable_uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    let text = path.to_string_lossy();
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() };
    if cfg!(windows) && text.as_bytes().get(1) == Some(&b':') {
        uri.push('/');
    }
    for c in text.chars() {
        match c {
            '%' => uri.push_str("%25"),
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            c => uri.push(c),
        }
    }
    uri.push_str("?mode=ro&immutable=1");
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_reserved_characters_stays_a_path() {
        assert_eq!(
            immutable_uri(Path::new("/a b/50%#1?/d.db")),
            "file:/a b/50%25%231%3f/d.db?mode=ro&immutable=1"
        );
    }
}
