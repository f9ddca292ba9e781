//! How well each phrase answers the words of a query.

use super::emphasis::LIGHT;
use super::index::{Index, is_light, phrase_of, weight};
use super::query::{Alternative, How, Query, Why, Word};
use super::together::together;

/// Working memory of one search, kept between searches so that a keystroke allocates nothing large.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    phrases: Vec<Partial>,
    touched: Vec<u32>,
    together: Vec<u32>,
}

/// Once so many phrases hold a rarer word of the query, one that holds only commoner words cannot be among the hits: a
/// phrase that holds every word is touched by the rarest, and of the others the rarest decides.
const ENOUGH: usize = 4_000;
/// So many phrases are more than anybody looks at: what holds only a dense word adds nothing to them.
const SOME: usize = 500;
/// A word is dense where it and its beginnings occur more often.
const DENSE: usize = 20_000;
/// Of the words that begin with one or two letters, the shortest are the likest; so many of their postings are read.
const MOST_POSTINGS: usize = 30_000;
const MOST_POSTINGS_OF_A_LETTER: usize = 8_000;
/// No word of the book is as long.
const LONGEST_WORD: usize = 40;
/// Looking a phrase up costs about as much as reading so many postings.
const LOOK_UP: usize = 12;

/// What one phrase has gathered so far.
#[derive(Clone, Copy, Debug, Default)]
struct Partial {
    /// One bit a word of the query that occurs in the phrase.
    matched: u32,
    /// The number of the word that touched the phrase last, and one.
    turn: u32,
    /// Of the query's weight, how much is answered.
    answered: f32,
    /// Of the phrase's weight, how much was asked for.
    covered: f32,
    /// The share of the present word in both, in case that it finds a better match.
    answered_now: f32,
    covered_now: f32,
}

impl Partial {
    /// Counts the word number `at` once, by its best match.
    fn add(&mut self, at: u32, answered: f32, covered: f32) {
        if self.turn != at + 1 {
            self.turn = at + 1;
            self.matched |= 1 << at;
            self.answered += answered;
            self.covered += covered;
            self.answered_now = answered;
            self.covered_now = covered;
        } else if answered > self.answered_now {
            self.answered += answered - self.answered_now;
            self.covered += covered - self.covered_now;
            self.answered_now = answered;
            self.covered_now = covered;
        }
    }
}

/// A phrase that holds at least one word of the query.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scored {
    pub(super) phrase: u32,
    /// One bit a word of the query.
    pub(super) matched: u32,
    /// 0 to 1: how much of the query the phrase answers, by weight.
    pub(super) recall: f32,
    /// 0 to 1: how much of the phrase the query asks for, by weight.
    pub(super) precision: f32,
}

impl Scored {
    pub(super) fn is_exact(self) -> bool {
        self.recall > 0.999 && self.precision > 0.999
    }
}

/// One bit for each word that a full match must hold.
pub(super) fn required(query: &Query) -> u32 {
    bits(query, |word| word.required)
}

pub(super) fn bits(query: &Query, wanted: impl Fn(&Word) -> bool) -> u32 {
    query.words.iter().zip(0..32).filter(|(word, _)| wanted(word)).map(|(_, at)| 1 << at).sum()
}

/// Scores every phrase that holds a word of the query and hands it to `each`. Returns one bit for each word that
/// occurs anywhere in the index.
pub(super) fn score(
    index: &Index,
    query: &Query,
    scratch: &mut Scratch,
    mut each: impl FnMut(Scored),
) -> u32 {
    scratch.phrases.resize(index.phrases(), Partial::default());
    let mut known = 0;
    let mut whole_weight = 0.0;
    // Rarest first: when the dense words come, the phrases that can still answer well are already touched.
    let mut words: Vec<(usize, &Word, u32)> =
        query.words.iter().zip(0_u32..32).map(|(word, at)| (density(index, word), word, at)).collect();
    words.sort_by_key(|(density, ..)| *density);
    for (density, word, at) in words {
        let enough = match density {
            _ if word.open && word.typed.len() < 2 => 1,
            DENSE.. => SOME,
            _ => ENOUGH,
        };
        let touch = scratch.touched.len() < enough;
        let importance = importance(index, word, &mut scratch.together);
        if word.required {
            whole_weight += importance;
        }
        for alternative in &word.alternatives {
            if alternative.how == How::Together {
                let mut found = std::mem::take(&mut scratch.together);
                let weight = together(index, &alternative.text, &mut found);
                let covered = if alternative.counts { alternative.likeness * weight } else { 0.0 };
                if !found.is_empty() {
                    known |= 1 << at;
                }
                add(&found, touch, at, alternative.likeness * importance, covered, scratch);
                scratch.together = found;
                continue;
            }
            let ids = matching(index, alternative);
            if !ids.is_empty() {
                known |= 1 << at;
            }
            // What a word that an alternative allows adds: of the query's weight, and of the phrase's.
            let share = |id: usize| {
                let likeness = likeness(index.word(id), alternative);
                let word_weight = index.word_weights.get(id).copied().unwrap_or_default();
                let covered = if alternative.counts { likeness * word_weight } else { 0.0 };
                (likeness * importance, covered)
            };
            let postings = index.postings_of(ids.clone()).len();
            if !touch && postings > LOOK_UP * scratch.touched.len() {
                for phrase in &scratch.touched {
                    let Some(partial) = scratch.phrases.get_mut(*phrase as usize) else { continue };
                    for (id, light) in index.words_of_phrase(*phrase, &ids) {
                        let (answered, covered) = share(id);
                        partial.add(at, answered, if light { LIGHT * covered } else { covered });
                    }
                }
                continue;
            }
            let most = if alternative.text.len() < 2 { MOST_POSTINGS_OF_A_LETTER } else { MOST_POSTINGS };
            let all = postings <= most || ids.len() == 1;
            let mut left = most;
            for length in if all { 0..1 } else { 1..LONGEST_WORD } {
                for id in ids.clone().filter(|id| all || index.word(*id).len() == length) {
                    let (answered, covered) = share(id);
                    let postings = index.postings(id);
                    left = left.saturating_sub(postings.len());
                    add(postings, touch, at, answered, covered, scratch);
                }
                if left == 0 {
                    break;
                }
            }
        }
    }
    for id in scratch.touched.drain(..) {
        let Some(partial) = scratch.phrases.get_mut(id as usize) else { continue };
        let found = std::mem::take(partial);
        let of_phrase = index.phrase_weights.get(id as usize).copied().unwrap_or(1.0);
        each(Scored {
            phrase: id,
            matched: found.matched,
            recall: (found.answered / whole_weight.max(f32::EPSILON)).min(1.0),
            precision: (found.covered / of_phrase.max(f32::EPSILON)).min(1.0),
        });
    }
    known
}

