use std::collections::BTreeMap;

use rusqlite::{Transaction, params};

use super::{PACKED, Side, pack};
use crate::date_key;
use crate::error::DictionaryError;
use crate::official::{HcpcsCode, PtpEdits};
use crate::publications::write::Tell;

/// Writes a file of edits under both of their codes. `tell` hears how many are written and says whether to go on;
/// false is returned where it did not.
pub(crate) fn write(
    tx: &Transaction<'_>,
    publication: i64,
    edits: &PtpEdits,
    tell: Tell<'_>,
) -> Result<bool, DictionaryError> {
    let mut terms = tx.prepare("INSERT INTO ptp_terms VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for (number, each) in (0_u32..).zip(&edits.terms) {
        terms.execute(params![
            publication,
            number,
            each.from.map(date_key::key),
            each.to.map(date_key::key),
            each.before_1996,
            each.modifier,
            each.rationale,
        ])?;
    }
    let mut by_column2: BTreeMap<HcpcsCode, Vec<u8>> = BTreeMap::new();
    let mut insert = tx.prepare("INSERT INTO ptp_edit VALUES (?1, ?2, ?3, ?4)")?;
    let mut written = 0;
    for (at, (column1, listed)) in edits.edits.iter().enumerate() {
        if at.is_multiple_of(128) && tell(written).is_break() {
            return Ok(false);
        }
        let mut packed = Vec::with_capacity(listed.len() * PACKED);
        for (column2, terms) in listed {
            packed.extend(pack(column2.key(), *terms));
            // Sorted, because the codes of column 1 come sorted.
            by_column2.entry(*column2).or_default().extend(pack(column1.key(), *terms));
        }
        insert.execute(params![publication, Side::Column1 as u8, column1.key(), packed])?;
        written += u32::try_from(listed.len()).unwrap_or(u32::MAX);
    }
    for (column2, packed) in &by_column2 {
        insert.execute(params![publication, Side::Column2 as u8, column2.key(), packed])?;
    }
    Ok(true)
}
