//! The cells of a workbook (Office Open XML) as text, read by calamine. Dates become ISO 8601, so that it no longer matters from
//! which day the workbook counts; of a formula the result that was last kept is read.

use std::io::{Cursor, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx};
use csv::StringRecord;
use zip::ZipArchive;

use super::sheet::{MOST_COLUMNS, MOST_ROWS, SheetRow};
use crate::draft::ProblemKind;
use crate::note::clean;

/// The most that all parts of a workbook are, unpacked, and its table of texts: a small file may hold a large one.
const MOST_UNPACKED: u64 = 268_435_456;
const MOST_TEXTS: u64 = 67_108_864;
/// More parts than this no worklist has.
const MOST_PARTS: usize = 2_000;

/// One sheet with the names of all that can be read.
pub(super) struct Workbook {
    pub(super) sheet: String,
    pub(super) sheets: Vec<String>,
    pub(super) rows: Vec<SheetRow>,
}

/// The sheet of that name, else the first that holds a table: visible ones first.
pub(super) fn read(bytes: &[u8], chosen: Option<&str>) -> Result<Workbook, ProblemKind> {
    measure(bytes)?;
    // On some damaged workbooks calamine panics (0.38: a cell reference too large for its row). It holds nothing but the bytes,
    // so that what it leaves behind is let go whole.
    catch_unwind(AssertUnwindSafe(|| unpacked(bytes, chosen))).unwrap_or(Err(ProblemKind::NotUnderstood))
}

/// Unpacks every part once without keeping it: the sizes that an archive states may be false.
fn measure(bytes: &[u8]) -> Result<(), ProblemKind> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ProblemKind::NotUnderstood)?;
    let too_large = ProblemKind::TooLarge { limit: MOST_UNPACKED as u32 };
    if archive.len() > MOST_PARTS {
        return Err(ProblemKind::NotUnderstood);
    }
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| ProblemKind::NotUnderstood)?;
        let is_texts = part.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml"));
        let most = if is_texts { left.min(MOST_TEXTS) } else { left };
        let size = std::io::copy(&mut part.take(most + 1), &mut std::io::sink());
        let size = size.map_err(|_| ProblemKind::NotUnderstood)?;
        if size > most {
            return Err(too_large);
        }
        left -= size;
    }
    Ok(())
}

fn unpacked(bytes: &[u8], chosen: Option<&str>) -> Result<Workbook, ProblemKind> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| ProblemKind::NotUnderstood)?;
    let mut tables: Vec<(bool, String)> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.visible != SheetVisible::Visible, sheet.name.clone()))
        .collect();
    // Hidden ones last, else in the order of the workbook.
    tables.sort_by_key(|(is_hidden, _)| *is_hidden);
    let sheets: Vec<String> = tables.into_iter().map(|(_, name)| name).collect();
    if let Some(chosen) = chosen.filter(|chosen| sheets.iter().any(|name| name == chosen)) {
        let rows = rows(&mut book, chosen)?;
        return Ok(Workbook { sheet: chosen.to_owned(), sheets, rows });
    }
    for name in &sheets {
        let rows = rows(&mut book, name)?;
        let is_table = rows.iter().filter(|row| row.cells.len() > 1).count() > 1;
        if is_table {
            return Ok(Workbook { sheet: name.clone(), sheets: sheets.clone(), rows });
        }
    }
    let first = sheets.first().cloned().ok_or(ProblemKind::NotUnderstood)?;
    let rows = rows(&mut book, &first)?;
    Ok(Workbook { sheet: first, sheets, rows })
}

/// Cells are read one by one, because a sheet may claim to be a thousand times larger than it is.
fn rows(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Vec<SheetRow>, ProblemKind> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(|_| ProblemKind::NotUnderstood)?;
    let mut rows: Vec<SheetRow> = Vec::new();
    let mut line = 0;
    let mut cells: Vec<String> = Vec::new();
    while let Some(cell) = reader.next_cell().map_err(|_| ProblemKind::NotUnderstood)? {
        let (row, column) = cell.get_position();
        let text = plain(text(cell.get_value()));
        if text.trim().is_empty() || column as usize >= MOST_COLUMNS {
            continue;
        }
        // Rows are numbered upwards (ECMA-376, part 1, 18.3.1.73).
        if row + 1 < line {
            return Err(ProblemKind::NotUnderstood);
        }
        if row + 1 != line {
            put(&mut rows, line, &mut cells)?;
            line = row + 1;
        }
        if cells.len() <= column as usize {
            cells.resize(column as usize + 1, String::new());
        }
        if let Some(slot) = cells.get_mut(column as usize) {
            *slot = text;
        }
    }
    put(&mut rows, line, &mut cells)?;
    Ok(rows)
}

fn put(rows: &mut Vec<SheetRow>, line: u32, cells: &mut Vec<String>) -> Result<(), ProblemKind> {
    if cells.is_empty() {
        return Ok(());
    }
    if rows.len() >= MOST_ROWS {
        return Err(ProblemKind::TooManyRows { limit: MOST_ROWS as u32 });
    }
    rows.push(SheetRow { line, cells: StringRecord::from(std::mem::take(cells)) });
    Ok(())
}

/// Without control characters; lines end with `\n` alone.
fn plain(text: String) -> String {
    if text.contains(char::is_control) { clean(&text) } else { text }
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        // A number, a code or a zip that was typed as a number.
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(at) => date(at),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// `2026-04-15`, or with its time `2026-04-15 09:15:00`; a time alone without a day.
fn date(at: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    match (at.as_f64() < 1.0, hour + minute + second > 0) {
        (true, _) => time,
        (false, true) => format!("{year:04}-{month:02}-{day:02} {time}"),
        (false, false) => format!("{year:04}-{month:02}-{day:02}"),
    }
}
