use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Where an encounter stands.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    #[default]
    NotStarted,
    InProgress,
    OnHold,
    ReadyForReview,
    InReview,
    Completed,
    Exported,
    NeedsRecoding,
    Void,
}

/// What a move asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    Nothing,
    /// No error and no open hold; every warning acknowledged.
    Clean,
    /// A reason in words.
    Reason,
}

use Requirement::{Clean, Nothing, Reason};
use Status::*;

/// The one table of allowed moves.
pub const MOVES: &[(Status, Status, Requirement)] = &[
    (NotStarted, InProgress, Nothing),
    (NotStarted, OnHold, Nothing),
    (NotStarted, Void, Reason),
    (InProgress, OnHold, Nothing),
    (InProgress, ReadyForReview, Nothing),
    (InProgress, Completed, Clean),
    (InProgress, Void, Reason),
    (OnHold, InProgress, Nothing),
    (OnHold, Void, Reason),
    (ReadyForReview, InReview, Nothing),
    (ReadyForReview, InProgress, Nothing),
    (ReadyForReview, OnHold, Nothing),
    (ReadyForReview, Completed, Clean),
    (InReview, InProgress, Nothing),
    (InReview, OnHold, Nothing),
    (InReview, Completed, Clean),
    (Completed, Exported, Nothing),
    (Completed, NeedsRecoding, Nothing),
    (Completed, InProgress, Reason),
    (Completed, Void, Reason),
    (Exported, NeedsRecoding, Nothing),
    (Exported, InProgress, Reason),
    (Exported, Void, Reason),
    (NeedsRecoding, InProgress, Reason),
    (NeedsRecoding, Void, Reason),
];

impl Status {
    pub const ALL: [Self; 9] =
        [NotStarted, InProgress, OnHold, ReadyForReview, InReview, Completed, Exported, NeedsRecoding, Void];

    /// What moving to `to` asks for; `None` where the move is not allowed.
    pub fn requirement(self, to: Self) -> Option<Requirement> {
        MOVES
            .iter()
            .find(|(from, target, _)| (*from, *target) == (self, to))
            .map(|(.., requirement)| *requirement)
    }

    /// Whether the codes are closed to any change. The vault's trigger enforces the same list.
    pub const fn is_locked(self) -> bool {
        matches!(self, Completed | Exported | NeedsRecoding | Void)
    }

    /// Whether somebody still works on its codes, or must again.
    pub const fn is_to_do(self) -> bool {
        !matches!(self, Completed | Exported | Void)
    }

    /// The name in files, in SQL and on the wire, for example `in_progress`.
    pub const fn id(self) -> &'static str {
        match self {
            NotStarted => "not_started",
            InProgress => "in_progress",
            OnHold => "on_hold",
            ReadyForReview => "ready_for_review",
            InReview => "in_review",
            Completed => "completed",
            Exported => "exported",
            NeedsRecoding => "needs_recoding",
            Void => "void",
        }
    }

    /// The status with this [`id`](Self::id).
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.id() == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_what_serde_writes() {
        for status in Status::ALL {
            assert_eq!(serde_json::to_string(&status).unwrap(), format!("\"{}\"", status.id()));
            assert_eq!(Status::from_id(status.id()), Some(status));
        }
    }

    #[test]
    fn leaving_a_locked_status_for_work_needs_a_reason() {
        for (from, to, requirement) in MOVES {
            if from.is_locked() && !to.is_locked() {
                assert_eq!(*requirement, Requirement::Reason, "{from:?} to {to:?}");
            }
            if *to == Status::Completed {
                assert_eq!(*requirement, Requirement::Clean, "{from:?} to {to:?}");
            }
        }
        assert!(MOVES.iter().all(|(from, ..)| *from != Status::Void), "void is final");
    }
}
