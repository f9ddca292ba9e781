//! Dates are kept as the integer YYYYMMDD: it sorts, it compares without parsing, and it is what the Medicare Code
//! Editor tables use.

use jiff::civil::Date;

/// A day after every release: where none is known to end.
pub(crate) const LAST: u32 = 99_991_231;

pub(crate) fn key(date: Date) -> u32 {
    u32::try_from(date.year()).unwrap_or(0) * 10_000
        + u32::from(date.month().unsigned_abs()) * 100
        + u32::from(date.day().unsigned_abs())
}

pub(crate) fn date(key: u32) -> Option<Date> {
    let year = i16::try_from(key / 10_000).ok()?;
    let month = i8::try_from(key / 100 % 100).ok()?;
    let day = i8::try_from(key % 100).ok()?;
    Date::new(year, month, day).ok()
}

/// The day before one; 0 before every day.
pub(crate) fn before(key: u32) -> u32 {
    date(key).and_then(|day| day.yesterday().ok()).map_or(0, self::key)
}

/// The day after one; `u32::MAX` after every day.
pub(crate) fn after(key: u32) -> u32 {
    date(key).and_then(|day| day.tomorrow().ok()).map_or(u32::MAX, self::key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_survives_its_key() {
        let day = jiff::civil::date(2026, 4, 1);
        assert_eq!(key(day), 20_260_401);
        assert_eq!(date(20_260_401), Some(day));
        assert_eq!(date(20_261_301), None);
        assert_eq!(
            key(jiff::civil::date(-44, 3, 15)),
            315,
            "years before the common era lie before every window"
        );
    }
}
