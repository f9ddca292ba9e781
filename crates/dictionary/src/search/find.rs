use std::sync::{Arc, Mutex, PoisonError};

use encounter::CodeSystem;
use jiff::civil::Date;
use rusqlite::Connection;

use super::answer::{Reason, SearchAnswer, SearchHit};
use super::attributes::Attributes;
use super::by_code::{self, ByCode};
use super::expand::{expand, guess};
use super::highlight::{code_highlight, highlights};
use super::index::{self, Index, Source};
use super::merge::merge;
use super::query::{Alternative, How, Query, Why, Word, parse};
use super::rank::{Best, Candidate, Wanted};
use super::score::{Scored, Scratch, bits, required, score};
use super::tables::Tables;
use super::tokens::{Token, stem, tokens};
use crate::date_key;
use crate::error::DictionaryError;
use crate::open::Dictionary;
use crate::row;
use crate::standing::{Brief, Coverage, brief};

/// More hits than anybody looks at; a caller cannot ask for more.
const MOST_HITS: u32 = 500;

/// The indexes, and what is kept from one search to the next.
#[derive(Debug)]
pub(crate) struct SearchState {
    systems: Vec<OfSystem>,
    tables: Tables,
    attributes: Attributes,
}

/// The index of one system, with what is kept for it.
#[derive(Debug)]
struct OfSystem {
    index: Index,
    work: Mutex<(Scratch, Best)>,
    /// How every row stands on the date searched last: nearly always that of the encounter at hand.
    standings: Mutex<Option<(u32, Arc<Vec<Brief>>)>>,
}

impl SearchState {
    fn load(connection: &Connection) -> Result<Self, DictionaryError> {
        let of_system = |system| -> Result<OfSystem, DictionaryError> {
            let index = Index::load(connection, system)?;
            Ok(OfSystem { index, work: Mutex::default(), standings: Mutex::default() })
        };
        Ok(Self {
            systems: index::systems(connection)?.into_iter().map(of_system).collect::<Result<_, _>>()?,
            tables: Tables::load(),
            attributes: Attributes::load(),
        })
    }
}

impl OfSystem {
    fn standings(&self, coverage: Coverage, on: u32) -> Arc<Vec<Brief>> {
        let mut kept = self.standings.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some((date, standings)) if *date == on => Arc::clone(standings),
            _ => {
                let all = 0..self.index.rows();
                let standings: Arc<Vec<Brief>> =
                    Arc::new(all.map(|row| brief(self.index.windows(row), coverage, on)).collect());
                *kept = Some((on, Arc::clone(&standings)));
                standings
            }
        }
    }
}

impl Dictionary {
    /// Loads the search index, which the first search would do otherwise. For a background thread at start.
    pub fn warm(&self) -> Result<(), DictionaryError> {
        self.search_state().map(|_| ())
    }

    /// What the search index holds in memory, in bytes; loads it if need be.
    pub fn search_bytes(&self) -> Result<usize, DictionaryError> {
        self.search_state().map(|state| state.systems.iter().map(|of| of.index.bytes()).sum())
    }

    fn search_state(&self) -> Result<&SearchState, DictionaryError> {
        if let Some(state) = self.search.get() {
            return Ok(state);
        }
        // Two threads may load it at the same time at first; one of the two is kept.
        let state = SearchState::load(&self.connection())?;
        Ok(self.search.get_or_init(|| state))
    }

    /// Finds codes by code or by words, on a date of service.
    ///
    /// `systems` limits the answer; empty means all. Codes that are not in force on the date are left out, except one
    /// whose code was typed in full. On a date that no release covers, all are found, none as billable.
    pub fn search(
        &self,
        query: &str,
        on: Date,
        systems: &[CodeSystem],
        limit: u32,
    ) -> Result<SearchAnswer, DictionaryError> {
        let query = parse(query);
        if query.words.is_empty() {
            return Ok(SearchAnswer::default());
        }
        let state = self.search_state()?;
        let asked = |of: &&OfSystem| systems.is_empty() || systems.contains(&of.index.system());
        let mut answers = Vec::with_capacity(state.systems.len());
        for of in state.systems.iter().filter(asked) {
            answers.push(self.search_system(state, of, query.clone(), on, limit.min(MOST_HITS) as usize)?);
        }
        Ok(merge(answers, limit.min(MOST_HITS) as usize))
    }

