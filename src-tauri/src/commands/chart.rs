use std::path::PathBuf;
use std::sync::Arc;

use encounter::{Amendment, Difference, Document, DocumentId, EncounterId, Status};
use specta::datatype::DataType;
use specta::{Type, Types};
use tauri::ipc::{InvokeResponseBody, IpcResponse};
use workstation::{Chart, DeskError, Outcome, QueueRow};

use super::OnDesk;

/// Bytes that go to the window as they are, not as JSON.
pub(super) struct Bytes(Arc<Vec<u8>>);

impl IpcResponse for Bytes {
    fn body(self) -> tauri::Result<InvokeResponseBody> {
        Ok(InvokeResponseBody::Raw(Arc::unwrap_or_clone(self.0)))
    }
}

impl Type for Bytes {
    fn definition(_: &mut Types) -> DataType {
        DataType::Reference(specta_typescript::define("ArrayBuffer"))
    }
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn open_encounter(desk: OnDesk<'_>, encounter: EncounterId) -> Result<Outcome<Chart>, DeskError> {
    desk.open_encounter(encounter)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn amend(
    desk: OnDesk<'_>,
    encounter: EncounterId,
    revision: u32,
    amendment: Amendment,
) -> Result<Outcome<Chart>, DeskError> {
    desk.amend(encounter, revision, amendment)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn undo(
    desk: OnDesk<'_>,
    encounter: EncounterId,
    revision: u32,
) -> Result<Outcome<Chart>, DeskError> {
    desk.undo(encounter, revision)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn redo(
    desk: OnDesk<'_>,
    encounter: EncounterId,
    revision: u32,
) -> Result<Outcome<Chart>, DeskError> {
    desk.redo(encounter, revision)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn complete(
    desk: OnDesk<'_>,
    encounter: EncounterId,
    revision: u32,
) -> Result<Outcome<Chart>, DeskError> {
    desk.complete(encounter, revision)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn move_status(
    desk: OnDesk<'_>,
    encounter: EncounterId,
    revision: u32,
    to: Status,
    reason: String,
) -> Result<Outcome<Chart>, DeskError> {
    desk.move_status(encounter, revision, to, &reason)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn add_late_document(
    desk: OnDesk<'_>,
    encounter: EncounterId,
    revision: u32,
    document: Document,
) -> Result<Outcome<Chart>, DeskError> {
    desk.add_late_document(encounter, revision, document)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn compare_with_completion(
    desk: OnDesk<'_>,
    encounter: EncounterId,
) -> Result<Vec<Difference>, DeskError> {
    desk.compare_with_completion(encounter)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn earlier_encounters(
    desk: OnDesk<'_>,
    encounter: EncounterId,
) -> Result<Vec<QueueRow>, DeskError> {
    desk.earlier_encounters(encounter)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn copy_forward(
    desk: OnDesk<'_>,
    encounter: EncounterId,
    revision: u32,
    from: EncounterId,
) -> Result<Outcome<Chart>, DeskError> {
    desk.copy_forward(encounter, revision, from)
}

/// As PNG.
#[tauri::command(async)]
#[specta::specta]
pub(super) fn page_picture(
    desk: OnDesk<'_>,
    encounter: EncounterId,
    document: DocumentId,
    page: u32,
    widest: u32,
) -> Result<Bytes, DeskError> {
    desk.page_picture(encounter, document, page, widest).map(Bytes)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn save_original(
    desk: OnDesk<'_>,
    encounter: EncounterId,
    document: DocumentId,
    path: PathBuf,
) -> Result<(), DeskError> {
    desk.save_original(encounter, document, &path)
}
