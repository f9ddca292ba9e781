//! The publishers' own formats, read as they are. Each parser takes bytes or text and returns what it understood;
//! what it passed over is listed beside it, never silently dropped.

mod code_editor;
mod element;
#[cfg(feature = "pinned-packages")]
mod hierarchy;
mod tabular;

pub use code_editor::{CodeEditorError, CodeEditorRecord, CodeEditorTable};
#[cfg(feature = "pinned-packages")]
pub use hierarchy::{Hierarchy, HierarchyError};
pub use tabular::{Chapter, Diagnosis, Extension, NoteBlock, Section, Tabular, TabularError, Unread};
