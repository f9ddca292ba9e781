/// Why a dictionary cannot be opened or read. Never carries what was searched for.
#[derive(Debug, thiserror::Error)]
pub enum DictionaryError {
    /// There is no file at the path.
    #[error("there is no dictionary file")]
    Missing,
    /// The file is not SQLite, or is SQLite of another application.
    #[error("the file is not a Carrel dictionary")]
    NotADictionary,
    /// The file was built by a later version of Carrel.
    #[error("the dictionary has schema {found}, this version reads {supported}")]
    Newer { found: u32, supported: u32 },
    /// The file was built by an earlier version of Carrel and must be rebuilt.
    #[error("the dictionary has schema {found}, this version needs {supported}")]
    Older { found: u32, supported: u32 },
    /// The file is a dictionary, but what is stored under `part` cannot be understood.
    #[error("the dictionary is damaged in {part}")]
    Damaged { part: &'static str },
    /// What the user imports does not fit on the disk.
    #[error("the disk is full")]
    DiskFull,
    /// SQLite could not read the file.
    #[error("the dictionary cannot be read")]
    Read(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for DictionaryError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::DiskFull,
            _ => Self::Read(error),
        }
    }
}
