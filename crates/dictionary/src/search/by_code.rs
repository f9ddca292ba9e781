//! A query that is a code, the beginning of one, or nearly one.

use super::answer::Reason;
use super::index::Index;

/// A row found by its code.
#[derive(Clone, Debug)]
pub(super) struct ByCode {
    pub(super) row: u32,
    pub(super) reason: Reason,
    /// How many characters of the code, without its dot, were typed.
    pub(super) typed: usize,
}

/// Shorter beginnings name a whole chapter: the words of the query must decide then.
const SHORTEST_BEGINNING: usize = 2;
/// A wrong or superfluous last character must not make the code vanish; a wrong third one is another code.
const SHORTEST_NEAREST: usize = 3;

/// The code itself first, then what begins with it: billable before headers, the coder's own before others, in book
/// order. Of those below, only what `listed` admits; a code typed in full is found however it stands.
pub(super) fn find(
    index: &Index,
    code: &str,
    rank: impl Fn(u32) -> (bool, bool),
    listed: impl Fn(u32) -> bool,
) -> Vec<ByCode> {
    let mut typed = code;
    while typed.len() >= SHORTEST_BEGINNING {
        let below = index.codes_beginning_with(typed);
        let exact = index.row_of_code(typed);
        let mut rows: Vec<u32> =
            below.iter().copied().filter(|row| Some(*row) != exact && listed(*row)).collect();
        if exact.is_some() || !rows.is_empty() {
            rows.sort_unstable_by_key(|row| (rank(*row), *row));
            let reason = |whole: bool| match (typed == code, whole) {
                (true, true) => Reason::ExactCode,
                (true, false) => Reason::CodeBeginning,
                (false, _) => Reason::NearestCode { beginning: typed.to_owned() },
            };
            let found = |row, whole| ByCode { row, reason: reason(whole), typed: typed.len() };
            return exact
                .map(|row| found(row, true))
                .into_iter()
                .chain(rows.into_iter().map(|row| found(row, false)))
                .collect();
        }
        if typed.len() <= SHORTEST_NEAREST {
            break;
        }
        typed = typed.get(..typed.len() - 1).unwrap_or_default();
    }
    Vec::new()
}
