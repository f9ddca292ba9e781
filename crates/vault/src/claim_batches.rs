use encounter::{Encounter, EncounterId, Status};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use specta::Type;

use crate::columns::{json_at, json_text, name_of, named_at, parsed_at};
use crate::content::Moment;
use crate::transaction::{Reading, Transaction};
use crate::{Result, VaultError, hex};

/// How the claims of a file leave the desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum BatchKind {
    /// 837P.
    #[default]
    Professional,
    /// CMS-1500.
    Paper,
}

/// A file of claims that is about to leave the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewClaimBatch {
    pub number: u32,
    pub kind: BatchKind,
    pub at: Timestamp,
    /// Sign-in name.
    pub by: String,
    pub file_name: String,
    /// CCYYMMDD and HHMM, as they stand in the file.
    pub file_date: String,
    pub file_time: String,
    /// [`file_digest`] of the file.
    pub digest: String,
    /// Of forms, that of their values alone.
    pub values_digest: String,
    /// The practice's set-up, JSON.
    pub practice: String,
    /// In the order of the file.
    pub claims: Vec<NewClaim>,
}

/// One claim of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewClaim {
    pub encounter: EncounterId,
    /// Counted from 1: the completion that it was made from.
    pub completion: u32,
    /// CLM01.
    pub control_number: String,
    /// US dollars.
    pub charge: Decimal,
}

/// A file of claims as the list of batches shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ClaimBatch {
    /// Of an 837P file its control number (ISA13, GS06).
    pub number: u32,
    pub kind: BatchKind,
    pub at: Timestamp,
    /// Sign-in name.
    pub by: String,
    pub file_name: String,
    /// SHA-256 of the file, hexadecimal.
    pub digest: String,
    pub claims: u32,
    /// US dollars.
    pub charge: Decimal,
    pub accepted: u32,
    pub rejected: u32,
}

/// What a batch is made again from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimBatchSource {
    pub kind: BatchKind,
    /// The practice's set-up as it was, JSON.
    pub practice: String,
    pub file_date: String,
    pub file_time: String,
    pub digest: String,
    pub values_digest: String,
    /// Encounter and completion, in the order of the file.
    pub claims: Vec<(EncounterId, u32)>,
}

/// What the receiver said of a claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ClaimAnswer {
    #[default]
    None,
    Accepted,
    Rejected,
}

/// Something that was said of a claim after it left the desk, by hand or by an acknowledgement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ClaimRemark {
    pub at: Timestamp,
    /// Sign-in name of who marked the claim or read the acknowledgement.
    pub by: String,
    pub answer: ClaimAnswer,
    /// Words of the person or of the acknowledgement.
    pub text: String,
    /// The element that was found fault with, for example `2010BB NM109`; empty where none is named.
    #[serde(default)]
    pub element: String,
    /// The field that the element comes from, for example `practice/payers/id`; empty where it is not known.
    #[serde(default)]
    pub field: String,
}

/// A claim of an encounter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SentClaim {
    pub batch: u32,
    pub at: Timestamp,
    pub completion: u32,
    pub control_number: String,
    pub answer: ClaimAnswer,
    pub remarks: Vec<ClaimRemark>,
}

/// The digest under which a file is remembered.
pub fn file_digest(file: &[u8]) -> String {
    hex::encode(&Sha256::digest(file))
}

