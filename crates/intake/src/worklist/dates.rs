//! Dates as exports write them. The order of day and month is told by all values of a column together, or by a person; where
//! both orders fit all of them it is not guessed.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, date};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::draft::ProblemKind;

/// How the dates of a column are written. Dates that begin with a year of four digits, and those with the name of a month, are
/// read in any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DateFormat {
    /// `2026-04-15`, `20260415`, `26/04/15`.
    #[default]
    YearFirst,
    /// `4/15/2026`, `04152026`.
    MonthFirst,
    /// `15.04.2026`, `15042026`.
    DayFirst,
    /// The days since 1899-12-30, as spreadsheets count; before 1900-03-01 one more.
    #[serde(rename = "serial_1900")]
    Serial1900,
    /// The days since 1904-01-01, as spreadsheets of older Macintoshes count.
    #[serde(rename = "serial_1904")]
    Serial1904,
}

impl DateFormat {
    pub const ALL: [Self; 5] =
        [Self::YearFirst, Self::MonthFirst, Self::DayFirst, Self::Serial1900, Self::Serial1904];
}

/// The century of a year of two digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Century {
    /// Nobody is born after today.
    OfBirth,
    /// A visit is near today.
    OfVisit,
}

/// Years that a date can be of.
const YEARS: std::ops::RangeInclusive<i16> = 1850..=2199;
/// Of a visit with a year of two digits, how far ahead of today it may be.
const MOST_YEARS_AHEAD: i16 = 10;

pub(super) fn read(
    text: &str,
    format: DateFormat,
    century: Century,
    today: Date,
) -> Result<DateTime, ProblemKind> {
    moment(text.trim(), format, century, today).ok_or(ProblemKind::Date)
}

fn moment(text: &str, format: DateFormat, century: Century, today: Date) -> Option<DateTime> {
    if let Some(base) = serial_base(format)
        && let Ok(number) = text.parse::<Decimal>()
    {
        return serial(number, base);
    }
    let parts = parts(text)?;
    // A day of the week in front says nothing new.
    let parts = match parts.as_slice() {
        [first, rest @ ..] if is_weekday(first.text) => rest,
        all => all,
    };
    let (day, rest) = match parts {
        [first, rest @ ..] if first.is_number() && matches!(first.text.len(), 8 | 12 | 14) => {
            let (day, time) = first.text.split_at(8);
            let day = compact(day, format)?;
            if !time.is_empty() {
                return clock(time).map(|time| day.to_datetime(time));
            }
            (day, rest)
        }
        [a, b, c, rest @ ..] => (written([a, b, c], format, century, today)?, rest),
        _ => return None,
    };
    time(rest).map(|time| day.to_datetime(time))
}

/// A run of digits or of letters, with what stands in front of it.
#[derive(Clone, Copy, Debug)]
struct Part<'t> {
    before: &'t str,
    text: &'t str,
}

impl Part<'_> {
    fn is_number(self) -> bool {
        self.text.bytes().all(|c| c.is_ascii_digit())
    }
}

/// More parts than this no date has.
const MOST_PARTS: usize = 12;

fn parts(text: &str) -> Option<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let begin = rest.find(|c: char| c.is_alphanumeric()).unwrap_or(rest.len());
        let (before, from) = rest.split_at(begin);
        let digits = from.starts_with(|c: char| c.is_ascii_digit());
        let of_kind = |c: char| if digits { c.is_ascii_digit() } else { c.is_alphabetic() };
        let end = from.find(|c: char| !of_kind(c)).unwrap_or(from.len());
        let (text, after) = from.split_at(end);
        if text.is_empty() {
            // Only punctuation is left, or a digit that is none of ours.
            return (after.is_empty() && before.trim().chars().all(|c| c == '.')).then_some(parts);
        }
        parts.push(Part { before: before.trim(), text });
        if parts.len() > MOST_PARTS {
            return None;
        }
        rest = after;
    }
    Some(parts)
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = word.to_lowercase();
    word.len() >= 2 && DAYS.iter().any(|day| day.starts_with(&word))
}

/// From 1. Three letters or the whole name.
fn month_of(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_lowercase();
    let is_it = |month: &&str| {
        *month == word
            || (word.len() >= 3 && month.starts_with(&word))
            || (word == "sept" && month.starts_with("sept"))
    };
    (1..).zip(MONTHS).find(|(_, month)| is_it(month)).map(|(number, _)| number)
}

