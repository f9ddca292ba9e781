use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use encounter::CodeSystem;
use rusqlite::Connection;

use super::answer::{Advice, SearchAnswer};
use super::attributes::Attributes;
use super::by_code::{Found, Shelf};
use super::expand::{expand, guess};
use super::filter::{Admission, Fits};
use super::index::{self, Index};
use super::merge::merge;
use super::personal::Personal;
use super::query::{Query, parse};
use super::rank::{Best, Candidate, Wanted};
use super::request::{SearchFilters, SearchRequest};
use super::score::{Scratch, bits, required, score};
use super::shown::Shown;
use super::tables::Tables;
use super::tokens::stem;
use crate::date_key;
use crate::error::DictionaryError;
use crate::open::Dictionary;
use crate::standing::{Brief, Coverage, brief};
use crate::volume::Volume;

/// More hits than anybody looks at; a caller cannot ask for more.
const MOST_HITS: u32 = 500;

/// What is known of words whatever the book holds.
#[derive(Debug)]
pub(crate) struct Understanding {
    tables: Tables,
    attributes: Attributes,
}

/// The index of one system, with what is kept for it.
#[derive(Debug)]
pub(crate) struct SystemIndex {
    index: Index,
    /// Read for the first question with a patient.
    fits: OnceLock<Fits>,
    work: Mutex<(Scratch, Best)>,
    /// How every row stands on the date searched last: nearly always that of the encounter at hand.
    standings: Mutex<Option<(u32, Arc<Vec<Brief>>)>>,
}

impl Volume {
    fn indexes(&self) -> Result<&[SystemIndex], DictionaryError> {
        if let Some(indexes) = self.indexes.get() {
            return Ok(indexes);
        }
        let connection = self.connection();
        let of_system = |system| -> Result<SystemIndex, DictionaryError> {
            let index = Index::load(&connection, system)?;
            let fits = OnceLock::new();
            Ok(SystemIndex { index, fits, work: Mutex::default(), standings: Mutex::default() })
        };
        let indexes = index::systems(&connection)?.into_iter().map(of_system).collect::<Result<_, _>>()?;
        // Two threads may load them at the same time at first; what one of them loaded is kept.
        Ok(self.indexes.get_or_init(|| indexes))
    }
}

impl SystemIndex {
    fn fits(&self, connection: &Connection) -> Result<&Fits, DictionaryError> {
        if let Some(fits) = self.fits.get() {
            return Ok(fits);
        }
        let fits = Fits::load(connection, &self.index)?;
        Ok(self.fits.get_or_init(|| fits))
    }

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
    /// Loads the embedded search index, which the first search would do otherwise. For a background thread at start.
    pub fn warm(&self) -> Result<(), DictionaryError> {
        self.understanding();
        self.embedded().indexes().map(|_| ())
    }

    /// What the embedded search index holds in memory, in bytes; loads it if need be.
    pub fn search_bytes(&self) -> Result<usize, DictionaryError> {
        self.embedded().indexes().map(|indexes| indexes.iter().map(|of| of.index.bytes()).sum())
    }

    fn understanding(&self) -> &Understanding {
        self.understanding
            .get_or_init(|| Understanding { tables: Tables::load(), attributes: Attributes::load() })
    }

    /// Finds codes by code or by words, on a date of service, for one coder.
    ///
    /// Codes that are not in force on the date are left out, except one whose code was typed in full. On a date that no
    /// release covers, all are found, none as billable.
    pub fn search(
        &self,
        request: &SearchRequest,
        personal: &Personal,
    ) -> Result<SearchAnswer, DictionaryError> {
        let query = parse(&request.query, personal);
        let answer = self.answer(&query, request, personal)?;
        let mut advice = Vec::new();
        if answer.hits.is_empty() {
            advice.push(self.why_nothing(&query, request, personal)?);
        }
        if query.cut {
            advice.push(Advice::TooLong);
        }
        advice.extend(self.not_covered(request));
        Ok(SearchAnswer { advice, ..answer })
    }

    /// Where nothing that was asked covers the date: the days that are covered.
    fn not_covered(&self, request: &SearchRequest) -> Option<Advice> {
        let asked = self.asked(request);
        let infos = asked.iter().map(|(_, volume)| volume.info());
        let from = infos.clone().map(|info| info.from).min()?;
        let to = infos.clone().map(|info| info.to).max()?;
        let covered = infos.clone().any(|info| info.from <= request.on && request.on <= info.to);
        (!covered).then_some(Advice::DateNotCovered { from, to })
    }

    /// The systems that are asked, each with what answers for it on the date.
    fn asked(&self, request: &SearchRequest) -> Vec<(CodeSystem, Arc<Volume>)> {
        let mut systems = self.systems();
        systems.retain(|system| request.systems.is_empty() || request.systems.contains(system));
        systems.into_iter().map(|system| (system, self.volume(system, request.on))).collect()
    }

