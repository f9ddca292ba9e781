//! The physician fee schedule of CMS: relative value units and payment indicators (PPRRVU), by place because names
//! repeat, or the amounts alone by name. Descriptors of CPT stand in the published file and are passed over: they come
//! from the licensee's own file.

use std::io::Read;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::listed::Listed;
use super::problem::Problem;
use super::table::{Column, Heading, TableError, TableRow};

/// One code of the fee schedule, with a modifier where it is paid in parts. Units are relative value units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Fee {
    pub code: String,
    /// 26, TC, 53 or empty.
    pub modifier: String,
    pub work: Decimal,
    pub practice_non_facility: Decimal,
    pub practice_facility: Decimal,
    pub malpractice: Decimal,
    pub total_non_facility: Decimal,
    pub total_facility: Decimal,
    /// Dollars for a unit.
    pub conversion_factor: Decimal,
    /// `None` in a file of amounts alone.
    pub policy: Option<FeePolicy>,
}

/// The payment policy indicators, as the file has them (MPFS relative value file, record layout).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FeePolicy {
    /// A active, B bundled, C carrier-priced, N not covered, ...
    pub status: String,
    /// 000, 010, 090, MMM, XXX, YYY or ZZZ.
    pub global_days: String,
    /// Professional and technical component.
    pub pctc: String,
    pub multiple: String,
    pub bilateral: String,
    pub assistant: String,
    pub co_surgeons: String,
    pub team: String,
    /// The base code of an endoscopy family, or empty.
    pub endoscopic_base: String,
    /// Of a diagnostic procedure.
    pub supervision: String,
    /// Never furnished outside of a facility, or in one.
    pub not_outside_facility: bool,
    pub not_in_facility: bool,
}

/// What both layouts have, in the order of their columns here.
const CODE: usize = 0;
const MODIFIER: usize = 1;
const WORK: usize = 2;
const NON_FACILITY: usize = 3;
const FACILITY: usize = 4;
const MALPRACTICE: usize = 5;
const TOTAL_NON_FACILITY: usize = 6;
const TOTAL_FACILITY: usize = 7;
const FACTOR: usize = 8;
/// What only the relative value file has.
const STATUS: usize = 9;
const NOT_OUTSIDE: usize = 10;
const NOT_INSIDE: usize = 11;
const PCTC: usize = 12;
const GLOBAL: usize = 13;
const MULTIPLE: usize = 14;
const SUPERVISION: usize = 20;
const POLICY_FROM_STATUS: [usize; 12] = [0, 4, 6, 10, 11, 15, 16, 17, 18, 19, 20, 22];
const AMOUNTS_FROM_STATUS: [usize; 7] = [2, 3, 5, 7, 8, 9, 21];

const AMOUNTS: [Column; 9] = [
    Column::required(&["hcpcs code"]),
    Column::required(&["mod"]),
    Column::required(&["rvu work"]),
    Column::required(&["rvu non pe"]),
    Column::required(&["rvu fac pe"]),
    Column::required(&["rvu mp"]),
    Column::required(&["rvu non sum"]),
    Column::required(&["rvu fac sum"]),
    Column::required(&["cf"]),
];

impl Fee {
    /// The heading of either layout. The relative value file is known by HCPCS and MOD at the beginning of its last
    /// heading row and by DAYS and FACTOR in their places behind the status; a description may be there or not.
    pub(crate) fn heading(head: &[u8]) -> Option<Heading> {
        let relative_values = Heading::find_by(head, |cells| {
            let is = |at: usize, name: &str| cells.get(at).is_some_and(|cell| cell == name);
            let status = cells.iter().position(|cell| cell == "code")?;
            let fits = is(0, "hcpcs") && is(1, "mod") && is(status + 11, "days") && is(status + 21, "factor");
            let behind = AMOUNTS_FROM_STATUS.into_iter().chain(POLICY_FROM_STATUS);
            fits.then(|| [0, 1].into_iter().chain(behind.map(|at| status + at)).map(Some).collect())
        });
        relative_values.or_else(|| Heading::find(head, &AMOUNTS))
    }

