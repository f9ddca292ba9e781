//! What of a shown text was typed.

use super::answer::Highlight;
use super::query::{How, Query};
use super::tokens::Token;

/// The parts of `text` that match words of the query, in order. `words` are those of the text.
pub(super) fn highlights(text: &str, words: &[Token], query: &Query) -> Vec<Highlight> {
    let mut found = Vec::new();
    let mut counted = Utf16::default();
    for token in words {
        let matches = query.words.iter().flat_map(|word| &word.alternatives).filter_map(|alternative| {
            match alternative.how {
                How::Whole => (token.stem == alternative.text).then_some(token.end),
                How::Beginning => token.stem.starts_with(&alternative.text).then(|| {
                    let word = text.get(token.start..token.end).unwrap_or_default();
                    let characters = alternative.text.chars().count();
                    // Folding may change the number of characters; then the whole word is shown.
                    let same_length = word.chars().count() == token.folded.chars().count();
                    let end = word.char_indices().nth(characters).map_or(word.len(), |(at, _)| at);
                    if same_length { token.start + end } else { token.end }
                }),
                How::Together => {
                    alternative.text.split(' ').any(|word| token.stem == word).then_some(token.end)
                }
            }
        });
        if let Some(end) = matches.max() {
            found.push(Highlight { start: counted.at(text, token.start), end: counted.at(text, end) });
        }
    }
    found
}

/// The first `typed` characters of a code, counted without its dot.
pub(super) fn code_highlight(display: &str, typed: usize) -> Vec<Highlight> {
    let mut left = typed;
    let mut end = 0;
    for c in display.chars() {
        if left == 0 {
            break;
        }
        end += 1;
        if c.is_ascii_alphanumeric() {
            left -= 1;
        }
    }
    if end == 0 { Vec::new() } else { vec![Highlight { start: 0, end }] }
}

/// Byte offsets of a text, asked for in ascending order, as offsets in UTF-16 code units.
#[derive(Default)]
struct Utf16 {
    bytes: usize,
    units: u32,
}

impl Utf16 {
    fn at(&mut self, text: &str, offset: usize) -> u32 {
        let between = text.get(self.bytes..offset).unwrap_or_default();
        self.units += between.chars().map(|c| if c.len_utf16() == 2 { 2 } else { 1 }).sum::<u32>();
        self.bytes = offset;
        self.units
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::search::expand::literal;
    use crate::search::personal::Personal;
    use crate::search::query::parse;
    use crate::search::tokens::tokens;

    fn check(text: &str, query: &str, expected: &Expect) {
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut query = parse(query, &Personal::default());
        query.words.iter_mut().for_each(literal);
        let parts: Vec<String> = highlights(text, &tokens(text), &query)
            .into_iter()
            .map(|h| String::from_utf16_lossy(&units[h.start as usize..h.end as usize]))
            .collect();
        expected.assert_eq(&parts.join("|"));
    }

    #[test]
    fn words_and_beginnings_are_marked() {
        check(
            "Type 2 diabetes mellitus with diabetic nephropathy",
            "diab nephropathy ",
            &expect!["diab|diab|nephropathy"],
        );
        check("Fractures of 🦴 and Ménière’s disease", "men frac", &expect!["Frac|Mén"]);
        check("Fractures", "fracture ", &expect!["Fractures"]);
        check("Fractures", "", &expect![""]);
    }

    #[test]
    fn a_code_is_marked_across_its_dot() {
        let end = |code, typed| code_highlight(code, typed).first().map(|h| h.end);
        assert_eq!(end("E11.22", 2), Some(2));
        assert_eq!(end("E11.22", 4), Some(5));
        assert_eq!(end("E11.22", 9), Some(6));
        assert_eq!(end("E11.22", 0), None);
    }
}
