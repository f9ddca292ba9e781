use std::collections::BTreeMap;

use encounter::{CodeRef, CodeSystem, EncounterId};
use serde::{Deserialize, Serialize};
use specta::Type;
use vault::{PickList, PickListEntry, PickListId, Transaction};

use super::{DraftPickList, code_of, codes_of};
use crate::error::{DeskError, ErrorCode};

/// The longest name of a list, heading or wording, in characters.
const MOST_CHARACTERS: usize = 240;
/// The most entries of one list. A superbill has some hundred.
pub(super) const MOST_ENTRIES: usize = 5_000;

/// One change of the pick lists. An index counts the entries of a list from 0, headings too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum PickListChange {
    /// An empty list, at the end.
    Create {
        name: String,
    },
    CreateFromFavourites {
        name: String,
    },
    /// The diagnoses and service lines of an encounter, each code once. Nothing of the patient.
    CreateFromChart {
        name: String,
        encounter: EncounterId,
    },
    Rename {
        list: PickListId,
        name: String,
    },
    Delete {
        list: PickListId,
    },
    MoveList {
        list: PickListId,
        to: u32,
    },
    /// At the end where `at` is `None`.
    Add {
        list: PickListId,
        entry: PickListEntry,
        at: Option<u32>,
    },
    SetEntry {
        list: PickListId,
        index: u32,
        entry: PickListEntry,
    },
    RemoveEntry {
        list: PickListId,
        index: u32,
    },
    MoveEntry {
        list: PickListId,
        index: u32,
        to: u32,
    },
    /// Another code in the place of one, under the same wording. Where the list has the other already, the one goes.
    Replace {
        list: PickListId,
        code: CodeRef,
        by: CodeRef,
    },
    /// Lists from a file, as they were shown before. A list of the same name gains what it does not have.
    Import {
        lists: Vec<DraftPickList>,
    },
}

impl PickListChange {
    /// The name in the audit trail and of the undo label.
    pub(super) const fn action(&self) -> &'static str {
        match self {
            Self::Create { .. } | Self::CreateFromFavourites { .. } | Self::CreateFromChart { .. } => {
                "create_pick_list"
            }
            Self::Rename { .. } => "rename_pick_list",
            Self::Delete { .. } => "delete_pick_list",
            Self::MoveList { .. } => "move_pick_list",
            Self::Add { .. } => "add_to_pick_list",
            Self::SetEntry { .. } => "set_in_pick_list",
            Self::RemoveEntry { .. } => "remove_from_pick_list",
            Self::MoveEntry { .. } => "move_in_pick_list",
            Self::Replace { .. } => "replace_in_pick_list",
            Self::Import { .. } => "import_pick_lists",
        }
    }

    /// What the audit trail keeps of it: the change as it was made, and the name of the list that it speaks of. Of an
    /// import the names and how much came.
    pub(super) fn detail(&self, before: &[PickList]) -> Result<BTreeMap<String, String>, DeskError> {
        let mut detail = BTreeMap::new();
        if let Self::Import { lists } = self {
            let came = lists.iter().map(|list| format!("{}: {}", list.name, codes_of(&list.entries).count()));
            detail.insert("lists".to_owned(), came.collect::<Vec<_>>().join("; "));
            return Ok(detail);
        }
        let text = serde_json::to_string(self).map_err(|_| ErrorCode::Internal)?;
        detail.insert("change".to_owned(), text);
        if let Some(list) = self.list().and_then(|id| before.iter().find(|list| list.id == id)) {
            detail.insert("list".to_owned(), list.name.clone());
        }
        Ok(detail)
    }

    const fn list(&self) -> Option<PickListId> {
        match self {
            Self::Rename { list, .. }
            | Self::Delete { list }
            | Self::MoveList { list, .. }
            | Self::Add { list, .. }
            | Self::SetEntry { list, .. }
            | Self::RemoveEntry { list, .. }
            | Self::MoveEntry { list, .. }
            | Self::Replace { list, .. } => Some(*list),
            Self::Create { .. }
            | Self::CreateFromFavourites { .. }
            | Self::CreateFromChart { .. }
            | Self::Import { .. } => None,
        }
    }
}

