//! What is the coder's own beside the book: favourites and recents, notes on codes, pick lists.

use std::path::Path;

use encounter::CodeRef;
use jiff::civil::Date;
use workstation::{
    CodeNote, CodeNoteDraft, DeskError, NotedCode, PickListChange, PickListId, PickListImport, PickLists,
    Shelf,
};

use super::OnDesk;

#[tauri::command(async)]
#[specta::specta]
pub(super) fn shelf(desk: OnDesk<'_>, on: Date) -> Result<Shelf, DeskError> {
    desk.shelf(on)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn code_notes(desk: OnDesk<'_>, on: Date) -> Result<Vec<NotedCode>, DeskError> {
    desk.code_notes(on)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn notes_on(
    desk: OnDesk<'_>,
    codes: Vec<CodeRef>,
    on: Date,
) -> Result<Vec<Vec<CodeNote>>, DeskError> {
    desk.notes_on(&codes, on)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn set_code_note(desk: OnDesk<'_>, note: CodeNoteDraft) -> Result<Option<CodeNote>, DeskError> {
    desk.set_code_note(note)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn remove_code_note(desk: OnDesk<'_>, of: CodeRef) -> Result<Option<CodeNote>, DeskError> {
    desk.remove_code_note(&of)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn pick_lists(
    desk: OnDesk<'_>,
    open: Option<PickListId>,
    on: Date,
) -> Result<PickLists, DeskError> {
    desk.pick_lists(open, on)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn change_pick_lists(
    desk: OnDesk<'_>,
    change: PickListChange,
    open: Option<PickListId>,
    on: Date,
) -> Result<PickLists, DeskError> {
    desk.change_pick_lists(change, open, on)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn undo_pick_lists(
    desk: OnDesk<'_>,
    open: Option<PickListId>,
    on: Date,
) -> Result<PickLists, DeskError> {
    desk.undo_pick_lists(open, on)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn redo_pick_lists(
    desk: OnDesk<'_>,
    open: Option<PickListId>,
    on: Date,
) -> Result<PickLists, DeskError> {
    desk.redo_pick_lists(open, on)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn preview_pick_lists(
    desk: OnDesk<'_>,
    path: String,
    on: Date,
) -> Result<PickListImport, DeskError> {
    desk.preview_pick_lists(Path::new(&path), on)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn export_pick_lists(
    desk: OnDesk<'_>,
    path: String,
    only: Vec<PickListId>,
    on: Date,
) -> Result<(), DeskError> {
    desk.export_pick_lists(Path::new(&path), &only, on)
}
