//! A folder into which other programs lay messages. What has no problem is imported by itself and its file moved to `done`;
//! else nothing of the file is imported, and it is moved to `problems` with the reason beside it. A file is moved after its
//! import has been kept: one whose move was cut off is known again by its messages and only moved.

use std::collections::BTreeMap;
use std::fs::{self, DirEntry};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::filing::ArrivalAnswers;
use super::report::{ArrivalReport, ArrivalVerdict};
use crate::desk::{Desk, Hand};
use crate::error::{DeskError, ErrorCode};
use crate::long_work::Progress;
use crate::outcome::{Changes, Outcome};
use crate::preferences::Preferences;

const DONE: &str = "done";
const PROBLEMS: &str = "problems";

/// How files of a folder looked when it was last swept: what has not changed since is written to its end.
#[derive(Clone, Debug, Default)]
pub struct Watched {
    seen: BTreeMap<PathBuf, (u64, Option<SystemTime>)>,
}

/// What a sweep of a watched folder did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Sweep {
    /// The folder is not there: a drive that was removed.
    pub absent: bool,
    /// Files imported and moved to `done`.
    pub done: u32,
    /// Files moved to `problems`.
    pub problems: u32,
    /// Files that are still being written, or cannot be opened or moved yet.
    pub waiting: u32,
    pub new: u32,
    pub updated: u32,
}

/// Why a file lies in `problems`: its messages that were not imported. Nothing of the patients.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reason<'a> {
    message: u32,
    trigger: &'a str,
    #[serde(flatten)]
    verdict: ArrivalVerdict,
    problems: &'a [intake::Problem],
}

