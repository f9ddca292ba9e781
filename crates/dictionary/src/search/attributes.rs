//! What a phrase or a query says of side, trimester, encounter, acuity and the like. These are choices: a code that
//! says "left" is wrong, not merely less fitting, for who typed "right".

use std::collections::HashMap;

use super::tables::lines;
use super::tokens::stem;

const TABLE: &str = include_str!("../../../../assets/search/attributes.txt");

/// A choice that a word makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Value {
    bit: u32,
}

/// The words that make a choice, and which bits are choices of the same kind.
#[derive(Debug)]
pub(super) struct Attributes {
    values: HashMap<String, Value>,
    /// One mask a kind.
    kinds: Vec<u32>,
}

impl Attributes {
    /// A line is `kind: word word | word | word`: each part is one choice with its words.
    pub(super) fn load() -> Self {
        let (mut values, mut kinds, mut next) = (HashMap::new(), Vec::new(), 0);
        for line in lines(TABLE) {
            let Some((_, choices)) = line.split_once(':') else { continue };
            let mut of_kind = 0;
            for choice in choices.split('|') {
                let bit = 1_u32.checked_shl(next).unwrap_or(0);
                next += 1;
                of_kind |= bit;
                for word in choice.split_whitespace() {
                    values.insert(stem(word), Value { bit });
                }
            }
            kinds.push(of_kind);
        }
        Self { values, kinds }
    }

    /// The choices that these stems make, one bit each.
    pub(super) fn of<'a>(&self, stems: impl Iterator<Item = &'a str>) -> u32 {
        stems.filter_map(|stem| self.values.get(stem)).fold(0, |bits, value| bits | value.bit)
    }

    /// What says nothing beside these choices. A fracture is closed or open at its initial and subsequent encounters, and
    /// a sequela has one 7th character for both (ICD-10-CM, 7th characters of S42, S52, S72 and their like).
    pub(super) fn idle_beside(&self, choices: u32) -> u32 {
        let bit = |stem| self.values.get(stem).map_or(0, |value| value.bit);
        let skin = bit("closed") | bit("open");
        if choices & bit("sequela") != 0 { skin } else { 0 }
    }

    /// In how many kinds both have chosen, and nothing in common.
    pub(super) fn conflicts(&self, asked: u32, said: u32) -> usize {
        if asked == 0 || said == 0 {
            return 0;
        }
        self.kinds
            .iter()
            .filter(|kind| *kind & asked != 0 && *kind & said != 0 && *kind & asked & said == 0)
            .count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_says_nothing_of_a_sequela() {
        let attributes = Attributes::load();
        let of = |text: &str| attributes.of(text.split(' '));
        let idle = attributes.idle_beside(of("left closed sequela"));
        assert!(idle & of("closed") != 0 && idle & of("compound") != 0 && idle & of("left") == 0);
        assert_eq!(attributes.idle_beside(of("left closed subsequent")), 0);
    }

    #[test]
    fn left_is_not_right_and_acute_on_chronic_is_both() {
        let attributes = Attributes::load();
        let of = |text: &str| attributes.of(text.split(' '));
        assert_eq!(attributes.conflicts(of("left knee"), of("right knee")), 1);
        assert_eq!(attributes.conflicts(of("lt knee"), of("left knee")), 0);
        assert_eq!(attributes.conflicts(of("acute"), of("acute on chronic")), 0);
        assert_eq!(attributes.conflicts(of("knee"), of("right knee")), 0);
        assert!(attributes.kinds.iter().all(|kind| *kind != 0), "too many choices for one mask");
    }
}
