use std::path::Path;

use encounter::CodeSystem;
use jiff::civil::Date;
use workstation::{DeskError, ReleaseChanges};

use super::OnDesk;

#[tauri::command(async)]
#[specta::specta]
pub(super) fn release_changes(
    desk: OnDesk<'_>,
    system: CodeSystem,
    before: Date,
    after: Date,
) -> Result<ReleaseChanges, DeskError> {
    desk.release_changes(system, before, after)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn export_changes(
    desk: OnDesk<'_>,
    path: String,
    system: CodeSystem,
    before: Date,
    after: Date,
    accounts: bool,
) -> Result<(), DeskError> {
    desk.export_changes(Path::new(&path), system, before, after, accounts)
}
