//! The locked drawer: one folder with an encrypted database of encounters, users, audit trail, settings, own notes,
//! pick lists, the files that documents came as, the files of claims that were sent and the messages that came, and beside it the key ring that opens it. The
//! only room that knows SQLCipher and keys; it keeps what it is given, whole or not at all, and locks completed encounters in the database itself.
//!
//! Deliberately absent: coding rules, the clock (every moment is an argument), the network, and any way to delete an
//! encounter, a document or a line of the audit trail.

mod arrivals;
mod audit;
mod audit_chain;
mod backup;
mod begun_claim_batch;
mod claim_batches;
mod claim_worklist;
mod code_notes;
mod columns;
mod completions;
mod content;
mod course;
mod database;
mod documents;
mod encounters;
mod error;
mod files;
mod folder;
mod hex;
mod install;
mod key;
mod keyring;
mod migrate;
mod next_chart;
mod passphrase;
mod pick_lists;
mod queue;
mod queue_filter;
mod queue_page;
mod queue_row;
mod quick_find;
mod recovery_code;
mod restore;
#[cfg(test)]
mod sample;
mod settings;
mod steps;
mod transaction;
mod user;
mod users;
mod vault;
mod worked_time;

pub use arrivals::{
    ArrivalChange, ArrivalId, ArrivalRecord, FieldOrigin, MergedNumber, MessageId, NewMessage, NumberKind,
    NumberMerge, Proposal, ProposalId, ProposalState, SentMessage, SentNumber,
};
pub use audit::{AuditEntry, AuditEvent, AuditVerdict};
pub use backup::Snapshot;
pub use begun_claim_batch::BegunClaimBatch;
pub use claim_batches::{
    BatchKind, ClaimAnswer, ClaimBatch, ClaimBatchSource, ClaimRemark, NewClaim, NewClaimBatch, SentClaim,
    file_digest,
};
pub use claim_worklist::{ClaimState, StateCount, WorklistFilter, WorklistPage, WorklistRow};
pub use code_notes::CodeNote;
pub use course::{Watch, unwatched};
pub use encounters::Stored;
pub use error::{Result, VaultError};
pub use folder::write_atomically;
pub use passphrase::PASSPHRASE_CHARACTERS;
pub use pick_lists::{PICK_LIST_STEPS_KEPT, PickList, PickListEntry, PickListId};
pub use queue::{
    QueueColumn, QueueFacets, QueueFilter, QueuePage, QueueRequest, QueueRow, QueueSort, StatusCount,
};
pub use recovery_code::RecoveryCode;
pub use steps::{STEPS_KEPT, Step};
pub use transaction::{Reading, Transaction};
pub use user::{NewUser, Presence, User, UserSummary};
pub use vault::Vault;

/// A moment as part of a file name, `20260415T131500Z`.
fn timestamp_name(now: jiff::Timestamp) -> String {
    now.strftime("%Y%m%dT%H%M%SZ").to_string()
}
