//! Words of the book that a misspelt word may be: a Levenshtein automaton walked over the sorted vocabulary. Words that
//! share a beginning share its rows, and a beginning that is already too far is skipped with all that begin with it.

use super::sorted::Sorted;

/// A word so near to what was typed that it may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Correction {
    pub(super) word: usize,
    pub(super) distance: u8,
    /// Whether only the beginning of the word is near.
    pub(super) beginning: bool,
}

/// Short words have too many neighbours: "acne" is one edit from "acre", and two edits turn "cyst" into "foot".
pub(super) fn most_edits(typed: &str) -> u8 {
    match typed.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// Longer words are not in the book; what is longer is not read.
const LONGEST: usize = 30;

/// All words within `most` edits (a swap of neighbours is one), in the order of the vocabulary; with `open`, also words
/// of which a beginning is.
pub(super) fn corrections(vocabulary: &Sorted, typed: &str, most: u8, open: bool) -> Vec<Correction> {
    let typed = typed.as_bytes();
    if typed.len() > LONGEST || most == 0 {
        return Vec::new();
    }
    let mut rows = Rows::new(typed, most);
    let mut found = Vec::new();
    let mut before: &[u8] = b"";
    let mut at = 0;
    while at < vocabulary.len() {
        let word = vocabulary.get(at).as_bytes();
        rows.depth = rows.depth.min(before.iter().zip(word).take_while(|(a, b)| a == b).count());
        before = word;
        let mut near = true;
        while near && rows.depth < word.len() {
            near = rows.add(word) <= most;
        }
        let last = rows.distance();
        let beginning = rows.best();
        if rows.depth == word.len() && last <= most {
            found.push(Correction { word: at, distance: last, beginning: false });
        } else if open && beginning <= most {
            found.push(Correction { word: at, distance: beginning, beginning: true });
        }
        // Of a beginning that is near, all words are wanted; of one that is too far, none.
        let skip = !(near || open && beginning <= most);
        let far = word.get(..rows.depth).unwrap_or(word);
        at = if skip {
            vocabulary.first_from(at + 1, |other| !other.as_bytes().starts_with(far))
        } else {
            at + 1
        };
    }
    found
}

/// Row n is the distances of the first n letters of a word from each beginning of what was typed. One after another in
/// one buffer: thousands of them are made at a keystroke.
struct Rows<'a> {
    typed: &'a [u8],
    /// What is further is all the same, so that only the cells so near to the diagonal are worked out.
    most: u8,
    width: usize,
    depth: usize,
    cells: Vec<u8>,
    /// By row: the best distance at the end of what was typed, over all rows so far; and the least of the row.
    best: Vec<(u8, u8)>,
}

impl<'a> Rows<'a> {
    fn new(typed: &'a [u8], most: u8) -> Self {
        let width = typed.len() + 1;
        let cells: Vec<u8> = (0..).take(width).collect();
        let last = cells.last().copied().unwrap_or(u8::MAX);
        Self { typed, most, width, depth: 0, cells, best: vec![(last, 0)] }
    }

    fn distance(&self) -> u8 {
        self.cells.get(self.depth * self.width + self.width - 1).copied().unwrap_or(u8::MAX)
    }

    fn best(&self) -> u8 {
        self.best.get(self.depth).map_or(u8::MAX, |(best, _)| *best)
    }

