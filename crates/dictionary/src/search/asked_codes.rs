//! Several codes in one query, and ranges of codes: `E11.9, I10`, `S72.0-S72.9`, `e08 - e13`.

/// No range is of shorter codes: "L4-L5" is a part of the spine.
const CATEGORY: usize = 3;
/// More codes than anybody lists.
const MOST: usize = 50;

/// What one part of a query asks for, as stored, without dots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Code(String),
    /// From the lower to the higher, both with what stands below them; `shown` is how they were written.
    Range {
        from: String,
        to: String,
        shown: (String, String),
    },
}

/// The codes and ranges of a query. Empty for words, and for one code that is no range: see
/// [`Query::code`](super::query::Query::code).
///
/// `code` reads one code; the last part may still be in the typing.
pub(super) fn asked(text: &str, code: impl Fn(&str) -> Option<String>) -> Vec<Asked> {
    let parts: Vec<&str> =
        text.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut found = Vec::with_capacity(parts.len().min(MOST));
    for (part, at) in parts.iter().take(MOST).zip(1..) {
        match range(part, &code).or_else(|| code(part).map(Asked::Code)) {
            Some(asked) => found.push(asked),
            // "E11.9, i" is on the way to a second code.
            None if at == parts.len() && at > 1 && part.len() < CATEGORY => {}
            None => return Vec::new(),
        }
    }
    let one_code = parts.len() == 1 && matches!(found.as_slice(), [Asked::Code(_)]);
    if one_code { Vec::new() } else { found }
}

fn range(part: &str, code: impl Fn(&str) -> Option<String>) -> Option<Asked> {
    let lower = part.to_ascii_lowercase();
    let (first, second) = [" to ", "-", "\u{2013}", "\u{2014}"]
        .into_iter()
        .find_map(|sign| lower.split_once(sign))
        .map(|(first, second)| (first.trim(), second.trim()))?;
    let read = |text| code(text).filter(|code| code.len() >= CATEGORY);
    let (from, to) = (read(first)?, read(second)?);
    let shown = (first.to_ascii_uppercase(), second.to_ascii_uppercase());
    Some(if from <= to {
        Asked::Range { from, to, shown }
    } else {
        Asked::Range { from: to, to: from, shown: (shown.1, shown.0) }
    })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::search::query::as_code;

    fn check(text: &str, expected: &Expect) {
        let found: Vec<String> = asked(text, |part| Some(as_code(part)?.code))
            .into_iter()
            .map(|asked| match asked {
                Asked::Code(code) => code,
                Asked::Range { from, to, .. } => format!("{from}..{to}"),
            })
            .collect();
        expected.assert_eq(&found.join(" "));
    }

    #[test]
    fn ranges_and_lists() {
        check("S72.0-S72.9", &expect!["S720..S729"]);
        check("s72 - s73", &expect!["S72..S73"]);
        check("E08\u{2013}E13", &expect!["E08..E13"]);
        check("e13 to e08", &expect!["E08..E13"]);
        check("E11.9, i10; z79.4", &expect!["E119 I10 Z794"]);
        check("E11.9, s72.0-s72.9, i", &expect!["E119 S720..S729"]);
        check("E11.9,", &expect![""]);
    }

    #[test]
    fn what_is_none() {
        for text in [
            "",
            ",",
            "-",
            "e11-4",
            "e11",
            "L4-L5",
            "covid-19",
            "x-ray",
            "fracture, left",
            "E11.9, pain",
            "b12 - pain",
        ] {
            check(text, &expect![""]);
        }
    }
}
