//! Documents that come as files by themselves. The name of the file may tell the encounter; where it does not tell exactly
//! one, a person says where it belongs, and nothing is guessed.

use std::io::Read;

use encounter::{Document, DocumentKind, Encounter, EncounterId, Header, Patient};
use intake::worklist::WorklistMapping;
use intake::{
    Event, Format, MOST_FILE_BYTES, NamedDocument, NoteDraft, NoteError, Origin, Problem, ProblemKind, value,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;
use vault::{NewMessage, NumberKind, Reading, SentNumber};

use super::ArrivalKey;
use super::documents::is_known;
use super::identity::is_another;
use super::receive::{Receiver, name_of};
use super::report::{ArrivalQuestion, ArrivalRefusal, ArrivalRow, ArrivalVerdict};
use crate::error::DeskError;
use crate::note::file_budget;

/// What a person has said to what was asked before an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct ArrivalAnswers {
    /// Drafts that are taken as they are.
    pub confirmed: Vec<ArrivalKey>,
    /// Documents and where they belong.
    pub filings: Vec<Filing>,
    /// What columns of worklists are, before what is kept of them.
    pub mappings: Vec<WorklistMapping>,
}

/// Where a document belongs, and what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Filing {
    pub file: String,
    /// `None` for a new encounter, of `patient`.
    pub encounter: Option<EncounterId>,
    pub patient: Patient,
    /// Of a new encounter.
    pub account: String,
    pub date: Option<Date>,
    pub kind: DocumentKind,
    pub title: String,
}

/// Whether a file may be a document of the record. A text is one where it is called so: a damaged file of messages or of rows is
/// text too, and no note.
pub(super) fn is_document(format: Format, name: &str) -> bool {
    const NOTES: &[&str] = &["txt", "text", "md", "markdown", "asc"];
    match format {
        Format::Pdf | Format::Word | Format::RichText | Format::Image => true,
        Format::Text => {
            name.rsplit_once('.').is_none_or(|(_, ending)| NOTES.contains(&ending.to_lowercase().as_str()))
        }
        Format::Hl7v2
        | Format::Fhir
        | Format::FhirLines
        | Format::Ccda
        | Format::X12
        | Format::Worklist
        | Format::Unknown => false,
    }
}

