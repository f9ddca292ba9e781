//! The in-tray: what other systems sent is shown first, then imported whole or not at all, and can be taken back while nobody
//! has worked on it. What a draft means for the encounters that are there is decided here: fields, identity, proposals and the
//! receiving itself stand in a file each.
//!
//! Deliberately absent: the formats (room `intake`), and any code that is set. What came is proposed.

mod claims;
mod documents;
mod fields;
mod filing;
mod identity;
mod merges;
mod proposals;
mod receive;
mod report;
mod watch;
mod worklist;

pub use filing::{ArrivalAnswers, Filing};
pub use proposals::{Proposed, WaitingProposal};
pub use report::{
    ArrivalCounts, ArrivalQuestion, ArrivalRefusal, ArrivalReport, ArrivalRow, ArrivalSummary,
    ArrivalVerdict, FieldChange, FieldFate,
};

pub use watch::{Sweep, Watched};
pub use worklist::{ColumnsFrom, WorklistView};

pub(crate) use proposals::checked;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use encounter::{EncounterId, FindingCounts, Status};
use intake::worklist::WorklistMapping;
use intake::{Arrival, Arrivals, Format, KnownResources, Origin, TELLING_BYTES};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;
use vault::{
    ArrivalId, ArrivalRecord, FieldOrigin, MessageId, ProposalId, ProposalState, SentMessage, Transaction,
};

use crate::chart::{Chart, Deed};
use crate::desk::{Desk, Hand, Open};
use crate::error::{DeskError, ErrorCode};
use crate::long_work::Progress;
use crate::outcome::{Changes, Outcome};
use crate::rulebook::Rulebook;
use crate::session::event;
use documents::with_text;
use receive::Receiver;

/// Names a row of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ArrivalKey {
    pub file: String,
    pub number: u32,
    pub part: u32,
}

impl ArrivalKey {
    fn is_of(&self, row: &ArrivalRow) -> bool {
        self.file == row.file && self.number == row.number && self.part == row.part
    }
}

/// More imports than this nobody looks through.
const LATEST: u32 = 100;

/// A message as it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RawMessage {
    pub id: MessageId,
    pub arrived: Timestamp,
    pub trigger: String,
    pub sender: String,
    /// The number that the sender gave it.
    pub control_id: String,
    /// UTC; empty where the message says no time.
    pub sent: String,
    /// As far as a person reads; what is no UTF-8 is marked. Lines end with `\n`.
    pub text: String,
    pub is_cut: bool,
}

/// In bytes.
const MOST_SHOWN: usize = 200_000;

impl From<SentMessage> for RawMessage {
    fn from(message: SentMessage) -> Self {
        let SentMessage { id, arrived, trigger, sender, control_id, sent, raw, .. } = message;
        let shown = raw.get(..MOST_SHOWN).unwrap_or(&raw);
        let text = String::from_utf8_lossy(shown).replace("\r\n", "\n").replace('\r', "\n");
        Self { id, arrived, trigger, sender, control_id, sent, text, is_cut: shown.len() < raw.len() }
    }
}

/// What taking an import back came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ArrivalUndone {
    /// Encounters that the import made, now void.
    pub voided: u32,
    /// Encounters that are as they were before.
    pub restored: u32,
    /// Completed encounters to which a document came: it stays in the record, and they stay flagged.
    pub kept: u32,
}

impl Desk {
    /// Says what an import of these files would do. Nothing is changed.
    ///
    /// # Errors
    /// [`ErrorCode::Stopped`], [`ErrorCode::Busy`].
    pub fn preview_arrival(
        &self,
        paths: &[PathBuf],
        progress: &mut dyn FnMut(Progress),
    ) -> Result<ArrivalReport, DeskError> {
        self.preview_arrival_by(paths, &ArrivalAnswers::default(), progress)
    }

