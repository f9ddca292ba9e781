use encounter::{Encounter, EncounterId};
use rusqlite::params;

use super::ArrivalId;
use crate::columns::json_text;
use crate::content::Moment;
use crate::transaction::{Reading, Transaction};
use crate::{Result, VaultError};

/// An encounter that an import made or changed.
#[derive(Clone, Debug, PartialEq)]
pub struct ArrivalChange {
    pub encounter: EncounterId,
    /// The revision that the import left.
    pub revision: u32,
    /// What it becomes when the import is taken back; `None` where the import made it.
    pub before: Option<Encounter>,
}

impl Reading<'_> {
    pub fn arrival_changes(&self, arrival: ArrivalId) -> Result<Vec<ArrivalChange>> {
        let sql = "SELECT encounter_id, revision, before FROM arrival_change WHERE arrival = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([arrival.0], |row| {
            Ok((EncounterId(row.get(0)?), row.get::<_, u32>(1)?, row.get::<_, String>(2)?))
        })?;
        let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let mut changes = Vec::with_capacity(rows.len());
        for (encounter, revision, before) in rows {
            let before = match before.as_str() {
                "" => None,
                text => {
                    let moment: Moment = serde_json::from_str(text).map_err(|_| VaultError::Damaged)?;
                    let now = self.encounter(encounter)?.ok_or(VaultError::NoSuchEncounter)?.encounter;
                    Some(moment.restore(now))
                }
            };
            changes.push(ArrivalChange { encounter, revision, before });
        }
        Ok(changes)
    }
}

impl Transaction<'_> {
    /// Remembers what an import did to an encounter; of several changes the first state and the last revision.
    pub fn keep_arrival_change(
        &self,
        arrival: ArrivalId,
        encounter: EncounterId,
        revision: u32,
        before: Option<&Encounter>,
    ) -> Result<()> {
        let before = before.map(|before| json_text(&Moment::of(before))).transpose()?.unwrap_or_default();
        let sql =
            "INSERT INTO arrival_change (arrival, encounter_id, revision, before) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (arrival, encounter_id) DO UPDATE SET revision = ?3";
        self.connection.prepare_cached(sql)?.execute(params![arrival.0, encounter.0, revision, before])?;
        Ok(())
    }
}
