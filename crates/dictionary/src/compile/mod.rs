//! From parsed publications to one dictionary file: build the book as a tree, place in it every code that ever was
//! valid, find each its title, and write rows and search index.

mod book;
mod compose;
mod diagnoses;
mod edition;
mod formed;
mod hcpcs;
mod known;
mod listed;
mod place;
mod procedure_release;
mod procedures;
mod spans;
mod title;
mod write;

pub(crate) use diagnoses::{DiagnosisRelease, Source, compile_diagnoses};
pub(crate) use formed::titled;
pub(crate) use hcpcs::{HcpcsRelease, compile_hcpcs};
pub(crate) use known::Known;
pub(crate) use listed::{ListEntries, ListRelease, compile_list, of_codes, of_places};
pub(crate) use procedure_release::{ProcedureRelease, compile_procedures};

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;

use crate::official::{CodeEditorTable, Tabular};
use crate::procedures::AxisMeanings;

/// What one dictionary is compiled from: the diagnosis codes, and the procedure codes where there are any.
#[derive(Debug)]
pub struct Sources {
    pub tabular: Published<Tabular>,
    pub validity: Published<CodeEditorTable>,
    /// Oldest first. Only codes that the Tabular List has no longer take their title from here.
    pub titles: Vec<Published<BTreeMap<String, String>>>,
    /// Short titles by code without the dot.
    pub short_titles: BTreeMap<String, String>,
    pub procedures: Option<ProcedureSources>,
}

/// What the edition of ICD-10-PCS is compiled from.
#[derive(Debug)]
pub struct ProcedureSources {
    pub validity: Published<CodeEditorTable>,
    /// Oldest first.
    pub titles: Vec<Published<BTreeMap<String, String>>>,
    pub short_titles: BTreeMap<String, String>,
    pub axes: Published<AxisMeanings>,
    /// What the publisher's index calls a table, a body part or a code, by its characters.
    pub index: BTreeMap<String, Vec<String>>,
}

/// A publication with the name and the dates under which the dictionary keeps it.
#[derive(Debug)]
pub struct Published<T> {
    /// For example `icd10cm-2026-04`.
    pub release: String,
    /// First day in force.
    pub from: Date,
    /// Last day in force.
    pub to: Date,
    /// Where it was read from.
    pub source: String,
    pub content: T,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compiled {
    /// Rows of any kind.
    pub rows: u32,
    /// Codes that were billable on some day.
    pub codes: u32,
    /// Codes among those without a title in any source.
    pub untitled: u32,
    /// Titles, inclusion terms and Includes notes in the search index.
    pub phrases: u32,
}

#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    /// A valid code lies in no category and no block of the Tabular List, or has not the seven characters of ICD-10-PCS.
    #[error("the code {code} has no place in the book")]
    Homeless { code: String },
    /// Two rows of a book have the same code.
    #[error("the code {code} stands twice in the book")]
    Twice { code: String },
    /// The validity table has a word that no [`crate::CodeAttribute`] stands for.
    #[error("unknown Code Editor attribute {word}")]
    UnknownAttribute { word: String },
    /// The validity table has a date that does not exist.
    #[error("no such date: {key}")]
    Date { key: u32 },
    #[error("the publications are too large for one dictionary")]
    TooLarge,
    /// It was told to stop.
    #[error("the compiler was stopped")]
    Stopped,
    #[error("the dictionary cannot be written")]
    Write(#[from] rusqlite::Error),
}

/// Compiles a dictionary into a new file; there must be none at `path` yet. On failure the file is left unfinished.
pub fn compile(sources: &Sources, path: &Path) -> Result<Compiled, CompileError> {
    let diagnoses = edition::Edition::of_diagnoses(sources)?;
    let mut editions = vec![diagnoses];
    if let Some(procedures) = &sources.procedures {
        let first = editions.iter().map(edition::Edition::end).max().unwrap_or(0);
        editions.push(edition::Edition::of_procedures(procedures, first)?);
    }
    write::write(&editions, path, &|| true)
}

/// Asked between pieces of work of some milliseconds: whether to go on.
pub(crate) type GoOn<'a> = &'a dyn Fn() -> bool;

fn check(go_on: GoOn<'_>) -> Result<(), CompileError> {
    if go_on() { Ok(()) } else { Err(CompileError::Stopped) }
}
