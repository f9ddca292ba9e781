use std::path::Path;

use encounter::EncounterId;
use vault::{AuditEntry, AuditVerdict, Vault};

use crate::desk::Desk;
use crate::error::DeskError;
use crate::long_work::Progress;
use crate::session::event;
use crate::state::{DeskState, Practice};

impl Desk {
    /// Writes the whole vault, still encrypted, to one file, and reads it back before saying that it is there. The desk
    /// waits while the vault is copied within its folder, a third of the time; then it can be worked at, and what is changed
    /// from there on is not in the backup.
    pub fn backup(&self, to: &Path, progress: &mut dyn FnMut(Progress)) -> Result<(), DeskError> {
        let running = self.long_work.begin()?;
        let mut watch = running.watch(progress);
        let (snapshot, now) = self.at_desk(|open, now| {
            open.vault.transact(|tx| tx.append_audit(&event(&open.session.login, now, "backup")))?;
            Ok((open.vault.snapshot(&mut watch)?, now))
        })?;
        Ok(snapshot.back_up(to, now, &mut watch)?)
    }

    /// Puts a backup in the place of the user's vault, which is kept beside it. The desk is locked afterwards.
    pub fn restore(&self, from: &Path) -> Result<DeskState, DeskError> {
        let _running = self.long_work.begin()?;
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
