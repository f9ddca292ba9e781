//! What a release changes: the codes that may be billed on one day and not on another, and those that are called
//! otherwise.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use encounter::{CodeSystem, IndexPath};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::detail::{CodeKind, CodeSummary};
use crate::error::DictionaryError;
use crate::open::Dictionary;
use crate::publications::{MovedEntry, Publications};
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
    pub replacements: Vec<Replacement>,
}

/// A code in the place of one that ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Replacement {
    /// HCPCS names codes of CPT too.
    pub system: CodeSystem,
    pub code: String,
    /// `None` where no installed release has one.
    pub title: Option<String>,
    pub named_by: NamedBy,
}

/// Who says that a code stands in the place of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum NamedBy {
    /// The book: it stands below that code, or its publisher names it there.
    Book,
    /// The publisher's conversion table, of this release.
    ConversionTable { release: String },
    /// The index of the newer release, which leads to it with the words that led to the ended code in the older one.
    Index { path: IndexPath },
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

/// Of codes that ended, by their stored forms, those that are valid in their place.
pub(crate) type Replacements = BTreeMap<String, Vec<Replacement>>;

impl Dictionary {
    /// What changes in a system from one day to another, by the releases that answer for each; of what ended with the codes
    /// in its place, as its publisher names them or as the installed indexes do.
    pub fn changes(
        &self,
        publications: &Publications,
        system: CodeSystem,
        before: Date,
        after: Date,
    ) -> Result<CodeChanges, DictionaryError> {
        // A code that the newer release lists no more is named in the older.
        let mut named = row::replacements(&self.volume(system, before).connection(), system)?;
        named.extend(row::replacements(&self.volume(system, after).connection(), system)?);
        let (billed, valid) = (self.billable(system, before)?, self.billable(system, after)?);
        let mut replacements = Replacements::new();
        for (code, named) in named {
            if billed.contains_key(&code) && !valid.contains_key(&code) {
                replacements.insert(code, self.billable_instead(system, &named, after)?);
            }
        }
        let mut changes = compare(system, &billed, &valid, &replacements);
        let deleted = changes.deleted.iter_mut().filter(|each| each.replacements.is_empty());
        let mut unnamed: BTreeMap<String, &mut EndedCode> =
            deleted.filter_map(|each| Some((written::stored(system, &each.code)?, each))).collect();
        let codes = unnamed.keys().map(String::as_str).collect();
        let billable = |begins: &str, whole: bool| {
            let below = valid.range(begins.to_owned()..).take_while(|(below, _)| below.starts_with(begins));
            let found: Vec<Titled> = match whole {
                true => valid.get_key_value(begins).into_iter().map(titled).collect(),
                false => below.take(LEADS_TOO_FAR as usize).map(titled).collect(),
            };
            Ok(found)
        };
        let named = named_elsewhere(publications, system, (before, after), &codes, &billable)?;
        for (code, replacements) in named {
            if let Some(ended) = unnamed.get_mut(&code) {
                ended.replacements = replacements;
            }
        }
        Ok(changes)
    }

    /// The codes in the place of one, written in any way, whose last day this was, as far as not the book itself but the
    /// conversion table or the indexes name them.
    pub fn replaced_by_tables(
        &self,
        publications: &Publications,
        system: CodeSystem,
        code: &str,
        last_day: Date,
    ) -> Result<Vec<Replacement>, DictionaryError> {
        let (Some(stored), Ok(after)) = (written::stored(system, code), last_day.tomorrow()) else {
            return Ok(Vec::new());
        };
        if !publications.name_replacements(system, (last_day, after))? {
            return Ok(Vec::new());
        }
        let codes = BTreeSet::from([stored.as_str()]);
        // All codes of a system would take a hundred times as long to read as the few that are asked for.
        let billable = |begins: &str, whole: bool| {
            let found = match whole {
                true => {
                    self.summary(system, begins, after)?.into_iter().filter(|code| code.billable).collect()
                }
                false => self.billable_below(system, begins, after, LEADS_TOO_FAR)?,
            };
            let stored = |code: CodeSummary| Some((written::stored(system, &code.code)?, code.title));
            Ok(found.into_iter().filter_map(stored).collect())
        };
        let mut named = named_elsewhere(publications, system, (last_day, after), &codes, &billable)?;
        Ok(named.remove(&stored).unwrap_or_default())
    }

