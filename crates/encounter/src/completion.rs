use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;
use thiserror::Error;

use crate::{Encounter, Finding, FindingCounts, Requirement, Stamp, Status};

/// The stamp of a completion: who answers for the codes, with which credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase")]
pub struct Completion {
    pub stamp: Stamp,
    /// The coder's name as signed.
    pub coder: String,
    /// For example `CPC` or `CCS`; a coder may hold several, as they write them.
    pub credential: String,
    /// The ids of the releases that the codes were checked against: of each code system that the encounter used, those in
    /// force on the deciding date.
    pub releases: Vec<String>,
    /// Set when the encounter was opened again after this completion.
    pub reopened: Option<Reopening>,
}

/// Why and by whom a completed encounter was opened again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase")]
pub struct Reopening {
    pub stamp: Stamp,
    pub reason: String,
}

/// Why an encounter stays where it is.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MoveError {
    #[error("no move from {} to {}", .from.id(), .to.id())]
    NotAllowed { from: Status, to: Status },
    #[error("a reason in words is needed")]
    ReasonMissing,
    #[error("{} errors and {} warnings stand in the way", .0.errors, .0.warnings)]
    NotClean(FindingCounts),
}

impl Encounter {
    /// Moves to another status that asks for nothing but, perhaps, a reason. Completion is [`complete`](Self::complete).
    pub fn move_to(&mut self, to: Status, reason: &str, stamp: &Stamp) -> Result<(), MoveError> {
        let from = self.status;
        match from.requirement(to) {
            None | Some(Requirement::Clean) => return Err(MoveError::NotAllowed { from, to }),
            Some(Requirement::Reason) if reason.trim().is_empty() => return Err(MoveError::ReasonMissing),
            Some(Requirement::Reason | Requirement::Nothing) => {}
        }
        if from.is_locked()
            && !to.is_locked()
            && let Some(completion) = self.completions.last_mut()
        {
            completion.reopened = Some(Reopening { stamp: stamp.clone(), reason: reason.trim().to_owned() });
        }
        self.status = to;
        Ok(())
    }

    /// Completes and locks, where `findings`, the edits' answer on this very encounter, leave nothing in the way.
    /// The first coder stays first.
    pub fn complete(&mut self, findings: &[Finding], completion: Completion) -> Result<(), MoveError> {
        let (from, to) = (self.status, Status::Completed);
        if from.requirement(to) != Some(Requirement::Clean) {
            return Err(MoveError::NotAllowed { from, to });
        }
        let counts = FindingCounts::of(findings);
        if !counts.is_clean() {
            return Err(MoveError::NotClean(counts));
        }
        if self.first_coder.is_empty() {
            self.first_coder.clone_from(&completion.stamp.by);
        }
        self.last_coder.clone_from(&completion.stamp.by);
        self.completions.push(completion);
        self.status = to;
        Ok(())
    }
}
