//! The conversion tables of ICD-10-CM (NCHS) and ICD-10-PCS (CMS): for each new code the day from which it holds, and the
//! codes that were assigned before it.

use std::io::Read;

use encounter::CodeSystem;
use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::book_index::{as_code, as_procedure};
use super::listed::Listed;
use super::problem::{Problem, ProblemKind};
use super::table::{Column, Heading, TableError, TableRow};
use super::value::published_date;

const COLUMNS: [Column; 4] = [
    Column::required(&["current code"]),
    Column::required(&["effective"]),
    Column::required(&["previous code"]),
    Column::optional(&["effective month"]),
];

/// A new code with codes that were assigned before it; without their dots.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Conversion {
    pub code: String,
    pub from: Date,
    /// Each from the first to the last of a range, of equal length; of one code it is both.
    pub previous: Vec<(String, String)>,
}

impl Conversion {
    pub(crate) fn heading(head: &[u8]) -> Option<Heading> {
        Heading::find(head, &COLUMNS)
    }

    /// Codes that are new without any before them are no rows of it.
    pub(crate) fn read(content: impl Read, heading: Heading) -> Result<Listed<Self>, TableError> {
        let mut listed = Listed::read(content, heading, Self::of_row, Clone::clone)?;
        listed.rows.retain(|row| !row.previous.is_empty());
        Ok(listed)
    }

    fn of_row(row: TableRow<'_>) -> Result<Self, Problem> {
        let nothing = |text: &str| text.eq_ignore_ascii_case("none") || text.eq_ignore_ascii_case("nopcs");
        let from = effective(&row.text(1), &row.text(3)).ok_or_else(|| row.odd(1))?;
        let (current, before) = (row.text(0), row.text(2));
        if nothing(&current) || nothing(&before) {
            return Ok(Self { code: format!("{current} {before}"), from, previous: Vec::new() });
        }
        let code = stored(&current).ok_or_else(|| row.problem(ProblemKind::NotACode))?;
        let before = before.replace(" and ", ", ");
        let parts = before.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty());
        let previous = parts.map(range).collect::<Option<Vec<_>>>().filter(|parts| !parts.is_empty());
        Ok(Self { code, from, previous: previous.ok_or_else(|| row.odd(2))? })
    }

    /// A code of ICD-10-PCS has seven characters and begins with a digit, or has none of the shape of ICD-10-CM.
    pub(crate) fn system(rows: &[Self]) -> CodeSystem {
        let of_procedures = |row: &Self| row.code.len() == 7 && as_code(&dotted(&row.code)).is_none();
        match rows.iter().any(of_procedures) {
            true => CodeSystem::Icd10pcs,
            false => CodeSystem::Icd10cm,
        }
    }
}

/// One code, or `H02.101-H02.106`.
fn range(text: &str) -> Option<(String, String)> {
    let Some((first, last)) = text.split_once('-') else {
        return stored(text).map(|code| (code.clone(), code));
    };
    let (first, last) = (stored(first.trim())?, stored(last.trim())?);
    (first.len() == last.len() && first <= last).then_some((first, last))
}

/// Without its dot; `None` for what is incomplete or no code.
fn stored(text: &str) -> Option<String> {
    let undotted = text.trim().replace('.', "").to_ascii_uppercase();
    let code =
        as_code(&dotted(&undotted)).filter(|code| !code.ends_with('-')).map(|code| code.replace('.', ""));
    code.or_else(|| as_procedure(&undotted).filter(|code| code.len() == 7))
}

fn dotted(code: &str) -> String {
    match code.split_at_checked(3) {
        Some((category, rest)) if !rest.is_empty() => format!("{category}.{rest}"),
        _ => code.to_owned(),
    }
}

/// A year stands for its 1 October, unless the month and day stand beside it (`04.01`); a spreadsheet writes the days since
/// its own beginning, or a date with two digits of the year.
fn effective(text: &str, month_and_day: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(day) = published_date(text.as_bytes()) {
        return Some(day);
    }
    let number = text.parse::<i64>().ok();
    match (number, text.len()) {
        (Some(year), 4) => {
            let year = i16::try_from(year).ok().filter(|year| (2009..2200).contains(year))?;
            let stated = month_and_day.trim().split_once('.').and_then(|(month, day)| {
                Date::new(year, month.trim().parse().ok()?, day.trim().parse().ok()?).ok()
            });
            stated.or_else(|| Date::new(year, 10, 1).ok())
        }
        // 40,000 is a day of 2009.
        (Some(days @ 40_000..=99_999), 5) => date(1899, 12, 30).checked_add(days.days()).ok(),
        _ => {
            let (start, year) = text.rsplit_once('/')?;
            (year.len() == 2).then(|| published_date(format!("{start}/20{year}").as_bytes()))?
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_in_every_way_in_which_it_is_written() {
        for (text, beside, expected) in [
            ("2024", "", Some(date(2024, 10, 1))),
            ("2024", "04.01", Some(date(2024, 4, 1))),
            ("45017", "", Some(date(2023, 4, 1))),
            ("01/01/21", "", Some(date(2021, 1, 1))),
            ("4/1/2023", "", Some(date(2023, 4, 1))),
            ("2024-10-01", "", Some(date(2024, 10, 1))),
            ("", "", None),
            ("1024", "", None),
            ("10/1", "", None),
            ("soon", "", None),
        ] {
            assert_eq!(effective(text, beside), expected, "{text} {beside}");
        }
    }

    #[test]
    fn codes_and_ranges() {
        let code = |code: &str| Some((code.to_owned(), code.to_owned()));
        assert_eq!(range("E66.01"), code("E6601"));
        assert_eq!(range("0ft44zz"), code("0FT44ZZ"));
        assert_eq!(range("H02.101-H02.106"), Some(("H02101".to_owned(), "H02106".to_owned())));
        for odd in ["T84.04-", "H02.106-H02.101", "H02.10-H02.106", "categories", "", "-", "0FT"] {
            assert_eq!(range(odd), None, "{odd}");
        }
    }
}
