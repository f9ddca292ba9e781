use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::write::{Tell, rows};
use super::{CodeSet, Publications, Published};
use crate::error::DictionaryError;
use crate::official::{PlaceOfService, PlaceRate};

const BY_CODE: &str =
    "SELECT code, name, description, rate FROM place_of_service WHERE publication = ?1 AND code = ?2";

impl Publications {
    /// A place of service by its two digits. `None` where no list is imported. Source: the CMS place of service code
    /// set.
    pub fn place_of_service(
        &self,
        code: &str,
        on: Date,
    ) -> Result<Option<Published<Option<PlaceOfService>>>, DictionaryError> {
        self.answer(CodeSet::PlaceOfService, on, |connection, publication| {
            let mut statement = connection.prepare_cached(BY_CODE)?;
            let found = statement.query_row(params![publication, code], |row| {
                Ok(PlaceOfService {
                    code: row.get(0)?,
                    name: row.get(1)?,
                    description: row.get(2)?,
                    rate: rate(&row.get::<_, String>(3)?),
                })
            });
            Ok(found.optional()?)
        })
    }
}

/// The rate of every place of a list.
pub(super) fn rates(
    connection: &Connection,
    publication: u32,
) -> Result<BTreeMap<String, PlaceRate>, DictionaryError> {
    let mut statement =
        connection.prepare_cached("SELECT code, rate FROM place_of_service WHERE publication = ?1")?;
    let rates =
        statement.query_map([publication], |row| Ok((row.get(0)?, rate(&row.get::<_, String>(1)?))))?;
    Ok(rates.collect::<Result<_, _>>()?)
}

fn rate(id: &str) -> PlaceRate {
    PlaceRate::ALL.into_iter().find(|known| known.id() == id).unwrap_or(PlaceRate::Unassigned)
}

pub(crate) fn write(
    tx: &Transaction<'_>,
    publication: i64,
    places: &[PlaceOfService],
    tell: Tell<'_>,
) -> Result<bool, DictionaryError> {
    rows(tx, "INSERT INTO place_of_service VALUES (?1, ?2, ?3, ?4, ?5)", places, tell, |statement, at, _| {
        statement.execute(params![publication, at.code, at.name, at.description, at.rate.id()])
    })
}
