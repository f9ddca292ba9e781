//! Worklists: the tables that practice systems export, a row a visit or a charge. Occupants: [`Sheet`], the rows of a delimited
//! text or a workbook with how it was read; [`guess`], what its columns are by their headings and contents;
//! [`WorklistMapping`], what a person settled that they are; [`arrivals`], the rows of each visit as one [`Arrival`];
//! [`look`], the first rows as they would be read and what is wrong with all of them.
//!
//! Deliberately absent: formulas, of which only the last result is read; any date whose order of day and month nothing tells;
//! and columns that nobody said are to be taken.
//!
//! [`Arrival`]: crate::Arrival

mod codes;
mod dates;
mod draft;
mod field;
mod guess;
mod headings;
mod look;
mod mapping;
mod names;
mod sheet;
mod value;
mod visit;
mod visits;
mod workbook;

#[cfg(test)]
mod mutated_tests;
#[cfg(test)]
mod tests;

pub use dates::DateFormat;
pub use field::WorklistField;
pub use guess::guess;
pub use look::{CellLook, ProblemCount, RowLook, WorklistCounts, WorklistLook, look};
pub use mapping::{MappedColumn, WorklistLack, WorklistMapping};
pub use sheet::{MOST_WORKLIST_BYTES, Sheet, SheetChoice, SheetLayout, TextLayout};
pub use visits::arrivals;

pub(crate) use sheet::is_worklist;
