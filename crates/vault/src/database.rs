use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::key::DatabaseKey;
use crate::{Result, VaultError};

/// "Carl", in the header of every database of this program.
pub(crate) const APPLICATION_ID: i32 = 0x4361_726c;
/// SQLCipher's page size; no database is smaller.
pub(crate) const PAGE: u64 = 4096;

/// Opens a database that must be there and be one of ours. Writes nothing into it.
///
/// # Errors
/// [`VaultError::DatabaseMissing`], [`VaultError::Damaged`].
pub(crate) fn open_database(path: &Path, key: &DatabaseKey) -> Result<Connection> {
    match fs::metadata(path) {
        // SQLite would take an empty file for a new database.
        Ok(metadata) if metadata.len() < PAGE => return Err(VaultError::Damaged),
        // A page cut short is only noticed when it is read. With a log beside it, the log may hold the whole page.
        Ok(metadata) if !metadata.len().is_multiple_of(PAGE) && !has_log(path) => {
            return Err(VaultError::Damaged);
        }
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(VaultError::DatabaseMissing);
        }
        Err(error) => return Err(error.into()),
    }
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    prepare(&connection, key)?;
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    match application == APPLICATION_ID {
        true => Ok(connection),
        false => Err(VaultError::Damaged),
    }
}

fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    fs::metadata(PathBuf::from(log)).is_ok_and(|log| log.len() > 0)
}

/// Creates an empty database where no file is yet.
pub(crate) fn create_database(path: &Path, key: &DatabaseKey) -> Result<Connection> {
    if path.exists() {
        return Err(VaultError::AlreadyExists);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let connection = Connection::open_with_flags(path, flags)?;
    prepare(&connection, key)?;
    Ok(connection)
}

/// From here on the connection writes: the log and its durability. Every commit has reached the disk.
pub(crate) fn start_writing(connection: &Connection) -> Result<()> {
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(VaultError::ReadOnly);
    }
    Ok(connection.execute_batch("PRAGMA synchronous = FULL")?)
}

fn prepare(connection: &Connection, key: &DatabaseKey) -> Result<()> {
    connection.execute_batch(&key.pragma())?;
    connection.execute_batch(include_str!("database.sql"))?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(())
}
