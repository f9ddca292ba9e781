use std::fmt;
use std::io::ErrorKind;

use workstation::{DeskError, ErrorCode};

/// Why a command has no answer. Its words name files and fields, never what stands in them.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What the desk says.
    Desk(DeskError),
    /// The system names no home folder, and no folder was given.
    NoHome,
    /// The vault has several users, and no sign-in name was given.
    LoginMissing,
    NoPassphrase,
    /// A file or standard input cannot be read.
    Input {
        name: String,
        kind: ErrorKind,
    },
    /// A file is not an encounter.
    NotAnEncounter {
        name: String,
        line: usize,
        column: usize,
        problem: String,
    },
    /// Some lines of a batch are no encounters; each was answered in its place.
    LinesRefused {
        name: String,
        lines: usize,
    },
    /// Neither a day nor a release.
    NoSuchRelease(String),
    Output(ErrorKind),
}

impl Failure {
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Desk(error) => match error.code {
                ErrorCode::DictionaryMissing | ErrorCode::DictionaryUnusable => 3,
                ErrorCode::FileUnreadable | ErrorCode::ArchiveDamaged => 5,
                ErrorCode::NothingToImport
                | ErrorCode::CodeUnplaced
                | ErrorCode::NoSuchImport
                | ErrorCode::NoMessages
                | ErrorCode::NotAWorklist
                | ErrorCode::WorklistTooLarge
                | ErrorCode::WorklistProtected
                | ErrorCode::LicenceMissing => 1,
                _ => 4,
            },
            Self::NoHome | Self::LoginMissing | Self::NoPassphrase => 4,
            Self::NoSuchRelease(_) => 1,
            Self::Input { .. }
            | Self::NotAnEncounter { .. }
            | Self::LinesRefused { .. }
            | Self::Output(_) => 5,
        }
    }
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Self {
        Self::Desk(error)
    }
}

impl From<dictionary::DictionaryError> for Failure {
    fn from(error: dictionary::DictionaryError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error.kind())
    }
}

impl From<serde_json::Error> for Failure {
    /// Of writing: what is written here can always be serialized, so it is the output that failed.
    fn from(error: serde_json::Error) -> Self {
        Self::Output(error.io_error_kind().unwrap_or(ErrorKind::Other))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Desk(error) => desk_error(error, f),
            Self::NoHome => f.write_str("the system names no home folder; give the vault's with --vault"),
            Self::LoginMissing => f.write_str("the vault has several users; give yours with --login"),
            Self::NoPassphrase => {
                f.write_str("no passphrase; set CARREL_PASSPHRASE or pipe it in with --passphrase-stdin")
            }
            Self::NoSuchRelease(name) => {
                write!(f, "{name} is no day and no release that `carrel dictionary list` shows")
            }
            Self::Input { name, kind } => write!(f, "{name}: {kind}"),
            Self::NotAnEncounter { name, line, column, problem } => {
                write!(f, "{name}:{line}:{column}: {problem}")
            }
            Self::LinesRefused { name, lines } => write!(f, "{name}: {lines} lines are no encounters"),
            Self::Output(kind) => write!(f, "the output cannot be written: {kind}"),
        }
    }
}

fn desk_error(error: &DeskError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let words = match error.code {
        ErrorCode::DictionaryMissing => {
            "there is no dictionary; `cargo xtask dictionary` builds it, CARREL_DICTIONARY says where it is"
        }
        ErrorCode::DictionaryUnusable => {
            "the dictionary cannot be used; `cargo xtask dictionary` builds it anew"
        }
        ErrorCode::VaultAbsent => "there is no vault in that folder",
        ErrorCode::VaultInUse => "the vault is open in another program; close Carrel first",
        ErrorCode::WrongPassphrase => "this passphrase does not open the vault",
        ErrorCode::TooSoon => "too soon after a wrong passphrase",
        ErrorCode::UnknownUser => "the vault has no such user",
        ErrorCode::VaultDamaged => "the vault is damaged",
        ErrorCode::KeyringMissing => "the vault's key file is missing",
        ErrorCode::KeyringDamaged => "the vault's key file is damaged",
        ErrorCode::NewerVault => "the vault was written by a later version of Carrel",
        ErrorCode::ArchiveDamaged => "the archive is damaged; nothing was imported",
        ErrorCode::CodeUnplaced => "the files of the release do not fit together; nothing was imported",
        ErrorCode::NothingToImport => "there is nothing in it to import",
        ErrorCode::LicenceMissing => "CPT is imported only with --licence, the statement of its licence",
        ErrorCode::PublicationsUnusable => "the file of imported releases cannot be used",
        ErrorCode::NoSuchImport => "there is no import of that number",
        ErrorCode::FileUnreadable => "the file cannot be read",
        ErrorCode::NoMessages => {
            "no messages here: claims are read by `carrel import 837 FILE`, and where a document belongs is said with a passphrase"
        }
        ErrorCode::NotAWorklist => "no rows can be read in the file",
        ErrorCode::WorklistTooLarge => "the worklist has more than 100,000 rows or 64 MB",
        ErrorCode::WorklistProtected => "the workbook asks for a password",
        ErrorCode::DiskFull => "the disk is full",
        ErrorCode::ReadOnly => "the place is read-only",
        other => other.id(),
    };
    f.write_str(words)?;
    for (name, value) in &error.args {
        write!(f, " ({name}: {value})")?;
    }
    Ok(())
}
