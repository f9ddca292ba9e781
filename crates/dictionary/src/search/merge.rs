//! The answers of several systems as one.

use super::answer::{Reason, SearchAnswer, SearchHit};

/// Puts together what each system answered, each in its own order.
pub(super) fn merge(mut answers: Vec<SearchAnswer>, limit: usize) -> SearchAnswer {
    if answers.len() <= 1 {
        return answers.pop().unwrap_or_default();
    }
    // What is a code in one system is in another only by chance nearly one, or a word.
    let is_code = |answer: &SearchAnswer| answer.hits.iter().any(|hit| by_code(hit) == ByCode::Certain);
    if answers.iter().any(is_code) {
        answers.retain(is_code);
    }
    let full = |answer: &SearchAnswer| !answer.partial && !answer.hits.is_empty();
    let some_full = answers.iter().any(full);
    let total: u32 =
        answers.iter().filter(|answer| !some_full || full(answer)).map(|answer| answer.total).sum();
    let partial = !some_full && answers.iter().any(|answer| answer.partial);
    // A word is unknown where no system has it.
    let mut unknown_words = answers.first().map(|answer| answer.unknown_words.clone()).unwrap_or_default();
    unknown_words.retain(|word| answers.iter().all(|answer| answer.unknown_words.contains(word)));
    let mut lists: Vec<_> = answers.into_iter().map(|answer| answer.hits.into_iter().peekable()).collect();
    let mut hits = Vec::new();
    while hits.len() < limit {
        let heads = lists.iter_mut().zip(0_usize..).filter_map(|(list, at)| Some((rank(list.peek()?), at)));
        // Of equals the first, which is the system that comes first.
        let best = heads.reduce(|best, other| if other.0 > best.0 { other } else { best });
        let Some(hit) = best.and_then(|(_, at)| lists.get_mut(at)).and_then(Iterator::next) else { break };
        hits.push(hit);
    }
    let total = total.max(u32::try_from(hits.len()).unwrap_or(u32::MAX));
    SearchAnswer { hits, total, partial, unknown_words, advice: Vec::new() }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ByCode {
    /// Found by words.
    No,
    Nearest,
    Certain,
}

fn by_code(hit: &SearchHit) -> ByCode {
    match hit.reasons.first() {
        Some(Reason::ExactCode | Reason::CodeBeginning | Reason::InRange { .. }) => ByCode::Certain,
        Some(Reason::NearestCode { .. }) => ByCode::Nearest,
        _ => ByCode::No,
    }
}

/// Code before words, all words before some, what fits the patient before what does not, then the score.
fn rank(hit: &SearchHit) -> (ByCode, bool, bool, f32) {
    let missing = |reason: &Reason| matches!(reason, Reason::Missing { .. });
    let misfit = |reason: &Reason| matches!(reason, Reason::OtherSex | Reason::OtherAge);
    (by_code(hit), !hit.reasons.iter().any(missing), !hit.reasons.iter().any(misfit), hit.score)
}
