//! Claims of a file (837P), as drafts: what was sent is not started, and every code quotes the claim.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;

use claims::professional::read::{Claims, ReadClaim};
use encounter::Encounter;
use intake::{Event, Format};
use vault::{NewMessage, NumberKind, SentNumber};

use super::receive::{Receiver, name_of};
use super::report::{ArrivalRefusal, ArrivalRow, ArrivalVerdict};
use crate::error::{DeskError, ErrorCode};

const TRIGGER: &str = "837P";

impl Receiver<'_> {
    /// Receives every claim of a file; of one that is not whole none.
    pub(super) fn claims(
        &mut self,
        path: &Path,
        file: &str,
        watch: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<(), DeskError> {
        let of_file = ArrivalRow {
            file: file.to_owned(),
            format: Format::X12,
            trigger: TRIGGER.to_owned(),
            verdict: ArrivalVerdict::Refused { reason: ArrivalRefusal::Unreadable },
            ..ArrivalRow::default()
        };
        // Its end says whether a file is whole, so that it is read twice.
        let Some((first, count)) = read(path, |_, _| Ok(()))? else {
            self.report.add(of_file);
            return Ok(());
        };
        let reason = match (first.is_cut_short(), count) {
            (true, _) => Some(ArrivalRefusal::CutShort),
            (false, 0) => Some(ArrivalRefusal::NoMessages),
            (false, _) => None,
        };
        if let Some(reason) = reason {
            let verdict = ArrivalVerdict::Refused { reason };
            self.report.add(ArrivalRow { verdict, faults: first.first, ..of_file });
            return Ok(());
        }
        // Those of the file stand at its first claim.
        let mut of_the_file = first.first;
        let again = read(path, |number, claim| {
            let mut row = self.claim(file, number, claim)?;
            row.faults.splice(0..0, std::mem::take(&mut of_the_file));
            self.report.add(row);
            if watch(claim.place.byte).is_break() {
                return Err(ErrorCode::Stopped.into());
            }
            Ok(())
        })?;
        again.map(|_| ()).ok_or_else(|| ErrorCode::FileUnreadable.into())
    }

    fn claim(&mut self, file: &str, number: u32, claim: &ReadClaim) -> Result<ArrivalRow, DeskError> {
        self.report.counts.messages = self.report.counts.messages.saturating_add(1);
        let Encounter { header, documents, .. } = &claim.encounter;
        let names = [header.patient.last_name.as_str(), header.patient.first_name.as_str()];
        let mut row = ArrivalRow {
            file: file.to_owned(),
            number,
            part: 1,
            format: Format::X12,
            event: Event::Record,
            trigger: TRIGGER.to_owned(),
            patient: names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", "),
            record_number: header.patient.record_number.clone(),
            visit: header.account.clone(),
            faults: claim.faults.clone(),
            ..ArrivalRow::default()
        };
        let raw = documents.first().map(|document| document.text.as_bytes()).unwrap_or_default();
        row.verdict = if claim.refused {
            ArrivalVerdict::Refused { reason: ArrivalRefusal::Problems }
        } else if self.tx.same_message(raw)?.is_some() {
            ArrivalVerdict::Duplicate
        } else if self.tx.has_account_of(&claim.encounter)? {
            ArrivalVerdict::Refused { reason: ArrivalRefusal::InQueue }
        } else {
            ArrivalVerdict::New
        };
        if row.verdict != ArrivalVerdict::New {
            return Ok(row);
        }
        let submitter = &claim.practice.submitter;
        let message = self.tx.keep_message(
            self.arrival,
            &NewMessage {
                format: &name_of(&Format::X12),
                sender: &submitter.name,
                control_id: "",
                trigger: TRIGGER,
                sent: "",
                raw,
                is_kept_as_file: false,
            },
        )?;
        let mut encounter = claim.encounter.clone();
        encounter.header.received = Some(self.rulebook.today);
        let id = self.save(None, &mut encounter, false)?;
        let account = SentNumber { number: &encounter.header.account, authority: &submitter.id };
        self.tx.keep_number(id, NumberKind::Account, &account, message)?;
        row.encounters.push(id);
        self.report.counts.charges += encounter.charges();
        Ok(row)
    }
}

/// Hands on each claim of a file with its number, from 1. What is wrong with the file itself, and how many claims it has;
/// `None` where it cannot be read.
fn read(
    path: &Path,
    mut each: impl FnMut(u32, &ReadClaim) -> Result<(), DeskError>,
) -> Result<Option<(claims::x12::Faults, u32)>, DeskError> {
    let Ok(file) = File::open(path) else { return Ok(None) };
    let (mut claims, mut count) = (Claims::new(file), 0_u32);
    loop {
        match claims.next_claim() {
            Ok(Some(claim)) => {
                count = count.saturating_add(1);
                each(count, &claim)?;
            }
            Ok(None) => return Ok(Some((claims.faults().clone(), count))),
            Err(_) => return Ok(None),
        }
    }
}
