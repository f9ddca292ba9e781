//! What one system has for a question, best first, before it is shown beside what others have.

use std::sync::Arc;

use encounter::CodeSystem;

use super::answer::{Reason, SearchHit};
use super::by_code::{ByCode, Found, Shelf};
use super::filter::Admission;
use super::find::Understanding;
use super::personal::Personal;
use super::query::Query;
use super::rank::{Best, Candidate, Wanted};
use super::request::{MOST_HITS, SearchRequest};
use super::resolve::Resolved;
use super::score::{Scratch, score};
use super::shown::Shown;
use super::system_index::SystemIndex;
use super::tokens::stem;
use crate::date_key;
use crate::error::DictionaryError;
use crate::standing::Brief;
use crate::volume::Volume;

/// Working memory of one search.
#[derive(Debug, Default)]
pub(super) struct Work {
    scratch: Scratch,
    best: Best,
}

pub(super) struct Page<'a> {
    volume: &'a Volume,
    of: &'a SystemIndex,
    query: &'a Query,
    resolved: Resolved<'a>,
    on: u32,
    /// Whether no other system is asked.
    alone: bool,
    standings: Arc<Vec<Brief>>,
    admission: Admission<'a>,
    /// What the coder likes or used lately.
    lifted: Vec<(u32, Reason)>,
    wanted: Wanted<'a>,
    limit: usize,
    by_code: Found,
    /// Whether the question lists codes or asks for a range: nobody who does means words.
    codes_only: bool,
    by_words: Vec<Candidate>,
    /// How many codes hold every required word, and how many hold some; the latter only where it matters.
    full: usize,
    some: usize,
}

impl<'a> Page<'a> {
    /// Finds by code; see [`search_words`](Self::search_words).
    pub(super) fn open(
        understanding: &'a Understanding,
        volume: &'a Volume,
        of: &'a SystemIndex,
        query: &'a Query,
        alone: bool,
        request: &'a SearchRequest,
        personal: &Personal,
    ) -> Result<Self, DictionaryError> {
        let (index, on) = (&of.index, date_key::key(request.on));
        let connection = volume.connection();
        let fits = match request.filters.patient {
            Some(_) => Some(of.fits(&connection)?),
            None => None,
        };
        let admission = Admission::read(request, fits, &understanding.attributes, index, &connection)?;
        let stems: Vec<String> = query.words.iter().map(|word| stem(&word.typed)).collect();
        let resolved = Resolved::new(index, query);
        let wanted = Wanted {
            attributes: &understanding.attributes,
            choices: understanding.attributes.of(stems.iter().map(String::as_str)),
            required: resolved.required(),
        };
        let mut page = Self {
            volume,
            of,
            query,
            resolved,
            on,
            alone,
            standings: of.standings(volume.coverage(), on),
            admission,
            lifted: personal.lifted(index),
            wanted,
            limit: request.limit.min(MOST_HITS) as usize,
            by_code: Found::default(),
            codes_only: false,
            by_words: Vec::new(),
            full: 0,
            some: 0,
        };
        page.find_codes();
        Ok(page)
    }

    fn find_codes(&mut self) {
        let (query, index) = (self.query, &self.of.index);
        let (written, asked) = query.codes_of(index.system(), self.alone);
        let is_own = |row: u32| self.lifted.iter().any(|(own, _)| *own == row);
        let rank = |row| (self.standing(row) != Brief::Valid, !is_own(row));
        let shelf = Shelf { index, rank, listed: |row| self.lists(row), limit: self.limit };
        self.by_code = if asked.is_empty() {
            written
                .filter(|written| written.certain || !index.codes_beginning_with(&written.code).is_empty())
                .map_or_else(Found::default, |written| shelf.find(&written.code))
        } else {
            shelf.find_all(asked)
        };
        self.codes_only = !asked.is_empty();
    }

    fn standing(&self, row: u32) -> Brief {
        self.standings.get(row as usize).copied().unwrap_or(Brief::Unknown)
    }

    fn lists(&self, row: u32) -> bool {
        self.admission.admits(&self.of.index, row, self.standing(row))
    }

    pub(super) fn search_words(&mut self, work: &mut Work) {
        if self.codes_only && self.by_code.total == 0 {
            return;
        }
        let index = &self.of.index;
        let Work { scratch, best } = work;
        score(index, &self.resolved, scratch);
        best.begin(index.rows());
        let required = self.wanted.required;
        let mut offer = |every_word: bool| {
            let scored = scratch.scored(index, &self.resolved);
            for scored in scored.filter(|scored| (scored.matched & required == required) == every_word) {
                let Some(row) = index.phrase_codes.get(scored.phrase as usize).copied() else { continue };
                if self.lists(row) {
                    let fits = self.admission.fits(row);
                    best.offer(index, row, self.standing(row), scored, fits, self.wanted);
                }
            }
            best.counts()
        };
        // What holds every word comes before all else; the rest matters where it fills the page.
        let (mut full, mut some) = offer(true);
        if full < self.limit && self.by_code.total == 0 {
            (full, some) = offer(false);
        }
        scratch.clear();
        best.lift(&self.lifted);
        self.by_words = best.top(self.limit);
        let by_code = &self.by_code.rows;
        self.by_words.retain(|candidate| by_code.iter().all(|found| found.row != candidate.row));
        (self.full, self.some) = (full, some);
    }

    pub(super) fn system(&self) -> CodeSystem {
        self.of.index.system()
    }

    pub(super) const fn query(&self) -> &Query {
        self.query
    }

    pub(super) const fn limit(&self) -> usize {
        self.limit
    }

    /// Whether the question is a code of this system or the beginning of one.
    pub(super) fn is_code(&self) -> bool {
        self.by_code.rows.first().is_some_and(ByCode::is_certain)
    }

    /// Whether the question is a code of this system, in full.
    pub(super) fn is_whole_code(&self) -> bool {
        !self.codes_only && self.by_code.rows.first().is_some_and(|found| found.reason == Reason::ExactCode)
    }

    /// Whether each word of the question occurs somewhere in the system.
    pub(super) fn can_answer_all(&self) -> bool {
        self.resolved.known() & self.wanted.required == self.wanted.required
    }

    /// Whether some code holds every word, or was found by its own.
    pub(super) const fn answers_all(&self) -> bool {
        self.full > 0 || self.by_code.total > 0
    }

    /// One bit for each word that a full answer must hold and the system has nowhere.
    pub(super) fn unknown(&self) -> u32 {
        if self.by_code.total > 0 { 0 } else { self.wanted.required & !self.resolved.known() }
    }

    pub(super) const fn total(&self) -> usize {
        self.by_code.total + if self.answers_all() { self.full } else { self.some }
    }

    /// What was found, best first.
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let by_code = self.by_code.rows.iter().map(Entry::ByCode);
        by_code.chain(self.by_words.iter().map(Entry::ByWords))
    }

    /// With all that is to be seen of it.
    pub(super) fn show(&self, entry: Entry<'_>) -> Result<Option<SearchHit>, DictionaryError> {
        let shown = Shown {
            coverage: self.volume.coverage(),
            connection: &self.volume.connection(),
            index: &self.of.index,
            query: self.query,
            on: self.on,
            lifted: &self.lifted,
            admission: &self.admission,
        };
        match entry {
            Entry::ByCode(found) => shown.by_code(found),
            Entry::ByWords(candidate) => shown.by_words(candidate),
        }
    }
}

/// One code of a page.
#[derive(Clone, Copy, Debug)]
pub(super) enum Entry<'a> {
    ByCode(&'a ByCode),
    ByWords(&'a Candidate),
}
