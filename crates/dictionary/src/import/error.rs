use std::io;

use crate::compile::CompileError;
use crate::error::DictionaryError;

/// Why nothing was imported. What was imported before is as it was.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("the file or folder cannot be read")]
    Unreadable(io::ErrorKind),
    #[error("the archive is damaged")]
    DamagedArchive,
    /// What was chosen from the preview is not in the source any more, or nothing was chosen.
    #[error("there is nothing to import")]
    Nothing,
    /// The files of a release do not fit together: this code stands twice or has no place.
    #[error("the code {code} does not fit into its book")]
    Unplaced { code: String },
    /// CPT is held under a licence, and its statement was not given.
    #[error("the licence statement is missing")]
    LicenceMissing,
    #[error("the import was stopped")]
    Stopped,
    #[error(transparent)]
    Dictionary(#[from] DictionaryError),
}

impl From<rusqlite::Error> for ImportError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Dictionary(error.into())
    }
}

impl From<CompileError> for ImportError {
    fn from(error: CompileError) -> Self {
        match error {
            CompileError::Homeless { code } | CompileError::Twice { code } => Self::Unplaced { code },
            CompileError::UnknownAttribute { word } => Self::Unplaced { code: word },
            CompileError::Date { key } => Self::Unplaced { code: key.to_string() },
            CompileError::Stopped => Self::Stopped,
            CompileError::TooLarge => Self::Dictionary(DictionaryError::Damaged { part: "code" }),
            CompileError::Write(error) => error.into(),
        }
    }
}

impl From<io::Error> for ImportError {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error.kind())
    }
}
