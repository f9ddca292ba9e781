use std::collections::BTreeMap;

use encounter::CodeSystem;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::Result;
use crate::columns::{json_at, json_text};
use crate::transaction::{Reading, Transaction};

/// How many changes of the lists can be taken back.
pub const PICK_LIST_STEPS_KEPT: u32 = 50;

/// The number of a pick list in its vault.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct PickListId(pub u32);

/// A named list of codes that the practice uses, in its order (superbill).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PickList {
    pub id: PickListId,
    pub name: String,
    pub entries: Vec<PickListEntry>,
}

/// One line of a pick list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum PickListEntry {
    /// Of the section that begins here.
    Heading { text: String },
    Code {
        system: CodeSystem,
        /// As it is shown, with the dot of ICD-10-CM.
        code: String,
        /// The practice's own words for it; empty where the book's serve.
        wording: String,
    },
}

/// The lists at one moment, as far as they differ from another.
#[derive(Serialize, Deserialize)]
struct Moment {
    order: Vec<PickListId>,
    lists: Vec<PickList>,
}

impl Moment {
    fn of(lists: &[PickList], other: &[PickList]) -> Self {
        Self {
            order: lists.iter().map(|list| list.id).collect(),
            lists: lists.iter().filter(|list| !other.contains(list)).cloned().collect(),
        }
    }

    fn restore(self, now: Vec<PickList>) -> Vec<PickList> {
        let mut known: BTreeMap<PickListId, PickList> =
            now.into_iter().chain(self.lists).map(|list| (list.id, list)).collect();
        self.order.iter().filter_map(|id| known.remove(id)).collect()
    }
}

impl Reading<'_> {
    /// All lists in their order.
    pub fn pick_lists(&self) -> Result<Vec<PickList>> {
        let sql = "SELECT id, name, entries FROM pick_list ORDER BY position";
        let mut statement = self.connection.prepare_cached(sql)?;
        let lists = statement.query_map([], |row| {
            let id = PickListId(row.get("id")?);
            Ok(PickList { id, name: row.get("name")?, entries: json_at(row, "entries")? })
        })?;
        Ok(lists.collect::<Result<_, _>>()?)
    }

    /// The names of the change that undo would take back and of the one that redo would make again.
    pub fn pick_list_undo_labels(&self) -> Result<(Option<String>, Option<String>)> {
        let action = |sql| self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional();
        let undo = "SELECT action FROM pick_list_step WHERE NOT undone ORDER BY number DESC LIMIT 1";
        let redo = "SELECT action FROM pick_list_step WHERE undone ORDER BY number LIMIT 1";
        Ok((action(undo)?, action(redo)?))
    }
}

