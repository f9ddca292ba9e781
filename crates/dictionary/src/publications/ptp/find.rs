use std::collections::HashSet;

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row};

use super::{PACKED, PtpCounts, PtpEdit, Side, unpack};
use crate::date_key;
use crate::error::DictionaryError;
use crate::official::{EditSetting, HcpcsCode, PtpTerms};
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
            let listed = self::column1(connection, part.id, column1)?;
            let terms: Result<Vec<PtpTerms>, _> =
                of_pair(&listed, column2).map(|number| terms_of(connection, part.id, number)).collect();
            let found = in_force(terms?.iter(), on).map(|terms| PtpEdit::of(column1, column2, terms));
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
                    let listed = column1(connection, part.id, code)?;
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
pub(crate) fn covering<'p>(
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

/// The edits of a pair among those that are packed under the code of column 1: the numbers of their terms.
pub(crate) fn of_pair(listed: &[u8], column2: HcpcsCode) -> impl Iterator<Item = u32> {
    let (listed, _) = listed.as_chunks::<PACKED>();
    let begin = listed.partition_point(|each| unpack(*each).0 < column2.key());
    let from_there = listed.get(begin..).unwrap_or_default().iter().map(|each| unpack(*each));
    from_there.take_while(move |(other, _)| *other == column2.key()).map(|(_, number)| number)
}

/// Of several edits of one pair, those deleted before the date are passed over; of what is left, where the file leaves
/// effective dates out, the one that was deleted first was the one in force.
pub(crate) fn in_force<'t>(terms: impl Iterator<Item = &'t PtpTerms>, on: Date) -> Option<&'t PtpTerms> {
    let in_force =
        terms.filter(|terms| terms.from.is_none_or(|from| from <= on) && terms.to.is_none_or(|to| on <= to));
    in_force.min_by_key(|terms| terms.to.unwrap_or(Date::MAX))
}

/// All terms of a part, by their number.
pub(crate) fn terms(connection: &Connection, publication: u32) -> Result<Vec<PtpTerms>, DictionaryError> {
    let mut statement = connection.prepare_cached(include_str!("all_terms.sql"))?;
    let terms = statement.query_map([publication], terms_row)?;
    Ok(terms.collect::<Result<_, _>>()?)
}

fn terms_of(connection: &Connection, publication: u32, number: u32) -> Result<PtpTerms, DictionaryError> {
    let mut statement = connection.prepare_cached(include_str!("terms.sql"))?;
    let found = statement.query_row((publication, number), terms_row).optional()?;
    found.ok_or(DictionaryError::Damaged { part: "ptp_terms" })
}

fn terms_row(row: &Row<'_>) -> rusqlite::Result<PtpTerms> {
    Ok(PtpTerms {
        from: row.get::<_, Option<u32>>(0)?.and_then(date_key::date),
        to: row.get::<_, Option<u32>>(1)?.and_then(date_key::date),
        before_1996: row.get(2)?,
        modifier: row.get(3)?,
        rationale: row.get(4)?,
    })
}

/// What is packed under a code of column 1.
pub(crate) fn column1(
    connection: &Connection,
    publication: u32,
    code: HcpcsCode,
) -> Result<Vec<u8>, DictionaryError> {
    packed(connection, publication, Side::Column1, code)
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
