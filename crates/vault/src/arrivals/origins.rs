use encounter::EncounterId;
use rusqlite::params;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::MessageId;
use crate::Result;
use crate::transaction::{Reading, Transaction};

/// Where the latest word on a field came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldOrigin {
    /// JSON pointer below the encounter, for example `/header/patient/lastName`.
    pub field: String,
    pub message: MessageId,
    /// In the message, as people of its format write it, for example `PID-5.1`.
    pub place: String,
    /// As the message has it, JSON.
    pub value: String,
    pub format: String,
    pub trigger: String,
    pub sender: String,
    /// UTC; empty where the message says no time.
    pub sent: String,
}

impl Reading<'_> {
    /// Of each field of an encounter that a message said something of, the word sent last.
    pub fn field_origins(&self, encounter: EncounterId) -> Result<Vec<FieldOrigin>> {
        let mut statement = self.connection.prepare_cached(include_str!("field_origins.sql"))?;
        let origins = statement.query_map([encounter.0], |row| {
            Ok(FieldOrigin {
                field: row.get("field")?,
                message: MessageId(row.get("message")?),
                place: row.get("place")?,
                value: row.get("value")?,
                format: row.get("format")?,
                trigger: row.get("trigger")?,
                sender: row.get("sender")?,
                sent: row.get("sent")?,
            })
        })?;
        Ok(origins.collect::<rusqlite::Result<_>>()?)
    }
}

impl Transaction<'_> {
    pub fn keep_field_origin(
        &self,
        encounter: EncounterId,
        field: &str,
        message: MessageId,
        place: &str,
        value: &str,
    ) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO field_origin (encounter_id, field, message, place, value)
            VALUES (?1, ?2, ?3, ?4, ?5)";
        self.connection.prepare_cached(sql)?.execute(params![encounter.0, field, message.0, place, value])?;
        Ok(())
    }
}
