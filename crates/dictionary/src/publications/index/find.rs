use super::load::{LoadedIndex, Term};

/// More words than these are not looked for.
const WORDS: usize = 16;

impl LoadedIndex {
    /// Terms that hold every word of the query or its beginning, in their own title or in the terms above, and at least
    /// one in their own. First those that begin with the query, then those that hold it all in their title, then the rest;
    /// outer terms before inner ones.
    pub(super) fn find(&self, query: &str) -> Vec<u32> {
        let query = query.to_lowercase();
        let words: Vec<&str> =
            query.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(WORDS).collect();
        if words.is_empty() {
            return self.outermost();
        }
        let all = (1_u32 << words.len()) - 1;
        let whole = query.trim();
        let mut seen_above: Vec<u32> = Vec::new();
        let mut found: Vec<(u8, u32, u32)> = Vec::new();
        for (at, term) in self.all() {
            seen_above.truncate(term.depth as usize);
            let above = seen_above.last().copied().unwrap_or(0);
            let own = held(term, &words);
            seen_above.push(above | own);
            if own == 0 || above | own != all {
                continue;
            }
            let rank = match () {
                () if term.lower.starts_with(whole) => 0,
                () if own == all => 1,
                () => 2,
            };
            found.push((rank, term.depth, at));
        }
        found.sort_unstable();
        found.into_iter().map(|(.., at)| at).collect()
    }

    /// The main terms; where there is only one, as in the Neoplasm Table, what stands under it, for it is the title of
    /// the whole table.
    fn outermost(&self) -> Vec<u32> {
        let mut main_terms = self.sub_terms(None);
        match (main_terms.next(), main_terms.next()) {
            (Some(only), None) => std::iter::once(only).chain(self.sub_terms(Some(only))).collect(),
            _ => self.sub_terms(None).collect(),
        }
    }
}

/// One bit a word.
fn held(term: &Term, words: &[&str]) -> u32 {
    let mut held = 0;
    for (bit, word) in words.iter().enumerate() {
        let begins =
            |at: usize| !term.lower.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric));
        if term.lower.match_indices(word).any(|(at, _)| begins(at)) {
            held |= 1 << bit;
        }
    }
    held
}
