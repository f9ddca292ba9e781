//! Claims of a file (837P) into the queue, as drafts: what was sent is not started, and every code quotes the claim.

use std::collections::HashSet;
use std::fs::File;
use std::path::Path;

use claims::professional::read::{Claims, ReadClaim};
use claims::x12::{Fault, Faults};
use encounter::{Encounter, EncounterId, FindingCounts, Patient};
use rust_decimal::Decimal;
use serde::Serialize;
use specta::Type;
use vault::Reading;

use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::outcome::{Changes, Outcome};
use crate::rulebook::Rulebook;
use crate::session::event;

/// What an import does with a file of claims.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ClaimsImport {
    /// Those that come into the queue, and their charges, US dollars.
    pub taken: u32,
    pub charge: Decimal,
    /// Those that were in the queue before, or earlier in the file.
    pub known: u32,
    pub refused: u32,
    /// The first of those that do not come, and of those that come with something left behind.
    pub told: Vec<ToldClaim>,
    /// Of the file, those of claims apart: the first, and how many there are.
    pub faults: Vec<Fault>,
    pub fault_count: u32,
    /// The file ends before it should, or cannot be read to its end: nothing of it is taken.
    pub is_cut_short: bool,
}

/// A claim that something is to be said of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ToldClaim {
    /// The number of its CLM in the file, counted from 1.
    pub segment: u32,
    pub account: String,
    pub patient: String,
    pub becomes: ClaimBecomes,
    pub faults: Vec<Fault>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ClaimBecomes {
    /// An encounter; what it could not hold is listed.
    Taken,
    /// An encounter of this account and patient is in the queue, or came earlier in the file.
    Known,
    /// It may not be taken as it stands.
    Refused,
}

/// How many claims are told of.
const TOLD: usize = 500;

impl Desk {
    /// Says what an import would bring. Changes nothing.
    pub fn preview_claims_import(&self, from: &Path) -> Result<ClaimsImport, DeskError> {
        self.at_desk(|open, _| open.vault.read(|tx| each(tx, from, |_| Ok(()))))
    }

    /// Takes the claims of a file into the queue: all that can be taken, or where something fails none.
    ///
    /// # Errors
    /// [`ErrorCode::FileUnreadable`]; [`ErrorCode::ClaimFileCutShort`] where its end is missing.
    pub fn import_claims(&self, from: &Path) -> Result<Outcome<ClaimsImport>, DeskError> {
        let reference = self.reference()?;
        let today = self.clock.today();
        self.at_desk(|open, now| {
            let rulebook = Rulebook { house: &open.house, reference, today };
            let by = open.session.login.clone();
            let mut taken: Vec<EncounterId> = Vec::new();
            let (import, texts) = open.vault.transact(|tx| -> Result<_, DeskError> {
                let import = each(tx, from, |mut encounter| {
                    encounter.header.received = Some(today);
                    let counts = FindingCounts::of(&rulebook.findings(tx, None, &encounter)?);
                    let id = tx.insert_encounter(&encounter, counts, now)?;
                    let mut event = event(&by, now, "import_claim");
                    event.encounter = Some(id);
                    tx.append_audit(&event)?;
                    taken.push(id);
                    Ok(())
                })?;
                if import.is_cut_short {
                    return Err(ErrorCode::ClaimFileCutShort.into());
                }
                let mut event = event(&by, now, "import_claims");
                event.detail.insert("claims".to_owned(), import.taken.to_string());
                tx.append_audit(&event)?;
                let texts: Vec<_> = taken.iter().map(|id| tx.find_text(*id)).collect::<Result<_, _>>()?;
                Ok((import, texts))
            })?;
            for (id, text) in taken.into_iter().zip(texts) {
                open.finder.put(id, text);
            }
            let queue = import.taken > 0;
            Ok(Outcome { value: import, changes: Changes { queue, encounter: None } })
        })
    }
}

/// Reads the claims of a file one by one and hands on those that come into the queue.
fn each(
    tx: &Reading<'_>,
    from: &Path,
    mut take: impl FnMut(Encounter) -> Result<(), DeskError>,
) -> Result<ClaimsImport, DeskError> {
    let unreadable = |_| DeskError::from(ErrorCode::FileUnreadable);
    let mut file = Claims::new(File::open(from).map_err(|_| ErrorCode::FileUnreadable)?);
    let (mut import, mut seen) = (ClaimsImport::default(), HashSet::new());
    while let Some(claim) = file.next_claim().map_err(unreadable)? {
        let becomes = becomes(tx, &claim, &mut seen)?;
        tell(&mut import, &claim, becomes);
        match becomes {
            ClaimBecomes::Taken => {
                import.taken += 1;
                import.charge += claim.encounter.charges();
                take(claim.encounter)?;
            }
            ClaimBecomes::Known => import.known += 1,
            ClaimBecomes::Refused => import.refused += 1,
        }
    }
    let Faults { first, count } = file.faults();
    import.is_cut_short = file.faults().is_cut_short();
    import.faults = first.iter().take(TOLD).cloned().collect();
    import.fault_count = u32::try_from(*count).unwrap_or(u32::MAX);
    Ok(import)
}

fn becomes(
    tx: &Reading<'_>,
    claim: &ReadClaim,
    seen: &mut HashSet<String>,
) -> Result<ClaimBecomes, DeskError> {
    if claim.refused {
        return Ok(ClaimBecomes::Refused);
    }
    let header = &claim.encounter.header;
    let Patient { last_name, first_name, birth_date, .. } = &header.patient;
    let of = format!("{}\n{last_name}\n{first_name}\n{birth_date:?}", header.account).to_lowercase();
    let known = !seen.insert(of) || tx.has_account_of(&claim.encounter)?;
    Ok(if known { ClaimBecomes::Known } else { ClaimBecomes::Taken })
}

fn tell(import: &mut ClaimsImport, claim: &ReadClaim, becomes: ClaimBecomes) {
    let is_plain = becomes == ClaimBecomes::Taken && claim.faults.is_empty();
    if is_plain || import.told.len() >= TOLD {
        return;
    }
    let header = &claim.encounter.header;
    import.told.push(ToldClaim {
        segment: u32::try_from(claim.place.segment).unwrap_or(u32::MAX),
        account: header.account.clone(),
        patient: format!("{}, {}", header.patient.last_name, header.patient.first_name),
        becomes,
        faults: claim.faults.clone(),
    });
}
