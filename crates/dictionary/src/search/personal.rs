//! What one coder brings to a search: own abbreviations, favourites and recents.

use std::collections::BTreeMap;
use std::ops::Range;

use encounter::{CodeRef, CodeSystem};

use super::answer::Reason;
use super::index::Index;
use super::tokens::{Token, tokens};
use crate::written;

/// What belongs to the coder who asks. Made once, when they sit down or change it, and lent to every search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Personal {
    /// By the first word of the short form; the longest first.
    abbreviations: BTreeMap<String, Vec<Own>>,
    /// Codes as stored, without the dot.
    favourites: Vec<(CodeSystem, String)>,
    recents: Vec<(CodeSystem, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Own {
    /// The words of the short form, lower case.
    short: Vec<String>,
    words: String,
}

/// A short form that stands in a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) typed: String,
    pub(super) meant: String,
    /// Where the words stand in the text that was written out, in bytes.
    pub(super) span: Range<usize>,
}

impl Personal {
    /// `abbreviations` are short forms with the words, or the code, that each stands for. What holds no letter or digit
    /// on either side is passed over.
    pub fn new(
        abbreviations: &BTreeMap<String, String>,
        favourites: &[CodeRef],
        recents: &[CodeRef],
    ) -> Self {
        let mut by_first: BTreeMap<String, Vec<Own>> = BTreeMap::new();
        for (short, words) in abbreviations {
            let short: Vec<String> = tokens(short).into_iter().map(|token| token.folded).collect();
            let Some(first) = short.first().filter(|_| !tokens(words).is_empty()) else { continue };
            by_first.entry(first.clone()).or_default().push(Own { short, words: words.trim().to_owned() });
        }
        for of_word in by_first.values_mut() {
            of_word.sort_by_key(|own| std::cmp::Reverse(own.short.len()));
        }
        let stored = |codes: &[CodeRef]| {
            let stored =
                |of: &CodeRef| Some((of.system, written::bare(&written::stored(of.system, &of.code)?)));
            codes.iter().filter_map(stored).collect()
        };
        Self { abbreviations: by_first, favourites: stored(favourites), recents: stored(recents) }
    }

    /// The text with its own short forms written out. What they stand for is not written out again.
    pub(super) fn write_out(&self, text: String) -> (String, Vec<Written>) {
        if self.abbreviations.is_empty() {
            return (text, Vec::new());
        }
        let found = tokens(&text);
        let (mut out, mut spans, mut copied, mut at) = (String::new(), Vec::new(), 0, 0);
        while let Some(token) = found.get(at) {
            let rest = found.get(at..).unwrap_or_default();
            let Some(own) = self.beginning(rest) else {
                at += 1;
                continue;
            };
            let end = rest.get(own.short.len() - 1).map_or(token.end, |last| last.end);
            out.push_str(text.get(copied..token.start).unwrap_or_default());
            let start = out.len();
            out.push_str(&own.words);
            let typed = text.get(token.start..end).unwrap_or_default().to_owned();
            spans.push(Written { typed, meant: own.words.clone(), span: start..out.len() });
            copied = end;
            at += own.short.len();
        }
        out.push_str(text.get(copied..).unwrap_or_default());
        if spans.last().is_some_and(|last| last.span.end == out.len()) {
            // A short form is typed to its end: its last word is not the beginning of another.
            out.push(' ');
        }
        (out, spans)
    }

    /// The longest short form with which these words begin.
    fn beginning(&self, words: &[Token]) -> Option<&Own> {
        let of_word = self.abbreviations.get(&words.first()?.folded)?;
        of_word.iter().find(|own| {
            own.short.len() <= words.len()
                && own.short.iter().zip(words).all(|(short, token)| *short == token.folded)
        })
    }

    /// The rows that the coder likes or used last, each once.
    pub(super) fn lifted(&self, index: &Index) -> Vec<(u32, Reason)> {
        let rows = |codes: &[(CodeSystem, String)]| {
            let of_system = codes.iter().filter(|(system, _)| *system == index.system());
            of_system.filter_map(|(_, code)| index.row_of_code(code)).collect()
        };
        let favourites: Vec<u32> = rows(&self.favourites);
        let recents: Vec<u32> = rows(&self.recents);
        let recents =
            recents.into_iter().filter(|row| !favourites.contains(row)).map(|row| (row, Reason::Recent));
        favourites.iter().map(|row| (*row, Reason::Favourite)).chain(recents).collect()
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expected: &Expect) {
        let own = [
            ("hfp", "heart failure"),
            ("ms", "multiple sclerosis"),
            ("ms 2", "mitral stenosis"),
            ("+", "x"),
            ("e", ""),
        ];
        let own = own.map(|(short, words)| (short.to_owned(), words.to_owned())).into();
        let (text, spans) = Personal::new(&own, &[], &[]).write_out(text.to_owned());
        let spans: Vec<String> =
            spans.iter().map(|of| format!("{}={}", of.typed, &text[of.span.clone()])).collect();
        expected.assert_eq(&format!("{text}| {}", spans.join(", ")));
    }

    #[test]
    fn short_forms_are_written_out() {
        check("acute HFP", &expect!["acute heart failure | HFP=heart failure"]);
        check(
            "hfp, ms 2 +",
            &expect!["heart failure, mitral stenosis +| hfp=heart failure, ms 2=mitral stenosis"],
        );
        check("msx hf e", &expect!["msx hf e| "]);
        check("🩺 ms", &expect!["🩺 multiple sclerosis | ms=multiple sclerosis"]);
        check("", &expect!["| "]);
    }
}
