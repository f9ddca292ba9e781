//! The stage at which a typed word gains all that it may stand for: its beginnings and forms, other numerals, words of
//! our tables, words written together or apart, and, where the book knows none of it, corrected spellings.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use super::attributes::Attributes;
use super::correct::{corrections, most_edits};
use super::emphasis::absent;
use super::index::Index;
use super::numbers::other_numeral;
use super::query::{Alternative, How, Query, Word};
use super::system_index::SystemIndex;
use super::tables::{Rule, Tables};
use super::together::together;
use super::tokens::stem;
use crate::volume::Volume;

/// A finished word is rarely the beginning of another; one that is still being typed often is.
const FINISHED_WORD_AS_BEGINNING: f32 = 0.7;
const OPEN_WORD_AS_BEGINNING: f32 = 0.9;
/// A single letter followed by a blank ("c section") begins too much to mean anything.
const SHORTEST_FINISHED_BEGINNING: usize = 2;
/// Another form of the same word: "infected" for "infection".
const FORM: f32 = 0.9;
const NUMERAL: f32 = 0.97;
const JOINED: f32 = 0.98;
const ONE_EDIT: f32 = 0.85;
const TWO_EDITS: f32 = 0.72;
/// Of a beginning that is near what was typed.
const NEAR_BEGINNING: f32 = 0.85;
/// A word of this length may hold two slips where one explains nothing.
const SHORTEST_TWO_EDITS: usize = 6;
/// More corrections than these are guesses.
const MOST_CORRECTIONS: usize = 6;
const SHORTEST_PART: usize = 3;
/// "without fever" is hardly answered by what says "with fever".
const PRESENT: f32 = 0.6;
/// Where nothing is known of a word, at least its first letters may lead somewhere.
const GUESS: f32 = 0.3;

/// The query as each system understands it: every word with its alternatives.
pub(super) fn read(
    query: &Query,
    systems: &[(&Volume, &SystemIndex)],
    tables: &Tables,
    attributes: &Attributes,
) -> Vec<Query> {
    let mut query = query.clone();
    let choices = |word: &Word| attributes.of(std::iter::once(stem(&word.typed).as_str()));
    let idle = attributes.idle_beside(query.words.iter().map(choices).fold(0, |all, of| all | of));
    query.words.iter_mut().filter(|word| choices(word) & idle != 0).for_each(|word| word.required = false);
    let mut queries: Vec<Query> = systems.iter().map(|_| query.clone()).collect();
    // What some system knows is no slip, even where another does not know it.
    let mut known = vec![false; query.words.len()];
    for (query, (_, of)) in queries.iter_mut().zip(systems) {
        for (word, known) in query.words.iter_mut().zip(&mut known) {
            let singular = stem(&word.typed);
            literal(word);
            forms(word, &singular, &of.index);
            if let Some(numeral) = other_numeral(&word.typed) {
                word.alternatives.push(Alternative::synonym(numeral, NUMERAL));
            }
            *known |=
                is_known(word, &singular, &of.index, tables) || apart(word, &singular, &of.index, tables);
        }
    }
    for (query, (_, of)) in queries.iter_mut().zip(systems) {
        let words = query.words.iter_mut().zip(&known);
        let readings: Vec<_> = words.map(|(word, known)| readings(word, *known, of, tables)).collect();
        for at in 0..query.words.len() {
            joined(query, at, &of.index);
            for (text, likeness) in readings.get(at).into_iter().flatten() {
                for rule in tables.beginning_with(text) {
                    apply(query, &readings, at, rule, *likeness);
                }
            }
        }
        query.words.iter_mut().filter(|word| word.without).for_each(negate);
    }
    queries
}

/// A word, and how like it is to what was typed.
type Reading = (String, f32);

/// What a word is understood as: itself, and where nothing knows it the words that it may be misspelt for, which it
/// gains as alternatives.
fn readings(word: &mut Word, known: bool, of: &SystemIndex, tables: &Tables) -> Vec<Reading> {
    let mut readings = vec![(stem(&word.typed), 1.0)];
    if !known {
        let meant = of.corrected.of(word, |word| corrected(word, &of.index, tables));
        word.alternatives
            .extend(meant.iter().map(|(text, likeness)| Alternative::corrected(text.clone(), *likeness)));
        readings.extend(meant);
    }
    readings
}

