use std::collections::BTreeMap;

use encounter::EncounterId;
use vault::{Step, Transaction, VaultError};

use super::{Chart, Deed};
use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::outcome::Outcome;

impl Desk {
    /// Takes back the last change that was not taken back yet, also after the desk was closed in between.
    pub fn undo(&self, id: EncounterId, revision: u32) -> Result<Outcome<Chart>, DeskError> {
        self.step(id, revision, "undo", ErrorCode::NothingToUndo, |tx| tx.undo_step(id))
    }

    /// Makes the last change that was taken back again.
    pub fn redo(&self, id: EncounterId, revision: u32) -> Result<Outcome<Chart>, DeskError> {
        self.step(id, revision, "redo", ErrorCode::NothingToRedo, |tx| tx.redo_step(id))
    }

    fn step(
        &self,
        id: EncounterId,
        revision: u32,
        action: &'static str,
        nothing: ErrorCode,
        take: impl FnOnce(&Transaction<'_>) -> Result<Option<Step>, VaultError>,
    ) -> Result<Outcome<Chart>, DeskError> {
        let deed = Deed { action, detail: BTreeMap::new(), undoable: false };
        self.change(id, revision, deed, |encounter, desk| {
            if encounter.status.is_locked() {
                return Err(DeskError::from(encounter::AmendmentError::Locked(encounter.status)));
            }
            let step = take(desk.tx)?.ok_or(nothing)?;
            *encounter = step.encounter;
            Ok(())
        })
    }
}
