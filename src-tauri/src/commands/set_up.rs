//! The practice's set-up for claims.

use std::path::Path;

use workstation::{ClaimPractice, DeskError, FeeImport, Problem, SetUp};

use super::OnDesk;

#[tauri::command(async)]
#[specta::specta]
pub(super) fn set_up(desk: OnDesk<'_>) -> Result<SetUp, DeskError> {
    desk.set_up()
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn check_set_up(desk: OnDesk<'_>, practice: ClaimPractice) -> Result<Vec<Problem>, DeskError> {
    Ok(desk.check_set_up(&practice))
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn keep_set_up(desk: OnDesk<'_>, practice: ClaimPractice) -> Result<SetUp, DeskError> {
    desk.keep_set_up(practice)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn read_set_up_file(desk: OnDesk<'_>, path: String) -> Result<SetUp, DeskError> {
    desk.read_set_up_file(Path::new(&path))
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn export_set_up(desk: OnDesk<'_>, path: String) -> Result<(), DeskError> {
    desk.export_set_up(Path::new(&path))
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn preview_fees(desk: OnDesk<'_>, path: String) -> Result<FeeImport, DeskError> {
    desk.preview_fees(Path::new(&path))
}
