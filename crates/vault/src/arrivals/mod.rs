//! What other systems sent: each import with its report, its messages as they came, the numbers by which their senders know
//! an encounter, where each field stood, and the codes that wait for the coder. Deliberately absent: what a message means.

mod changes;
mod merges;
mod messages;
mod numbers;
mod origins;
mod proposals;

pub use changes::ArrivalChange;
pub use merges::{MergedNumber, NumberMerge};
pub use messages::{ArrivalId, ArrivalRecord, MessageId, NewMessage, SentMessage};
pub use numbers::{NumberKind, SentNumber};
pub use origins::FieldOrigin;
pub use proposals::{Proposal, ProposalId, ProposalState};

#[cfg(test)]
mod tests;
