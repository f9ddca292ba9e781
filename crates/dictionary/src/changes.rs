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

/// From one day to another, of one system; codes in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CodeChanges {
    pub added: Vec<ChangedCode>,
    pub deleted: Vec<ChangedCode>,
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
    pub retitled: u32,
}

/// The codes that may be billed on a day, each with its title; stored forms.
pub(crate) type Billable = BTreeMap<String, Option<String>>;

impl Dictionary {
    /// What changes in a system from one day to another, by the releases that answer for each.
    pub fn changes(
        &self,
        system: CodeSystem,
        before: Date,
        after: Date,
    ) -> Result<CodeChanges, DictionaryError> {
        Ok(compare(system, &self.billable(system, before)?, &self.billable(system, after)?))
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

pub(crate) fn compare(system: CodeSystem, before: &Billable, after: &Billable) -> CodeChanges {
    let display = |code: &String| written::display(system, CodeKind::Code, code);
    let missing = |of: &Billable, from: &Billable| -> Vec<ChangedCode> {
        let missing = of.iter().filter(|(code, _)| !from.contains_key(*code));
        missing.map(|(code, title)| ChangedCode { code: display(code), title: title.clone() }).collect()
    };
    let retitled = after.iter().filter_map(|(code, after)| {
        let before = before.get(code).filter(|before| *before != after)?;
        Some(RetitledCode { code: display(code), before: before.clone(), after: after.clone() })
    });
    CodeChanges {
        added: missing(after, before),
        deleted: missing(before, after),
        retitled: retitled.collect(),
    }
}

impl CodeChanges {
    pub fn counts(&self) -> ChangeCounts {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        ChangeCounts {
            added: count(self.added.len()),
            deleted: count(self.deleted.len()),
            retitled: count(self.retitled.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_kinds_of_change() {
        let list = |codes: &[(&str, &str)]| -> Billable {
            codes.iter().map(|(code, title)| ((*code).to_owned(), Some((*title).to_owned()))).collect()
        };
        let before = list(&[("A001", "Ink"), ("A01", "Cut"), ("A02", "Same")]);
        let after = list(&[("A0011", "Ink, right"), ("A01", "Paper cut"), ("A02", "Same")]);
        let changes = compare(CodeSystem::Icd10cm, &before, &after);
        assert_eq!(changes.counts(), ChangeCounts { added: 1, deleted: 1, retitled: 1 });
        assert_eq!(changes.added[0].code, "A00.11");
        assert_eq!(changes.deleted[0].title.as_deref(), Some("Ink"));
        assert_eq!(changes.retitled[0].after.as_deref(), Some("Paper cut"));
        assert_eq!(compare(CodeSystem::Icd10cm, &after, &after), CodeChanges::default());
    }
}
