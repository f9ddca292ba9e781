use std::collections::BTreeMap;

use encounter::EncounterId;
use jiff::Timestamp;
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::audit_chain::{Hash, Link};
use crate::columns::{json_at, json_text, parsed_at};
use crate::transaction::{Reading, Transaction};
use crate::{Result, VaultError, hex};

/// Something that was done or seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEvent {
    pub at: Timestamp,
    /// Sign-in name.
    pub by: String,
    pub encounter: Option<EncounterId>,
    /// For example `view` or `attach_diagnosis`.
    pub action: String,
    pub detail: BTreeMap<String, String>,
}

/// One entry of the audit trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// From 1, without gaps.
    pub number: u32,
    pub at: Timestamp,
    pub by: String,
    pub encounter: Option<EncounterId>,
    pub action: String,
    pub detail: BTreeMap<String, String>,
    /// SHA-256 over the hash of the entry before and every field of this one, hexadecimal.
    pub hash: String,
}

/// Whether the audit trail is whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AuditVerdict {
    pub entries: u32,
    pub intact: bool,
    /// The number of the first entry that is not what it was or not where it was; one past the last where the end is
    /// missing.
    pub first_bad: Option<u32>,
    /// The hash of the last entry, hexadecimal; worth writing down elsewhere.
    pub head: String,
}

impl Transaction<'_> {
    /// Adds to the trail, in the transaction of the change that it tells of.
    pub fn append_audit(&self, event: &AuditEvent) -> Result<()> {
        let sql = "SELECT number, hash FROM audit_head";
        let (last, before): (u32, Hash) =
            self.connection.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let number = last.checked_add(1).ok_or(VaultError::Damaged)?;
        let (at, detail) = (event.at.to_string(), json_text(&event.detail)?);
        let encounter = event.encounter.map(|id| id.0);
        let link = Link { number, at: &at, by: &event.by, encounter, action: &event.action, detail: &detail };
        let hash = link.hash(&before);
        let values = params![number, at, event.by, encounter, event.action, detail, hash];
        self.connection.prepare_cached(include_str!("append_audit.sql"))?.execute(values)?;
        let sql = "UPDATE audit_head SET number = ?1, hash = ?2";
        self.connection.prepare_cached(sql)?.execute(params![number, hash])?;
        Ok(())
    }
}

impl Reading<'_> {
    /// Everything about one encounter, oldest first.
    pub fn audit_of(&self, id: EncounterId) -> Result<Vec<AuditEntry>> {
        let mut statement = self.connection.prepare_cached(include_str!("audit_of.sql"))?;
        let entries = statement.query_map([id.0], audit_entry)?;
        Ok(entries.collect::<Result<_, _>>()?)
    }

    /// The latest entries, newest first.
    pub fn audit_recent(&self, limit: u32) -> Result<Vec<AuditEntry>> {
        let mut statement = self.connection.prepare_cached(include_str!("audit_recent.sql"))?;
        let entries = statement.query_map([limit], audit_entry)?;
        Ok(entries.collect::<Result<_, _>>()?)
    }

    /// Walks the whole chain.
    pub fn verify_audit(&self) -> Result<AuditVerdict> {
        let sql = "SELECT number, hash FROM audit_head";
        let (last, head): (u32, Hash) =
            self.connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut statement = self.connection.prepare_cached(include_str!("audit_chain.sql"))?;
        let mut rows = statement.query([])?;
        let (mut entries, mut before, mut first_bad) = (0_u32, [0; 32], None);
        while let Some(row) = rows.next()? {
            entries = entries.saturating_add(1);
            let link = Link::at(row);
            let good = match (&link, row.get::<_, Hash>("hash")) {
                (Ok(link), Ok(hash)) if link.number == entries && link.hash(&before) == hash => Some(hash),
                _ => None,
            };
            match good {
                Some(hash) if first_bad.is_none() => before = hash,
                _ => first_bad = first_bad.or(Some(entries)),
            }
        }
        if first_bad.is_none() && (entries, before) != (last, head) {
            first_bad = Some(entries.min(last).saturating_add(1));
        }
        Ok(AuditVerdict { entries, intact: first_bad.is_none(), first_bad, head: hex::encode(&head) })
    }
}

fn audit_entry(row: &Row<'_>) -> rusqlite::Result<AuditEntry> {
    Ok(AuditEntry {
        number: row.get("number")?,
        at: parsed_at(row, "at")?,
        by: row.get("by")?,
        encounter: row.get::<_, Option<u32>>("encounter_id")?.map(EncounterId),
        action: row.get("action")?,
        detail: json_at(row, "detail")?,
        hash: hex::encode(&row.get::<_, Hash>("hash")?),
    })
}

#[cfg(test)]
#[path = "audit_tests.rs"]
mod tests;
