//! Delimited text as publishers and spreadsheets write it: any delimiter, encoding and line end, notices and headings
//! of any length before the rows, columns known by their names and not by their place. Read row by row.

use std::borrow::Cow;
use std::io::{self, ErrorKind, Read};

use csv::{ByteRecord, Reader, ReaderBuilder};
use encoding_rs::WINDOWS_1252;
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::hcpcs_code::HcpcsCode;
use super::newlines::Newlines;
use super::problem::{Problem, ProblemKind};
use super::value::published_date;

/// What may stand between two cells. Spreadsheets of countries with a decimal comma write the semicolon.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Rows of notices and titles in which a heading is looked for.
const HEADING_WITHIN: usize = 64;
/// What programs of DOS write behind the last line.
const END_OF_FILE: u8 = 0x1A;
/// A row of more lines than this has a quotation mark that is never closed.
const MOST_LINES: u64 = 200;
/// One of more bytes too, and is not gathered to the end of the file. Notices have some thousand.
const LONGEST_ROW: usize = 1 << 20;

/// A column that a layout knows, by the beginnings of its names in lower case without signs: `mue values`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) names: &'static [&'static str],
    pub(crate) required: bool,
}

impl Column {
    pub(crate) const fn required(names: &'static [&'static str]) -> Self {
        Self { names, required: true }
    }

    pub(crate) const fn optional(names: &'static [&'static str]) -> Self {
        Self { names, required: false }
    }
}

/// Where the columns of a layout stand in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    delimiter: u8,
    /// Rows to be passed over, the heading with them.
    rows: usize,
    /// Of each column of the layout, its place.
    places: Vec<Option<usize>>,
    /// The cells of the heading row, as [`plain`] words.
    pub(crate) cells: Vec<String>,
    /// Everything that stands before the rows.
    pub(crate) preamble: String,
}

impl Heading {
    /// How many columns the layout has.
    pub(crate) fn columns(&self) -> usize {
        self.places.len()
    }

    /// Looks for the first row of the head of a file that names every required column.
    pub(crate) fn find(head: &[u8], columns: &[Column]) -> Option<Self> {
        Self::find_by(head, |cells| places(cells, columns))
    }

    /// The same for a layout that says itself, from the plain cells of a row, where its columns stand.
    pub(crate) fn find_by(
        head: &[u8],
        places: impl Fn(&[String]) -> Option<Vec<Option<usize>>>,
    ) -> Option<Self> {
        DELIMITERS.into_iter().find_map(|delimiter| {
            let mut reader = reader(head, delimiter);
            let mut record = ByteRecord::new();
            let mut preamble = String::new();
            for row in 1..=HEADING_WITHIN {
                if !reader.read_byte_record(&mut record).ok()? {
                    break;
                }
                let texts: Vec<Cow<'_, str>> = record.iter().map(text).collect();
                preamble.extend(texts.iter().flat_map(|cell| [cell.as_ref(), "\n"]));
                let cells: Vec<String> = texts.iter().map(|cell| plain(cell)).collect();
                if let Some(places) = places(&cells) {
                    return Some(Self { delimiter, rows: row, places, cells, preamble });
                }
            }
            None
        })
    }
}

/// The beginning of a table whose layout nobody knows.
pub(crate) struct Sample {
    delimiter: u8,
    /// Rows before the first of those that are alike, blank ones not counted.
    before: usize,
    /// What stands in them.
    pub(crate) notice: String,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Sample {
    /// The heading of the table, which may be its first row.
    pub(crate) fn heading(&self, rows: usize, places: Vec<Option<usize>>) -> Heading {
        let rows = self.before + rows;
        Heading { delimiter: self.delimiter, rows, places, cells: Vec::new(), preamble: String::new() }
    }
}

impl Heading {
    /// The first rows of a table by the delimiter that gives most rows the same number of cells, and more than one.
    pub(crate) fn sample(head: &[u8]) -> Option<Sample> {
        let samples = DELIMITERS.into_iter().filter_map(|delimiter| {
            let records = reader(head, delimiter).into_byte_records().take(HEADING_WITHIN);
            let rows: Vec<Vec<String>> = records
                .map_while(Result::ok)
                .map(|record| record.iter().map(|cell| text(cell).into_owned()).collect())
                .collect();
            let widths = rows.iter().map(Vec::len).filter(|width| *width > 1);
            let (alike, width) =
                widths.map(|width| (rows.iter().filter(|row| row.len() == width).count(), width)).max()?;
            let filled = |row: &Vec<String>| row.iter().filter(|cell| !cell.is_empty()).count() > 1;
            let before = rows.iter().position(|row| row.len() == width && filled(row))?;
            let notice = rows.get(..before)?.iter().flatten().filter(|cell| !cell.is_empty());
            let notice = notice.map(String::as_str).collect::<Vec<_>>().join("\n");
            (alike > 1).then(|| (alike, Sample { delimiter, before, notice, rows: rows[before..].to_vec() }))
        });
        samples.max_by_key(|(alike, _)| *alike).map(|(_, sample)| sample)
    }
}

/// Why reading a table ended before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    #[error("broken behind line {line}")]
    Broken { line: u32 },
    #[error("larger than anything that is published")]
    TooLarge,
}

type Content<R> = Within<Newlines<DecodeReaderBytes<R, Vec<u8>>>>;

/// The rows behind a heading.
pub(crate) struct Table<R> {
    reader: Reader<Content<R>>,
    record: ByteRecord,
    places: Vec<Option<usize>>,
    to_pass: usize,
}

