//! Our own tables in `assets/search`: what coders write and what the book calls it. Compiled into the crate rather than
//! into the dictionary, so that they also serve a release that the user imports.

use std::collections::HashMap;

use super::sorted::Sorted;
use super::tokens::{is_empty_word, tokens};

/// One table: its text, and how like its right side is to its left.
const TABLES: [(&str, f32); 7] = [
    (include_str!("../../../../assets/search/abbreviations.txt"), 1.0),
    (include_str!("../../../../assets/search/spellings.txt"), 1.0),
    (include_str!("../../../../assets/search/joined.txt"), 0.98),
    (include_str!("../../../../assets/search/synonyms.txt"), 0.95),
    (include_str!("../../../../assets/search/eponyms.txt"), 0.95),
    (include_str!("../../../../assets/search/neoplasms.txt"), 0.98),
    (include_str!("../../../../assets/search/history.txt"), 0.97),
];
const COMBINING: &str = include_str!("../../../../assets/search/combining.txt");
/// Of a line with `~>`: what is only often meant.
const LOOSE: f32 = 0.75;

/// Words that may stand for others.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rule {
    /// Stems, without empty words.
    pub(super) from: Vec<String>,
    /// Stems, without empty words.
    pub(super) to: Vec<String>,
    pub(super) likeness: f32,
}

#[derive(Debug)]
pub(super) struct Tables {
    /// By the first word of `from`; the longest first.
    rules: HashMap<String, Vec<Rule>>,
    /// Parts of Greek and Latin compounds, see [`combining`](Self::combining).
    combining: HashMap<String, Vec<String>>,
    /// Every word on a left side: a misspelt one may be meant as well as a word of the book.
    pub(super) words: Sorted,
}

impl Tables {
    pub(super) fn load() -> Self {
        let mut rules: HashMap<String, Vec<Rule>> = HashMap::new();
        for rule in TABLES.iter().flat_map(|(text, likeness)| parse(text, *likeness)) {
            let Some(first) = rule.from.first() else { continue };
            rules.entry(first.clone()).or_default().push(rule);
        }
        for of_word in rules.values_mut() {
            of_word.sort_by_key(|rule| std::cmp::Reverse(rule.from.len()));
        }
        let mut words: Vec<&str> =
            rules.values().flatten().flat_map(|rule| &rule.from).map(String::as_str).collect();
        words.sort_unstable();
        words.dedup();
        let words = Sorted::new(words.iter().flat_map(|word| [*word, "\n"]).collect());
        let mut combining: HashMap<String, Vec<String>> = HashMap::new();
        for (part, words) in lines(COMBINING).filter_map(|line| line.split_once(" > ")) {
            let words = words.split(';').map(|words| stems(words).join(" "));
            combining.entry(part.to_owned()).or_default().extend(words);
        }
        Self { rules, combining, words }
    }

    /// What a part of a compound means: `laryngo` the larynx, `-algia` pain. Empty where it is none.
    pub(super) fn combining(&self, part: &str) -> &[String] {
        self.combining.get(part).map(Vec::as_slice).unwrap_or_default()
    }

    /// The rules whose left side begins with this stem, the longest first.
    pub(super) fn beginning_with(&self, first: &str) -> &[Rule] {
        self.rules.get(first).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The rules of a table. A line is `left; left > right; right` (the right may be meant), the same with `~>` (the right
/// is only often meant), or `one = another = a third` (each may be meant by any). `#` begins a comment.
fn parse(text: &str, likeness: f32) -> Vec<Rule> {
    let mut rules = Vec::new();
    for line in lines(text) {
        if let Some((left, right)) = line.split_once(" ~> ") {
            put(&mut rules, left, right, LOOSE);
        } else if let Some((left, right)) = line.split_once(" > ") {
            put(&mut rules, left, right, likeness);
        } else {
            let all: Vec<&str> = line.split(" = ").collect();
            for left in &all {
                for right in all.iter().filter(|right| *right != left) {
                    put(&mut rules, left, right, likeness);
                }
            }
        }
    }
    rules
}

/// The lines of a table without comments and blanks.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim_end())
        .filter(|line| !line.is_empty())
}

fn put(rules: &mut Vec<Rule>, left: &str, right: &str, likeness: f32) {
    for from in left.split(';').map(stems) {
        for to in right.split(';').map(stems).filter(|to| !to.is_empty() && *to != from) {
            rules.push(Rule { from: from.clone(), to, likeness });
        }
    }
}

fn stems(text: &str) -> Vec<String> {
    tokens(text).into_iter().filter(|token| !is_empty_word(&token.folded)).map(|token| token.stem).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn lines_become_rules() {
        let rules =
            parse("# comment\nhtn > hypertension  # why\nkidney = renal\ntumor ~> neoplasm; mass\n", 0.9);
        let shown: Vec<String> = rules
            .iter()
            .map(|rule| format!("{} > {} {}", rule.from.join(" "), rule.to.join(" "), rule.likeness))
            .collect();
        expect![[r#"
            htn > hypertension 0.9
            kidney > renal 0.9
            renal > kidney 0.9
            tumor > neoplasm 0.75
            tumor > mass 0.75"#]]
        .assert_eq(&shown.join("\n"));
    }

    #[test]
    fn every_line_has_two_sides() {
        for (text, _) in TABLES {
            for line in lines(text) {
                assert!([" > ", " ~> ", " = "].iter().any(|sign| line.contains(sign)), "{line}");
            }
        }
    }
}
