//! Books for tests.

use dictionary::{CodeStanding, DictionaryError};
use encounter::{CodeSystem, DiagnosisCode};
use jiff::civil::{Date, date};

use crate::CodeBook;

/// A few codes with the days on which each was in force; `/` marks a header, `?` a code without title.
pub(super) struct SmallBook;

const CODES: &[(&str, &str, &str)] = &[
    ("E11", "/", "2015-10-01.."),
    ("E112", "/", "2015-10-01.."),
    ("E1121", "", "2015-10-01.."),
    ("E1122", "", "2015-10-01.."),
    ("E1129", "", "2015-10-01.."),
    ("I10", "", "2015-10-01.."),
    ("J18", "/", "2015-10-01.."),
    ("J189", "", "2015-10-01.."),
    ("N1832", "", "2020-10-01.."),
    ("N183", "", "2015-10-01..2020-09-30"),
    ("N183", "/", "2020-10-01.."),
    ("I48.1", "", "2015-10-01..2019-09-30"),
    ("R1116", "?", "2026-10-01.."),
];
const FIRST: Date = date(2015, 10, 1);
const LAST: Date = date(2027, 3, 31);

fn windows(code: &str) -> Vec<(bool, bool, Date, Date)> {
    let bare = |code: &str| code.replace('.', "");
    let day = |text: &str, open| if text.is_empty() { open } else { text.parse::<Date>().unwrap() };
    let rows = CODES.iter().filter(|(known, ..)| bare(known) == bare(code));
    rows.map(|(_, mark, days)| {
        let (from, to) = days.split_once("..").unwrap();
        (*mark != "/", *mark != "?", day(from, FIRST), day(to, Date::MAX))
    })
    .collect()
}

impl CodeBook for SmallBook {
    fn standing(&self, _: CodeSystem, code: &str, on: Date) -> Result<CodeStanding, DictionaryError> {
        let windows = windows(code);
        if windows.is_empty() {
            return Ok(CodeStanding::Unknown);
        }
        if on < FIRST || on > LAST {
            return Ok(CodeStanding::DateNotCovered { from: FIRST, to: LAST });
        }
        let until = windows.iter().filter(|(billable, _, _, to)| *billable && *to < on).map(|w| w.3).max();
        let now = windows.iter().find(|(_, _, from, to)| *from <= on && on <= *to);
        Ok(match (now, until) {
            (Some((true, ..)), _) => CodeStanding::Valid,
            (Some(_), was_billable_until) => CodeStanding::Header { was_billable_until },
            (None, Some(last_day)) => CodeStanding::Retired { last_day },
            (None, None) => CodeStanding::NotYetValid { from: windows[0].2 },
        })
    }

    fn has_title(&self, _: CodeSystem, code: &str, _: Date) -> Result<bool, DictionaryError> {
        Ok(windows(code).iter().any(|(_, titled, ..)| *titled))
    }

    fn billable_below(
        &self,
        system: CodeSystem,
        code: &str,
        on: Date,
        limit: u32,
    ) -> Result<Vec<String>, DictionaryError> {
        let bare = code.replace('.', "");
        let mut below = Vec::new();
        for (known, ..) in CODES {
            if known.starts_with(&bare) && self.standing(system, known, on)?.is_billable() {
                below.push(DiagnosisCode::new(known).as_str().to_owned());
            }
        }
        below.truncate(limit as usize);
        Ok(below)
    }
}

/// A book whose file went away.
pub(super) struct NoBook;

impl CodeBook for NoBook {
    fn standing(&self, _: CodeSystem, _: &str, _: Date) -> Result<CodeStanding, DictionaryError> {
        Err(DictionaryError::Missing)
    }
    fn has_title(&self, _: CodeSystem, _: &str, _: Date) -> Result<bool, DictionaryError> {
        Err(DictionaryError::Missing)
    }
    fn billable_below(
        &self,
        _: CodeSystem,
        _: &str,
        _: Date,
        _: u32,
    ) -> Result<Vec<String>, DictionaryError> {
        Err(DictionaryError::Missing)
    }
}
