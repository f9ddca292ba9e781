//! What a release changes: the codes that may be billed on one day and not on another, and those that are called
//! otherwise.

use std::collections::BTreeMap;

use encounter::CodeSystem;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::detail::CodeKind;
use crate::error::DictionaryError;
use crate::open::Dictionary;
use crate::{date_key, row, written};

/// From one day to another, of one system; codes in their order. Of what may no longer be billed each code stands in one
/// list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CodeChanges {
    pub added: Vec<ChangedCode>,
    /// With nothing below them that may be billed instead.
    pub deleted: Vec<EndedCode>,
    /// No longer billable themselves, because codes below them are: those are their replacements.
    pub split: Vec<EndedCode>,
    /// Billable on both days.
    pub retitled: Vec<RetitledCode>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChangedCode {
    /// The display form, with the dot.
    pub code: String,
    pub title: Option<String>,
}

/// A code that may be billed on the first day and not on the second.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EndedCode {
    pub code: String,
    /// That of the first day.
    pub title: Option<String>,
    /// What the release names in its place, as far as it may be billed on the second day.
    pub replacements: Vec<ChangedCode>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RetitledCode {
    pub code: String,
    /// `None` where no release had a title.
    pub before: Option<String>,
    pub after: Option<String>,
}

/// How many of each there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChangeCounts {
    pub added: u32,
    pub deleted: u32,
    pub split: u32,
    pub retitled: u32,
}

/// The codes that may be billed on a day, each with its title; stored forms.
pub(crate) type Billable = BTreeMap<String, Option<String>>;

/// Of codes that ended, those that are valid in their place; stored forms.
pub(crate) type Replacements = BTreeMap<String, Vec<String>>;

impl Dictionary {
    /// What changes in a system from one day to another, by the releases that answer for each.
    pub fn changes(
        &self,
        system: CodeSystem,
        before: Date,
        after: Date,
    ) -> Result<CodeChanges, DictionaryError> {
        let replacements = row::replacements(&self.volume(system, after).connection(), system)?;
        Ok(compare(system, &self.billable(system, before)?, &self.billable(system, after)?, &replacements))
    }

    pub(crate) fn billable(&self, system: CodeSystem, on: Date) -> Result<Billable, DictionaryError> {
        let volume = self.volume(system, on);
        let day = date_key::key(on);
        let rows = row::of_system(&volume.connection(), system)?;
        let billable = rows.into_iter().filter(|row| {
            row.windows.iter().any(|window| window.billable && window.from <= day && day <= window.to)
        });
        Ok(billable.map(|row| (row.code.clone(), row.title_on(day))).collect())
    }
}

pub(crate) fn compare(
    system: CodeSystem,
    before: &Billable,
    after: &Billable,
    replacements: &Replacements,
) -> CodeChanges {
    let changed = |code: &str, title: &Option<String>| ChangedCode {
        code: written::display(system, CodeKind::Code, code),
        title: title.clone(),
    };
    let mut changes = CodeChanges::default();
    let added = after.iter().filter(|(code, _)| !before.contains_key(*code));
    changes.added = added.map(|(code, title)| changed(code, title)).collect();
    for (code, title) in before {
        let ChangedCode { code: shown, title } = changed(code, title);
        match after.get(code) {
            Some(new) if *new != title => {
                changes.retitled.push(RetitledCode { code: shown, before: title, after: new.clone() });
            }
            Some(_) => {}
            None => {
                let below = after.range(code.clone()..).take_while(|(below, _)| below.starts_with(code));
                let below: Vec<ChangedCode> = below.map(|(code, title)| changed(code, title)).collect();
                if below.is_empty() {
                    let named = replacements.get(code).into_iter().flatten();
                    let valid = named.filter_map(|code| Some(changed(code, after.get(code)?)));
                    let replacements = valid.collect();
                    changes.deleted.push(EndedCode { code: shown, title, replacements });
                } else {
                    changes.split.push(EndedCode { code: shown, title, replacements: below });
                }
            }
        }
    }
    changes
}

impl CodeChanges {
    pub fn counts(&self) -> ChangeCounts {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        ChangeCounts {
            added: count(self.added.len()),
            deleted: count(self.deleted.len()),
            split: count(self.split.len()),
            retitled: count(self.retitled.len()),
        }
    }
}

impl ChangeCounts {
    pub(crate) fn add(&mut self, more: Self) {
        self.added += more.added;
        self.deleted += more.deleted;
        self.split += more.split;
        self.retitled += more.retitled;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(codes: &[(&str, &str)]) -> Billable {
        codes.iter().map(|(code, title)| ((*code).to_owned(), Some((*title).to_owned()))).collect()
    }

    fn codes(of: &[ChangedCode]) -> Vec<&str> {
        of.iter().map(|each| each.code.as_str()).collect()
    }

    #[test]
    fn four_kinds_of_change() {
        let before =
            list(&[("A001", "Ink"), ("A002", "Blot"), ("A01", "Cut"), ("A02", "Same"), ("A03", "Old")]);
        let after = list(&[
            ("A0011", "Ink, right"),
            ("A0012", "Ink, left"),
            ("A01", "Paper cut"),
            ("A02", "Same"),
            ("A04", "New"),
        ]);
        let replacements =
            [("A03".to_owned(), vec!["A04".to_owned(), "A99".to_owned()])].into_iter().collect();
        let changes = compare(CodeSystem::Icd10cm, &before, &after, &replacements);
        assert_eq!(changes.counts(), ChangeCounts { added: 3, deleted: 2, split: 1, retitled: 1 });
        assert_eq!(codes(&changes.added), ["A00.11", "A00.12", "A04"]);
        let [blot, old] = changes.deleted.as_slice() else { panic!("two are deleted") };
        assert_eq!((blot.code.as_str(), blot.replacements.len()), ("A00.2", 0));
        assert_eq!(codes(&old.replacements), ["A04"], "only what may be billed");
        let [ink] = changes.split.as_slice() else { panic!("one is split") };
        assert_eq!((ink.code.as_str(), ink.title.as_deref()), ("A00.1", Some("Ink")));
        assert_eq!(codes(&ink.replacements), ["A00.11", "A00.12"]);
        assert_eq!(changes.retitled[0].after.as_deref(), Some("Paper cut"));
        assert_eq!(compare(CodeSystem::Icd10cm, &after, &after, &replacements), CodeChanges::default());
    }
}
