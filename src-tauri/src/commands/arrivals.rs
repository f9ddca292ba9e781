//! What other systems sent.

use std::path::PathBuf;

use encounter::EncounterId;
use tauri::ipc::Channel;
use workstation::{
    ArrivalAnswers, ArrivalId, ArrivalRecord, ArrivalReport, ArrivalSummary, ArrivalUndone, Chart, DeskError,
    FieldOrigin, MergedNumber, MessageId, Outcome, Progress, ProposalId, RawMessage, Sweep, WorklistMapping,
    WorklistView,
};

use super::{OnDesk, told};

#[tauri::command(async)]
#[specta::specta]
pub(super) fn preview_arrival(
    desk: OnDesk<'_>,
    paths: Vec<PathBuf>,
    progress: Channel<Progress>,
) -> Result<ArrivalReport, DeskError> {
    desk.preview_arrival(&paths, &mut told(&progress))
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn import_arrival(
    desk: OnDesk<'_>,
    paths: Vec<PathBuf>,
    answers: ArrivalAnswers,
    progress: Channel<Progress>,
) -> Result<Outcome<ArrivalReport>, DeskError> {
    desk.import_arrival(&paths, &answers, &mut told(&progress))
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn look_at_worklist(
    desk: OnDesk<'_>,
    path: PathBuf,
    told: Option<WorklistMapping>,
) -> Result<WorklistView, DeskError> {
    desk.look_at_worklist(&path, told.as_ref())
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn keep_worklist_columns(desk: OnDesk<'_>, mapping: WorklistMapping) -> Result<(), DeskError> {
    desk.keep_worklist_columns(&mapping)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn arrivals(desk: OnDesk<'_>) -> Result<Vec<ArrivalRecord<ArrivalSummary>>, DeskError> {
    desk.arrivals()
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn arrival_report(desk: OnDesk<'_>, id: ArrivalId) -> Result<ArrivalReport, DeskError> {
    desk.arrival_report(id)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn undo_arrival(desk: OnDesk<'_>, id: ArrivalId) -> Result<Outcome<ArrivalUndone>, DeskError> {
    desk.undo_arrival(id)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn sweep_watched_folder(
    desk: OnDesk<'_>,
    progress: Channel<Progress>,
) -> Result<Outcome<Sweep>, DeskError> {
    desk.sweep_watched_folder(&mut told(&progress))
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn field_origins(desk: OnDesk<'_>, id: EncounterId) -> Result<Vec<FieldOrigin>, DeskError> {
    desk.field_origins(id)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn messages_of(desk: OnDesk<'_>, id: EncounterId) -> Result<Vec<RawMessage>, DeskError> {
    desk.messages_of(id)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn merges_of(desk: OnDesk<'_>, id: EncounterId) -> Result<Vec<MergedNumber>, DeskError> {
    desk.merges_of(id)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn part_merge(
    desk: OnDesk<'_>,
    id: EncounterId,
    revision: u32,
    message: MessageId,
) -> Result<Outcome<Chart>, DeskError> {
    desk.part_merge(id, revision, message)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn take_proposals(
    desk: OnDesk<'_>,
    id: EncounterId,
    revision: u32,
    proposals: Vec<ProposalId>,
) -> Result<Outcome<Chart>, DeskError> {
    desk.take_proposals(id, revision, &proposals)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn decline_proposals(
    desk: OnDesk<'_>,
    id: EncounterId,
    revision: u32,
    proposals: Vec<ProposalId>,
) -> Result<Outcome<Chart>, DeskError> {
    desk.decline_proposals(id, revision, &proposals)
}
