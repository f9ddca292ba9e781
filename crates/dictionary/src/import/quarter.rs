//! The quarters of the NCCI tables, as far as a file or its name tells them.

use jiff::civil::{Date, date};

use super::recognise::Release;

/// The quarter that begins on a day, if one does.
pub(super) fn quarter(begin: Date) -> Option<Release> {
    let number = (begin.month() - 1) / 3;
    let opens = begin.day() == 1 && begin.month() % 3 == 1;
    let last_month = Date::new(begin.year(), number * 3 + 3, 1).ok()?;
    opens.then(|| Release {
        name: format!("{} Q{}", begin.year(), number + 1),
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
}
