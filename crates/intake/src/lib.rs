//! The in-tray: bytes from outside in, drafts and what is wrong with them out. Occupants: [`recognise`], what a file is;
//! [`Arrivals`], the messages of a file, each a [`Draft`] that says where in the message everything stood; [`read_note`], a
//! text of the record that was dropped, opened or pasted; [`read_file`], the text of an RTF, Word or PDF file; [`PageFile`],
//! the pages of a PDF or of a scan as they look; [`read_file_name`], what the name of a file says of the document in it;
//! [`read_table`], the rows of a delimited file of any make; [`worklist`], tables of visits that practice systems export; and
//! [`guarded`], by which a cell of a table that will come back is no formula in a spreadsheet meanwhile.
//!
//! Deliberately absent: files, SQL, the clock, and any guess at a patient or a date. What is not text is refused with
//! what it looks like, never imported as rubbish. Nothing is set: a draft is what was received, and what becomes of it is
//! for the desk to decide.

mod arrivals;
mod attachments;
mod ccda;
mod draft;
mod encoding;
mod fhir;
mod file_name;
mod files;
mod format;
mod formula;
mod hl7;
mod kind;
// The one table of what can happen to a file; the crates that read files share no other code.
#[cfg(test)]
#[path = "../../claims/src/mutate.rs"]
mod mutate;
#[cfg(test)]
mod mutated_tests;
mod narrative;
mod note;
mod pictures;
mod table;
mod terminology;
mod times;
pub mod worklist;

pub use arrivals::{Arrival, Arrivals, ReadError};
pub use draft::*;
pub use encoding::TextEncoding;
pub use fhir::{KnownResources, line_order};
pub use file_name::{NamedDocument, read_file_name};
pub use files::{FileText, MOST_FILE_BYTES, read_document_file, read_file};
pub use format::{Format, TELLING_BYTES, recognise};
pub use formula::guarded;
pub use hl7::MOST_MESSAGE_BYTES;
pub use note::{LooksLike, MOST_NOTE_BYTES, NoteDraft, NoteError, read_note, read_note_file, read_text};
pub use pictures::{PageFile, WIDEST_PICTURE};
pub use table::{Delimiter, Quoting, TableRow, read_table};
