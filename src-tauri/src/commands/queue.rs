use std::path::Path;

use encounter::{Document, EncounterId, Header};
use workstation::{Chart, DeskError, EncounterDraft, NoteDraft, Outcome, QueueFacets, QueuePage, QueueQuery};

use super::OnDesk;

#[tauri::command(async)]
#[specta::specta]
pub(super) fn queue(desk: OnDesk<'_>, query: QueueQuery) -> Result<QueuePage, DeskError> {
    desk.queue(&query)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn queue_facets(desk: OnDesk<'_>) -> Result<QueueFacets, DeskError> {
    desk.queue_facets()
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn next_chart(
    desk: OnDesk<'_>,
    query: QueueQuery,
    after: Option<EncounterId>,
) -> Result<Option<EncounterId>, DeskError> {
    desk.next_chart(&query, after)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn create_encounter(
    desk: OnDesk<'_>,
    header: Header,
    documents: Vec<Document>,
) -> Result<Outcome<Chart>, DeskError> {
    desk.create_encounter(header, documents)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn keep_draft(desk: OnDesk<'_>, draft: Option<EncounterDraft>) -> Result<(), DeskError> {
    desk.keep_draft(draft.as_ref())
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn draft(desk: OnDesk<'_>) -> Result<Option<EncounterDraft>, DeskError> {
    desk.draft()
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn read_note(desk: OnDesk<'_>, name: String, text: String) -> Result<NoteDraft, DeskError> {
    desk.read_note(&name, &text)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn read_note_file(desk: OnDesk<'_>, path: String) -> Result<NoteDraft, DeskError> {
    desk.read_note_file(Path::new(&path))
}