    fn search_system(
        &self,
        state: &SearchState,
        of: &OfSystem,
        query: Query,
        on: Date,
        limit: usize,
    ) -> Result<SearchAnswer, DictionaryError> {
        let index = &of.index;
        let mut query = expand(query, index, &state.tables);
        let on = date_key::key(on);
        let standings = of.standings(self.coverage(), on);
        let standing_of = |row: u32| standings.get(row as usize).copied().unwrap_or(Brief::Unknown);
        let listed = |row: u32| {
            let brief = standing_of(row);
            brief.is_in_force() || brief == Brief::DateNotCovered
        };

        let written = match index.system() {
            CodeSystem::Icd10pcs => query.procedure.as_ref(),
            _ => query.code.as_ref(),
        };
        let by_code = written
            .filter(|written| written.certain || !index.codes_beginning_with(&written.code).is_empty())
            .map_or_else(Vec::new, |written| by_code::find(index, &written.code, standing_of, listed));
        let stems: Vec<String> = query.words.iter().map(|word| stem(&word.typed)).collect();
        let wanted = Wanted {
            attributes: &state.attributes,
            choices: state.attributes.of(stems.iter().map(String::as_str)),
            required: required(&query),
        };
        let rank = |query: &Query| {
            let mut work = of.work.lock().unwrap_or_else(PoisonError::into_inner);
            let (scratch, best) = &mut *work;
            best.begin(index.rows());
            let known = score(index, query, scratch, |scored| {
                let Some(row) = index.phrase_codes.get(scored.phrase as usize).copied() else { return };
                if listed(row) {
                    best.offer(index, row, standing_of(row), scored, wanted);
                }
            });
            (known, best.counts(), best.top(limit))
        };
        let (known, mut counts, mut candidates) = rank(&query);
        if counts.1 == 0 && by_code.is_empty() {
            query = guess(query, index);
            (_, counts, candidates) = rank(&query);
            counts.0 = 0;
        }
        let (full, some) = counts;
        let is_code = !by_code.is_empty();
        let by_words: Vec<Candidate> = candidates
            .into_iter()
            .filter(|candidate| !is_code || candidate.full)
            .filter(|candidate| by_code.iter().all(|found| found.row != candidate.row))
            .collect();
        let words_total = if full > 0 || is_code { full } else { some };
        let total = u32::try_from(by_code.len() + words_total).unwrap_or(u32::MAX);

        let connection = self.connection();
        let shown = Shown { dictionary: self, connection: &connection, index, query: &query, on };
        let mut hits = Vec::with_capacity(limit.min(by_code.len() + by_words.len()));
        for found in by_code.iter().take(limit) {
            hits.extend(shown.by_code(found)?);
        }
        for candidate in by_words.iter().take(limit.saturating_sub(hits.len())) {
            hits.extend(shown.by_words(candidate)?);
        }
        let unknown = bits(&query, |word| word.required) & !known;
        Ok(SearchAnswer {
            total: total.max(u32::try_from(hits.len()).unwrap_or(u32::MAX)),
            hits,
            partial: full == 0 && !is_code && some > 0,
            unknown_words: if is_code { Vec::new() } else { typed(&query, unknown) },
        })
    }
}

/// The words, as typed, that have their bit set.
fn typed(query: &Query, bits: u32) -> Vec<String> {
    query
        .words
        .iter()
        .zip(0..32)
        .filter(|(_, at)| bits & (1 << at) != 0)
        .map(|(word, _)| word.typed.clone())
        .collect()
}

/// Turns what was found into what is shown.
struct Shown<'a> {
    dictionary: &'a Dictionary,
    connection: &'a Connection,
    index: &'a Index,
    query: &'a Query,
    on: u32,
}