/// One row, its cells by the column of the layout.
#[derive(Clone, Copy)]
pub(crate) struct TableRow<'a> {
    record: &'a ByteRecord,
    places: &'a [Option<usize>],
    /// At which it begins, from 1.
    pub(crate) line: u32,
}

impl<R: Read> Table<R> {
    pub(crate) fn new(content: R, heading: Heading) -> Self {
        Self {
            reader: reader(content, heading.delimiter),
            record: ByteRecord::new(),
            places: heading.places,
            to_pass: heading.rows,
        }
    }

    /// The next row that is not blank.
    pub(crate) fn next_row(&mut self) -> Result<Option<TableRow<'_>>, TableError> {
        loop {
            let begun = self.reader.position().line();
            self.reader.get_mut().left = LONGEST_ROW;
            let read = self.reader.read_byte_record(&mut self.record);
            let end = self.reader.position().line();
            if !read.map_err(|error| failure(&error, begun, end))? {
                return Ok(None);
            }
            let inside = self.record.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64;
            let line = end.saturating_sub(1 + inside).max(begun);
            if inside > MOST_LINES {
                return Err(TableError::Broken { line: short(line) });
            }
            if self.to_pass > 0 {
                self.to_pass -= 1;
            } else if self.record.iter().any(|cell| !matches!(cell.trim_ascii(), b"" | [END_OF_FILE])) {
                return Ok(Some(TableRow { record: &self.record, places: &self.places, line: short(line) }));
            }
        }
    }
}

impl<'a> TableRow<'a> {
    /// The cell of a column without blanks around it, and empty where there is none.
    pub(crate) fn bytes(self, column: usize) -> &'a [u8] {
        let place = self.places.get(column).copied().flatten();
        place.and_then(|place| self.record.get(place)).unwrap_or_default().trim_ascii()
    }

    pub(crate) fn text(self, column: usize) -> Cow<'a, str> {
        text(self.bytes(column))
    }

    /// The code of a column.
    pub(crate) fn code(self, column: usize) -> Result<HcpcsCode, Problem> {
        HcpcsCode::parse(self.bytes(column)).ok_or_else(|| self.problem(ProblemKind::NotACode))
    }

    /// The day of a column; `None` where the cell is empty or a `*`.
    pub(crate) fn date(self, column: usize) -> Result<Option<Date>, Problem> {
        match self.bytes(column) {
            b"" | b"*" => Ok(None),
            text => published_date(text).map(Some).ok_or_else(|| self.odd(column)),
        }
    }

    /// The number of a column, rounded to `places` behind the point; 0 where the cell is empty.
    pub(crate) fn number(self, column: usize, places: u32) -> Result<Decimal, Problem> {
        match self.text(column).as_ref() {
            "" => Ok(Decimal::ZERO),
            text => match text.parse::<Decimal>() {
                Ok(number) => Ok(number.round_dp(places)),
                Err(_) => Err(self.odd(column)),
            },
        }
    }

    /// A problem of the whole row.
    pub(crate) fn problem(self, kind: ProblemKind) -> Problem {
        let words = self.record.iter().map(text).collect::<Vec<_>>().join(" ");
        Problem::new(self.line, kind, &words)
    }

    /// A cell that is not what its column holds.
    pub(crate) fn odd(self, column: usize) -> Problem {
        Problem::new(self.line, ProblemKind::NotAValue, &self.text(column))
    }
}

/// Of each column its place among the plain cells of a row; `None` where one that is required has none.
pub(super) fn places(cells: &[String], columns: &[Column]) -> Option<Vec<Option<usize>>> {
    let place = |column: &Column| cells.iter().position(|cell| is_named(cell, column.names));
    let places: Vec<Option<usize>> = columns.iter().map(place).collect();
    let complete = columns.iter().zip(&places).all(|(column, place)| place.is_some() || !column.required);
    complete.then_some(places)
}

/// A cell of a heading in lower case without signs: `Column 1` and `column_1` are `column 1`.
pub(super) fn plain(cell: &str) -> String {
    let words = cell.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

pub(super) fn is_named(cell: &str, names: &[&str]) -> bool {
    names
        .iter()
        .any(|name| cell.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// Fails where more is read than is left: the quotation mark of a row that is never closed would take in the whole file.
struct Within<R> {
    content: R,
    left: usize,
}

impl<R: Read> Read for Within<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(ErrorKind::InvalidData.into());
        }
        let length = self.content.read(buffer)?;
        self.left = self.left.saturating_sub(length);
        Ok(length)
    }
}

fn reader<R: Read>(content: R, delimiter: u8) -> Reader<Content<R>> {
    // A byte order mark decides. Without one, cells that are no UTF-8 are Windows-1252: see `text`.
    let decoded = DecodeReaderBytesBuilder::new().utf8_passthru(true).strip_bom(true).build(content);
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(Within { content: Newlines::new(decoded), left: LONGEST_ROW })
}

/// A cell, cell by cell UTF-8 or Windows-1252, without blanks around it.
fn text(cell: &[u8]) -> Cow<'_, str> {
    let cell = cell.trim_ascii();
    match std::str::from_utf8(cell) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(cell).0,
    }
}

fn failure(error: &csv::Error, begun: u64, end: u64) -> TableError {
    match error.kind() {
        csv::ErrorKind::Io(error) if error.kind() == ErrorKind::FileTooLarge => TableError::TooLarge,
        csv::ErrorKind::Io(error) if error.kind() == ErrorKind::InvalidData => {
            TableError::Broken { line: short(begun) }
        }
        _ => TableError::Broken { line: short(end) },
    }
}

fn short(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}
