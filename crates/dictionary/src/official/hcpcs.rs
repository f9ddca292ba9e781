//! HCPCS Level II as CMS publishes it every quarter: the workbook, the same as delimited text, and the contractor's
//! record of 320 columns (HCPCS_recordlayout.txt in the publisher's zip).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Read;

use jiff::civil::Date;

use super::problem::{Problem, ProblemKind};
use super::table::{Column, Heading, Table, TableError};
use super::value::published_date;
use super::workbook::{Sheet, WorkbookError};
use crate::date_key;

/// The codes and modifiers of one release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hcpcs {
    /// In the order of the file.
    pub entries: Vec<HcpcsEntry>,
    pub problems: Vec<Problem>,
}

/// One code or modifier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HcpcsEntry {
    /// `J1885`, or `LT`.
    pub code: String,
    pub modifier: bool,
    pub title: String,
    /// At most 28 characters.
    pub short_title: String,
    /// What Medicare covers, one letter: C, D, I, M or S.
    pub coverage: Option<char>,
    /// The codes that are valid in the place of this one.
    pub replaced_by: Vec<String>,
    /// First day, YYYYMMDD.
    pub from: u32,
    /// Last day, YYYYMMDD; `None` where no end is known.
    pub to: Option<u32>,
    /// The day from which what is said of the code holds, YYYYMMDD.
    pub said_from: u32,
}

impl HcpcsEntry {
    pub(crate) fn is_valid(&self, on: Date) -> bool {
        let day = date_key::key(on);
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// The fields that are read of a row, as the file has them.
#[derive(Debug, Default)]
struct Row<'a> {
    line: u32,
    code: &'a str,
    record: &'a str,
    title: &'a str,
    short_title: &'a str,
    references: Vec<&'a str>,
    coverage: &'a str,
    added: &'a str,
    effective: &'a str,
    terminated: &'a str,
    action: &'a str,
}

/// A row of 320 columns reaches at least to its action code.
const SHORTEST_RECORD: usize = 293;
/// Lines within which the first row is looked for.
const NOTICES: usize = 16;

impl Hcpcs {
    /// Whether a text begins, behind a few lines of notices, as the record of 320 columns does: code, sequence number,
    /// record identification.
    pub(crate) fn is_record(text: &str) -> bool {
        let mut lines = text.trim_start_matches('\u{FEFF}').lines().take(NOTICES);
        lines.any(|line| line.is_ascii() && line.len() >= SHORTEST_RECORD && is_numbered(line))
    }

    /// The columns of the delimited form, where a file begins with their names.
    pub(crate) fn heading(head: &[u8]) -> Option<Heading> {
        Heading::find(head, &COLUMNS)
    }

    /// The record of 320 columns, one a line.
    pub fn parse_record(text: &str) -> Self {
        let mut reading = Reading::default();
        for (line, number) in text.trim_start_matches('\u{FEFF}').lines().zip(1_u32..) {
            let is_notice = reading.result.entries.is_empty() && !is_numbered(line);
            if line.trim().is_empty() || is_notice {
                continue;
            }
            if line.len() < SHORTEST_RECORD && !is_continuation(columns(line, 11, 11)) {
                reading.odd(number, ProblemKind::TooShort, line);
                continue;
            }
            reading.row(&Row {
                line: number,
                code: columns(line, 1, 5),
                record: columns(line, 11, 11),
                title: columns(line, 12, 91),
                short_title: columns(line, 92, 119),
                references: (0..5).map(|at| columns(line, 205 + 5 * at, 209 + 5 * at)).collect(),
                coverage: columns(line, 230, 230),
                added: columns(line, 269, 276),
                effective: columns(line, 277, 284),
                terminated: columns(line, 285, 292),
                action: columns(line, 293, 293),
            });
        }
        reading.result
    }

    /// The rows of the workbook as delimited text.
    pub(crate) fn read_table(content: impl Read, heading: Heading) -> Result<Self, TableError> {
        let mut table = Table::new(content, heading);
        let mut reading = Reading::default();
        while let Some(row) = table.next_row()? {
            reading.cells(row.line, |column| row.text(column));
        }
        Ok(reading.result)
    }

    /// The workbook as it is published. `None` where no sheet names the columns.
    pub fn parse_workbook(bytes: &[u8]) -> Result<Option<Self>, WorkbookError> {
        let Some(sheet) = Sheet::find(bytes, &COLUMNS)? else { return Ok(None) };
        let mut reading = Reading::default();
        for row in sheet.rows() {
            reading.cells(row.line, |column| row.cell(column));
        }
        Ok(Some(reading.result))
    }

