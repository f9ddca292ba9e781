use encounter::IndexKind;
use jiff::civil::Date;

use super::load::LoadedIndex;
use super::{IndexPlace, Publications};
use crate::error::DictionaryError;
use crate::official::{ReferenceKind, as_code, as_procedure};

impl Publications {
    /// Where a reference leads: to a category, to a term of the same index, or to one of the index that it names.
    pub(super) fn follow(
        &self,
        kind: IndexKind,
        on: Date,
        index: &LoadedIndex,
        reference: ReferenceKind,
        text: &str,
    ) -> Result<Option<IndexPlace>, DictionaryError> {
        if reference == ReferenceKind::SeeCategory {
            let code = text.trim().trim_end_matches('-').trim_end_matches('.').to_ascii_uppercase();
            return Ok(Some(IndexPlace::Code { code }));
        }
        if kind == IndexKind::Procedure {
            // "Resection, Uterus 0UT9" names the table or its beginning; "Transfusion" a term.
            let code = text.rsplit(' ').next().and_then(as_procedure).filter(|_| text.contains(' '));
            let term =
                || index.resolve(text).map(|(term, exact)| IndexPlace::Term { index: kind, term, exact });
            return Ok(code.map(|code| IndexPlace::Code { code }).or_else(term));
        }
        let lower = text.to_lowercase();
        // "Neoplasm, by site, malignant" is said in every index and means the table.
        let (named, text) = match () {
            () if lower.starts_with("neoplasm") => (IndexKind::Neoplasm, text),
            () if lower.contains("table of drugs") => (IndexKind::Drug, ""),
            () if lower.starts_with("index to disease") => {
                (IndexKind::Alphabetic, text.split_once(',').map_or("", |(_, rest)| rest))
            }
            () => (kind, text),
        };
        // The tables refer to morphologies that only the Alphabetic Index has: "see Mesothelioma".
        for other in [named, IndexKind::Alphabetic] {
            let found = match other == kind {
                true => index.resolve(text),
                false => match self.index(other, on)? {
                    Some(_) if text.is_empty() => return Ok(Some(IndexPlace::Index { index: other })),
                    Some((_, there)) => there.resolve(text),
                    None => None,
                },
            };
            if let Some((term, exact)) = found {
                return Ok(Some(IndexPlace::Term { index: other, term, exact }));
            }
        }
        // "categories T17 and", "W00-X58 with 7th character S".
        let code = lower
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '.')
            .find(|word| word.len() >= 3 && as_code(word.trim_end_matches('.')).is_some())
            .map(|word| word.trim_end_matches('.').to_ascii_uppercase());
        Ok(code.map(|code| IndexPlace::Code { code }))
    }
}

impl LoadedIndex {
    /// The term that a reference names, and whether it names it to its last word.
    pub(super) fn resolve(&self, text: &str) -> Option<(u32, bool)> {
        let parts: Vec<String> = text.split(',').map(name).filter(|part| !part.is_empty()).collect();
        let (mut at, mut taken) = (1..=parts.len())
            .rev()
            .find_map(|length| Some((*self.main_terms.get(&parts.get(..length)?.join(", "))?, length)))?;
        while taken < parts.len() {
            let rest = parts.get(taken..).unwrap_or_default();
            let below = self.sub_terms(Some(at)).filter_map(|term| {
                let names = names(&self.term(term)?.plain);
                let length = (1..=rest.len())
                    .rev()
                    .find(|length| rest.get(..*length).is_some_and(|part| names.contains(&part.join(", "))));
                Some((length?, term))
            });
            // The longest name counts, and of those the first in the book.
            let Some((length, term)) = below.max_by_key(|(length, term)| (*length, u32::MAX - term)) else {
                break;
            };
            taken += length;
            at = term;
        }
        Some((at, taken == parts.len()))
    }

    pub(super) fn name_main_terms(&mut self) {
        let mains: Vec<u32> = self.sub_terms(None).collect();
        // A whole title counts before a part of another: "Mercury" before "Mercury, mercurial".
        let mut named = Vec::new();
        for term in mains {
            let Some(found) = self.term(term) else { continue };
            named
                .extend(names(&found.plain).into_iter().enumerate().map(|(place, name)| (place, term, name)));
        }
        named.sort();
        for (_, term, name) in named {
            self.main_terms.entry(name).or_insert(term);
        }
    }
}

/// `Boat, boating NEC` is named `boat, boating`, `boat` and `boating`. The whole title first.
fn names(plain: &str) -> Vec<String> {
    let whole = plain.split(',').map(name).collect::<Vec<_>>().join(", ");
    let parts: Vec<String> = plain.split([',', '/']).map(name).filter(|part| !part.is_empty()).collect();
    let mut names = vec![whole];
    if parts.len() > 1 {
        names.extend(parts);
    }
    names
}

/// Lower case, one blank between words, without what only says that there is no closer term, and without brackets.
fn name(text: &str) -> String {
    let mut depth = 0_u32;
    let outside: String = text
        .chars()
        .filter(|c| match c {
            '(' => {
                depth += 1;
                false
            }
            ')' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect();
    let lower = outside.to_lowercase();
    let words = lower.split_whitespace().filter(|word| !matches!(*word, "nec" | "nos"));
    words.collect::<Vec<_>>().join(" ").trim_matches(['.', ';', ':']).to_owned()
}
