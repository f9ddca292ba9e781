use encounter::{EncounterId, Stamp};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use specta::Type;

use crate::columns::{json_at, json_text, parsed_at};
use crate::transaction::{Reading, Transaction};
use crate::{Result, VaultError};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct ArrivalId(pub u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct MessageId(pub u32);

/// One import.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ArrivalRecord<R> {
    pub id: ArrivalId,
    pub at: Timestamp,
    /// Sign-in name.
    pub by: String,
    /// Without their folders.
    pub files: Vec<String>,
    pub report: R,
    /// Who took it back, and when.
    pub undone: Option<Stamp>,
}

/// A message that is about to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewMessage<'a> {
    pub format: &'a str,
    /// Application and facility.
    pub sender: &'a str,
    /// Empty where the sender gave it no number.
    pub control_id: &'a str,
    pub trigger: &'a str,
    /// UTC; texts of this form sort as the times do. Empty where the message says no time.
    pub sent: &'a str,
    pub raw: &'a [u8],
    /// It is a file that a document came as, which keeps the bytes: the message keeps only by what they are known again.
    pub is_kept_as_file: bool,
}

/// A message as it came, for whoever asks where a field is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentMessage {
    pub id: MessageId,
    pub arrived: Timestamp,
    pub format: String,
    pub sender: String,
    pub control_id: String,
    pub trigger: String,
    pub sent: String,
    pub raw: Vec<u8>,
}

impl Reading<'_> {
    /// The message that these bytes are again. The number that a sender gives is no proof: some give all the same. One that
    /// was taken back with its import does not count.
    pub fn same_message(&self, raw: &[u8]) -> Result<Option<MessageId>> {
        let digest = Sha256::digest(raw);
        let mut statement = self.connection.prepare_cached(include_str!("same_message.sql"))?;
        Ok(statement.query_row([digest.as_slice()], |row| Ok(MessageId(row.get(0)?))).optional()?)
    }

    /// The imports, the latest first, at most `limit`.
    pub fn arrivals<R: serde::de::DeserializeOwned>(&self, limit: u32) -> Result<Vec<ArrivalRecord<R>>> {
        let sql = "SELECT * FROM arrival ORDER BY id DESC LIMIT ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let arrivals = statement.query_map([limit], arrival)?;
        Ok(arrivals.collect::<Result<_, _>>()?)
    }

    pub fn arrival<R: serde::de::DeserializeOwned>(&self, id: ArrivalId) -> Result<Option<ArrivalRecord<R>>> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM arrival WHERE id = ?1")?;
        Ok(statement.query_row([id.0], arrival).optional()?)
    }

    /// The messages that an encounter was made or changed by, in the order in which they came.
    pub fn messages_of(&self, encounter: EncounterId) -> Result<Vec<SentMessage>> {
        let mut statement = self.connection.prepare_cached(include_str!("messages_of.sql"))?;
        let messages = statement.query_map([encounter.0], |row| {
            Ok(SentMessage {
                id: MessageId(row.get("id")?),
                arrived: parsed_at(row, "at")?,
                format: row.get("format")?,
                sender: row.get("sender")?,
                control_id: row.get("control_id")?,
                trigger: row.get("trigger")?,
                sent: row.get("sent")?,
                raw: row.get("raw")?,
            })
        })?;
        Ok(messages.collect::<Result<_, _>>()?)
    }
}

fn arrival<R: serde::de::DeserializeOwned>(row: &Row<'_>) -> rusqlite::Result<ArrivalRecord<R>> {
    let undone = match row.get_ref("undone")?.as_str()? {
        "" => None,
        _ => Some(json_at(row, "undone")?),
    };
    Ok(ArrivalRecord {
        id: ArrivalId(row.get("id")?),
        at: parsed_at(row, "at")?,
        by: row.get("by")?,
        files: json_at(row, "files")?,
        report: json_at(row, "report")?,
        undone,
    })
}

impl Transaction<'_> {
    /// Begins an import, whose report is kept at its end.
    pub fn begin_arrival(&self, stamp: &Stamp, files: &[String]) -> Result<ArrivalId> {
        let sql = "INSERT INTO arrival (at, by, files, report, undone) VALUES (?1, ?2, ?3, 'null', '')";
        let values = params![stamp.at.to_string(), stamp.by, json_text(&files)?];
        self.connection.prepare_cached(sql)?.execute(values)?;
        let id = u32::try_from(self.connection.last_insert_rowid()).map_err(|_| VaultError::Damaged)?;
        Ok(ArrivalId(id))
    }

    pub fn keep_report<R: Serialize>(&self, arrival: ArrivalId, report: &R) -> Result<()> {
        let sql = "UPDATE arrival SET report = ?2 WHERE id = ?1";
        self.connection.prepare_cached(sql)?.execute(params![arrival.0, json_text(report)?])?;
        Ok(())
    }

    pub fn keep_message(&self, arrival: ArrivalId, message: &NewMessage<'_>) -> Result<MessageId> {
        let digest = Sha256::digest(message.raw);
        let NewMessage { format, sender, control_id, trigger, sent, raw, is_kept_as_file } = message;
        let raw: &[u8] = if *is_kept_as_file { &[] } else { raw };
        self.connection.prepare_cached(include_str!("insert_message.sql"))?.execute(params![
            arrival.0,
            format,
            sender,
            control_id,
            trigger,
            sent,
            digest.as_slice(),
            raw,
        ])?;
        let id = u32::try_from(self.connection.last_insert_rowid()).map_err(|_| VaultError::Damaged)?;
        Ok(MessageId(id))
    }

    /// Marks an import as taken back, and forgets which numbers, fields and proposals came with it. Its messages and its
    /// report stay. False where there is none that stands.
    pub fn forget_arrival(&self, arrival: ArrivalId, stamp: &Stamp) -> Result<bool> {
        let sql = "UPDATE arrival SET undone = ?2 WHERE id = ?1 AND undone = ''";
        if self.connection.prepare_cached(sql)?.execute(params![arrival.0, json_text(stamp)?])? == 0 {
            return Ok(false);
        }
        for sql in [
            "DELETE FROM sent_number WHERE message IN (SELECT id FROM message WHERE arrival = ?1)",
            "DELETE FROM field_origin WHERE message IN (SELECT id FROM message WHERE arrival = ?1)",
            "DELETE FROM proposal WHERE message IN (SELECT id FROM message WHERE arrival = ?1)",
            "DELETE FROM arrival_change WHERE arrival = ?1",
            "UPDATE merged_number SET parted = '', parted_by = NULL
                WHERE parted_by IN (SELECT id FROM message WHERE arrival = ?1)",
        ] {
            self.connection.prepare_cached(sql)?.execute([arrival.0])?;
        }
        Ok(true)
    }
}
