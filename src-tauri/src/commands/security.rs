use std::path::Path;

use encounter::EncounterId;
use tauri::ipc::Channel;
use workstation::{
    AuditEntry, AuditVerdict, CreatedVault, DeskError, DeskState, NewUser, Preferences, Progress, Pulse,
};

use super::{OnDesk, told};

#[tauri::command(async)]
#[specta::specta]
pub(super) fn desk(desk: OnDesk<'_>) -> Result<DeskState, DeskError> {
    desk.state()
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn create_vault(desk: OnDesk<'_>, user: NewUser) -> Result<CreatedVault, DeskError> {
    desk.create_vault(&user)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn unlock(desk: OnDesk<'_>, login: String, passphrase: String) -> Result<DeskState, DeskError> {
    desk.unlock(&login, &passphrase)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn recover(
    desk: OnDesk<'_>,
    recovery_code: String,
    login: String,
    passphrase: String,
) -> Result<DeskState, DeskError> {
    desk.recover(&recovery_code, &login, &passphrase)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn lock(desk: OnDesk<'_>) -> Result<DeskState, DeskError> {
    desk.lock()
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn open_sample(desk: OnDesk<'_>) -> Result<DeskState, DeskError> {
    desk.open_sample()
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn reset_sample(desk: OnDesk<'_>) -> Result<DeskState, DeskError> {
    desk.reset_sample()
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn close_sample(desk: OnDesk<'_>) -> Result<DeskState, DeskError> {
    desk.close_sample()
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn change_passphrase(
    desk: OnDesk<'_>,
    current: String,
    passphrase: String,
) -> Result<(), DeskError> {
    desk.change_passphrase(&current, &passphrase)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn add_user(desk: OnDesk<'_>, user: NewUser) -> Result<DeskState, DeskError> {
    desk.add_user(&user)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn pulse(
    desk: OnDesk<'_>,
    encounter: Option<EncounterId>,
    seconds: u32,
    active: bool,
) -> Result<Pulse, DeskError> {
    desk.pulse(encounter, seconds, active)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn set_preferences(desk: OnDesk<'_>, preferences: Preferences) -> Result<Preferences, DeskError> {
    desk.set_preferences(preferences)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn backup(desk: OnDesk<'_>, path: String, progress: Channel<Progress>) -> Result<(), DeskError> {
    desk.backup(Path::new(&path), &mut told(&progress))
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn stop_work(desk: OnDesk<'_>) -> Result<(), DeskError> {
    desk.stop_work();
    Ok(())
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn restore(desk: OnDesk<'_>, path: String) -> Result<DeskState, DeskError> {
    desk.restore(Path::new(&path))
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn verify_audit(desk: OnDesk<'_>) -> Result<AuditVerdict, DeskError> {
    desk.verify_audit()
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn history(desk: OnDesk<'_>, encounter: EncounterId) -> Result<Vec<AuditEntry>, DeskError> {
    desk.history(encounter)
}
