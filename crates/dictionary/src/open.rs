use std::fmt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::error::DictionaryError;
use crate::info::{self, DictionaryInfo};
use crate::procedures::ProcedureCodes;
use crate::search::SearchState;
use crate::standing::Coverage;
use crate::{date_key, schema};

/// An open dictionary. Shared behind an `Arc`; every method takes `&self` and may be called from any thread.
pub struct Dictionary {
    connection: Mutex<Connection>,
    info: DictionaryInfo,
    pub(crate) search: OnceLock<SearchState>,
    /// What the table picker chooses from, read when it is first asked.
    pub(crate) procedures: OnceLock<ProcedureCodes>,
}

impl fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dictionary").field("info", &self.info).finish_non_exhaustive()
    }
}

impl Dictionary {
    /// Opens a compiled dictionary, read only. Nobody may change the file while it is open: SQLite is told so and
    /// takes no locks, which lets it lie on a read-only disk.
    pub fn open(path: &Path) -> Result<Self, DictionaryError> {
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
        let info = info::read(&connection)?;
        Ok(Self {
            connection: Mutex::new(connection),
            info,
            search: OnceLock::new(),
            procedures: OnceLock::new(),
        })
    }

    /// What this dictionary holds: its releases, its counts, the days that it covers.
    pub const fn info(&self) -> &DictionaryInfo {
        &self.info
    }

    pub(crate) fn connection(&self) -> MutexGuard<'_, Connection> {
        // A reader that panicked leaves nothing half done behind in a read-only file.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn coverage(&self) -> Coverage {
        Coverage { from: date_key::key(self.info.from), to: date_key::key(self.info.to) }
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
