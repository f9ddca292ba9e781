use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::date_key;

/// How a code stands on a date of service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum CodeStanding {
    /// Billable on the date.
    Valid,
    /// In the book on the date, but not billable: codes below it, or with its 7th character, are.
    /// `was_billable_until` is the last day on which it was billable itself, if it ever was.
    Header { was_billable_until: Option<Date> },
    /// Comes into force later, on `from`.
    NotYetValid { from: Date },
    /// Was in force; `last_day` is the last day on which it was.
    Retired { last_day: Date },
    /// The embedded releases say nothing about this date; they cover `from` to `to`, both included.
    DateNotCovered { from: Date, to: Date },
    /// No release in this dictionary has the code.
    Unknown,
}

impl CodeStanding {
    /// Whether a claim may carry the code on the date.
    pub const fn is_billable(&self) -> bool {
        matches!(self, Self::Valid)
    }

    /// Whether the code stands in the book on the date, billable or as a header.
    pub const fn is_in_force(&self) -> bool {
        matches!(self, Self::Valid | Self::Header { .. })
    }
}

/// A span of days in which a code stood in the book, both included, as YYYYMMDD; `to` is [`OPEN`] where no end is known.
/// `billable` is false where it was a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Window {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) billable: bool,
}

pub(crate) const OPEN: u32 = u32::MAX;

impl Window {
    const fn covers(self, on: u32) -> bool {
        self.from <= on && on <= self.to
    }
}

/// What the validity tables cover, both days included, as YYYYMMDD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Coverage {
    pub(crate) from: u32,
    pub(crate) to: u32,
}

/// A [`CodeStanding`] without its dates; one byte a code, for filtering a hundred thousand of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Brief {
    Valid,
    Header,
    NotYetValid,
    Retired,
    DateNotCovered,
    Unknown,
}

impl Brief {
    pub(crate) const fn is_in_force(self) -> bool {
        matches!(self, Self::Valid | Self::Header)
    }
}

pub(crate) fn brief(windows: &[Window], coverage: Coverage, on: u32) -> Brief {
    let mut later = false;
    let mut earlier = false;
    let mut header = false;
    for window in windows {
        match (window.covers(on), window.billable) {
            // An open window says only that no end was published within the coverage.
            (true, _) if on > coverage.to => return Brief::DateNotCovered,
            (true, true) => return Brief::Valid,
            (true, false) => header = true,
            (false, _) if window.from > on => later = true,
            (false, _) => earlier = true,
        }
    }
    match (header, earlier, later) {
        (true, _, _) => Brief::Header,
        (_, true, _) => Brief::Retired,
        (_, _, true) if on < coverage.from => Brief::DateNotCovered,
        (_, _, true) => Brief::NotYetValid,
        _ => Brief::Unknown,
    }
}

pub(crate) fn standing(windows: &[Window], coverage: Coverage, on: u32) -> CodeStanding {
    let last_before = |billable: Option<bool>| {
        windows
            .iter()
            .filter(|window| window.to < on && billable.is_none_or(|wanted| window.billable == wanted))
            .map(|window| window.to)
            .max()
            .and_then(date_key::date)
    };
    let found = match brief(windows, coverage, on) {
        Brief::Valid => Some(CodeStanding::Valid),
        Brief::Header => Some(CodeStanding::Header { was_billable_until: last_before(Some(true)) }),
        Brief::Retired => last_before(None).map(|last_day| CodeStanding::Retired { last_day }),
        Brief::NotYetValid => windows
            .iter()
            .map(|window| window.from)
            .filter(|from| *from > on)
            .min()
            .and_then(date_key::date)
            .map(|from| CodeStanding::NotYetValid { from }),
        Brief::DateNotCovered => date_key::date(coverage.from)
            .zip(date_key::date(coverage.to))
            .map(|(from, to)| CodeStanding::DateNotCovered { from, to }),
        Brief::Unknown => None,
    };
    found.unwrap_or(CodeStanding::Unknown)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(windows: &[(u32, u32, bool)], days: &[u32], expected: &Expect) {
        let windows: Vec<Window> =
            windows.iter().map(|&(from, to, billable)| Window { from, to, billable }).collect();
        let coverage = Coverage { from: 20_151_001, to: 20_270_331 };
        let lines: Vec<String> =
            days.iter().map(|day| format!("{day} {:?}", standing(&windows, coverage, *day))).collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn a_code_that_became_a_header() {
        check(
            &[(20_151_001, 20_240_930, true), (20_241_001, OPEN, false)],
            &[20_150_930, 20_151_001, 20_240_930, 20_241_001, 20_270_331, 20_270_401],
            &expect![[r#"
                20150930 DateNotCovered { from: 2015-10-01, to: 2027-03-31 }
                20151001 Valid
                20240930 Valid
                20241001 Header { was_billable_until: Some(2024-09-30) }
                20270331 Header { was_billable_until: Some(2024-09-30) }
                20270401 DateNotCovered { from: 2015-10-01, to: 2027-03-31 }"#]],
        );
    }

    #[test]
    fn retired_and_not_yet_valid() {
        check(
            &[(20_161_001, 20_240_930, true)],
            &[20_151_002, 20_161_001, 20_241_001, 20_300_101],
            &expect![[r#"
                20151002 NotYetValid { from: 2016-10-01 }
                20161001 Valid
                20241001 Retired { last_day: 2024-09-30 }
                20300101 Retired { last_day: 2024-09-30 }"#]],
        );
        check(&[], &[20_260_101], &expect!["20260101 Unknown"]);
    }
}
