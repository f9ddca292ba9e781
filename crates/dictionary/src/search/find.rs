use std::sync::{Arc, Mutex, PoisonError};

use encounter::CodeSystem;

use super::answer::{Advice, SearchAnswer};
use super::attributes::Attributes;
use super::expand::{guess, read};
use super::merge::merge;
use super::page::{Page, Work};
use super::personal::Personal;
use super::query::{Query, parse};
use super::request::{SearchFilters, SearchRequest};
use super::said::Said;
use super::system_index::SystemIndex;
use super::tables::Tables;
use crate::error::DictionaryError;
use crate::open::Dictionary;
use crate::volume::Volume;

/// What is known of words whatever the book holds.
#[derive(Debug)]
pub(crate) struct Understanding {
    tables: Tables,
    pub(super) attributes: Attributes,
    /// One system is searched at a time.
    work: Mutex<Work>,
}

impl Understanding {
    /// What these words say of a choice that is left.
    pub(crate) fn said(&self, words: &str) -> Said<'_> {
        Said::new(words, &self.attributes)
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

    pub(crate) fn understanding(&self) -> &Understanding {
        self.understanding.get_or_init(|| Understanding {
            tables: Tables::load(),
            attributes: Attributes::load(),
            work: Mutex::default(),
        })
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
        // A list has no end: where anything else is asked, it covers no date for that.
        let has_book = asked.iter().any(|(system, _)| !system.is_listed());
        let infos = asked
            .iter()
            .filter(|(system, _)| !has_book || !system.is_listed())
            .map(|(_, volume)| volume.info());
        let from = infos.clone().map(|info| info.from).min()?;
        let to = infos.clone().map(|info| info.to).max()?;
        let covered = infos.clone().any(|info| info.from <= request.on && request.on <= info.to);
        (!covered).then_some(Advice::DateNotCovered { from, to })
    }

    /// The systems that are asked, each with what answers for it on the date.
    fn asked(&self, request: &SearchRequest) -> Vec<(CodeSystem, Arc<Volume>)> {
        let mut systems = self.systems();
        systems.retain(|system| request.systems.is_empty() || request.systems.contains(system));
        let of_system =
            |system| self.volumes(system, request.on).into_iter().map(move |volume| (system, volume));
        systems.into_iter().flat_map(of_system).collect()
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
        let volumes = self.asked(request);
        let mut systems = Vec::with_capacity(volumes.len());
        for (system, volume) in &volumes {
            let index = volume.indexes()?.iter().find(|of| of.index.system() == *system);
            systems.extend(index.map(|of| (volume.as_ref(), of)));
        }
        if let Some(answer) = self.whole_code(&systems, query, request, personal)? {
            return Ok(answer);
        }
        let Understanding { tables, attributes, .. } = self.understanding();
        let queries = read(query, &systems, tables, attributes);
        let ask = |queries: &[Query]| self.ask(&systems, queries, request, personal);
        let answer = ask(&queries)?;
        if answer.total > 0 || !query.codes.is_empty() || !query.procedures.is_empty() {
            return Ok(answer);
        }
        let guessed: Vec<Query> =
            queries.into_iter().zip(&systems).map(|(query, (_, of))| guess(query, &of.index)).collect();
        let guessed = ask(&guessed)?;
        Ok(SearchAnswer { partial: !guessed.hits.is_empty(), unknown_words: answer.unknown_words, ..guessed })
    }

    /// The code that the question is, in any spelling, with those that begin with it. Who types one means no words: none
    /// is understood, corrected or scored.
    fn whole_code(
        &self,
        systems: &[(&Volume, &SystemIndex)],
        query: &Query,
        request: &SearchRequest,
        personal: &Personal,
    ) -> Result<Option<SearchAnswer>, DictionaryError> {
        if query.code.is_none() && query.procedure.is_none() && query.listed.is_none() {
            return Ok(None);
        }
        let mut pages = self.pages(systems, std::iter::repeat(query), request, personal)?;
        if !pages.iter().any(Page::is_whole_code) {
            return self.left_out_code(systems, query, request);
        }
        pages.retain(Page::is_code);
        pages.sort_by_key(Page::system);
        merge(&pages).map(Some)
    }

    /// The code that the question is, where only another edition has it.
    fn left_out_code(
        &self,
        systems: &[(&Volume, &SystemIndex)],
        query: &Query,
        request: &SearchRequest,
    ) -> Result<Option<SearchAnswer>, DictionaryError> {
        for (_, of) in systems {
            let system = of.index.system();
            let (Some(written), _) = query.codes_of(system, systems.len() == 1) else { continue };
            let held = self.held(system, &written.code, request.on)?;
            if let Some(held) = held.filter(|held| held.left_out && held.row.kind.is_code()) {
                return Ok(Some(SearchAnswer::of_code(held.summary(request.on))));
            }
        }
        Ok(None)
    }

    fn pages<'a>(
        &'a self,
        systems: &[(&'a Volume, &'a SystemIndex)],
        queries: impl IntoIterator<Item = &'a Query>,
        request: &'a SearchRequest,
        personal: &Personal,
    ) -> Result<Vec<Page<'a>>, DictionaryError> {
        let understanding = self.understanding();
        let mut asked = systems.iter().map(|(_, of)| of.index.system());
        let first = asked.next();
        let alone = asked.all(|other| Some(other) == first);
        let open = |((volume, of), query): (&(&'a Volume, &'a SystemIndex), &'a Query)| {
            Page::open(understanding, volume, of, query, alone, request, personal)
        };
        systems.iter().zip(queries).map(open).collect()
    }

    /// `queries` are the question as each system understands it.
    fn ask(
        &self,
        systems: &[(&Volume, &SystemIndex)],
        queries: &[Query],
        request: &SearchRequest,
        personal: &Personal,
    ) -> Result<SearchAnswer, DictionaryError> {
        let mut pages = self.pages(systems, queries, request, personal)?;
        // What is a code in one system is in another only by chance nearly one, or a word.
        if pages.iter().any(Page::is_code) {
            pages.retain(Page::is_code);
        }
        // Where one system answers every word, what others have for some of them is beside the point.
        pages.sort_by_key(|page| !page.can_answer_all());
        let mut work = self.understanding().work.lock().unwrap_or_else(PoisonError::into_inner);
        let mut answered = false;
        for page in &mut pages {
            if !answered || page.can_answer_all() {
                page.search_words(&mut work);
                answered |= page.answers_all();
            }
        }
        drop(work);
        pages.sort_by_key(Page::system);
        merge(&pages)
    }
}