impl Receiver<'_> {
    /// Brings a file to the encounter that it belongs to, whole or not at all.
    pub(super) fn file_document(
        &mut self,
        file: &str,
        format: Format,
        source: impl Read,
    ) -> Result<(), DeskError> {
        self.report.counts.messages = self.report.counts.messages.saturating_add(1);
        let told = intake::read_file_name(file);
        let row = row_of(file, format, &told);
        let mut bytes = Vec::new();
        let most = MOST_FILE_BYTES as u64 + 1;
        if source.take(most).read_to_end(&mut bytes).is_err() {
            let verdict = ArrivalVerdict::Refused { reason: ArrivalRefusal::Unreadable };
            self.report.add(ArrivalRow { verdict, ..row });
            return Ok(());
        }
        let filing = self.answers.filings.iter().find(|filing| filing.file == file);
        let note = match intake::read_note_file(file, &bytes, &file_budget()) {
            Ok(note) => note,
            Err(error) => {
                let verdict = ArrivalVerdict::Refused { reason: ArrivalRefusal::Problems };
                let problem = Problem { kind: problem_of(error), place: Origin::default() };
                self.report.add(ArrivalRow { verdict, problems: vec![problem], ..row });
                return Ok(());
            }
        };
        let row = with_filing(row, &told, &note);
        let row = match self.tx.same_message(&bytes)? {
            Some(_) => ArrivalRow { verdict: ArrivalVerdict::Duplicate, ..row },
            None => match (filing, fits(self.tx, &told)?.as_slice()) {
                (Some(filing), _) => self.take_document(row, format, note, &bytes, filing)?,
                (None, [only]) => {
                    let filing = Filing { encounter: Some(*only), ..row.filing.clone().unwrap_or_default() };
                    self.take_document(row, format, note, &bytes, &filing)?
                }
                (None, _) => {
                    let question = ArrivalQuestion::WhoseDocument;
                    ArrivalRow { verdict: ArrivalVerdict::Asked { question }, ..row }
                }
            },
        };
        self.report.add(row);
        Ok(())
    }

    fn take_document(
        &mut self,
        mut row: ArrivalRow,
        format: Format,
        note: NoteDraft,
        bytes: &[u8],
        filing: &Filing,
    ) -> Result<ArrivalRow, DeskError> {
        let stored = filing.encounter.map(|id| self.tx.encounter(id)).transpose()?.flatten();
        if filing.encounter.is_some() && stored.is_none() {
            row.verdict = ArrivalVerdict::Refused { reason: ArrivalRefusal::NoEncounter };
            return Ok(row);
        }
        let before = stored.map(|stored| (stored.id, stored.revision, stored.encounter));
        let mut after = match &before {
            Some((.., encounter)) => encounter.clone(),
            None => self.begun(filing),
        };
        let document = Document {
            kind: filing.kind,
            title: filing.title.trim().to_owned(),
            date: filing.date,
            text: note.text,
            file: note.file,
            ..Document::default()
        };
        row.patient = shown_name(&after.header.patient);
        row.record_number.clone_from(&after.header.patient.record_number);
        row.visit.clone_from(&after.header.account);
        let is_kept = document.file.is_some();
        // Of a document that is kept as its file the bytes lie there; what is only text is its own record.
        let message = NewMessage {
            format: &name_of(&format),
            sender: "",
            control_id: "",
            trigger: "",
            sent: "",
            raw: bytes,
            is_kept_as_file: is_kept,
        };
        if is_known(&after, &document) {
            row.verdict = ArrivalVerdict::Unchanged;
            row.encounters.extend(before.map(|(id, ..)| id));
            return Ok(row);
        }
        let message = self.tx.keep_message(self.arrival, &message)?;
        if is_kept {
            self.tx.keep_file(bytes, self.stamp.at)?;
        }
        after.add_document(document);
        let id = self.save(before.as_ref(), &mut after, true)?;
        if before.is_none() {
            let record = SentNumber { number: &filing.patient.record_number, authority: "" };
            if !record.number.is_empty() {
                self.tx.keep_number(id, NumberKind::Record, &record, message)?;
            }
        }
        row.documents = 1;
        row.encounters.push(id);
        row.verdict = if before.is_some() { ArrivalVerdict::Updated } else { ArrivalVerdict::New };
        Ok(row)
    }

    /// A new encounter of a document.
    fn begun(&self, filing: &Filing) -> Encounter {
        Encounter {
            header: Header {
                account: filing.account.trim().to_owned(),
                patient: filing.patient.clone(),
                service_from: filing.date,
                received: Some(self.rulebook.today),
                ..Header::default()
            },
            ..Encounter::default()
        }
    }
}

fn row_of(file: &str, format: Format, told: &NamedDocument) -> ArrivalRow {
    ArrivalRow {
        file: file.to_owned(),
        number: 1,
        part: 1,
        format,
        event: Event::Document,
        patient: shown_name(&patient_of(told)),
        record_number: told.numbers.first().and_then(|number| number.value.clone()).unwrap_or_default(),
        ..ArrivalRow::default()
    }
}

/// What a form begins with, and what is said of a file without text.
fn with_filing(row: ArrivalRow, told: &NamedDocument, note: &NoteDraft) -> ArrivalRow {
    let is_scan = note.text.trim().is_empty();
    let scanned = is_scan.then(|| Problem { kind: ProblemKind::Scanned, place: Origin::default() });
    let filing = Filing {
        file: row.file.clone(),
        encounter: None,
        patient: patient_of(told),
        account: String::new(),
        date: value(&told.date).copied(),
        // The heading of a text outweighs the name, which people copy.
        kind: value(&told.kind)
            .copied()
            .filter(|_| is_scan || note.kind == DocumentKind::ProgressNote)
            .unwrap_or(note.kind),
        title: note.title.clone(),
    };
    ArrivalRow { problems: scanned.into_iter().collect(), filing: Some(filing), ..row }
}

