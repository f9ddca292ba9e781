use csv::{ReaderBuilder, StringRecord};

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

/// What may stand between two cells. Spreadsheets of countries with a decimal comma write the semicolon.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How many rows are looked at to tell what stands between their cells.
const ROWS_LOOKED_AT: usize = 20;

/// The rows of a delimited file that are not blank, the first of which may be a heading. Takes any encoding that
/// [`read_text`] does, any line end, cells in quotes with line ends inside, and rows of different lengths.
///
/// # Errors
/// Those of [`read_text`]: the bytes are no text, too many, or nothing but blanks.
pub fn read_table(bytes: &[u8]) -> Result<Vec<TableRow>, NoteError> {
    let mut text = read_text(bytes)?;
    // A last line that is not ended would not be counted.
    text.push('\n');
    let delimiter = delimiter(&text);
    Ok(records(&text, delimiter)
        .filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()))
        .map(|(line, row)| TableRow {
            line,
            cells: row.iter().map(|cell| without_guard(cell.trim()).to_owned()).collect(),
        })
        .collect())
}

/// Each with the line at which it begins. The place that the csv crate gives a record is that of the blank lines before
/// it, so that it is counted back from its end.
fn records(text: &str, delimiter: u8) -> impl Iterator<Item = (u32, StringRecord)> + '_ {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
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
fn delimiter(text: &str) -> u8 {
    let agreement = |delimiter: u8| {
        let mut rows = records(text, delimiter).take(ROWS_LOOKED_AT).map(|(_, row)| row.len());
        let first = rows.next().unwrap_or(1);
        match first {
            1 => 0,
            _ => 1 + rows.filter(|cells| *cells == first).count(),
        }
    };
    // Where two agree as well, the earlier in the list.
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| agreement(*delimiter)).unwrap_or(b',')
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