    /// Adds the row of the next letter; the least distance in it.
    fn add(&mut self, word: &[u8]) -> u8 {
        let (width, depth) = (self.width, self.depth + 1);
        let (far, most) = (self.most + 1, usize::from(self.most));
        let (start, end) = ((depth - 1) * width, depth * width);
        self.cells.resize(end, far);
        self.cells.resize(end + width, far);
        let (above_all, row) = self.cells.split_at_mut(end);
        let above = above_all.get(start..).unwrap_or_default();
        let above_that =
            start.checked_sub(width).and_then(|from| above_all.get(from..start)).unwrap_or_default();
        let get = |row: &[u8], at: usize| row.get(at).copied().unwrap_or(far);
        let letter = word.get(depth - 1).copied().unwrap_or_default();
        let before = word.get(depth.wrapping_sub(2)).copied();
        let mut left = far;
        if depth <= most {
            left = u8::try_from(depth).unwrap_or(far);
            row.iter_mut().take(1).for_each(|cell| *cell = left);
        }
        let mut least = left;
        let first = depth.saturating_sub(most).max(1);
        for (column, other) in (first..=depth + most).zip(self.typed.get(first - 1..).unwrap_or_default()) {
            let changed = get(above, column - 1) + u8::from(*other != letter);
            let mut distance = changed.min(get(above, column) + 1).min(left + 1);
            let swapped = column > 1 && before == Some(*other) && self.typed.get(column - 2) == Some(&letter);
            if swapped {
                distance = distance.min(get(above_that, column - 2) + 1);
            }
            left = distance.min(far);
            row.iter_mut().skip(column).take(1).for_each(|cell| *cell = left);
            least = least.min(left);
        }
        let last = get(row, width - 1);
        let (best_above, least_above) = self.best.get(depth - 1).copied().unwrap_or((u8::MAX, u8::MAX));
        self.best.truncate(depth);
        self.best.push((last.min(best_above), least));
        self.depth = depth;
        // A swap reaches over one row: a beginning is given up only when two rows are too far.
        least.min(least_above)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn found(words: &[&str], typed: &str, most: u8, open: bool) -> String {
        let mut words = words.to_vec();
        words.sort_unstable();
        let vocabulary = Sorted::new(words.iter().flat_map(|word| [*word, "\n"]).collect());
        corrections(&vocabulary, typed, most, open)
            .into_iter()
            .map(|c| {
                format!("{}{}{}", vocabulary.get(c.word), if c.beginning { "*" } else { ":" }, c.distance)
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    const WORDS: [&str; 8] =
        ["asthma", "diabetes", "diabetic", "pneumonia", "pneumonitis", "migraine", "asthenia", "mitral"];

    #[test]
    fn words_within_some_edits_are_found() {
        let check = |typed, most, expected: Expect| expected.assert_eq(&found(&WORDS, typed, most, false));
        check("astma", 1, expect!["asthma:1"]);
        check("asmtha", 2, expect!["asthma:2"]);
        check("pnuemonia", 1, expect!["pneumonia:1"]);
        check("diabetis", 1, expect!["diabetes:1 diabetic:1"]);
        check("mgiraine", 1, expect!["migraine:1"]);
        check("gibberish", 2, expect![""]);
    }

    #[test]
    fn an_open_word_is_compared_with_beginnings() {
        expect!["pneumonia*1 pneumonitis*1"].assert_eq(&found(&WORDS, "pnuemon", 1, true));
    }

    /// The textbook's distance, with swaps of neighbours.
    fn distance(a: &str, b: &str) -> u8 {
        let (a, b) = (a.as_bytes(), b.as_bytes());
        let mut d = vec![vec![0_u8; b.len() + 1]; a.len() + 1];
        for (i, row) in (0..).zip(&mut d) {
            row[0] = i;
        }
        for (j, cell) in (0..).zip(&mut d[0]) {
            *cell = j;
        }
        for i in 1..=a.len() {
            for j in 1..=b.len() {
                let changed = d[i - 1][j - 1] + u8::from(a[i - 1] != b[j - 1]);
                d[i][j] = changed.min(d[i - 1][j] + 1).min(d[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    d[i][j] = d[i][j].min(d[i - 2][j - 2] + 1);
                }
            }
        }
        d[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn the_walk_agrees_with_the_textbook(
            mut words in proptest::collection::vec("[abc]{1,6}", 1..40),
            typed in "[abc]{1,6}",
            most in 1_u8..3,
        ) {
            words.sort_unstable();
            words.dedup();
            let near: Vec<String> = words
                .iter()
                .map(|word| (word, distance(word, &typed)))
                .filter(|(_, edits)| *edits <= most)
                .map(|(word, edits)| format!("{word}:{edits}"))
                .collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            prop_assert_eq!(found(&words, &typed, most, false), near.join(" "));
        }
    }
}
