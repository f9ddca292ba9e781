//! The rows of a workbook (Office Open XML), their columns known by their names and not by their place.

use std::borrow::Cow;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, Xlsx};

use super::table::{Column, places, plain};

/// More rows than any publisher's sheet has; what comes after is not read.
const MOST_ROWS: u32 = 1 << 20;
/// Columns that are read of a row.
const MOST_COLUMNS: u32 = 256;

/// The sheet that was looked for.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Of each column of the layout, its place.
    places: Vec<Option<usize>>,
    /// Those behind the heading.
    rows: Vec<SheetRow>,
}

#[derive(Debug)]
struct SheetRow {
    /// From 1.
    line: u32,
    cells: Vec<String>,
}

/// One row, its cells by the column of the layout.
pub(super) struct SheetCells<'a> {
    places: &'a [Option<usize>],
    row: &'a SheetRow,
    pub(super) line: u32,
}

#[derive(Debug, thiserror::Error)]
#[error("the workbook is damaged")]
pub struct WorkbookError;

impl<'a> SheetCells<'a> {
    /// Empty where the row has no such column.
    pub(super) fn cell(&self, column: usize) -> Cow<'a, str> {
        let place = self.places.get(column).copied().flatten();
        Cow::Borrowed(place.and_then(|at| self.row.cells.get(at)).map_or("", String::as_str))
    }
}

impl Sheet {
    /// The first sheet with a row that names every required column.
    pub(super) fn find(bytes: &[u8], columns: &[Column]) -> Result<Option<Self>, WorkbookError> {
        // On some damaged workbooks calamine panics (0.38: a cell reference too large for its row). It holds nothing but
        // the bytes, so that what it leaves behind is let go whole.
        catch_unwind(AssertUnwindSafe(|| Self::read(bytes, columns))).unwrap_or(Err(WorkbookError))
    }

    /// Cells are read one by one, because a sheet may claim to be a thousand times larger than it is.
    fn read(bytes: &[u8], columns: &[Column]) -> Result<Option<Self>, WorkbookError> {
        let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| WorkbookError)?;
        for name in book.sheet_names() {
            // A chart has no cells.
            let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
            let mut rows: Vec<SheetRow> = Vec::new();
            while let Some(cell) = cells.next_cell().map_err(|_| WorkbookError)? {
                let (row, column) = cell.get_position();
                if row < MOST_ROWS && column < MOST_COLUMNS {
                    put(&mut rows, row + 1, column as usize, words(cell.get_value()));
                }
            }
            let heading = |row: &SheetRow| {
                let cells: Vec<String> = row.cells.iter().map(|cell| plain(cell)).collect();
                places(&cells, columns)
            };
            let found = rows.iter().enumerate().find_map(|(at, row)| heading(row).map(|places| (at, places)));
            if let Some((at, places)) = found {
                return Ok(Some(Self { places, rows: rows.split_off(at + 1) }));
            }
        }
        Ok(None)
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = SheetCells<'_>> {
        self.rows.iter().map(|row| SheetCells { places: &self.places, row, line: row.line })
    }
}

fn put(rows: &mut Vec<SheetRow>, line: u32, column: usize, text: String) {
    if rows.last().is_none_or(|row| row.line != line) {
        rows.push(SheetRow { line, cells: Vec::new() });
    }
    let Some(row) = rows.last_mut() else { return };
    if row.cells.len() <= column {
        row.cells.resize(column + 1, String::new());
    }
    if let Some(cell) = row.cells.get_mut(column) {
        *cell = text;
    }
}

fn words(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        // A code or a date that an office program took for a number.
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(_) | DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write as _;

    use super::*;

    /// A workbook of two sheets, packed as office programs pack it.
    pub(in crate::official) fn small() -> Vec<u8> {
        const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
        const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
        const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Notes" sheetId="1" r:id="a"/><sheet name="Codes" sheetId="2" r:id="b"/></sheets></workbook>"#;
        const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="c" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
        const STRINGS: &str = r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1" uniqueCount="1"><si><t>Ink, &amp;c.</t></si></sst>"#;
        let sheet = |rows: &str| {
            format!(
                r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>"#
            )
        };
        let text = |at: &str, text: &str| {
            format!(r#"<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>"#)
        };
        let heading: String =
            [("A", "HCPC"), ("B", "RECID"), ("C", "LONG DESCRIPTION"), ("D", "ADD DT"), ("F", "TERM DT")]
                .map(|(column, name)| text(&format!("{column}3"), name))
                .concat();
        let codes = format!(
            r#"<row r="3">{heading}</row><row r="4">{}<c r="B4"><v>3</v></c><c r="C4" t="s"><v>0</v></c><c r="D4"><v>20200101</v></c></row>"#,
            text("A4", "J0001")
        );
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in [
            ("[Content_Types].xml", TYPES.to_owned()),
            ("_rels/.rels", ROOT.to_owned()),
            ("xl/workbook.xml", BOOK.to_owned()),
            ("xl/_rels/workbook.xml.rels", RELATIONS.to_owned()),
            ("xl/sharedStrings.xml", STRINGS.to_owned()),
            ("xl/worksheets/sheet1.xml", sheet(&format!(r#"<row r="1">{}</row>"#, text("A1", "Dear Sir")))),
            ("xl/worksheets/sheet2.xml", sheet(&codes)),
        ] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a zip");
            zip.write_all(content.as_bytes()).expect("a zip");
        }
        zip.finish().expect("a zip").into_inner()
    }

    #[test]
    fn the_sheet_with_the_heading_is_read() {
        let find = |names| Sheet::find(&small(), &[Column::required(names), Column::optional(&["add dt"])]);
        let sheet = find(&["hcpc"]).expect("a workbook").expect("a sheet");
        let rows: Vec<_> = sheet.rows().map(|row| (row.line, row.cell(0), row.cell(1))).collect();
        assert_eq!(rows, [(4, "J0001".into(), "20200101".into())]);
        assert!(find(&["nobody has it"]).expect("a workbook").is_none());
        assert!(Sheet::find(b"PK\x03\x04", &[]).is_err());
    }
}
