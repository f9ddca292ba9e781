use encounter::{Encounter, EncounterId, FindingCounts, Patient, Status};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};

use crate::columns::{date_text, json_at, json_text, status_at};
use crate::completions::{completions_of, record_completions};
use crate::content::content_of;
use crate::documents::{documents_of, save_documents};
use crate::queue_row::{QueueFields, documents_in};
use crate::transaction::{Reading, Transaction};
use crate::{Result, VaultError};

/// An encounter as the vault keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub id: EncounterId,
    /// Grows by one with every save.
    pub revision: u32,
    pub encounter: Encounter,
}

impl Reading<'_> {
    /// With its documents and their texts; `None` where there is no such encounter.
    pub fn encounter(&self, id: EncounterId) -> Result<Option<Stored>> {
        let mut statement = self.connection.prepare_cached(include_str!("encounter.sql"))?;
        let row = statement
            .query_row([id.0], |row| {
                let revision: u32 = row.get("revision")?;
                let own = Encounter {
                    status: status_at(row, "status")?,
                    seconds_worked: row.get("seconds_worked")?,
                    last_part: row.get("last_part")?,
                    ..Encounter::default()
                };
                Ok((revision, own, row.get::<_, String>("content")?))
            })
            .optional()?;
        let Some((revision, own, content)) = row else { return Ok(None) };
        let content: Encounter = serde_json::from_str(&content).map_err(|_| VaultError::Damaged)?;
        let encounter = Encounter {
            status: own.status,
            seconds_worked: own.seconds_worked,
            last_part: own.last_part,
            documents: documents_of(self.connection, id)?,
            completions: completions_of(self.connection, id)?,
            ..content
        };
        Ok(Some(Stored { id, revision, encounter }))
    }
}

impl Reading<'_> {
    /// Hands on, one by one and without their documents, the encounters that are still worked on, whenever they were,
    /// and all with a first date of service from `since` on, except those that are void.
    pub fn each_coded(&self, since: Date, mut each: impl FnMut(EncounterId, Encounter)) -> Result<()> {
        let mut statement = self.connection.prepare_cached(include_str!("coded_encounters.sql"))?;
        let mut rows = statement.query([date_text(Some(since))])?;
        while let Some(row) = rows.next()? {
            let status = status_at(row, "status")?;
            let content: Encounter = json_at(row, "content")?;
            each(EncounterId(row.get("id")?), Encounter { status, ..content });
        }
        Ok(())
    }
}

