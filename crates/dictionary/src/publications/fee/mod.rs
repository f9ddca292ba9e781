//! The Medicare physician fee schedule of the imported years: what a code is worth, under which payment policy, and the
//! cost indices of the localities. Source: the CMS relative value files (PPRRVU, GPCI).

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use rust_decimal::Decimal;

use super::write::{Tell, rows};
use super::{CodeSet, Publications, Published};
use crate::error::DictionaryError;
use crate::official::{Fee, FeePolicy, Locality};

impl Publications {
    /// A code of the fee schedule; `modifier` is empty, 26, TC or 53. `None` where no schedule is imported; a value of
    /// `None` where the schedule does not have the code with the modifier.
    pub fn fee(
        &self,
        code: &str,
        modifier: &str,
        on: Date,
    ) -> Result<Option<Published<Option<Fee>>>, DictionaryError> {
        let (code, modifier) = (code.to_ascii_uppercase(), modifier.to_ascii_uppercase());
        self.answer(CodeSet::PhysicianFees, on, |connection, publication| {
            find(connection, publication, &code, &modifier)
        })
    }

    /// Every payment locality with its indices, by state and name; `None` where none are imported.
    pub fn localities(&self, on: Date) -> Result<Option<Published<Vec<Locality>>>, DictionaryError> {
        self.answer(CodeSet::Localities, on, |connection, publication| {
            let mut statement = connection.prepare_cached(include_str!("localities.sql"))?;
            let localities = statement.query_map([publication], |row| {
                Ok(Locality {
                    contractor: row.get(0)?,
                    state: row.get(1)?,
                    number: row.get(2)?,
                    name: row.get(3)?,
                    work: decimal(row, 4)?,
                    practice: decimal(row, 5)?,
                    malpractice: decimal(row, 6)?,
                })
            })?;
            Ok(localities.collect::<Result<_, _>>()?)
        })
    }
}

pub(super) fn find(
    connection: &Connection,
    publication: u32,
    code: &str,
    modifier: &str,
) -> Result<Option<Fee>, DictionaryError> {
    let mut statement = connection.prepare_cached(include_str!("fee.sql"))?;
    Ok(statement.query_row(params![publication, code, modifier], fee).optional()?)
}

fn fee(row: &Row<'_>) -> rusqlite::Result<Fee> {
    let policy = match row.get(9)? {
        Some(status) => Some(FeePolicy {
            status,
            global_days: row.get(10)?,
            pctc: row.get(11)?,
            multiple: row.get(12)?,
            bilateral: row.get(13)?,
            assistant: row.get(14)?,
            co_surgeons: row.get(15)?,
            team: row.get(16)?,
            endoscopic_base: row.get(17)?,
            supervision: row.get(18)?,
            not_outside_facility: row.get(19)?,
            not_in_facility: row.get(20)?,
        }),
        None => None,
    };
    Ok(Fee {
        code: row.get(0)?,
        modifier: row.get(1)?,
        work: decimal(row, 2)?,
        practice_non_facility: decimal(row, 3)?,
        practice_facility: decimal(row, 4)?,
        malpractice: decimal(row, 5)?,
        total_non_facility: decimal(row, 6)?,
        total_facility: decimal(row, 7)?,
        conversion_factor: decimal(row, 8)?,
        policy,
    })
}

fn decimal(row: &Row<'_>, column: usize) -> rusqlite::Result<Decimal> {
    let text = row.get_ref(column)?.as_str()?;
    text.parse()
        .map_err(|_| rusqlite::Error::InvalidColumnType(column, "amount".into(), rusqlite::types::Type::Text))
}

pub(crate) fn write(
    tx: &Transaction<'_>,
    publication: i64,
    fees: &[Fee],
    tell: Tell<'_>,
) -> Result<bool, DictionaryError> {
    rows(tx, include_str!("insert.sql"), fees, tell, |statement, fee, _| {
        let policy = fee.policy.as_ref();
        let text = |of: fn(&FeePolicy) -> &String| policy.map(of);
        statement.execute(params![
            publication,
            fee.code,
            fee.modifier,
            fee.work.to_string(),
            fee.practice_non_facility.to_string(),
            fee.practice_facility.to_string(),
            fee.malpractice.to_string(),
            fee.total_non_facility.to_string(),
            fee.total_facility.to_string(),
            fee.conversion_factor.to_string(),
            text(|policy| &policy.status),
            text(|policy| &policy.global_days),
            text(|policy| &policy.pctc),
            text(|policy| &policy.multiple),
            text(|policy| &policy.bilateral),
            text(|policy| &policy.assistant),
            text(|policy| &policy.co_surgeons),
            text(|policy| &policy.team),
            text(|policy| &policy.endoscopic_base),
            text(|policy| &policy.supervision),
            policy.map(|policy| policy.not_outside_facility),
            policy.map(|policy| policy.not_in_facility),
        ])
    })
}

pub(crate) fn write_localities(
    tx: &Transaction<'_>,
    publication: i64,
    localities: &[Locality],
    tell: Tell<'_>,
) -> Result<bool, DictionaryError> {
    rows(
        tx,
        "INSERT INTO locality VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        localities,
        tell,
        |statement, at, _| {
            statement.execute(params![
                publication,
                at.contractor,
                at.number,
                at.state,
                at.name,
                at.work.to_string(),
                at.practice.to_string(),
                at.malpractice.to_string(),
            ])
        },
    )
}
