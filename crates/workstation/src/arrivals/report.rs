use claims::x12::Fault;
use encounter::EncounterId;
use intake::{Arrival, Draft, Event, Format, Origin, Problem};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::filing::Filing;
use super::identity::patient_of;

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct ArrivalReport {
    pub counts: ArrivalCounts,
    /// One for each draft of each message, as they came, at most [`MOST_ROWS`].
    pub rows: Vec<ArrivalRow>,
    /// How many more there were.
    pub more_rows: u32,
}

/// What an import did, without its rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct ArrivalSummary {
    pub counts: ArrivalCounts,
}

/// A person does not read more lines than this; the counts are of all.
pub(super) const MOST_ROWS: usize = 2_000;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct ArrivalCounts {
    pub messages: u32,
    pub new: u32,
    pub updated: u32,
    pub unchanged: u32,
    pub duplicates: u32,
    pub asked: u32,
    pub refused: u32,
    /// Parts of messages that were not taken as they stand.
    pub problems: u32,
    pub documents: u32,
    pub proposals: u32,
    /// Of the claims that come new, US dollars.
    pub charges: Decimal,
}

/// What became of one draft.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct ArrivalRow {
    /// Without its folder.
    pub file: String,
    /// Of the message in its file, from 1; 0 where it is the file itself that cannot be read.
    pub number: u32,
    /// Of the draft in its message, from 1.
    pub part: u32,
    pub format: Format,
    pub event: Event,
    pub trigger: String,
    pub patient: String,
    pub record_number: String,
    pub visit: String,
    pub verdict: ArrivalVerdict,
    /// The encounters that it made or changed; more than one where it is about a patient.
    pub encounters: Vec<EncounterId>,
    pub fields: Vec<FieldChange>,
    pub documents: u32,
    pub proposals: u32,
    pub problems: Vec<Problem>,
    /// What is wrong with a claim, or is not carried; of the file itself at its first.
    pub faults: Vec<Fault>,
    pub taken: u32,
    /// Fields that hold something for which an encounter has no place.
    pub left: Vec<Origin>,
    /// Of a document that came as a file by itself: what its name and its text tell.
    pub filing: Option<Filing>,
}

impl ArrivalRow {
    /// What is known of a draft before anything becomes of it.
    pub(super) fn of(file: &str, message: &Arrival, part: u32, draft: &Draft) -> Self {
        let patient = patient_of(draft);
        let names = [patient.last_name.as_str(), patient.first_name.as_str()];
        let visit = draft.visit.numbers.first().or_else(|| draft.visit.accounts.first());
        Self {
            file: file.to_owned(),
            number: message.number,
            part,
            format: draft.format,
            event: draft.event,
            trigger: draft.sent.trigger.clone(),
            patient: names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", "),
            record_number: patient.record_number.clone(),
            visit: visit.map(|visit| visit.number.clone()).unwrap_or_default(),
            problems: message.problems.iter().chain(&draft.problems).cloned().collect(),
            taken: u32::try_from(draft.taken.len()).unwrap_or(u32::MAX),
            left: draft.left.clone(),
            ..Self::default()
        }
    }
}

/// A field that a message says something new of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldChange {
    /// JSON pointer below the encounter.
    pub field: String,
    pub place: Origin,
    pub before: String,
    pub after: String,
    pub fate: FieldFate,
}

/// Whether a field became what a message says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FieldFate {
    Set,
    /// A message that was sent later has said otherwise.
    OlderThanKnown,
    /// It was written here, and what is written here stays.
    WrittenHere,
    /// The encounter is locked.
    Locked,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "verdict", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum ArrivalVerdict {
    New,
    Updated,
    /// Everything that it says is known, or is older than what is.
    #[default]
    Unchanged,
    /// The same message has come before.
    Duplicate,
    /// Somebody must look at it first; nothing of it is imported unless it is confirmed.
    Asked {
        question: ArrivalQuestion,
    },
    Refused {
        reason: ArrivalRefusal,
    },
}

/// What a person is asked before a draft is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ArrivalQuestion {
    /// The record number is that of a patient with another name and birth date.
    AnotherPatient,
    /// The visit number is that of a visit of another patient.
    AnotherPatientsVisit,
    /// Another record number belongs to a patient of the same name, birth date and sex.
    SamePatient,
    /// A document whose file's name tells no encounter, or several.
    WhoseDocument,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ArrivalRefusal {
    /// The file cannot be opened or read.
    Unreadable,
    /// No messages: a note belongs to an encounter, which it does not name.
    NoMessages,
    /// A worklist of which nobody has said yet what its columns are.
    NeedsMapping,
    /// See the problems.
    Problems,
    /// The file of claims is not whole.
    CutShort,
    /// An encounter of this account and patient is in the queue already.
    InQueue,
    /// It is about a patient of whom there is no encounter.
    NoEncounter,
    /// It says nothing of which an encounter could be made.
    Nothing,
}

impl ArrivalReport {
    pub(super) fn add(&mut self, row: ArrivalRow) {
        let counts = &mut self.counts;
        let problems = u32::try_from(row.problems.len() + row.faults.len()).unwrap_or(u32::MAX);
        counts.problems = counts.problems.saturating_add(problems);
        counts.documents = counts.documents.saturating_add(row.documents);
        counts.proposals = counts.proposals.saturating_add(row.proposals);
        let counted = match row.verdict {
            ArrivalVerdict::New => &mut counts.new,
            ArrivalVerdict::Updated => &mut counts.updated,
            ArrivalVerdict::Unchanged => &mut counts.unchanged,
            ArrivalVerdict::Duplicate => &mut counts.duplicates,
            ArrivalVerdict::Asked { .. } => &mut counts.asked,
            ArrivalVerdict::Refused { .. } => &mut counts.refused,
        };
        *counted = counted.saturating_add(1);
        match self.rows.len() < MOST_ROWS {
            true => self.rows.push(row),
            false => self.more_rows = self.more_rows.saturating_add(1),
        }
    }
}
