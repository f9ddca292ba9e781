use encounter::{EncounterId, Status};
use jiff::civil::Date;
use rusqlite::params;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::Result;
use crate::claim_batches::ClaimRemark;
use crate::columns::{date_at, json_at, name_of, named_at, status_at};
use crate::transaction::Reading;

/// Where the claim of an encounter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ClaimState {
    Ready,
    Exported,
    Accepted,
    Rejected,
    NeedsReplacement,
}

impl ClaimState {
    pub const ALL: [Self; 5] =
        [Self::Ready, Self::Exported, Self::Accepted, Self::Rejected, Self::NeedsReplacement];
}

/// Which claims are asked for; what is left empty lets everything pass.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct WorklistFilter {
    pub state: Option<ClaimState>,
    pub payer: Option<String>,
    /// Those that were in this file.
    pub batch: Option<u32>,
    /// Part of the account number or the patient's name.
    pub text: String,
}

/// One window onto the worklist, oldest date of service first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WorklistPage {
    pub rows: Vec<WorklistRow>,
    /// Place of the first row, counted from 0.
    pub offset: u32,
    /// All that pass the filter.
    pub total: u32,
    /// For every state, how many pass the filter's other parts, in the order of [`ClaimState::ALL`].
    pub counts: Vec<StateCount>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StateCount {
    pub state: ClaimState,
    pub count: u32,
    /// US dollars.
    pub charge: Decimal,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WorklistRow {
    pub id: EncounterId,
    pub state: ClaimState,
    pub status: Status,
    pub account: String,
    pub patient_name: String,
    pub payer: String,
    pub provider: String,
    pub service_from: Option<Date>,
    /// US dollars.
    pub charges: Decimal,
    /// The latest file that it was in.
    pub batch: Option<u32>,
    pub remarks: Vec<ClaimRemark>,
}

impl Reading<'_> {
    /// Part of the worklist, `limit` rows behind the first `offset`.
    pub fn claim_worklist(&self, filter: &WorklistFilter, offset: u32, limit: u32) -> Result<WorklistPage> {
        let sql = concat!(
            include_str!("claim_worklist.sql"),
            "SELECT state, count(*) AS count, sum(charges_cents) AS cents FROM work GROUP BY state"
        );
        let (payer, batch, text) = (&filter.payer, filter.batch, like(&filter.text));
        let mut counts: Vec<StateCount> = ClaimState::ALL
            .into_iter()
            .map(|state| StateCount { state, count: 0, charge: Decimal::ZERO })
            .collect();
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params![payer, batch, text])?;
        while let Some(row) = rows.next()? {
            let state: ClaimState = named_at(row, "state")?;
            for count in counts.iter_mut().filter(|count| count.state == state) {
                count.count = row.get("count")?;
                count.charge = Decimal::new(row.get("cents")?, 2);
            }
        }
        let asked = |state| filter.state.is_none_or(|only| only == state);
        let total = counts.iter().filter(|count| asked(count.state)).map(|count| count.count).sum();
        let sql = concat!(
            include_str!("claim_worklist.sql"),
            "SELECT * FROM work WHERE ?4 IS NULL OR state = ?4 ORDER BY service_from, id LIMIT ?5 OFFSET ?6"
        );
        let state = filter.state.map(|state| name_of(&state)).transpose()?;
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![payer, batch, text, state, limit, offset], |row| {
            let remarks: Option<String> = row.get("remarks")?;
            Ok(WorklistRow {
                id: EncounterId(row.get("id")?),
                state: named_at(row, "state")?,
                status: status_at(row, "status")?,
                account: row.get("account")?,
                patient_name: row.get("patient_name")?,
                payer: row.get("payer")?,
                provider: row.get("provider")?,
                service_from: date_at(row, "service_from")?,
                charges: Decimal::new(row.get("charges_cents")?, 2),
                batch: row.get("batch")?,
                remarks: match remarks {
                    Some(_) => json_at(row, "remarks")?,
                    None => Vec::new(),
                },
            })
        })?;
        let rows = rows.collect::<Result<_, _>>()?;
        Ok(WorklistPage { rows, offset, total, counts })
    }
}

/// As LIKE has it, with what LIKE would take for a wildcard told apart; `None` where nothing is asked for.
fn like(text: &str) -> Option<String> {
    let text = text.trim();
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    (!text.is_empty()).then(|| format!("%{escaped}%"))
}
