//! A row of `code` with its windows, as every look-up reads it.

use std::collections::BTreeMap;

use encounter::CodeSystem;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::detail::{CodeKind, CodeSummary, NoteKind};
use crate::error::DictionaryError;
use crate::standing::{Coverage, OPEN, Window, standing};
use crate::written;

const COLUMNS: &str = include_str!("row.sql");

#[derive(Clone, Debug)]
pub(crate) struct CodeRow {
    pub(crate) id: u32,
    pub(crate) system: CodeSystem,
    /// Without the dot.
    pub(crate) code: String,
    pub(crate) kind: CodeKind,
    pub(crate) title: Option<String>,
    pub(crate) title_release: Option<String>,
    pub(crate) former_title: Option<String>,
    pub(crate) former_release: Option<String>,
    pub(crate) short_title: Option<String>,
    pub(crate) parent: Option<u32>,
    pub(crate) last: u32,
    pub(crate) extension: bool,
    pub(crate) release: String,
    pub(crate) windows: Vec<Window>,
}

impl CodeKind {
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Chapter => "chapter",
            Self::Block => "block",
            Self::Category => "category",
            Self::Subcategory => "subcategory",
            Self::Code => "code",
        }
    }

    pub(crate) fn from_id(id: &str) -> Option<Self> {
        [Self::Chapter, Self::Block, Self::Category, Self::Subcategory, Self::Code]
            .into_iter()
            .find(|kind| kind.id() == id)
    }
}

impl CodeRow {
    pub(crate) fn display(&self) -> String {
        written::display(self.system, self.kind, &self.code)
    }

    /// Whether the title to show on `on` is that of the time when the row was a billable code.
    pub(crate) fn shows_former_title(&self, on: u32) -> bool {
        // A row without another title kept the one it had; and a code that is valid again took the new one.
        let billable_then =
            self.windows.iter().any(|w| w.billable && w.from <= on && on <= w.to && w.to != OPEN);
        self.former_title.is_some() && billable_then
    }

    pub(crate) fn title_on(&self, on: u32) -> Option<String> {
        if self.shows_former_title(on) { self.former_title.clone() } else { self.title.clone() }
    }

    /// Keeps of its windows what lies within some days, both included.
    pub(crate) fn clip(&mut self, from: u32, to: u32) {
        for window in &mut self.windows {
            (window.from, window.to) = (window.from.max(from), window.to.min(to));
        }
        self.windows.retain(|window| window.from <= window.to);
    }

