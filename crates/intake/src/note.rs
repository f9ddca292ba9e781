use encounter::{DocumentFile, DocumentKind};
use serde::Serialize;
use specta::Type;
use thiserror::Error;

use crate::draft::ProblemKind;
use crate::encoding::TextEncoding;
use crate::files::read_document_file;
use crate::format::{Format, recognise};
use crate::kind;

/// The largest note that is read, in bytes, included.
pub const MOST_NOTE_BYTES: usize = 5_242_880;

/// The longest title, in characters.
const MOST_TITLE: usize = 120;

/// A document as it was understood, before the coder takes it into the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NoteDraft {
    /// From the heading that names the kind, else from the file's name, else the first line. Empty where none serves.
    pub title: String,
    /// A guess from the name and the first lines; the coder may change it.
    pub kind: DocumentKind,
    /// Lines end with `\n` alone; no control characters but that and the tab. Empty of a scan or a picture.
    pub text: String,
    /// What it came as, where that is more than its text.
    pub file: Option<Box<DocumentFile>>,
}

/// Why bytes are no note. Carries nothing of what they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoteError {
    #[error("larger than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("not text: looks like {}", .looks_like.id())]
    NotText { looks_like: LooksLike },
    #[error("nothing but blanks")]
    Empty,
    /// Of a file of a word processor or of paper.
    #[error("its text cannot be read")]
    File(ProblemKind),
}

/// What bytes that are not text look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LooksLike {
    Pdf,
    /// Word, `.docx`.
    Word,
    /// Excel, `.xlsx`.
    Excel,
    /// Word, Excel and Outlook before 2007.
    OldOffice,
    RichText,
    /// PNG, JPEG, GIF, TIFF or DICOM.
    Image,
    /// Zip, gzip or 7z.
    Archive,
    /// Anything else.
    Binary,
}

impl LooksLike {
    /// The name on the wire, for example `pdf`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Word => "word",
            Self::Excel => "excel",
            Self::OldOffice => "old_office",
            Self::RichText => "rich_text",
            Self::Image => "image",
            Self::Archive => "archive",
            Self::Binary => "binary",
        }
    }
}

/// Reads a note from the bytes of a file or of a paste. `name` is the file's name, empty for a paste.
///
/// The encoding is what the byte order mark says, else UTF-8 where the bytes are that, else Windows-1252, in which the
/// systems of small practices still export.
pub fn read_note(name: &str, bytes: &[u8]) -> Result<NoteDraft, NoteError> {
    let text = read_text(bytes)?;
    let (kind, heading) = kind::guess(name, &text);
    Ok(NoteDraft { title: title(name, heading, &text), kind, text, file: None })
}

/// Reads a note from a file of text, of a word processor, of paper or of pictures, as [`read_document_file`] reads those.
pub fn read_note_file(name: &str, bytes: &[u8], goes_on: &dyn Fn() -> bool) -> Result<NoteDraft, NoteError> {
    let format = recognise(name, bytes);
    if !matches!(format, Format::Pdf | Format::Word | Format::RichText | Format::Image) {
        return read_note(name, bytes);
    }
    let (text, file) = read_document_file(name, bytes, goes_on).map_err(NoteError::File)?;
    let (kind, heading) = kind::guess(name, &text);
    Ok(NoteDraft { title: title(name, heading, &text), kind, text, file: Some(Box::new(file)) })
}

/// The text of bytes that came from anywhere, in the encoding that [`read_note`] describes. Lines end with `\n` alone;
/// no other control character is left but the tab.
pub fn read_text(bytes: &[u8]) -> Result<String, NoteError> {
    if bytes.len() > MOST_NOTE_BYTES {
        return Err(NoteError::TooLarge { limit: MOST_NOTE_BYTES });
    }
    if let Some(looks_like) = by_magic(bytes) {
        return Err(NoteError::NotText { looks_like });
    }
    let text = tidy(&decode(bytes)).ok_or(NoteError::NotText { looks_like: LooksLike::Binary })?;
    match text.trim().is_empty() {
        true => Err(NoteError::Empty),
        false => Ok(text),
    }
}