fn written(parts: [&Part<'_>; 3], format: DateFormat, century: Century, today: Date) -> Option<Date> {
    let [a, b, c] = parts.map(|part| part.text);
    let number = |text: &str| (text.len() <= 2).then(|| text.parse::<i8>().ok()).flatten();
    let [_, second, third] = parts.map(|part| part.before);
    if let Some(month) = month_of(a) {
        return Date::new(year(c, century, today)?, month, number(b)?).ok();
    }
    if let Some(month) = month_of(b) {
        return match a.len() {
            4 => Date::new(year(a, century, today)?, month, number(c)?).ok(),
            _ => Date::new(year(c, century, today)?, month, number(a)?).ok(),
        };
    }
    if second != third || !matches!(second, "/" | "-" | ".") {
        return None;
    }
    if a.len() == 4 {
        return Date::new(year(a, century, today)?, number(b)?, number(c)?).ok();
    }
    match format {
        DateFormat::MonthFirst => Date::new(year(c, century, today)?, number(a)?, number(b)?).ok(),
        DateFormat::DayFirst => Date::new(year(c, century, today)?, number(b)?, number(a)?).ok(),
        DateFormat::YearFirst if c.len() <= 2 => {
            Date::new(year(a, century, today)?, number(b)?, number(c)?).ok()
        }
        DateFormat::YearFirst | DateFormat::Serial1900 | DateFormat::Serial1904 => None,
    }
}

/// Eight digits: with the year in front where that makes a date of our time.
fn compact(digits: &str, format: DateFormat) -> Option<Date> {
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<i16>().ok());
    let date = |year: Option<i16>, month: Option<i16>, day: Option<i16>| {
        let year = year.filter(|year| YEARS.contains(year))?;
        Date::new(year, i8::try_from(month?).ok()?, i8::try_from(day?).ok()?).ok()
    };
    let year_first = date(part(0, 4), part(4, 6), part(6, 8));
    match format {
        DateFormat::MonthFirst => date(part(4, 8), part(0, 2), part(2, 4)).or(year_first),
        DateFormat::DayFirst => date(part(4, 8), part(2, 4), part(0, 2)).or(year_first),
        DateFormat::YearFirst | DateFormat::Serial1900 | DateFormat::Serial1904 => year_first,
    }
}

fn year(text: &str, century: Century, today: Date) -> Option<i16> {
    let year: i16 = text.parse().ok()?;
    match text.len() {
        4 => YEARS.contains(&year).then_some(year),
        2 => {
            let latest = match century {
                Century::OfBirth => today.year(),
                Century::OfVisit => today.year() + MOST_YEARS_AHEAD,
            };
            let of_this = today.year() / 100 * 100 + 100 + year;
            Some((0..3).map(|back| of_this - back * 100).find(|year| *year <= latest).unwrap_or(of_this))
        }
        _ => None,
    }
}

