//! From scored phrases to ranked codes: one code for its best phrase, billable before headers, exact before near.

use super::answer::Reason;
use super::attributes::Attributes;
use super::index::{Index, Source};
use super::score::Scored;
use crate::standing::Brief;

/// A code that answers the query, by its best phrase.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) row: u32,
    pub(super) scored: Scored,
    /// Whether the phrase holds every required word.
    pub(super) full: bool,
    /// Whether the code is for the patient at hand.
    pub(super) fits: bool,
    pub(super) score: f32,
}

/// A header answers as well as what stands below it, but cannot be put on a claim.
const HEADER: f32 = 0.8;
const NOT_BILLABLE: f32 = 0.6;
/// An inclusion term is a name for the code, but the title is *the* name.
const INCLUSION: f32 = 0.97;
const OURS: f32 = 0.99;
/// A note elsewhere names a code in passing.
const REFERENCE: f32 = 0.9;
/// A code that says "left" does not answer who typed "right", but may be shown for comparison.
const CONFLICT: f32 = 0.55;
const EXACT: f32 = 0.15;
/// What the coder likes or used lately comes before what answers equally well, not before what answers better.
const FAVOURITE: f32 = 1.03;
const RECENT: f32 = 1.02;
/// How much of the score a phrase earns that answers the query among much else.
const FLOOR: f32 = 0.25;

/// What of a query the ranking must know besides its words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'a> {
    pub(super) attributes: &'a Attributes,
    /// What the query chooses.
    pub(super) choices: u32,
    /// One bit for each word that a full match must hold.
    pub(super) required: u32,
}

fn value(index: &Index, scored: Scored, brief: Brief, wanted: Wanted<'_>) -> f32 {
    let fit = scored.recall * scored.recall.sqrt() * (FLOOR + (1.0 - FLOOR) * scored.precision);
    let exact = if scored.is_exact() { EXACT } else { 0.0 };
    let of_phrase = match index.source(scored.phrase) {
        Source::Title => 1.0,
        Source::Inclusion => INCLUSION,
        Source::Reference => REFERENCE,
        Source::Ours => OURS,
    };
    let of_row = match brief {
        Brief::Valid | Brief::DateNotCovered => 1.0,
        Brief::Header => HEADER,
        Brief::NotYetValid | Brief::Retired | Brief::Unknown => NOT_BILLABLE,
    };
    let said = index.phrase_choices.get(scored.phrase as usize).copied().unwrap_or(0);
    let mut of_choices = 1.0;
    for _ in 0..wanted.attributes.conflicts(wanted.choices, said) {
        of_choices *= CONFLICT;
    }
    (fit + exact) * of_phrase * of_row * of_choices
}

/// Working memory of one search: the best candidate of each row.
#[derive(Debug, Default)]
pub(super) struct Best {
    /// By row: where its candidate stands in `candidates`, and one.
    places: Vec<u32>,
    candidates: Vec<Candidate>,
}

impl Best {
    pub(super) fn begin(&mut self, rows: usize) {
        for candidate in self.candidates.drain(..) {
            if let Some(place) = self.places.get_mut(candidate.row as usize) {
                *place = 0;
            }
        }
        self.places.resize(rows, 0);
    }

    pub(super) fn offer(
        &mut self,
        index: &Index,
        row: u32,
        brief: Brief,
        scored: Scored,
        fits: bool,
        wanted: Wanted<'_>,
    ) {
        let candidate = Candidate {
            row,
            scored,
            fits,
            full: scored.matched & wanted.required == wanted.required,
            score: value(index, scored, brief, wanted),
        };
        let Some(place) = self.places.get_mut(row as usize) else { return };
        if *place == 0 {
            self.candidates.push(candidate);
            *place = u32::try_from(self.candidates.len()).unwrap_or(0);
        } else if let Some(known) = self.candidates.get_mut(*place as usize - 1)
            && is_before(&candidate, known)
        {
            *known = candidate;
        }
    }

    /// Lifts what the coder likes or used lately.
    pub(super) fn lift(&mut self, lifted: &[(u32, Reason)]) {
        for (row, reason) in lifted {
            let place = self.places.get(*row as usize).copied().unwrap_or(0);
            let known = (place as usize).checked_sub(1).and_then(|at| self.candidates.get_mut(at));
            if let Some(candidate) = known {
                candidate.score *= if *reason == Reason::Favourite { FAVOURITE } else { RECENT };
            }
        }
    }

    /// How many codes hold every required word, and how many hold some.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.candidates.iter().filter(|candidate| candidate.full).count(), self.candidates.len())
    }

    /// The best `limit`, best first.
    pub(super) fn top(&mut self, limit: usize) -> Vec<Candidate> {
        let order = |a: &Candidate, b: &Candidate| {
            (b.full, b.fits).cmp(&(a.full, a.fits)).then(b.score.total_cmp(&a.score)).then(a.row.cmp(&b.row))
        };
        if self.candidates.len() > limit && limit > 0 {
            self.candidates.select_nth_unstable_by(limit - 1, order);
        }
        let mut top: Vec<Candidate> = self.candidates.iter().take(limit).copied().collect();
        top.sort_unstable_by(order);
        top
    }
}

fn is_before(a: &Candidate, b: &Candidate) -> bool {
    (a.full, a.score) > (b.full, b.score)
}
