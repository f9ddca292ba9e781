//! NCCI add-on codes: which codes are only reported beside a primary procedure.

use std::io::Read;

use jiff::civil::Date;

use super::hcpcs_code::HcpcsCode;
use super::listed::Listed;
use super::problem::Problem;
use super::table::{Column, Heading, TableError, TableRow};

const COLUMNS: [Column; 5] = [
    Column::required(&["primary code", "primary procedure"]),
    Column::required(&["add on code", "addon code"]),
    Column::required(&["aoc edit type", "aoc type", "type"]),
    Column::optional(&["effective", "aoc edit effective", "edit effective"]),
    Column::optional(&["deletion", "aoc edit deletion", "edit deletion"]),
];

/// Where the table has no list of primary codes, for the contractor defines them.
const CONTRACTOR_DEFINED: &[u8] = b"CCCCC";

/// An add-on code with one of its primary codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddOnPair {
    pub add_on: HcpcsCode,
    /// `None` where the contractor defines them.
    pub primary: Option<HcpcsCode>,
    /// 1: only with the primary codes listed; 2: none are listed; 3: with those listed and others.
    pub kind: u8,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

impl AddOnPair {
    pub(crate) fn heading(head: &[u8]) -> Option<Heading> {
        Heading::find(head, &COLUMNS)
    }

    pub(crate) fn read(content: impl Read, heading: Heading) -> Result<Listed<Self>, TableError> {
        Listed::read(content, heading, Self::of_row, |pair| (pair.add_on, pair.primary, pair.from))
    }

    fn of_row(row: TableRow<'_>) -> Result<Self, Problem> {
        let primary = match row.bytes(0) {
            text if text.eq_ignore_ascii_case(CONTRACTOR_DEFINED) => None,
            _ => Some(row.code(0)?),
        };
        let kind = match row.bytes(2) {
            [digit @ b'1'..=b'3'] => digit - b'0',
            _ => return Err(row.odd(2)),
        };
        Ok(Self { add_on: row.code(1)?, primary, kind, from: row.date(3)?, to: row.date(4)? })
    }
}
