use jiff::civil::Date;
use rusqlite::{Connection, Transaction, params};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::write::{Tell, rows};
use super::{CodeSet, Publications, Published};
use crate::date_key;
use crate::error::DictionaryError;
use crate::official::AddOnPair;

/// A code that is only reported beside a primary procedure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AddOn {
    pub code: String,
    pub primaries: AddOnPrimaries,
    /// The primary codes that the table lists, sorted.
    pub listed: Vec<String>,
}

/// How far the list of primary codes reaches (NCCI add-on code edits, types I to III).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum AddOnPrimaries {
    /// Type I: only those listed.
    OnlyListed,
    /// Type II: the contractor defines them.
    ContractorDefined,
    /// Type III: those listed and others that the contractor defines.
    ListedAndOthers,
}

impl Publications {
    /// The add-on code with its primary codes. `None` where no table is imported; a value of `None` where the code is
    /// no add-on code by the table. Source: the NCCI add-on code edit file.
    pub fn add_on(&self, code: &str, on: Date) -> Result<Option<Published<Option<AddOn>>>, DictionaryError> {
        let code = code.to_ascii_uppercase();
        self.answer(CodeSet::AddOnCodes, on, |connection, publication| {
            Ok(AddOn::of(&code, &rows_of(connection, publication, &code)?, on))
        })
    }
}

/// One row of the table.
#[derive(Debug)]
pub(super) struct AddOnRow {
    primary: Option<String>,
    kind: u8,
    from: Option<u32>,
    to: Option<u32>,
}

impl AddOn {
    /// What the rows of a code say on a day.
    pub(super) fn of(code: &str, rows: &[AddOnRow], on: Date) -> Option<Self> {
        let on = date_key::key(on);
        let in_force =
            |row: &&AddOnRow| row.from.is_none_or(|from| from <= on) && row.to.is_none_or(|to| on <= to);
        let rows = || rows.iter().filter(in_force);
        let primaries = match rows().next_back()?.kind {
            1 => AddOnPrimaries::OnlyListed,
            2 => AddOnPrimaries::ContractorDefined,
            _ => AddOnPrimaries::ListedAndOthers,
        };
        let listed = rows().filter_map(|row| row.primary.clone()).collect();
        Some(Self { code: code.to_owned(), primaries, listed })
    }
}

pub(super) fn rows_of(
    connection: &Connection,
    publication: u32,
    code: &str,
) -> Result<Vec<AddOnRow>, DictionaryError> {
    let mut statement = connection.prepare_cached(include_str!("add_on.sql"))?;
    let rows = statement.query_map(params![publication, code], |row| {
        Ok(AddOnRow { primary: row.get(0)?, kind: row.get(1)?, from: row.get(2)?, to: row.get(3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(crate) fn write(
    tx: &Transaction<'_>,
    publication: i64,
    pairs: &[AddOnPair],
    tell: Tell<'_>,
) -> Result<bool, DictionaryError> {
    rows(
        tx,
        "INSERT INTO add_on VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        pairs,
        tell,
        |statement, pair, place| {
            statement.execute(params![
                publication,
                place,
                pair.add_on.to_string(),
                pair.primary.map(|code| code.to_string()),
                pair.kind,
                pair.from.map(date_key::key),
                pair.to.map(date_key::key),
            ])
        },
    )
}