/// Makes the change; gives back the list that it made or filled, if it did.
pub(super) fn apply(
    change: &PickListChange,
    lists: &mut Vec<PickList>,
    favourites: &[CodeRef],
    tx: &Transaction<'_>,
) -> Result<Option<PickListId>, DeskError> {
    match change {
        PickListChange::Create { name } => create(lists, name, Vec::new()).map(Some),
        PickListChange::CreateFromFavourites { name } => {
            create(lists, name, favourites.iter().cloned().map(entry).collect()).map(Some)
        }
        PickListChange::CreateFromChart { name, encounter } => {
            create(lists, name, of_chart(tx, *encounter)?).map(Some)
        }
        PickListChange::Rename { list, name } => {
            let name = named(name)?;
            find(lists, *list)?.name = name;
            Ok(None)
        }
        PickListChange::Delete { list } => {
            find(lists, *list)?;
            lists.retain(|known| known.id != *list);
            Ok(None)
        }
        PickListChange::MoveList { list, to } => {
            let from = lists.iter().position(|known| known.id == *list).ok_or(ErrorCode::NoSuchPickList)?;
            move_to(lists, from, *to);
            Ok(None)
        }
        PickListChange::Add { list, entry, at } => {
            let entries = &mut find(lists, *list)?.entries;
            if code_of(entry).is_some_and(|code| codes_of(entries).any(|known| known == code)) {
                return Err(ErrorCode::AlreadyInPickList.into());
            }
            room(entries.len() + 1)?;
            let at = at.map_or(entries.len(), |at| index_of(at).min(entries.len()));
            entries.insert(at, tidy(entry));
            Ok(None)
        }
        PickListChange::SetEntry { list, index, entry } => {
            let entries = &mut find(lists, *list)?.entries;
            *entries.get_mut(index_of(*index)).ok_or(ErrorCode::NoSuchPart)? = tidy(entry);
            Ok(None)
        }
        PickListChange::RemoveEntry { list, index } => {
            let entries = &mut find(lists, *list)?.entries;
            let index = index_of(*index);
            if index >= entries.len() {
                return Err(ErrorCode::NoSuchPart.into());
            }
            entries.remove(index);
            Ok(None)
        }
        PickListChange::MoveEntry { list, index, to } => {
            let entries = &mut find(lists, *list)?.entries;
            let index = index_of(*index);
            if index >= entries.len() {
                return Err(ErrorCode::NoSuchPart.into());
            }
            move_to(entries, index, *to);
            Ok(None)
        }
        PickListChange::Replace { list, code, by } => {
            let entries = &mut find(lists, *list)?.entries;
            let place = |of: &CodeRef| entries.iter().position(|entry| code_of(entry).as_ref() == Some(of));
            let (at, known) = (place(code).ok_or(ErrorCode::NoSuchPart)?, place(by));
            match (&mut entries[at], known) {
                (PickListEntry::Code { system, code, .. }, None) => {
                    (*system, *code) = (by.system, by.code.clone());
                }
                _ => {
                    entries.remove(at);
                }
            }
            Ok(None)
        }
        PickListChange::Import { lists: drafts } => import(lists, drafts),
    }
}

/// A draft whose list is there already adds what that does not have, section by section.
fn import(lists: &mut Vec<PickList>, drafts: &[DraftPickList]) -> Result<Option<PickListId>, DeskError> {
    let mut first = None;
    for draft in drafts {
        let name = named(&draft.name)?;
        let id = match lists.iter().find(|list| same_name(&list.name, &name)) {
            Some(list) => list.id,
            None => create(lists, &name, Vec::new())?,
        };
        let entries = &mut find(lists, id)?.entries;
        let mut section = None;
        for entry in &draft.entries {
            match code_of(entry) {
                None => section = Some(begin_section(entries, entry)),
                Some(code) if codes_of(entries).any(|known| known == code) => {}
                Some(_) => put(entries, section.as_ref(), entry),
            }
        }
        room(entries.len())?;
        first = first.or(Some(id));
    }
    Ok(first)
}

