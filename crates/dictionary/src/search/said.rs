//! What words of the record say of a choice that is left: the side, the encounter, the trimester, the stage.

use std::collections::HashSet;

use super::attributes::Attributes;
use super::numbers::other_numeral;
use super::tokens::{Token, is_empty_word, tokens};

/// Words of the record, or typed ones.
#[derive(Debug)]
pub(crate) struct Said<'a> {
    attributes: &'a Attributes,
    stems: HashSet<String>,
    choices: u32,
}

impl<'a> Said<'a> {
    pub(super) fn new(words: &str, attributes: &'a Attributes) -> Self {
        let mut stems: HashSet<String> = tokens(words).into_iter().map(|token| token.stem).collect();
        let choices = attributes.of(stems.iter().map(String::as_str));
        let numerals: Vec<String> = stems.iter().filter_map(|stem| numeral(stem)).collect();
        stems.extend(numerals);
        Self { attributes, stems, choices }
    }

    /// The first text that makes most of the choices that are said ("left", "initial", "open") and none against them.
    pub(crate) fn chosen(&self, texts: &[&str]) -> Option<usize> {
        self.agreeing(texts).into_iter().next()
    }

    /// The same where there is no second.
    pub(crate) fn only_chosen(&self, texts: &[&str]) -> Option<usize> {
        only(&self.agreeing(texts))
    }

    /// The text of which every word is said, "3b" or "insulin controlled"; of several that with most words. `None` where
    /// two say as much.
    pub(crate) fn named(&self, texts: &[&str]) -> Option<usize> {
        let whole = texts.iter().map(|text| {
            let words = words(text);
            let said = |token: &Token| self.stems.contains(&token.stem) || self.chooses(token);
            if words.iter().all(said) { words.len() } else { 0 }
        });
        only(&most(whole))
    }

    fn agreeing(&self, texts: &[&str]) -> Vec<usize> {
        let agreed = texts.iter().map(|text| {
            let stems: Vec<String> = words(text).into_iter().map(|token| token.stem).collect();
            let choices = self.attributes.of(stems.iter().map(String::as_str));
            let against = self.attributes.conflicts(self.choices, choices) > 0;
            if against { 0 } else { (choices & self.choices).count_ones() as usize }
        });
        most(agreed)
    }

    /// "lt" says "left".
    fn chooses(&self, token: &Token) -> bool {
        self.attributes.of(std::iter::once(token.stem.as_str())) & self.choices != 0
    }
}

/// `iii` is 3 and `3` is III; `iiib` is 3b.
fn numeral(stem: &str) -> Option<String> {
    let with_letter = || {
        let letter = stem.chars().next_back().filter(|letter| ('a'..='d').contains(letter))?;
        let mut numeral = other_numeral(stem.strip_suffix(letter)?)?;
        numeral.push(letter);
        Some(numeral)
    };
    other_numeral(stem).or_else(with_letter)
}

fn words(text: &str) -> Vec<Token> {
    let mut words = tokens(text);
    words.retain(|token| !is_empty_word(&token.folded));
    words
}

/// The places of the highest count, where it is any.
fn most(counts: impl Iterator<Item = usize>) -> Vec<usize> {
    let counts: Vec<usize> = counts.collect();
    let highest = counts.iter().copied().max().filter(|highest| *highest > 0);
    counts.iter().zip(0..).filter(|(count, _)| Some(**count) == highest).map(|(_, at)| at).collect()
}

fn only(places: &[usize]) -> Option<usize> {
    match places {
        [only] => Some(*only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_words_of_a_record_choose() {
        let attributes = Attributes::load();
        let said = |words: &str| Said::new(words, &attributes);
        let sides = ["right", "left", "bilateral", "unspecified"];
        let side = |words: &str| said(words).only_chosen(&sides);
        assert_eq!(side("pain of the LT knee"), Some(1));
        assert_eq!(side("osteoarthritis, both knees"), Some(2));
        assert_eq!(side("right knee worse than left"), None, "two sides are no choice");
        assert_eq!(side("knee, side unspecified"), None);

        let seventh = [
            "initial encounter for closed fracture",
            "initial encounter for open fracture type I or II",
            "subsequent encounter for closed fracture with routine healing",
            "sequela",
        ];
        let encounter = |words: &str| said(words).chosen(&seventh);
        assert_eq!(encounter("seen for the initial treatment"), Some(0));
        assert_eq!(encounter("initial visit, open fracture"), Some(1));
        assert_eq!(encounter("f/u subsequent visit"), Some(2));
        assert_eq!(encounter("hip fracture"), None);

        let stages = ["1 mild", "2 mild", "3 unspecified", "3a", "3b", "unspecified"];
        let stage = |words: &str| said(words).named(&stages);
        assert_eq!(stage("chronic kidney disease stage 3b"), Some(4));
        assert_eq!(stage("CKD stage IIIb"), Some(4));
        assert_eq!(stage("mild, stage II"), Some(1));
        assert_eq!(stage("stage 3"), None, "no word of the book is guessed");
        assert_eq!(stage(""), None);
    }
}
