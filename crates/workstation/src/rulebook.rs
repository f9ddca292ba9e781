//! What encounters are judged by at this desk, and the re-check of those that wait in the queue.

use std::collections::BTreeMap;

use dictionary::Dictionary;
use edits::{EarlierLine, House, Reference};
use encounter::{Encounter, EncounterId, Finding, FindingCounts};
use jiff::civil::Date;
use serde::Serialize;
use specta::Type;
use vault::Reading;

use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::long_work::Progress;
use crate::session::event;

/// The rules of the day with what the practice has settled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rulebook<'a> {
    pub(crate) house: &'a House,
    pub(crate) reference: Reference<'a, Dictionary>,
    pub(crate) today: Date,
}

impl Rulebook<'_> {
    /// What the edits say of an encounter beside the patient's other ones; `id` is its own where it has one.
    pub(crate) fn findings(
        &self,
        tx: &Reading<'_>,
        id: Option<EncounterId>,
        encounter: &Encounter,
    ) -> Result<Vec<Finding>, DeskError> {
        let mut earlier = Vec::new();
        if let Some((from, to)) = EarlierLine::period_of(encounter) {
            for other in tx.of_patient(&encounter.header.patient, id, (from, to))? {
                earlier.extend(EarlierLine::all_of(&other));
            }
            earlier.retain(|line| (from..=to).contains(&line.from));
        }
        Ok(edits::check_for(self.house, encounter, &earlier, self.reference, self.today)?)
    }
}

/// What a re-check of the queue came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Recheck {
    pub checked: u32,
    /// How many of them the edits count otherwise now.
    pub changed: u32,
}

impl Desk {
    /// Checks every encounter that may still be changed by the rules as they are now, each in one transaction, so that the
    /// queue counts what the chart will say. The desk can be worked at meanwhile.
    ///
    /// # Errors
    /// [`ErrorCode::Stopped`]: what was checked by then stays so. [`ErrorCode::Busy`] where other long work goes on.
    pub fn recheck_queue(&self, progress: &mut dyn FnMut(Progress)) -> Result<Recheck, DeskError> {
        let running = self.long_work.begin()?;
        let mut watch = running.watch(progress);
        let reference = self.reference()?;
        let today = self.clock.today();
        let ids = self.at_desk(|open, _| Ok(open.vault.read(|tx| tx.open_encounters())?))?;
        let mut recheck = Recheck::default();
        let mut stopped = false;
        for id in &ids {
            stopped = watch(u64::from(recheck.checked), ids.len() as u64).is_break();
            if stopped {
                break;
            }
            let changed = self.at_desk(|open, _| {
                let rulebook = Rulebook { house: &open.house, reference, today };
                open.vault.transact(|tx| -> Result<_, DeskError> {
                    // Somebody may have completed it meanwhile.
                    let open = tx.coded(*id)?.filter(|encounter| !encounter.status.is_locked());
                    let Some(encounter) = open else { return Ok(false) };
                    let findings = rulebook.findings(tx, Some(*id), &encounter)?;
                    Ok(tx.set_counts(*id, FindingCounts::of(&findings))?)
                })
            })?;
            recheck.checked += 1;
            recheck.changed += u32::from(changed);
        }
        self.at_desk(|open, now| {
            let mut event = event(&open.session.login, now, "recheck_queue");
            event.detail = BTreeMap::from([
                ("checked".to_owned(), recheck.checked.to_string()),
                ("changed".to_owned(), recheck.changed.to_string()),
            ]);
            Ok(open.vault.transact(|tx| tx.append_audit(&event))?)
        })?;
        if stopped { Err(ErrorCode::Stopped.into()) } else { Ok(recheck) }
    }
}
