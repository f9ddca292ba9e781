use std::collections::BTreeMap;
use std::path::Path;

use tauri::ipc::Channel;
use workstation::{DeskError, Import, ListColumns, Preview, Progress, Sources, Take};

use super::{OnDesk, told};

#[tauri::command(async)]
#[specta::specta]
pub(super) fn sources(desk: OnDesk<'_>) -> Result<Sources, DeskError> {
    desk.sources()
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn preview_import(
    desk: OnDesk<'_>,
    path: String,
    columns: BTreeMap<String, ListColumns>,
    progress: Channel<Progress>,
) -> Result<Preview, DeskError> {
    desk.preview_import(Path::new(&path), &columns, &mut told(&progress))
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn import_release(
    desk: OnDesk<'_>,
    path: String,
    takes: Vec<Take>,
    progress: Channel<Progress>,
) -> Result<Import, DeskError> {
    desk.import(Path::new(&path), &takes, &mut told(&progress))
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn undo_import(desk: OnDesk<'_>, id: u32) -> Result<Sources, DeskError> {
    desk.undo_import(id)
}
