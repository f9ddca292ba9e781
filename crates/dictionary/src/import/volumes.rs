//! Code systems on their way into volumes. A release may lie in several files, so that what was read of it waits until
//! all of them are; then each is compiled into a file of its own. The rows that make it real are committed after.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use encounter::CodeSystem;
use jiff::civil::Date;

use super::error::ImportError;
use super::preview::Take;
use super::recognise::Release;
use super::source::{Stretch, Watch};
use crate::changes::Billable;
use crate::compile::{
    self, DiagnosisRelease, GoOn, HcpcsRelease, Known, ListEntries, ListRelease, ProcedureRelease, Source,
};
use crate::official::{Hcpcs, OrderFile, Problem, ProcedureDefinitions, ProcedureTables, Tabular};
use crate::open::Dictionary;
use crate::publications::Publications;

/// What is read of a code system from one file.
pub(super) enum Text {
    Hcpcs(Hcpcs),
    Tabular {
        tabular: Tabular,
        problems: Vec<Problem>,
    },
    /// Of ICD-10-CM or ICD-10-PCS.
    Order(OrderFile),
    Tables(ProcedureTables),
    Definitions(ProcedureDefinitions),
    List(ListEntries),
}

impl Text {
    pub(super) fn entries(&self) -> u32 {
        let entries = match self {
            Self::Hcpcs(codes) => codes.entries.len(),
            Self::Tabular { tabular, .. } => tabular.rows(),
            Self::Order(order) => order.entries.len(),
            Self::Tables(tables) => tables.codes().len(),
            Self::Definitions(definitions) => definitions.terms.len(),
            Self::List(entries) => entries.len(),
        };
        u32::try_from(entries).unwrap_or(u32::MAX)
    }

    /// The codes that may be billed on a day by what this lists, of each system of which it lists all. A Tabular List forms
    /// them on what the book knows.
    pub(super) fn billable(
        &self,
        book: &Dictionary,
        on: Date,
    ) -> Result<Vec<(CodeSystem, Billable)>, ImportError> {
        Ok(match self {
            Self::Hcpcs(codes) => [CodeSystem::Hcpcs, CodeSystem::Modifier]
                .map(|system| {
                    let of_system = codes
                        .entries
                        .iter()
                        .filter(|entry| entry.modifier == (system == CodeSystem::Modifier));
                    let valid = of_system.filter(|entry| entry.is_valid(on));
                    (system, valid.map(|entry| (entry.code.clone(), Some(entry.title.clone()))).collect())
                })
                .into(),
            Self::Order(order) => {
                let billable = order.entries.iter().filter(|entry| entry.billable);
                let codes = billable.map(|entry| (entry.code.clone(), Some(entry.title.clone()))).collect();
                vec![(order.system(), codes)]
            }
            Self::Tabular { tabular, .. } => {
                let system = CodeSystem::Icd10cm;
                let known = known(Some(book), system, on)?;
                vec![(system, compile::titled(tabular, &known, on)?)]
            }
            // Tables say which codes there are, and of few what they are called. Whose list it is, the user says.
            Self::Tables(_) | Self::Definitions(_) | Self::List(_) => Vec::new(),
        })
    }

    pub(super) fn problems(&self) -> &[Problem] {
        match self {
            Self::Hcpcs(codes) => &codes.problems,
            Self::Tabular { problems, .. } => problems,
            Self::Order(order) => &order.problems,
            Self::Tables(tables) => &tables.problems,
            Self::Definitions(definitions) => &definitions.problems,
            Self::List(_) => &[],
        }
    }
}

/// Releases of code systems of which all is read that the source has.
#[derive(Default)]
pub(super) struct Waiting(BTreeMap<(CodeSystem, Date), Vec<File>>);

/// What is read of a file, and the work that is left with it.
struct File {
    take: Take,
    text: Text,
    writing: Stretch,
}

impl Waiting {
    pub(super) fn add(&mut self, take: &Take, text: Text, writing: Stretch) {
        if let Some(system) = take.set.systems().first() {
            let files = self.0.entry((*system, take.from)).or_default();
            files.push(File { take: take.clone(), text, writing });
        }
    }

    /// Writes a volume for each release. What comes back removes them again unless it is told to keep them.
    pub(super) fn compile(
        &self,
        book: Option<&Dictionary>,
        publications: &Publications,
        import: i64,
        watch: &Watch<'_>,
    ) -> Result<Written, ImportError> {
        let mut written = Written::default();
        let tell = |files: &[File], part| match files.last().map(|file| watch.tell(file.writing, part, 2)) {
            Some(ControlFlow::Break(())) => Err(ImportError::Stopped),
            _ => Ok(()),
        };
        for ((system, from), files) in &self.0 {
            tell(files, 1)?;
            let path = publications.volume_path(import, *system, *from);
            let known = known(book, *system, *from)?;
            let go_on = || tell(files, 1).is_ok();
            written.put(&path, |unfinished| compile_release(*system, files, &known, unfinished, &go_on))?;
            tell(files, 2)?;
        }
        Ok(written)
    }
}

