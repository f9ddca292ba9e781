use workstation::{DeskError, Rule};

use super::OnDesk;

#[tauri::command(async)]
#[specta::specta]
pub(super) fn rules(desk: OnDesk<'_>) -> Result<Vec<Rule>, DeskError> {
    Ok(desk.rules())
}
