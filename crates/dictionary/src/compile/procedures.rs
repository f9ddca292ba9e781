//! The edition of ICD-10-PCS: section, body system, table (operation), body part, code.

use std::collections::BTreeSet;

use super::CompileError;
use super::book::{Book, BookRow, RowAt};
use crate::detail::CodeKind;
use crate::official::{CodeEditorTable, NoteBlock};
use crate::procedures::{AxisMeanings, LENGTH, TABLE};

/// The headers by length, and the kind of each. Codes follow a body part, because a table has up to 2,000 of them.
const HEADERS: [(usize, CodeKind); 4] =
    [(1, CodeKind::Chapter), (2, CodeKind::Block), (TABLE, CodeKind::Category), (4, CodeKind::Subcategory)];

/// The tree over every code that ever was valid.
pub(super) fn book(validity: &CodeEditorTable, meanings: &AxisMeanings) -> Result<Book, CompileError> {
    let codes: BTreeSet<&str> = validity.records.iter().map(|record| record.code.as_str()).collect();
    let mut book = Book::default();
    for code in codes {
        if code.len() != LENGTH || !code.is_ascii() {
            return Err(CompileError::Homeless { code: code.to_owned() });
        }
        let mut parent: Option<RowAt> = None;
        for (length, kind) in HEADERS {
            let Some(beginning) = code.get(..length) else { continue };
            parent = Some(match book.by_code.get(beginning) {
                Some(known) => *known,
                None => book.add(header(beginning, kind, meanings), parent)?,
            });
        }
        book.add(BookRow::new(code.to_owned(), CodeKind::Code, None), parent)?;
    }
    Ok(book)
}

fn header(beginning: &str, kind: CodeKind, meanings: &AxisMeanings) -> BookRow {
    let mut row = BookRow::new(beginning.to_owned(), kind, meanings.last_of(beginning).map(str::to_owned));
    row.notes = meanings
        .definition(beginning)
        .iter()
        .map(|(kind, line)| NoteBlock { kind: *kind, lines: vec![line.clone()] })
        .collect();
    row
}
