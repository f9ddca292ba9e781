use encounter::EncounterId;
use rusqlite::params;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::MessageId;
use crate::columns::{json_at, json_text, name_of};
use crate::transaction::{Reading, Transaction};
use crate::{Result, VaultError};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(transparent)]
pub struct ProposalId(pub u32);

/// What has become of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    Open,
    Taken,
    Declined,
    /// The sender took it back.
    Withdrawn,
}

/// A code or a concept in words that came with a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal<C> {
    pub id: ProposalId,
    pub content: C,
    pub trigger: String,
    pub sender: String,
}

impl Reading<'_> {
    /// Of an encounter and in this state, in the order in which they came.
    pub fn proposals<C: DeserializeOwned>(
        &self,
        encounter: EncounterId,
        state: ProposalState,
    ) -> Result<Vec<Proposal<C>>> {
        let mut statement = self.connection.prepare_cached(include_str!("proposals.sql"))?;
        let proposals = statement.query_map(params![encounter.0, name_of(&state)?], |row| {
            Ok(Proposal {
                id: ProposalId(row.get("id")?),
                content: json_at(row, "content")?,
                trigger: row.get("trigger")?,
                sender: row.get("sender")?,
            })
        })?;
        Ok(proposals.collect::<rusqlite::Result<_>>()?)
    }
}

impl Transaction<'_> {
    pub fn keep_proposal<C: Serialize>(
        &self,
        encounter: EncounterId,
        message: MessageId,
        content: C,
    ) -> Result<Proposal<C>> {
        let sql = "INSERT INTO proposal (encounter_id, message, content, state) VALUES (?1, ?2, ?3, 'open')";
        let values = params![encounter.0, message.0, json_text(&content)?];
        self.connection.prepare_cached(sql)?.execute(values)?;
        let id = u32::try_from(self.connection.last_insert_rowid()).map_err(|_| VaultError::Damaged)?;
        let sql = "SELECT trigger, sender FROM message WHERE id = ?1";
        let (trigger, sender) = self
            .connection
            .prepare_cached(sql)?
            .query_row([message.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Proposal { id: ProposalId(id), content, trigger, sender })
    }

    /// False where the encounter has no such proposal.
    pub fn set_proposal(&self, encounter: EncounterId, id: ProposalId, state: ProposalState) -> Result<bool> {
        let sql = "UPDATE proposal SET state = ?3 WHERE id = ?2 AND encounter_id = ?1";
        let values = params![encounter.0, id.0, name_of(&state)?];
        Ok(self.connection.prepare_cached(sql)?.execute(values)? > 0)
    }
}