    pub(crate) fn summary(&self, coverage: Coverage, on: u32) -> CodeSummary {
        let standing = standing(&self.windows, coverage, on);
        CodeSummary {
            system: self.system,
            code: self.display(),
            title: self.title_on(on),
            kind: self.kind,
            billable: standing.is_billable(),
            standing,
        }
    }
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Option<CodeRow>> {
    let (system, kind): (String, String) = (row.get(1)?, row.get(3)?);
    let (Some(system), Some(kind)) = (CodeSystem::from_id(&system), CodeKind::from_id(&kind)) else {
        return Ok(None);
    };
    Ok(Some(CodeRow {
        id: row.get(0)?,
        system,
        code: row.get(2)?,
        kind,
        title: row.get(4)?,
        title_release: row.get(5)?,
        former_title: row.get(6)?,
        former_release: row.get(7)?,
        short_title: row.get(8)?,
        parent: row.get(9)?,
        last: row.get(10)?,
        extension: row.get(11)?,
        release: row.get(12)?,
        windows: Vec::new(),
    }))
}

/// The windows of one row, oldest first.
pub(crate) fn windows(connection: &Connection, id: u32) -> Result<Vec<Window>, DictionaryError> {
    let mut statement = connection.prepare_cached(
        "SELECT valid_from, valid_to, billable FROM validity WHERE code = ?1 ORDER BY valid_from",
    )?;
    let rows = statement.query_map([id], |row| {
        Ok(Window {
            from: row.get(0)?,
            to: row.get::<_, Option<u32>>(1)?.unwrap_or(OPEN),
            billable: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn complete(connection: &Connection, row: Option<CodeRow>) -> Result<CodeRow, DictionaryError> {
    let mut row = row.ok_or(DictionaryError::Damaged { part: "code" })?;
    row.windows = windows(connection, row.id)?;
    Ok(row)
}

pub(crate) fn by_text(
    connection: &Connection,
    system: CodeSystem,
    stored: &str,
) -> Result<Option<CodeRow>, DictionaryError> {
    let mut statement = connection.prepare_cached(&format!("{COLUMNS} WHERE system = ?1 AND code = ?2"))?;
    let found = statement.query_row((system.id(), stored), from_row).optional()?;
    found.map(|row| complete(connection, row)).transpose()
}

pub(crate) fn by_id(connection: &Connection, id: u32) -> Result<Option<CodeRow>, DictionaryError> {
    let mut statement = connection.prepare_cached(&format!("{COLUMNS} WHERE id = ?1"))?;
    let found = statement.query_row([id], from_row).optional()?;
    found.map(|row| complete(connection, row)).transpose()
}

/// The row with this id where its windows are known.
pub(crate) fn with_windows(
    connection: &Connection,
    id: u32,
    windows: &[Window],
) -> Result<Option<CodeRow>, DictionaryError> {
    let mut statement = connection.prepare_cached(&format!("{COLUMNS} WHERE id = ?1"))?;
    let found = statement.query_row([id], from_row).optional()?.flatten();
    Ok(found.map(|row| CodeRow { windows: windows.to_vec(), ..row }))
}

/// The children of a row, or the roots of every system, in book order.
pub(crate) fn children(
    connection: &Connection,
    parent: Option<u32>,
) -> Result<Vec<CodeRow>, DictionaryError> {
    let mut statement = connection.prepare_cached(&format!("{COLUMNS} WHERE parent IS ?1 ORDER BY id"))?;
    let rows = statement.query_map([parent], from_row)?.collect::<Result<Vec<_>, _>>()?;
    rows.into_iter().map(|row| complete(connection, row)).collect()
}

/// The rows of which this is a descendant, from the root down to the parent.
pub(crate) fn ancestors(connection: &Connection, row: &CodeRow) -> Result<Vec<CodeRow>, DictionaryError> {
    let mut path = Vec::new();
    let mut next = row.parent;
    while let Some(id) = next {
        // Parents come before their children in the book; anything else would be a circle.
        let parent = by_id(connection, id)?.filter(|parent| parent.parent.is_none_or(|above| above < id));
        let parent = parent.ok_or(DictionaryError::Damaged { part: "code" })?;
        next = parent.parent;
        path.push(parent);
    }
    path.reverse();
    Ok(path)
}

/// Every row of a system, in book order.
pub(crate) fn of_system(
    connection: &Connection,
    system: CodeSystem,
) -> Result<Vec<CodeRow>, DictionaryError> {
    let mut statement = connection.prepare(&format!("{COLUMNS} WHERE system = ?1 ORDER BY id"))?;
    let rows = statement.query_map([system.id()], from_row)?.collect::<Result<Option<Vec<_>>, _>>()?;
    let mut rows = rows.ok_or(DictionaryError::Damaged { part: "code" })?;
    let first = rows.first().map_or(0, |row| row.id);
    // One scan: row by row it would be a hundred thousand look-ups.
    let mut statement = connection
        .prepare("SELECT code, valid_from, valid_to, billable FROM validity ORDER BY code, valid_from")?;
    let mut windows = statement.query([])?;
    while let Some(window) = windows.next()? {
        let id: u32 = window.get(0)?;
        if let Some(row) = id.checked_sub(first).and_then(|at| rows.get_mut(at as usize)) {
            let to = window.get::<_, Option<u32>>(2)?.unwrap_or(OPEN);
            row.windows.push(Window { from: window.get(1)?, to, billable: window.get(3)? });
        }
    }
    Ok(rows)
}

/// Of every code of a system, the codes that its publisher names in its place, in its order.
pub(crate) fn replacements(
    connection: &Connection,
    system: CodeSystem,
) -> Result<BTreeMap<String, Vec<String>>, DictionaryError> {
    let mut statement = connection.prepare(include_str!("replacements.sql"))?;
    let mut rows = statement.query([system.id(), NoteKind::ReplacedBy.id()])?;
    let mut replacements = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let codes: &mut Vec<String> = replacements.entry(row.get(0)?).or_default();
        codes.push(row.get(1)?);
    }
    Ok(replacements)
}
