use encounter::{EncounterId, Stamp};
use jiff::Timestamp;
use rusqlite::params;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{MessageId, NumberKind};
use crate::Result;
use crate::columns::{json_at, json_text, parsed_at};
use crate::transaction::{Reading, Transaction};

/// A number of an encounter that a message made another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberMerge<'a> {
    pub message: MessageId,
    pub encounter: EncounterId,
    /// Of a record, a visit or an account.
    pub kind: NumberKind,
    /// As the encounter had it.
    pub retired: &'a str,
    pub surviving: &'a str,
}

/// One that was made, for whoever looks at the encounter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MergedNumber {
    pub message: MessageId,
    #[serde(skip)]
    pub encounter: EncounterId,
    /// It is the patient's record number; else the account number of the visit.
    pub of_record: bool,
    pub retired: String,
    pub surviving: String,
    pub trigger: String,
    pub sender: String,
    pub arrived: Timestamp,
    /// Who made two of them again, and when.
    pub parted: Option<Stamp>,
}

impl Reading<'_> {
    /// Those of an encounter, the last first, parted ones too.
    pub fn merges_of(&self, encounter: EncounterId) -> Result<Vec<MergedNumber>> {
        self.merges(include_str!("merges_of.sql"), params![encounter.0])
    }

    /// Those that a message made and that stand.
    pub fn merges_by(&self, message: MessageId) -> Result<Vec<MergedNumber>> {
        self.merges(include_str!("merges_by.sql"), params![message.0])
    }

    /// Those of record numbers that made one of these two out of the other and stand.
    pub fn merges_between(&self, one: &str, other: &str) -> Result<Vec<MergedNumber>> {
        self.merges(include_str!("merges_between.sql"), params![one, other])
    }

    fn merges(&self, sql: &str, values: impl rusqlite::Params) -> Result<Vec<MergedNumber>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let merges = statement.query_map(values, |row| {
            let parted: String = row.get("parted")?;
            Ok(MergedNumber {
                message: MessageId(row.get("message")?),
                encounter: EncounterId(row.get("encounter_id")?),
                of_record: row.get::<_, String>("kind")? == NumberKind::Record.id(),
                retired: row.get("retired")?,
                surviving: row.get("surviving")?,
                trigger: row.get("trigger")?,
                sender: row.get("sender")?,
                arrived: parsed_at(row, "at")?,
                parted: if parted.is_empty() { None } else { Some(json_at(row, "parted")?) },
            })
        })?;
        Ok(merges.collect::<rusqlite::Result<_>>()?)
    }
}

impl Transaction<'_> {
    /// Remembers that a number of an encounter is another now; where the message has said so before, nothing.
    pub fn keep_merge(&self, merge: &NumberMerge<'_>) -> Result<()> {
        let sql =
            "INSERT OR IGNORE INTO merged_number (message, encounter_id, kind, retired, surviving, parted)
            VALUES (?1, ?2, ?3, ?4, ?5, '')";
        let NumberMerge { message, encounter, kind, retired, surviving } = merge;
        let values = params![message.0, encounter.0, kind.id(), retired, surviving];
        self.connection.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// The numbers that a message made one are two again, `by` another message or by a person: the one that stayed no longer finds what carried the other. What
    /// the encounters carry is for the caller to write.
    pub fn part(&self, message: MessageId, by: Option<MessageId>, stamp: &Stamp) -> Result<()> {
        let sql = "UPDATE merged_number SET parted = ?2, parted_by = ?3 WHERE message = ?1 AND parted = ''";
        let by = by.map(|by| by.0);
        self.connection.prepare_cached(sql)?.execute(params![message.0, json_text(stamp)?, by])?;
        for sql in [
            "DELETE FROM sent_number WHERE message = ?1
                AND encounter_id IN (SELECT encounter_id FROM merged_number WHERE message = ?1)",
            "DELETE FROM field_origin WHERE message = ?1
                AND encounter_id IN (SELECT encounter_id FROM merged_number WHERE message = ?1)",
        ] {
            self.connection.prepare_cached(sql)?.execute([message.0])?;
        }
        Ok(())
    }
}
