use encounter::EncounterId;
use vault::{AuditEvent, QueueRow};

use super::Chart;
use crate::arrivals::checked;
use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::outcome::{Changes, Outcome};
use crate::rulebook::Rulebook;

impl Desk {
    /// Lays an encounter on the desk. That somebody saw it is recorded.
    pub fn open_encounter(&self, id: EncounterId) -> Result<Outcome<Chart>, DeskError> {
        let reference = self.reference()?;
        let today = self.clock.today();
        self.at_desk(|open, now| {
            let stamp = open.stamp(now);
            let rulebook = Rulebook { house: &open.house, reference, today };
            let chart = open.vault.transact(|tx| -> Result<_, DeskError> {
                let stored = tx.encounter(id)?.ok_or(ErrorCode::NoSuchEncounter)?;
                let (by, encounter, action) = (stamp.by.clone(), Some(id), "view".to_owned());
                tx.append_audit(&AuditEvent { at: now, by, encounter, action, detail: Default::default() })?;
                let findings = rulebook.findings(tx, Some(id), &stored.encounter)?;
                let proposals = checked(tx, &rulebook, &stamp, id, &stored.encounter, &findings)?;
                let labels = tx.undo_labels(id)?;
                Chart::new(id, stored.revision, stored.encounter, findings, proposals, labels, reference.book)
            })?;
            Ok(Outcome { value: chart, changes: Changes::default() })
        })
    }

    /// Other encounters of the same patient, newest first: what can be copied forward.
    pub fn earlier_encounters(&self, id: EncounterId) -> Result<Vec<QueueRow>, DeskError> {
        self.at_desk(|open, _| Ok(open.vault.read(|tx| tx.earlier_encounters(id))?))
    }
}
