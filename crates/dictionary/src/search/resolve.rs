//! What one index has for the words of a query: which of its words each may be, and how much that says.

use std::ops::Range;

use super::index::{Index, weight};
use super::query::{Alternative, How, Query, Why, Word};
use super::together::together;

/// A query as one index knows it.
#[derive(Debug)]
pub(super) struct Resolved<'q> {
    /// In the order of the query.
    pub(super) terms: Vec<Term<'q>>,
    pub(super) together: Vec<Together<'q>>,
}

/// A word of the query.
#[derive(Debug)]
pub(super) struct Term<'q> {
    pub(super) word: &'q Word,
    /// The bit of the word.
    pub(super) bit: u32,
    pub(super) meanings: Vec<Meaning<'q>>,
    /// How many postings it has, with those of its beginnings and of what it stands for.
    pub(super) density: usize,
    /// How much the word says. One that the index lacks weighs like what it stands for, or like the rarest, so that
    /// what misses it is punished.
    pub(super) importance: f32,
}

/// What one alternative of a word finds.
#[derive(Debug)]
pub(super) struct Meaning<'q> {
    pub(super) alternative: &'q Alternative,
    pub(super) found: Found,
}

#[derive(Debug)]
pub(super) enum Found {
    /// Words of the index.
    Words(Range<usize>),
    /// Its place in [`Resolved::together`].
    Together(usize),
}

/// Several words that count where a phrase holds them all.
#[derive(Debug)]
pub(super) struct Together<'q> {
    text: &'q str,
    /// Like those of a word.
    pub(super) postings: Vec<u32>,
    pub(super) weight: f32,
}

impl<'q> Resolved<'q> {
    pub(super) fn new(index: &Index, query: &'q Query) -> Self {
        let mut together = Vec::new();
        let terms = query.words.iter().zip(0_u32..32).map(|(word, at)| {
            let meanings: Vec<Meaning<'q>> = word
                .alternatives
                .iter()
                .map(|alternative| Meaning { alternative, found: find(index, alternative, &mut together) })
                .collect();
            let density = meanings.iter().map(|meaning| meaning.density(index, &together)).sum();
            let importance = importance(index, &meanings, &together, density);
            Term { word, bit: 1 << at, meanings, density, importance }
        });
        Self { terms: terms.collect(), together }
    }

    /// One bit for each word that a full match must hold.
    pub(super) fn required(&self) -> u32 {
        self.terms.iter().filter(|term| term.word.required).fold(0, |bits, term| bits | term.bit)
    }

    /// One bit for each word that occurs anywhere in the index, in whatever meaning.
    pub(super) fn known(&self) -> u32 {
        let occurs = |meaning: &Meaning<'_>| match &meaning.found {
            Found::Words(ids) => !ids.is_empty(),
            Found::Together(at) => self.together.get(*at).is_some_and(|words| !words.postings.is_empty()),
        };
        let known = self.terms.iter().filter(|term| term.meanings.iter().any(occurs));
        known.fold(0, |bits, term| bits | term.bit)
    }
}

fn find<'q>(index: &Index, alternative: &'q Alternative, together: &mut Vec<Together<'q>>) -> Found {
    let text = alternative.text.as_str();
    match alternative.how {
        How::Beginning => Found::Words(index.words_beginning_with(text)),
        How::Whole => Found::Words(index.whole_word(text).map_or(0..0, |id| id..id + 1)),
        How::Together => {
            // "heart attack" stands for the same at each of its words.
            let known = together.iter().position(|other| other.text == text);
            Found::Together(known.unwrap_or_else(|| {
                let mut postings = Vec::new();
                let weight = self::together(index, text, &mut postings);
                together.push(Together { text, postings, weight });
                together.len() - 1
            }))
        }
    }
}

impl Meaning<'_> {
    fn density(&self, index: &Index, together: &[Together<'_>]) -> usize {
        match &self.found {
            Found::Words(ids) => index.postings_of(ids.clone()).len(),
            Found::Together(at) => together.get(*at).map_or(0, |words| words.postings.len()),
        }
    }

    /// What it weighs where the index has it as a whole.
    fn weight(&self, index: &Index, together: &[Together<'_>]) -> Option<f32> {
        match &self.found {
            Found::Together(at) => {
                let found = together.get(*at).map_or(0, |words| words.postings.len());
                (found > 0).then(|| weight(index.phrases(), found))
            }
            // A beginning has a weight where it is a word itself, which is then the first.
            Found::Words(ids) => {
                let id = ids.clone().next().filter(|id| index.word(*id) == self.alternative.text)?;
                index.word_weights.get(id).copied()
            }
        }
    }
}

/// A rare word says more.
fn importance(index: &Index, meanings: &[Meaning<'_>], together: &[Together<'_>], density: usize) -> f32 {
    let is_typed = |meaning: &&Meaning<'_>| meaning.alternative.why == Why::Typed;
    let typed = meanings
        .iter()
        .filter(|meaning| is_typed(meaning) && meaning.alternative.how == How::Whole)
        .filter_map(|meaning| meaning.weight(index, together))
        .reduce(f32::min);
    let meant = || {
        meanings
            .iter()
            .filter(|meaning| !is_typed(meaning))
            .filter_map(|meaning| {
                let Alternative { why, likeness, .. } = *meaning.alternative;
                // A guess must not outweigh a word that is spelt as the book spells it.
                let sure = if why == Why::Corrected { likeness } else { 1.0 };
                meaning.weight(index, together).map(|weight| sure * weight)
            })
            .reduce(f32::max)
    };
    typed.or_else(meant).unwrap_or_else(|| weight(index.phrases(), density))
}
