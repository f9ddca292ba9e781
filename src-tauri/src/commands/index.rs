use encounter::IndexKind;
use jiff::civil::Date;
use workstation::{DeskError, IndexBook, IndexOpening, IndexPage};

use super::OnDesk;

#[tauri::command(async)]
#[specta::specta]
pub(super) fn indexes(desk: OnDesk<'_>, on: Date) -> Result<Vec<IndexBook>, DeskError> {
    desk.indexes(on)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn find_in_index(
    desk: OnDesk<'_>,
    index: IndexKind,
    on: Date,
    query: String,
    limit: u32,
) -> Result<Option<IndexPage>, DeskError> {
    desk.find_in_index(index, on, &query, limit)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn open_index_term(
    desk: OnDesk<'_>,
    index: IndexKind,
    on: Date,
    term: u32,
) -> Result<Option<IndexOpening>, DeskError> {
    desk.open_index_term(index, on, term)
}
