use jiff::civil::Date;
use rusqlite::{Connection, Transaction, params};

use super::write::{Tell, rows};
use super::{CodeSet, Publications, Published};
use crate::error::DictionaryError;
use crate::official::ListedCode;

impl Publications {
    /// The rows of a code in the lists of the user's own that are in force on the date: charge masters, superbills. Each
    /// list answers for itself, the latest import first.
    pub fn own_codes(&self, code: &str, on: Date) -> Result<Vec<Published<ListedCode>>, DictionaryError> {
        let listed = self.listed()?;
        let lists = listed.iter().filter(|each| each.set == CodeSet::OwnCodes && each.in_force(on));
        let found = self.read(|connection| {
            let mut found = Vec::new();
            for list in lists.rev() {
                let codes = find(connection, list.id, code)?;
                found.extend(codes.into_iter().map(|row| Published::new(row, list, on)));
            }
            Ok(found)
        })?;
        Ok(found.unwrap_or_default())
    }

    /// The descriptors of a CPT code in the licensee's own file; `None` where none is imported.
    pub fn cpt(
        &self,
        code: &str,
        on: Date,
    ) -> Result<Option<Published<Option<ListedCode>>>, DictionaryError> {
        self.answer(CodeSet::Cpt, on, |connection, publication| {
            Ok(find(connection, publication, code)?.into_iter().next())
        })
    }
}

fn find(connection: &Connection, publication: u32, code: &str) -> Result<Vec<ListedCode>, DictionaryError> {
    let mut statement = connection.prepare_cached(include_str!("listed_code.sql"))?;
    let rows = statement.query_map(params![publication, code.to_ascii_uppercase()], |row| {
        Ok(ListedCode {
            code: row.get(0)?,
            modifier: row.get(1)?,
            description: row.get(2)?,
            short_description: row.get(3)?,
            charge: row.get::<_, Option<String>>(4)?.and_then(|text| text.parse().ok()),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(crate) fn write(
    tx: &Transaction<'_>,
    publication: i64,
    codes: &[ListedCode],
    tell: Tell<'_>,
) -> Result<bool, DictionaryError> {
    rows(
        tx,
        "INSERT INTO listed_code VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        codes,
        tell,
        |statement, each, place| {
            statement.execute(params![
                publication,
                place,
                each.code,
                each.modifier,
                each.description,
                each.short_description,
                each.charge.map(|charge| charge.to_string()),
            ])
        },
    )
}
