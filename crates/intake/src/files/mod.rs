//! Files of word processors and of paper, as the text that a coder reads.
//!
//! Deliberately absent: words read off pictures. A scanned page has no text, is said to have none, and is shown as it is.

mod docx;
mod pdf;
mod rtf;

#[cfg(test)]
mod mutated_tests;
#[cfg(test)]
pub(crate) mod tests;

use encounter::{DocumentFile, DocumentPage};
use sha2::{Digest, Sha256};

use crate::attachments::media_type;
use crate::draft::ProblemKind;
use crate::note::clean;
use crate::{Format, PageFile, recognise};

/// The text of a file, with where its pages begin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileText {
    /// Lines end with `\n` alone. A page that is not the first begins with a line `— 2 —`.
    pub text: String,
    /// Empty where a file has no pages of its own.
    pub pages: Vec<DocumentPage>,
}

impl FileText {
    fn has_text(&self) -> bool {
        match self.pages.is_empty() {
            true => !self.text.trim().is_empty(),
            false => self.pages.iter().any(|page| page.has_text),
        }
    }
}

/// The largest file whose text is read, in bytes, and the longest text.
pub const MOST_FILE_BYTES: usize = 67_108_864;
const MOST_TEXT: usize = 16_777_216;

/// The text of an RTF, Word (`.docx`) or PDF file. `goes_on` is asked again and again while it is read: where it says no, the
/// time that there was is over.
///
/// # Errors
/// `NoText` where there is nothing but pictures, `Protected` where a password is asked for, `TimeOut`, `TooLarge`, and
/// `NotUnderstood` for a file that is damaged or none of these.
pub fn read_file(format: Format, bytes: &[u8], goes_on: &dyn Fn() -> bool) -> Result<FileText, ProblemKind> {
    let file = read_pages(format, bytes, goes_on)?;
    match file.has_text() {
        true => Ok(file),
        false => Err(ProblemKind::NoText),
    }
}

/// A file of the record with what it says: as [`read_file`], and scans and pictures too, which say nothing and are shown.
/// Its text is empty where it holds none.
///
/// # Errors
/// Those of [`read_file`] but `NoText`.
pub fn read_document_file(
    name: &str,
    bytes: &[u8],
    goes_on: &dyn Fn() -> bool,
) -> Result<(String, DocumentFile), ProblemKind> {
    let too_large = ProblemKind::TooLarge { limit: MOST_FILE_BYTES as u32 };
    let size = u32::try_from(bytes.len()).map_err(|_| too_large)?;
    if bytes.len() > MOST_FILE_BYTES {
        return Err(too_large);
    }
    let shown = |goes_on| {
        let file = PageFile::open(bytes.to_vec(), goes_on)?;
        Ok(FileText { text: String::new(), pages: vec![DocumentPage::default(); file.pages() as usize] })
    };
    let format = recognise(name, bytes);
    let read = match format {
        Format::Image => shown(goes_on)?,
        // What keeps its words to itself may show its pages all the same.
        Format::Pdf => match read_pages(format, bytes, goes_on) {
            Ok(read) => read,
            Err(problem @ (ProblemKind::Protected | ProblemKind::NotUnderstood)) => {
                shown(goes_on).map_err(|_: ProblemKind| problem)?
            }
            Err(problem) => return Err(problem),
        },
        _ => read_file(format, bytes, goes_on)?,
    };
    let (text, pages) = match read.has_text() {
        true => (read.text, read.pages),
        false => (String::new(), vec![DocumentPage::default(); read.pages.len()]),
    };
    let file = DocumentFile {
        digest: Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
        name: name.to_owned(),
        media_type: media_type(bytes, ""),
        bytes: size,
        is_pictured: matches!(format, Format::Image | Format::Pdf),
        pages,
    };
    Ok((text, file))
}

fn read_pages(format: Format, bytes: &[u8], goes_on: &dyn Fn() -> bool) -> Result<FileText, ProblemKind> {
    if bytes.len() > MOST_FILE_BYTES {
        return Err(ProblemKind::TooLarge { limit: MOST_FILE_BYTES as u32 });
    }
    let pages = match format {
        Format::RichText => vec![rtf::text(bytes).ok_or(ProblemKind::NotUnderstood)?],
        Format::Word => docx::pages(bytes)?,
        Format::Pdf => pdf::pages(bytes, goes_on)?,
        _ => return Err(ProblemKind::NotUnderstood),
    };
    if pages.iter().map(String::len).sum::<usize>() > MOST_TEXT {
        return Err(ProblemKind::TooLarge { limit: MOST_TEXT as u32 });
    }
    // What Word never broke into pages, and RTF, has none of its own.
    let is_paged = format == Format::Pdf || pages.len() > 1;
    Ok(joined(&pages, is_paged))
}

fn joined(pages: &[String], is_paged: bool) -> FileText {
    let mut file = FileText::default();
    let mut units = 0_usize;
    for (number, page) in (1..).zip(pages) {
        if is_paged {
            let start = u32::try_from(units).unwrap_or(u32::MAX);
            file.pages.push(DocumentPage { start, has_text: !page.trim().is_empty() });
        }
        let mark = if number > 1 { format!("— {number} —\n") } else { String::new() };
        let page = clean(page);
        let page = format!("{mark}{}\n", page.trim_end());
        units += page.encode_utf16().count();
        file.text.push_str(&page);
    }
    file.text.truncate(file.text.trim_end().len());
    file
}
