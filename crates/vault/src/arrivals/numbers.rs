use encounter::{DocumentId, EncounterId};
use rusqlite::params;

use super::MessageId;
use crate::Result;
use crate::transaction::{Reading, Transaction};

/// What a number of a sender is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NumberKind {
    Visit,
    Account,
    /// Of the patient.
    Record,
    Document(DocumentId),
}

impl NumberKind {
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Visit => "visit",
            Self::Account => "account",
            Self::Record => "record",
            Self::Document(_) => "document",
        }
    }

    const fn document(self) -> u32 {
        match self {
            Self::Document(id) => id.0,
            Self::Visit | Self::Account | Self::Record => 0,
        }
    }
}

/// A number as it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SentNumber<'a> {
    pub number: &'a str,
    /// Empty where it was not said; then it may be anybody's.
    pub authority: &'a str,
}

impl Reading<'_> {
    /// The encounters that senders know by a number of this kind, each with the authority that gave it and, of documents,
    /// which one; the latest first.
    pub fn numbered(
        &self,
        kind: NumberKind,
        number: &SentNumber<'_>,
    ) -> Result<Vec<(EncounterId, DocumentId)>> {
        let mut statement = self.connection.prepare_cached(include_str!("numbered.sql"))?;
        let values = params![kind.id(), number.number, number.authority];
        let found =
            statement.query_map(values, |row| Ok((EncounterId(row.get(0)?), DocumentId(row.get(1)?))))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The encounters of a record number, whatever their status but void, the latest first; those of another authority
    /// than this left out.
    pub fn of_record_number(&self, number: &SentNumber<'_>) -> Result<Vec<EncounterId>> {
        let mut statement = self.connection.prepare_cached(include_str!("of_record_number.sql"))?;
        let found = statement
            .query_map(params![number.number, number.authority], |row| Ok(EncounterId(row.get(0)?)))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}

impl Transaction<'_> {
    /// Does nothing where the message is known to have said so.
    pub fn keep_number(
        &self,
        encounter: EncounterId,
        kind: NumberKind,
        number: &SentNumber<'_>,
        message: MessageId,
    ) -> Result<()> {
        let sql =
            "INSERT OR IGNORE INTO sent_number (kind, number, authority, encounter_id, document_id, message)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        self.connection.prepare_cached(sql)?.execute(params![
            kind.id(),
            number.number,
            number.authority,
            encounter.0,
            kind.document(),
            message.0,
        ])?;
        Ok(())
    }
}
