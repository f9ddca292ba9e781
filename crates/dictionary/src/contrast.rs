//! Titles side by side: which words say what one code is and its neighbours are not.

use crate::search::Highlight;

/// What of one title is not in every title that it is compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Contrast {
    /// In lower case, in order.
    pub(crate) words: Vec<String>,
    /// The same words in the title; neighbouring ones as one span.
    pub(crate) spans: Vec<Highlight>,
}

/// One contrast a title. A word counts as common where every title has it, in the same order of words.
pub(crate) fn contrast(titles: &[&str]) -> Vec<Contrast> {
    let words: Vec<Vec<Word>> = titles.iter().map(|title| words(title)).collect();
    let mut rest = words.iter();
    let mut common: Vec<String> =
        rest.next().map(|first| first.iter().map(|word| word.lower.clone()).collect()).unwrap_or_default();
    for other in rest {
        common = longest_common(&common, other);
    }
    titles.iter().zip(&words).map(|(title, words)| different(title, words, &common)).collect()
}

struct Word {
    lower: String,
    start: usize,
    end: usize,
}

fn words(title: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in title.char_indices().chain([(title.len(), ' ')]) {
        // Type I or II, non-displaced: a hyphen is part of its word.
        let within = c.is_alphanumeric() || c == '-';
        match (start, within) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                start = None;
                let lower = title.get(from..at).unwrap_or_default().to_lowercase();
                found.push(Word { lower, start: from, end: at });
            }
            _ => {}
        }
    }
    found
}

/// The longest row of words that both have in this order. Titles have at most some fifty words.
fn longest_common(a: &[String], b: &[Word]) -> Vec<String> {
    let width = b.len() + 1;
    let mut lengths = vec![0_u16; (a.len() + 1) * width];
    let at = |row: usize, column: usize| row * width + column;
    let length = |lengths: &[u16], row, column| lengths.get(at(row, column)).copied().unwrap_or(0);
    for (row, left) in a.iter().enumerate().rev() {
        for (column, right) in b.iter().enumerate().rev() {
            let best = if *left == right.lower {
                length(&lengths, row + 1, column + 1) + 1
            } else {
                length(&lengths, row + 1, column).max(length(&lengths, row, column + 1))
            };
            if let Some(cell) = lengths.get_mut(at(row, column)) {
                *cell = best;
            }
        }
    }
    let (mut row, mut column, mut common) = (0, 0, Vec::new());
    while let (Some(left), Some(right)) = (a.get(row), b.get(column)) {
        if *left == right.lower {
            common.push(left.clone());
            (row, column) = (row + 1, column + 1);
        } else if length(&lengths, row + 1, column) >= length(&lengths, row, column + 1) {
            row += 1;
        } else {
            column += 1;
        }
    }
    common
}

fn different(title: &str, words: &[Word], common: &[String]) -> Contrast {
    let units = |offset: usize| {
        u32::try_from(title.get(..offset).unwrap_or_default().encode_utf16().count()).unwrap_or(u32::MAX)
    };
    let mut contrast = Contrast::default();
    let (mut expected, mut adjacent) = (common.iter().peekable(), false);
    for word in words {
        if expected.next_if(|next| **next == word.lower).is_some() {
            adjacent = false;
            continue;
        }
        contrast.words.push(word.lower.clone());
        match contrast.spans.last_mut() {
            Some(span) if adjacent => span.end = units(word.end),
            _ => contrast.spans.push(Highlight { start: units(word.start), end: units(word.end) }),
        }
        adjacent = true;
    }
    contrast
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(titles: &[&str], expected: &Expect) {
        let lines: Vec<String> = titles
            .iter()
            .zip(contrast(titles))
            .map(|(title, found)| {
                let units: Vec<u16> = title.encode_utf16().collect();
                let marked: Vec<String> = found
                    .spans
                    .iter()
                    .map(|span| String::from_utf16_lossy(&units[span.start as usize..span.end as usize]))
                    .collect();
                format!("{} | {}", marked.join(" + "), found.words.join(" "))
            })
            .collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn a_word_that_stands_twice_is_common_once() {
        check(
            &[
                "Fracture of unspecified part of neck of right femur",
                "Fracture of unspecified part of neck of left femur",
                "Fracture of unspecified part of neck of unspecified femur",
            ],
            &expect![[r#"
                right | right
                left | left
                unspecified | unspecified"#]],
        );
    }

    #[test]
    fn neighbouring_words_are_one_span_and_offsets_are_those_of_javascript() {
        check(
            &["Ménière’s 🩺 disease, right ear", "Ménière’s 🩺 disease, bilateral", "Ménière’s 🩺 Disease"],
            &expect![[r#"
                right ear | right ear
                bilateral | bilateral
                 | "#]],
        );
        check(
            &["one of two kinds", "another"],
            &expect![[r#"
            one of two kinds | one of two kinds
            another | another"#]],
        );
        check(&["alone"], &expect![" | "]);
        check(&[], &expect![""]);
    }
}
