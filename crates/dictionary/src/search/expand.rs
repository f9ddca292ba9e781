//! The stage at which a typed word gains what it may stand for. Synonyms, abbreviations and corrected spellings are
//! to be added here, each as an [`Alternative`] with its own likeness.

use super::query::{Alternative, How, Query};
use super::tokens::stem;

/// A finished word is rarely the beginning of another; one that is still being typed often is.
const FINISHED_WORD_AS_BEGINNING: f32 = 0.7;
const OPEN_WORD_AS_BEGINNING: f32 = 0.9;
/// A single letter followed by a blank ("c section") begins too much to mean anything.
const SHORTEST_FINISHED_BEGINNING: usize = 2;

pub(super) fn expand(mut query: Query) -> Query {
    for word in &mut query.words {
        let singular = stem(&word.typed);
        if word.open || word.typed.len() >= SHORTEST_FINISHED_BEGINNING {
            let likeness = if word.open { OPEN_WORD_AS_BEGINNING } else { FINISHED_WORD_AS_BEGINNING };
            word.alternatives.push(Alternative { text: singular.clone(), how: How::Beginning, likeness });
            // "pres" may be the plural of "pre" or the beginning of "pressure".
            if singular != word.typed {
                word.alternatives.push(Alternative {
                    text: word.typed.clone(),
                    how: How::Beginning,
                    likeness,
                });
            }
        }
        word.alternatives.push(Alternative { text: singular, how: How::Whole, likeness: 1.0 });
    }
    query
}
