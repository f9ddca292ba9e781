use std::collections::BTreeMap;

use csv::{ReaderBuilder, StringRecord};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::formula::without_guard;
use crate::note::{NoteError, read_text};

/// One row of a delimited file, its cells without blanks around them and as they were before they were
/// [`guarded`](crate::guarded).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// The line of the file at which the row begins, from 1.
    pub line: u32,
    pub cells: Vec<String>,
}

/// What stands between two cells. Spreadsheets of countries with a decimal comma write the semicolon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Delimiter {
    #[default]
    Comma,
    Semicolon,
    Tab,
    Bar,
}

impl Delimiter {
    /// Where two agree with a file as well, the earlier.
    const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Bar];

    const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
        }
    }
}

/// What stands around a cell in which a delimiter is a character like others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Quoting {
    #[default]
    Double,
    Single,
    /// A quote is a character like others.
    None,
}

/// How many rows are looked at to tell what stands between their cells.
const ROWS_LOOKED_AT: usize = 50;

/// The rows of a delimited file that are not blank, the first of which may be a heading. Takes any encoding that
/// [`read_text`] does, any line end, cells in quotes with line ends inside, and rows of different lengths.
///
/// # Errors
/// Those of [`read_text`]: the bytes are no text, too many, or nothing but blanks.
pub fn read_table(bytes: &[u8]) -> Result<Vec<TableRow>, NoteError> {
    let mut text = read_text(bytes)?;
    end_last_line(&mut text);
    let delimiter = delimiter(&text, Quoting::Double);
    Ok(records(&text, delimiter, Quoting::Double)
        .filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()))
        .map(|(line, row)| TableRow { line, cells: row.iter().map(|cell| bare(cell).to_owned()).collect() })
        .collect())
}

/// A last line that is not ended would not be counted.
pub(crate) fn end_last_line(text: &mut String) {
    text.push('\n');
}

/// A cell without blanks around it, as it was before it was [`guarded`](crate::guarded).
pub(crate) fn bare(cell: &str) -> &str {
    without_guard(cell.trim())
}

/// Each with the line at which it begins. The place that the csv crate gives a record is that of the blank lines before
/// it, so that it is counted back from its end.
pub(crate) fn records(
    text: &str,
    delimiter: Delimiter,
    quoting: Quoting,
) -> impl Iterator<Item = (u32, StringRecord)> + '_ {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter.byte())
        .quoting(quoting != Quoting::None)
        .quote(if quoting == Quoting::Single { b'\'' } else { b'"' })
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    std::iter::from_fn(move || {
        let mut row = StringRecord::new();
        let begun = reader.position().line();
        // Of text that is UTF-8 and of rows that may have any length, no row fails.
        if !reader.read_record(&mut row).unwrap_or(false) {
            return None;
        }
        let inside = row.as_slice().matches('\n').count() as u64;
        // Cells that are in quotes to the end of the text hold its last line end too.
        let line = reader.position().line().saturating_sub(1 + inside).max(begun);
        Some((u32::try_from(line).unwrap_or(u32::MAX), row))
    })
}

/// The one that gives most rows the same number of cells, and more than one.
pub(crate) fn delimiter(text: &str, quoting: Quoting) -> Delimiter {
    let agrees = |delimiter: &Delimiter| agreement(text, *delimiter, quoting);
    Delimiter::ALL.into_iter().rev().max_by_key(agrees).unwrap_or_default()
}

/// How many rows have the number of cells, more than one, that most have. Titles above a table have fewer.
fn agreement(text: &str, delimiter: Delimiter, quoting: Quoting) -> usize {
    let mut rows_of: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, row) in records(text, delimiter, quoting).take(ROWS_LOOKED_AT) {
        *rows_of.entry(row.len()).or_default() += 1;
    }
    rows_of.into_iter().filter(|(cells, _)| *cells > 1).map(|(_, rows)| rows).max().unwrap_or(0)
}

/// What stands around cells: double quotes unless more rows agree without them, as where one is a sign of inches or of a
/// nickname, or single ones do.
pub(crate) fn quoting(text: &str) -> Quoting {
    let agrees = |quoting: Quoting| agreement(text, delimiter(text, quoting), quoting);
    let begins = |quote: char| {
        let begun = |at: usize| text.get(..at).and_then(|before| before.chars().next_back());
        text.match_indices(quote)
            .any(|(at, _)| begun(at).is_none_or(|c| matches!(c, '\n' | ',' | ';' | '\t' | '|')))
    };
    let others = [(Quoting::Single, begins('\'')), (Quoting::None, begins('"'))];
    let double = agrees(Quoting::Double);
    let better = others.into_iter().filter(|(_, is_likely)| *is_likely);
    better.map(|(quoting, _)| quoting).find(|quoting| agrees(*quoting) > double).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(bytes: &[u8], expected: &Expect) {
        let rows = read_table(bytes).unwrap();
        let lines: Vec<String> =
            rows.iter().map(|row| format!("{} {}", row.line, row.cells.join(" | ").escape_debug())).collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn files_of_every_make_are_read() {
        check(
            b"code,wording\r\nI10,Blood pressure\r\n",
            &expect![[r#"
            1 code | wording
            2 I10 | Blood pressure"#]],
        );
        check(
            b"\xEF\xBB\xBFcode;wording\nI10;\"Blood; pressure\"\n\n  ;\nE11.9;Sugar",
            &expect![[r#"
            1 code | wording
            2 I10 | Blood; pressure
            5 E11.9 | Sugar"#]],
        );
        check(
            b"code,wording\r\n\r\n\r\nI10,\"two\r\nlines\"\r\n\r\nJ45,",
            &expect![[r#"
            1 code | wording
            4 I10 | two\nlines
            7 J45 | "#]],
        );
        check(
            b"code\twording\rI10\tBlood, high\r",
            &expect![[r#"
            1 code | wording
            2 I10 | Blood, high"#]],
        );
        check(
            b"code,wording\nI10,\"two\r\nlines, \"\"quoted\"\"\"\nJ45,",
            &expect![[r#"
            1 code | wording
            2 I10 | two\nlines, \"quoted\"
            4 J45 | "#]],
        );
        check(
            b"code,wording\nG30.9,Alzheimer\x92s caf\xe9\n",
            &expect![[r#"
            1 code | wording
            2 G30.9 | Alzheimer’s café"#]],
        );
        check(
            b"code,wording\nI10,'=1+1\nJ45,'t was\n",
            &expect![[r#"
            1 code | wording
            2 I10 | =1+1
            3 J45 | \'t was"#]],
        );
        check(b"\xFF\xFEI\x001\x000\x00\t\x00x\x00", &expect!["1 I10 | x"]);
        check(
            b"I10\nE11.9\n",
            &expect![[r#"
            1 I10
            2 E11.9"#]],
        );
        check(
            b"a,b,c\n1\n1,2,3,4\n\"never closed\n5,6",
            &expect![[r#"
            1 a | b | c
            2 1
            3 1 | 2 | 3 | 4
            4 never closed\n5,6"#]],
        );
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert_eq!(read_table(b" \r\n "), Err(NoteError::Empty));
        assert!(matches!(read_table(b"PK\x03\x04xl/workbook.xml"), Err(NoteError::NotText { .. })));
        assert!(matches!(
            read_table(&vec![b'a'; crate::MOST_NOTE_BYTES + 1]),
            Err(NoteError::TooLarge { .. })
        ));
    }
}
