//! How well each phrase answers the words of a query.

use super::emphasis::LIGHT;
use super::index::{Index, is_light, phrase_of};
use super::query::{Alternative, How};
use super::resolve::{Found, Meaning, Resolved, Term, Together};
use super::together::gallop;

/// Working memory of one search, kept between searches so that a keystroke allocates nothing large.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// By phrase; all empty between searches.
    phrases: Vec<Partial>,
    touched: Vec<u32>,
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
/// Finding a phrase among postings costs about as much as reading so many of them.
const LOOK_UP: usize = 16;

/// What one phrase has gathered so far.
#[derive(Clone, Copy, Debug, Default)]
struct Partial {
    /// One bit a word of the query that occurs in the phrase.
    matched: u32,
    /// Of the query's weight, how much is answered.
    answered: f32,
    /// Of the phrase's weight, how much was asked for.
    covered: f32,
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

/// Postings that answer a word of the query, all equally well.
struct Share<'a> {
    postings: &'a [u32],
    /// What they add of the query's weight, and of the phrase's.
    answered: f32,
    covered: f32,
    /// Of the meaning that they have.
    order: usize,
}

/// Gathers for every phrase that holds a word of the query how well it answers; [`Scratch::scored`] has them then.
pub(super) fn score(index: &Index, resolved: &Resolved<'_>, scratch: &mut Scratch) {
    if scratch.phrases.len() < index.phrases() {
        scratch.phrases.resize(index.phrases(), Partial::default());
    }
    // Rarest first: when the dense words come, the phrases that can still answer well are already touched.
    let mut terms: Vec<&Term<'_>> = resolved.terms.iter().collect();
    terms.sort_by_key(|term| term.density);
    for term in terms {
        let letter = term.word.open && term.word.typed.len() < 2;
        let enough = match term.density {
            _ if letter => 1,
            DENSE.. => SOME,
            _ => ENOUGH,
        };
        let touch = scratch.touched.len() < enough;
        if !touch {
            scratch.touched.sort_unstable();
        }
        let mut left = if letter { MOST_POSTINGS_OF_A_LETTER } else { MOST_POSTINGS };
        for share in shares(index, term, &resolved.together) {
            if touch {
                scratch.add(&share, term.bit);
            } else {
                scratch.add_to_touched(&share, term.bit);
            }
            left = left.saturating_sub(share.postings.len());
            if left == 0 {
                break;
            }
        }
    }
}

/// What answers a word, the best first: the first that a phrase has is what counts. Of equals that is the one whose
/// meaning came first.
fn shares<'a>(index: &'a Index, term: &Term<'_>, together: &'a [Together<'_>]) -> Vec<Share<'a>> {
    let mut shares = Vec::new();
    // Words by their id, so that one that several meanings allow is read once.
    let mut of_words: Vec<(usize, Share<'a>)> = Vec::new();
    for (Meaning { alternative, found }, order) in term.meanings.iter().zip(0_usize..) {
        let share = |postings, likeness: f32, weight: f32| {
            let covered = if alternative.counts { likeness * weight } else { 0.0 };
            Share { postings, answered: likeness * term.importance, covered, order }
        };
        match found {
            Found::Words(ids) => of_words.extend(ids.clone().map(|id| {
                let weight = index.word_weights.get(id).copied().unwrap_or_default();
                (id, share(index.postings(id), likeness(index.word(id), alternative), weight))
            })),
            Found::Together(at) => shares.extend(
                together.get(*at).map(|words| share(&words.postings, alternative.likeness, words.weight)),
            ),
        }
    }
    let better = |a: &Share<'_>, b: &Share<'_>| b.answered.total_cmp(&a.answered).then(a.order.cmp(&b.order));
    of_words.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| better(&a.1, &b.1)));
    of_words.dedup_by_key(|of| of.0);
    shares.extend(of_words.into_iter().map(|(_, share)| share));
    shares.sort_unstable_by(better);
    shares
}

impl Scratch {
    fn add(&mut self, share: &Share<'_>, bit: u32) {
        for posting in share.postings {
            let Some(partial) = self.phrases.get_mut(phrase_of(*posting) as usize) else { continue };
            if partial.matched == 0 {
                self.touched.push(phrase_of(*posting));
            }
            partial.add(share, bit, *posting);
        }
    }

    /// Only to the phrases that hold another word already, which are in order.
    fn add_to_touched(&mut self, share: &Share<'_>, bit: u32) {
        if share.postings.len() > LOOK_UP * self.touched.len() {
            let mut rest = share.postings;
            for phrase in &self.touched {
                rest = rest.get(gallop(rest, *phrase)..).unwrap_or_default();
                let Some(posting) = rest.first() else { break };
                if phrase_of(*posting) == *phrase
                    && let Some(partial) = self.phrases.get_mut(*phrase as usize)
                {
                    partial.add(share, bit, *posting);
                }
            }
            return;
        }
        for posting in share.postings {
            let Some(partial) = self.phrases.get_mut(phrase_of(*posting) as usize) else { continue };
            if partial.matched != 0 {
                partial.add(share, bit, *posting);
            }
        }
    }

    /// The phrases that were touched, scored.
    pub(super) fn scored(&self, index: &Index, resolved: &Resolved<'_>) -> impl Iterator<Item = Scored> {
        let required = resolved.terms.iter().filter(|term| term.word.required);
        let whole: f32 = required.map(|term| term.importance).sum();
        self.touched.iter().filter_map(move |phrase| {
            let found = self.phrases.get(*phrase as usize)?;
            let of_phrase = index.phrase_weights.get(*phrase as usize).copied().unwrap_or(1.0);
            Some(Scored {
                phrase: *phrase,
                matched: found.matched,
                recall: (found.answered / whole.max(f32::EPSILON)).min(1.0),
                precision: (found.covered / of_phrase.max(f32::EPSILON)).min(1.0),
            })
        })
    }

    /// Makes room for the next search.
    pub(super) fn clear(&mut self) {
        for phrase in self.touched.drain(..) {
            if let Some(partial) = self.phrases.get_mut(phrase as usize) {
                *partial = Partial::default();
            }
        }
    }
}

impl Partial {
    /// Counts a word once.
    fn add(&mut self, share: &Share<'_>, bit: u32, posting: u32) {
        if self.matched & bit == 0 {
            self.matched |= bit;
            self.answered += share.answered;
            self.covered += if is_light(posting) { LIGHT * share.covered } else { share.covered };
        }
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
