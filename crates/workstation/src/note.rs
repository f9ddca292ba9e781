use std::fs::File;
use std::io::Read;
use std::path::Path;

use intake::{NoteDraft, NoteError};

use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};

impl Desk {
    /// Makes a document of pasted text.
    pub fn read_note(&self, name: &str, text: &str) -> Result<NoteDraft, DeskError> {
        Ok(intake::read_note(name, text.as_bytes())?)
    }

    /// Makes a document of a dropped or picked file. The file is only read.
    pub fn read_note_file(&self, path: &Path) -> Result<NoteDraft, DeskError> {
        let bytes = read_file(path)?;
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        Ok(intake::read_note(&name, &bytes)?)
    }
}

/// The bytes of a picked or dropped file of text.
pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>, DeskError> {
    // One byte more than is taken, so that a larger file is refused and not cut.
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|_| ErrorCode::FileUnreadable)?;
    let most = u64::try_from(intake::MOST_NOTE_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    file.take(most).read_to_end(&mut bytes).map_err(|_| ErrorCode::FileUnreadable)?;
    Ok(bytes)
}

impl From<NoteError> for DeskError {
    fn from(error: NoteError) -> Self {
        match error {
            NoteError::NotText { looks_like } => {
                Self::new(ErrorCode::NoteNotText).with("looksLike", looks_like.id())
            }
            NoteError::TooLarge { limit } => Self::new(ErrorCode::NoteTooLarge).with("limit", limit),
            NoteError::Empty => ErrorCode::NoteEmpty.into(),
        }
    }
}
