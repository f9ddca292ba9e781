use std::collections::BTreeMap;

use encounter::{Document, EncounterId, Status};

use super::{Chart, Deed};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::outcome::Outcome;

impl Desk {
    /// Adds a document that arrived after completion. The codes stay locked; the encounter is flagged.
    pub fn add_late_document(
        &self,
        id: EncounterId,
        revision: u32,
        document: Document,
    ) -> Result<Outcome<Chart>, DeskError> {
        let deed = Deed { action: "add_late_document", detail: BTreeMap::new(), undoable: false };
        self.change(id, revision, deed, |encounter, desk| {
            encounter.add_document(document);
            if encounter.status.requirement(Status::NeedsRecoding).is_some() {
                encounter.move_to(Status::NeedsRecoding, "", desk.stamp)?;
            }
            Ok(())
        })
    }
}
