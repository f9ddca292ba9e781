use encounter::CodeSystem;
use jiff::civil::Date;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::DictionaryError;
use crate::release_name::{ReleaseName, ReleasePart};
use crate::{date_key, schema};

/// What a publication gave to this dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ReleaseRole {
    /// Hierarchy, titles, notes, 7th characters.
    Tabular,
    /// Valid-from and valid-to dates and Code Editor attributes.
    Validity,
    /// Titles of codes that the Tabular List no longer has, and short titles.
    Titles,
}

impl ReleaseRole {
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Tabular => "tabular",
            Self::Validity => "validity",
            Self::Titles => "titles",
        }
    }

    fn from_id(id: &str) -> Option<Self> {
        [Self::Tabular, Self::Validity, Self::Titles].into_iter().find(|role| role.id() == id)
    }
}

/// One publication of one code system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Release {
    /// For example `icd10cm-2026-04`.
    pub id: String,
    pub system: CodeSystem,
    pub role: ReleaseRole,
    pub name: ReleaseName,
    /// First day in force.
    pub from: Date,
    /// Last day in force.
    pub to: Date,
    /// Where it was read from: package, version and file, or the publisher's file.
    pub source: String,
}

/// What this dictionary holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DictionaryInfo {
    /// The version of the file format.
    pub schema: u32,
    pub releases: Vec<Release>,
    /// First day for which validity is known.
    pub from: Date,
    /// Last day for which validity is known.
    pub to: Date,
    /// Rows of any kind.
    pub rows: u32,
    /// Codes that were billable on some day.
    pub codes: u32,
    /// Codes among those without a title in any source.
    pub untitled: u32,
}

pub(crate) fn fact(connection: &Connection, name: &'static str) -> Result<u32, DictionaryError> {
    match connection.query_row("SELECT value FROM fact WHERE name = ?1", [name], |row| row.get(0)) {
        Err(rusqlite::Error::QueryReturnedNoRows) => Err(DictionaryError::Damaged { part: name }),
        other => Ok(other?),
    }
}

pub(crate) fn read(connection: &Connection) -> Result<DictionaryInfo, DictionaryError> {
    let day = |key: u32| date_key::date(key).ok_or(DictionaryError::Damaged { part: "release" });
    let mut statement = connection.prepare(
        "SELECT id, system, role, valid_from, valid_to, source FROM release ORDER BY valid_from, id",
    )?;
    let mut rows = statement.query([])?;
    let mut releases = Vec::new();
    while let Some(row) = rows.next()? {
        let (system, role): (String, String) = (row.get(1)?, row.get(2)?);
        let (Some(system), Some(role)) = (CodeSystem::from_id(&system), ReleaseRole::from_id(&role)) else {
            return Err(DictionaryError::Damaged { part: "release" });
        };
        let id: String = row.get(0)?;
        let name = match ReleaseName::of_id(&id) {
            Some((_, name)) => name,
            None => ReleaseName { part: ReleasePart::Book, edition: id.clone() },
        };
        releases.push(Release {
            id,
            system,
            role,
            name,
            from: day(row.get(3)?)?,
            to: day(row.get(4)?)?,
            source: row.get(5)?,
        });
    }
    Ok(DictionaryInfo {
        schema: schema::VERSION,
        releases,
        from: day(fact(connection, "covered_from")?)?,
        to: day(fact(connection, "covered_to")?)?,
        rows: fact(connection, "rows")?,
        codes: fact(connection, "codes")?,
        untitled: fact(connection, "untitled")?,
    })
}