    pub(crate) fn read(content: impl Read, heading: Heading) -> Result<Listed<Self>, TableError> {
        let with_policy = heading.columns() > STATUS;
        let key = |fee: &Self| (fee.code.clone(), fee.modifier.clone());
        Listed::read(content, heading, |row| Self::of_row(row, with_policy), key)
    }

    fn of_row(row: TableRow<'_>, with_policy: bool) -> Result<Self, Problem> {
        let units = |column| row.number(column, 2);
        let fee = Self {
            code: row.code(CODE)?.to_string(),
            modifier: row.text(MODIFIER).to_uppercase(),
            work: units(WORK)?,
            practice_non_facility: units(NON_FACILITY)?,
            practice_facility: units(FACILITY)?,
            malpractice: units(MALPRACTICE)?,
            total_non_facility: units(TOTAL_NON_FACILITY)?,
            total_facility: units(TOTAL_FACILITY)?,
            conversion_factor: row.number(FACTOR, 4)?,
            policy: None,
        };
        let text = |column| row.text(column).into_owned();
        let policy = with_policy.then(|| FeePolicy {
            status: text(STATUS),
            global_days: text(GLOBAL),
            pctc: text(PCTC),
            multiple: text(MULTIPLE),
            bilateral: text(MULTIPLE + 1),
            assistant: text(MULTIPLE + 2),
            co_surgeons: text(MULTIPLE + 3),
            team: text(MULTIPLE + 4),
            endoscopic_base: text(MULTIPLE + 5),
            supervision: text(SUPERVISION),
            not_outside_facility: row.bytes(NOT_OUTSIDE) == b"NA",
            not_in_facility: row.bytes(NOT_INSIDE) == b"NA",
        });
        Ok(Self { policy, ..fee })
    }

    /// The payment in dollars at a locality, or nationally without one, before any rule reduces it: each unit by its
    /// index, times the conversion factor (42 CFR 414.20).
    pub fn payment(&self, locality: Option<&Locality>, facility: bool) -> Decimal {
        let one = Decimal::ONE;
        let (work, practice, malpractice) =
            locality.map_or((one, one, one), |at| (at.work, at.practice, at.malpractice));
        let practice_units = if facility { self.practice_facility } else { self.practice_non_facility };
        let units = self.work * work + practice_units * practice + self.malpractice * malpractice;
        (units * self.conversion_factor).round_dp(2)
    }
}

/// The geographic practice cost indices (GPCI) of a payment locality.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Locality {
    /// The Medicare administrative contractor.
    pub contractor: String,
    pub state: String,
    pub number: String,
    pub name: String,
    pub work: Decimal,
    pub practice: Decimal,
    pub malpractice: Decimal,
}

impl Locality {
    pub(crate) fn heading(head: &[u8]) -> Option<Heading> {
        Heading::find_by(head, |cells| {
            let place = |words: &[&str]| {
                words.iter().find_map(|words| cells.iter().position(|cell| cell.contains(words)))
            };
            // The floor of 1.0 under the work index is law for most years; where both stand there, it counts.
            let work = place(&["pw gpci with 1 0 floor", "pw gpci", "gpci work", "work gpci"]);
            let places = [
                place(&["mac"]).or_else(|| place(&["contractor"])),
                place(&["state"]),
                place(&["locality number", "locality"]),
                place(&["locality name"]),
                work,
                place(&["pe gpci", "gpci pe"]),
                place(&["mp gpci", "gpci mp"]),
            ];
            places.iter().all(Option::is_some).then(|| places.to_vec())
        })
    }

    pub(crate) fn read(content: impl Read, heading: Heading) -> Result<Listed<Self>, TableError> {
        Listed::read(content, heading, Self::of_row, |at| (at.contractor.clone(), at.number.clone()))
    }

    fn of_row(row: TableRow<'_>) -> Result<Self, Problem> {
        let text = |column| row.text(column).into_owned();
        let index = |column| {
            let index = row.number(column, 3)?;
            if index.is_zero() { Err(row.odd(column)) } else { Ok(index) }
        };
        Ok(Self {
            contractor: text(0),
            state: text(1),
            number: text(2),
            name: text(3),
            work: index(4)?,
            practice: index(5)?,
            malpractice: index(6)?,
        })
    }
}
