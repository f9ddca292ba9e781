use std::sync::{Arc, PoisonError};

use jiff::civil::Date;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{CodeSet, Publications};
use crate::date_key;
use crate::error::DictionaryError;

/// One file's worth of one code set, as it was imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Publication {
    pub id: u32,
    /// The import that brought it and that takes it away when it is undone.
    pub import: u32,
    pub set: CodeSet,
    /// For example `FY2026 April`.
    pub release: String,
    /// First day in force.
    pub from: Date,
    /// Last day in force; `None` until the next one.
    pub to: Option<Date>,
    pub file: String,
    /// Codes or terms.
    pub entries: u32,
    /// Entries that were not understood and left out.
    pub passed_over: u32,
    /// The licence statement under which the user holds it.
    pub licence: Option<String>,
}

/// What came in one go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Import {
    pub id: u32,
    /// RFC 3339.
    pub at: String,
    /// Name of the file or folder that was chosen.
    pub source: String,
    pub publications: Vec<Publication>,
}

impl Publications {
    /// Every import, newest first.
    pub fn imports(&self) -> Result<Vec<Import>, DictionaryError> {
        let read = |connection: &Connection| -> Result<_, DictionaryError> {
            let publications = publications(connection)?;
            let mut statement = connection.prepare("SELECT id, at, source FROM import ORDER BY id DESC")?;
            let imports = statement.query_map([], |row| {
                let id = row.get(0)?;
                let publications = publications.iter().filter(|each| each.import == id).cloned().collect();
                Ok(Import { id, at: row.get(1)?, source: row.get(2)?, publications })
            })?;
            Ok(imports.collect::<Result<_, _>>()?)
        };
        Ok(self.read(read)?.unwrap_or_default())
    }

    /// The publication of a set that answers for a date: the newest one that is in force by then, else the oldest.
    pub(super) fn on(&self, set: CodeSet, on: Date) -> Result<Option<Publication>, DictionaryError> {
        Ok(self.parts_on(set, on)?.into_iter().next())
    }

    /// The same for a set that is published in parts: those of the same first day, the latest import first.
    pub(super) fn parts_on(&self, set: CodeSet, on: Date) -> Result<Vec<Publication>, DictionaryError> {
        Ok(Self::parts_of(&self.listed()?, set, on).cloned().collect())
    }

    /// The same among those that are listed.
    pub(super) fn parts_of(
        listed: &[Publication],
        set: CodeSet,
        on: Date,
    ) -> impl Iterator<Item = &Publication> {
        // In the order of their first days. Of two of one day the later import counts, so that a corrected file can be
        // brought in over a faulty one.
        let of_set = || listed.iter().filter(move |publication| publication.set == set);
        let answering = of_set().rfind(|publication| publication.from <= on).or_else(|| of_set().next());
        let from = answering.map(|publication| publication.from);
        of_set().rev().filter(move |publication| Some(publication.from) == from)
    }

    /// Every publication by set, first day and number; read again where the file was written since.
    pub(super) fn listed(&self) -> Result<Arc<[Publication]>, DictionaryError> {
        Ok(self.listed_version()?.1)
    }

    /// The same with what SQLite says of the version of the file, so that what is held of it can be let go.
    pub(super) fn listed_version(&self) -> Result<(i64, Arc<[Publication]>), DictionaryError> {
        let read = self.read(|connection| {
            let mut statement = connection.prepare_cached("PRAGMA data_version")?;
            let version: i64 = statement.query_row([], |row| row.get(0))?;
            let mut listed = self.listed.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, publications)) = listed.as_ref().filter(|(known, _)| *known == version) {
                return Ok((version, Arc::clone(publications)));
            }
            let publications: Arc<[Publication]> = publications(connection)?.into();
            *listed = Some((version, Arc::clone(&publications)));
            Ok((version, publications))
        })?;
        Ok(read.unwrap_or_default())
    }
}

impl Publication {
    pub fn in_force(&self, on: Date) -> bool {
        self.from <= on && self.to.is_none_or(|to| on <= to)
    }
}

fn publications(connection: &Connection) -> Result<Vec<Publication>, DictionaryError> {
    let mut statement = connection.prepare_cached(include_str!("publications.sql"))?;
    let mut rows = statement.query([])?;
    let mut publications = Vec::new();
    while let Some(row) = rows.next()? {
        let set: String = row.get(2)?;
        // A set that a later version of Carrel imported is not this one's to show.
        let Some(set) = CodeSet::from_id(&set) else { continue };
        let day = |key: u32| date_key::date(key).ok_or(DictionaryError::Damaged { part: "publication" });
        publications.push(Publication {
            id: row.get(0)?,
            import: row.get(1)?,
            set,
            release: row.get(3)?,
            from: day(row.get(4)?)?,
            to: row.get::<_, Option<u32>>(5)?.map(day).transpose()?,
            file: row.get(6)?,
            entries: row.get(7)?,
            passed_over: row.get(8)?,
            licence: row.get(9)?,
        });
    }
    Ok(publications)
}
