use std::collections::BTreeMap;

use encounter::{Completion, Difference, EncounterId, compare};

use super::coverage::coded_with;
use super::{Chart, Deed};
use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::outcome::Outcome;
use crate::rulebook::Rulebook;

impl Desk {
    /// Completes an encounter that the edits pass, stamps it with coder, credential and time, and locks it.
    pub fn complete(&self, id: EncounterId, revision: u32) -> Result<Outcome<Chart>, DeskError> {
        let session = self.at_desk(|open, _| Ok(open.session.clone()))?;
        let deed = Deed { action: "complete", detail: BTreeMap::new(), undoable: false };
        self.change(id, revision, deed, |encounter, desk| {
            let Rulebook { reference, today, .. } = desk.rulebook;
            let findings = desk.rulebook.findings(desk.tx, Some(id), encounter)?;
            let date = encounter.deciding_date().unwrap_or(today);
            let completion = Completion {
                stamp: desk.stamp.clone(),
                coder: session.name.clone(),
                credential: session.credential.clone(),
                releases: coded_with(encounter, date, reference.book),
                reopened: None,
            };
            encounter.complete(&findings, completion)?;
            Ok(desk.tx.clear_steps(id)?)
        })
    }

    /// What differs between the last completion and the encounter as it is now.
    pub fn compare_with_completion(&self, id: EncounterId) -> Result<Vec<Difference>, DeskError> {
        self.at_desk(|open, _| {
            open.vault.read(|tx| {
                let now = tx.encounter(id)?.ok_or(ErrorCode::NoSuchEncounter)?;
                let completed = tx.completion_snapshot(id)?.ok_or(ErrorCode::NoSuchPart)?;
                Ok(compare(&completed, &now.encounter))
            })
        })
    }
}
