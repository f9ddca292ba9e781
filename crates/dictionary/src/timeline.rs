//! The releases of a system along the time, as far as installed ones tell of them.

use std::collections::BTreeSet;

use encounter::CodeSystem;
use jiff::civil::Date;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::calendar::Rhythm;
use crate::date_key;
use crate::error::DictionaryError;
use crate::info::{Release, ReleaseRole};
use crate::open::Dictionary;

/// The days between two releases, the first included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Period {
    /// By the publisher's calendar, for example `FY2026 April`.
    pub edition: String,
    pub from: Date,
    /// Last day; `None` where no end is known.
    pub to: Option<Date>,
    /// It is known which codes were valid.
    pub codes: bool,
    /// The hierarchy and the notes of these days are installed.
    pub text: bool,
}

impl Dictionary {
    /// Oldest first, without gaps: where no release covers some days, they are a period of which nothing is known. Empty
    /// where nothing of the system is installed.
    pub fn timeline(&self, system: CodeSystem) -> Result<Vec<Period>, DictionaryError> {
        let releases: Vec<Release> = self.answering(system);
        let first = releases.iter().map(|release| release.from).min();
        let last = releases.iter().map(|release| release.to).max();
        let (Some(first), Some(last)) = (first, last) else { return Ok(Vec::new()) };
        let mut days: BTreeSet<Date> = releases.iter().map(|release| release.from).collect();
        days.extend(releases.iter().filter_map(|release| release.to.tomorrow().ok()));
        if releases.iter().any(|release| release.role == ReleaseRole::Validity) {
            days.extend(self.days_of_new_codes(system)?);
        }
        let days: Vec<Date> = days.into_iter().filter(|day| first <= *day && *day <= last).collect();
        let next = days.iter().skip(1).map(Some).chain([None]);
        let periods = days.iter().zip(next).map(|(from, next)| {
            let in_force = self.releases_in_force(system, *from);
            let is_known = date_key::key(last) != date_key::LAST;
            Period {
                edition: Rhythm::of_system(system).edition(from.year(), from.month()),
                from: *from,
                to: match next {
                    Some(next) => next.yesterday().ok(),
                    None => Some(last).filter(|_| is_known),
                },
                codes: !in_force.is_empty(),
                text: in_force.iter().any(|release| release.role == ReleaseRole::Tabular),
            }
        });
        Ok(periods.collect())
    }

    /// The releases of a system by which some day is answered.
    fn answering(&self, system: CodeSystem) -> Vec<Release> {
        let of_system = |release: &Release| release.system == system && release.role != ReleaseRole::Titles;
        self.releases().into_iter().filter(of_system).collect()
    }

    /// The days on which codes came, each by what answers for it.
    fn days_of_new_codes(&self, system: CodeSystem) -> Result<BTreeSet<Date>, DictionaryError> {
        let mut days = BTreeSet::new();
        for turning in self.turning_days(system) {
            days.extend(days_of_new_codes(&self.volume(system, turning).connection(), system)?);
        }
        Ok(days)
    }
}

fn days_of_new_codes(connection: &Connection, system: CodeSystem) -> Result<Vec<Date>, DictionaryError> {
    let mut statement = connection.prepare_cached(include_str!("days_of_new_codes.sql"))?;
    let days = statement.query_map([system.id()], |row| row.get(0))?.collect::<Result<Vec<u32>, _>>()?;
    Ok(days.into_iter().filter_map(date_key::date).collect())
}