impl Reading<'_> {
    /// One of them in the same way; `None` where there is no such encounter.
    pub fn coded(&self, id: EncounterId) -> Result<Option<Encounter>> {
        let mut statement = self.connection.prepare_cached(include_str!("coded_encounter.sql"))?;
        let found = statement.query_row([id.0], |row| {
            let status = status_at(row, "status")?;
            Ok(Encounter { status, ..json_at(row, "content")? })
        });
        Ok(found.optional()?)
    }

    /// Whether an encounter that is not void has the account number and the patient of this one.
    pub fn has_account_of(&self, encounter: &Encounter) -> Result<bool> {
        let fields = QueueFields::of(encounter)?;
        let sql = "SELECT EXISTS (SELECT 1 FROM encounter
            WHERE account = ?1 AND patient_name = ?2 AND birth_date = ?3 AND status <> 'void')";
        let asked = [fields.account, fields.patient_name, fields.birth_date];
        Ok(self.connection.prepare_cached(sql)?.query_row(asked, |row| row.get(0))?)
    }

    /// Those that may still be changed, in the order in which they came.
    pub fn open_encounters(&self) -> Result<Vec<EncounterId>> {
        let mut statement = self.connection.prepare(include_str!("open_encounters.sql"))?;
        let ids = statement.query_map([], |row| Ok(EncounterId(row.get(0)?)))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// The other encounters of a patient with a day of service from `from` to `to`, by the record number and, where both tell
    /// it, the birth date, since two practices may give the same number; without their documents, and none that is void. None
    /// where the number is empty.
    pub fn of_patient(
        &self,
        patient: &Patient,
        other_than: Option<EncounterId>,
        (from, to): (Date, Date),
    ) -> Result<Vec<Encounter>> {
        let mut statement = self.connection.prepare_cached(include_str!("of_patient.sql"))?;
        let id = other_than.map_or(0, |id| id.0);
        let (birth, from, to) = (date_text(patient.birth_date), date_text(Some(from)), date_text(Some(to)));
        let asked = params![patient.record_number, id, from, to, birth];
        let found = statement.query_map(asked, |row| json_at(row, "content"))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}

impl Transaction<'_> {
    /// Keeps what the edits say of an encounter that is itself not changed. True where they said something else before.
    pub fn set_counts(&self, id: EncounterId, counts: FindingCounts) -> Result<bool> {
        let mut statement = self.connection.prepare_cached(include_str!("set_counts.sql"))?;
        Ok(statement.execute(params![id.0, counts.errors, counts.warnings, counts.infos])? > 0)
    }

    /// Keeps a new encounter, at any status, as revision 1. Its documents must be numbered.
    pub fn insert_encounter(
        &self,
        encounter: &Encounter,
        counts: FindingCounts,
        now: Timestamp,
    ) -> Result<EncounterId> {
        let fields = QueueFields::of(encounter)?;
        self.connection.prepare_cached(include_str!("insert_encounter.sql"))?.execute(params![
            encounter.status.id(),
            fields.kind,
            fields.account,
            fields.record_number,
            fields.patient_name,
            fields.birth_date,
            fields.service_from,
            fields.service_to,
            fields.received,
            fields.aged_from,
            fields.bill_by,
            fields.payer,
            fields.second_payer,
            fields.provider,
            fields.facility,
            fields.financial_class,
            fields.charges_cents,
            fields.owner,
            fields.open_holds,
            fields.hold_reasons,
            counts.errors,
            counts.warnings,
            counts.infos,
            documents_in(encounter),
            fields.diagnoses,
            encounter.seconds_worked,
            encounter.last_part,
            now.to_string(),
        ])?;
        let id = u32::try_from(self.connection.last_insert_rowid()).map_err(|_| VaultError::Damaged)?;
        let id = EncounterId(id);
        let sql = "INSERT INTO encounter_content (encounter_id, content) VALUES (?1, ?2)";
        self.connection.prepare_cached(sql)?.execute(params![id.0, json_text(&content_of(encounter))?])?;
        save_documents(self.connection, id, &encounter.documents)?;
        record_completions(self.connection, id, encounter)?;
        Ok(id)
    }

    /// Writes everything that differs: content, new and withdrawn documents, completions and reopenings, the queue's
    /// columns. `revision` is the one that was read; the new one is returned.
    ///
    /// # Errors
    /// [`VaultError::Stale`], [`VaultError::NoSuchEncounter`]; [`VaultError::Locked`] where the encounter is locked
    /// and its content differs, or where a locked one would be opened without a reason.
    pub fn save_encounter(
        &self,
        id: EncounterId,
        revision: u32,
        encounter: &Encounter,
        counts: FindingCounts,
    ) -> Result<u32> {
        let sql = "SELECT * FROM encounter WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let kept = statement.query_row([id.0], |row| {
            Ok((row.get::<_, u32>("revision")?, status_at(row, "status")?, QueueFields::at(row)?))
        });
        let (found, status, fields) = kept.optional()?.ok_or(VaultError::NoSuchEncounter)?;
        if found != revision {
            return Err(VaultError::Stale);
        }
        record_completions(self.connection, id, encounter)?;
        // A locked row lets its status go first, an open one last: what is written between stands while it is open.
        if status.is_locked() {
            set_status(self.connection, id, status, encounter.status)?;
            self.save_content(id, encounter, &fields)?;
        } else {
            self.save_content(id, encounter, &fields)?;
            set_status(self.connection, id, status, encounter.status)?;
        }
        let revision = revision.checked_add(1).ok_or(VaultError::Damaged)?;
        self.connection.prepare_cached(include_str!("save_encounter.sql"))?.execute(params![
            id.0,
            revision,
            counts.errors,
            counts.warnings,
            counts.infos,
            documents_in(encounter),
            encounter.seconds_worked,
            encounter.last_part,
        ])?;
        Ok(revision)
    }

    fn save_content(&self, id: EncounterId, encounter: &Encounter, kept: &QueueFields) -> Result<()> {
        let content = content_of(encounter);
        let sql = "SELECT content FROM encounter_content WHERE encounter_id = ?1";
        let before: String = self.connection.prepare_cached(sql)?.query_row([id.0], |row| row.get(0))?;
        let text = json_text(&content)?;
        // The same content may have been written differently by an earlier version; that must not meet the lock.
        if before != text && serde_json::from_str::<Encounter>(&before).ok().as_ref() != Some(&content) {
            let sql = "UPDATE encounter_content SET content = ?2 WHERE encounter_id = ?1";
            self.connection.prepare_cached(sql)?.execute(params![id.0, text])?;
        }
        save_documents(self.connection, id, &encounter.documents)?;
        let fields = QueueFields::of(encounter)?;
        if fields != *kept {
            self.connection.prepare_cached(include_str!("save_queue_fields.sql"))?.execute(params![
                id.0,
                fields.kind,
                fields.account,
                fields.record_number,
                fields.patient_name,
                fields.birth_date,
                fields.service_from,
                fields.service_to,
                fields.received,
                fields.aged_from,
                fields.bill_by,
                fields.payer,
                fields.second_payer,
                fields.provider,
                fields.facility,
                fields.financial_class,
                fields.charges_cents,
                fields.owner,
                fields.open_holds,
                fields.hold_reasons,
                fields.diagnoses,
            ])?;
        }
        Ok(())
    }
}

fn set_status(connection: &Connection, id: EncounterId, from: Status, to: Status) -> Result<()> {
    if from != to {
        let sql = "UPDATE encounter SET status = ?2 WHERE id = ?1";
        connection.prepare_cached(sql)?.execute(params![id.0, to.id()])?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "lock_tests.rs"]
mod tests;
