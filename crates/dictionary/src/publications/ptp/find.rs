use std::collections::HashSet;

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension};

use super::{PACKED, PtpCounts, PtpEdit, PtpModifier, Side, unpack};
use crate::date_key;
use crate::error::DictionaryError;
use crate::official::{EditSetting, HcpcsCode};
use crate::publications::{CodeSet, Publication, Publications, Published};

impl Publications {
    /// The edit of a pair that is in force on the date. `None` where no table of the setting is imported; a value of
    /// `None` where the table has no such edit. The order of the codes matters. Source: the quarter's column 1 /
    /// column 2 table.
    pub fn ptp_edit(
        &self,
        column1: &str,
        column2: &str,
        on: Date,
        setting: EditSetting,
    ) -> Result<Option<Published<Option<PtpEdit>>>, DictionaryError> {
        let parts = self.ptp_parts(setting, on)?;
        let Some(newest) = parts.first() else { return Ok(None) };
        let pair = (HcpcsCode::parse(column1.as_bytes()), HcpcsCode::parse(column2.as_bytes()));
        let (Some(column1), Some(column2)) = pair else {
            return Ok(Some(Published::new(None, newest, on)));
        };
        let answer = self.read(|connection| {
            let part = covering(connection, &parts, column1)?.unwrap_or(newest);
            let found = in_force(connection, part.id, column1, column2, date_key::key(on))?;
            Ok(Published::new(found, part, on))
        })?;
        Ok(answer)
    }

    /// How many edits in force on the date name the code; `None` where no table of the setting is imported.
    pub fn ptp_counts(
        &self,
        code: &str,
        on: Date,
        setting: EditSetting,
    ) -> Result<Option<Published<PtpCounts>>, DictionaryError> {
        let parts = self.ptp_parts(setting, on)?;
        let Some(newest) = parts.first() else { return Ok(None) };
        let Some(code) = HcpcsCode::parse(code.as_bytes()) else {
            return Ok(Some(Published::new(PtpCounts::default(), newest, on)));
        };
        let counts = self.read(|connection| {
            let mut counts = PtpCounts::default();
            for part in &parts {
                let terms = terms_in_force(connection, part.id, date_key::key(on))?;
                let of_part = |column1: HcpcsCode| -> Result<bool, DictionaryError> {
                    Ok(covering(connection, &parts, column1)?.is_some_and(|answers| answers.id == part.id))
                };
                if of_part(code)? {
                    let listed = packed(connection, part.id, Side::Column1, code)?;
                    counts.as_column1 = distinct(&listed, |_, number| Ok(terms.contains(&number)))?;
                }
                let listed = packed(connection, part.id, Side::Column2, code)?;
                counts.as_column2 += distinct(&listed, |column1, number| {
                    Ok(terms.contains(&number) && (parts.len() == 1 || of_part(column1)?))
                })?;
            }
            Ok(Published::new(counts, newest, on))
        })?;
        Ok(counts)
    }

    fn ptp_parts(&self, setting: EditSetting, on: Date) -> Result<Vec<Publication>, DictionaryError> {
        CodeSet::of_ptp(setting).map_or_else(|| Ok(Vec::new()), |set| self.parts_on(set, on))
    }
}

/// A part of a release answers from the first to the last code of its column 1, the latest import before the others.
fn covering<'p>(
    connection: &Connection,
    parts: &'p [Publication],
    column1: HcpcsCode,
) -> Result<Option<&'p Publication>, DictionaryError> {
    if let [whole] = parts {
        return Ok(Some(whole));
    }
    let mut span = connection.prepare_cached(include_str!("span.sql"))?;
    for part in parts {
        let (first, last): (Option<u32>, Option<u32>) =
            span.query_row([part.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if first.is_some_and(|first| first <= column1.key()) && last.is_some_and(|last| column1.key() <= last)
        {
            return Ok(Some(part));
        }
    }
    Ok(None)
}

/// Of several edits of one pair, those deleted before the date are passed over; of what is left, where the file leaves
/// effective dates out, the one that was deleted first was the one in force.
fn in_force(
    connection: &Connection,
    publication: u32,
    column1: HcpcsCode,
    column2: HcpcsCode,
    on: u32,
) -> Result<Option<PtpEdit>, DictionaryError> {
    let listed = packed(connection, publication, Side::Column1, column1)?;
    let (listed, _) = listed.as_chunks::<PACKED>();
    let begin = listed.partition_point(|each| unpack(*each).0 < column2.key());
    let of_pair = listed.get(begin..).unwrap_or_default().iter().map(|each| unpack(*each));
    let mut terms = connection.prepare_cached(include_str!("terms.sql"))?;
    let mut chosen: Option<PtpEdit> = None;
    for (_, number) in of_pair.take_while(|(other, _)| *other == column2.key()) {
        let row = terms.query_row((publication, number), |row| {
            let (from, to): (Option<u32>, Option<u32>) = (row.get(0)?, row.get(1)?);
            let in_force = from.is_none_or(|from| from <= on) && to.is_none_or(|to| on <= to);
            let edit = PtpEdit {
                column1: column1.to_string(),
                column2: column2.to_string(),
                from: from.and_then(date_key::date),
                to: to.and_then(date_key::date),
                before_1996: row.get(2)?,
                modifier: PtpModifier::of(row.get(3)?),
                rationale: row.get(4)?,
            };
            Ok(in_force.then_some(edit))
        });
        let ends = |edit: &PtpEdit| edit.to.unwrap_or(Date::MAX);
        if let Some(edit) = row.optional()?.flatten()
            && chosen.as_ref().is_none_or(|chosen| ends(&edit) < ends(chosen))
        {
            chosen = Some(edit);
        }
    }
    Ok(chosen)
}

fn packed(
    connection: &Connection,
    publication: u32,
    side: Side,
    code: HcpcsCode,
) -> Result<Vec<u8>, DictionaryError> {
    let sql = "SELECT edits FROM ptp_edit WHERE publication = ?1 AND side = ?2 AND code = ?3";
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_row((publication, side as u8, code.key()), |row| row.get(0)).optional()?;
    Ok(found.unwrap_or_default())
}

fn terms_in_force(
    connection: &Connection,
    publication: u32,
    on: u32,
) -> Result<HashSet<u32>, DictionaryError> {
    let mut statement = connection.prepare_cached(include_str!("in_force.sql"))?;
    let numbers = statement.query_map((publication, on), |row| row.get(0))?;
    Ok(numbers.collect::<Result<_, _>>()?)
}

/// How many other codes are listed of which `counts` is true.
fn distinct(
    listed: &[u8],
    counts: impl Fn(HcpcsCode, u32) -> Result<bool, DictionaryError>,
) -> Result<u32, DictionaryError> {
    let (mut count, mut last) = (0, None);
    for (other, number) in listed.as_chunks::<PACKED>().0.iter().map(|each| unpack(*each)) {
        if last != Some(other) && counts(HcpcsCode::of_key(other), number)? {
            count += 1;
            last = Some(other);
        }
    }
    Ok(count)
}
