use std::ops::ControlFlow;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Transaction, TransactionBehavior};

use super::error::ImportError;
use super::preview::{Take, understand};
use super::recognise::{Content, Understood};
use super::source::{Piece, each_piece, file_name};
use crate::publications::write::{self, Heading};
use crate::publications::{Import, Publications};

impl Publications {
    /// Imports the chosen files of a source in one transaction: all of them or none. `watch` hears how far it is and
    /// whether to go on; where it stops, and where the machine does, everything is as it was.
    pub fn import(
        &self,
        path: &Path,
        takes: &[Take],
        at: Timestamp,
        watch: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<Import, ImportError> {
        let mut connection = self.writer()?;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let id = write::import(&tx, &at.to_string(), &file_name(path))?;
        let mut taken = 0;
        each_piece(path, &mut |piece| {
            if let Some(take) = takes.iter().find(|take| take.file == piece.name) {
                if watch(piece.before, piece.whole).is_break() {
                    return Err(ImportError::Stopped);
                }
                let understood = understand(&piece).map_err(|_| ImportError::Nothing)?;
                put(&tx, id, &piece, take, &understood, watch)?;
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
        tx.commit()?;
        self.forget();
        write::settle(&connection);
        let import = self.imports()?.into_iter().find(|import| i64::from(import.id) == id);
        import.ok_or(ImportError::Nothing)
    }
}

fn put(
    tx: &Transaction<'_>,
    import: i64,
    piece: &Piece,
    take: &Take,
    understood: &Understood,
    watch: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<(), ImportError> {
    let entries = understood.content.entries();
    let publication = write::publication(
        tx,
        &Heading {
            import,
            set: understood.set,
            release: &take.release,
            from: take.from,
            to: take.to,
            file: &take.file,
            entries,
            passed_over: u32::try_from(understood.content.problems().len()).unwrap_or(u32::MAX),
        },
    )?;
    let size = piece.bytes.as_ref().map_or(0, Vec::len) as u64;
    let mut tell = |done: u32| {
        let share = size * u64::from(done) / u64::from(entries.max(1));
        watch((piece.before + share).min(piece.whole), piece.whole)
    };
    let whole = match &understood.content {
        Content::Index(index) => write::index(tx, publication, index, &mut tell)?,
    };
    if whole { Ok(()) } else { Err(ImportError::Stopped) }
}
