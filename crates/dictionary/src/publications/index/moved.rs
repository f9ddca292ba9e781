use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use encounter::{CodeSystem, IndexKind, IndexPath};
use jiff::civil::Date;

use super::load::{LoadedIndex, Term};
use super::{CodeSet, Publications};
use crate::error::DictionaryError;

/// An entry of an index, the same words in two releases, that leads to another code in the newer one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MovedEntry {
    /// The code of the newer release, without its dot; with a `-` at its end where characters are missing.
    pub(crate) code: String,
    /// The entry in the newer release.
    pub(crate) path: IndexPath,
}

/// Characters of a code without its 7th.
const BASE: usize = 6;

impl Publications {
    /// Whether a conversion table or two releases of an index could name codes in the place of those that ended between two
    /// days. Cheap.
    pub(crate) fn name_replacements(
        &self,
        system: CodeSystem,
        (before, after): (Date, Date),
    ) -> Result<bool, DictionaryError> {
        if let Some(set) = CodeSet::of_conversion(system)
            && self.on(set, after)?.is_some()
        {
            return Ok(true);
        }
        for kind in IndexKind::ALL.into_iter().filter(|kind| system_of(*kind) == system) {
            let set = CodeSet::of_index(kind);
            if let (Some(old), Some(new)) = (self.on(set, before)?, self.on(set, after)?)
                && old.id != new.id
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Of codes, without their dots, where the entries that lead to each on one day lead on another, by the releases of the
    /// indexes that are in force then. Nothing where these are not both installed, and nothing of entries whose words
    /// changed or stand twice.
    pub(crate) fn moved_entries(
        &self,
        system: CodeSystem,
        before: Date,
        after: Date,
        codes: &BTreeSet<&str>,
    ) -> Result<BTreeMap<String, Vec<MovedEntry>>, DictionaryError> {
        let mut moved: BTreeMap<String, Vec<MovedEntry>> = BTreeMap::new();
        for kind in IndexKind::ALL.into_iter().filter(|kind| system_of(*kind) == system) {
            let (Some((old_release, old)), Some((new_release, new))) =
                (self.index(kind, before)?, self.index(kind, after)?)
            else {
                continue;
            };
            let both = old_release.in_force(before) && new_release.in_force(after);
            if !both || old_release.id == new_release.id {
                continue;
            }
            for (term, entry) in old.all() {
                for (column, cell) in &entry.codes {
                    let cell = undotted(cell);
                    for (ended, seventh) in named(&cell, codes) {
                        let Some(now) = new.same_entry(&old, term, *column) else { continue };
                        let Some(code) = completed(&undotted(now), seventh) else { continue };
                        if code == ended {
                            continue;
                        }
                        let steps =
                            old.path(term).into_iter().filter_map(|at| Some(old.term(at)?.plain.clone()));
                        let path = IndexPath {
                            index: kind,
                            release: new_release.release.clone(),
                            steps: steps.chain(old.title_of(*column)).collect(),
                            code: now.to_owned(),
                        };
                        moved.entry(ended.to_owned()).or_default().push(MovedEntry { code, path });
                    }
                }
            }
        }
        Ok(moved)
    }
}

impl LoadedIndex {
    /// The code in a column of the one entry with the same words as one of another release.
    fn same_entry(&self, other: &Self, term: u32, column: u8) -> Option<&str> {
        let words: Vec<&str> =
            other.path(term).into_iter().filter_map(|at| Some(other.term(at)?.plain.as_str())).collect();
        other.only(&words)?;
        let same = self.term(self.only(&words)?)?;
        same.codes.iter().find(|(number, _)| *number == column).map(|(_, code)| code.as_str())
    }

    /// The term of these words, from the main term down, where there is no other of the same.
    fn only(&self, words: &[&str]) -> Option<u32> {
        let mut at = None;
        for word in words {
            let is_same = |found: &Term| found.plain.eq_ignore_ascii_case(word);
            let mut same = self.sub_terms(at).filter(|term| self.term(*term).is_some_and(is_same));
            at = Some(same.next()?);
            if same.next().is_some() {
                return None;
            }
        }
        at
    }

    fn title_of(&self, column: u8) -> Option<String> {
        let title = self.columns.iter().find(|(number, _)| *number == column).map(|(_, title)| title.clone());
        title.filter(|title| !title.is_empty())
    }
}

/// The codes that an entry names: that in its cell, and those with a 7th character that a table leaves to the Tabular List,
/// each with that character.
fn named<'c>(cell: &str, codes: &'c BTreeSet<&str>) -> Vec<(&'c str, Option<char>)> {
    let mut named: Vec<(&str, Option<char>)> =
        codes.get(cell).map(|code| (*code, None)).into_iter().collect();
    if !cell.ends_with('-') && cell.len() <= BASE {
        let base = format!("{cell:X<BASE$}");
        let extended = codes
            .range::<str, _>((Bound::Included(base.as_str()), Bound::Unbounded))
            .take_while(|code| code.starts_with(&base));
        named.extend(extended.filter(|code| code.len() > BASE).map(|code| (*code, code.chars().next_back())));
    }
    named
}

/// A code with the 7th character of the one in whose place it stands; `None` where there is no room for it.
fn completed(code: &str, seventh: Option<char>) -> Option<String> {
    match seventh {
        None => Some(code.to_owned()),
        Some(seventh) if code.len() <= BASE && !code.ends_with('-') => {
            Some(format!("{code:X<BASE$}{seventh}"))
        }
        Some(_) => None,
    }
}

fn undotted(code: &str) -> String {
    code.chars().filter(|c| *c != '.').collect()
}

const fn system_of(kind: IndexKind) -> CodeSystem {
    match kind {
        IndexKind::Procedure => CodeSystem::Icd10pcs,
        IndexKind::Alphabetic | IndexKind::Neoplasm | IndexKind::Drug | IndexKind::ExternalCause => {
            CodeSystem::Icd10cm
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_names_a_code_with_or_without_its_7th_character() {
        let codes = BTreeSet::from(["T360X1A", "T360X1D", "A00", "W19XXXA", "T36"]);
        let seen = |cell: &str| -> Vec<String> {
            named(cell, &codes).into_iter().map(|(code, seventh)| format!("{code}{seventh:?}")).collect()
        };
        assert_eq!(seen("T360X1"), ["T360X1ASome('A')", "T360X1DSome('D')"]);
        assert_eq!(seen("W19"), ["W19XXXASome('A')"]);
        assert_eq!(seen("A00"), ["A00None"]);
        assert_eq!(seen("T36-"), [] as [&str; 0], "a category names none of its codes");
        assert_eq!(completed("T50", Some('A')).as_deref(), Some("T50XXXA"));
        assert_eq!(completed("T50-", Some('A')), None);
        assert_eq!(completed("T50-", None).as_deref(), Some("T50-"));
    }
}