/// The section of this heading, which is made at the end where the list has none of that name.
fn begin_section(entries: &mut Vec<PickListEntry>, heading: &PickListEntry) -> PickListEntry {
    let heading = tidy(heading);
    if !entries.contains(&heading) {
        entries.push(heading.clone());
    }
    heading
}

/// At the end of its section; without one, before all sections.
fn put(entries: &mut Vec<PickListEntry>, section: Option<&PickListEntry>, entry: &PickListEntry) {
    let is_heading = |entry: &PickListEntry| matches!(entry, PickListEntry::Heading { .. });
    let begins =
        section.and_then(|section| entries.iter().position(|known| known == section)).map_or(0, |at| at + 1);
    let rest = entries.get(begins..).unwrap_or_default();
    let ends = rest.iter().position(is_heading).map_or(entries.len(), |length| begins + length);
    entries.insert(ends, tidy(entry));
}

fn create(
    lists: &mut Vec<PickList>,
    name: &str,
    entries: Vec<PickListEntry>,
) -> Result<PickListId, DeskError> {
    let id = PickListId(lists.iter().map(|list| list.id.0).max().unwrap_or(0) + 1);
    lists.push(PickList { id, name: named(name)?, entries });
    Ok(id)
}

fn of_chart(tx: &Transaction<'_>, id: EncounterId) -> Result<Vec<PickListEntry>, DeskError> {
    let encounter = tx.encounter(id)?.ok_or(ErrorCode::NoSuchEncounter)?.encounter;
    let diagnoses = encounter
        .diagnoses
        .iter()
        .map(|diagnosis| CodeRef { system: CodeSystem::Icd10cm, code: diagnosis.code.to_string() });
    let lines = encounter
        .lines
        .iter()
        .filter_map(|line| Some(CodeRef { system: line.code.system()?, code: line.code.to_string() }));
    let mut codes: Vec<CodeRef> = Vec::new();
    for code in diagnoses.chain(lines) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    Ok(codes.into_iter().map(entry).collect())
}

fn entry(CodeRef { system, code }: CodeRef) -> PickListEntry {
    PickListEntry::Code { system, code, wording: String::new() }
}

fn find(lists: &mut [PickList], id: PickListId) -> Result<&mut PickList, DeskError> {
    lists.iter_mut().find(|list| list.id == id).ok_or_else(|| ErrorCode::NoSuchPickList.into())
}

fn move_to<T>(things: &mut Vec<T>, from: usize, to: u32) {
    let thing = things.remove(from);
    things.insert(index_of(to).min(things.len()), thing);
}

fn index_of(index: u32) -> usize {
    usize::try_from(index).unwrap_or(usize::MAX)
}

fn room(entries: usize) -> Result<(), DeskError> {
    match entries > MOST_ENTRIES {
        true => Err(DeskError::new(ErrorCode::PickListFull).with("most", MOST_ENTRIES)),
        false => Ok(()),
    }
}

fn named(name: &str) -> Result<String, DeskError> {
    match short(name) {
        name if name.is_empty() => Err(ErrorCode::PickListUnnamed.into()),
        name => Ok(name),
    }
}

/// Lists are known by their names whatever their capitals.
pub(super) fn same_name(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn tidy(entry: &PickListEntry) -> PickListEntry {
    match entry {
        PickListEntry::Heading { text } => PickListEntry::Heading { text: short(text) },
        PickListEntry::Code { system, code, wording } => {
            PickListEntry::Code { system: *system, code: code.clone(), wording: short(wording) }
        }
    }
}

/// On one line and not longer than can be shown.
pub(super) fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(MOST_CHARACTERS).collect()
}
