use jiff::civil::Date;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{CodeSet, Publication, Publications};
use crate::error::DictionaryError;

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

impl Publications {
    /// Answers from the publication of a set that answers for the date; `None` where none is imported.
    pub(super) fn answer<T>(
        &self,
        set: CodeSet,
        on: Date,
        find: impl FnOnce(&Connection, u32) -> Result<T, DictionaryError>,
    ) -> Result<Option<Published<T>>, DictionaryError> {
        let Some(by) = self.on(set, on)? else { return Ok(None) };
        self.read(|connection| Ok(Published::new(find(connection, by.id)?, &by, on)))
    }
}
