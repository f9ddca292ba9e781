//! What several systems have for one question, as one answer.

use encounter::CodeSystem;

use super::answer::{SearchAnswer, SearchHit};
use super::page::{Entry, Page};
use crate::error::DictionaryError;

/// The best of all pages, of equals that of the page that comes first.
pub(super) fn merge(pages: &[Page<'_>]) -> Result<SearchAnswer, DictionaryError> {
    let Some(first) = pages.first() else { return Ok(SearchAnswer::default()) };
    // A word is unknown where no system has it.
    let unknown = pages.iter().map(Page::unknown).fold(u32::MAX, |bits, page| bits & page);
    let answered = pages.iter().any(Page::answers_all);
    let pages: Vec<&Page<'_>> = pages.iter().filter(|page| page.answers_all() == answered).collect();
    let total: usize = pages.iter().map(|page| page.total()).sum();
    let mut lists: Vec<_> = pages.iter().map(|page| page.entries().peekable()).collect();
    let mut hits = Vec::new();
    while hits.len() < first.limit() {
        let heads = lists.iter_mut().zip(0_usize..).filter_map(|(list, at)| Some((rank(*list.peek()?), at)));
        let best = heads.reduce(|best, other| if other.0 > best.0 { other } else { best });
        let Some((_, at)) = best else { break };
        let Some((entry, page)) = lists.get_mut(at).and_then(Iterator::next).zip(pages.get(at)) else {
            break;
        };
        let Some(hit) = page.show(entry)? else { continue };
        // A code of two lists of the user's own is one code.
        let same = |other: &SearchHit| other.system == hit.system && other.code == hit.code;
        if hit.system != CodeSystem::Own || !hits.iter().any(same) {
            hits.push(hit);
        }
    }
    let words = first.query().words.iter().zip(0..32).filter(|(_, at)| unknown & (1 << at) != 0);
    Ok(SearchAnswer {
        total: u32::try_from(total.max(hits.len())).unwrap_or(u32::MAX),
        partial: !answered && !hits.is_empty(),
        unknown_words: words.map(|(word, _)| word.typed.clone()).collect(),
        advice: Vec::new(),
        hits,
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    SomeWords,
    EveryWord,
    NearestCode,
    Code,
}

/// Code before words, all words before some, what fits the patient before what does not, then the score.
fn rank(entry: Entry<'_>) -> (Class, bool, f32) {
    match entry {
        Entry::ByCode(found) => {
            let class = if found.is_certain() { Class::Code } else { Class::NearestCode };
            (class, true, found.score())
        }
        Entry::ByWords(candidate) => {
            let class = if candidate.full { Class::EveryWord } else { Class::SomeWords };
            (class, candidate.fits, candidate.score)
        }
    }
}