impl Desk {
    /// Imports what lies ready in the folder that this person has watched, and nothing where none is or it is paused.
    ///
    /// # Errors
    /// Those of [`sweep`](Self::sweep).
    pub fn sweep_watched_folder(
        &self,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Outcome<Sweep>, DeskError> {
        let Some(folder) = self.watched_folder()? else {
            return Ok(Outcome { value: Sweep::default(), changes: Changes::default() });
        };
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        let value = self.sweep(&folder, &mut watched, &mut |at| {
            progress(at);
            // It may be paused, or the desk locked, with thousands of files still to come.
            match self.watched_folder() {
                Ok(Some(_)) => ControlFlow::Continue(()),
                Ok(None) | Err(_) => ControlFlow::Break(()),
            }
        })?;
        Ok(Outcome { value, changes: Changes { queue: value.done > 0, encounter: None } })
    }

    fn watched_folder(&self) -> Result<Option<PathBuf>, DeskError> {
        self.at_desk_by(Hand::Itself, |open, _| {
            let Preferences { watched_folder, watch_paused, .. } = &open.preferences;
            Ok((!watched_folder.is_empty() && !watch_paused).then(|| PathBuf::from(watched_folder)))
        })
    }

    /// Imports what lies ready in a folder. Nobody's work: it does not keep the desk from locking itself. `progress` says
    /// whether to go on to the next file.
    ///
    /// # Errors
    /// [`ErrorCode::DeskLocked`], [`ErrorCode::Busy`], [`ErrorCode::Stopped`]; the files that were not reached lie where they
    /// were.
    pub fn sweep(
        &self,
        folder: &Path,
        watched: &mut Watched,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Sweep, DeskError> {
        let mut sweep = Sweep::default();
        let Ok(entries) = fs::read_dir(folder) else { return Ok(Sweep { absent: true, ..sweep }) };
        let files: Vec<(PathBuf, u64, Option<SystemTime>)> =
            entries.flatten().filter_map(|entry| file(&entry)).collect();
        let before = std::mem::take(&mut watched.seen);
        let mut ready = Vec::new();
        for (path, length, changed) in files {
            match before.get(&path) == Some(&(length, changed)) {
                true => ready.push(path.clone()),
                false => sweep.waiting += 1,
            }
            watched.seen.insert(path, (length, changed));
        }
        // In the order of their names, which senders give by time.
        ready.sort();
        let total = u32::try_from(ready.len()).unwrap_or(u32::MAX);
        for (number, path) in (0_u32..).zip(&ready) {
            if progress(Progress { done: number, total }).is_break() {
                sweep.waiting += total - number;
                break;
            }
            match self.bring_in(folder, path)? {
                ControlFlow::Continue(report) => {
                    let kept = if is_clean(&report) { &mut sweep.done } else { &mut sweep.problems };
                    *kept += 1;
                    if is_clean(&report) {
                        sweep.new += report.counts.new;
                        sweep.updated += report.counts.updated;
                    }
                    watched.seen.remove(path);
                }
                ControlFlow::Break(()) => sweep.waiting += 1,
            }
        }
        Ok(sweep)
    }

    /// Imports one file and moves it; `Break` where it cannot be opened or moved yet.
    fn bring_in(&self, folder: &Path, path: &Path) -> Result<ControlFlow<(), ArrivalReport>, DeskError> {
        let is_open_elsewhere = fs::File::open(path).is_err();
        if is_open_elsewhere || !made(&folder.join(DONE)) || !made(&folder.join(PROBLEMS)) {
            return Ok(ControlFlow::Break(()));
        }
        let paths = [path.to_owned()];
        let report = self.rehearse(Hand::Itself, &paths, &ArrivalAnswers::default(), &mut |_| ())?;
        let counts = report.counts;
        if is_clean(&report) {
            // A file whose messages are all known was imported before its move was cut off.
            if counts.new + counts.updated + counts.unchanged > 0 {
                self.keep(Hand::Itself, &paths, &ArrivalAnswers::default(), &mut |_| ())?;
            }
            return Ok(moved(path, &folder.join(DONE))
                .map_or(ControlFlow::Break(()), |_| ControlFlow::Continue(report)));
        }
        let reasons = report.rows.iter().filter(|row| is_trouble(row.verdict)).map(|row| Reason {
            message: row.number,
            trigger: &row.trigger,
            verdict: row.verdict,
            problems: &row.problems,
        });
        let reasons =
            serde_json::to_vec_pretty(&reasons.collect::<Vec<_>>()).map_err(|_| ErrorCode::Internal)?;
        let to = free_name(path, &folder.join(PROBLEMS));
        let reason = to.with_file_name(format!("{}.reason.json", name(&to)));
        // The reason first: a file in `problems` always has one.
        if vault::write_atomically(&reason, &reasons).is_err() || fs::rename(path, &to).is_err() {
            return Ok(ControlFlow::Break(()));
        }
        Ok(ControlFlow::Continue(report))
    }
}

fn is_clean(report: &ArrivalReport) -> bool {
    report.counts.asked == 0 && report.counts.refused == 0
}

const fn is_trouble(verdict: ArrivalVerdict) -> bool {
    matches!(verdict, ArrivalVerdict::Asked { .. } | ArrivalVerdict::Refused { .. })
}

/// A file that is a sender's; hidden ones and those of transfers under way are not.
fn file(entry: &DirEntry) -> Option<(PathBuf, u64, Option<SystemTime>)> {
    const UNDER_WAY: &[&str] = &["part", "partial", "tmp", "crdownload", "download", "filepart"];
    let path = entry.path();
    let about = entry.metadata().ok().filter(|about| about.is_file())?;
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let is_sent = !name(&path).starts_with(['.', '~']) && !UNDER_WAY.contains(&ending.as_str());
    is_sent.then(|| (path, about.len(), about.modified().ok()))
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn made(folder: &Path) -> bool {
    folder.is_dir() || fs::create_dir(folder).is_ok()
}

fn moved(path: &Path, into: &Path) -> std::io::Result<PathBuf> {
    let to = free_name(path, into);
    fs::rename(path, &to).map(|()| to)
}

/// Senders use the same name again.
fn free_name(path: &Path, into: &Path) -> PathBuf {
    let name = name(path);
    let first = into.join(&name);
    if !first.exists() {
        return first;
    }
    let (stem, ending) = name.rsplit_once('.').map_or((name.as_str(), ""), |(stem, ending)| (stem, ending));
    let numbered = |number: u32| match ending {
        "" => into.join(format!("{stem} ({number})")),
        ending => into.join(format!("{stem} ({number}).{ending}")),
    };
    (2..).map(numbered).find(|free| !free.exists()).unwrap_or(first)
}
