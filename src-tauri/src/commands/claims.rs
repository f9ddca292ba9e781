//! Claims on their way out, and where each stands.

use std::collections::BTreeMap;
use std::path::Path;

use encounter::EncounterId;
use workstation::{
    AcknowledgedClaims, AnsweredClaims, ClaimAnswer, ClaimBatch, ClaimsExportChoice, ClaimsFormat,
    ClaimsPick, ClaimsPreview, DeskError, ExportedClaims, Outcome, SentClaim, WorklistFilter, WorklistPage,
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
    format: ClaimsFormat,
    again: bool,
) -> Result<ClaimsPreview, DeskError> {
    desk.preview_claims(&pick, format, again)
}

/// `words` are those of the form drawn on plain paper, which the window owns.
#[tauri::command(async)]
#[specta::specta]
pub(super) fn export_claims(
    desk: OnDesk<'_>,
    pick: ClaimsPick,
    choice: ClaimsExportChoice,
    again: bool,
    words: BTreeMap<String, String>,
    path: String,
) -> Result<Outcome<ExportedClaims>, DeskError> {
    desk.export_claims(&pick, choice, again, &in_words(&words), Path::new(&path))
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn rebuild_claim_batch(
    desk: OnDesk<'_>,
    number: u32,
    choice: ClaimsExportChoice,
    words: BTreeMap<String, String>,
    path: String,
) -> Result<(), DeskError> {
    desk.rebuild_claim_batch(number, choice, &in_words(&words), Path::new(&path))
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn export_test_print(
    desk: OnDesk<'_>,
    choice: ClaimsExportChoice,
    path: String,
) -> Result<(), DeskError> {
    desk.export_test_print(choice.offset(), Path::new(&path))
}

fn in_words(words: &BTreeMap<String, String>) -> impl Fn(&str) -> String {
    |key| words.get(key).cloned().unwrap_or_default()
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
