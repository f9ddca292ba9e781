//! Files of word processors and of paper, as the text that a coder reads.
//!
//! Deliberately absent: pictures of text. A scanned page has none, and is said to have none.

mod docx;
mod pdf;
mod rtf;

#[cfg(test)]
mod mutated_tests;
#[cfg(test)]
mod tests;

use crate::Format;
use crate::draft::ProblemKind;
use crate::note::clean;

/// The text of a file, with where its pages begin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileText {
    /// Lines end with `\n` alone. A page that is not the first begins with a line `— 2 —`.
    pub text: String,
    /// Where each page begins, in UTF-16 code units of the text, as evidence counts; empty where a file has no pages.
    pub pages: Vec<u32>,
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
    if bytes.len() > MOST_FILE_BYTES {
        return Err(ProblemKind::TooLarge { limit: MOST_FILE_BYTES as u32 });
    }
    let pages = match format {
        Format::RichText => vec![rtf::text(bytes).ok_or(ProblemKind::NotUnderstood)?],
        Format::Word => docx::pages(bytes)?,
        Format::Pdf => pdf::pages(bytes, goes_on)?,
        _ => return Err(ProblemKind::NotUnderstood),
    };
    if pages.iter().all(|page| page.trim().is_empty()) {
        return Err(ProblemKind::NoText);
    }
    if pages.iter().map(String::len).sum::<usize>() > MOST_TEXT {
        return Err(ProblemKind::TooLarge { limit: MOST_TEXT as u32 });
    }
    Ok(joined(&pages))
}

fn joined(pages: &[String]) -> FileText {
    let mut file = FileText::default();
    let mut units = 0_usize;
    for (number, page) in (1..).zip(pages) {
        if pages.len() > 1 {
            file.pages.push(u32::try_from(units).unwrap_or(u32::MAX));
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
