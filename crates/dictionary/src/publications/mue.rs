use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::write::{Tell, rows};
use super::{CodeSet, Publications, Published};
use crate::error::DictionaryError;
use crate::official::{EditSetting, Mue, MueIndicator};

impl Publications {
    /// The medically unlikely edit of a code. `None` where no table of the setting is imported; a value of `None` where
    /// the table does not have the code, as CMS keeps some values confidential. Source: the quarter's MUE table.
    pub fn mue(
        &self,
        code: &str,
        on: Date,
        setting: EditSetting,
    ) -> Result<Option<Published<Option<Mue>>>, DictionaryError> {
        self.answer(CodeSet::of_mue(setting), on, |connection, publication| {
            find(connection, publication, &code.to_ascii_uppercase())
        })
    }
}

pub(super) fn find(
    connection: &Connection,
    publication: u32,
    code: &str,
) -> Result<Option<Mue>, DictionaryError> {
    let sql = "SELECT code, units, indicator, rationale FROM mue WHERE publication = ?1 AND code = ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_row(params![publication, code], |row| {
        let indicator = MueIndicator::of_digit(row.get(2)?);
        Ok((row.get(0)?, row.get(1)?, indicator, row.get(3)?))
    });
    let Some((code, units, indicator, rationale)) = found.optional()? else { return Ok(None) };
    let indicator = indicator.ok_or(DictionaryError::Damaged { part: "mue" })?;
    Ok(Some(Mue { code, units, indicator, rationale }))
}

pub(crate) fn write(
    tx: &Transaction<'_>,
    publication: i64,
    mues: &[Mue],
    tell: Tell<'_>,
) -> Result<bool, DictionaryError> {
    rows(tx, "INSERT INTO mue VALUES (?1, ?2, ?3, ?4, ?5)", mues, tell, |statement, mue, _| {
        statement.execute(params![publication, mue.code, mue.units, mue.indicator.digit(), mue.rationale])
    })
}
