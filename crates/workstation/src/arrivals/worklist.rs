//! Worklists that practice systems export, and what a person settled that their columns are. That is kept for the practice, in the
//! vault, and found again by the headings: a file with the same is imported without a question.

use std::fs::File;
use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::Path;

use intake::worklist::{MOST_WORKLIST_BYTES, Sheet, WorklistLook, WorklistMapping, arrivals, guess, look};
use intake::{Arrival, Format, Moment, Origin, Problem, ProblemKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;
use vault::Reading;

use super::receive::Receiver;
use super::report::{ArrivalRefusal, ArrivalRow, ArrivalVerdict};
use super::{file_name, open};
use crate::clock::local_time;
use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::session::event;

const WORKLISTS: &str = "worklists";
/// The setting is nobody's: sign-in names are never empty.
const NOBODY: &str = "";
/// More layouts than this no practice has; the one that was settled first is forgotten.
const MOST_KEPT: usize = 200;

/// A worklist as it would be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WorklistView {
    /// Without its folder.
    pub file: String,
    pub columns_from: ColumnsFrom,
    pub look: WorklistLook,
}

/// Who says what the columns are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ColumnsFrom {
    /// The headings and the contents.
    Guess,
    /// A person, when a file with these headings came before.
    Kept,
    /// A person, now.
    Told,
}

