use std::io;

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

impl From<io::Error> for ImportError {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error.kind())
    }
}