    /// As [`preview_arrival`](Self::preview_arrival), with answers to what would be asked.
    ///
    /// # Errors
    /// Those of [`preview_arrival`](Self::preview_arrival).
    pub fn preview_arrival_by(
        &self,
        paths: &[PathBuf],
        answers: &ArrivalAnswers,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<ArrivalReport, DeskError> {
        self.rehearse(Hand::Person, paths, answers, progress)
    }

    /// Imports what the files hold, all of it in one transaction, but for what was asked and is not among the `answers`.
    ///
    /// # Errors
    /// [`ErrorCode::Stopped`], [`ErrorCode::Busy`]: then nothing is imported.
    pub fn import_arrival(
        &self,
        paths: &[PathBuf],
        answers: &ArrivalAnswers,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Outcome<ArrivalReport>, DeskError> {
        self.keep(Hand::Person, paths, answers, progress)
    }

    /// Reads the messages of files and hands on each with the name of its file, the visits of worklists by the mapping that is
    /// for them, else by a guess where that is whole. Nothing is kept, and nothing of this desk looked at: the vault may be
    /// locked, or there may be none. Gives back the names of the files that hold neither: claims and documents.
    ///
    /// # Errors
    /// [`ErrorCode::FileUnreadable`]; [`ErrorCode::NoMessages`] where none of the files holds any.
    pub fn read_arrivals(
        &self,
        paths: &[PathBuf],
        mappings: &[WorklistMapping],
        mut each: impl FnMut(&str, Arrival),
    ) -> Result<Vec<String>, DeskError> {
        let mut passed_over = Vec::new();
        let mut known = KnownResources::default();
        for path in in_order(paths) {
            let name = file_name(path);
            let (format, source) = open(path, &name).ok_or(ErrorCode::FileUnreadable)?;
            if format == Format::Worklist {
                worklist::each_visit(path, mappings, self.clock.today(), &mut each)?;
                continue;
            }
            let Some(arrivals) = Arrivals::new(format, source) else {
                passed_over.push(name);
                continue;
            };
            let mut arrivals = arrivals.knowing(known);
            while let Some(mut arrival) = arrivals.next_arrival().map_err(|_| ErrorCode::FileUnreadable)? {
                for draft in &mut arrival.drafts {
                    draft.documents = draft.documents.iter().map(with_text).collect();
                }
                each(&name, arrival);
            }
            known = arrivals.into_known().unwrap_or_default();
        }
        match passed_over.len() == paths.len() {
            true => Err(ErrorCode::NoMessages.into()),
            false => Ok(passed_over),
        }
    }

    fn rehearse(
        &self,
        hand: Hand,
        paths: &[PathBuf],
        answers: &ArrivalAnswers,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<ArrivalReport, DeskError> {
        let done = self.receive(hand, paths, answers, progress, |open, work| open.vault.rehearse(work));
        done.map(|(report, _)| report)
    }

    fn keep(
        &self,
        hand: Hand,
        paths: &[PathBuf],
        answers: &ArrivalAnswers,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Outcome<ArrivalReport>, DeskError> {
        let (value, touched) = self.receive(hand, paths, answers, progress, |open, work| {
            let (report, touched) = open.vault.transact(work)?;
            for id in &touched {
                let text = open.vault.read(|tx| tx.find_text(*id))?;
                open.finder.put(*id, text);
            }
            Ok((report, touched))
        })?;
        Ok(Outcome { value, changes: Changes { queue: !touched.is_empty(), encounter: None } })
    }

    fn receive(
        &self,
        hand: Hand,
        paths: &[PathBuf],
        answers: &ArrivalAnswers,
        progress: &mut dyn FnMut(Progress),
        run: impl FnOnce(
            &mut Open,
            &mut dyn FnMut(&Transaction<'_>) -> Result<(ArrivalReport, BTreeSet<EncounterId>), DeskError>,
        ) -> Result<(ArrivalReport, BTreeSet<EncounterId>), DeskError>,
    ) -> Result<(ArrivalReport, BTreeSet<EncounterId>), DeskError> {
        let running = self.long_work.begin()?;
        let mut watch = running.watch(progress);
        let reference = self.reference()?;
        let today = self.clock.today();
        let total: u64 = paths.iter().filter_map(|path| path.metadata().ok()).map(|file| file.len()).sum();
        self.at_desk_by(hand, |open, now| {
            let stamp = open.stamp(now);
            let house = open.house.clone();
            run(open, &mut |tx| {
                let files: Vec<String> = paths.iter().map(|path| file_name(path)).collect();
                let arrival = tx.begin_arrival(&stamp, &files)?;
                let mut receiver = Receiver {
                    tx,
                    rulebook: Rulebook { house: &house, reference, today },
                    stamp: stamp.clone(),
                    arrival,
                    answers,
                    mappings: answers.mappings.iter().cloned().chain(worklist::kept(tx)?).collect(),
                    known: KnownResources::default(),
                    report: ArrivalReport::default(),
                    touched: BTreeSet::new(),
                };
                let mut done = 0;
                for path in in_order(paths) {
                    let mut at = |byte| watch(done + byte, total);
                    receiver.file(path, &mut at)?;
                    done += path.metadata().map_or(0, |file| file.len());
                }
                let Receiver { report, touched, .. } = receiver;
                tx.keep_report(arrival, &report)?;
                let mut event = event(&stamp.by, now, "import_arrival");
                event.detail = BTreeMap::from([
                    ("arrival".to_owned(), arrival.0.to_string()),
                    ("messages".to_owned(), report.counts.messages.to_string()),
                    ("new".to_owned(), report.counts.new.to_string()),
                    ("updated".to_owned(), report.counts.updated.to_string()),
                ]);
                tx.append_audit(&event)?;
                Ok((report, touched))
            })
        })
    }

    /// The latest imports of messages, the last first: a watched folder makes one of every file.
    pub fn arrivals(&self) -> Result<Vec<ArrivalRecord<ArrivalSummary>>, DeskError> {
        self.at_desk(|open, _| Ok(open.vault.read(|tx| tx.arrivals(LATEST))?))
    }

    /// What one of them did.
    ///
    /// # Errors
    /// [`ErrorCode::NoSuchArrival`].
    pub fn arrival_report(&self, id: ArrivalId) -> Result<ArrivalReport, DeskError> {
        let record = self.at_desk(|open, _| Ok(open.vault.read(|tx| tx.arrival(id))?))?;
        record.map(|record| record.report).ok_or_else(|| ErrorCode::NoSuchArrival.into())
    }

    /// Takes an import back: what it made is void, what it changed is as it was. All of it or nothing.
    ///
    /// # Errors
    /// [`ErrorCode::NoSuchArrival`]; [`ErrorCode::ArrivalTouched`] where somebody has worked on one of its encounters since.
    pub fn undo_arrival(&self, id: ArrivalId) -> Result<Outcome<ArrivalUndone>, DeskError> {
        let reference = self.reference()?;
        let today = self.clock.today();
        self.at_desk(|open, now| {
            let stamp = open.stamp(now);
            let rulebook = Rulebook { house: &open.house, reference, today };
            let value = open.vault.transact(|tx| -> Result<_, DeskError> {
                let mut undone = ArrivalUndone::default();
                for change in tx.arrival_changes(id)? {
                    let stored = tx.encounter(change.encounter)?.ok_or(ErrorCode::NoSuchEncounter)?;
                    if stored.revision != change.revision {
                        return Err(ErrorCode::ArrivalTouched.into());
                    }
                    let mut after = stored.encounter.clone();
                    match change.before {
                        None => {
                            after.move_to(Status::Void, "undo_arrival", &stamp)?;
                            undone.voided += 1;
                        }
                        Some(before) if before.status.is_locked() => {
                            let same = |(one, other): (&encounter::Document, &encounter::Document)| {
                                one.withdrawn == other.withdrawn
                            };
                            if !before.documents.iter().zip(&after.documents).all(same) {
                                undone.kept += 1;
                                continue;
                            }
                            after = before;
                            undone.restored += 1;
                        }
                        Some(before) => {
                            after = before;
                            undone.restored += 1;
                        }
                    }
                    let counts = FindingCounts::of(&rulebook.findings(tx, Some(change.encounter), &after)?);
                    tx.save_encounter(change.encounter, stored.revision, &after, counts)?;
                    let mut event = event(&stamp.by, now, "undo_arrival");
                    event.encounter = Some(change.encounter);
                    event.detail.insert("arrival".to_owned(), id.0.to_string());
                    tx.append_audit(&event)?;
                }
                if !tx.forget_arrival(id, &stamp)? {
                    return Err(ErrorCode::NoSuchArrival.into());
                }
                Ok(undone)
            })?;
            Ok(Outcome { value, changes: Changes { queue: true, encounter: None } })
        })
    }

    /// Of each field of an encounter that a message said something of, where it stood.
    pub fn field_origins(&self, id: EncounterId) -> Result<Vec<FieldOrigin>, DeskError> {
        self.at_desk(|open, _| Ok(open.vault.read(|tx| tx.field_origins(id))?))
    }

    /// The messages that an encounter was made or changed by, as they came. That somebody read them is recorded.
    pub fn messages_of(&self, id: EncounterId) -> Result<Vec<RawMessage>, DeskError> {
        self.at_desk(|open, now| {
            let mut event = event(&open.session.login, now, "view_messages");
            event.encounter = Some(id);
            open.vault.transact(|tx| {
                tx.append_audit(&event)?;
                Ok(tx.messages_of(id)?.into_iter().map(RawMessage::from).collect())
            })
        })
    }

    /// Puts proposed codes on the encounter, in their order; it can be undone.
    ///
    /// # Errors
    /// [`ErrorCode::NothingProposed`] where one is only words; those of an amendment.
    pub fn take_proposals(
        &self,
        id: EncounterId,
        revision: u32,
        proposals: &[ProposalId],
    ) -> Result<Outcome<Chart>, DeskError> {
        let deed = Deed { action: "take_proposals", detail: named(proposals), undoable: true };
        self.change(id, revision, deed, |encounter, desk| {
            for proposal in proposals::chosen(desk.tx, id, proposals)? {
                proposals::take(&proposal.content, encounter, desk.stamp)?;
            }
            Ok(())
        })
    }

    /// Puts proposals aside for good.
    pub fn decline_proposals(
        &self,
        id: EncounterId,
        revision: u32,
        proposals: &[ProposalId],
    ) -> Result<Outcome<Chart>, DeskError> {
        let deed = Deed { action: "decline_proposals", detail: named(proposals), undoable: false };
        self.change(id, revision, deed, |_, desk| {
            for proposal in proposals::chosen(desk.tx, id, proposals)? {
                desk.tx.set_proposal(id, proposal.id, ProposalState::Declined)?;
            }
            Ok(())
        })
    }
}

fn named(proposals: &[ProposalId]) -> BTreeMap<String, String> {
    let ids: Vec<String> = proposals.iter().map(|id| id.0.to_string()).collect();
    BTreeMap::from([("proposals".to_owned(), ids.join(" "))])
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

impl Receiver<'_> {
    /// Receives every message of a file. One that cannot be read is a row of the report, not an error.
    fn file(&mut self, path: &Path, watch: &mut dyn FnMut(u64) -> ControlFlow<()>) -> Result<(), DeskError> {
        let name = file_name(path);
        let refused = |reason| ArrivalRow {
            file: name.clone(),
            verdict: ArrivalVerdict::Refused { reason },
            ..ArrivalRow::default()
        };
        let Some((format, source)) = open(path, &name) else {
            self.report.add(refused(ArrivalRefusal::Unreadable));
            return Ok(());
        };
        if format == Format::X12 {
            return self.claims(path, &name, watch);
        }
        if format == Format::Worklist {
            return self.worklist(path, watch);
        }
        if filing::is_document(format, &name) {
            self.file_document(&name, format, source)?;
            return match watch(0) {
                ControlFlow::Continue(()) => Ok(()),
                ControlFlow::Break(()) => Err(ErrorCode::Stopped.into()),
            };
        }
        let Some(arrivals) = Arrivals::new(format, source) else {
            self.report.add(ArrivalRow { format, ..refused(ArrivalRefusal::NoMessages) });
            return Ok(());
        };
        let mut arrivals = arrivals.knowing(std::mem::take(&mut self.known));
        loop {
            match arrivals.next_arrival() {
                Ok(Some(arrival)) => {
                    self.receive(&name, &arrival)?;
                    if watch(arrival.byte).is_break() {
                        return Err(ErrorCode::Stopped.into());
                    }
                }
                Ok(None) => break,
                Err(_) => {
                    self.report.add(refused(ArrivalRefusal::Unreadable));
                    break;
                }
            }
        }
        self.known = arrivals.into_known().unwrap_or_default();
        let passed_over = self.known.take_passed_over();
        if !passed_over.is_empty() {
            let left = passed_over.into_iter().map(|(kind, count)| Origin(format!("{kind} ({count})")));
            self.report.add(ArrivalRow { file: name, format, left: left.collect(), ..ArrivalRow::default() });
        }
        Ok(())
    }
}

/// The files of a bulk export are read in the order in which they refer to each other, whatever they are called; others as
/// they came.
fn in_order(paths: &[PathBuf]) -> Vec<&PathBuf> {
    let mut paths: Vec<&PathBuf> = paths.iter().collect();
    paths.sort_by_cached_key(|path| {
        let mut first = Vec::new();
        let begin = File::open(path).and_then(|file| file.take(TELLING_BYTES as u64).read_to_end(&mut first));
        let is_lines = begin.is_ok() && intake::recognise(&file_name(path), &first) == Format::FhirLines;
        // What is no file of lines stands before them: it knows nothing of what they said.
        if is_lines { 1 + intake::line_order(&first) } else { 0 }
    });
    paths
}

/// A file with what its beginning tells; `None` where it cannot be opened or read.
fn open(path: &Path, name: &str) -> Option<(Format, impl BufRead)> {
    let mut file = File::open(path).ok()?;
    let mut first = Vec::new();
    file.by_ref().take(TELLING_BYTES as u64).read_to_end(&mut first).ok()?;
    let format = intake::recognise(name, &first);
    Some((format, BufReader::new(Cursor::new(first).chain(file))))
}
