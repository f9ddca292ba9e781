use std::path::Path;

use tauri::ipc::Channel;
use workstation::{DeskError, House, HouseRule, HouseRuleLine, Progress, Recheck, Rule, RuleTrial};

use super::{OnDesk, told};

#[tauri::command(async)]
#[specta::specta]
pub(super) fn rules(desk: OnDesk<'_>) -> Result<Vec<Rule>, DeskError> {
    Ok(desk.rules())
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn house(desk: OnDesk<'_>) -> Result<House, DeskError> {
    desk.house()
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn set_house(desk: OnDesk<'_>, house: House) -> Result<House, DeskError> {
    desk.set_house(house)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn recheck_queue(desk: OnDesk<'_>, progress: Channel<Progress>) -> Result<Recheck, DeskError> {
    desk.recheck_queue(&mut told(&progress))
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn try_house_rule(desk: OnDesk<'_>, rule: HouseRule) -> Result<RuleTrial, DeskError> {
    desk.try_house_rule(&rule)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn preview_house_rules(desk: OnDesk<'_>, path: String) -> Result<Vec<HouseRuleLine>, DeskError> {
    desk.preview_house_rules(Path::new(&path))
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn export_house_rules(desk: OnDesk<'_>, path: String) -> Result<(), DeskError> {
    desk.export_house_rules(Path::new(&path))
}