impl Reading<'_> {
    /// The number that the next file takes: they are counted without gaps, from `first` on where none is higher.
    pub fn next_claim_batch(&self, first: u32) -> Result<u32> {
        let sql = "SELECT max(coalesce(max(number), 0) + 1, ?1) FROM claim_batch";
        Ok(self.connection.prepare_cached(sql)?.query_row([first], |row| row.get(0))?)
    }

    /// All files, the latest first.
    pub fn claim_batches(&self) -> Result<Vec<ClaimBatch>> {
        let mut statement = self.connection.prepare_cached(include_str!("claim_batches.sql"))?;
        let batches = statement.query_map([], |row| {
            Ok(ClaimBatch {
                number: row.get("number")?,
                kind: named_at(row, "kind")?,
                at: parsed_at(row, "at")?,
                by: row.get("by")?,
                file_name: row.get("file_name")?,
                digest: row.get("digest")?,
                claims: row.get("claims")?,
                charge: Decimal::new(row.get("charge_cents")?, 2),
                accepted: row.get("accepted")?,
                rejected: row.get("rejected")?,
            })
        })?;
        Ok(batches.collect::<Result<_, _>>()?)
    }

    /// What the file of this number is made again from; `None` where there is none.
    pub fn claim_batch_source(&self, number: u32) -> Result<Option<ClaimBatchSource>> {
        let sql = "SELECT * FROM claim_batch WHERE number = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let source = statement.query_row([number], |row| {
            Ok(ClaimBatchSource {
                kind: named_at(row, "kind")?,
                practice: row.get("practice")?,
                file_date: row.get("file_date")?,
                file_time: row.get("file_time")?,
                digest: row.get("digest")?,
                values_digest: row.get("values_digest")?,
                claims: Vec::new(),
            })
        });
        let Some(mut source) = source.optional()? else { return Ok(None) };
        let sql = "SELECT encounter_id, completion FROM claim WHERE batch = ?1 ORDER BY position";
        let mut statement = self.connection.prepare_cached(sql)?;
        let claims = statement.query_map([number], |row| Ok((EncounterId(row.get(0)?), row.get(1)?)))?;
        source.claims = claims.collect::<Result<_, _>>()?;
        Ok(Some(source))
    }

    /// The encounter as it was completed, without its documents, with the number of that completion; `None` where the
    /// latest completion, or the one that is asked for, does not stand.
    pub fn claim_content(
        &self,
        id: EncounterId,
        completion: Option<u32>,
    ) -> Result<Option<(u32, Encounter)>> {
        let sql = "SELECT number, snapshot FROM completion
            WHERE encounter_id = ?1 AND (number = ?2 OR ?2 IS NULL) ORDER BY number DESC LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_row(params![id.0, completion], |row| {
            Ok((row.get::<_, u32>("number")?, json_at::<Moment>(row, "snapshot")?))
        });
        Ok(found.optional()?.map(|(number, moment)| (number, moment.recall(Vec::new(), Vec::new()))))
    }

    /// Every claim of an encounter that left the desk, the latest last.
    pub fn claims_of(&self, id: EncounterId) -> Result<Vec<SentClaim>> {
        let sql =
            "SELECT claim.*, claim_batch.at FROM claim JOIN claim_batch ON claim_batch.number = claim.batch
            WHERE encounter_id = ?1 ORDER BY batch";
        let mut statement = self.connection.prepare_cached(sql)?;
        let claims = statement.query_map([id.0], sent_claim)?;
        Ok(claims.collect::<Result<_, _>>()?)
    }

    /// Status and revision, without the encounter; `None` where there is no such encounter.
    pub fn encounter_status(&self, id: EncounterId) -> Result<Option<Status>> {
        let sql = "SELECT status FROM encounter WHERE id = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([id.0], |row| crate::columns::status_at(row, "status")).optional()?)
    }
}

impl Transaction<'_> {
    /// Remembers a file of claims and what it holds. It is no longer one that was begun.
    pub fn insert_claim_batch(&self, batch: &NewClaimBatch) -> Result<()> {
        let sql = "INSERT INTO claim_batch
            (number, kind, at, by, file_name, file_date, file_time, digest, values_digest, practice)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        self.connection.prepare_cached(sql)?.execute(params![
            batch.number,
            name_of(&batch.kind)?,
            batch.at.to_string(),
            batch.by,
            batch.file_name,
            batch.file_date,
            batch.file_time,
            batch.digest,
            batch.values_digest,
            batch.practice,
        ])?;
        let sql = "INSERT INTO claim
            (batch, position, encounter_id, completion, control_number, charge_cents, answer, remarks)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'none', '[]')";
        let mut statement = self.connection.prepare_cached(sql)?;
        for (position, claim) in (0_u32..).zip(&batch.claims) {
            let cents = (claim.charge * Decimal::ONE_HUNDRED).to_i64().ok_or(VaultError::Damaged)?;
            let NewClaim { encounter, completion, control_number, .. } = claim;
            statement.execute(params![
                batch.number,
                position,
                encounter.0,
                completion,
                control_number,
                cents
            ])?;
        }
        self.forget_begun_claim_batch()
    }

    /// Moves a completed encounter on to exported; nothing else of it changes but its revision.
    ///
    /// # Errors
    /// [`VaultError::Locked`] where it is neither completed nor exported.
    pub fn mark_exported(&self, id: EncounterId) -> Result<()> {
        let sql = "UPDATE encounter SET status = 'exported', revision = revision + 1
            WHERE id = ?1 AND status IN ('completed', 'exported')";
        match self.connection.prepare_cached(sql)?.execute([id.0])? {
            0 => Err(VaultError::Locked),
            _ => Ok(()),
        }
    }

    /// Adds a remark to a claim, whose answer it is from now on.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEncounter`] where the file holds no claim of it.
    pub fn answer_claim(&self, batch: u32, id: EncounterId, remark: &ClaimRemark) -> Result<()> {
        let sql = "SELECT remarks FROM claim WHERE batch = ?1 AND encounter_id = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let remarks = statement.query_row([batch, id.0], |row| json_at::<Vec<ClaimRemark>>(row, "remarks"));
        let mut remarks = remarks.optional()?.ok_or(VaultError::NoSuchEncounter)?;
        remarks.push(remark.clone());
        let sql = "UPDATE claim SET answer = ?3, remarks = ?4 WHERE batch = ?1 AND encounter_id = ?2";
        let values = params![batch, id.0, name_of(&remark.answer)?, json_text(&remarks)?];
        self.connection.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }
}

fn sent_claim(row: &Row<'_>) -> rusqlite::Result<SentClaim> {
    Ok(SentClaim {
        batch: row.get("batch")?,
        at: parsed_at(row, "at")?,
        completion: row.get("completion")?,
        control_number: row.get("control_number")?,
        answer: named_at(row, "answer")?,
        remarks: json_at(row, "remarks")?,
    })
}