/// What stands behind a date: nothing, or a time, to which an offset may belong.
fn time(parts: &[Part<'_>]) -> Option<Time> {
    let parts = match parts {
        [first, rest @ ..] if matches!(first.text, "T" | "t" | "at") => rest,
        all => all,
    };
    let mut clock = [0_i8; 3];
    let mut numbers = 0;
    let mut is_afternoon = None;
    for part in parts {
        let word = part.text.to_ascii_lowercase();
        match word.as_str() {
            "am" | "a" => is_afternoon = Some(false),
            "pm" | "p" => is_afternoon = Some(true),
            // `a.m.`, the marks of UTC and of zones: the clock of the place is meant.
            "m" | "z" | "utc" | "gmt" | "est" | "edt" | "cst" | "cdt" | "mst" | "mdt" | "pst" | "pdt" => {}
            _ if part.is_number() => {
                // Fractions of a second and offsets.
                if numbers < 3 && !matches!(part.before, "+" | ".") && is_afternoon.is_none() {
                    let slot = clock.get_mut(numbers)?;
                    *slot = part.text.parse().ok()?;
                    numbers += 1;
                }
            }
            _ => return None,
        }
    }
    let [hour, minute, second] = clock;
    let hour = match is_afternoon {
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    // 24:00 and a leap second are of the day that they end.
    Time::new(hour.min(23), minute, second.min(59), 0).ok().filter(|_| (0..=24).contains(&hour))
}

/// `0915`, `091500`.
fn clock(digits: &str) -> Option<Time> {
    let part = |from: usize, to: usize| digits.get(from..to).map_or(Some(0), |part| part.parse::<i8>().ok());
    Time::new(part(0, 2)?.min(23), part(2, 4)?, part(4, 6)?.min(59), 0).ok()
}

const fn serial_base(format: DateFormat) -> Option<Date> {
    match format {
        DateFormat::Serial1900 => Some(date(1899, 12, 30)),
        DateFormat::Serial1904 => Some(date(1904, 1, 1)),
        DateFormat::YearFirst | DateFormat::MonthFirst | DateFormat::DayFirst => None,
    }
}

fn serial(number: Decimal, base: Date) -> Option<DateTime> {
    // Spreadsheets have a 29 February 1900 as day 60, which never was.
    let days = number.floor().to_i64().filter(|days| (1..=110_000).contains(days) && *days != 60)?;
    let days = if base.year() == 1899 && days < 60 { days + 1 } else { days };
    let seconds = ((number - number.floor()) * Decimal::from(86_400)).round().to_i64()?;
    base.checked_add(days.days()).ok()?.to_datetime(Time::midnight()).checked_add(seconds.seconds()).ok()
}

/// What the values of a column tell of how its dates are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// Most values are no dates in any way.
    NoDates,
    Format(DateFormat),
    /// Day and month can be taken either way.
    EitherWay,
}

pub(super) fn told<'v>(values: impl Iterator<Item = &'v str>, century: Century, today: Date) -> Told {
    const TRIED: [DateFormat; 4] =
        [DateFormat::YearFirst, DateFormat::MonthFirst, DateFormat::DayFirst, DateFormat::Serial1900];
    let mut fits = [0_u32; TRIED.len()];
    let (mut all, mut years_first) = (0_u32, 0_u32);
    for value in values {
        all += 1;
        let fit = TRIED.map(|format| is_likely(value, format, century, today));
        // Read in any: it tells nothing.
        years_first += u32::from(fit == [true, true, true, false]);
        for (count, fit) in fits.iter_mut().zip(fit) {
            *count += u32::from(fit);
        }
    }
    let most = fits.iter().copied().max().unwrap_or(0);
    if most == 0 || most * 2 < all {
        return Told::NoDates;
    }
    let [year, month, day, serial] = fits;
    match () {
        () if year == most => Told::Format(DateFormat::YearFirst),
        () if month == day && month == most => Told::EitherWay,
        () if month == most => Told::Format(DateFormat::MonthFirst),
        () if day == most => Told::Format(DateFormat::DayFirst),
        () if serial == most && years_first == 0 => Told::Format(DateFormat::Serial1900),
        () => Told::NoDates,
    }
}

