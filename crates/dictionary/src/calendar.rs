//! When the publishers' calendars put a release in force, and what that release is called. ICD-10 follows the federal
//! fiscal year with an update in April (CMS, ICD-10 files), HCPCS and NCCI the quarters, fee schedule and CPT the year.

use encounter::CodeSystem;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::publications::CodeSet;

/// The release that is in force on a day by its publisher's calendar, whether or not it is installed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DueRelease {
    /// For example `FY2026 April` or `2025 Q4`.
    pub edition: String,
    /// Its first day.
    pub from: Date,
}

/// How often a set is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rhythm {
    /// On 1 October, with an update on 1 April.
    HalfFiscalYear,
    /// On 1 October.
    FiscalYear,
    /// On the first day of a quarter.
    Quarter,
    /// On 1 January.
    Year,
    /// When there is something to publish.
    Irregular,
}

/// Those before the fiscal year begins.
const MONTHS: [&str; 9] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September"];

impl Rhythm {
    pub(crate) const fn of_system(system: CodeSystem) -> Self {
        match system {
            CodeSystem::Icd10cm | CodeSystem::Icd10pcs => Self::HalfFiscalYear,
            CodeSystem::Hcpcs | CodeSystem::Modifier => Self::Quarter,
            CodeSystem::Cpt => Self::Year,
            CodeSystem::Pos | CodeSystem::Own => Self::Irregular,
        }
    }

    const fn of_set(set: CodeSet) -> Self {
        match set {
            CodeSet::Icd10cmIndex
            | CodeSet::Icd10cmNeoplasmTable
            | CodeSet::Icd10cmDrugTable
            | CodeSet::Icd10cmExternalCauseIndex
            | CodeSet::Icd10pcsIndex
            | CodeSet::Icd10cmTabular
            | CodeSet::Icd10cmOrder
            | CodeSet::Icd10pcsTables
            | CodeSet::Icd10pcsOrder
            | CodeSet::Icd10pcsDefinitions
            | CodeSet::Icd10cmConversion
            | CodeSet::Icd10pcsConversion => Self::HalfFiscalYear,
            CodeSet::PoaExempt => Self::FiscalYear,
            CodeSet::NcciPtpPractitioner
            | CodeSet::NcciPtpOutpatient
            | CodeSet::MuePractitioner
            | CodeSet::MueOutpatient
            | CodeSet::MueDme
            | CodeSet::AddOnCodes
            | CodeSet::Hcpcs => Self::Quarter,
            CodeSet::PhysicianFees | CodeSet::Localities | CodeSet::Cpt => Self::Year,
            CodeSet::PlaceOfService | CodeSet::OwnCodes => Self::Irregular,
        }
    }

    /// What the release is called that begins in a month.
    pub(crate) fn edition(self, year: i16, month: i8) -> String {
        match self {
            // Codes that could not wait came in other months too.
            Self::HalfFiscalYear | Self::FiscalYear => match usize::try_from(month) {
                Ok(month @ 1..=9) => format!("FY{year} {}", MONTHS[month - 1]),
                _ => format!("FY{}", year.saturating_add(1)),
            },
            Self::Quarter => format!("{year} Q{}", (month - 1) / 3 + 1),
            Self::Year | Self::Irregular => year.to_string(),
        }
    }

    fn first_day(self, on: Date) -> Option<Date> {
        let (year, month) = (on.year(), on.month());
        let (year, month) = match (self, month) {
            (Self::HalfFiscalYear, 4..=9) => (year, 4),
            (Self::HalfFiscalYear | Self::FiscalYear, 10..) => (year, 10),
            (Self::HalfFiscalYear | Self::FiscalYear, _) => (year - 1, 10),
            (Self::Quarter, _) => (year, (month - 1) / 3 * 3 + 1),
            (Self::Year, _) => (year, 1),
            (Self::Irregular, _) => return None,
        };
        Date::new(year, month, 1).ok()
    }

    fn due(self, on: Date) -> Option<DueRelease> {
        let from = self.first_day(on)?;
        Some(DueRelease { edition: self.edition(from.year(), from.month()), from })
    }
}

impl DueRelease {
    /// Of a code system; `None` where its publisher has no calendar.
    pub fn of_system(system: CodeSystem, on: Date) -> Option<Self> {
        Rhythm::of_system(system).due(on)
    }

    /// Of a set that can be imported; `None` where its publisher has no calendar.
    pub fn of_set(set: CodeSet, on: Date) -> Option<Self> {
        Rhythm::of_set(set).due(on)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_calendar_names_the_release_of_a_day() {
        for (rhythm, on, edition, from) in [
            (Rhythm::HalfFiscalYear, date(2026, 11, 24), "FY2027", date(2026, 10, 1)),
            (Rhythm::HalfFiscalYear, date(2026, 3, 31), "FY2026", date(2025, 10, 1)),
            (Rhythm::HalfFiscalYear, date(2026, 4, 1), "FY2026 April", date(2026, 4, 1)),
            (Rhythm::FiscalYear, date(2026, 9, 30), "FY2026", date(2025, 10, 1)),
            (Rhythm::Quarter, date(2025, 12, 31), "2025 Q4", date(2025, 10, 1)),
            (Rhythm::Quarter, date(2026, 1, 1), "2026 Q1", date(2026, 1, 1)),
            (Rhythm::Year, date(2026, 7, 4), "2026", date(2026, 1, 1)),
        ] {
            assert_eq!(
                rhythm.due(on),
                Some(DueRelease { edition: edition.to_owned(), from }),
                "{rhythm:?} {on}"
            );
        }
        assert_eq!(DueRelease::of_set(CodeSet::PlaceOfService, date(2026, 7, 4)), None);
    }
}
