use encounter::CodeSystem;
use jiff::civil::Date;
use rusqlite::{Transaction, params};

use super::write::{Tell, rows};
use super::{CodeSet, Publications, Published};
use crate::date_key;
use crate::error::DictionaryError;
use crate::official::Conversion;

impl Publications {
    /// The codes that a conversion table gives in the place of one from a day after the first to the second, stored forms in
    /// the order of the table; `None` where no table is imported. A table holds all years up to its own.
    pub(crate) fn converted(
        &self,
        system: CodeSystem,
        code: &str,
        (before, after): (Date, Date),
    ) -> Result<Option<Published<Vec<String>>>, DictionaryError> {
        let Some(set) = CodeSet::of_conversion(system) else { return Ok(None) };
        self.answer(set, after, |connection, publication| {
            let mut statement = connection.prepare_cached(include_str!("converted.sql"))?;
            let days = (date_key::key(before), date_key::key(after));
            let codes = statement
                .query_map(params![publication, code, days.0, days.1], |row| row.get::<_, String>(0))?;
            Ok(codes.collect::<Result<_, _>>()?)
        })
    }
}

pub(crate) fn write(
    tx: &Transaction<'_>,
    publication: i64,
    conversions: &[Conversion],
    tell: Tell<'_>,
) -> Result<bool, DictionaryError> {
    let numbered = (0_u32..).zip(conversions);
    let ranges: Vec<_> = numbered
        .flat_map(|(place, row)| row.previous.iter().map(move |(first, last)| (place, row, first, last)))
        .collect();
    // A row may name a code twice.
    let sql = "INSERT OR IGNORE INTO conversion VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    rows(tx, sql, &ranges, tell, |statement, (place, row, first, last), _| {
        statement.execute(params![publication, first, last, place, row.code, date_key::key(row.from)])
    })
}
