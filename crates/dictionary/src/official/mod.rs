//! The publishers' own formats, read as they are. Each parser takes bytes or text and returns what it understood;
//! what it passed over is listed beside it, never silently dropped.

mod book_index;
mod code_editor;
mod element;
mod hcpcs;
mod hcpcs_code;
#[cfg(feature = "pinned-packages")]
mod hierarchy;
mod newlines;
mod order;
mod problem;
mod procedure_definitions;
mod procedure_error;
mod procedure_tables;
mod ptp;
mod table;
mod tabular;
mod text;
mod value;
mod workbook;

pub(crate) use book_index::as_code;
pub use book_index::{BookIndex, BookIndexError, IndexColumn, IndexReference, IndexTerm, ReferenceKind};
pub use code_editor::{CodeEditorError, CodeEditorRecord, CodeEditorTable};
pub use hcpcs::{Hcpcs, HcpcsEntry};
pub use hcpcs_code::HcpcsCode;
#[cfg(feature = "pinned-packages")]
pub use hierarchy::{Hierarchy, HierarchyError};
pub use order::{OrderEntry, OrderFile};
pub use problem::{Problem, ProblemKind, Problems};
pub use procedure_definitions::{DefinedTerm, ProcedureDefinitions};
pub use procedure_error::ProcedureFileError;
pub use procedure_tables::{AxisValue, ProcedureTable, ProcedureTables};
pub use ptp::{PtpEdits, PtpTerms};
pub use table::TableError;
pub use tabular::{Chapter, Diagnosis, Extension, NoteBlock, Section, Tabular, TabularError, Unread};
pub use text::decode;
pub use workbook::WorkbookError;