    /// The last day on which something in the file came into force: what the quarter of the release is told by.
    pub fn newest(&self) -> Option<Date> {
        self.entries.iter().flat_map(|entry| [entry.from, entry.said_from]).max().and_then(date_key::date)
    }
}

const COLUMNS: [Column; 14] = [
    Column::required(&["hcpc", "hcpcs"]),
    Column::required(&["recid", "rec id"]),
    Column::required(&["long description"]),
    Column::optional(&["short description"]),
    Column::optional(&["cov"]),
    Column::required(&["add dt"]),
    Column::optional(&["act eff dt"]),
    Column::required(&["term dt"]),
    Column::optional(&["action cd"]),
    Column::optional(&["xref1"]),
    Column::optional(&["xref2"]),
    Column::optional(&["xref3"]),
    Column::optional(&["xref4"]),
    Column::optional(&["xref5"]),
];

/// Columns of a line, counted from 1, both included, without blanks around. Files are published in ASCII; a character
/// that is not shifts what comes after it in its bytes only.
fn columns(line: &str, from: usize, to: usize) -> &str {
    let mut ends = line.char_indices().map(|(at, _)| at).chain([line.len()]).skip(from - 1);
    let start = ends.next();
    let end = ends.nth(to - from).or(Some(line.len()));
    start.zip(end).and_then(|(start, end)| line.get(start..end)).unwrap_or_default().trim()
}

/// Whether a line has a sequence number and a record identification in their columns.
fn is_numbered(line: &str) -> bool {
    let number = columns(line, 6, 10);
    number.len() == 5
        && number.bytes().all(|c| c.is_ascii_digit())
        && matches!(columns(line, 11, 11), "3" | "4" | "7" | "8")
}

fn is_continuation(record: &str) -> bool {
    matches!(record, "4" | "8")
}

#[derive(Default)]
struct Reading {
    known: BTreeSet<String>,
    /// Whether the rows that continue the last code continue one that is kept.
    open: bool,
    result: Hcpcs,
}

impl Reading {
    fn odd(&mut self, line: u32, kind: ProblemKind, text: &str) {
        self.open = false;
        self.result.problems.push(Problem::new(line, kind, text));
    }

    /// A row by the places of [`COLUMNS`].
    fn cells<'a>(&mut self, line: u32, cell: impl Fn(usize) -> Cow<'a, str>) {
        let cells: [Cow<'a, str>; COLUMNS.len()] = std::array::from_fn(cell);
        let [
            code,
            record,
            title,
            short_title,
            coverage,
            added,
            effective,
            terminated,
            action,
            references @ ..,
        ] = &cells;
        self.row(&Row {
            line,
            code,
            record,
            title,
            short_title,
            references: references.iter().map(AsRef::as_ref).collect(),
            coverage,
            added,
            effective,
            terminated,
            action,
        });
    }

    fn row(&mut self, row: &Row<'_>) {
        let code = row.code.trim().to_ascii_uppercase();
        let record = row.record.trim();
        if code.is_empty() && record.is_empty() {
            return;
        }
        if is_continuation(record) {
            return self.continued(row, &code);
        }
        let modifier = record == "7";
        if record != "3" && !modifier {
            return self.odd(row.line, ProblemKind::UnknownRecord, &format!("{code} {record}"));
        }
        // Level I (CPT) and D (CDT) are licensed: a file for contractors has them, and what it says of them stays there.
        if !modifier && code.starts_with(|c: char| c.is_ascii_digit() || c == 'D') {
            return self.odd(row.line, ProblemKind::Licensed, &code);
        }
        if !is_shaped(&code, modifier) {
            return self.odd(row.line, ProblemKind::NotACode, row.code);
        }
        let title = tidy(row.title);
        if title.is_empty() {
            return self.odd(row.line, ProblemKind::Nameless, &code);
        }
        let (added, effective) = (day(row.added), day(row.effective));
        // What was terminated and came back has lost the day of its end: only since it came back is it certain.
        let from = if row.action.trim() == "R" { effective.or(added) } else { added.or(effective) };
        let terminated = row.terminated.trim();
        let to = day(terminated);
        let ends_before = from.zip(to).is_some_and(|(from, to)| to < from);
        let Some(from) = from.filter(|_| !ends_before && (to.is_some() || terminated.is_empty())) else {
            return self.odd(row.line, ProblemKind::NotAValue, &format!("{code} {} {terminated}", row.added));
        };
        if !self.known.insert(code.clone()) {
            return self.odd(row.line, ProblemKind::Repeated, &code);
        }
        let references = row.references.iter().map(|code| code.trim().to_ascii_uppercase());
        self.open = true;
        self.result.entries.push(HcpcsEntry {
            code,
            modifier,
            title,
            short_title: tidy(row.short_title),
            coverage: row.coverage.trim().chars().next().filter(|c| "CDIMS".contains(*c)),
            replaced_by: references.filter(|code| !code.is_empty()).collect(),
            from,
            to,
            said_from: effective.unwrap_or(from),
        });
    }

    /// More of the long description of the row before.
    fn continued(&mut self, row: &Row<'_>, code: &str) {
        let more = tidy(row.title);
        match self.result.entries.last_mut().filter(|entry| self.open && entry.code == code) {
            Some(entry) if !more.is_empty() => {
                entry.title.push(' ');
                entry.title.push_str(&more);
            }
            Some(_) => {}
            // What continues a code that is not kept goes with it, and was told of there.
            None if !self.open => {}
            None => self.odd(row.line, ProblemKind::NotACode, code),
        }
    }
}

/// A letter and four digits; a modifier has two characters.
fn is_shaped(code: &str, modifier: bool) -> bool {
    match code.as_bytes() {
        [first, rest @ ..] if !modifier => {
            first.is_ascii_uppercase() && rest.len() == 4 && rest.iter().all(u8::is_ascii_digit)
        }
        characters => characters.len() == 2 && characters.iter().all(u8::is_ascii_alphanumeric),
    }
}

fn day(text: &str) -> Option<u32> {
    published_date(text.trim().as_bytes()).map(date_key::key)
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
#[path = "hcpcs_tests.rs"]
mod tests;
