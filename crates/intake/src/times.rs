//! Dates and times as HL7 v2 and CDA write them (`YYYY[MM[DD[HH[MM[SS[.S]]]]]][+/-ZZZZ]`), as FHIR does, and as systems
//! write them that keep to neither.

use jiff::civil::{Date, DateTime, Time};

use crate::draft::{Moment, ProblemKind};

/// A date of birth or service, which needs its day.
pub(crate) fn date(text: &str) -> Result<Date, ProblemKind> {
    moment(text).map(|moment| moment.local.date())
}

/// A time; a date alone is its midnight.
pub(crate) fn moment(text: &str) -> Result<Moment, ProblemKind> {
    let text = text.trim();
    let (text, offset) = offset(text);
    let digits: String = text.chars().filter(|c| c.is_ascii_digit()).collect();
    if let Some(date) = by_slashes(text) {
        return Ok(Moment { local: date.to_datetime(Time::midnight()), offset });
    }
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, '-' | ':' | 'T' | ' ' | '.' | '/');
    // Blanks within, and what stands behind a fraction, are of no format that is known.
    if !text.chars().all(allowed) || digits.len() < 4 {
        return Err(ProblemKind::Date);
    }
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let part = |from: usize, to: usize| whole.get(from..to).and_then(|part| part.parse::<i8>().ok());
    let year: i16 = whole.get(..4).and_then(|year| year.parse().ok()).ok_or(ProblemKind::Date)?;
    // Zeros for a month or a day that is not known.
    let (Some(month @ 1..), Some(day @ 1..)) = (part(4, 6), part(6, 8)) else {
        return Err(if whole.len() <= 8 { ProblemKind::PartialDate } else { ProblemKind::Date });
    };
    let date = Date::new(year, month, day).map_err(|_| ProblemKind::Date)?;
    let (hour, minute, second) = (part(8, 10), part(10, 12), part(12, 14));
    // 24:00 and a leap second are of the day that they end.
    let hour = hour.unwrap_or(0).min(23);
    let time = Time::new(hour, minute.unwrap_or(0), second.unwrap_or(0).min(59), fraction(text));
    Ok(Moment { local: date.to_datetime(time.map_err(|_| ProblemKind::Date)?), offset })
}

/// Nanoseconds.
fn fraction(text: &str) -> i32 {
    let Some((_, fraction)) = text.split_once('.') else { return 0 };
    let digits: String = fraction.chars().take_while(char::is_ascii_digit).take(9).collect();
    format!("{digits:0<9}").parse().unwrap_or(0)
}

/// The time without its offset, and the offset in minutes.
fn offset(text: &str) -> (&str, Option<i16>) {
    if let Some(utc) = text.strip_suffix(['Z', 'z']) {
        return (utc, Some(0));
    }
    // Behind the year: a hyphen within the date is none.
    let sign =
        text.char_indices().skip(8).find(|(at, c)| *c == '+' || (*c == '-' && is_time_before(text, *at)));
    let Some((at, sign)) = sign else { return (text, None) };
    let (time, rest) = text.split_at(at);
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<i16>().ok());
    let (Some(hours @ 0..=14), minutes) = (part(0..2), part(2..4).unwrap_or(0)) else { return (time, None) };
    let ahead = hours * 60 + minutes.min(59);
    (time.trim_end(), Some(if sign == '-' { -ahead } else { ahead }))
}

/// Whether a date stands whole before `at`, so that a hyphen there begins an offset.
fn is_time_before(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    match before.contains('-') {
        true => before.contains(':') || before.len() > 10,
        false => before.len() >= 8,
    }
}

/// `MM/DD/YYYY`, as systems of the United States write it.
fn by_slashes(text: &str) -> Option<Date> {
    let date = text.split([' ', 'T']).next()?;
    let mut parts = date.split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || parts.next().is_some() {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Both ends of a period as it lies in a record.
pub(crate) fn local(text: &str) -> Result<DateTime, ProblemKind> {
    moment(text).map(|moment| moment.local)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_of_every_make() {
        for (text, expected) in [
            ("19241010", "1924-10-10T00:00:00 None"),
            ("198808181126+0215", "1988-08-18T11:26:00 Some(135)"),
            ("20210817151943.4+0200", "2021-08-17T15:19:43.4 Some(120)"),
            ("20040125114025-0500", "2004-01-25T11:40:25 Some(-300)"),
            ("20040125-0500", "2004-01-25T00:00:00 Some(-300)"),
            ("1958-02-28", "1958-02-28T00:00:00 None"),
            ("2019-04-23T15:01:37.123-04:00", "2019-04-23T15:01:37.123 Some(-240)"),
            ("2019-04-23T15:01:37Z", "2019-04-23T15:01:37 Some(0)"),
            ("2/28/1958", "1958-02-28T00:00:00 None"),
            ("2021081724", "2021-08-17T23:00:00 None"),
        ] {
            let read = moment(text).unwrap();
            assert_eq!(format!("{} {:?}", read.local, read.offset), expected, "{text}");
        }
        for (text, kind) in [
            ("", ProblemKind::Date),
            ("1924", ProblemKind::PartialDate),
            ("192410", ProblemKind::PartialDate),
            ("2019-04", ProblemKind::PartialDate),
            ("19240000", ProblemKind::PartialDate),
            ("19241301", ProblemKind::Date),
            ("20230229", ProblemKind::Date),
            ("unknown", ProblemKind::Date),
            ("1958-02-28 or so", ProblemKind::Date),
        ] {
            assert_eq!(moment(text), Err(kind), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text(text in "\\PC{0,30}") {
            let _ = moment(&text);
        }

        #[test]
        fn a_written_time_is_read(year in 1900_i16..2100, month in 1_i8..=12, day in 1_i8..=28, hour in 0_i8..24, minute in 0_i8..60) {
            let expected = Date::new(year, month, day).unwrap().at(hour, minute, 0, 0);
            let text = format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}-0330");
            prop_assert_eq!(moment(&text), Ok(Moment { local: expected, offset: Some(-210) }));
            prop_assert_eq!(local(&expected.to_string()), Ok(expected));
        }
    }
}
