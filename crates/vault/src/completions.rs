use encounter::{Completion, Encounter, EncounterId, Reopening, Stamp};
use rusqlite::{Connection, OptionalExtension, params};

use crate::columns::{json_at, json_text, parsed_at};
use crate::content::Moment;
use crate::documents::documents_of;
use crate::transaction::{Reading, Transaction};
use crate::{Result, VaultError};

impl Transaction<'_> {
    /// Writes the completions that are not kept yet, each with `encounter` as its snapshot.
    /// [`save_encounter`](Self::save_encounter) does the same; doing it twice does no harm.
    ///
    /// # Errors
    /// [`VaultError::Locked`] where a kept completion would be changed or taken away.
    pub fn record_completion(&self, id: EncounterId, encounter: &Encounter) -> Result<()> {
        record_completions(self.connection, id, encounter)
    }

    /// Writes why the latest completion was reopened, from the completion itself.
    /// [`save_encounter`](Self::save_encounter) does the same; doing it twice does no harm.
    ///
    /// # Errors
    /// As [`record_completion`](Self::record_completion).
    pub fn record_reopening(&self, id: EncounterId, encounter: &Encounter) -> Result<()> {
        record_completions(self.connection, id, encounter)
    }
}

impl Reading<'_> {
    /// The encounter as it was at its latest completion; `None` where it has never been completed.
    pub fn completion_snapshot(&self, id: EncounterId) -> Result<Option<Encounter>> {
        let sql = "SELECT snapshot FROM completion WHERE encounter_id = ?1 ORDER BY number DESC LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let moment: Option<Moment> =
            statement.query_row([id.0], |row| json_at(row, "snapshot")).optional()?;
        let Some(moment) = moment else { return Ok(None) };
        let mut completions = completions_of(self.connection, id)?;
        if let Some(latest) = completions.last_mut() {
            latest.reopened = None;
        }
        Ok(Some(moment.recall(documents_of(self.connection, id)?, completions)))
    }
}

/// In order, each with its reopening.
pub(crate) fn completions_of(connection: &Connection, id: EncounterId) -> Result<Vec<Completion>> {
    let mut statement = connection.prepare_cached(include_str!("completions_of.sql"))?;
    let completions = statement.query_map([id.0], |row| {
        let reason: Option<String> = row.get("reason")?;
        let reopened = reason.map(|reason| -> rusqlite::Result<Reopening> {
            let stamp = Stamp { by: row.get("reopened_by")?, at: parsed_at(row, "reopened_at")? };
            Ok(Reopening { stamp, reason })
        });
        Ok(Completion {
            stamp: Stamp { by: row.get("by")?, at: parsed_at(row, "at")? },
            coder: row.get("coder")?,
            credential: row.get("credential")?,
            releases: json_at(row, "releases")?,
            reopened: reopened.transpose()?,
        })
    })?;
    Ok(completions.collect::<Result<_, _>>()?)
}

pub(crate) fn record_completions(
    connection: &Connection,
    id: EncounterId,
    encounter: &Encounter,
) -> Result<()> {
    let kept = completions_of(connection, id)?;
    if kept == encounter.completions {
        return Ok(());
    }
    if kept.len() > encounter.completions.len() {
        return Err(VaultError::Locked);
    }
    for (number, completion) in (1_u32..).zip(&encounter.completions) {
        let known = kept.get(number as usize - 1);
        match known {
            Some(known) if is_same_but_for_reopening(known, completion) => {}
            Some(_) => return Err(VaultError::Locked),
            None => insert_completion(connection, id, number, completion, encounter)?,
        }
        match (known.and_then(|known| known.reopened.as_ref()), &completion.reopened) {
            (None, None) => {}
            (None, Some(reopening)) => insert_reopening(connection, id, number, reopening)?,
            (Some(known), Some(reopening)) if known == reopening => {}
            (Some(_), _) => return Err(VaultError::Locked),
        }
    }
    Ok(())
}

fn is_same_but_for_reopening(one: &Completion, other: &Completion) -> bool {
    (&one.stamp, &one.coder, &one.credential, &one.releases)
        == (&other.stamp, &other.coder, &other.credential, &other.releases)
}

fn insert_completion(
    connection: &Connection,
    id: EncounterId,
    number: u32,
    completion: &Completion,
    encounter: &Encounter,
) -> Result<()> {
    connection.prepare_cached(include_str!("insert_completion.sql"))?.execute(params![
        id.0,
        number,
        completion.stamp.by,
        completion.stamp.at.to_string(),
        completion.coder,
        completion.credential,
        json_text(&completion.releases)?,
        json_text(&Moment::of(encounter))?,
    ])?;
    Ok(())
}

fn insert_reopening(
    connection: &Connection,
    id: EncounterId,
    number: u32,
    reopening: &Reopening,
) -> Result<()> {
    let sql = "INSERT INTO reopening (encounter_id, number, by, at, reason) VALUES (?1, ?2, ?3, ?4, ?5)";
    let Reopening { stamp, reason } = reopening;
    let values = params![id.0, number, stamp.by, stamp.at.to_string(), reason];
    connection.prepare_cached(sql)?.execute(values)?;
    Ok(())
}