fn patient_of(told: &NamedDocument) -> Patient {
    Patient {
        last_name: value(&told.last_name).cloned().unwrap_or_default(),
        first_name: value(&told.first_name).cloned().unwrap_or_default(),
        birth_date: value(&told.birth_date).copied(),
        record_number: told.numbers.first().and_then(|number| number.value.clone()).unwrap_or_default(),
        ..Patient::default()
    }
}

fn shown_name(patient: &Patient) -> String {
    let names = [patient.last_name.as_str(), patient.first_name.as_str()];
    names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The encounters that a name may mean: those of a visit or account number in it; else those of a record number, on the date
/// where there is one; else those of the patient's name on the date. None whose patient contradicts the name.
fn fits(tx: &Reading<'_>, told: &NamedDocument) -> Result<Vec<EncounterId>, DeskError> {
    let date = value(&told.date).copied();
    let (mut of_visit, mut of_record) = (Vec::new(), Vec::new());
    for number in told.numbers.iter().filter_map(|number| number.value.as_deref()) {
        let sent = SentNumber { number, authority: "" };
        let numbered = [NumberKind::Visit, NumberKind::Account].map(|kind| tx.numbered(kind, &sent));
        for found in numbered {
            of_visit.extend(found?.into_iter().map(|(id, _)| id));
        }
        of_visit.extend(tx.of_account(number)?);
        of_record.extend(tx.of_record_number(&sent)?);
    }
    let is_numbered = !of_visit.is_empty() || !of_record.is_empty();
    let (found, on) = match (of_visit.is_empty(), is_numbered, date) {
        (false, ..) => (of_visit, None),
        (true, true, date) => (of_record, date),
        (true, false, Some(date)) => (of_name(tx, told)?, Some(date)),
        (true, false, None) => return Ok(Vec::new()),
    };
    let named = patient_of(told);
    let mut fitting = Vec::new();
    for id in found {
        let Some(known) = tx.coded(id)? else { continue };
        let Header { patient, service_from, service_to, .. } = known.header;
        let is_on = on.is_none_or(|on| {
            service_from.is_some_and(|from| from <= on && on <= service_to.unwrap_or(from).max(from))
        });
        // A name without a comma may stand the other way round.
        let turned = Patient {
            last_name: named.first_name.clone(),
            first_name: named.last_name.clone(),
            ..named.clone()
        };
        let contradicts = is_another(&patient, &named) && is_another(&patient, &turned);
        if is_on && !contradicts && !fitting.contains(&id) {
            fitting.push(id);
        }
    }
    Ok(fitting)
}

fn of_name(tx: &Reading<'_>, told: &NamedDocument) -> Result<Vec<EncounterId>, DeskError> {
    let named = patient_of(told);
    if named.last_name.is_empty() || named.first_name.is_empty() {
        return Ok(Vec::new());
    }
    let turned = Patient {
        last_name: named.first_name.clone(),
        first_name: named.last_name.clone(),
        ..Patient::default()
    };
    let mut found = tx.called(&named)?;
    found.extend(tx.called(&turned)?);
    Ok(found)
}

fn problem_of(error: NoteError) -> ProblemKind {
    match error {
        NoteError::TooLarge { limit } => {
            ProblemKind::TooLarge { limit: u32::try_from(limit).unwrap_or(u32::MAX) }
        }
        NoteError::NotText { .. } | NoteError::Empty => ProblemKind::NoText,
        NoteError::File(problem) => problem,
    }
}
