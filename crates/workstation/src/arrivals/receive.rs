//! One message after the other, each brought to the encounter that it is about. Everything that an import does is done
//! here, inside its one transaction; a preview is the same work, not kept.

use std::collections::{BTreeMap, BTreeSet};

use encounter::{Amendment, Encounter, EncounterId, FindingCounts, Header, HoldReason, Stamp, Status};
use intake::worklist::WorklistMapping;
use intake::{Arrival, Draft, Event, Format, KnownResources, Moment, ReceivedDiagnosis};
use vault::{ArrivalId, AuditEvent, MessageId, NewMessage, NumberKind, ProposalState, Transaction};

use super::documents::{self, number_of};
use super::fields::{apply, said};
use super::filing::ArrivalAnswers;
use super::identity::{Whose, number, of_patient, of_record, whose};
use super::proposals::Proposed;
use super::report::{ArrivalQuestion, ArrivalRefusal, ArrivalReport, ArrivalRow, ArrivalVerdict, FieldFate};
use crate::error::DeskError;
use crate::rulebook::Rulebook;

/// What an import works with.
pub(super) struct Receiver<'a> {
    pub(super) tx: &'a Transaction<'a>,
    pub(super) rulebook: Rulebook<'a>,
    pub(super) stamp: Stamp,
    pub(super) arrival: ArrivalId,
    /// What a person has said to what was asked.
    pub(super) answers: &'a ArrivalAnswers,
    /// What columns of worklists are, the first that is for a file.
    pub(super) mappings: Vec<WorklistMapping>,
    /// What lines of the files before said of those that others refer to.
    pub(super) known: KnownResources,
    pub(super) report: ArrivalReport,
    /// Encounters whose row in the queue is another now.
    pub(super) touched: BTreeSet<EncounterId>,
}

/// A message that is being received.
pub(super) struct Message {
    pub(super) id: MessageId,
    /// UTC, as far as the sender says it; empty where it says no time.
    sent: String,
}

/// A change of one encounter by one message.
struct Change {
    before: Option<(EncounterId, u32, Encounter)>,
    after: Encounter,
    row: ArrivalRow,
}

