//! NCCI procedure-to-procedure edits, text of CMS: column 1, column 2, "*" if in existence before 1996, effective date,
//! deletion date ("*" where there is none), modifier indicator, rationale. The heading takes several lines.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;

use jiff::civil::Date;

use super::hcpcs_code::HcpcsCode;
use super::problem::{Problem, ProblemKind, Problems};
use super::table::{Column, Heading, Table, TableError, TableRow};

const COLUMNS: [Column; 7] = [
    Column::required(&["column 1", "column1"]),
    Column::required(&["column 2", "column2"]),
    Column::optional(&["in existence"]),
    Column::required(&["effective"]),
    Column::required(&["deletion"]),
    Column::required(&["modifier"]),
    Column::optional(&["ptp edit rationale", "rationale"]),
];

/// One file, which may be one of several parts of a release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PtpEdits {
    /// By the code in column 1, what stands in column 2 and the place of its terms. Sorted. Of one pair there may be
    /// several, in force at different times.
    pub edits: BTreeMap<HcpcsCode, Vec<(HcpcsCode, u32)>>,
    /// What millions of edits share, each once.
    pub terms: Vec<PtpTerms>,
    pub entries: u32,
    pub problems: Problems,
}

/// When an edit is in force, and what it says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PtpTerms {
    /// First day; `None` where the file does not say it: since before its quarter.
    pub from: Option<Date>,
    /// Last day; `None` where the edit is not deleted.
    pub to: Option<Date>,
    pub before_1996: bool,
    /// 0, 1 or 9.
    pub modifier: u8,
    /// In the publisher's words.
    pub rationale: String,
}

impl PtpEdits {
    /// The heading of such a file, if the head of a file has one.
    pub(crate) fn heading(head: &[u8]) -> Option<Heading> {
        Heading::find(head, &COLUMNS)
    }

    /// Reads to the end. A row that is not understood is listed under `problems`.
    pub(crate) fn read(content: impl Read, heading: Heading) -> Result<Self, TableError> {
        let mut table = Table::new(content, heading);
        let mut read = Self::default();
        let mut places: HashMap<PtpTerms, u32> = HashMap::new();
        // Neighbours mostly share their terms: what was said last, and its place.
        let (mut said, mut before, mut last) = (Vec::new(), Vec::new(), None);
        while let Some(row) = table.next_row()? {
            // The heading goes on below itself.
            if read.entries == 0 && row.bytes(0).is_empty() && row.bytes(1).is_empty() {
                continue;
            }
            said.clear();
            for column in 2..COLUMNS.len() {
                said.extend_from_slice(row.bytes(column));
                said.push(b'\t');
            }
            let place = match last.filter(|_| said == before) {
                Some(place) => Ok(place),
                None => terms(row).map(|terms| {
                    let next = u32::try_from(read.terms.len()).unwrap_or(u32::MAX);
                    *places.entry(terms).or_insert_with_key(|terms| {
                        read.terms.push(terms.clone());
                        next
                    })
                }),
            };
            last = place.as_ref().ok().copied();
            std::mem::swap(&mut said, &mut before);
            let put = place.and_then(|place| read.put(row, place));
            if let Err(problem) = put {
                read.problems.push(problem);
            }
        }
        Ok(read)
    }

    fn put(&mut self, row: TableRow<'_>, terms: u32) -> Result<(), Problem> {
        let (column1, column2) = (row.code(0)?, row.code(1)?);
        let listed = self.edits.entry(column1).or_default();
        let entry = (column2, terms);
        // Files are sorted but for a few rows.
        match listed.last().is_none_or(|last| *last < entry) {
            true => listed.push(entry),
            false => match listed.binary_search(&entry) {
                Ok(_) => return Err(row.problem(ProblemKind::Repeated)),
                Err(at) => listed.insert(at, entry),
            },
        }
        self.entries += 1;
        Ok(())
    }

    /// The latest day on which something changes: of a quarterly release, its first day.
    pub fn last_change(&self) -> Option<Date> {
        let deleted = |terms: &PtpTerms| terms.to.and_then(|to| to.tomorrow().ok());
        self.terms.iter().flat_map(|terms| [terms.from, deleted(terms)]).flatten().max()
    }
}

fn terms(row: TableRow<'_>) -> Result<PtpTerms, Problem> {
    let modifier = match row.bytes(5) {
        [digit @ (b'0' | b'1' | b'9')] => digit - b'0',
        b"" => return Err(row.problem(ProblemKind::TooShort)),
        _ => return Err(row.odd(5)),
    };
    Ok(PtpTerms {
        from: row.date(3)?,
        to: row.date(4)?,
        before_1996: row.bytes(2) == b"*",
        modifier,
        rationale: row.text(6).into_owned(),
    })
}

#[cfg(test)]
#[path = "ptp_tests.rs"]
mod tests;
