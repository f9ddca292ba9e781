use std::collections::BTreeMap;

use dictionary::{CodeSummary, Dictionary};
use encounter::{CodeSystem, Encounter, EncounterId, Finding, FindingCounts, MOVES, Requirement, Status};
use rust_decimal::Decimal;
use serde::Serialize;
use specta::Type;

use super::coverage::DateCoverage;
use crate::arrivals::WaitingProposal;
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
    /// Codes that came with messages and wait for the coder.
    pub proposals: Vec<WaitingProposal>,
    /// US dollars.
    pub charges: Decimal,
    /// The action that undo would take back.
    pub undo: Option<String>,
    /// The action that redo would make again.
    pub redo: Option<String>,
    pub locked: bool,
    pub moves: Vec<Move>,
    pub coverage: DateCoverage,
    /// Of every diagnosis and every procedure of a stay, as it stands on the deciding date, by code.
    pub titles: BTreeMap<String, CodeSummary>,
}

/// A status that the encounter may move to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Move {
    pub to: Status,
    pub requirement: Requirement,
}

impl Chart {
    pub(super) fn new(
        id: EncounterId,
        revision: u32,
        encounter: Encounter,
        findings: Vec<Finding>,
        proposals: Vec<WaitingProposal>,
        (undo, redo): (Option<String>, Option<String>),
        book: &Dictionary,
    ) -> Result<Self, DeskError> {
        let date = encounter.deciding_date();
        let mut titles = BTreeMap::new();
        let diagnoses = encounter.diagnoses.iter().map(|each| (CodeSystem::Icd10cm, each.code.as_str()));
        let procedures = encounter.procedures().iter().map(|each| (CodeSystem::Icd10pcs, each.code.as_str()));
        for (system, code) in diagnoses.chain(procedures) {
            if let Some(on) = date
                && let Some(summary) = book.summary(system, code, on)?
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
            coverage: DateCoverage::of(&encounter, book),
            findings,
            proposals,
            undo,
            redo,
            titles,
            encounter,
        })
    }
}