/// What a release of that day is compiled on.
fn known(book: Option<&Dictionary>, system: CodeSystem, from: Date) -> Result<Known, ImportError> {
    let volume = book.map(|book| book.volume(system, from));
    match volume.filter(|volume| volume.has(system) && !system.is_listed()) {
        Some(volume) => Ok(Known::read(&volume, system)?),
        None => Ok(Known::default()),
    }
}

/// Where two files hold the same, the first counts.
fn compile_release(
    system: CodeSystem,
    files: &[File],
    known: &Known,
    path: &Path,
    go_on: GoOn<'_>,
) -> Result<(), ImportError> {
    let Some(File { take: Take { from, to, .. }, .. }) = files.first() else { return Ok(()) };
    let (from, to) = (*from, *to);
    if system.is_listed() {
        return compile_lists(system, files, path, go_on);
    }
    let hcpcs = files.iter().find_map(|File { take, text, .. }| match text {
        Text::Hcpcs(codes) => Some(HcpcsRelease { codes, from, to, source: &take.file }),
        _ => None,
    });
    if let Some(release) = hcpcs {
        compile::compile_hcpcs(&release, path, go_on)?;
        return Ok(());
    }
    let tabular = files.iter().find_map(|File { take, text, .. }| match text {
        Text::Tabular { tabular, .. } => Some(Source { file: &take.file, content: tabular }),
        _ => None,
    });
    let order = files.iter().find_map(|File { take, text, .. }| match text {
        Text::Order(order) => Some(Source { file: &take.file, content: order }),
        _ => None,
    });
    let tables = files.iter().find_map(|File { take, text, .. }| match text {
        Text::Tables(tables) => Some(Source { file: &take.file, content: tables }),
        _ => None,
    });
    let definitions = files.iter().find_map(|File { take, text, .. }| match text {
        Text::Definitions(definitions) => Some(Source { file: &take.file, content: definitions }),
        _ => None,
    });
    if system == CodeSystem::Icd10pcs {
        let release = ProcedureRelease { tables, order, definitions, from, to };
        compile::compile_procedures(&release, known, path, go_on)?;
        return Ok(());
    }
    let release = DiagnosisRelease { tabular, order, from, to };
    compile::compile_diagnoses(&release, known, path, go_on)?;
    Ok(())
}

/// Several lists of one day are one.
fn compile_lists(
    system: CodeSystem,
    files: &[File],
    path: &Path,
    go_on: GoOn<'_>,
) -> Result<(), ImportError> {
    let mut entries = ListEntries::new();
    for file in files.iter().rev() {
        if let Text::List(of_file) = &file.text {
            entries.extend(of_file.clone());
        }
    }
    if let Some(File { take: Take { from, to, file, .. }, .. }) = files.first() {
        let release = ListRelease { system, entries: &entries, from: *from, to: *to, source: file };
        compile::compile_list(&release, path, go_on)?;
    }
    Ok(())
}

/// Volumes that are written and not yet real.
#[derive(Default)]
pub(super) struct Written(Vec<PathBuf>);

impl Written {
    /// Under another name until it is whole and on the disk.
    fn put(
        &mut self,
        path: &Path,
        compile: impl FnOnce(&Path) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let unfinished = path.with_extension("unfinished");
        let _ = fs::remove_file(&unfinished);
        self.0.push(unfinished.clone());
        compile(&unfinished)?;
        // Windows flushes only what is opened for writing.
        fs::File::options().write(true).open(&unfinished)?.sync_all()?;
        fs::rename(&unfinished, path)?;
        self.0.push(path.to_owned());
        if let Some(folder) = path.parent() {
            // So that the new name is on the disk before the row is; not every system knows how.
            let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(())
    }

    /// The rows are committed.
    pub(super) fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        for path in &self.0 {
            // What cannot be removed now has no row, and goes when the book is opened.
            let _ = fs::remove_file(path);
        }
    }
}

impl Release {
    /// The quarter in which the newest of these codes came into force.
    pub(super) fn of_hcpcs(codes: &Hcpcs) -> Self {
        let begin = codes.newest().and_then(|newest| {
            let month = (newest.month() - 1) / 3 * 3 + 1;
            Date::new(newest.year(), month, 1).ok()
        });
        begin.and_then(super::quarter::quarter).unwrap_or_else(Self::unsaid)
    }
}