/// What the misspelt words of the last searches were taken for: the next keystroke mostly asks for them again.
#[derive(Debug, Default)]
pub(super) struct Corrected(Mutex<VecDeque<Slip>>);

#[derive(Debug)]
struct Slip {
    typed: String,
    open: bool,
    meant: Vec<Reading>,
}

/// As many as a query has words, and some.
const MOST_SLIPS: usize = 32;

impl Corrected {
    fn of(&self, word: &Word, work_out: impl FnOnce(&Word) -> Vec<Reading>) -> Vec<Reading> {
        let mut slips = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slip) = slips.iter().find(|slip| slip.open == word.open && slip.typed == word.typed) {
            return slip.meant.clone();
        }
        let meant = work_out(word);
        slips.truncate(MOST_SLIPS - 1);
        slips.push_front(Slip { typed: word.typed.clone(), open: word.open, meant: meant.clone() });
        meant
    }
}

/// What the query says is absent is best answered by what says so too.
fn negate(word: &mut Word) {
    let plain = std::mem::take(&mut word.alternatives);
    let singles = plain.iter().filter(|alternative| alternative.how == How::Whole);
    word.alternatives = singles
        .map(|alternative| Alternative { text: absent(&alternative.text), ..alternative.clone() })
        .chain(plain.iter().map(|alternative| Alternative {
            likeness: PRESENT * alternative.likeness,
            ..alternative.clone()
        }))
        .collect();
}

/// For a query that nothing answers: the words of the book that begin with as much of each word as any does.
pub(super) fn guess(mut query: Query, index: &Index) -> Query {
    for word in &mut query.words {
        let ends = word.typed.char_indices().map(|(at, c)| at + c.len_utf8()).collect::<Vec<_>>();
        let beginning = ends
            .into_iter()
            .rev()
            .filter_map(|end| word.typed.get(..end))
            .find(|beginning| !index.words_beginning_with(beginning).is_empty());
        if let Some(beginning) = beginning {
            let how = How::Beginning;
            let guess = Alternative { how, ..Alternative::corrected(beginning.to_owned(), GUESS) };
            word.alternatives.push(guess);
        }
    }
    query
}

/// The word itself and what begins with it.
pub(super) fn literal(word: &mut Word) {
    let singular = stem(&word.typed);
    if word.open || word.typed.len() >= SHORTEST_FINISHED_BEGINNING {
        let likeness = if word.open { OPEN_WORD_AS_BEGINNING } else { FINISHED_WORD_AS_BEGINNING };
        word.alternatives.push(Alternative::typed(singular.clone(), How::Beginning, likeness));
        // "pres" may be the plural of "pre" or the beginning of "pressure".
        if singular != word.typed {
            word.alternatives.push(Alternative::typed(word.typed.clone(), How::Beginning, likeness));
        }
    }
    word.alternatives.push(Alternative::typed(singular, How::Whole, 1.0));
}

fn forms(word: &mut Word, singular: &str, index: &Index) {
    if singular.len() < 5 || !singular.is_ascii() {
        return;
    }
    let others: Vec<String> =
        index.forms(singular).filter(|other| *other != singular).map(str::to_owned).collect();
    word.alternatives.extend(others.into_iter().map(|other| Alternative::synonym(other, FORM)));
}

/// Whether the book or our tables have the word, or, while it is being typed, words that begin with it.
fn is_known(word: &Word, singular: &str, index: &Index, tables: &Tables) -> bool {
    let has = |text: &str| index.whole_word(text).is_some() || tables.words.find(text).is_some();
    let begins = |text: &str| {
        !index.words_beginning_with(text).is_empty() || !tables.words.beginning_with(text).is_empty()
    };
    has(singular)
        || has(&word.typed)
        || word
            .alternatives
            .iter()
            .any(|other| other.how == How::Whole && index.whole_word(&other.text).is_some())
        || begins(&word.typed)
}

