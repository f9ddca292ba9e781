//! Numbers that a phrase means without saying them: who types "bmi 41" wants "Body mass index [BMI] 40.0-44.9".

use std::ops::Range;

/// No scale of the book spans more; a longer range is one of codes or years.
const LONGEST_RANGE: u32 = 300;
/// How far "19.9 or less" and "70 or greater" reach.
const OPEN_REACH: u32 = 30;

/// A span of whole numbers that a text gives by its ends, and the bytes where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) numbers: Range<u32>,
    pub(super) bytes: Range<usize>,
}

/// The spans of a text: `40.0-44.9`, `1000-1249 grams`, `19.9 or less`, `70 or greater`.
pub(super) fn spans(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())) {
        let start = at + start;
        let (low, end) = number(text, start);
        at = end;
        // "B12-14" is no scale.
        let within_word = text
            .get(..start)
            .is_some_and(|before| before.ends_with(|c: char| c.is_alphanumeric() || c == '.'));
        let Some(low) = low.filter(|_| !within_word) else { continue };
        let rest = text.get(end..).unwrap_or_default();
        if let Some(after) = rest.strip_prefix('-')
            && after.starts_with(|c: char| c.is_ascii_digit())
        {
            let (high, high_end) = number(text, end + 1);
            at = high_end;
            if let Some(high) = high.filter(|high| *high > low && high - low < LONGEST_RANGE) {
                found.push(Span { numbers: low..high + 1, bytes: start..high_end });
            }
        } else if rest.starts_with(" or less") {
            found.push(Span { numbers: low.saturating_sub(OPEN_REACH)..low + 1, bytes: start..end });
        } else if rest.starts_with(" or greater") {
            found.push(Span { numbers: low..low + OPEN_REACH, bytes: start..end });
        }
    }
    found
}

/// The whole part of the number at `start`, and where the number ends.
fn number(text: &str, start: usize) -> (Option<u32>, usize) {
    let rest = text.get(start..).unwrap_or_default();
    let whole = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let value = rest.get(..whole).and_then(|digits| digits.parse().ok());
    let fraction = rest.get(whole..).and_then(|rest| rest.strip_prefix('.')).map_or(0, |digits| {
        let length = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        if length > 0 { length + 1 } else { 0 }
    });
    (value, start + whole + fraction)
}

const ROMAN: [&str; 14] =
    ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii"];

/// `ii` to `2` and `2` to `ii`.
pub(super) fn other_numeral(word: &str) -> Option<String> {
    if let Some(number) = ROMAN.iter().position(|roman| !roman.is_empty() && *roman == word) {
        return Some(number.to_string());
    }
    let number: usize = word.parse().ok()?;
    ROMAN.get(number).filter(|roman| !roman.is_empty()).map(|roman| (*roman).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_read_with_its_ends() {
        let numbers = |text| {
            spans(text)
                .into_iter()
                .map(|s| format!("{}..{}", s.numbers.start, s.numbers.end))
                .collect::<String>()
        };
        assert_eq!(numbers("Body mass index [BMI] 40.0-44.9, adult"), "40..45");
        assert_eq!(numbers("birth weight, 1000-1249 grams"), "1000..1250");
        assert_eq!(numbers("Body mass index [BMI] 70 or greater, adult"), "70..100");
        assert_eq!(numbers("Type 2 diabetes"), "");
        assert_eq!(numbers("C5-C7, L4-5 and 1.-2"), "");
        assert_eq!(numbers("99999999999-3"), "");
    }

    #[test]
    fn numerals_go_both_ways() {
        assert_eq!(other_numeral("ii").as_deref(), Some("2"));
        assert_eq!(other_numeral("8").as_deref(), Some("viii"));
        assert_eq!(other_numeral("0"), None);
        assert_eq!(other_numeral("knee"), None);
    }
}
