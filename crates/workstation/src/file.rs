//! What leaves the desk as a file.

use crate::error::{DeskError, ErrorCode};

/// Rows as CSV, in which no cell is a formula. With the byte order mark, without which spreadsheets take UTF-8 for the
/// code page of the country.
pub(crate) fn table_bytes<R: IntoIterator<Item = String>>(rows: Vec<R>) -> Result<Vec<u8>, DeskError> {
    let mut writer = csv::Writer::from_writer("\u{FEFF}".as_bytes().to_vec());
    for row in rows {
        writer.write_record(row.into_iter().map(intake::guarded)).map_err(|_| ErrorCode::Internal)?;
    }
    writer.into_inner().map_err(|_| ErrorCode::Internal.into())
}