/// Adds a word's share to the phrases that hold it; with `touch` off, only to those that hold another word already.
fn add(postings: &[u32], touch: bool, at: u32, answered: f32, covered: f32, scratch: &mut Scratch) {
    for posting in postings {
        let id = phrase_of(*posting);
        let Some(partial) = scratch.phrases.get_mut(id as usize) else { continue };
        let covered = if is_light(*posting) { LIGHT * covered } else { covered };
        if partial.matched == 0 {
            if !touch {
                continue;
            }
            scratch.touched.push(id);
        }
        partial.add(at, answered, covered);
    }
}

fn matching(index: &Index, alternative: &Alternative) -> std::ops::Range<usize> {
    match alternative.how {
        How::Beginning => index.words_beginning_with(&alternative.text),
        How::Whole => index.whole_word(&alternative.text).map_or(0..0, |id| id..id + 1),
        How::Together => 0..0,
    }
}

/// A beginning is the more like a word, the less of the word is missing.
fn likeness(word: &str, alternative: &Alternative) -> f32 {
    match alternative.how {
        How::Whole | How::Together => alternative.likeness,
        How::Beginning => {
            // Words are short: both lengths are exact as f32.
            #[allow(clippy::cast_precision_loss)]
            let typed_part = alternative.text.len() as f32 / word.len().max(1) as f32;
            alternative.likeness * (0.6 + 0.4 * typed_part)
        }
    }
}

/// How many postings a word has, with those of its beginnings and of what it stands for.
fn density(index: &Index, word: &Word) -> usize {
    let of_together = |alternative: &Alternative| {
        let words = alternative.text.split(' ');
        words.map(|word| index.whole_word(word).map_or(0, |id| index.postings(id).len())).min().unwrap_or(0)
    };
    word.alternatives
        .iter()
        .map(|alternative| match alternative.how {
            How::Together => of_together(alternative),
            _ => index.postings_of(matching(index, alternative)).len(),
        })
        .sum()
}

/// A rare word says more. A word that the index lacks weighs like what it stands for, or like the rarest, so that what
/// misses it is punished.
fn importance(index: &Index, word: &Word, buffer: &mut Vec<u32>) -> f32 {
    let typed = word
        .alternatives
        .iter()
        .filter(|alternative| alternative.how == How::Whole && alternative.why == Why::Typed)
        .filter_map(|alternative| index.whole_word(&alternative.text))
        .filter_map(|id| index.word_weights.get(id).copied())
        .reduce(f32::min);
    let meant = || {
        word.alternatives
            .iter()
            .filter(|alternative| alternative.why != Why::Typed)
            .filter_map(|alternative| {
                let weight = match alternative.how {
                    How::Together => {
                        together(index, &alternative.text, buffer);
                        (!buffer.is_empty()).then(|| weight(index.phrases(), buffer.len()))
                    }
                    _ => {
                        let id = index.whole_word(&alternative.text)?;
                        index.word_weights.get(id).copied()
                    }
                };
                // A guess must not outweigh a word that is spelt as the book spells it.
                let sure = if alternative.why == Why::Corrected { alternative.likeness } else { 1.0 };
                weight.map(|weight| sure * weight)
            })
            .reduce(f32::max)
    };
    typed.or_else(meant).unwrap_or_else(|| weight(index.phrases(), density(index, word)))
}
