//! What a release changes, and what that means for the person at the desk: their favourites and pick lists, the
//! encounters that they still work on, the codes that they use.
//!
//! Deliberately absent: any change of these. A replacement is offered; taking it is the coder's deed.

mod export;
mod here;

pub use here::{ChangeHere, ChangeKind, ChangePlace};

use dictionary::CodeChanges;
use encounter::CodeSystem;
use jiff::civil::Date;
use serde::Serialize;
use specta::Type;

use crate::desk::Desk;
use crate::error::DeskError;

/// What changes in one code system from one day to another, in the book and at this desk.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseChanges {
    pub system: CodeSystem,
    pub before: Date,
    pub after: Date,
    pub changes: CodeChanges,
    /// Favourites first, then pick lists, encounters, and the codes in use.
    pub here: Vec<ChangeHere>,
}

impl Desk {
    /// What changes in the book. Codes are public: the vault may be locked.
    pub fn code_changes(
        &self,
        system: CodeSystem,
        before: Date,
        after: Date,
    ) -> Result<CodeChanges, DeskError> {
        Ok(self.book()?.changes(&self.publications, system, before, after)?)
    }

    /// What changes in the book and what it means here, for who is at the desk.
    pub fn release_changes(
        &self,
        system: CodeSystem,
        before: Date,
        after: Date,
    ) -> Result<ReleaseChanges, DeskError> {
        let changes = self.code_changes(system, before, after)?;
        let here = self.changes_here(system, after, &changes)?;
        Ok(ReleaseChanges { system, before, after, changes, here })
    }
}