/// "earinfection" and "laryngostenosis": two words of the book, or the Greek for them, written together.
fn apart(word: &mut Word, singular: &str, index: &Index, tables: &Tables) -> bool {
    if !singular.is_ascii() || singular.len() < 2 * SHORTEST_PART {
        return false;
    }
    let known = |part: &str| index.whole_word(part).is_some();
    let mut found: Vec<String> = Vec::new();
    for (first, second) in
        (SHORTEST_PART..=singular.len() - SHORTEST_PART).filter_map(|at| singular.split_at_checked(at))
    {
        let firsts = tables.combining(first).iter().map(String::as_str).chain(known(first).then_some(first));
        let ends = tables.combining(&format!("-{second}"));
        for first in firsts {
            let seconds = ends.iter().map(String::as_str).chain(known(second).then_some(second));
            found.extend(seconds.map(|second| format!("{first} {second}")));
        }
    }
    // Two short words that never stand together are no reading of anything.
    let mut phrases = Vec::new();
    found.retain(|two| {
        together(index, two, &mut phrases);
        !phrases.is_empty()
    });
    let any = !found.is_empty();
    word.alternatives.extend(found.into_iter().map(|two| Alternative::synonym(two, JOINED)));
    any
}

/// The words that may be meant by one that nothing knows, the likeliest.
fn corrected(word: &Word, index: &Index, tables: &Tables) -> Vec<Reading> {
    let usual = most_edits(&word.typed);
    let mut found = near(word, index, tables, usual);
    if found.is_empty() && word.typed.len() >= SHORTEST_TWO_EDITS && usual == 1 {
        found = near(word, index, tables, 2);
        found.retain(|(_, _, other_first, ..)| !other_first);
    }
    found.sort_unstable();
    found.dedup_by(|a, b| a.4 == b.4);
    // One edit is likelier than two: where there is a nearest word, those further off only crowd it.
    let nearest = found.first().map_or(0, |first| first.0);
    let likely = found.into_iter().filter(|other| other.0 == nearest).take(MOST_CORRECTIONS);
    let meant = likely.map(|(distance, beginning, _, _, text)| {
        let likeness = if distance <= 1 { ONE_EDIT } else { TWO_EDITS };
        (text, if beginning { likeness * NEAR_BEGINNING } else { likeness })
    });
    meant.collect()
}

/// A word near to what was typed: its distance, whether only its beginning is near, whether its first letter is
/// another, how rare it is, and the word. The least is the likeliest.
type Near = (u8, bool, bool, usize, String);

fn near(word: &Word, index: &Index, tables: &Tables, most: u8) -> Vec<Near> {
    let mut found = Vec::new();
    for (of_book, vocabulary) in [(true, index.vocabulary()), (false, &tables.words)] {
        for correction in corrections(vocabulary, &word.typed, most, word.open) {
            let text = vocabulary.get(correction.word);
            // Numbers are not misspelt words, and few misspell the first letter.
            if text.bytes().any(|c| c.is_ascii_digit() || c == b'~') {
                continue;
            }
            let other_first = text.as_bytes().first() != word.typed.as_bytes().first();
            let common =
                if of_book { usize::MAX - index.postings(correction.word).len() } else { usize::MAX / 2 };
            found.push((correction.distance, correction.beginning, other_first, common, text.to_owned()));
        }
    }
    found
}

/// "brain stem" is "brainstem" in the book.
fn joined(query: &mut Query, at: usize, index: &Index) {
    let Some((first, second)) = query.words.get(at).zip(query.words.get(at + 1)) else { return };
    let text = format!("{}{}", first.typed, stem(&second.typed));
    if index.whole_word(&text).is_some() {
        cover(query, at, 2, &Alternative::synonym(text, JOINED));
    }
}

/// Adds the right side of a rule to the words from `at` on, where they are its left side.
fn apply(query: &mut Query, read: &[Vec<Reading>], at: usize, rule: &Rule, of_first: f32) {
    let mut likeness = rule.likeness * of_first;
    for (wanted, readings) in rule.from.iter().zip(read.get(at..).unwrap_or_default()).skip(1) {
        let Some((_, of_reading)) = readings.iter().find(|(text, _)| text == wanted) else { return };
        likeness *= of_reading;
    }
    if at + rule.from.len() > query.words.len() {
        return;
    }
    cover(query, at, rule.from.len(), &Alternative::synonym(rule.to.join(" "), likeness));
}

/// Lets several words stand for the same: all are answered by it, but what it covers is counted once.
fn cover(query: &mut Query, at: usize, count: usize, alternative: &Alternative) {
    for (word, place) in query.words.iter_mut().skip(at).take(count).zip(0..) {
        word.alternatives.push(Alternative { counts: place == 0, span: count, ..alternative.clone() });
    }
}
