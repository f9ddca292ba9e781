use std::path::Path;

use encounter::EncounterId;
use vault::{AuditEntry, AuditVerdict, Vault};

use crate::desk::Desk;
use crate::error::DeskError;
use crate::session::event;
use crate::state::{DeskState, Practice};

impl Desk {
    /// Writes the whole vault, still encrypted, to one file, and reads it back before saying that it is there.
    pub fn backup(&self, to: &Path) -> Result<(), DeskError> {
        self.at_desk(|open, now| {
            open.vault.transact(|tx| tx.append_audit(&event(&open.session.login, now, "backup")))?;
            Ok(open.vault.backup(to, now)?)
        })
    }

    /// Puts a backup in the place of the user's vault, which is kept beside it. The desk is locked afterwards.
    pub fn restore(&self, from: &Path) -> Result<DeskState, DeskError> {
        let now = self.clock.now();
        let mut drawer = self.drawer();
        if drawer.practice == Practice::Own {
            drawer.open = None;
        }
        Vault::restore(from, &self.places.vault, now)?;
        drawer.practice = Practice::Own;
        drawer.open = None;
        self.state_of(&drawer)
    }

    /// Walks the whole audit chain.
    pub fn verify_audit(&self) -> Result<AuditVerdict, DeskError> {
        self.at_desk(|open, _| Ok(open.vault.read(|tx| tx.verify_audit())?))
    }

    /// Who saw and changed an encounter, newest first.
    pub fn history(&self, encounter: EncounterId) -> Result<Vec<AuditEntry>, DeskError> {
        self.at_desk(|open, _| Ok(open.vault.read(|tx| tx.audit_of(encounter))?))
    }
}