impl Transaction<'_> {
    /// Makes the lists what `after` says and remembers what they were. What could have been made again no longer can,
    /// and steps older than the last [`PICK_LIST_STEPS_KEPT`] are forgotten.
    pub fn change_pick_lists(&self, action: &str, before: &[PickList], after: &[PickList]) -> Result<()> {
        self.connection.prepare_cached("DELETE FROM pick_list_step WHERE undone")?.execute([])?;
        let sql = "SELECT coalesce(max(number), 0) + 1 FROM pick_list_step";
        let number: u32 = self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        let (was, is) = (json_text(&Moment::of(before, after))?, json_text(&Moment::of(after, before))?);
        let sql = "INSERT INTO pick_list_step (number, action, before, after, undone)
            VALUES (?1, ?2, ?3, ?4, 0)";
        self.connection.prepare_cached(sql)?.execute(params![number, action, was, is])?;
        let forgotten = number.saturating_sub(PICK_LIST_STEPS_KEPT);
        self.connection
            .prepare_cached("DELETE FROM pick_list_step WHERE number <= ?1")?
            .execute([forgotten])?;
        self.save_pick_lists(after)
    }

    /// Takes back the latest change and says what it was; `None` where there is none.
    pub fn undo_pick_lists(&self) -> Result<Option<String>> {
        self.turn_pick_lists(include_str!("undo_pick_lists.sql"), true)
    }

    /// Makes the change again that was taken back last; `None` where there is none.
    pub fn redo_pick_lists(&self) -> Result<Option<String>> {
        self.turn_pick_lists(include_str!("redo_pick_lists.sql"), false)
    }

    fn turn_pick_lists(&self, sql: &str, undone: bool) -> Result<Option<String>> {
        let step = self.connection.prepare_cached(sql)?.query_row([], |row| {
            Ok((row.get::<_, u32>("number")?, row.get("action")?, json_at::<Moment>(row, "moment")?))
        });
        let Some((number, action, moment)) = step.optional()? else { return Ok(None) };
        self.save_pick_lists(&moment.restore(self.pick_lists()?))?;
        let sql = "UPDATE pick_list_step SET undone = ?2 WHERE number = ?1";
        self.connection.prepare_cached(sql)?.execute(params![number, undone])?;
        Ok(Some(action))
    }

    fn save_pick_lists(&self, lists: &[PickList]) -> Result<()> {
        self.connection.prepare_cached("DELETE FROM pick_list")?.execute([])?;
        let sql = "INSERT INTO pick_list (id, position, name, entries) VALUES (?1, ?2, ?3, ?4)";
        let mut statement = self.connection.prepare_cached(sql)?;
        for (position, list) in (0_u32..).zip(lists) {
            statement.execute(params![list.id.0, position, list.name, json_text(&list.entries)?])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Vault;
    use crate::sample::vault;

    fn list(id: u32, name: &str, codes: &[&str]) -> PickList {
        let heading = PickListEntry::Heading { text: "Section".into() };
        let codes = codes.iter().map(|code| PickListEntry::Code {
            system: CodeSystem::Icd10cm,
            code: (*code).into(),
            wording: String::new(),
        });
        PickList {
            id: PickListId(id),
            name: name.into(),
            entries: std::iter::once(heading).chain(codes).collect(),
        }
    }

    fn change(vault: &mut Vault, action: &str, after: &[PickList]) {
        vault
            .transact(|tx| {
                let before = tx.pick_lists()?;
                tx.change_pick_lists(action, &before, after)
            })
            .unwrap();
    }

    #[test]
    fn changes_go_back_and_forth() {
        let (_folder, mut vault, _) = vault();
        let lists = |vault: &Vault| vault.read(|reading| reading.pick_lists()).unwrap();
        let labels = |vault: &Vault| vault.read(|reading| reading.pick_list_undo_labels()).unwrap();
        assert_eq!((lists(&vault), labels(&vault)), (vec![], (None, None)));

        let (derm, card) = (list(1, "Derm", &["L40.0"]), list(2, "Cardio", &["I10", "I48.91"]));
        let steps = [
            ("create", vec![derm.clone()]),
            ("create", vec![derm.clone(), card.clone()]),
            ("move_list", vec![card.clone(), derm.clone()]),
            ("rename", vec![list(2, "Heart", &["I10", "I48.91"]), derm.clone()]),
            ("delete", vec![derm]),
        ];
        for (action, after) in &steps {
            change(&mut vault, action, after);
            assert_eq!(lists(&vault), *after);
        }
        for (before, (action, _)) in
            [&steps[3].1, &steps[2].1, &steps[1].1, &steps[0].1, &vec![]].into_iter().zip(steps.iter().rev())
        {
            let undone = vault.transact(|tx| tx.undo_pick_lists()).unwrap();
            assert_eq!((undone.as_deref(), &lists(&vault)), (Some(*action), before));
        }
        assert_eq!(vault.transact(|tx| tx.undo_pick_lists()).unwrap(), None);
        for (_, after) in &steps[..4] {
            vault.transact(|tx| tx.redo_pick_lists()).unwrap();
            assert_eq!(lists(&vault), *after);
        }
        assert_eq!(labels(&vault), (Some("rename".into()), Some("delete".into())));
        change(&mut vault, "clear", &[]);
        assert_eq!(labels(&vault), (Some("clear".into()), None), "the tail is gone");
    }

    #[test]
    fn only_the_last_steps_are_kept() {
        let (_folder, mut vault, _) = vault();
        for number in 0..PICK_LIST_STEPS_KEPT + 7 {
            change(&mut vault, "rename", &[list(1, &format!("Name {number}"), &[])]);
        }
        let sql = "SELECT count(*) FROM pick_list_step";
        let kept: u32 = vault.connection.query_row(sql, [], |row| row.get(0)).unwrap();
        assert_eq!(kept, PICK_LIST_STEPS_KEPT);
    }
}