    /// What a publisher names in the place of a code, as far as it may be billed.
    fn billable_instead(
        &self,
        system: CodeSystem,
        named: &[String],
        on: Date,
    ) -> Result<Vec<Replacement>, DictionaryError> {
        let mut billable = Vec::new();
        for code in named {
            let Some(system) = self.system_of_instead(system, code, on)? else { continue };
            let title = self.summary(system, code, on)?.and_then(|known| known.title);
            billable.push(Replacement { system, code: code.clone(), title, named_by: NamedBy::Book });
        }
        Ok(billable)
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

/// Of codes that ended between two days, those in their place by the conversion table, else by the indexes.
fn named_elsewhere(
    publications: &Publications,
    system: CodeSystem,
    (before, after): (Date, Date),
    codes: &BTreeSet<&str>,
    billable: &Ask<'_>,
) -> Result<BTreeMap<String, Vec<Replacement>>, DictionaryError> {
    let mut named = BTreeMap::new();
    for code in codes {
        let Some(table) = publications.converted(system, code, (before, after))? else { break };
        let mut replacements = Vec::new();
        for converted in &table.value {
            replacements.extend(billable(converted, true)?.into_iter().map(|(code, title)| Replacement {
                system,
                code: written::display(system, CodeKind::Code, &code),
                title,
                named_by: NamedBy::ConversionTable { release: table.release.clone() },
            }));
        }
        if !replacements.is_empty() {
            named.insert((*code).to_owned(), replacements);
        }
    }
    let left = codes.iter().copied().filter(|code| !named.contains_key(*code)).collect();
    for (code, entries) in publications.moved_entries(system, before, after, &left)? {
        named.insert(code, offered(system, entries, billable)?);
    }
    Ok(named)
}

/// More codes in the place of one than digits on the keys are no offer.
const MOST_OFFERED: usize = 9;
/// An entry that leads to so many codes offers none.
const LEADS_TOO_FAR: u32 = 10;

/// A code with its title; the stored form.
type Titled = (String, Option<String>);

/// Which codes may be billed on the second day: that of this name, or, where only the beginning is known, those with it, as
/// far as they can be offered.
type Ask<'a> = dyn Fn(&str, bool) -> Result<Vec<Titled>, DictionaryError> + 'a;

fn titled((code, title): (&String, &Option<String>)) -> Titled {
    (code.clone(), title.clone())
}

/// Where moved entries lead, as far as it may be billed: first where most of them do, else in the order of the index.
fn offered(
    system: CodeSystem,
    entries: Vec<MovedEntry>,
    billable: &Ask<'_>,
) -> Result<Vec<Replacement>, DictionaryError> {
    let mut offered: Vec<(usize, Replacement)> = Vec::new();
    for MovedEntry { code, path } in entries {
        let leads_to = billable(code.trim_end_matches('-'), !code.ends_with('-'))?;
        if leads_to.len() > MOST_OFFERED {
            continue;
        }
        for (code, title) in leads_to {
            let code = written::display(system, CodeKind::Code, &code);
            match offered.iter_mut().find(|(_, known)| known.code == code) {
                Some((times, _)) => *times += 1,
                None => {
                    let named_by = NamedBy::Index { path: path.clone() };
                    offered.push((1, Replacement { system, code, title, named_by }));
                }
            }
        }
    }
    offered.sort_by_key(|(times, _)| Reverse(*times));
    offered.truncate(MOST_OFFERED);
    Ok(offered.into_iter().map(|(_, replacement)| replacement).collect())
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
    let named = |code: &str, title: &Option<String>| {
        let ChangedCode { code, title } = changed(code, title);
        Replacement { system, code, title, named_by: NamedBy::Book }
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
                let below: Vec<Replacement> = below.map(|(code, title)| named(code, title)).collect();
                if below.is_empty() {
                    let replacements = replacements.get(code).cloned().unwrap_or_default();
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

    fn codes(of: &[Replacement]) -> Vec<&str> {
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
        let new = Replacement {
            system: CodeSystem::Icd10cm,
            code: "A04".to_owned(),
            title: Some("New".to_owned()),
            named_by: NamedBy::Book,
        };
        let replacements = [("A03".to_owned(), vec![new])].into_iter().collect();
        let changes = compare(CodeSystem::Icd10cm, &before, &after, &replacements);
        assert_eq!(changes.counts(), ChangeCounts { added: 3, deleted: 2, split: 1, retitled: 1 });
        let added: Vec<&str> = changes.added.iter().map(|each| each.code.as_str()).collect();
        assert_eq!(added, ["A00.11", "A00.12", "A04"]);
        let [blot, old] = changes.deleted.as_slice() else { panic!("two are deleted") };
        assert_eq!((blot.code.as_str(), blot.replacements.len()), ("A00.2", 0));
        assert_eq!(codes(&old.replacements), ["A04"]);
        let [ink] = changes.split.as_slice() else { panic!("one is split") };
        assert_eq!((ink.code.as_str(), ink.title.as_deref()), ("A00.1", Some("Ink")));
        assert_eq!(codes(&ink.replacements), ["A00.11", "A00.12"]);
        assert_eq!(changes.retitled[0].after.as_deref(), Some("Paper cut"));
        assert_eq!(compare(CodeSystem::Icd10cm, &after, &after, &replacements), CodeChanges::default());
    }
}
