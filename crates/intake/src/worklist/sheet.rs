use csv::StringRecord;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::headings::field_of;
use super::mapping::{WorklistMapping, plain, signature};
use super::workbook;
use crate::draft::{Origin, ProblemKind};
use crate::encoding::TextEncoding;
use crate::note::{LooksLike, by_magic, tidy};
use crate::table::{Delimiter, Quoting, bare, delimiter, end_last_line, quoting, records};

/// The largest worklist that is read, in bytes, and the most rows and columns.
pub const MOST_WORKLIST_BYTES: usize = 67_108_864;
pub(super) const MOST_ROWS: usize = 100_000;
pub(super) const MOST_COLUMNS: usize = 256;
/// How far down the headings may stand, in rows that are not blank: below titles, filters and the name of the practice.
const MOST_TITLES: usize = 30;
/// Of a text that may be a worklist.
const ROWS_THAT_TELL: usize = 200;

/// The rows of a delimited text or of one sheet of a workbook, and how they were read.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub layout: SheetLayout,
    headings: Vec<String>,
    /// Those above the headings too.
    rows: Vec<SheetRow>,
    /// Of the first row behind the headings.
    first: usize,
}

#[derive(Clone, Debug, Default)]
pub(super) struct SheetRow {
    /// From 1. Of a text the line at which the row begins, of a workbook the number of the row.
    pub(super) line: u32,
    pub(super) cells: StringRecord,
}

/// How a worklist was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct SheetLayout {
    /// How the cells stand in a text; `None` of a workbook.
    pub text: Option<TextLayout>,
    /// The name of the sheet, and of all sheets, the hidden ones last; empty of a text.
    pub sheet: String,
    pub sheets: Vec<String>,
    /// From 1.
    pub heading_line: u32,
    /// Behind the headings.
    pub rows: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TextLayout {
    pub encoding: TextEncoding,
    pub delimiter: Delimiter,
    pub quoting: Quoting,
}

/// How a person says that a worklist is to be read; what is `None` is told by the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct SheetChoice {
    pub encoding: Option<TextEncoding>,
    pub delimiter: Option<Delimiter>,
    pub quoting: Option<Quoting>,
    pub sheet: Option<String>,
    /// From 1.
    pub heading_line: Option<u32>,
}

impl SheetRow {
    /// Without blanks around it; empty where the row is shorter, and where a database or a spreadsheet wrote that there is
    /// nothing.
    pub(super) fn cell(&self, column: usize) -> &str {
        const NOTHING: [&str; 7] = ["NULL", "null", "\\N", "N/A", "n/a", "-", "--"];
        let cell = bare(self.cells.get(column).unwrap_or_default());
        if NOTHING.contains(&cell) { "" } else { cell }
    }

    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
    }
}

impl Sheet {
    /// Reads a delimited text of any make, or a workbook.
    ///
    /// # Errors
    /// `TooLarge`, `TooManyRows`; `NoText` where there is nothing but blanks; `NotUnderstood` for what is damaged or neither,
    /// `OldWorkbook` for `.xls`; `Protected` where a password is asked for.
    pub fn read(bytes: &[u8], choice: &SheetChoice) -> Result<Self, ProblemKind> {
        if bytes.len() > MOST_WORKLIST_BYTES {
            return Err(ProblemKind::TooLarge { limit: MOST_WORKLIST_BYTES as u32 });
        }
        let (layout, rows) = match by_magic(bytes) {
            Some(LooksLike::Excel | LooksLike::Archive) => of_workbook(bytes, choice)?,
            Some(LooksLike::OldOffice) if is_encrypted(bytes) => return Err(ProblemKind::Protected),
            Some(LooksLike::OldOffice) => return Err(ProblemKind::OldWorkbook),
            Some(_) => return Err(ProblemKind::NotUnderstood),
            None => of_text(bytes, choice)?,
        };
        if rows.is_empty() {
            return Err(ProblemKind::NoText);
        }
        let mut sheet = Self { layout, rows, ..Self::default() };
        sheet.head(choice.heading_line);
        Ok(sheet)
    }

