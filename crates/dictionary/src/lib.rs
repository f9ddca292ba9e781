//! The book: official code sets compiled into one read-only file, opened, looked up on a date, browsed and searched.
//! Every answer depends on the date of service that the caller passes in.
//!
//! Deliberately absent: patient data, the clock, the network, and any rule that judges an encounter. A title that no
//! source publishes is `None`, never invented; CPT descriptors are never written here.

mod below;
mod browse;
mod calendar;
mod changes;
pub mod compile;
mod contrast;
mod date_key;
mod detail;
mod error;
mod held;
mod history;
mod import;
mod info;
mod instructions;
mod look_up;
pub mod official;
mod open;
#[cfg(feature = "pinned-packages")]
pub mod pinned;
mod procedures;
mod publications;
mod release_name;
mod row;
mod schema;
mod search;
mod siblings;
mod standing;
mod timeline;
mod variants;
mod volume;
mod written;

pub use calendar::DueRelease;
pub use changes::{ChangeCounts, ChangedCode, CodeChanges, EndedCode, NamedBy, Replacement, RetitledCode};
pub use detail::{
    CodeAttribute, CodeDetail, CodeKind, CodeSummary, InclusionTerm, Note, NoteKind, SeventhCharacter,
};
pub use error::DictionaryError;
pub use history::{CodeChange, CodeEvent, CodeHistory};
pub use import::{Found, ImportError, Preview, Refusal, Refused, Take};
pub use info::{DictionaryInfo, Release, ReleaseRole};
pub use instructions::{Clause, CodeEntry, CodeReference, Instruction, Names, NoteReading, NotesRead};
pub use official::{
    EditSetting, Fee, FeePolicy, ListColumns, ListLayout, ListedCode, Locality, Mue, MueIndicator,
    PlaceOfService, PlaceRate,
};
pub use open::Dictionary;
pub use procedures::{
    AxisDefinition, AxisMeaning, AxisMeanings, ProcedureChoice, ProcedurePlace, ProcedureValue,
};
pub use publications::{
    AddOn, AddOnPrimaries, BillingFacts, CodeSet, EditTables, Import, IndexBook, IndexCell, IndexLink,
    IndexOpening, IndexPage, IndexPlace, IndexRow, OfSetting, PtpCounts, PtpEdit, PtpModifier, Publication,
    Publications, Published, TableCode,
};
pub use release_name::{ReleaseName, ReleasePart};
pub use search::{
    Advice, Highlight, Laterality, PatientFit, Personal, Reason, SearchAnswer, SearchFilters, SearchHit,
    SearchRequest,
};
pub use siblings::{ComparedCode, Comparison};
pub use standing::CodeStanding;
pub use timeline::Period;
pub use variants::{Variant, VariantAxis, VariantChoice};
