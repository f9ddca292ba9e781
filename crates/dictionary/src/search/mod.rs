//! Search as one types: parse the query, expand its words, score every phrase that holds one of them, rank codes.
//!
//! A *phrase* is one title, one inclusion term or one line of an Includes note, matched on its own. The index over
//! the phrases is built when the dictionary is compiled. Synonyms, abbreviations and corrected spellings are further
//! [`query::Alternative`]s of a word: they belong into [`expand`], and nothing after that stage need know of them.

mod answer;
mod asked_codes;
mod attributes;
mod build;
mod by_code;
mod correct;
mod emphasis;
mod expand;
mod filter;
mod find;
mod highlight;
mod index;
mod inflect;
mod merge;
mod numbers;
mod page;
mod personal;
mod query;
mod rank;
mod request;
mod resolve;
mod said;
mod score;
mod shown;
mod sorted;
mod system_index;
mod tables;
mod terms;
mod together;
mod tokens;
mod windows;

pub use answer::{Advice, Highlight, Reason, SearchAnswer, SearchHit};
pub(crate) use build::{IndexedRow, Phrase, PhraseKind, write};
pub(crate) use emphasis::naming_words;
pub(crate) use find::Understanding;
pub(crate) use index::names;
pub use personal::Personal;
pub use request::{Laterality, PatientFit, SearchFilters, SearchRequest};
pub(crate) use said::Said;
pub(crate) use system_index::SystemIndex;
pub(crate) use terms::{Terms, reference};