/// A number is a date of a spreadsheet only where it is one of our time: 1910 to 2100.
fn is_likely(value: &str, format: DateFormat, century: Century, today: Date) -> bool {
    let is_number = value.trim().parse::<Decimal>().is_ok();
    read(value, format, century, today).is_ok_and(|at| {
        !is_number || format != DateFormat::Serial1900 || (1910..=2100).contains(&at.date().year())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2026, 11, 29);

    fn at(text: &str, format: DateFormat) -> String {
        read(text, format, Century::OfVisit, TODAY).map_or_else(|_| "-".to_owned(), |at| at.to_string())
    }

    #[test]
    fn dates_of_every_make() {
        use DateFormat::*;
        for (text, format, expected) in [
            ("2026-04-15", DayFirst, "2026-04-15T00:00:00"),
            ("2026/4/5 9:05", MonthFirst, "2026-04-05T09:05:00"),
            ("2026-04-15T09:15:30.123Z", YearFirst, "2026-04-15T09:15:30"),
            ("20260415", MonthFirst, "2026-04-15T00:00:00"),
            ("202604150915", YearFirst, "2026-04-15T09:15:00"),
            ("04152026", MonthFirst, "2026-04-15T00:00:00"),
            ("15042026", DayFirst, "2026-04-15T00:00:00"),
            ("4/15/2026", MonthFirst, "2026-04-15T00:00:00"),
            ("4/15/26 2:30 PM", MonthFirst, "2026-04-15T14:30:00"),
            ("4/15/2026 12:05:00 AM", MonthFirst, "2026-04-15T00:05:00"),
            ("15.04.2026", DayFirst, "2026-04-15T00:00:00"),
            ("15/4/26", DayFirst, "2026-04-15T00:00:00"),
            ("26/04/15", YearFirst, "2026-04-15T00:00:00"),
            ("15-Apr-2026", MonthFirst, "2026-04-15T00:00:00"),
            ("Wed Apr 15, 2026", DayFirst, "2026-04-15T00:00:00"),
            ("April 15, 2026 9 am", DayFirst, "2026-04-15T09:00:00"),
            ("15 sept 2026", YearFirst, "2026-09-15T00:00:00"),
            ("46127", Serial1900, "2026-04-15T00:00:00"),
            ("46127.5", Serial1900, "2026-04-15T12:00:00"),
            ("44665", Serial1904, "2026-04-15T00:00:00"),
            ("59", Serial1900, "1900-02-28T00:00:00"),
            ("61", Serial1900, "1900-03-01T00:00:00"),
            ("2026-04-15", Serial1900, "2026-04-15T00:00:00"),
            ("60", Serial1900, "-"),
            ("4/15/2026", DayFirst, "-"),
            ("4/15/2026", YearFirst, "-"),
            ("2/29/2026", MonthFirst, "-"),
            ("4/15", MonthFirst, "-"),
            ("4/15/206", MonthFirst, "-"),
            ("4-15/2026", MonthFirst, "-"),
            ("tomorrow", MonthFirst, "-"),
            ("4/15/2026 or so", MonthFirst, "-"),
            ("", MonthFirst, "-"),
            ("0", Serial1900, "-"),
        ] {
            assert_eq!(at(text, format), expected, "{text} {format:?}");
        }
    }

    #[test]
    fn two_digits_are_of_the_century_that_makes_sense() {
        let year = |text, century| read(text, DateFormat::MonthFirst, century, TODAY).unwrap().date().year();
        for (text, birth, visit) in
            [("1/2/58", 1958, 1958), ("1/2/26", 2026, 2026), ("12/2/27", 1927, 2027), ("1/2/00", 2000, 2000)]
        {
            assert_eq!(
                (year(text, Century::OfBirth), year(text, Century::OfVisit)),
                (birth, visit),
                "{text}"
            );
        }
    }

    #[test]
    fn all_values_together_tell_the_order() {
        let tell = |values: &[&str]| told(values.iter().copied(), Century::OfVisit, TODAY);
        use DateFormat::*;
        assert_eq!(tell(&["4/5/2026", "4/15/2026"]), Told::Format(MonthFirst));
        assert_eq!(tell(&["4.5.2026", "15.4.2026"]), Told::Format(DayFirst));
        assert_eq!(tell(&["4/5/2026", "5/5/2026"]), Told::EitherWay);
        assert_eq!(tell(&["4/15/2026", "15/4/2026", "16/4/2026"]), Told::Format(DayFirst));
        assert_eq!(tell(&["2026-04-15", "Apr 5, 2026"]), Told::Format(YearFirst));
        assert_eq!(tell(&["2026-04-15", "4/15/2026"]), Told::Format(MonthFirst));
        assert_eq!(tell(&["46127", "46128"]), Told::Format(Serial1900));
        assert_eq!(tell(&["99213", "99214"]), Told::NoDates);
        assert_eq!(tell(&["Okafor", "4/15/2026", "Ink"]), Told::NoDates);
        assert_eq!(tell(&[]), Told::NoDates);
    }

    proptest! {
        #[test]
        fn any_text(text in "\\PC{0,40}", numbers in "[0-9/.: -]{0,24}") {
            for format in DateFormat::ALL {
                for text in [&text, &numbers] {
                    let _ = read(text, format, Century::OfBirth, TODAY);
                }
            }
        }

        #[test]
        fn a_written_date_is_read(year in 1850_i16..2199, month in 1_i8..=12, day in 1_i8..=28) {
            let expected = Ok(Date::new(year, month, day).unwrap().to_datetime(Time::midnight()));
            for (text, format) in [
                (format!("{year}-{month:02}-{day:02}"), DateFormat::YearFirst),
                (format!("{month}/{day}/{year}"), DateFormat::MonthFirst),
                (format!("{day}.{month}.{year}"), DateFormat::DayFirst),
            ] {
                prop_assert_eq!(read(&text, format, Century::OfBirth, TODAY), expected, "{}", text);
            }
        }
    }
}
