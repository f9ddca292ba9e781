use encounter::CodeSystem;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::highlight::code_highlight;
use crate::detail::{CodeKind, CodeSummary};
use crate::standing::CodeStanding;

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchAnswer {
    /// Best first, at most the limit asked for.
    pub hits: Vec<SearchHit>,
    /// How many codes match every word, or, where none does, some word; shown or not. Never less than the hits: those
    /// that match only some words follow when there is room, each with a [`Reason::Missing`].
    pub total: u32,
    /// True where no code matches every word, so that the hits match only some.
    pub partial: bool,
    /// Words of the query, as typed, that occur nowhere in the book.
    pub unknown_words: Vec<String>,
    /// What the asker should know of the question, the weightiest first; never empty where there are no hits.
    pub advice: Vec<Advice>,
}

/// What is to be said of a question, whether or not it was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Advice {
    /// It holds no letter and no digit.
    NothingAsked,
    /// It holds letters, but none of those in which the book is written.
    OtherLetters,
    /// Nothing in the book is like it.
    NothingFound,
    /// Nothing passes the filters; without them there are so many hits.
    Filtered { without: u32 },
    /// Only its beginning was read.
    TooLong,
    /// No release covers its date, so that no code is known to be billable. They cover `from` to `to`, both included.
    DateNotCovered { from: Date, to: Date },
}

impl SearchAnswer {
    /// One code that was typed in full.
    pub(super) fn of_code(code: CodeSummary) -> Self {
        let typed = code.code.chars().filter(|c| *c != '.').count();
        let hit = SearchHit {
            code_highlights: code_highlight(&code.code, typed),
            system: code.system,
            code: code.code,
            title: code.title,
            kind: code.kind,
            billable: code.billable,
            standing: code.standing,
            matched_text: None,
            title_highlights: Vec::new(),
            matched_highlights: Vec::new(),
            reasons: vec![Reason::ExactCode],
            score: 2.0,
        };
        Self { hits: vec![hit], total: 1, ..Self::default() }
    }

    /// Whether nothing was found and the hits are only what begins as some typed word does: something to go on, but no
    /// answer.
    pub fn is_guess(&self) -> bool {
        let guessed = |reason: &Reason| match reason {
            Reason::Corrected { typed, .. } => self.unknown_words.contains(typed),
            _ => false,
        };
        !self.hits.is_empty() && self.partial && self.hits.iter().all(|hit| hit.reasons.iter().any(guessed))
    }
}

/// One code found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchHit {
    pub system: CodeSystem,
    /// The display form, with the dot.
    pub code: String,
    /// `None` where no embedded source publishes a title.
    pub title: Option<String>,
    pub kind: CodeKind,
    /// Billable on the date asked for.
    pub billable: bool,
    pub standing: CodeStanding,
    /// What matched where it was not the title: see [`Reason::InclusionTerm`], [`Reason::NamedElsewhere`] and
    /// [`Reason::OurTerm`].
    pub matched_text: Option<String>,
    pub code_highlights: Vec<Highlight>,
    pub title_highlights: Vec<Highlight>,
    /// In `matched_text`.
    pub matched_highlights: Vec<Highlight>,
    /// Why this code is here, strongest first.
    pub reasons: Vec<Reason>,
    /// Higher is better; comparable within one answer only.
    pub score: f32,
}

/// A span in UTF-16 code units, as JavaScript counts them: `start` included, `end` not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Highlight {
    pub start: u32,
    pub end: u32,
}

/// Why a code was found, and why where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Reason {
    /// The query is this code.
    ExactCode,
    /// The query is the beginning of this code.
    CodeBeginning,
    /// Between the two codes of the query, which are given as they were written, or below one of them.
    InRange { from: String, to: String },
    /// The query looks like a code but is none; this is at or below the longest beginning of it that exists.
    NearestCode { beginning: String },
    /// The query is the title, in whatever order of words.
    ExactTitle,
    /// The query is an inclusion term or a line of an Includes note, in whatever order of words.
    ExactInclusionTerm,
    /// Found by an inclusion term or a line of an Includes note, not by its title.
    InclusionTerm,
    /// Found by what a note elsewhere in the book calls the code.
    NamedElsewhere,
    /// Found by what coders call the code, from Carrel's own table; the book has no such words.
    OurTerm,
    /// A typed word is a word of the phrase.
    Word { typed: String },
    /// A typed word is the beginning of a word of the phrase.
    WordBeginning { typed: String },
    /// A typed word stands for other words, which the phrase has: a synonym, an abbreviation, another form of the word.
    Synonym { typed: String, meant: String },
    /// A typed word is probably a misspelling of a word of the phrase.
    Corrected { typed: String, meant: String },
    /// A typed word does not occur in the phrase.
    Missing { typed: String },
    /// The coder's own abbreviation, and what it stands for.
    OwnAbbreviation { typed: String, meant: String },
    /// One of the coder's favourites: before what answers equally well.
    Favourite,
    /// The coder used it lately: before what answers equally well.
    Recent,
    /// For the other sex than the patient's: behind what fits.
    OtherSex,
    /// For another age than the patient's: behind what fits.
    OtherAge,
}
