//! The practice's own lists of codes (superbills): changed entry by entry, shown as they stand on a date, taken out to a
//! file and brought in from one. Every change is audited and can be taken back, an import with all its lists at once.
//!
//! Deliberately absent: any judgement of an encounter. A list may hold a code that is retired or unknown; it says so.

mod change;
mod export;
mod import;

pub use change::PickListChange;
pub use import::{DraftPickList, ImportLine, ImportVerdict, PickListImport};

use std::collections::BTreeMap;

use dictionary::{CodeStanding, CodeSummary, Dictionary};
use encounter::{CodeRef, CodeSystem};
use jiff::civil::Date;
use serde::Serialize;
use specta::Type;
use vault::{PickListEntry, PickListId, Transaction};

use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::session::event;
use crate::shelf::on_date;

/// The pick lists, one of them open.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PickLists {
    /// In their order.
    pub lists: Vec<PickListTab>,
    pub open: Option<OpenPickList>,
    /// The change that undo would take back.
    pub undo: Option<String>,
    /// The change that redo would make again.
    pub redo: Option<String>,
}

/// A pick list by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PickListTab {
    pub id: PickListId,
    pub name: String,
    /// Codes, without the headings.
    pub codes: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OpenPickList {
    pub id: PickListId,
    pub name: String,
    pub rows: Vec<PickListRow>,
    /// How many codes may not be billed on the date, as far as the book can say.
    pub not_valid: u32,
}

/// One entry of a pick list; a code as it stands on the date.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PickListRow {
    pub entry: PickListEntry,
    /// `None` for a heading.
    pub code: Option<CodeSummary>,
}

impl Desk {
    /// All lists by name, and the rows of one of them; of the first where `open` is none of them.
    pub fn pick_lists(&self, open: Option<PickListId>, on: Date) -> Result<PickLists, DeskError> {
        let book = self.book()?;
        self.at_desk(|desk, _| desk.vault.read(|tx| PickLists::read(tx, book, open, on)))
    }

    /// Makes one change. Where it makes a list, that is the one that is open in the reply.
    pub fn change_pick_lists(
        &self,
        change: PickListChange,
        open: Option<PickListId>,
        on: Date,
    ) -> Result<PickLists, DeskError> {
        let book = self.book()?;
        self.at_desk(|desk, now| {
            let favourites = &desk.preferences.favourites;
            let login = &desk.session.login;
            desk.vault.transact(|tx| -> Result<_, DeskError> {
                let before = tx.pick_lists()?;
                let mut after = before.clone();
                let made = change::apply(&change, &mut after, favourites, tx)?;
                if after != before {
                    tx.change_pick_lists(change.action(), &before, &after)?;
                    let mut event = event(login, now, change.action());
                    event.detail = change.detail(&before)?;
                    tx.append_audit(&event)?;
                }
                PickLists::read(tx, book, made.or(open), on)
            })
        })
    }

    /// Takes back the last change of the lists that was not taken back yet, also after the desk was closed in between.
    pub fn undo_pick_lists(&self, open: Option<PickListId>, on: Date) -> Result<PickLists, DeskError> {
        self.turn_pick_lists(open, on, "undo_pick_lists", ErrorCode::NothingToUndo, |tx| tx.undo_pick_lists())
    }

    /// Makes the last change that was taken back again.
    pub fn redo_pick_lists(&self, open: Option<PickListId>, on: Date) -> Result<PickLists, DeskError> {
        self.turn_pick_lists(open, on, "redo_pick_lists", ErrorCode::NothingToRedo, |tx| tx.redo_pick_lists())
    }

    fn turn_pick_lists(
        &self,
        open: Option<PickListId>,
        on: Date,
        action: &str,
        nothing: ErrorCode,
        turn: impl FnOnce(&Transaction<'_>) -> vault::Result<Option<String>>,
    ) -> Result<PickLists, DeskError> {
        let book = self.book()?;
        self.at_desk(|desk, now| {
            let login = &desk.session.login;
            desk.vault.transact(|tx| -> Result<_, DeskError> {
                let turned = turn(tx)?.ok_or(nothing)?;
                let mut event = event(login, now, action);
                event.detail = BTreeMap::from([("change".to_owned(), turned)]);
                tx.append_audit(&event)?;
                PickLists::read(tx, book, open, on)
            })
        })
    }
}

impl PickLists {
    fn read(
        tx: &vault::Reading<'_>,
        book: &Dictionary,
        open: Option<PickListId>,
        on: Date,
    ) -> Result<Self, DeskError> {
        let lists = tx.pick_lists()?;
        let chosen = lists.iter().find(|list| Some(list.id) == open).or_else(|| lists.first());
        let opened = chosen.map(|list| OpenPickList::new(list, book, on)).transpose()?;
        let (undo, redo) = tx.pick_list_undo_labels()?;
        let tabs = lists.iter().map(|list| PickListTab {
            id: list.id,
            name: list.name.clone(),
            codes: u32::try_from(codes_of(&list.entries).count()).unwrap_or(u32::MAX),
        });
        Ok(Self { lists: tabs.collect(), open: opened, undo, redo })
    }
}

impl OpenPickList {
    fn new(list: &vault::PickList, book: &Dictionary, on: Date) -> Result<Self, DeskError> {
        let mut not_valid = 0;
        let mut rows = Vec::with_capacity(list.entries.len());
        for entry in &list.entries {
            let code = code_of(entry).map(|of| on_date(book, &of, on)).transpose()?;
            not_valid += u32::from(code.as_ref().is_some_and(|code| !code.billable && !is_unchecked(code)));
            rows.push(PickListRow { entry: entry.clone(), code });
        }
        Ok(Self { id: list.id, name: list.name.clone(), rows, not_valid })
    }
}

/// CPT is licensed and not embedded: nobody here can say anything of such a code.
fn is_unchecked(code: &CodeSummary) -> bool {
    code.system == CodeSystem::Cpt && code.standing == CodeStanding::Unknown
}

/// The code of an entry; `None` for a heading.
fn code_of(entry: &PickListEntry) -> Option<CodeRef> {
    match entry {
        PickListEntry::Heading { .. } => None,
        PickListEntry::Code { system, code, .. } => Some(CodeRef { system: *system, code: code.clone() }),
    }
}

pub(crate) fn codes_of(entries: &[PickListEntry]) -> impl Iterator<Item = CodeRef> + '_ {
    entries.iter().filter_map(code_of)
}
