//! The instructional notes in a form that can be executed: which codes a note speaks of, and what of it only a reader can
//! decide. Parsed once for each volume, when the first encounter is checked.
//!
//! Deliberately absent: what follows from a note. That is the edits' affair.

mod clause;
mod entry;
mod kept;
mod load;
mod names;
mod qualifier;
mod reading;
mod reference;

pub use clause::Clause;
pub use entry::CodeEntry;
pub(crate) use kept::KeptEntries;
pub(crate) use load::Instructions;
pub use names::Names;
pub use reading::{NoteReading, NotesRead};
pub use reference::CodeReference;

use crate::detail::{CodeKind, NoteKind};

/// One note of the book with what it says, clause by clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instruction {
    pub kind: NoteKind,
    /// The display form of the row that the note stands at: `E11`, `E08-E13`, `4`.
    pub origin: String,
    pub origin_kind: CodeKind,
    pub clauses: Vec<Clause>,
}

impl Instruction {
    /// Reads the lines of a note. `title` knows what the book calls a row, by its code without the dot.
    pub fn read<'t>(
        kind: NoteKind,
        (origin, origin_kind): (String, CodeKind),
        lines: &[String],
        title: impl Fn(&str) -> Option<&'t str>,
    ) -> Self {
        Self { kind, origin, origin_kind, clauses: clause::clauses(lines, title) }
    }
}
