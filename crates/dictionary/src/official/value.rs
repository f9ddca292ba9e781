//! Dates as the tables of CMS write them.

use jiff::civil::Date;

use crate::date_key;

/// `20240701`, `2024-07-01`, `7/1/2024` or `07/01/2024`.
pub(crate) fn published_date(text: &[u8]) -> Option<Date> {
    let text = std::str::from_utf8(text).ok()?;
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return date_key::date(text.parse().ok()?);
    }
    let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?;
    let american: Vec<&str> = text.split('/').collect();
    let international: Vec<&str> = text.split('-').collect();
    let (year, month, day) = match (american.as_slice(), international.as_slice()) {
        ([month, day, year], _) | (_, [year, month, day]) if year.len() == 4 => (year, month, day),
        _ => return None,
    };
    Date::new(number(year)?, i8::try_from(number(month)?).ok()?, i8::try_from(number(day)?).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_as_they_are_published() {
        let day = Some(date(2024, 7, 1));
        for text in ["20240701", "2024-07-01", "7/1/2024", "07/01/2024"] {
            assert_eq!(published_date(text.as_bytes()), day, "{text}");
        }
        for text in
            ["", "*", "2024", "20241301", "7/1/24", "7/1", "07-01-2024", "7/+1/2024", "1/2/3/2024", "é"]
        {
            assert_eq!(published_date(text.as_bytes()), None, "{text}");
        }
    }
}
