use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::Publication;

/// An answer from an imported release, with what a finding cites of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Published<T> {
    pub value: T,
    /// The number of the publication that answered.
    pub publication: u32,
    /// For example `2024 Q3`.
    pub release: String,
    /// False where no imported release covers the date: then the nearest one answered.
    pub in_force: bool,
}

impl<T> Published<T> {
    pub(super) fn new(value: T, by: &Publication, on: Date) -> Self {
        Self { value, publication: by.id, release: by.release.clone(), in_force: by.in_force(on) }
    }
}
