use std::path::Path;

use claims::professional::Claim;
use claims::x12::Stamp;
use claims::{Practice, Problem};
use encounter::{ClaimFrequency, EncounterId, Status};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use specta::Type;
use vault::{ClaimAnswer, NewClaim, NewClaimBatch, Reading, WorklistFilter};

use super::{file_of, without_fees};
use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::outcome::{Changes, Outcome};
use crate::session::event;

/// Which encounters are meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ClaimsPick {
    These {
        encounters: Vec<EncounterId>,
    },
    /// All that pass a filter of the worklist.
    All {
        filter: WorklistFilter,
    },
}

/// What would become of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ClaimsPreview {
    /// How many claims would go.
    pub claims: u32,
    /// Their charges, US dollars.
    pub charge: Decimal,
    /// Those that would not.
    pub held_back: Vec<HeldBack>,
    /// What of the set-up keeps every file from being written.
    pub set_up: Vec<Problem>,
    /// The number that the file would have.
    pub number: u32,
    /// The file would be marked as a test.
    pub test: bool,
}

/// An encounter that does not go, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HeldBack {
    pub encounter: EncounterId,
    pub account: String,
    pub patient: String,
    /// The payer that it is billed to, as the encounter names it.
    pub payer: String,
    pub problems: Vec<Problem>,
    /// It left the desk before, and goes only where that is wanted.
    pub again: Option<Again>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Again {
    /// The latest file that it was in; `None` where it was marked as exported by hand.
    pub batch: Option<u32>,
    pub at: Option<Timestamp>,
    /// The receiver has it, and the encounter says that it is an original claim: it would be taken for a duplicate.
    pub is_duplicate: bool,
}

/// A file that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SentBatch {
    pub number: u32,
    pub claims: u32,
    /// US dollars.
    pub charge: Decimal,
    pub held_back: u32,
}

/// What can go and what cannot.
#[derive(Default)]
struct Sorted {
    claims: Vec<Claim>,
    sent: Vec<NewClaim>,
    held_back: Vec<HeldBack>,
}

impl Desk {
    /// Says what an export would send and what it would hold back. Changes nothing. `again` lets claims go that left
    /// before.
    pub fn preview_claims(&self, pick: &ClaimsPick, again: bool) -> Result<ClaimsPreview, DeskError> {
        let stamp = self.file_stamp();
        self.at_desk(|open, _| {
            let practice = &open.set_up;
            open.vault.read(|tx| {
                let sorted = sort(tx, practice, pick, again)?;
                let number = tx.next_claim_batch()?;
                Ok(ClaimsPreview {
                    claims: u32::try_from(sorted.claims.len()).unwrap_or(u32::MAX),
                    charge: sorted.claims.iter().map(|claim| claim.charge).sum(),
                    held_back: sorted.held_back,
                    set_up: practice.file_problems(&stamp, number),
                    number,
                    test: practice.test,
                })
            })
        })
    }

    /// Writes the claims that can go to one 837P file, remembers what it holds and marks their encounters as exported.
    ///
    /// # Errors
    /// [`ErrorCode::NothingToExport`], [`ErrorCode::SetUpIncomplete`], [`ErrorCode::FileUnwritable`]: then neither the
    /// vault nor the disk has changed.
    pub fn export_claims(
        &self,
        pick: &ClaimsPick,
        again: bool,
        to: &Path,
    ) -> Result<Outcome<SentBatch>, DeskError> {
        let stamp = self.file_stamp();
        let file_name = to.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.at_desk(|open, now| {
            let practice = without_fees(&open.set_up);
            let kept = serde_json::to_string(&practice).map_err(|_| ErrorCode::Internal)?;
            let login = open.session.login.clone();
            let mut written = false;
            let sent = open.vault.transact(|tx| -> Result<_, DeskError> {
                let Sorted { claims, sent, held_back } = sort(tx, &practice, pick, again)?;
                if claims.is_empty() {
                    return Err(ErrorCode::NothingToExport.into());
                }
                let number = tx.next_claim_batch()?;
                let charge = claims.iter().map(|claim| claim.charge).sum();
                let file = file_of(&practice, &stamp, number, claims)?;
                let batch = NewClaimBatch {
                    number,
                    at: now,
                    by: &login,
                    file_name: &file_name,
                    file_date: &stamp.date,
                    file_time: &stamp.time,
                    file: &file,
                    practice: &kept,
                };
                tx.insert_claim_batch(&batch, &sent)?;
                let mut of_batch = event(&login, now, "export_claims");
                of_batch.detail.insert("batch".to_owned(), number.to_string());
                of_batch.detail.insert("claims".to_owned(), sent.len().to_string());
                of_batch.detail.insert("digest".to_owned(), vault::file_digest(&file));
                tx.append_audit(&of_batch)?;
                for claim in &sent {
                    tx.mark_exported(claim.encounter)?;
                    let mut of_claim = event(&login, now, "export_claim");
                    of_claim.encounter = Some(claim.encounter);
                    of_claim.detail.insert("batch".to_owned(), number.to_string());
                    tx.append_audit(&of_claim)?;
                }
                // Last, so that what fails before leaves no file, and what fails here leaves no record.
                vault::write_atomically(to, &file).map_err(|_| ErrorCode::FileUnwritable)?;
                written = true;
                let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
                Ok(SentBatch { number, claims: count(sent.len()), charge, held_back: count(held_back.len()) })
            });
            if sent.is_err() && written {
                // The vault refused at the very end: what it does not know of must not be sent.
                let _ = std::fs::remove_file(to);
            }
            Ok(Outcome { value: sent?, changes: Changes { queue: true, encounter: None } })
        })
    }

