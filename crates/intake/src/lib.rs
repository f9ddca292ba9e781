//! The in-tray: bytes from outside in, drafts and what is wrong with them out. Occupants: [`read_note`], a text of
//! the record that was dropped, opened or pasted; [`read_table`], the rows of a delimited file of any make, and [`guarded`],
//! by which a cell of a table that will come back is no formula in a spreadsheet meanwhile.
//!
//! Deliberately absent: files, SQL, the clock, and any guess at a patient or a date. What is not text is refused with
//! what it looks like, never imported as rubbish.

mod formula;
mod kind;
mod note;
mod table;

pub use formula::guarded;
pub use note::{LooksLike, MOST_NOTE_BYTES, NoteDraft, NoteError, read_note, read_text};
pub use table::{TableRow, read_table};
