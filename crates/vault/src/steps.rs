use encounter::{Encounter, EncounterId};
use rusqlite::{OptionalExtension, params};

use crate::columns::{json_at, json_text};
use crate::content::Moment;
use crate::transaction::{Reading, Transaction};
use crate::{Result, VaultError};

/// How many steps of an encounter can be taken back.
pub const STEPS_KEPT: u32 = 200;

/// A step that was taken back or made again.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// As it was named when it was pushed.
    pub action: String,
    /// What the encounter becomes. Not saved yet: the caller saves it in the same transaction.
    pub encounter: Encounter,
}

impl Reading<'_> {
    /// The names of the step that undo would take back and of the one that redo would make again.
    pub fn undo_labels(&self, id: EncounterId) -> Result<(Option<String>, Option<String>)> {
        let action =
            |sql| self.connection.prepare_cached(sql)?.query_row([id.0], |row| row.get(0)).optional();
        let undo =
            "SELECT action FROM step WHERE encounter_id = ?1 AND NOT undone ORDER BY number DESC LIMIT 1";
        let redo = "SELECT action FROM step WHERE encounter_id = ?1 AND undone ORDER BY number LIMIT 1";
        Ok((action(undo)?, action(redo)?))
    }
}

impl Transaction<'_> {
    /// Remembers a change. What could have been made again no longer can, and steps older than the last
    /// [`STEPS_KEPT`] are forgotten.
    pub fn push_step(
        &self,
        id: EncounterId,
        action: &str,
        before: &Encounter,
        after: &Encounter,
    ) -> Result<()> {
        let sql = "DELETE FROM step WHERE encounter_id = ?1 AND undone";
        self.connection.prepare_cached(sql)?.execute([id.0])?;
        let sql = "SELECT coalesce(max(number), 0) + 1 FROM step WHERE encounter_id = ?1";
        let number: u32 = self.connection.prepare_cached(sql)?.query_row([id.0], |row| row.get(0))?;
        let (before, after) = (json_text(&Moment::of(before))?, json_text(&Moment::of(after))?);
        let sql = "INSERT INTO step (encounter_id, number, action, before, after, undone)
            VALUES (?1, ?2, ?3, ?4, ?5, 0)";
        self.connection.prepare_cached(sql)?.execute(params![id.0, number, action, before, after])?;
        let sql = "DELETE FROM step WHERE encounter_id = ?1 AND number <= ?2";
        let forgotten = number.saturating_sub(STEPS_KEPT);
        self.connection.prepare_cached(sql)?.execute(params![id.0, forgotten])?;
        Ok(())
    }

    /// Takes back the latest step; `None` where there is none.
    pub fn undo_step(&self, id: EncounterId) -> Result<Option<Step>> {
        self.turn(id, include_str!("undo_step.sql"), true)
    }

    /// Makes the step again that was taken back last; `None` where there is none.
    pub fn redo_step(&self, id: EncounterId) -> Result<Option<Step>> {
        self.turn(id, include_str!("redo_step.sql"), false)
    }

    /// Forgets every step, as at completion.
    pub fn clear_steps(&self, id: EncounterId) -> Result<()> {
        self.connection.prepare_cached("DELETE FROM step WHERE encounter_id = ?1")?.execute([id.0])?;
        Ok(())
    }

    fn turn(&self, id: EncounterId, sql: &str, undone: bool) -> Result<Option<Step>> {
        let step = self.connection.prepare_cached(sql)?.query_row([id.0], |row| {
            Ok((row.get::<_, u32>("number")?, row.get("action")?, json_at::<Moment>(row, "moment")?))
        });
        let Some((number, action, moment)) = step.optional()? else { return Ok(None) };
        let now = self.encounter(id)?.ok_or(VaultError::NoSuchEncounter)?.encounter;
        let sql = "UPDATE step SET undone = ?3 WHERE encounter_id = ?1 AND number = ?2";
        self.connection.prepare_cached(sql)?.execute(params![id.0, number, undone])?;
        Ok(Some(Step { action, encounter: moment.restore(now) }))
    }
}

#[cfg(test)]
#[path = "steps_tests.rs"]
mod tests;
