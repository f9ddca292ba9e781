use std::fmt;

use encounter::EncounterId;
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// The quick find of the queue: patient, account, record number and provider of every encounter, in memory while the
/// vault is open. Letters may be left out; words may come in any order.
pub(crate) struct Finder {
    matcher: SkimMatcherV2,
    entries: Vec<Entry>,
}

struct Entry {
    id: EncounterId,
    /// A word must match within one field, so that its letters are not gathered from all over the row.
    fields: Vec<Field>,
}

struct Field {
    /// Lower case.
    text: Box<str>,
    letters: Letters,
}

/// The score that the matcher gives a letter in a run is 16 and more; letters far apart fall below this a letter.
const SCORE_A_LETTER: i64 = 13;

impl Finder {
    pub(crate) fn new(texts: impl IntoIterator<Item = (EncounterId, String)>) -> Self {
        let mut entries: Vec<_> = texts.into_iter().map(|(id, text)| Entry::new(id, &text)).collect();
        entries.sort_unstable_by_key(|entry| entry.id);
        Self { matcher: SkimMatcherV2::default().respect_case(), entries }
    }

    /// Takes the text of an encounter that was added or changed.
    pub(crate) fn put(&mut self, id: EncounterId, text: Option<String>) {
        let entry = Entry::new(id, &text.unwrap_or_default());
        match self.entries.binary_search_by_key(&id, |entry| entry.id) {
            Ok(at) => self.entries[at] = entry,
            Err(at) => self.entries.insert(at, entry),
        }
    }

    /// Every encounter in which each word of `text` is found; `None` where there is nothing to look for.
    pub(crate) fn find(&self, text: &str) -> Option<Vec<EncounterId>> {
        let text = text.to_lowercase();
        let words: Vec<_> = text.split_whitespace().map(|word| (word, Letters::of(word))).collect();
        if words.is_empty() {
            return None;
        }
        let found = self
            .entries
            .iter()
            .filter(|entry| words.iter().all(|(word, letters)| self.is_in(word, *letters, entry)));
        Some(found.map(|entry| entry.id).collect())
    }

    fn is_in(&self, word: &str, letters: Letters, entry: &Entry) -> bool {
        let enough = SCORE_A_LETTER * word.chars().count() as i64;
        entry.fields.iter().any(|field| {
            field.letters.hold(letters)
                && (field.text.contains(word)
                    || self.matcher.fuzzy_match(&field.text, word).is_some_and(|score| score >= enough))
        })
    }
}

impl Entry {
    fn new(id: EncounterId, text: &str) -> Self {
        let text = text.to_lowercase();
        let fields = text.split('\n').filter(|field| !field.is_empty());
        Self {
            id,
            fields: fields.map(|field| Field { text: field.into(), letters: Letters::of(field) }).collect(),
        }
    }
}

/// Which letters and digits occur, one bit each: a field that lacks one cannot match, and most fields lack one.
#[derive(Clone, Copy)]
struct Letters(u64);

impl Letters {
    fn of(text: &str) -> Self {
        Self(text.chars().fold(0, |bits, c| bits | 1 << (u32::from(c) % 64)))
    }

    const fn hold(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }
}

impl fmt::Debug for Finder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Finder({} encounters)", self.entries.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<u32> {
        let texts = [
            "Okafor, Ruth\n26-10001\n104482\nMaya Lindqvist, MD",
            "Ortiz, Ramón\n26-10002\n104990\nIan Roth, DO",
        ];
        let finder = Finder::new((1..).map(EncounterId).zip(texts.map(str::to_owned)));
        finder.find(text).unwrap_or_default().iter().map(|id| id.0).collect()
    }

    #[test]
    fn words_in_any_order_with_letters_left_out() {
        assert_eq!(found("okafor"), [1]);
        assert_eq!(found("ruth okaf"), [1]);
        assert_eq!(found("okfor"), [1]);
        assert_eq!(found("10001"), [1]);
        assert_eq!(found("104"), [1, 2]);
        assert_eq!(found("RAMÓN roth"), [2]);
        assert_eq!(found("zzz"), [0; 0]);
        assert_eq!(found("  "), [0; 0]);
    }

    #[test]
    fn letters_are_not_gathered_from_all_over_the_row() {
        assert_eq!(found("ohmd"), [0; 0]);
    }
}
