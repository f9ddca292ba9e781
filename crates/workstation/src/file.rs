//! What leaves the desk as a file.

use crate::error::{DeskError, ErrorCode};

/// Rows as CSV. With the byte order mark, without which spreadsheets take UTF-8 for the code page of the country.
pub(crate) fn table_bytes<const CELLS: usize>(rows: Vec<[String; CELLS]>) -> Result<Vec<u8>, DeskError> {
    let mut writer = csv::Writer::from_writer("\u{FEFF}".as_bytes().to_vec());
    for row in rows {
        writer.write_record(row).map_err(|_| ErrorCode::Internal)?;
    }
    writer.into_inner().map_err(|_| ErrorCode::Internal.into())
}

/// A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it (OWASP, CSV
/// injection). For tables that are read and not brought in again.
pub(crate) fn plain_cell(cell: String) -> String {
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{cell}"),
        false => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-left", "'-left"),
            ("@x", "'@x"),
            ("\tx", "'\tx"),
            ("I10", "I10"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(plain_cell(cell.to_owned()), expected, "{cell}");
        }
    }
}
