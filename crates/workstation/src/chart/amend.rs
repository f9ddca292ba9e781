use std::collections::BTreeMap;

use encounter::{Amendment, EncounterId, Status};

use super::{Chart, Deed};
use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::outcome::Outcome;

impl Desk {
    /// Makes one change to an open encounter. It can be undone. A charge that is left open is the practice's fee.
    pub fn amend(
        &self,
        id: EncounterId,
        revision: u32,
        amendment: Amendment,
    ) -> Result<Outcome<Chart>, DeskError> {
        let amendment = self.priced(id, amendment)?;
        let deed = Deed { action: amendment.action(), detail: detail(&amendment)?, undoable: true };
        self.change(id, revision, deed, |encounter, desk| {
            if let Amendment::SetHeader { header } = &amendment
                && header.kind != encounter.header.kind
            {
                return Err(ErrorCode::MoveNotAllowed.into());
            }
            Ok(encounter.amend(amendment, desk.stamp)?)
        })
    }

    /// Moves an encounter to another status. Leaving a locked one and voiding ask for a reason.
    pub fn move_status(
        &self,
        id: EncounterId,
        revision: u32,
        to: Status,
        reason: &str,
    ) -> Result<Outcome<Chart>, DeskError> {
        let mut detail = BTreeMap::from([("to".to_owned(), to.id().to_owned())]);
        if !reason.trim().is_empty() {
            detail.insert("reason".to_owned(), reason.trim().to_owned());
        }
        let deed = Deed { action: "move_status", detail, undoable: false };
        self.change(id, revision, deed, |encounter, desk| {
            encounter.move_to(to, reason, desk.stamp)?;
            // What was undoable before the move belongs to a status that is left.
            Ok(desk.tx.clear_steps(id)?)
        })
    }
}

/// The amendment as it was made, but for the text of a document, which stands in the vault already.
fn detail(amendment: &Amendment) -> Result<BTreeMap<String, String>, DeskError> {
    let mut kept = amendment.clone();
    if let Amendment::AddDocument { document } = &mut kept {
        document.text.clear();
    }
    let text = serde_json::to_string(&kept).map_err(|_| ErrorCode::Internal)?;
    Ok(BTreeMap::from([("amendment".to_owned(), text)]))
}
