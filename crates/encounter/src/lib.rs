//! The paper that crosses the desk: one [`Encounter`] with its patient, documents, diagnoses, service lines,
//! holds and statuses, the [`Amendment`]s that change it, and the [`Finding`]s that edits report on it.
//!
//! Deliberately absent: SQL, files, the clock, Tauri, and any knowledge of code sets. Today's date and the acting
//! user come in as arguments.

mod accident;
mod address;
mod amendment;
mod claim_details;
mod code;
mod codes;
mod comparison;
mod completion;
mod coverage;
mod diagnosis;
mod document;
mod encounter;
mod facility;
mod finding;
mod hold;
mod ids;
mod index_path;
mod patient;
mod provider;
mod query;
mod service_line;
mod status;
mod supplement;

pub use accident::*;
pub use address::*;
pub use amendment::*;
pub use claim_details::*;
pub use code::*;
pub use comparison::*;
pub use completion::*;
pub use coverage::*;
pub use diagnosis::*;
pub use document::*;
pub use encounter::*;
pub use facility::*;
pub use finding::*;
pub use hold::*;
pub use ids::*;
pub use index_path::*;
pub use patient::*;
pub use provider::*;
pub use query::*;
pub use service_line::*;
pub use status::*;
pub use supplement::*;