    /// As [`read`](Self::read), by the first of these mappings that is for its headings: the place of that mapping with it.
    ///
    /// # Errors
    /// Those of [`read`](Self::read).
    pub fn read_by(bytes: &[u8], known: &[WorklistMapping]) -> Result<(Self, Option<usize>), ProblemKind> {
        let mut sheet = Self::read(bytes, &SheetChoice::default())?;
        for (at, mapping) in known.iter().enumerate() {
            let plain = SheetChoice { heading_line: None, ..mapping.choice.clone() };
            if plain == SheetChoice::default() && sheet.head_by(&mapping.signature()) {
                return Ok((sheet, Some(at)));
            }
        }
        // Those for files that were read in another way than they seem to ask for.
        for (at, mapping) in known.iter().enumerate() {
            let plain = SheetChoice { heading_line: None, ..mapping.choice.clone() };
            if plain == SheetChoice::default() {
                continue;
            }
            if let Ok(mut other) = Self::read(bytes, &plain)
                && other.head_by(&mapping.signature())
            {
                return Ok((other, Some(at)));
            }
        }
        Ok((sheet, None))
    }

    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    pub fn signature(&self) -> String {
        signature(self.headings.iter().map(String::as_str))
    }

    /// Behind the headings.
    pub(super) fn rows(&self) -> &[SheetRow] {
        self.rows.get(self.first..).unwrap_or_default()
    }

    /// `B7 "DOB"`.
    pub(super) fn place(&self, row: &SheetRow, column: usize) -> Origin {
        let heading = self.headings.get(column).map(String::as_str).unwrap_or_default();
        let at = format!("{}{}", letters(column), row.line);
        Origin(if heading.is_empty() { at } else { format!("{at} \"{heading}\"") })
    }

    /// Takes the row of that line for the headings, else the one that looks most like them.
    fn head(&mut self, line: Option<u32>) {
        let told = line.and_then(|line| self.rows.iter().position(|row| row.line == line));
        let at = told.unwrap_or_else(|| most_like_headings(&self.rows));
        self.head_at(at);
    }

    fn head_by(&mut self, signature: &str) -> bool {
        let found = (0..self.rows.len().min(MOST_TITLES)).find(|at| {
            self.rows.get(*at).is_some_and(|row| {
                super::mapping::signature(headings(row).iter().map(String::as_str)) == signature
            })
        });
        if let Some(at) = found {
            self.head_at(at);
        }
        found.is_some()
    }

    fn head_at(&mut self, at: usize) {
        let Some(row) = self.rows.get(at) else { return };
        self.headings = headings(row);
        self.layout.heading_line = row.line;
        self.first = at + 1;
        // Some exports repeat their headings on every page.
        let plain_headings: Vec<String> = self.headings.iter().map(|heading| plain(heading)).collect();
        let is_again = |row: &SheetRow| {
            let mut cells = plain_headings.iter().enumerate();
            !plain_headings.is_empty() && cells.all(|(at, heading)| plain(row.cell(at)) == *heading)
        };
        let (mut passed, first) = (0, self.first);
        self.rows.retain(|row| {
            passed += 1;
            passed <= first || !is_again(row)
        });
        self.layout.rows = u32::try_from(self.rows.len() - self.first).unwrap_or(u32::MAX);
    }
}

