//! Codes that are valid on some day but stand in no row of the Tabular List: retired before it, or newer than it.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Book, BookRow, RowAt};
use super::{CompileError, Published};
use crate::detail::CodeKind;
use crate::official::CodeEditorTable;

const CATEGORY: usize = 3;

pub(super) fn place_all(
    book: &mut Book,
    validity: &CodeEditorTable,
    titles: &[Published<BTreeMap<String, String>>],
) -> Result<(), CompileError> {
    let missing: BTreeSet<&str> = validity
        .records
        .iter()
        .map(|record| record.code.as_str())
        .filter(|code| !book.by_code.contains_key(*code))
        .collect();
    for code in missing {
        place(book, code, titles)?;
    }
    Ok(())
}

/// Hangs a code under its longest beginning that is a row, after adding those headers above it that an older book had.
fn place(
    book: &mut Book,
    code: &str,
    titles: &[Published<BTreeMap<String, String>>],
) -> Result<(), CompileError> {
    let mut parent: Option<RowAt> = None;
    for length in CATEGORY..code.len() {
        let Some(beginning) = code.get(..length) else { continue };
        if let Some(known) = book.by_code.get(beginning) {
            parent = Some(*known);
            continue;
        }
        let headed =
            !beginning.ends_with('X') && titles.iter().any(|list| list.content.contains_key(beginning));
        if headed {
            parent = Some(add(book, beginning, parent)?);
        }
    }
    add(book, code, parent).map(|_| ())
}

fn add(book: &mut Book, code: &str, parent: Option<RowAt>) -> Result<RowAt, CompileError> {
    let category = code.get(..CATEGORY).unwrap_or(code);
    let parent = parent
        .or_else(|| book.block_of(category))
        .or_else(|| book.chapter_around(category))
        .ok_or_else(|| CompileError::Homeless { code: code.to_owned() })?;
    let at = book.add(BookRow::new(code.to_owned(), CodeKind::Code, None), Some(parent))?;
    book.sort_in(at);
    Ok(at)
}
