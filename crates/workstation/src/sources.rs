//! Where every code set comes from: the release in use, and what is newer by its publisher's calendar.

use std::collections::BTreeSet;

use dictionary::{CodeSet, Dictionary, DueRelease, Import, Publication, Release, ReleasePart, ReleaseRole};
use encounter::CodeSystem;
use jiff::civil::Date;
use serde::Serialize;
use specta::Type;

use crate::desk::Desk;
use crate::error::DeskError;

/// The registry of sources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Sources {
    /// Newest first.
    pub imports: Vec<Import>,
    /// The numbers of those that this version cannot read and that must be imported again.
    pub unreadable: BTreeSet<u32>,
    /// Each code set once.
    pub sets: Vec<Source>,
}

/// A code set and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    pub of: SourceOf,
    /// What answers for today, else the newest before it; of a code system its text, and which codes are valid. Empty
    /// where nothing is installed.
    pub in_use: Vec<SourceRelease>,
    /// What its publisher's calendar puts in force today, where that is newer than what is in use.
    pub newer: Option<DueRelease>,
}

/// A code system comes in several files that make one book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum SourceOf {
    System { system: CodeSystem },
    Set { set: CodeSet },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SourceRelease {
    pub part: ReleasePart,
    /// For example `FY2026 April`.
    pub edition: String,
    pub from: Date,
    /// Last day; `None` until the next one.
    pub to: Option<Date>,
    /// It comes with Carrel.
    pub embedded: bool,
    /// The licence statement under which the user holds it.
    pub licence: Option<String>,
}

/// Those that become books of the dictionary.
const SYSTEMS: [CodeSystem; 3] = [CodeSystem::Icd10cm, CodeSystem::Icd10pcs, CodeSystem::Hcpcs];

impl Desk {
    /// The registry, with what another program imported meanwhile.
    pub fn sources(&self) -> Result<Sources, DeskError> {
        let book = self.book()?;
        self.follow_imports();
        let (imports, today) = (self.imports()?, self.today());
        let systems = SYSTEMS.into_iter().map(|system| Source::of_system(system, book, today));
        let publications: Vec<&Publication> =
            imports.iter().flat_map(|import| &import.publications).collect();
        let others = CodeSet::ALL.into_iter().filter(|set| !set.is_of_a_system());
        let sets = systems.chain(others.map(|set| Source::of_set(set, &publications, today))).collect();
        Ok(Sources { sets, unreadable: book.unreadable(), imports })
    }

    /// Takes up what another program imported or took back. True where there was something.
    pub(crate) fn follow_imports(&self) -> bool {
        // Where the file cannot be read now, the next look will tell; what is shelved answers meanwhile.
        self.book().is_ok_and(|book| book.follow(&self.publications).unwrap_or(false))
    }
}

impl Source {
    fn of_system(system: CodeSystem, book: &Dictionary, today: Date) -> Self {
        let releases = book.releases();
        let embedded = &book.info().releases;
        let newest = |role: ReleaseRole| {
            let begun = releases
                .iter()
                .filter(|each| each.system == system && each.role == role && each.from <= today);
            // Of those that say which codes are valid, the order file of a release counts before the cumulative table.
            begun.max_by_key(|each| each.from)
        };
        let shown: Vec<&Release> =
            [ReleaseRole::Tabular, ReleaseRole::Validity].into_iter().filter_map(newest).collect();
        let text = shown.iter().find(|each| each.role == ReleaseRole::Tabular);
        let due = DueRelease::of_system(system, today);
        Self {
            of: SourceOf::System { system },
            newer: due.filter(|due| text.is_some_and(|text| text.from < due.from)),
            in_use: shown
                .into_iter()
                .map(|each| SourceRelease {
                    part: each.name.part,
                    edition: each.name.edition.clone(),
                    from: each.from,
                    to: Some(each.to).filter(|to| to.year() < Date::MAX.year()),
                    embedded: embedded.contains(each),
                    licence: None,
                })
                .collect(),
        }
    }

    fn of_set(set: CodeSet, publications: &[&Publication], today: Date) -> Self {
        let of_set = || publications.iter().filter(|each| each.set == set);
        let begun = of_set().filter(|each| each.from <= today).max_by_key(|each| each.from);
        let in_use = begun.or_else(|| of_set().min_by_key(|each| each.from));
        let due = DueRelease::of_set(set, today);
        Self {
            of: SourceOf::Set { set },
            newer: due.filter(|due| in_use.is_some_and(|each| each.from < due.from)),
            in_use: in_use
                .into_iter()
                .map(|each| SourceRelease {
                    part: ReleasePart::Book,
                    edition: each.release.clone(),
                    from: each.from,
                    to: each.to,
                    embedded: false,
                    licence: each.licence.clone(),
                })
                .collect(),
        }
    }
}
