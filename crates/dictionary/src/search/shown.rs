//! From what was found to what is shown, with its reasons.

use rusqlite::Connection;

use super::answer::{Reason, SearchHit};
use super::by_code::ByCode;
use super::filter::Admission;
use super::highlight::{code_highlight, highlights};
use super::index::{Index, Source};
use super::personal;
use super::query::{Alternative, How, Query, Why, Word};
use super::rank::Candidate;
use super::score::Scored;
use super::tokens::{Token, tokens};
use crate::error::DictionaryError;
use crate::row;
use crate::standing::Coverage;

pub(super) struct Shown<'a> {
    pub(super) coverage: Coverage,
    pub(super) connection: &'a Connection,
    pub(super) index: &'a Index,
    pub(super) query: &'a Query,
    pub(super) on: u32,
    /// What the coder likes or used lately.
    pub(super) lifted: &'a [(u32, Reason)],
    pub(super) admission: &'a Admission<'a>,
}

impl Shown<'_> {
    fn row(&self, row: u32, score: f32) -> Result<Option<SearchHit>, DictionaryError> {
        let windows = self.index.windows(row as usize);
        let Some(row) = row::with_windows(self.connection, self.index.id(row), windows)? else {
            return Ok(None);
        };
        let summary = row.summary(self.coverage, self.on);
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

    pub(super) fn by_code(&self, found: &ByCode) -> Result<Option<SearchHit>, DictionaryError> {
        Ok(self.row(found.row, found.score())?.map(|hit| SearchHit {
            code_highlights: code_highlight(&hit.code, found.typed),
            reasons: self.with_personal(
                found.row,
                [found.reason.clone()]
                    .into_iter()
                    .chain(self.query.own.iter().map(own_abbreviation))
                    .collect(),
            ),
            ..hit
        }))
    }

    pub(super) fn by_words(&self, candidate: &Candidate) -> Result<Option<SearchHit>, DictionaryError> {
        let Some(hit) = self.row(candidate.row, candidate.score)? else { return Ok(None) };
        let phrase = candidate.scored.phrase;
        let title = hit.title.as_deref().unwrap_or_default();
        let of_title = tokens(title);
        let in_title = |word: &Token| of_title.iter().any(|of| of.stem == word.stem);
        // Our own term that only leaves out words of the title says nothing new.
        let ours = self.index.source(phrase) == Source::Ours;
        let matched = self
            .index
            .phrase_text(self.connection, phrase)?
            .map(|text| (tokens(&text), text))
            .filter(|(words, _)| !(ours && words.iter().all(in_title)));
        let (of_phrase, text) = matched
            .as_ref()
            .map_or((of_title.as_slice(), ""), |(words, text)| (words.as_slice(), text.as_str()));
        let reasons = self.reasons(candidate.scored, of_phrase, matched.is_some());
        Ok(Some(SearchHit {
            title_highlights: highlights(title, &of_title, self.query),
            matched_highlights: matched
                .as_ref()
                .map_or_else(Vec::new, |_| highlights(text, of_phrase, self.query)),
            reasons: self.with_personal(candidate.row, reasons),
            matched_text: matched.map(|(_, text)| text),
            ..hit
        }))
    }

    /// With what is the coder's own, and what of the patient does not fit.
    fn with_personal(&self, row: u32, mut reasons: Vec<Reason>) -> Vec<Reason> {
        reasons.extend(self.lifted.iter().find(|(of, _)| *of == row).map(|(_, reason)| reason.clone()));
        reasons.extend(self.admission.misfit(row));
        reasons
    }

    fn reasons(&self, scored: Scored, of_phrase: &[Token], shown_apart: bool) -> Vec<Reason> {
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
        reasons.extend(self.query.own.iter().map(own_abbreviation));
        for (word, at) in self.query.words.iter().zip(0_u32..32) {
            let typed = || word.typed.clone();
            if scored.matched & (1 << at) == 0 {
                if word.required {
                    reasons.push(Reason::Missing { typed: typed() });
                }
                continue;
            }
            if word.own.is_some() {
                continue;
            }
            let reason = match matched(word, of_phrase) {
                Some((Alternative { how: How::Beginning, why: Why::Typed, .. }, _)) | None => {
                    Reason::WordBeginning { typed: typed() }
                }
                Some((Alternative { why: Why::Typed, .. }, _)) => Reason::Word { typed: typed() },
                Some((Alternative { why: Why::Synonym, .. }, meant)) => {
                    Reason::Synonym { typed: typed(), meant }
                }
                Some((Alternative { why: Why::Corrected, .. }, meant)) => {
                    Reason::Corrected { typed: typed(), meant }
                }
            };
            reasons.push(reason);
        }
        reasons
    }
}

fn own_abbreviation(own: &personal::Written) -> Reason {
    Reason::OwnAbbreviation { typed: own.typed.clone(), meant: own.meant.clone() }
}

/// The likest alternative of a typed word that stands in a phrase, and its words as the phrase has them.
fn matched<'a>(word: &'a Word, phrase: &[Token]) -> Option<(&'a Alternative, String)> {
    let whole = |text: &str| phrase.iter().find(|token| token.stem == text);
    let words = |alternative: &Alternative| -> Option<String> {
        let text = alternative.text.as_str();
        let found: Option<Vec<&str>> = match alternative.how {
            How::Whole => whole(text).map(|token| vec![token.folded.as_str()]),
            How::Together => text.split(' ').map(|word| Some(whole(word)?.folded.as_str())).collect(),
            How::Beginning => phrase
                .iter()
                .find(|token| token.stem.starts_with(text))
                .map(|token| vec![token.folded.as_str()]),
        };
        found.map(|words| words.join(" "))
    };
    word.alternatives
        .iter()
        .filter_map(|alternative| Some((alternative, words(alternative)?)))
        .max_by(|(a, _), (b, _)| a.likeness.total_cmp(&b.likeness))
}
