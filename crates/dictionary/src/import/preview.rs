use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::error::ImportError;
use super::recognise::{Content, Understood, recognise};
use super::source::{Watch, Work, each_piece, file_name};
use crate::changes::{ChangeCounts, Replacements, compare};
use crate::official::{ListColumns, ListLayout, Problem};
use crate::open::Dictionary;
use crate::publications::{CodeSet, Publication, Publications};

/// What a source holds, before anything of it is imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// Name of the file or folder.
    pub source: String,
    pub found: Vec<Found>,
    /// Files that are not imported.
    pub refused: Vec<Refused>,
}

/// One file that was understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    /// Its path inside the source.
    pub file: String,
    /// What it holds; `None` where it may be one of several and the user must say which.
    pub set: Option<CodeSet>,
    /// The sets of which it is one, where the file alone does not settle it.
    pub alternatives: Vec<CodeSet>,
    /// For example `FY2026 April`; empty where the file does not say it.
    pub release: String,
    /// First day in force, where the file says it.
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// Codes or terms.
    pub entries: u32,
    /// The first of the problems.
    pub problems: Vec<Problem>,
    pub problem_count: u32,
    /// What its first day changes against the day before, by what is installed; `None` where it lists no codes or its
    /// first day is not known.
    pub changes: Option<ChangeCounts>,
    /// A release of the same set and the same first day is there already; this one would count before it.
    pub installed: bool,
    /// What a list shows of its columns, so that they can be told; `None` for layouts that are known.
    pub list: Option<ListLayout>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Refused {
    pub file: String,
    pub reason: Refusal,
    pub line: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// No layout that is known.
    NotRecognised,
    /// A layout that is known and that this version does not import.
    NotYet,
    /// The layout is known, but the file is broken from the line on.
    Damaged,
    /// The layout is known and nothing is in it.
    Empty,
    /// Larger than anything that is published.
    TooLarge,
    /// A release that another file of the source holds already, in another form.
    Twice,
}

/// One file to import, with what it is and its dates as the user confirmed them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Take {
    /// As the preview names it.
    pub file: String,
    /// What the preview said, or one of its alternatives.
    pub set: CodeSet,
    pub release: String,
    pub from: Date,
    pub to: Option<Date>,
    /// Of a list, where they are not those that the preview said.
    pub columns: Option<ListColumns>,
    /// The licence statement under which it is held; CPT is not imported without one.
    pub licence: Option<String>,
}

/// Problems that are shown of one file; the count tells of the others.
const SHOWN: usize = 100;

impl Publications {
    /// Reads a zip, a folder or a file to its end and says what is in it. Changes nothing. `book` is what it is
    /// compared with; `columns` tells of lists, by their file, which column holds what. `watch` hears how far it is and
    /// whether to go on.
    pub fn preview(
        &self,
        book: Option<&Dictionary>,
        path: &Path,
        columns: &BTreeMap<String, ListColumns>,
        watch: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<Preview, ImportError> {
        let source = file_name(path);
        let mut preview = Preview { source: source.clone(), found: Vec::new(), refused: Vec::new() };
        let installed: Vec<Publication> =
            self.imports()?.into_iter().flat_map(|import| import.publications).collect();
        let watch = Watch::new(Work::Read, watch);
        each_piece(path, &watch, &mut |mut piece| {
            let told = columns.get(&piece.name).copied();
            match recognise(&source, &mut piece, told) {
                Ok(understood) if understood.stands_in(&preview.found) => {
                    preview.refused.push(Refused { file: piece.name, reason: Refusal::Twice, line: None });
                }
                Ok(understood) => {
                    let changes = understood.changes(book)?;
                    preview.found.push(Found { changes, ..found(piece.name, understood, &installed) });
                }
                Err((reason, line)) => preview.refused.push(Refused { file: piece.name, reason, line }),
            }
            Ok(ControlFlow::Continue(()))
        })?;
        preview.leave_the_codes_to_order_files();
        Ok(preview)
    }
}

impl Preview {
    /// Where an order file lies beside a Tabular List, it says which codes may be billed, and its changes are those of both.
    fn leave_the_codes_to_order_files(&mut self) {
        let orders = self.found.iter().filter(|found| found.set == Some(CodeSet::Icd10cmOrder));
        let days: Vec<Option<Date>> = orders.map(|order| order.from).collect();
        let tabular = self.found.iter_mut().filter(|found| found.set == Some(CodeSet::Icd10cmTabular));
        for found in tabular.filter(|found| days.contains(&found.from)) {
            found.changes = None;
        }
    }
}

impl Understood {
    fn changes(&self, book: Option<&Dictionary>) -> Result<Option<ChangeCounts>, ImportError> {
        let (Content::Text(text), Some(book), Some(from)) = (&self.content, book, self.release.from) else {
            return Ok(None);
        };
        let mut counts = None;
        let listed = match text.billable(book, from) {
            // A list whose codes do not fit into a book changes nothing: its import says which.
            Err(ImportError::Unplaced { .. }) => Vec::new(),
            listed => listed?,
        };
        for (system, after) in listed {
            let before = book.billable(system, from.yesterday().unwrap_or(from))?;
            // Which codes replace others is not counted.
            let of_system = compare(system, &before, &after, &Replacements::new()).counts();
            counts.get_or_insert_with(ChangeCounts::default).add(of_system);
        }
        Ok(counts)
    }

    /// A code system comes as a workbook and as text in one zip: both are the same release.
    fn stands_in(&self, found: &[Found]) -> bool {
        let same = |other: &Found| other.set == self.set && other.from == self.release.from;
        matches!(self.content, Content::Text(_)) && found.iter().any(same)
    }
}

fn found(file: String, understood: Understood, installed: &[Publication]) -> Found {
    let Understood { set, alternatives, release, content, list } = understood;
    // Another part of a release stands beside those that are there.
    let is_installed = |set: CodeSet| {
        let same = |each: &Publication| {
            each.set == set && Some(each.from) == release.from && (!set.is_in_parts() || each.file == file)
        };
        installed.iter().any(same)
    };
    Found {
        installed: set.is_some_and(is_installed),
        file,
        set,
        alternatives: alternatives.to_vec(),
        release: release.name,
        from: release.from,
        to: release.to,
        entries: content.entries(),
        problems: content.problems().iter().take(SHOWN).cloned().collect(),
        problem_count: content.problem_count(),
        changes: None,
        list,
    }
}
