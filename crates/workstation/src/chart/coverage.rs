//! Which releases answer for the date that decides, which did when the encounter was completed, and what is missing.

use std::collections::BTreeSet;

use dictionary::{Dictionary, DueRelease, ReleaseName, ReleasePart};
use encounter::{CodeSystem, Completion, Encounter};
use jiff::civil::Date;
use serde::Serialize;
use specta::Type;

/// Whether installed releases answer for the date that decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DateCoverage {
    pub deciding_date: Option<Date>,
    /// One for each code system that the encounter uses and that comes in releases; none without a date.
    pub systems: Vec<SystemCoverage>,
}

/// What answers of one code system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SystemCoverage {
    pub system: CodeSystem,
    /// Whether any release of it is installed.
    pub installed: bool,
    /// The installed releases in force on the date; none where no release covers it.
    pub in_force: Vec<ReleaseName>,
    /// The release that its publisher's calendar puts in force on the date.
    pub due: Option<DueRelease>,
    /// What was in force at the completion that stands; `None` where none stands.
    pub coded_with: Option<Vec<ReleaseName>>,
    /// The codes were checked against other releases than those that are installed now.
    pub differs: bool,
}

impl DateCoverage {
    pub(super) fn of(encounter: &Encounter, book: &Dictionary) -> Self {
        let deciding_date = encounter.deciding_date();
        let completion = encounter.completions.last().filter(|completion| completion.reopened.is_none());
        let systems = deciding_date.into_iter().flat_map(|on| {
            released(encounter, book)
                .into_iter()
                .map(move |system| SystemCoverage::on(on, system, completion, book))
        });
        Self { deciding_date, systems: systems.collect() }
    }
}

impl SystemCoverage {
    fn on(on: Date, system: CodeSystem, completion: Option<&Completion>, book: &Dictionary) -> Self {
        let in_force: Vec<ReleaseName> =
            book.releases_in_force(system, on).into_iter().map(|release| release.name).collect();
        let coded_with = completion.map(|completion| named(&completion.releases, system));
        Self {
            system,
            installed: book.systems().contains(&system),
            due: DueRelease::of_system(system, on),
            differs: coded_with.as_ref().is_some_and(|then| editions(then) != editions(&in_force)),
            in_force,
            coded_with,
        }
    }
}

/// The ids of the releases that an encounter is checked against.
pub(super) fn coded_with(encounter: &Encounter, on: Date, book: &Dictionary) -> Vec<String> {
    let releases =
        released(encounter, book).into_iter().flat_map(|system| book.releases_in_force(system, on));
    releases.map(|release| release.id).collect()
}

/// The systems whose releases the book holds. What the user brings as a list, CPT, is missed by nobody who has none.
fn released(encounter: &Encounter, book: &Dictionary) -> BTreeSet<CodeSystem> {
    let installed = book.systems();
    let mut systems = encounter.code_systems();
    systems.retain(|system| !system.is_listed() || installed.contains(system));
    systems
}

fn named(ids: &[String], system: CodeSystem) -> Vec<ReleaseName> {
    let names = ids.iter().filter_map(|id| ReleaseName::of_id(id));
    names.filter(|(of, _)| *of == system).map(|(_, name)| name).collect()
}

/// What can change an answer. A newer table of the Code Editor says the same of a past day.
fn editions(releases: &[ReleaseName]) -> BTreeSet<(&str, bool)> {
    let parts = releases.iter().filter(|release| release.part != ReleasePart::CodeEditor);
    parts.map(|release| (release.edition.as_str(), release.part == ReleasePart::Order)).collect()
}
