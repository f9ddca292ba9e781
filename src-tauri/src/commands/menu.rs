//! The menu bar: built and greyed at the window's word, each in one trip. What it holds is decided by the registry of
//! commands in the window; what is chosen goes back there by its id.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use specta::Type;
use tauri::ipc::Channel;
use tauri::menu::{Menu, MenuBuilder, MenuEvent, MenuItemBuilder, MenuItemKind, Submenu, SubmenuBuilder};
use tauri::{AppHandle, Manager, State, Wry};

/// Where the id of a chosen command goes: to the page that built the menu last.
#[derive(Default)]
pub(crate) struct Chosen(Mutex<Option<Channel<String>>>);

/// One menu of the bar.
#[derive(Deserialize, Type)]
pub(super) struct DropDown {
    title: String,
    commands: Vec<MenuCommand>,
}

#[derive(Deserialize, Type)]
pub(super) struct MenuCommand {
    id: String,
    /// The title and, after a space, its keys: the menu itself listens to none.
    text: String,
    enabled: bool,
}

/// Builds the menu bar anew. `edit` is the title of the menu that cuts, copies and pastes: on a Mac, text fields get these
/// from there only. On the main thread, where the toolkit makes its widgets.
#[tauri::command]
#[specta::specta]
pub(super) fn show_menu(
    app: AppHandle,
    listener: State<'_, Chosen>,
    drop_downs: Vec<DropDown>,
    edit: &str,
    chosen: Channel<String>,
) -> Result<(), String> {
    *listener.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(chosen);
    menu_bar(&app, &drop_downs, edit)
        .and_then(|menu| app.set_menu(menu))
        .map(|_| ())
        .map_err(|failure| failure.to_string())
}

/// Greys what may not be chosen now.
#[tauri::command]
#[specta::specta]
pub(super) fn enable_in_menu(app: AppHandle, ids: BTreeSet<String>) -> Result<(), String> {
    let enable = |menu: &Menu<Wry>| -> tauri::Result<()> {
        for drop_down in menu.items()?.iter().filter_map(MenuItemKind::as_submenu) {
            for item in drop_down.items()?.iter().filter_map(MenuItemKind::as_menuitem) {
                item.set_enabled(ids.contains(item.id().as_ref()))?;
            }
        }
        Ok(())
    };
    app.menu().as_ref().map_or(Ok(()), enable).map_err(|failure| failure.to_string())
}

pub(crate) fn tell(app: &AppHandle, event: &MenuEvent) {
    let listener = app.state::<Chosen>();
    let listener = listener.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(chosen) = listener.as_ref() {
        // A page that is gone has nothing to do.
        let _ = chosen.send(event.id().as_ref().to_owned());
    }
}

fn menu_bar(app: &AppHandle, drop_downs: &[DropDown], edit: &str) -> tauri::Result<Menu<Wry>> {
    let edit = SubmenuBuilder::new(app, edit).cut().copy().paste().select_all().build()?;
    let mut menus =
        drop_downs.iter().map(|drop_down| submenu(app, drop_down)).collect::<tauri::Result<Vec<_>>>()?;
    menus.insert(menus.len().min(1), edit);
    menus.iter().fold(MenuBuilder::new(app), |menu, submenu| menu.item(submenu)).build()
}

fn submenu(app: &AppHandle, drop_down: &DropDown) -> tauri::Result<Submenu<Wry>> {
    let mut submenu = SubmenuBuilder::new(app, &drop_down.title);
    for command in &drop_down.commands {
        let item = MenuItemBuilder::with_id(command.id.as_str(), &command.text)
            .enabled(command.enabled)
            .build(app)?;
        submenu = submenu.item(&item);
    }
    submenu.build()
}
