//! An encounter on the desk: opened, amended, undone, completed, reopened. The verbs stand one a file; here is what
//! they all return, and the one gate through which every change of an encounter goes.

mod amend;
mod complete;
mod copy_forward;
mod coverage;
mod fees;
mod late_document;
mod open;
mod pages;
mod undo;
mod view;

pub use coverage::{DateCoverage, SystemCoverage};
pub use view::{Chart, Move};

pub(crate) use pages::Pages;

use std::collections::BTreeMap;

use encounter::{Encounter, EncounterId, FindingCounts, Stamp};
use vault::{AuditEvent, Transaction};

use crate::arrivals::checked;
use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::outcome::{Changes, Outcome};
use crate::rulebook::Rulebook;

/// How a change is named and remembered.
pub(crate) struct Deed {
    /// The name in the audit trail and of the undo label.
    pub(crate) action: &'static str,
    /// What the audit trail keeps of it.
    pub(crate) detail: BTreeMap<String, String>,
    pub(crate) undoable: bool,
}

/// What the change sees beside the encounter.
pub(crate) struct Desktop<'a> {
    pub(crate) tx: &'a Transaction<'a>,
    pub(crate) stamp: &'a Stamp,
    pub(crate) rulebook: Rulebook<'a>,
}

impl Desk {
    /// The one gate: in one transaction load, change, check, save, remember for undo, audit.
    pub(crate) fn change(
        &self,
        id: EncounterId,
        revision: u32,
        deed: Deed,
        change: impl FnOnce(&mut Encounter, &Desktop<'_>) -> Result<(), DeskError>,
    ) -> Result<Outcome<Chart>, DeskError> {
        let reference = self.reference()?;
        let today = self.clock.today();
        self.at_desk(|open, now| {
            let stamp = open.stamp(now);
            let rulebook = Rulebook { house: &open.house, reference, today };
            let (chart, text) = open.vault.transact(|tx| -> Result<_, DeskError> {
                let stored = tx.encounter(id)?.ok_or(ErrorCode::NoSuchEncounter)?;
                if stored.revision != revision {
                    return Err(ErrorCode::Stale.into());
                }
                let before = stored.encounter;
                let mut after = before.clone();
                change(&mut after, &Desktop { tx, stamp: &stamp, rulebook })?;
                let findings = rulebook.findings(tx, Some(id), &after)?;
                let revision = tx.save_encounter(id, revision, &after, FindingCounts::of(&findings))?;
                if deed.undoable {
                    tx.push_step(id, deed.action, &before, &after)?;
                }
                tx.append_audit(&AuditEvent {
                    at: now,
                    by: stamp.by.clone(),
                    encounter: Some(id),
                    action: deed.action.to_owned(),
                    detail: deed.detail,
                })?;
                let proposals = checked(tx, &rulebook, &stamp, id, &after, &findings)?;
                let labels = tx.undo_labels(id)?;
                let chart = Chart::new(id, revision, after, findings, proposals, labels, reference.book)?;
                Ok((chart, tx.find_text(id)?))
            })?;
            open.finder.put(id, text);
            Ok(Outcome { value: chart, changes: Changes::of(id) })
        })
    }
}
