use std::ops::ControlFlow;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Transaction, TransactionBehavior};

use super::error::ImportError;
use super::preview::Take;
use super::recognise::{Content, Understood, recognise};
use super::source::{Watch, Work, each_piece, file_name};
use super::volumes::{Text, Waiting};
use crate::open::Dictionary;
use crate::publications::write::{self, Heading};
use crate::publications::{CodeSet, Import, Publications, ptp};

impl Publications {
    /// Imports the chosen files of a source in one transaction: all of them or none. `book` is what a release of ICD-10 is
    /// compiled on: it says since when codes are valid, and which were before. `watch` hears how far it is and
    /// whether to go on; where it stops, and where the machine does, everything is as it was.
    pub fn import(
        &self,
        book: Option<&Dictionary>,
        path: &Path,
        takes: &[Take],
        at: Timestamp,
        watch: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<Import, ImportError> {
        let mut connection = self.writer()?;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let source = file_name(path);
        let id = write::import(&tx, &at.to_string(), &source)?;
        let watch = Watch::new(Work::ReadAndWrite, watch);
        let mut waiting = Waiting::default();
        let mut taken = 0;
        each_piece(path, &watch, &mut |mut piece| {
            if let Some(take) = takes.iter().find(|take| take.file == piece.name) {
                let understood =
                    recognise(&source, &mut piece, take.columns).map_err(|_| ImportError::Nothing)?;
                if !understood.may_be(take.set) {
                    return Err(ImportError::Nothing);
                }
                put(&tx, id, take, &understood, &|part, all| watch.tell(piece.writing, part, all))?;
                let text = match understood.content {
                    Content::Text(text) => Some(text),
                    Content::Table(rows) => rows.codes().map(Text::List),
                    Content::Index(_) | Content::Ptp(_) => None,
                };
                if let Some(text) = text {
                    waiting.add(take, text, piece.writing);
                }
                taken += 1;
            }
            Ok(match taken == takes.len() {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            })
        })?;
        if taken == 0 || taken < takes.len() {
            return Err(ImportError::Nothing);
        }
        let volumes = waiting.compile(book, self, id, &watch)?;
        tx.commit()?;
        volumes.keep();
        self.forget();
        write::settle(&connection);
        let import = self.imports()?.into_iter().find(|import| i64::from(import.id) == id);
        import.ok_or(ImportError::Nothing)
    }
}

fn put(
    tx: &Transaction<'_>,
    import: i64,
    take: &Take,
    understood: &Understood,
    tell: &dyn Fn(u64, u64) -> ControlFlow<()>,
) -> Result<(), ImportError> {
    let content = &understood.content;
    let entries = content.entries();
    let heading = Heading {
        import,
        set: take.set,
        release: &take.named(),
        from: take.from,
        to: take.to,
        file: &take.file,
        entries,
        passed_over: content.problem_count(),
        licence: take.licence.as_deref().map(str::trim).filter(|statement| !statement.is_empty()),
    };
    if take.set == CodeSet::Cpt && heading.licence.is_none() {
        return Err(ImportError::LicenceMissing);
    }
    let publication = write::publication(tx, &heading)?;
    let mut tell = |done: u32| tell(u64::from(done), u64::from(entries));
    let whole = match content {
        Content::Index(index) => write::index(tx, publication, index, &mut tell)?,
        Content::Ptp(edits) => ptp::write(tx, publication, edits, &mut tell)?,
        Content::Text(_) => tell(0).is_continue(),
        Content::Table(rows) => rows.write(tx, publication, &mut tell)?,
    };
    if whole { Ok(()) } else { Err(ImportError::Stopped) }
}

impl Take {
    /// A release that nobody named is called by its first day.
    fn named(&self) -> String {
        match self.release.trim() {
            "" => self.from.to_string(),
            name => name.to_owned(),
        }
    }
}

impl Understood {
    fn may_be(&self, set: CodeSet) -> bool {
        self.set == Some(set) || self.alternatives.contains(&set)
    }
}
