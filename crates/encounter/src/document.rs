use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::DocumentId;

/// A text of the record. Lines end with `\n` alone, so that offsets mean the same everywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Document {
    /// 0 in a file: numbered when the encounter is read.
    pub id: DocumentId,
    pub kind: DocumentKind,
    pub title: String,
    pub author: String,
    pub date: Option<Date>,
    pub text: String,
    /// Taken back by the coder. The text stays in the vault, since the record is never thrown away.
    pub withdrawn: bool,
    /// What it came as; `None` for a text that was typed, pasted or sent as such.
    pub file: Option<Box<DocumentFile>>,
}

/// The file that a document came as. Its bytes lie in the vault, never in an encounter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct DocumentFile {
    /// SHA-256 of the bytes, hexadecimal: what is kept under it is this file and no other.
    pub digest: String,
    /// Without its folder; empty where it came inside a message that does not name it.
    pub name: String,
    /// For example `application/pdf`.
    pub media_type: String,
    pub bytes: u32,
    /// Whether each of its pages can be shown as a picture.
    pub is_pictured: bool,
    /// In their order; empty where the file has no pages of its own.
    pub pages: Vec<DocumentPage>,
}

/// A page of a file, and where it stands in the text of the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase")]
pub struct DocumentPage {
    /// Its first UTF-16 code unit within the text, as evidence counts.
    pub start: u32,
    /// False of a page that is a picture alone, as scanners make them.
    pub has_text: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    #[default]
    ProgressNote,
    HistoryAndPhysical,
    OperativeReport,
    DischargeSummary,
    Consultation,
    Laboratory,
    Imaging,
    Pathology,
    Addendum,
    Other,
}

/// The words of the record that support a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    pub document: DocumentId,
    /// First UTF-16 code unit of the span within the document's text.
    pub start: u32,
    /// One past the last UTF-16 code unit.
    pub end: u32,
    /// The words themselves, so that the evidence can be read without the document.
    pub quote: String,
}

impl Document {
    /// The text between two UTF-16 offsets; `None` where they do not fall on characters of the text.
    pub fn span(&self, start: u32, end: u32) -> Option<&str> {
        if start > end {
            return None;
        }
        let (mut units, mut from, mut to) = (0, None, None);
        for (byte, character) in
            self.text.char_indices().map(|(byte, c)| (byte, Some(c))).chain([(self.text.len(), None)])
        {
            if units == start {
                from = Some(byte);
            }
            if units == end {
                to = Some(byte);
                break;
            }
            units += character.map_or(0, |c| c.len_utf16() as u32);
        }
        self.text.get(from?..to?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_counts_as_the_window_does() {
        let document = Document { text: "BP 🩺 high".into(), ..Document::default() };
        assert_eq!(document.span(0, 2), Some("BP"));
        assert_eq!(document.span(3, 5), Some("🩺"));
        assert_eq!(document.span(6, 10), Some("high"));
        assert_eq!(document.span(10, 10), Some(""));
        for wrong in [(4, 5), (6, 11), (5, 3)] {
            assert_eq!(document.span(wrong.0, wrong.1), None, "{wrong:?}");
        }
    }
}
