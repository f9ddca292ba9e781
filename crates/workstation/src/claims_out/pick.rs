use claims::Problem;
use encounter::{ClaimFrequency, Encounter, EncounterId, Status};
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use specta::Type;
use vault::{ClaimAnswer, NewClaim, Reading, WorklistFilter};

use crate::error::{DeskError, ErrorCode};

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

/// An encounter that does not go, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HeldBack {
    #[serde(flatten)]
    pub of: PickedClaim,
    pub problems: Vec<Problem>,
    /// It left the desk before, and goes only where that is wanted.
    pub again: Option<Again>,
}

/// A claim as a list names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PickedClaim {
    pub encounter: EncounterId,
    pub account: String,
    pub patient: String,
    /// The payer that it is billed to, as the encounter names it.
    pub payer: String,
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

/// What can go, each made into what is written, and what cannot.
pub(super) struct Sorted<Made> {
    pub(super) goes: Vec<Going<Made>>,
    pub(super) held_back: Vec<HeldBack>,
}

pub(super) struct Going<Made> {
    pub(super) of: PickedClaim,
    pub(super) completion: u32,
    pub(super) charge: Decimal,
    pub(super) made: Made,
}

impl<Made> Sorted<Made> {
    pub(super) fn charge(&self) -> Decimal {
        self.goes.iter().map(|claim| claim.charge).sum()
    }

    /// What the vault remembers of those that go.
    pub(super) fn to_remember(&self) -> Vec<NewClaim> {
        let remembered = self.goes.iter().map(|claim| NewClaim {
            encounter: claim.of.encounter,
            completion: claim.completion,
            control_number: claim.of.account.clone(),
            charge: claim.charge,
        });
        remembered.collect()
    }
}

/// Makes what goes of every encounter of a pick, in the order of their numbers, which is that of the file. `again` lets
/// those go that left before.
pub(super) fn sort<Made>(
    tx: &Reading<'_>,
    pick: &ClaimsPick,
    again: bool,
    make: impl Fn(&Encounter) -> Result<Made, Vec<Problem>>,
) -> Result<Sorted<Made>, DeskError> {
    let mut sorted = Sorted { goes: Vec::new(), held_back: Vec::new() };
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
        let of = PickedClaim {
            encounter: id,
            account: header.account.clone(),
            patient: format!("{}, {}", header.patient.last_name, header.patient.first_name),
            payer: header.primary_payer.as_ref().map_or_else(String::new, |payer| payer.payer.clone()),
        };
        let before = before(tx, id, status, completion, header.claim_frequency)?;
        match make(&encounter) {
            Ok(made) if before.is_none() || again => {
                sorted.goes.push(Going { of, completion, charge: encounter.charges(), made });
            }
            made => {
                let problems = made.err().unwrap_or_default();
                sorted.held_back.push(HeldBack { of, problems, again: before });
            }
        }
    }
    Ok(sorted)
}

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

/// That the encounter left the desk already, where sending it now would be a second time.
fn before(
    tx: &Reading<'_>,
    id: EncounterId,
    status: Status,
    completion: u32,
    frequency: ClaimFrequency,
) -> Result<Option<Again>, DeskError> {
    let latest = tx.claims_of(id)?.pop();
    let left_before = match &latest {
        Some(claim) => claim.completion == completion || claim.answer != ClaimAnswer::Rejected,
        None => status == Status::Exported,
    };
    let is_duplicate = frequency == ClaimFrequency::Original
        && latest.as_ref().is_none_or(|claim| claim.answer != ClaimAnswer::Rejected);
    // One that was put right and says that it replaces or voids is what the worklist calls ready.
    let is_new = latest.as_ref().is_some_and(|claim| claim.completion < completion) && !is_duplicate;
    Ok((left_before && !is_new).then(|| Again {
        batch: latest.as_ref().map(|claim| claim.batch),
        at: latest.as_ref().map(|claim| claim.at),
        is_duplicate,
    }))
}