impl Receiver<'_> {
    /// Takes all drafts of a message or none of them.
    pub(super) fn receive(&mut self, file: &str, message: &Arrival) -> Result<(), DeskError> {
        if message.drafts.is_empty() && message.problems.is_empty() {
            return Ok(());
        }
        self.report.counts.messages = self.report.counts.messages.saturating_add(1);
        let mut rows: Vec<ArrivalRow> = (1..)
            .zip(&message.drafts)
            .map(|(part, draft)| ArrivalRow::of(file, message, part, draft))
            .collect();
        if rows.is_empty() {
            let verdict = ArrivalVerdict::Refused { reason: ArrivalRefusal::Problems };
            let problems = message.problems.clone();
            self.report.add(ArrivalRow {
                file: file.to_owned(),
                number: message.number,
                verdict,
                problems,
                ..ArrivalRow::default()
            });
            return Ok(());
        }
        let first = message.drafts.first().map(|draft| &draft.sent).cloned().unwrap_or_default();
        let sender = [first.application.as_str(), first.facility.as_str()].join(" ");
        let sent = first.at.as_ref().map(time).unwrap_or_default();
        let format = rows.first().map(|row| row.format).unwrap_or_default();
        let new = NewMessage {
            format: &name_of(&format),
            sender: sender.trim(),
            control_id: &first.control_id,
            trigger: &first.trigger,
            sent: &sent,
            raw: &message.raw,
            is_kept_as_file: false,
        };
        if self.tx.same_message(&message.raw)?.is_some() {
            self.all(rows, ArrivalVerdict::Duplicate);
            return Ok(());
        }
        let mut found = Vec::with_capacity(message.drafts.len());
        for (draft, row) in message.drafts.iter().zip(&mut rows) {
            if draft.prevents_import() {
                row.verdict = ArrivalVerdict::Refused { reason: ArrivalRefusal::Problems };
                found.push(None);
                continue;
            }
            let whose = whose(self.tx, draft)?;
            let is_confirmed = self.answers.confirmed.iter().any(|key| key.is_of(row));
            match whose {
                Whose::Asked(question, _) if !is_confirmed && asks(draft, question) => {
                    self.all(rows, ArrivalVerdict::Asked { question });
                    return Ok(());
                }
                _ => found.push(Some(whose)),
            }
        }
        if found.iter().all(Option::is_none) {
            rows.into_iter().for_each(|row| self.report.add(row));
            return Ok(());
        }
        let message_id = self.tx.keep_message(self.arrival, &new)?;
        let kept = Message { id: message_id, sent };
        for ((draft, row), whose) in message.drafts.iter().zip(rows).zip(found) {
            let row = match whose {
                Some(whose) => self.take(&kept, draft, row, whose)?,
                None => row,
            };
            self.report.add(row);
        }
        Ok(())
    }

    fn all(&mut self, rows: Vec<ArrivalRow>, verdict: ArrivalVerdict) {
        for row in rows {
            self.report.add(ArrivalRow { verdict, ..row });
        }
    }

    fn take(
        &mut self,
        message: &Message,
        draft: &Draft,
        mut row: ArrivalRow,
        whose: Whose,
    ) -> Result<ArrivalRow, DeskError> {
        if !draft.merges.is_empty() {
            return self.merge(message, draft, row);
        }
        let known = match whose {
            Whose::Known(id) | Whose::Asked(_, Some(id)) => Some(id),
            Whose::New | Whose::Asked(_, None) => None,
        };
        match (draft.event, known) {
            (Event::PatientUpdate, _) => {
                // Confirmed, the number alone says who it is.
                let of_number = matches!(whose, Whose::Asked(ArrivalQuestion::AnotherPatient, _));
                let found = if of_number { of_record(self.tx, draft)? } else { of_patient(self.tx, draft)? };
                for id in found {
                    row = self.change(message, draft, row, Some(id))?;
                }
                Ok(row)
            }
            // A schedule has its cancelled visits beside the others; of those that never came here there is nothing to say.
            (Event::CancelVisit, None) if draft.format == Format::Worklist => Ok(row),
            (Event::CancelVisit | Event::CancelDischarge | Event::Merge, None) => {
                row.verdict = ArrivalVerdict::Refused { reason: ArrivalRefusal::NoEncounter };
                Ok(row)
            }
            (_, known) => self.change(message, draft, row, known),
        }
    }

    /// Brings a draft to one encounter, a new one where there is none, and keeps what came of it.
    fn change(
        &mut self,
        message: &Message,
        draft: &Draft,
        row: ArrivalRow,
        known: Option<EncounterId>,
    ) -> Result<ArrivalRow, DeskError> {
        let stored = known.map(|id| self.tx.encounter(id)).transpose()?.flatten();
        let after = match &stored {
            Some(stored) => stored.encounter.clone(),
            None => Encounter {
                header: Header { received: Some(self.rulebook.today), ..Header::default() },
                ..Encounter::default()
            },
        };
        let before = stored.map(|stored| (stored.id, stored.revision, stored.encounter));
        let mut change = Change { before, after, row };
        let origins = match &change.before {
            Some((id, ..)) => self.tx.field_origins(*id)?,
            None => Vec::new(),
        };
        let mut said = said(draft);
        if draft.event == Event::PatientUpdate {
            said.retain(|each| is_of_patient(each.field));
        }
        let applied = apply(said, &message.sent, &origins, &mut change.after)?;
        change.row.fields.extend(applied.changes);
        if draft.event == Event::CancelVisit {
            change.cancel(&self.stamp)?;
        }
        let known_as = change.before.as_ref().map(|(id, ..)| *id);
        let (tx, now) = (self.tx, self.stamp.at);
        let documents = documents::bring(draft, tx, now, known_as, &mut change.after, &mut change.row)?;
        // What is coded already must be looked at again.
        let is_flagged = change.row.documents > 0 || draft.event == Event::CancelVisit;
        let id = self.save(change.before.as_ref(), &mut change.after, is_flagged)?;
        for (document, number) in documents {
            self.tx.keep_number(id, NumberKind::Document(document), &number_of(&number), message.id)?;
        }
        for each in applied.heard {
            self.tx.keep_field_origin(id, each.field, message.id, &each.place.0, &each.value.to_string())?;
        }
        self.numbers(id, draft, message)?;
        let is_news =
            change.row.documents > 0 || change.row.fields.iter().any(|field| field.fate == FieldFate::Set);
        let proposals = self.propose(id, &change.after, draft, message)?;
        change.row.proposals += proposals;
        if proposals > 0 {
            self.flag(id, &mut change.after)?;
        }
        let is_changed = change.before.as_ref().is_none_or(|(.., before)| *before != change.after);
        change.row.encounters.push(id);
        change.row.verdict = match change.before {
            None => ArrivalVerdict::New,
            Some(_) if is_changed || is_news || proposals > 0 => ArrivalVerdict::Updated,
            Some(_) if change.row.verdict == ArrivalVerdict::Updated => ArrivalVerdict::Updated,
            Some(_) => ArrivalVerdict::Unchanged,
        };
        Ok(change.row)
    }

    /// Keeps an encounter where it differs, checked, remembered for the undo of the import, and audited.
    pub(super) fn save(
        &mut self,
        before: Option<&(EncounterId, u32, Encounter)>,
        after: &mut Encounter,
        is_flagged: bool,
    ) -> Result<EncounterId, DeskError> {
        let counts = |id: Option<EncounterId>, after: &Encounter| -> Result<FindingCounts, DeskError> {
            Ok(FindingCounts::of(&self.rulebook.findings(self.tx, id, after)?))
        };
        let (id, action) = match before {
            None => {
                let id = self.tx.insert_encounter(after, counts(None, after)?, self.stamp.at)?;
                self.tx.keep_arrival_change(self.arrival, id, 1, None)?;
                (id, "receive_encounter")
            }
            Some((id, revision, before)) => {
                if is_flagged && after.status.requirement(Status::NeedsRecoding).is_some() {
                    after.move_to(Status::NeedsRecoding, "", &self.stamp)?;
                }
                if before == after {
                    return Ok(*id);
                }
                let revision = self.tx.save_encounter(*id, *revision, after, counts(Some(*id), after)?)?;
                // What could be taken back before would take the news back with it.
                self.tx.clear_steps(*id)?;
                self.tx.keep_arrival_change(self.arrival, *id, revision, Some(before))?;
                (*id, "receive_message")
            }
        };
        self.touch(id, action)?;
        Ok(id)
    }

    fn touch(&mut self, id: EncounterId, action: &str) -> Result<(), DeskError> {
        self.tx.append_audit(&AuditEvent {
            at: self.stamp.at,
            by: self.stamp.by.clone(),
            encounter: Some(id),
            action: action.to_owned(),
            detail: BTreeMap::from([("arrival".to_owned(), self.arrival.0.to_string())]),
        })?;
        self.touched.insert(id);
        Ok(())
    }

    /// Codes came for an encounter that is completed already: somebody must look at it again.
    fn flag(&mut self, id: EncounterId, after: &mut Encounter) -> Result<(), DeskError> {
        if after.status.requirement(Status::NeedsRecoding).is_none() {
            return Ok(());
        }
        let Some(stored) = self.tx.encounter(id)? else { return Ok(()) };
        let mut flagged = stored.encounter.clone();
        flagged.move_to(Status::NeedsRecoding, "", &self.stamp)?;
        let counts = FindingCounts::of(&self.rulebook.findings(self.tx, Some(id), &flagged)?);
        let revision = self.tx.save_encounter(id, stored.revision, &flagged, counts)?;
        self.tx.keep_arrival_change(self.arrival, id, revision, Some(&stored.encounter))?;
        self.touch(id, "receive_message")?;
        *after = flagged;
        Ok(())
    }

    fn numbers(&self, id: EncounterId, draft: &Draft, message: &Message) -> Result<(), DeskError> {
        let visits = draft.visit.numbers.iter().map(|each| (NumberKind::Visit, each));
        let accounts = draft.visit.accounts.iter().map(|each| (NumberKind::Account, each));
        let record = draft.patient.record_number().map(|each| (NumberKind::Record, each));
        // About a patient a message says nothing of a visit.
        let of_visit = (draft.event != Event::PatientUpdate).then(|| visits.chain(accounts));
        for (kind, identifier) in of_visit.into_iter().flatten().chain(record) {
            self.tx.keep_number(id, kind, &number(identifier), message.id)?;
        }
        Ok(())
    }

    /// Keeps the codes that are new among those that came, and drops those that were taken back.
    fn propose(
        &self,
        id: EncounterId,
        encounter: &Encounter,
        draft: &Draft,
        message: &Message,
    ) -> Result<u32, DeskError> {
        let diagnoses = draft.diagnoses.iter().filter(|each| !each.concept.is_empty()).cloned();
        let services = draft.services.iter().filter(|each| !each.procedure.is_empty()).cloned();
        let mut came: Vec<Proposed> = diagnoses.map(|each| Proposed::Diagnosis(Box::new(each))).collect();
        // What a service was for is a diagnosis of the visit, sent apart or not; before the services, which point to it.
        for service in &draft.services {
            for concept in service.diagnoses.iter().filter(|concept| concept.diagnosis().is_some()) {
                let (concept, origin) = (concept.clone(), service.origin.clone());
                let of_service = ReceivedDiagnosis { concept, origin, ..ReceivedDiagnosis::default() };
                came.push(Proposed::Diagnosis(Box::new(of_service)));
            }
        }
        came.extend(services.map(|each| Proposed::Service(Box::new(each))));
        if came.is_empty() {
            return Ok(0);
        }
        let mut open = self.tx.proposals::<Proposed>(id, ProposalState::Open)?;
        let declined = self.tx.proposals::<Proposed>(id, ProposalState::Declined)?;
        let is_attached = |proposed: &Proposed| match proposed {
            Proposed::Diagnosis(each) => each
                .concept
                .diagnosis()
                .is_some_and(|code| encounter.diagnoses.iter().any(|attached| attached.code == code)),
            Proposed::Service(_) => false,
        };
        let mut kept = 0;
        for proposed in came {
            let withdrawn = open.iter().position(|each| proposed.withdraws(&each.content));
            if let Some(at) = withdrawn {
                let taken_back = open.remove(at);
                self.tx.set_proposal(id, taken_back.id, ProposalState::Withdrawn)?;
                continue;
            }
            let is_withdrawal = matches!(&proposed, Proposed::Diagnosis(each) if each.withdrawn);
            let is_again = open.iter().chain(&declined).any(|each| proposed.is_again(&each.content));
            if is_withdrawal || is_again || is_attached(&proposed) {
                continue;
            }
            open.push(self.tx.keep_proposal(id, message.id, proposed)?);
            kept += 1;
        }
        Ok(kept)
    }
}

impl Change {
    /// The visit did not take place: it waits for the coder's word.
    fn cancel(&mut self, stamp: &Stamp) -> Result<(), DeskError> {
        let encounter = &mut self.after;
        let is_known = encounter.holds.iter().any(|hold| hold.reason == HoldReason::VisitCancelled);
        if is_known || encounter.status.is_locked() {
            return Ok(());
        }
        let reason = HoldReason::VisitCancelled;
        let hold = Amendment::PlaceHold { reason, note: String::new(), provider: String::new() };
        Ok(encounter.amend(hold, stamp)?)
    }
}

/// Whether a person must be asked: a merge says itself which numbers are one, and about a patient who has no encounter here
/// there is nothing to ask.
fn asks(draft: &Draft, question: ArrivalQuestion) -> bool {
    let has_nothing = draft.event == Event::PatientUpdate && question == ArrivalQuestion::SamePatient;
    draft.merges.is_empty() && !has_nothing
}

fn is_of_patient(field: &str) -> bool {
    field.starts_with("/header/patient/") || field.starts_with("/header/claim/patient")
}

/// Sorts as the times do.
fn time(at: &Moment) -> String {
    at.order().strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

pub(super) fn name_of(format: &intake::Format) -> String {
    match serde_json::to_value(format) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
