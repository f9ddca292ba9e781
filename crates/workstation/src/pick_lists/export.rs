use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vault::{PickList, PickListEntry, PickListId};

use super::DraftPickList;
use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::file::table_bytes;
use crate::session::event;
use crate::shelf::on_date;

/// The columns of the file, as the import knows them.
pub(super) const COLUMNS: [&str; 6] = ["list", "section", "system", "code", "wording", "title"];
/// Of the JSON file.
pub(super) const FORMAT: &str = "carrel-pick-lists-1";

/// A file of lists as JSON.
#[derive(Serialize, Deserialize)]
pub(super) struct ListsFile {
    pub(super) format: String,
    pub(super) lists: Vec<DraftPickList>,
}

impl Desk {
    /// Writes lists to a file, all of them where `only` is empty: as JSON where the name ends in `.json`, else as CSV
    /// with the titles of the date beside the practice's own wording.
    ///
    /// # Errors
    /// [`ErrorCode::DiskFull`], [`ErrorCode::ReadOnly`]; a file that was there before is then as it was.
    pub fn export_pick_lists(&self, to: &Path, only: &[PickListId], on: Date) -> Result<(), DeskError> {
        let lists: Vec<PickList> = self.at_desk(|open, now| {
            let login = &open.session.login;
            open.vault.transact(|tx| -> Result<_, DeskError> {
                let mut lists = tx.pick_lists()?;
                lists.retain(|list| only.is_empty() || only.contains(&list.id));
                let mut event = event(login, now, "export_pick_lists");
                let names: Vec<&str> = lists.iter().map(|list| list.name.as_str()).collect();
                event.detail.insert("lists".to_owned(), names.join("; "));
                tx.append_audit(&event)?;
                Ok(lists)
            })
        })?;
        let is_json = to.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        let bytes = if is_json { as_json(lists)? } else { self.as_csv(&lists, on)? };
        Ok(vault::write_atomically(to, &bytes)?)
    }

    /// A section without a code is a row without one.
    fn as_csv(&self, lists: &[PickList], on: Date) -> Result<Vec<u8>, DeskError> {
        let book = self.book()?;
        let mut rows: Vec<[String; 6]> = vec![COLUMNS.map(str::to_owned)];
        for list in lists {
            let mut section = "";
            for entry in &list.entries {
                let name = list.name.clone();
                match entry {
                    PickListEntry::Heading { text } => {
                        section = text;
                        rows.push([
                            name,
                            text.clone(),
                            String::new(),
                            String::new(),
                            String::new(),
                            String::new(),
                        ]);
                    }
                    PickListEntry::Code { system, code, wording } => {
                        let of = encounter::CodeRef { system: *system, code: code.clone() };
                        let title = on_date(book, &of, on)?.title.unwrap_or_default();
                        let system = system.id().to_owned();
                        rows.push([name, section.to_owned(), system, code.clone(), wording.clone(), title]);
                    }
                }
            }
        }
        table_bytes(rows)
    }
}

fn as_json(lists: Vec<PickList>) -> Result<Vec<u8>, DeskError> {
    let lists = lists.into_iter().map(|list| DraftPickList { name: list.name, entries: list.entries });
    let file = ListsFile { format: FORMAT.to_owned(), lists: lists.collect() };
    serde_json::to_vec_pretty(&file).map_err(|_| ErrorCode::Internal.into())
}
