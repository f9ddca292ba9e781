use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};

use intake::{NoteDraft, NoteError, ProblemKind};

use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};

impl Desk {
    /// Makes a document of pasted text.
    pub fn read_note(&self, name: &str, text: &str) -> Result<NoteDraft, DeskError> {
        Ok(intake::read_note(name, text.as_bytes())?)
    }

    /// Makes a document of a dropped or picked file: text, RTF, Word, PDF, a scan or a picture. The file is only read; of one
    /// that is more than its text the bytes are put into the vault, where they wait for the document.
    pub fn read_note_file(&self, path: &Path) -> Result<NoteDraft, DeskError> {
        let bytes = read_at_most(path, intake::MOST_FILE_BYTES)?;
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let draft = intake::read_note_file(&name, &bytes, &file_budget())?;
        if draft.file.is_some() {
            self.at_desk(|open, now| Ok(open.vault.transact(|tx| tx.keep_file(&bytes, now))?))?;
        }
        Ok(draft)
    }
}

/// The bytes of a picked or dropped file of text.
pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>, DeskError> {
    read_at_most(path, intake::MOST_NOTE_BYTES)
}

/// No file of paper is worth a longer wait; some are made to be slow.
const LONGEST: Duration = Duration::from_secs(5);

/// Says for how long the text of a file may still be looked for.
pub(crate) fn file_budget() -> impl Fn() -> bool {
    let begun = Instant::now();
    move || begun.elapsed() < LONGEST
}

fn read_at_most(path: &Path, most: usize) -> Result<Vec<u8>, DeskError> {
    // One byte more than is taken, so that a larger file is refused and not cut.
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|_| ErrorCode::FileUnreadable)?;
    let most = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
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
            NoteError::File(ProblemKind::NoText) => ErrorCode::NoteNoText.into(),
            NoteError::File(ProblemKind::Protected) => ErrorCode::NoteProtected.into(),
            NoteError::File(ProblemKind::TooLarge { limit }) => {
                Self::new(ErrorCode::NoteTooLarge).with("limit", limit)
            }
            NoteError::File(_) => ErrorCode::NoteDamaged.into(),
        }
    }
}
