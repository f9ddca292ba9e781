//! A query that is a code, the beginning of one, or nearly one; several of these, or a range of codes.

use super::answer::Reason;
use super::asked_codes::Asked;
use super::index::Index;

/// A row found by its code.
#[derive(Clone, Debug)]
pub(super) struct ByCode {
    pub(super) row: u32,
    pub(super) reason: Reason,
    /// How many characters of the code, without its dot, were typed.
    pub(super) typed: usize,
}

impl ByCode {
    /// Above that of any words.
    pub(super) fn score(&self) -> f32 {
        if self.reason == Reason::ExactCode { 2.0 } else { 1.5 }
    }

    /// Whether the code, or the beginning of it, is what was typed.
    pub(super) const fn is_certain(&self) -> bool {
        !matches!(self.reason, Reason::NearestCode { .. })
    }
}

/// What was found by code.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// At most as many as asked for.
    pub(super) rows: Vec<ByCode>,
    /// How many there are.
    pub(super) total: usize,
}

/// Shorter beginnings name a whole chapter: the words of the query must decide then.
const SHORTEST_BEGINNING: usize = 2;
/// A wrong or superfluous last character must not make the code vanish; a wrong third one is another code.
const SHORTEST_NEAREST: usize = 3;

/// What an index is asked by code, and how its rows stand.
pub(super) struct Shelf<'a, Rank, Listed> {
    pub(super) index: &'a Index,
    /// Smaller is better.
    pub(super) rank: Rank,
    /// Whether a row may be shown that was not typed in full.
    pub(super) listed: Listed,
    pub(super) limit: usize,
}

impl<Rank: Fn(u32) -> (bool, bool), Listed: Fn(u32) -> bool> Shelf<'_, Rank, Listed> {
    /// The code itself first, then what begins with it: billable before headers, the coder's own before others, in
    /// book order. A code typed in full is found however it stands.
    pub(super) fn find(&self, code: &str) -> Found {
        let mut typed = code;
        while typed.len() >= SHORTEST_BEGINNING {
            let below = self.index.codes_beginning_with(typed);
            let exact = self.index.row_of_code(typed);
            let mut rows: Vec<((bool, bool), u32)> = below
                .iter()
                .filter(|row| Some(**row) != exact && (self.listed)(**row))
                .map(|row| ((self.rank)(*row), *row))
                .collect();
            let total = rows.len() + usize::from(exact.is_some());
            if total > 0 {
                if rows.len() > self.limit {
                    rows.select_nth_unstable(self.limit);
                    rows.truncate(self.limit);
                }
                rows.sort_unstable();
                let reason = |whole: bool| match (typed == code, whole) {
                    (true, true) => Reason::ExactCode,
                    (true, false) => Reason::CodeBeginning,
                    (false, _) => Reason::NearestCode { beginning: typed.to_owned() },
                };
                let found = |row, whole| ByCode { row, reason: reason(whole), typed: typed.len() };
                let exact = exact.map(|row| found(row, true));
                let below = rows.into_iter().map(|(_, row)| found(row, false));
                return Found { rows: exact.into_iter().chain(below).take(self.limit).collect(), total };
            }
            if typed.len() <= SHORTEST_NEAREST {
                break;
            }
            typed = typed.get(..typed.len() - 1).unwrap_or_default();
        }
        Found::default()
    }

    /// What each of several asks for, one after another, each row once.
    pub(super) fn find_all(&self, asked: &[Asked]) -> Found {
        let mut all = Found::default();
        for one in asked {
            let found = match one {
                Asked::Code(code) => self.find(code),
                Asked::Range { from, to, shown } => {
                    let found = self.range(from, to, shown);
                    if found.total > 0 { found } else { self.find(from) }
                }
            };
            let known = |row| all.rows.iter().any(|other| other.row == row);
            let new: Vec<ByCode> = found.rows.into_iter().filter(|found| !known(found.row)).collect();
            all.total += found.total;
            all.rows.extend(new);
        }
        all.rows.truncate(self.limit);
        all
    }

    /// The codes from the one to the other and what stands below both, headers too, in book order.
    fn range(&self, from: &str, to: &str, shown: &(String, String)) -> Found {
        let rows = self.index.codes_between(from, to).iter().copied();
        let mut rows: Vec<u32> = rows.filter(|row| (self.listed)(*row)).collect();
        let total = rows.len();
        rows.sort_unstable();
        rows.truncate(self.limit);
        let typed = from.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
        let reason = || Reason::InRange { from: shown.0.clone(), to: shown.1.clone() };
        Found { rows: rows.into_iter().map(|row| ByCode { row, reason: reason(), typed }).collect(), total }
    }
}
