//! Claims on their way out, and where each stands.

use std::path::Path;

use encounter::EncounterId;
use workstation::{
    AcknowledgedClaims, AnsweredClaims, ClaimAnswer, ClaimBatch, ClaimsPick, ClaimsPreview, DeskError,
    Outcome, SentBatch, SentClaim, WorklistFilter, WorklistPage,
};

use super::OnDesk;

#[tauri::command(async)]
#[specta::specta]
pub(super) fn claim_worklist(
    desk: OnDesk<'_>,
    filter: WorklistFilter,
    offset: u32,
    limit: u32,
) -> Result<WorklistPage, DeskError> {
    desk.claim_worklist(&filter, offset, limit)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn claim_batches(desk: OnDesk<'_>) -> Result<Vec<ClaimBatch>, DeskError> {
    desk.claim_batches()
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn claims_of(desk: OnDesk<'_>, id: EncounterId) -> Result<Vec<SentClaim>, DeskError> {
    desk.claims_of(id)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn preview_claims(
    desk: OnDesk<'_>,
    pick: ClaimsPick,
    again: bool,
) -> Result<ClaimsPreview, DeskError> {
    desk.preview_claims(&pick, again)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn export_claims(
    desk: OnDesk<'_>,
    pick: ClaimsPick,
    again: bool,
    path: String,
) -> Result<Outcome<SentBatch>, DeskError> {
    desk.export_claims(&pick, again, Path::new(&path))
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn rebuild_claim_batch(desk: OnDesk<'_>, number: u32, path: String) -> Result<(), DeskError> {
    desk.rebuild_claim_batch(number, Path::new(&path))
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn answer_claims(
    desk: OnDesk<'_>,
    encounters: Vec<EncounterId>,
    answer: ClaimAnswer,
    reason: String,
) -> Result<Outcome<AnsweredClaims>, DeskError> {
    desk.answer_claims(&encounters, answer, &reason)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn acknowledge_claims(
    desk: OnDesk<'_>,
    path: String,
) -> Result<Outcome<AcknowledgedClaims>, DeskError> {
    desk.acknowledge_claims(Path::new(&path))
}
