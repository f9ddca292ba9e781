//! Claims on their way out of the vault: which may go and which may not and why, the files that they left in, and where
//! each stands since. A file and everything that is remembered of it are one deed: both are there, or neither.

mod acknowledge;
mod answer;
mod begun;
mod copy;
mod export;
mod format;
mod pick;
mod rebuild;

pub use acknowledge::AcknowledgedClaims;
pub use answer::AnsweredClaims;
pub(crate) use begun::settle;
pub use export::{ClaimsPreview, ExportedClaims, LeftOffPaper};
pub use format::{ClaimsExportChoice, ClaimsFormat};
pub use pick::{Again, ClaimsPick, HeldBack, PickedClaim};

use claims::Practice;
use claims::professional::cms1500::{Form, Offset, Paper, pdf};
use claims::professional::{Batch, Claim};
use claims::x12::Stamp;
use encounter::EncounterId;
use vault::{ClaimBatch, SentClaim, WorklistFilter, WorklistPage};

use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};

impl Desk {
    /// Part of the list of claims, with the counts of every state.
    pub fn claim_worklist(
        &self,
        filter: &WorklistFilter,
        offset: u32,
        limit: u32,
    ) -> Result<WorklistPage, DeskError> {
        self.at_desk(|open, _| Ok(open.vault.read(|tx| tx.claim_worklist(filter, offset, limit))?))
    }

    /// The files of claims that left the desk, the latest first.
    pub fn claim_batches(&self) -> Result<Vec<ClaimBatch>, DeskError> {
        self.at_desk(|open, _| Ok(open.vault.read(|tx| tx.claim_batches())?))
    }

    /// Every claim of an encounter that left the desk, with what was said of it.
    pub fn claims_of(&self, id: EncounterId) -> Result<Vec<SentClaim>, DeskError> {
        self.at_desk(|open, _| Ok(open.vault.read(|tx| tx.claims_of(id))?))
    }
}

/// The bytes of a file: the same set-up, stamp, number and claims always make the same.
fn file_of(
    practice: &Practice,
    stamp: &Stamp,
    number: u32,
    claims: impl IntoIterator<Item = Claim>,
) -> Result<Vec<u8>, DeskError> {
    let begun = Batch::begin(Vec::new(), practice, stamp, number);
    let mut batch = begun.map_err(|_| ErrorCode::SetUpIncomplete)?.map_err(|_| ErrorCode::Internal)?;
    for claim in claims {
        batch.add(&claim).map_err(|_| ErrorCode::Internal)?;
    }
    batch.end().map_err(|_| ErrorCode::Internal.into())
}

/// What forms say, whatever they are printed on: by it they are known when they are drawn once more.
fn values_digest(forms: &[Form]) -> String {
    vault::file_digest(&pdf(forms, Paper::Printed(Offset::default())))
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Of the set-up what a claim file is made from: fees are in the charges already.
fn without_fees(practice: &Practice) -> Practice {
    Practice { fees: Vec::new(), ..practice.clone() }
}
