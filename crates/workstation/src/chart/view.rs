use std::collections::BTreeMap;

use dictionary::{CodeSummary, Dictionary, Release, ReleaseRole};
use encounter::{CodeSystem, Encounter, EncounterId, Finding, FindingCounts, MOVES, Requirement, Status};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;
use specta::Type;

use crate::error::DeskError;

/// An encounter with all that stands around it on the desk: opening one is one trip.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Chart {
    pub id: EncounterId,
    /// Counts the saves; a change that was made to an older one is refused.
    pub revision: u32,
    pub encounter: Encounter,
    pub findings: Vec<Finding>,
    pub counts: FindingCounts,
    /// US dollars.
    pub charges: Decimal,
    /// The action that undo would take back.
    pub undo: Option<String>,
    /// The action that redo would make again.
    pub redo: Option<String>,
    pub locked: bool,
    pub moves: Vec<Move>,
    pub coverage: DateCoverage,
    /// Of every diagnosis code, as it stands on the deciding date.
    pub titles: BTreeMap<String, CodeSummary>,
}

/// A status that the encounter may move to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Move {
    pub to: Status,
    pub requirement: Requirement,
}

/// Whether an installed release answers for the date that decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DateCoverage {
    pub deciding_date: Option<Date>,
    /// The release whose titles and notes are in force on that date.
    pub release: Option<String>,
    /// False where no release in the dictionary knows which codes were valid on that date.
    pub covered: bool,
}

impl Chart {
    pub(super) fn new(
        id: EncounterId,
        revision: u32,
        encounter: Encounter,
        findings: Vec<Finding>,
        (undo, redo): (Option<String>, Option<String>),
        book: &Dictionary,
    ) -> Result<Self, DeskError> {
        let date = encounter.deciding_date();
        let mut titles = BTreeMap::new();
        for diagnosis in &encounter.diagnoses {
            let code = diagnosis.code.as_str();
            if let Some(on) = date
                && let Some(summary) = book.summary(CodeSystem::Icd10cm, code, on)?
            {
                titles.insert(code.to_owned(), summary);
            }
        }
        let from = encounter.status;
        Ok(Self {
            id,
            revision,
            counts: FindingCounts::of(&findings),
            charges: encounter.charges(),
            locked: from.is_locked(),
            moves: MOVES
                .iter()
                .filter(|(start, ..)| *start == from)
                .map(|&(_, to, requirement)| Move { to, requirement })
                .collect(),
            coverage: DateCoverage::on(date, book),
            findings,
            undo,
            redo,
            titles,
            encounter,
        })
    }
}

impl DateCoverage {
    fn on(date: Option<Date>, book: &Dictionary) -> Self {
        let Some(on) = date else { return Self { deciding_date: None, release: None, covered: false } };
        let of_diagnoses = |release: &Release| release.system == CodeSystem::Icd10cm;
        let mut releases: Vec<Release> = releases_in_force(book, on).filter(of_diagnoses).collect();
        let covered = releases.iter().any(|release| release.role == ReleaseRole::Validity);
        releases.retain(|release| release.role == ReleaseRole::Tabular);
        let release = releases.into_iter().max_by_key(|release| release.from);
        Self { deciding_date: Some(on), release: release.map(|release| release.id), covered }
    }
}

/// The releases of the dictionary that are in force on a date.
pub(super) fn releases_in_force(book: &Dictionary, on: Date) -> impl Iterator<Item = Release> {
    book.releases().into_iter().filter(move |release| release.from <= on && on <= release.to)
}
