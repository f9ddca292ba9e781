//! The phrases that hold all of several words, as if they were one.

use super::index::{Index, LIGHT_BIT, is_light, phrase_of};

/// The phrases that hold every one of these words, lightly where one is light: "not specified as primary or secondary"
/// is no secondary neoplasm. And what the words weigh together.
/// Empty where the book lacks one of them.
pub(super) fn together(index: &Index, words: &str, into: &mut Vec<u32>) -> f32 {
    into.clear();
    let mut weight = 0.0;
    let mut lists: Vec<&[u32]> = Vec::new();
    for word in words.split(' ') {
        let Some(id) = index.whole_word(word) else { return 0.0 };
        weight += index.word_weights.get(id).copied().unwrap_or_default();
        lists.push(index.postings(id));
    }
    lists.sort_by_key(|list| list.len());
    let Some((rarest, others)) = lists.split_first() else { return 0.0 };
    let mut from = vec![0_usize; others.len()];
    'phrases: for posting in *rarest {
        let phrase = phrase_of(*posting);
        let mut light = is_light(*posting);
        for (list, from) in others.iter().zip(&mut from) {
            *from += gallop(list.get(*from..).unwrap_or_default(), phrase);
            let Some(other) = list.get(*from).filter(|other| phrase_of(**other) == phrase) else {
                continue 'phrases;
            };
            light |= is_light(*other);
        }
        into.push(if light { phrase | LIGHT_BIT } else { phrase });
    }
    weight
}

/// How many postings come before `phrase`. The next is mostly near: steps that double find it sooner than halving all.
pub(super) fn gallop(list: &[u32], phrase: u32) -> usize {
    let before = |posting: &u32| phrase_of(*posting) < phrase;
    let mut high = 1;
    while list.get(high - 1).is_some_and(before) {
        high *= 2;
    }
    let low = high / 2;
    let high = high.min(list.len());
    low + list.get(low..high).unwrap_or_default().partition_point(before)
}
