use thiserror::Error;

use crate::Status;

/// Why an amendment was not made. The encounter is as it was.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AmendmentError {
    #[error("the encounter is {} and locked", .0.id())]
    Locked(Status),
    #[error("an empty code cannot be attached")]
    EmptyCode,
    #[error("the encounter has no such part")]
    NoSuchPart,
    #[error("the encounter holds its most diagnoses, {0}")]
    TooManyDiagnoses(usize),
    #[error("the encounter holds its most lines, {0}")]
    TooManyLines(usize),
    #[error("the encounter holds its most procedures, {0}")]
    TooManyProcedures(usize),
    #[error("only a facility encounter has ICD-10-PCS procedures")]
    NotAFacilityStay,
    #[error("a line takes at most {0} modifiers")]
    TooManyModifiers(usize),
    #[error("a line takes at most {0} pointers")]
    TooManyPointers(usize),
    #[error("the words are not at that place of the document")]
    EvidenceNotInDocument,
    #[error("a reason in words is needed")]
    ReasonMissing,
    #[error("the hold is lifted already")]
    HoldIsLifted,
}
