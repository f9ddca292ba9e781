use std::io;

use rusqlite::ErrorCode;
use thiserror::Error;

/// Why the vault did not do what was asked. Carries codes and counts only: never patient data, never SQL with values,
/// never a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum VaultError {
    #[error("another process has this vault open")]
    InUse,
    #[error("there is no vault in this folder")]
    Absent,
    #[error("there is a vault in this folder already")]
    AlreadyExists,
    #[error("the passphrase is wrong; wait {wait_seconds} s")]
    WrongPassphrase { wait_seconds: u32 },
    #[error("the recovery code is wrong; wait {wait_seconds} s")]
    WrongRecoveryCode { wait_seconds: u32 },
    /// Refused without a look at the passphrase.
    #[error("too soon after a failed attempt; wait {wait_seconds} s")]
    TooSoon { wait_seconds: u32 },
    #[error("no such user")]
    UnknownUser,
    #[error("this sign-in name is taken")]
    UserExists,
    #[error("a sign-in name is needed")]
    LoginMissing,
    #[error("the passphrase is shorter than {} characters", crate::PASSPHRASE_CHARACTERS)]
    WeakPassphrase,
    /// The database is empty, cut short or altered, or does not belong to its key ring.
    #[error("the vault's database is damaged")]
    Damaged,
    #[error("the vault's database is missing")]
    DatabaseMissing,
    #[error("the vault's key ring is missing")]
    KeyringMissing,
    #[error("the vault's key ring is damaged")]
    KeyringDamaged,
    #[error("the backup file is damaged or not a backup")]
    BackupDamaged,
    /// By the person who watched it.
    #[error("stopped")]
    Stopped,
    #[error("the vault has schema {found}, this program knows {known}")]
    NewerSchema { found: u32, known: u32 },
    #[error("the disk is full")]
    DiskFull,
    #[error("the folder cannot be written")]
    ReadOnly,
    /// The encounter was saved by someone else since it was read.
    #[error("the encounter has changed since it was read")]
    Stale,
    /// Refused by a trigger of the database: the encounter is locked, or the row may only ever be added.
    #[error("locked by the database")]
    Locked,
    #[error("no such encounter")]
    NoSuchEncounter,
    /// A document names bytes that were never kept here.
    #[error("no such file")]
    NoSuchFile,
    #[error("input or output failed: {0}")]
    Io(io::ErrorKind),
    /// SQLite's extended result code.
    #[error("the database failed with code {0}")]
    Sql(i32),
}

impl From<io::Error> for VaultError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly,
            kind => Self::Io(kind),
        }
    }
}

impl From<rusqlite::Error> for VaultError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ffi::{SQLITE_CONSTRAINT_TRIGGER, SQLITE_MISUSE};
        match error {
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged,
                ErrorCode::DiskFull => Self::DiskFull,
                ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Self::ReadOnly,
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::InUse,
                _ if failure.extended_code == SQLITE_CONSTRAINT_TRIGGER => Self::Locked,
                _ => Self::Sql(failure.extended_code),
            },
            // A column that does not hold what this program writes into it.
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..) => Self::Damaged,
            _ => Self::Sql(SQLITE_MISUSE),
        }
    }
}

impl From<getrandom::Error> for VaultError {
    fn from(_: getrandom::Error) -> Self {
        Self::Io(io::ErrorKind::Other)
    }
}

pub type Result<T, E = VaultError> = std::result::Result<T, E>;
