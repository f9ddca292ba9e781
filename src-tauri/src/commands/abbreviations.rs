use std::path::Path;

use jiff::civil::Date;
use workstation::{AbbreviationImport, DeskError};

use super::OnDesk;

#[tauri::command(async)]
#[specta::specta]
pub(super) fn built_in_meanings(
    desk: OnDesk<'_>,
    shorts: Vec<String>,
    on: Date,
) -> Result<Vec<Vec<String>>, DeskError> {
    desk.built_in_meanings(&shorts, on)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn preview_abbreviations(desk: OnDesk<'_>, path: String) -> Result<AbbreviationImport, DeskError> {
    desk.preview_abbreviations(Path::new(&path))
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn export_abbreviations(desk: OnDesk<'_>, path: String) -> Result<(), DeskError> {
    desk.export_abbreviations(Path::new(&path))
}
