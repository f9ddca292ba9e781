//! Place of service codes: CSV of code, whether it is paid at the facility rate, name and description.

use std::io::Read;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::listed::Listed;
use super::problem::{Problem, ProblemKind};
use super::table::{Column, Heading, TableError, TableRow};

const COLUMNS: [Column; 4] = [
    Column::required(&["pos code", "place of service code", "place of service codes"]),
    Column::optional(&["pos type", "place of service type"]),
    Column::required(&["pos name", "place of service name"]),
    Column::optional(&["pos description", "place of service description"]),
];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlaceOfService {
    /// Two digits.
    pub code: String,
    pub name: String,
    pub description: String,
    pub rate: PlaceRate,
}

/// At which of its two rates the physician fee schedule pays a service at the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PlaceRate {
    Facility,
    NonFacility,
    /// The code is assigned to no place, or the file does not say it.
    Unassigned,
}

impl PlaceRate {
    pub(crate) const ALL: [Self; 3] = [Self::Facility, Self::NonFacility, Self::Unassigned];

    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Facility => "facility",
            Self::NonFacility => "non_facility",
            Self::Unassigned => "unassigned",
        }
    }
}

impl PlaceOfService {
    pub(crate) fn heading(head: &[u8]) -> Option<Heading> {
        Heading::find(head, &COLUMNS)
    }

    pub(crate) fn read(content: impl Read, heading: Heading) -> Result<Listed<Self>, TableError> {
        Listed::read(content, heading, Self::of_row, |place| place.code.clone())
    }

    fn of_row(row: TableRow<'_>) -> Result<Self, Problem> {
        // A spreadsheet takes the zero of 01 away.
        let code = match row.bytes(0) {
            [digit] if digit.is_ascii_digit() => format!("0{}", char::from(*digit)),
            [_, _] if row.bytes(0).iter().all(u8::is_ascii_digit) => row.text(0).into_owned(),
            _ => return Err(row.problem(ProblemKind::NotACode)),
        };
        let rate = match row.text(1).to_lowercase().as_str() {
            "facility" => PlaceRate::Facility,
            "non-facility" | "nonfacility" | "non facility" => PlaceRate::NonFacility,
            "unassigned" | "" => PlaceRate::Unassigned,
            _ => return Err(row.odd(1)),
        };
        match row.text(2) {
            name if name.is_empty() => Err(row.problem(ProblemKind::Nameless)),
            name => Ok(Self { code, name: name.into_owned(), description: row.text(3).into_owned(), rate }),
        }
    }
}
