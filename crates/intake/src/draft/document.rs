use encounter::{Document, DocumentKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Carried, Origin, ProblemKind, value};
use crate::{FileText, Format, read_file, recognise};

/// A document of the record, or news of one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct ReceivedDocument {
    pub act: DocumentAct,
    /// The sender's number of the document (TXA-12, OBR-3, `DocumentReference.identifier`), by which a later message means
    /// it.
    pub number: Option<Carried<String>>,
    /// The number of the document that this one adds to or replaces (TXA-13, `relatesTo`).
    pub parent: Option<Carried<String>>,
    pub kind: Option<Carried<DocumentKind>>,
    pub title: Option<Carried<String>>,
    pub author: Option<Carried<String>>,
    pub date: Option<Carried<Date>>,
    /// HL7 table 0271 (`AU` authenticated, `DO` documented, `IP` in progress, `LA` legally authenticated ...) or the status as
    /// FHIR and ORU have it.
    pub status: Option<Carried<String>>,
    /// Lines end with `\n` alone.
    pub text: Option<Carried<String>>,
    pub attachments: Vec<Attachment>,
    pub origin: Origin,
}

/// What becomes of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DocumentAct {
    /// A new one, or the same again.
    #[default]
    Original,
    /// Belongs to its parent, which stays (MDM T05, T06).
    Addendum,
    /// The same document, now so (MDM T07, T08).
    Edit,
    /// Takes the place of its parent (MDM T09, T10).
    Replacement,
    /// Was never one (MDM T11).
    Cancellation,
    /// Nothing but its status changed (MDM T03, T04).
    Status,
}

/// A file that came with a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Attachment {
    pub name: String,
    /// By what the bytes are where they tell, else as it was sent, for example `application/pdf`; empty where neither says.
    pub media_type: String,
    /// Decoded; never on the wire.
    #[serde(skip)]
    pub bytes: Vec<u8>,
    pub origin: Origin,
}

impl Attachment {
    /// What the file says, as [`read_file`] reads it.
    ///
    /// # Errors
    /// Those of [`read_file`]; `NoText` for a picture.
    pub fn read(&self, goes_on: &dyn Fn() -> bool) -> Result<FileText, ProblemKind> {
        match recognise(&self.name, &self.bytes) {
            Format::Image => Err(ProblemKind::NoText),
            format => read_file(format, &self.bytes, goes_on),
        }
    }
}

impl ReceivedDocument {
    /// The document as it would lie in the record.
    pub fn document(&self) -> Document {
        let text = |field| value(field).cloned().unwrap_or_default();
        Document {
            kind: value(&self.kind).copied().unwrap_or(DocumentKind::Other),
            title: text(&self.title),
            author: text(&self.author),
            date: value(&self.date).copied(),
            text: text(&self.text),
            ..Document::default()
        }
    }

    /// Whether it brings anything that can be read.
    pub fn has_content(&self) -> bool {
        !self.attachments.is_empty() || value(&self.text).is_some_and(|text| !text.trim().is_empty())
    }
}
