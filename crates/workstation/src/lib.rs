//! The desk: one method per user intent. Each runs as load, pure change, re-check, save and audit in one vault
//! transaction, and returns an [`Outcome`] that carries whatever must be redrawn.
//!
//! Deliberately absent: SQL text, Tauri types, English prose, and any coding rule.

mod abbreviations;
mod arrivals;
mod billing;
mod billing_export;
mod book;
mod changes;
mod chart;
mod claim_files;
mod claims_out;
mod clock;
mod code_notes;
mod desk;
mod draft;
mod error;
mod fee_import;
mod file;
mod finder;
mod house;
mod import;
mod index;
mod long_work;
mod note;
mod outcome;
mod paper_claims;
mod pick_lists;
mod places;
mod preferences;
mod queue;
mod rulebook;
mod rules;
mod safekeeping;
mod sample;
mod session;
mod set_up;
mod shelf;
mod sources;
mod state;

pub use abbreviations::{AbbreviationImport, AbbreviationLine, AbbreviationVerdict};
pub use arrivals::{
    ArrivalAnswers, ArrivalCounts, ArrivalKey, ArrivalQuestion, ArrivalRefusal, ArrivalReport, ArrivalRow,
    ArrivalSummary, ArrivalUndone, ArrivalVerdict, ColumnsFrom, FieldChange, FieldFate, Filing, Proposed,
    RawMessage, Sweep, WaitingProposal, Watched, WorklistView,
};
pub use book::SearchReply;
pub use changes::{ChangeHere, ChangeKind, ChangePlace, ReleaseChanges};
pub use chart::{Chart, DateCoverage, Move, SystemCoverage};
pub use claim_files::{ClaimsExport, ClaimsRead, RefusedClaim};
pub use claims_out::{
    AcknowledgedClaims, Again, AnsweredClaims, ClaimsExportChoice, ClaimsFormat, ClaimsPick, ClaimsPreview,
    ExportedClaims, HeldBack, LeftOffPaper, PickedClaim,
};
pub use clock::Clock;
pub use code_notes::{CodeNoteDraft, NotedCode};
pub use desk::Desk;
pub use draft::EncounterDraft;
pub use error::{DeskError, ErrorCode};
pub use fee_import::{FeeImport, FeeLine, FeeVerdict};
pub use house::{HouseRuleLine, HouseRuleVerdict, RuleTrial, TrialHit};
pub use long_work::Progress;
pub use outcome::{Changes, Outcome};
pub use paper_claims::{LeftOut, PaperExport};
pub use pick_lists::{
    DraftPickList, ImportLine, ImportVerdict, OpenPickList, PickListChange, PickListImport, PickListRow,
    PickListTab, PickLists,
};
pub use places::Places;
pub use preferences::{KeptFilters, Preferences, SavedFilter, Theme};
pub use queue::QueueQuery;
pub use rulebook::Recheck;
pub use session::{CreatedVault, Pulse, Session};
pub use set_up::SetUp;
pub use shelf::Shelf;
pub use sources::{Source, SourceOf, SourceRelease, Sources};
pub use state::{DeskState, Practice, VaultState};

// What crosses the desk as it is.
pub use claims::acknowledgements::{Acknowledgement, ClaimStatus, Verdict};
pub use claims::professional::cms1500::{Offset, Paper};
pub use claims::professional::read::ReadClaim;
pub use claims::x12::{Fault, Faults};
pub use claims::{Fee, Practice as ClaimPractice, Problem, ProblemKind};
pub use dictionary::{
    BillingFacts, CodeChanges, CodeDetail, CodeSet, CodeSummary, Comparison, Dictionary, DictionaryInfo,
    Found, Import, IndexBook, IndexOpening, IndexPage, ListColumns, Period, Preview, ProcedureChoice,
    Publication, Refusal, Refused, SearchRequest, Take, VariantChoice,
};
pub use edits::{House, HouseRule, Rule};
pub use intake::worklist::{WorklistLook, WorklistMapping};
pub use intake::{Arrival, Draft, NoteDraft, value};
pub use vault::{
    ArrivalId, ArrivalRecord, AuditEntry, AuditVerdict, BatchKind, ClaimAnswer, ClaimBatch, ClaimRemark,
    ClaimState, CodeNote, FieldOrigin, MergedNumber, MessageId, NewUser, PickListEntry, PickListId,
    ProposalId, QueueColumn, QueueFacets, QueueFilter, QueuePage, QueueRequest, QueueRow, QueueSort,
    SentClaim, UserSummary, WorklistFilter, WorklistPage, WorklistRow,
};
