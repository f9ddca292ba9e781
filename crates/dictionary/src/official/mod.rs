//! The publishers' own formats, read as they are. Each parser takes bytes or text and returns what it understood;
//! what it passed over is listed beside it, never silently dropped.

mod add_on;
mod book_index;
mod code_editor;
mod code_list;
mod conversion;
mod element;
mod fee;
mod hcpcs;
mod hcpcs_code;
#[cfg(feature = "pinned-packages")]
mod hierarchy;
mod listed;
mod mue;
mod newlines;
mod order;
mod place_of_service;
mod poa_exempt;
mod problem;
mod procedure_definitions;
mod procedure_error;
mod procedure_tables;
mod ptp;
mod setting;
mod table;
mod tabular;
mod text;
mod value;
mod workbook;

pub use add_on::AddOnPair;
pub use book_index::{BookIndex, BookIndexError, IndexColumn, IndexReference, IndexTerm, ReferenceKind};
pub(crate) use book_index::{as_code, as_procedure};
pub use code_editor::{CodeEditorError, CodeEditorRecord, CodeEditorTable};
pub use code_list::{ListColumns, ListLayout, ListedCode};
pub use conversion::Conversion;
pub use fee::{Fee, FeePolicy, Locality};
pub use hcpcs::{Hcpcs, HcpcsEntry};
pub use hcpcs_code::HcpcsCode;
#[cfg(feature = "pinned-packages")]
pub use hierarchy::{Hierarchy, HierarchyError};
pub use listed::Listed;
pub use mue::{Mue, MueIndicator};
pub use order::{OrderEntry, OrderFile};
pub use place_of_service::{PlaceOfService, PlaceRate};
pub(crate) use poa_exempt::{is_poa_exempt, poa_exempt};
pub use problem::{Problem, ProblemKind, Problems};
pub use procedure_definitions::{DefinedTerm, ProcedureDefinitions};
pub use procedure_error::ProcedureFileError;
pub use procedure_tables::{AxisValue, ProcedureTable, ProcedureTables};
pub use ptp::{PtpEdits, PtpTerms};
pub use setting::EditSetting;
pub use table::TableError;
pub use tabular::{Chapter, Diagnosis, Extension, NoteBlock, Section, Tabular, TabularError, Unread};
pub use text::decode;
pub use workbook::WorkbookError;

#[cfg(test)]
pub(crate) mod mutated_tests;
#[cfg(test)]
mod tables_tests;
