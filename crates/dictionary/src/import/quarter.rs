//! The quarters of the NCCI tables, as far as a file or its name tells them.

use jiff::civil::{Date, date};

use super::recognise::Release;
use crate::calendar::Rhythm;

/// The quarter that begins on a day, if one does.
pub(super) fn quarter(begin: Date) -> Option<Release> {
    let number = (begin.month() - 1) / 3;
    let opens = begin.day() == 1 && begin.month() % 3 == 1;
    let last_month = Date::new(begin.year(), number * 3 + 3, 1).ok()?;
    opens.then(|| Release {
        name: Rhythm::Quarter.edition(begin.year(), begin.month()),
        from: Some(begin),
        to: Some(last_month.last_of_month()),
    })
}

/// The quarter that names tell: `2024q3`; `v302`, the version of the NCCI tables (30.2 is the third of 2024); or the
/// first day, `07-01-2024`.
pub(super) fn quarter_named(names: &str) -> Option<Release> {
    let names = names.to_lowercase();
    let digits =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<i16>().ok())?;
    let starts = names.char_indices().map(|(at, _)| at);
    starts.filter_map(|at| names.get(at..)).find_map(|rest| {
        let begin = |year: i16, number: i16| {
            let fits = (1996..2200).contains(&year) && (1..=4).contains(&number);
            fits.then(|| date(year, (number as i8 - 1) * 3 + 1, 1))
        };
        let by_quarter =
            || begin(digits(rest.get(..4)?)?, digits(rest.get(4..)?.strip_prefix('q')?.get(..1)?)?);
        let by_version = || {
            let version = digits(rest.strip_prefix('v')?.get(..3)?)?;
            begin(1994 + version / 10, version % 10 + 1)
        };
        let by_day = || {
            let parts = [rest.get(..2)?, rest.get(3..5)?, rest.get(6..10)?].map(digits);
            let apart = [rest.get(2..3)?, rest.get(5..6)?].iter().all(|sign| ["-", "_"].contains(sign));
            let [month, day, year] = parts;
            let begin = Date::new(year?, i8::try_from(month?).ok()?, i8::try_from(day?).ok()?).ok()?;
            (apart && begin.year() >= 1996).then_some(begin)
        };
        by_quarter().or_else(by_version).or_else(by_day).and_then(quarter)
    })
}

/// The year of a fee schedule and the month of its update, from its title (`2022 National Physician Fee Schedule ...
/// January Release`, `CY 2024 ...`) or its name (`PPRRVU22_JAN`, `GPCI2024`).
pub(super) fn calendar_year(title: &str, names: &str) -> Option<Release> {
    let words = [title, names].join(" ").to_lowercase();
    let year_behind = |mark: &str| {
        let (_, rest) = words.split_once(mark)?;
        let digits: String =
            rest.trim_start_matches([' ', '_', '-']).chars().take_while(char::is_ascii_digit).collect();
        match (digits.len(), digits.parse::<i16>().ok()?) {
            (2, year) => Some(2000 + year),
            (4, year) => Some(year),
            _ => None,
        }
    };
    let year_before = |mark: &str| {
        let (before, _) = words.split_once(mark)?;
        before.trim_end().get(before.trim_end().len().checked_sub(4)?..)?.parse::<i16>().ok()
    };
    let year = year_before("national physician fee schedule")
        .or_else(|| ["cy ", "pprrvu", "gpci"].into_iter().find_map(year_behind))
        .filter(|year| (1992..2200).contains(year))?;
    let updates = [("apr", "April", 4), ("jul", "July", 7), ("oct", "October", 10)];
    let (month, number) = updates
        .into_iter()
        .find(|(short, long, _)| {
            words.contains(&format!("_{short}"))
                || words.contains(&format!("{} release", long.to_lowercase()))
        })
        .map_or(("January", 1), |(_, month, number)| (month, number));
    Some(Release {
        name: format!("{year} {month}"),
        from: Some(date(year, number, 1)),
        to: Some(date(year, 12, 31)),
    })
}

/// The fiscal year that words name: `FY 2026`, `fy26`, or a year alone.
pub(super) fn fiscal_year_named(words: &str) -> Option<Release> {
    let words = words.to_lowercase();
    let numbers = || words.split(|letter: char| !letter.is_ascii_digit()).filter(|number| !number.is_empty());
    let behind = words.split_once("fy").map(|(_, rest)| rest.trim_start_matches([' ', '_', '-']));
    let short = behind
        .and_then(|rest| rest.get(..2))
        .and_then(|year| year.parse::<i16>().ok())
        .map(|year| 2000 + year);
    let long = numbers().filter(|number| number.len() == 4).find_map(|number| number.parse::<i16>().ok());
    let year = long.into_iter().chain(short).find(|year| (2008..2100).contains(year))?;
    Some(Release {
        name: format!("FY{year}"),
        from: Some(date(year - 1, 10, 1)),
        to: Some(date(year, 9, 30)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_told_by_its_first_day_or_a_name() {
        let third =
            Release { name: "2024 Q3".to_owned(), from: Some(date(2024, 7, 1)), to: Some(date(2024, 9, 30)) };
        assert_eq!(quarter(date(2024, 7, 1)).as_ref(), Some(&third));
        assert_eq!(quarter(date(2024, 7, 2)), None);
        assert_eq!(quarter(date(2024, 8, 1)), None);
        assert_eq!(quarter(date(2024, 10, 1)).and_then(|last| last.to), Some(date(2024, 12, 31)));
        for names in [
            "medicare-ncci-2024q3-practitioner.zip/ccipra-v302r0-f1.TXT",
            "ccioph-v302r0.txt",
            "MCR_MUE_PractitionerServices_Eff_07-01-2024.csv",
        ] {
            assert_eq!(quarter_named(names).as_ref(), Some(&third), "{names}");
        }
        for names in
            ["", "é", "edits.txt", "2024", "2024q5", "v309", "v30", "07-02-2024", "13-01-2024", "0000q1"]
        {
            assert_eq!(quarter_named(names), None, "{names}");
        }
    }

    #[test]
    fn a_year_is_told_by_a_title_or_a_name() {
        let shown = |release: Option<Release>| {
            release.map_or_else(String::new, |release| format!("{} {}", release.name, release.from.unwrap()))
        };
        for (title, names, expected) in [
            ("", "PPRRVU22_JAN_nodesc.csv", "2022 January 2022-01-01"),
            (
                "2024 National Physician Fee Schedule Relative Value File July Release",
                "",
                "2024 July 2024-07-01",
            ),
            ("ADDENDUM E. FINAL CY 2024 GEOGRAPHIC PRACTICE COST INDICES", "x", "2024 January 2024-01-01"),
            ("", "RVU24A/GPCI2024.csv", "2024 January 2024-01-01"),
            ("", "PPRRVU2026_Apr.csv", "2026 April 2026-04-01"),
            ("", "pfs_gpci.csv", ""),
            ("é national physician fee schedule", "cy 99999", ""),
        ] {
            assert_eq!(shown(calendar_year(title, names)), expected, "{title} {names}");
        }
        for (words, expected) in [
            ("POA Exempt Codes FY 2026", "FY2026 2025-10-01"),
            ("POAexemptCodesFY24.txt", "FY2024 2023-10-01"),
            ("POAexemptCodes2025.zip", "FY2025 2024-10-01"),
            ("poa exempt é", ""),
        ] {
            assert_eq!(shown(fiscal_year_named(words)), expected, "{words}");
        }
    }
}
