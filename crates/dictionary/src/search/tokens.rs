//! From text to the words that are indexed. Both sides, phrases and queries, go through here.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that say nothing of a disease; they are neither indexed nor required.
const EMPTY_WORDS: [&str; 21] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "into", "of", "on", "or", "that", "the",
    "to", "with", "which", "due", "w",
];

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Lower case, without diacritics: what a word beginning is compared with.
    pub(super) folded: String,
    /// [`folded`](Self::folded) without its plural ending: what is indexed.
    pub(super) stem: String,
    /// Byte offsets in the text.
    pub(super) start: usize,
    pub(super) end: usize,
}

pub(super) fn is_empty_word(folded: &str) -> bool {
    EMPTY_WORDS.contains(&folded)
}

/// The words of a text in order: runs of letters and digits. `'s` is dropped, a word of another script kept.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let within = c.is_alphanumeric() || is_combining_mark(c) || c == '/' && is_shorthand(text, at);
        match (start, within) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                start = None;
                let Some(word) = text.get(from..at) else { continue };
                let after_apostrophe = text.get(..from).is_some_and(|before| before.ends_with(['\'', '’']));
                if after_apostrophe && word.eq_ignore_ascii_case("s") {
                    continue;
                }
                let folded = fold(word);
                // A combining mark without its letter leaves nothing, and nothing is the beginning of every word.
                if folded.is_empty() {
                    continue;
                }
                found.push(Token { stem: stem(&folded), folded, start: from, end: at });
            }
            _ => {}
        }
    }
    found
}

/// Whether the slash at `at` stands between two single letters: "s/p" is a word, "and/or" is two.
fn is_shorthand(text: &str, at: usize) -> bool {
    let single = |mut outward: &mut dyn Iterator<Item = char>| {
        let first = outward.next().is_some_and(|c| c.is_ascii_alphabetic());
        first && !(&mut outward).next().is_some_and(|c| c.is_alphanumeric() || is_combining_mark(c))
    };
    let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
    single(&mut before.chars().rev()) && single(&mut after.chars())
}

/// `Ménière` to `meniere`, `s/p` to `sp`.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.bytes().filter(|c| *c != b'/').map(|c| char::from(c.to_ascii_lowercase())).collect();
    }
    word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// Whether a word of an indexed text says nothing. A capital A within it does: "hepatitis A", "vitamin A deficiency".
pub(super) fn says_nothing(token: &Token, text: &str) -> bool {
    let is_letter = token.folded == LETTER
        && (token.end == text.len() || token.start > 0 && text.get(token.start..token.end) == Some("A"));
    is_empty_word(&token.folded) && !is_letter
}

/// An article, or the letter of "hepatitis A".
pub(super) const LETTER: &str = "a";

/// Takes off the English plural (the "S" stemmer of Harman, 1991); nothing else, so that a stem is nearly always
/// the beginning of its word.
pub(super) fn stem(folded: &str) -> String {
    let ends = |ending: &str| folded.len() > ending.len() + 2 && folded.ends_with(ending);
    let cut = |by: usize| folded.get(..folded.len() - by).unwrap_or(folded);
    if ends("ies") && !folded.ends_with("eies") && !folded.ends_with("aies") {
        return format!("{}y", cut(3));
    }
    if ends("sses") || ends("uses") || ends("xes") || ends("ches") || ends("shes") {
        return cut(2).to_owned();
    }
    if ends("s") && !folded.ends_with("ss") && !folded.ends_with("us") && !folded.ends_with("is") {
        return cut(1).to_owned();
    }
    folded.to_owned()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use proptest::prelude::*;

    use super::*;

    fn stems(text: &str) -> String {
        tokens(text).into_iter().map(|token| token.stem).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_are_folded_and_made_singular() {
        expect!["crohn disease"].assert_eq(&stems("Crohn's disease"));
        expect!["meniere disease"].assert_eq(&stems("Ménière’s diseases"));
        expect!["biopsy abscess virus fracture diabete diagnosis pelvis"]
            .assert_eq(&stems("biopsies abscesses viruses fractures diabetes diagnosis pelvis"));
        expect!["non st elevation i21 4 b12"].assert_eq(&stems("non-ST elevation (I21.4); B12"));
        expect!["sp cabg and or wo ckd"].assert_eq(&stems("s/p CABG and/or w/o ckd"));
        expect![""].assert_eq(&stems("🩺 -- '' ; \u{301}"));
    }

    proptest! {
        #[test]
        fn a_token_lies_where_it_says(text in "\\PC{0,80}") {
            for token in tokens(&text) {
                prop_assert!(!token.stem.is_empty());
                prop_assert_eq!(fold(&text[token.start..token.end]), token.folded);
            }
        }
    }
}