impl Shown<'_> {
    fn row(&self, row: u32, score: f32) -> Result<Option<SearchHit>, DictionaryError> {
        let Some(row) = row::by_id(self.connection, self.index.id(row))? else { return Ok(None) };
        let summary = row.summary(self.dictionary.coverage(), self.on);
        Ok(Some(SearchHit {
            system: summary.system,
            code: summary.code,
            title: summary.title,
            kind: summary.kind,
            billable: summary.billable,
            standing: summary.standing,
            matched_text: None,
            code_highlights: Vec::new(),
            title_highlights: Vec::new(),
            matched_highlights: Vec::new(),
            reasons: Vec::new(),
            score,
        }))
    }

    fn by_code(&self, found: &ByCode) -> Result<Option<SearchHit>, DictionaryError> {
        let score = if found.reason == Reason::ExactCode { 2.0 } else { 1.5 };
        Ok(self.row(found.row, score)?.map(|hit| SearchHit {
            code_highlights: code_highlight(&hit.code, found.typed),
            reasons: vec![found.reason.clone()],
            ..hit
        }))
    }

    fn by_words(&self, candidate: &Candidate) -> Result<Option<SearchHit>, DictionaryError> {
        let Some(hit) = self.row(candidate.row, candidate.score)? else { return Ok(None) };
        let phrase = candidate.scored.phrase;
        let title = tokens(hit.title.as_deref().unwrap_or_default());
        let in_title =
            |text: &String| tokens(text).iter().all(|word| title.iter().any(|of| of.stem == word.stem));
        // Our own term that only leaves out words of the title says nothing new.
        let ours = self.index.source(phrase) == Source::Ours;
        let matched_text =
            self.index.phrase_text(self.connection, phrase)?.filter(|text| !(ours && in_title(text)));
        let text = matched_text.as_deref().or(hit.title.as_deref()).unwrap_or_default();
        Ok(Some(SearchHit {
            title_highlights: highlights(hit.title.as_deref().unwrap_or_default(), self.query),
            matched_highlights: highlights(matched_text.as_deref().unwrap_or_default(), self.query),
            reasons: self.reasons(candidate.scored, text, matched_text.is_some()),
            matched_text,
            ..hit
        }))
    }

    fn reasons(&self, scored: Scored, text: &str, shown_apart: bool) -> Vec<Reason> {
        let mut reasons = Vec::new();
        match (self.index.source(scored.phrase), scored.is_exact()) {
            (Source::Title, true) => reasons.push(Reason::ExactTitle),
            (Source::Title, false) => {}
            (Source::Inclusion, true) => reasons.push(Reason::ExactInclusionTerm),
            (Source::Inclusion, false) => reasons.push(Reason::InclusionTerm),
            (Source::Reference, _) => reasons.push(Reason::NamedElsewhere),
            (Source::Ours, _) if shown_apart => reasons.push(Reason::OurTerm),
            (Source::Ours, _) => {}
        }
        let of_phrase = tokens(text);
        for (word, at) in self.query.words.iter().zip(0_u32..32) {
            let typed = || word.typed.clone();
            if scored.matched & (1 << at) == 0 {
                if word.required {
                    reasons.push(Reason::Missing { typed: typed() });
                }
                continue;
            }
            let reason = match matched(word, &of_phrase) {
                Some(Alternative { how: How::Beginning, why: Why::Typed, .. }) | None => {
                    Reason::WordBeginning { typed: typed() }
                }
                Some(Alternative { why: Why::Typed, .. }) => Reason::Word { typed: typed() },
                Some(Alternative { why: Why::Synonym, text, .. }) => {
                    Reason::Synonym { typed: typed(), meant: text.clone() }
                }
                Some(Alternative { why: Why::Corrected, text, .. }) => {
                    Reason::Corrected { typed: typed(), meant: text.clone() }
                }
            };
            reasons.push(reason);
        }
        reasons
    }
}

/// The likest alternative of a typed word that stands in a phrase.
fn matched<'a>(word: &'a Word, phrase: &[Token]) -> Option<&'a Alternative> {
    let has = |text: &str| phrase.iter().any(|token| token.stem == text);
    word.alternatives
        .iter()
        .filter(|alternative| match alternative.how {
            How::Whole => has(&alternative.text),
            How::Together => alternative.text.split(' ').all(has),
            How::Beginning => phrase.iter().any(|token| token.stem.starts_with(&alternative.text)),
        })
        .max_by(|a, b| a.likeness.total_cmp(&b.likeness))
}