/// Columns behind the last heading that are empty are none.
fn headings(row: &SheetRow) -> Vec<String> {
    let mut headings: Vec<String> =
        row.cells.iter().map(|cell| bare(cell).split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    while headings.last().is_some_and(String::is_empty) {
        headings.pop();
    }
    headings
}

fn most_like_headings(rows: &[SheetRow]) -> usize {
    let top = rows.get(..MOST_TITLES).unwrap_or(rows);
    let told = |row: &SheetRow| row.cells.iter().filter(|cell| field_of(bare(cell)).is_some()).count();
    let counts: Vec<usize> = top.iter().map(told).collect();
    let best = counts.iter().copied().max().unwrap_or(0);
    if best > 1 {
        return counts.iter().position(|count| *count == best).unwrap_or(0);
    }
    // Words that nobody here knows: the first row that is about as wide as the widest.
    let widest = top.iter().map(SheetRow::filled).max().unwrap_or(0);
    top.iter().position(|row| row.filled() * 3 >= widest * 2).unwrap_or(0)
}

/// Whether a text is a worklist: several headings that are known stand in one row, one of them says whose the rows are, and
/// the rows below it are as long, which those of a note under a table of its patient are not. `is_named` where the name of the
/// file says that it is a table.
pub(crate) fn is_worklist(text: &str, is_named: bool) -> bool {
    let quoting = quoting(text);
    let delimiter = delimiter(text, quoting);
    let rows: Vec<SheetRow> = records(text, delimiter, quoting)
        .map(|(line, cells)| SheetRow { line, cells })
        .filter(|row| row.filled() > 0)
        .take(ROWS_THAT_TELL)
        .collect();
    let at = most_like_headings(&rows);
    let (Some(heads), Some(below)) = (rows.get(at), rows.get(at + 1..)) else { return false };
    let fields: Vec<_> = heads.cells.iter().filter_map(|cell| field_of(bare(cell))).collect();
    let is_about_patients = fields.iter().any(|field| field.names_patient());
    let width = headings(heads).len();
    // The last cells of a row may be left out where they are empty.
    let is_row = |row: &&SheetRow| (width.saturating_sub(1).max(2)..=width + 1).contains(&row.cells.len());
    let has_rows = width > 1 && !below.is_empty();
    let is_table = below.iter().filter(is_row).count() * 10 >= below.len() * 8;
    has_rows && ((is_about_patients && fields.len() > 2 && is_table) || is_named)
}

fn of_workbook(bytes: &[u8], choice: &SheetChoice) -> Result<(SheetLayout, Vec<SheetRow>), ProblemKind> {
    let book = workbook::read(bytes, choice.sheet.as_deref())?;
    Ok((SheetLayout { sheet: book.sheet, sheets: book.sheets, ..SheetLayout::default() }, book.rows))
}

fn of_text(bytes: &[u8], choice: &SheetChoice) -> Result<(SheetLayout, Vec<SheetRow>), ProblemKind> {
    let encoding = choice.encoding.unwrap_or_else(|| TextEncoding::of(bytes));
    let mut text = tidy(&encoding.decode(bytes)).ok_or(ProblemKind::NotUnderstood)?;
    end_last_line(&mut text);
    let quoting = choice.quoting.unwrap_or_else(|| quoting(&text));
    let delimiter = choice.delimiter.unwrap_or_else(|| delimiter(&text, quoting));
    let mut rows = Vec::new();
    for (line, cells) in records(&text, delimiter, quoting) {
        let row = SheetRow { line, cells };
        if row.filled() == 0 {
            continue;
        }
        if rows.len() >= MOST_ROWS {
            return Err(ProblemKind::TooManyRows { limit: MOST_ROWS as u32 });
        }
        rows.push(row);
    }
    let text = Some(TextLayout { encoding, delimiter, quoting });
    Ok((SheetLayout { text, ..SheetLayout::default() }, rows))
}

/// A workbook with a password lies in a container of older Office, with a stream of this name in UTF-16 (MS-OFFCRYPTO, 2.3.4.4).
fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

/// As spreadsheets letter their columns: A, Z, AA.
fn letters(column: usize) -> String {
    let mut left = column + 1;
    let mut letters = Vec::new();
    while left > 0 {
        letters.push(char::from(b'A' + u8::try_from((left - 1) % 26).unwrap_or(0)));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod letter_tests {
    use super::letters;

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        for (column, expected) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(letters(column), expected);
        }
    }
}