/// The mappings that are kept, the last first; what another version wrote and this one cannot read is none.
pub(super) fn kept(tx: &Reading<'_>) -> vault::Result<Vec<WorklistMapping>> {
    let kept = tx.setting(NOBODY, WORKLISTS)?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

impl Desk {
    /// Shows a worklist as it would be read: by what is told, else by what is kept for its headings, else by a guess. Nothing is
    /// changed.
    ///
    /// # Errors
    /// [`ErrorCode::FileUnreadable`], [`ErrorCode::WorklistTooLarge`], [`ErrorCode::WorklistProtected`],
    /// [`ErrorCode::NotAWorklist`].
    pub fn look_at_worklist(
        &self,
        path: &Path,
        told: Option<&WorklistMapping>,
    ) -> Result<WorklistView, DeskError> {
        let kept = self.at_desk(|open, _| Ok(open.vault.read(kept)?))?;
        view(path, told, &kept, self.clock.today())
    }

    /// As [`look_at_worklist`](Self::look_at_worklist), by what is told alone: the vault may be locked, or there may be none.
    /// `None` where the file is no worklist.
    ///
    /// # Errors
    /// Those of [`look_at_worklist`](Self::look_at_worklist).
    pub fn read_worklist(
        &self,
        path: &Path,
        told: Option<&WorklistMapping>,
    ) -> Result<Option<WorklistView>, DeskError> {
        let (format, _) = open(path, &file_name(path)).ok_or(ErrorCode::FileUnreadable)?;
        match format {
            Format::Worklist => view(path, told, &[], self.clock.today()).map(Some),
            _ => Ok(None),
        }
    }

    /// Keeps what the columns of worklists with these headings are, in the place of what was kept for them before.
    ///
    /// # Errors
    /// [`ErrorCode::WorklistIncomplete`].
    pub fn keep_worklist_columns(&self, mapping: &WorklistMapping) -> Result<(), DeskError> {
        if !mapping.lacks().is_empty() {
            return Err(ErrorCode::WorklistIncomplete.into());
        }
        self.at_desk(|open, now| {
            let event = event(&open.session.login, now, "keep_worklist_columns");
            open.vault.transact(|tx| {
                let mut all = kept(tx)?;
                all.retain(|each| each.signature() != mapping.signature());
                all.insert(0, mapping.clone());
                all.truncate(MOST_KEPT);
                let text = serde_json::to_string(&all).map_err(|_| ErrorCode::Internal)?;
                tx.set_setting(NOBODY, WORKLISTS, &text)?;
                Ok(tx.append_audit(&event)?)
            })
        })
    }
}

fn view(
    path: &Path,
    told: Option<&WorklistMapping>,
    kept: &[WorklistMapping],
    today: Date,
) -> Result<WorklistView, DeskError> {
    let bytes = bytes(path).ok_or(ErrorCode::FileUnreadable)?;
    let (sheet, mapping, columns_from) = match told {
        Some(told) => {
            let sheet = Sheet::read(&bytes, &told.choice).map_err(unread)?;
            match told.signature() == sheet.signature() {
                true => (sheet, told.clone(), ColumnsFrom::Told),
                // Read in another way it has other columns, of which nothing was said yet.
                false => {
                    let guessed =
                        WorklistMapping { choice: told.choice.clone(), ..guess(&sheet, kept, today) };
                    (sheet, guessed, ColumnsFrom::Guess)
                }
            }
        }
        None => {
            let (sheet, at) = Sheet::read_by(&bytes, kept).map_err(unread)?;
            match at.and_then(|at| kept.get(at)) {
                Some(mapping) => (sheet, mapping.clone(), ColumnsFrom::Kept),
                None => {
                    let guessed = guess(&sheet, kept, today);
                    (sheet, guessed, ColumnsFrom::Guess)
                }
            }
        }
    };
    Ok(WorklistView { file: file_name(path), columns_from, look: look(&sheet, &mapping, today) })
}

/// The visits of a worklist that is read without a vault: by the first mapping that is for it, else by a guess where that is whole.
pub(super) fn each_visit(
    path: &Path,
    mappings: &[WorklistMapping],
    today: Date,
    each: &mut impl FnMut(&str, Arrival),
) -> Result<(), DeskError> {
    let bytes = bytes(path).ok_or(ErrorCode::FileUnreadable)?;
    let (sheet, at) = Sheet::read_by(&bytes, mappings).map_err(unread)?;
    drop(bytes);
    let mapping = at.and_then(|at| mappings.get(at)).cloned();
    let mapping = mapping.unwrap_or_else(|| guess(&sheet, &[], today));
    let name = file_name(path);
    if mapping.lacks().is_empty() {
        arrivals(&sheet, &mapping, &name, today).for_each(|arrival| each(&name, arrival));
    }
    Ok(())
}

impl Receiver<'_> {
    /// Receives every visit of a worklist, by the mapping that is for it; without one somebody must be asked first.
    pub(super) fn worklist(
        &mut self,
        path: &Path,
        watch: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<(), DeskError> {
        let name = file_name(path);
        let refused = |reason| ArrivalRow {
            file: name.clone(),
            format: Format::Worklist,
            verdict: ArrivalVerdict::Refused { reason },
            ..ArrivalRow::default()
        };
        let Some(bytes) = bytes(path) else {
            self.report.add(refused(ArrivalRefusal::Unreadable));
            return Ok(());
        };
        let (sheet, at) = match Sheet::read_by(&bytes, &self.mappings) {
            Ok(read) => read,
            Err(kind) => {
                let problems = vec![Problem { kind, place: Origin::default() }];
                self.report.add(ArrivalRow { problems, ..refused(ArrivalRefusal::Problems) });
                return Ok(());
            }
        };
        let length = bytes.len() as u64;
        drop(bytes);
        let mapping =
            at.and_then(|at| self.mappings.get(at)).filter(|mapping| mapping.lacks().is_empty()).cloned();
        let Some(mapping) = mapping else {
            self.report.add(refused(ArrivalRefusal::NeedsMapping));
            return Ok(());
        };
        let sent = written(path);
        let visits = arrivals(&sheet, &mapping, &name, self.rulebook.today);
        let all = visits.len().max(1) as u64;
        for (number, mut arrival) in (1_u64..).zip(visits) {
            for draft in &mut arrival.drafts {
                draft.sent.at = sent;
            }
            self.receive(&name, &arrival)?;
            if watch(length * number / all).is_break() {
                return Err(ErrorCode::Stopped.into());
            }
        }
        Ok(())
    }
}

/// Rows say no time: what a worklist says is as of when it was written.
fn written(path: &Path) -> Option<Moment> {
    let changed = path.metadata().and_then(|about| about.modified()).ok()?;
    Some(Moment { local: local_time(changed)?, offset: None })
}

/// One byte more than is read, so that a larger file is refused and not cut.
fn bytes(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(MOST_WORKLIST_BYTES as u64 + 1).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Why a file cannot be read as a worklist.
fn unread(problem: ProblemKind) -> DeskError {
    match problem {
        ProblemKind::TooLarge { .. } | ProblemKind::TooManyRows { .. } => ErrorCode::WorklistTooLarge.into(),
        ProblemKind::Protected => ErrorCode::WorklistProtected.into(),
        _ => ErrorCode::NotAWorklist.into(),
    }
}
