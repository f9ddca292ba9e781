use std::ops::ControlFlow;

use jiff::civil::Date;
use rusqlite::{Connection, Statement, Transaction, params};

use super::{CodeSet, Publications};
use crate::date_key;
use crate::error::DictionaryError;
use crate::official::{BookIndex, ReferenceKind};

/// What is written of a publication before its rows.
pub(crate) struct Heading<'a> {
    pub(crate) import: i64,
    pub(crate) set: CodeSet,
    pub(crate) release: &'a str,
    pub(crate) from: Date,
    pub(crate) to: Option<Date>,
    pub(crate) file: &'a str,
    pub(crate) entries: u32,
    pub(crate) passed_over: u32,
    pub(crate) licence: Option<&'a str>,
}

impl Publications {
    /// Takes an import back with all that it brought. False where there is none of that number.
    pub fn undo(&self, import: u32) -> Result<bool, DictionaryError> {
        if self.read(|_| Ok(()))?.is_none() {
            return Ok(false);
        }
        let mut connection = self.writer()?;
        let tx = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let gone = tx.execute("DELETE FROM import WHERE id = ?1", [import])?;
        tx.commit()?;
        self.forget();
        settle(&connection);
        drop(connection);
        self.sweep();
        Ok(gone > 0)
    }
}

/// Gives the log back to the file. What stays in the log is as safe and is taken over later.
pub(crate) fn settle(connection: &Connection) {
    let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
}

pub(crate) fn import(tx: &Transaction<'_>, at: &str, source: &str) -> Result<i64, DictionaryError> {
    tx.execute("INSERT INTO import (at, source) VALUES (?1, ?2)", [at, source])?;
    Ok(tx.last_insert_rowid())
}

pub(crate) fn publication(tx: &Transaction<'_>, heading: &Heading<'_>) -> Result<i64, DictionaryError> {
    tx.execute(
        include_str!("insert_publication.sql"),
        params![
            heading.import,
            heading.set.id(),
            heading.release,
            date_key::key(heading.from),
            heading.to.map(date_key::key),
            heading.file,
            heading.entries,
            heading.passed_over,
        ],
    )?;
    let id = tx.last_insert_rowid();
    if let Some(statement) = heading.licence {
        tx.execute("INSERT INTO licence VALUES (?1, ?2)", params![id, statement])?;
    }
    Ok(id)
}

/// Hears how many rows are written and says whether to go on.
pub(crate) type Tell<'a> = &'a mut dyn FnMut(u32) -> ControlFlow<()>;

/// Writes rows one by one, each with its place in the file; false is returned where it was to stop.
pub(super) fn rows<T>(
    tx: &Transaction<'_>,
    sql: &str,
    rows: &[T],
    tell: Tell<'_>,
    insert: impl Fn(&mut Statement<'_>, &T, u32) -> rusqlite::Result<usize>,
) -> Result<bool, DictionaryError> {
    let mut statement = tx.prepare(sql)?;
    for (place, row) in (0_u32..).zip(rows) {
        if place.is_multiple_of(256) && tell(place).is_break() {
            return Ok(false);
        }
        insert(&mut statement, row, place)?;
    }
    Ok(true)
}

/// Writes the terms of an index. `tell` hears how many of them are written and says whether to go on; false is
/// returned where it did not.
pub(crate) fn index(
    tx: &Transaction<'_>,
    publication: i64,
    index: &BookIndex,
    tell: Tell<'_>,
) -> Result<bool, DictionaryError> {
    let mut column = tx.prepare("INSERT INTO index_column VALUES (?1, ?2, ?3)")?;
    for each in &index.columns {
        column.execute(params![publication, each.number, each.title])?;
    }
    let mut term = tx.prepare("INSERT INTO index_term VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    let mut code = tx.prepare("INSERT INTO index_code VALUES (?1, ?2, ?3, ?4)")?;
    let mut reference = tx.prepare("INSERT INTO index_reference VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (at, each) in (0_u32..).zip(&index.terms) {
        if at.is_multiple_of(256) && tell(at).is_break() {
            return Ok(false);
        }
        term.execute(params![
            publication,
            at,
            each.depth,
            each.title,
            each.plain,
            each.manifestation,
            each.note
        ])?;
        for (number, text) in &each.codes {
            code.execute(params![publication, at, number, text])?;
        }
        for (place, link) in (0_u32..).zip(&each.references) {
            reference.execute(params![publication, at, place, kind_id(link.kind), link.text])?;
        }
    }
    Ok(true)
}

const KINDS: [(ReferenceKind, &str); 4] = [
    (ReferenceKind::See, "see"),
    (ReferenceKind::SeeAlso, "see_also"),
    (ReferenceKind::SeeCategory, "see_category"),
    (ReferenceKind::Use, "use"),
];

fn kind_id(kind: ReferenceKind) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or("see", |(_, id)| id)
}

pub(super) fn kind_of(id: &str) -> Option<ReferenceKind> {
    KINDS.iter().find(|(_, known)| *known == id).map(|(kind, _)| *kind)
}