pub(crate) fn decode(bytes: &[u8]) -> String {
    TextEncoding::of(bytes).decode(bytes)
}

/// The text with `\n` line ends and without other control characters; `None` where those are too many for a text.
pub(crate) fn tidy(text: &str) -> Option<String> {
    let (tidy, dropped) = counted(text);
    // A printer's escape sequence or a stray byte is forgiven, a file of them is not.
    let forgiven = 4 + tidy.len() / 100;
    (!text.contains('\0') && dropped <= forgiven).then_some(tidy)
}

/// As [`tidy`], of what is known to be text, whatever is in it.
pub(crate) fn clean(text: &str) -> String {
    counted(text).0
}

/// With how many characters were dropped, or were broken.
fn counted(text: &str) -> (String, usize) {
    let mut tidy = String::with_capacity(text.len());
    let mut dropped = 0_usize;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                characters.next_if_eq(&'\n');
                tidy.push('\n');
            }
            // A page break, the soft line break of word processors and the next line of mainframes end a line too.
            '\u{c}' | '\u{b}' | '\u{85}' => tidy.push('\n'),
            '\n' | '\t' => tidy.push(c),
            // Half a pair of UTF-16, or bytes that were never text.
            '\u{FFFD}' => {
                dropped += 1;
                tidy.push(c);
            }
            c if c.is_control() => dropped += 1,
            c => tidy.push(c),
        }
    }
    (tidy, dropped)
}

pub(crate) fn by_magic(bytes: &[u8]) -> Option<LooksLike> {
    const MAGIC: &[(&[u8], LooksLike)] = &[
        (b"%PDF-", LooksLike::Pdf),
        (b"{\\rtf", LooksLike::RichText),
        (b"\x89PNG\r\n", LooksLike::Image),
        (b"\xFF\xD8\xFF", LooksLike::Image),
        (b"GIF87a", LooksLike::Image),
        (b"GIF89a", LooksLike::Image),
        (b"II*\0", LooksLike::Image),
        (b"MM\0*", LooksLike::Image),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", LooksLike::OldOffice),
        (b"\x1F\x8B", LooksLike::Archive),
        (b"7z\xBC\xAF\x27\x1C", LooksLike::Archive),
    ];
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let names = |folder: &[u8]| bytes.windows(folder.len()).any(|window| window == folder);
        return Some(match () {
            () if names(b"word/document.xml") => LooksLike::Word,
            () if names(b"xl/workbook.xml") => LooksLike::Excel,
            () => LooksLike::Archive,
        });
    }
    if bytes.get(128..132) == Some(b"DICM") {
        return Some(LooksLike::Image);
    }
    // A PDF may have bytes before its header (ISO 32000-1, annex H, note 13).
    if bytes.iter().take(1024).any(|c| *c == 0)
        && bytes.windows(5).take(1024).any(|window| window == b"%PDF-")
    {
        return Some(LooksLike::Pdf);
    }
    MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, looks_like)| *looks_like)
}

fn title(name: &str, heading: Option<&str>, text: &str) -> String {
    let first_line = || text.lines().map(str::trim).find(|line| !line.is_empty());
    let named = heading
        .map(str::to_owned)
        .or_else(|| stem(name))
        .or_else(|| first_line().filter(|line| line.chars().count() <= MOST_TITLE).map(str::to_owned))
        .unwrap_or_default();
    named.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MOST_TITLE).collect()
}

/// The file's name without folders and ending, as words; `None` where it says nothing.
fn stem(name: &str) -> Option<String> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = match file.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 4 => stem,
        _ => file,
    };
    let words: String =
        stem.chars().map(|c| if c == '_' || c.is_control() { ' ' } else { c }).collect::<String>();
    let words = words.trim();
    let says_nothing =
        ["", "note", "notes", "document", "untitled", "clipboard", "text", "new text document"];
    (!says_nothing.contains(&words.to_lowercase().as_str())).then(|| words.to_owned())
}

#[cfg(test)]
#[path = "note_tests.rs"]
mod tests;
