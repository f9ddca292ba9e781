use jiff::civil::Date;
use rusqlite::{Transaction, params};

use super::write::{Tell, rows};
use super::{CodeSet, Publications, Published};
use crate::error::DictionaryError;

impl Publications {
    /// Whether a diagnosis, with or without its dot, needs no present-on-admission indicator. `None` where no list is
    /// imported. Source: the POA exempt list of the fiscal year (CMS).
    pub fn poa_exempt(&self, code: &str, on: Date) -> Result<Option<Published<bool>>, DictionaryError> {
        let code = code.to_ascii_uppercase().replace('.', "");
        self.answer(CodeSet::PoaExempt, on, |connection, publication| {
            let sql = "SELECT 1 FROM poa_exempt WHERE publication = ?1 AND code = ?2";
            Ok(connection.prepare_cached(sql)?.exists(params![publication, code])?)
        })
    }
}

pub(crate) fn write(
    tx: &Transaction<'_>,
    publication: i64,
    codes: &[String],
    tell: Tell<'_>,
) -> Result<bool, DictionaryError> {
    rows(tx, "INSERT INTO poa_exempt VALUES (?1, ?2)", codes, tell, |statement, code, _| {
        statement.execute(params![publication, code])
    })
}