    fn file_stamp(&self) -> Stamp {
        let now = self.clock.now().to_zoned(TimeZone::system());
        Stamp { date: now.strftime("%Y%m%d").to_string(), time: now.strftime("%H%M").to_string() }
    }
}

/// The encounters of a pick, by their numbers: the order of the file.
fn picked(tx: &Reading<'_>, pick: &ClaimsPick) -> Result<Vec<EncounterId>, DeskError> {
    let mut ids = match pick {
        ClaimsPick::These { encounters } => encounters.clone(),
        ClaimsPick::All { filter } => {
            tx.claim_worklist(filter, 0, u32::MAX)?.rows.into_iter().map(|row| row.id).collect()
        }
    };
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

fn sort(tx: &Reading<'_>, practice: &Practice, pick: &ClaimsPick, again: bool) -> Result<Sorted, DeskError> {
    let mut sorted = Sorted::default();
    for id in picked(tx, pick)? {
        let status = tx.encounter_status(id)?.ok_or(ErrorCode::NoSuchEncounter)?;
        let completed = matches!(status, Status::Completed | Status::Exported);
        let found = if completed { tx.claim_content(id, None)? } else { None };
        let (completion, encounter) = match found {
            Some(found) => found,
            // Not completed, or no longer: the claim says so itself.
            None => (0, tx.encounter(id)?.ok_or(ErrorCode::NoSuchEncounter)?.encounter),
        };
        let header = &encounter.header;
        let latest = tx.claims_of(id)?.pop();
        let left_before = match &latest {
            Some(claim) => claim.completion == completion || claim.answer != ClaimAnswer::Rejected,
            None => status == Status::Exported,
        };
        let is_duplicate = header.claim_frequency == ClaimFrequency::Original
            && latest.as_ref().is_none_or(|claim| claim.answer != ClaimAnswer::Rejected);
        // One that was put right and says that it replaces or voids is what the worklist calls ready.
        let is_new = latest.as_ref().is_some_and(|claim| claim.completion < completion) && !is_duplicate;
        let before = (left_before && !is_new).then(|| Again {
            batch: latest.as_ref().map(|claim| claim.batch),
            at: latest.as_ref().map(|claim| claim.at),
            is_duplicate,
        });
        let claim = Claim::of(&encounter, practice);
        match claim {
            Ok(claim) if before.is_none() || again => {
                let control_number = claim.account.clone();
                sorted.sent.push(NewClaim {
                    encounter: id,
                    completion,
                    control_number,
                    charge: claim.charge,
                });
                sorted.claims.push(claim);
            }
            claim => sorted.held_back.push(HeldBack {
                encounter: id,
                account: header.account.clone(),
                patient: format!("{}, {}", header.patient.last_name, header.patient.first_name),
                payer: header.primary_payer.as_ref().map_or_else(String::new, |payer| payer.payer.clone()),
                problems: claim.err().unwrap_or_default(),
                again: before,
            }),
        }
    }
    Ok(sorted)
}
