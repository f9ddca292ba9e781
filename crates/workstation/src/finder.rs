use std::fmt;

use encounter::EncounterId;
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use indexmap::IndexMap;

/// The quick find of the queue: patient, account, record number and provider of every encounter, in memory while the
/// vault is open. Letters may be left out; words may come in any order.
pub(crate) struct Finder {
    matcher: SkimMatcherV2,
    /// Every field once, in lower case: a patient comes again and again, a provider a thousand times.
    fields: IndexMap<Box<str>, Letters>,
    /// In the order of their ids.
    entries: Vec<Entry>,
}

struct Entry {
    id: EncounterId,
    /// Places in the table of fields. A word must match within one field, so that its letters are not gathered from all
    /// over the row.
    fields: Box<[u32]>,
}

/// The score that the matcher gives a letter in a run is 16 and more; letters far apart fall below this a letter.
const SCORE_A_LETTER: i64 = 13;

impl Finder {
    pub(crate) fn new(texts: impl IntoIterator<Item = (EncounterId, String)>) -> Self {
        let matcher = SkimMatcherV2::default().respect_case();
        let mut finder = Self { matcher, fields: IndexMap::new(), entries: Vec::new() };
        for (id, text) in texts {
            let entry = finder.entry(id, &text);
            finder.entries.push(entry);
        }
        finder.entries.sort_unstable_by_key(|entry| entry.id);
        finder
    }

    /// Takes the text of an encounter that was added or changed. What it was called before stays in the table of
    /// fields, where it is found by nothing, until the vault is opened again.
    pub(crate) fn put(&mut self, id: EncounterId, text: Option<String>) {
        let entry = self.entry(id, &text.unwrap_or_default());
        match self.entries.binary_search_by_key(&id, |entry| entry.id) {
            Ok(at) => self.entries[at] = entry,
            Err(at) => self.entries.insert(at, entry),
        }
    }

    /// Every encounter in which each word of `text` is found, in the order of their ids; `None` where there is nothing
    /// to look for.
    pub(crate) fn find(&self, text: &str) -> Option<Vec<EncounterId>> {
        let text = text.to_lowercase();
        let words: Vec<Vec<bool>> = text.split_whitespace().map(|word| self.fields_with(word)).collect();
        if words.is_empty() {
            return None;
        }
        let is_found = |entry: &&Entry| {
            words.iter().all(|matching| entry.fields.iter().any(|field| matching[*field as usize]))
        };
        Some(self.entries.iter().filter(is_found).map(|entry| entry.id).collect())
    }

    /// For every field, whether the word is in it.
    fn fields_with(&self, word: &str) -> Vec<bool> {
        let letters = Letters::of(word);
        let enough = SCORE_A_LETTER * word.chars().count() as i64;
        let fields = self.fields.iter();
        let is_in = fields.map(|(field, held)| {
            held.hold(letters)
                && (field.contains(word)
                    || self.matcher.fuzzy_match(field, word).is_some_and(|score| score >= enough))
        });
        is_in.collect()
    }

    fn entry(&mut self, id: EncounterId, text: &str) -> Entry {
        let text = text.to_lowercase();
        let fields = text.split('\n').filter(|field| !field.is_empty());
        let places = fields.map(|field| {
            let place = match self.fields.get_index_of(field) {
                Some(place) => place,
                None => self.fields.insert_full(field.into(), Letters::of(field)).0,
            };
            // Four fields each for a thousand million encounters.
            place as u32
        });
        Entry { id, fields: places.collect() }
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
