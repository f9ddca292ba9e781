use encounter::EncounterId;
use serde::Serialize;
use specta::Type;

/// What a change gives back: the new value and what else it made stale, so that nobody guesses.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Outcome<T> {
    pub value: T,
    pub changes: Changes,
}

/// What a change touched beside the value that it returns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Changes {
    /// Rows, order or counts of the queue.
    pub queue: bool,
    /// This encounter.
    pub encounter: Option<EncounterId>,
}

impl Changes {
    pub(crate) fn of(encounter: EncounterId) -> Self {
        Self { queue: true, encounter: Some(encounter) }
    }
}
