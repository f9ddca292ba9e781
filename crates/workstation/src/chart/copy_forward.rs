use std::collections::BTreeMap;

use encounter::{Amendment, EncounterId};

use super::{Chart, Deed};
use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::outcome::Outcome;

impl Desk {
    /// Brings the codes of an earlier encounter of the same patient over, everything kept but evidence and dates.
    pub fn copy_forward(
        &self,
        id: EncounterId,
        revision: u32,
        from: EncounterId,
    ) -> Result<Outcome<Chart>, DeskError> {
        let detail = BTreeMap::from([("from".to_owned(), from.0.to_string())]);
        let deed = Deed { action: "copy_forward", detail, undoable: true };
        self.change(id, revision, deed, |encounter, desk| {
            let earlier = desk.tx.encounter(from)?.ok_or(ErrorCode::NoSuchEncounter)?.encounter;
            if earlier.header.patient.record_number != encounter.header.patient.record_number {
                // Codes of another person are never one key away.
                return Err(ErrorCode::NoSuchEncounter.into());
            }
            let copy = Amendment::CopyForward { diagnoses: earlier.diagnoses, lines: earlier.lines };
            Ok(encounter.amend(copy, desk.stamp)?)
        })
    }
}