    fn why_nothing(
        &self,
        query: &Query,
        request: &SearchRequest,
        personal: &Personal,
    ) -> Result<Advice, DictionaryError> {
        if request.filters != SearchFilters::default() {
            let unfiltered = SearchRequest { filters: SearchFilters::default(), limit: 1, ..request.clone() };
            let without = self.answer(query, &unfiltered, personal)?.total;
            if without > 0 {
                return Ok(Advice::Filtered { without });
            }
        }
        Ok(if query.words.is_empty() {
            Advice::NothingAsked
        } else if query.words.iter().all(|word| !word.typed.bytes().any(|c| c.is_ascii_alphanumeric())) {
            Advice::OtherLetters
        } else {
            Advice::NothingFound
        })
    }

    fn answer(
        &self,
        query: &Query,
        request: &SearchRequest,
        personal: &Personal,
    ) -> Result<SearchAnswer, DictionaryError> {
        if query.words.is_empty() {
            return Ok(SearchAnswer::default());
        }
        let limit = request.limit.min(MOST_HITS) as usize;
        let mut answers = Vec::new();
        for (system, volume) in self.asked(request) {
            let Some(of) = volume.indexes()?.iter().find(|of| of.index.system() == system) else { continue };
            answers.push(volume.search(self.understanding(), of, query.clone(), request, personal, limit)?);
        }
        Ok(merge(answers, limit))
    }
}

impl Volume {
    fn search(
        &self,
        understanding: &Understanding,
        of: &SystemIndex,
        query: Query,
        request: &SearchRequest,
        personal: &Personal,
        limit: usize,
    ) -> Result<SearchAnswer, DictionaryError> {
        let index = &of.index;
        let mut query = expand(query, index, &understanding.tables);
        let on = date_key::key(request.on);
        let standings = of.standings(self.coverage(), on);
        let standing_of = |row: u32| standings.get(row as usize).copied().unwrap_or(Brief::Unknown);
        let connection = self.connection();
        let fits = match request.filters.patient {
            Some(_) => Some(of.fits(&connection)?),
            None => None,
        };
        let admission = Admission::read(request, fits, &understanding.attributes, index, &connection)?;
        let listed = |row: u32| admission.admits(index, row, standing_of(row));
        let lifted = personal.lifted(index);
        let is_own = |row: u32| lifted.iter().any(|(own, _)| *own == row);

        let (written, asked) = match index.system() {
            CodeSystem::Icd10pcs => (query.procedure.as_ref(), &query.procedures),
            _ => (query.code.as_ref(), &query.codes),
        };
        let rank = |row| (standing_of(row) != Brief::Valid, !is_own(row));
        let shelf = Shelf { index, rank, listed, limit };
        let by_code = if asked.is_empty() {
            written
                .filter(|written| written.certain || !index.codes_beginning_with(&written.code).is_empty())
                .map_or_else(Found::default, |written| shelf.find(&written.code))
        } else {
            shelf.find_all(asked)
        };
        if by_code.total == 0 && !asked.is_empty() {
            // Nobody who asks for codes means words.
            return Ok(SearchAnswer::default());
        }
        let stems: Vec<String> = query.words.iter().map(|word| stem(&word.typed)).collect();
        let wanted = Wanted {
            attributes: &understanding.attributes,
            choices: understanding.attributes.of(stems.iter().map(String::as_str)),
            required: required(&query),
        };
        let rank = |query: &Query| {
            let mut work = of.work.lock().unwrap_or_else(PoisonError::into_inner);
            let (scratch, best) = &mut *work;
            best.begin(index.rows());
            let known = score(index, query, scratch, |scored| {
                let Some(row) = index.phrase_codes.get(scored.phrase as usize).copied() else { return };
                if listed(row) {
                    best.offer(index, row, standing_of(row), scored, admission.fits(row), wanted);
                }
            });
            best.lift(&lifted);
            (known, best.counts(), best.top(limit))
        };
        let (known, mut counts, mut candidates) = rank(&query);
        if counts.1 == 0 && by_code.total == 0 {
            query = guess(query, index);
            (_, counts, candidates) = rank(&query);
            counts.0 = 0;
        }
        let (full, some) = counts;
        let is_code = by_code.total > 0;
        let by_words: Vec<Candidate> = candidates
            .into_iter()
            .filter(|candidate| !is_code || candidate.full)
            .filter(|candidate| by_code.rows.iter().all(|found| found.row != candidate.row))
            .collect();
        let words_total = if full > 0 || is_code { full } else { some };
        let total = u32::try_from(by_code.total + words_total).unwrap_or(u32::MAX);

        let shown = Shown {
            coverage: self.coverage(),
            connection: &connection,
            index,
            query: &query,
            on,
            lifted: &lifted,
            admission: &admission,
        };
        let mut hits = Vec::with_capacity(limit.min(by_code.rows.len() + by_words.len()));
        for found in &by_code.rows {
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
            advice: Vec::new(),
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
