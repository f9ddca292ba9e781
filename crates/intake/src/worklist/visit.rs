//! What the rows of one visit say together: the first word on a thing stands, and another one is told.

use encounter::Address;
use jiff::civil::{Date, DateTime};

use super::draft::Cell;
use super::field::WorklistField::*;
use super::value::Value;
use crate::draft::{
    Carried, Concept, Draft, Event, Identifier, Origin, Problem, ProblemKind, ReceivedCoverage,
    ReceivedDiagnosis, ReceivedDocument, ReceivedProvider, ReceivedService, value,
};
use crate::kind;

/// What the rows of a visit say so far.
#[derive(Default)]
pub(super) struct Visit {
    pub(super) draft: Draft,
    /// Rows that took place, and those that did not.
    pub(super) kept: u32,
    pub(super) cancelled: u32,
    days: Vec<Carried<DateTime>>,
    ends: Vec<Carried<DateTime>>,
    address: Address,
    address_place: Option<Origin>,
    primary: ReceivedCoverage,
    secondary: ReceivedCoverage,
    /// Of each service, by its place, the diagnoses of its rows.
    reasons: Vec<Vec<Concept>>,
    note: Vec<(String, Origin)>,
    note_title: Option<Carried<String>>,
}

impl Visit {
    fn problem(&mut self, kind: ProblemKind, place: Origin) {
        self.draft.problems.push(Problem { kind, place });
    }

    pub(super) fn put(&mut self, cell: Cell, is_of_services: bool) {
        let Cell { field, value: said, place, .. } = cell;
        let draft = &mut self.draft;
        let (patient, visit) = (&mut draft.patient, &mut draft.visit);
        let numbered = |number: String, kind: &str| Identifier {
            number,
            kind: kind.to_owned(),
            origin: place.clone(),
            ..Identifier::default()
        };
        let agrees = match (field, said) {
            (RecordNumber, Value::Text(text)) => identify(&mut patient.identifiers, numbered(text, "MR")),
            (VisitNumber, Value::Text(text)) => identify(&mut visit.numbers, numbered(text, "VN")),
            (AccountNumber, Value::Text(text)) => identify(&mut visit.accounts, numbered(text, "AN")),
            (PatientName | PatientNameLastFirst, Value::Person(name)) => {
                let parts = [
                    (&mut patient.last_name, name.last),
                    (&mut patient.first_name, name.first),
                    (&mut patient.middle_name, name.middle),
                    (&mut patient.suffix, name.suffix),
                ];
                let put = |(field, text): (&mut Option<Carried<String>>, String)| {
                    text.is_empty() || carry(field, text, &place)
                };
                parts.into_iter().map(put).filter(|agrees| !agrees).count() == 0
            }
            (LastName, Value::Text(text)) => carry(&mut patient.last_name, text, &place),
            (FirstName, Value::Text(text)) => carry(&mut patient.first_name, text, &place),
            (MiddleName, Value::Text(text)) => carry(&mut patient.middle_name, text, &place),
            (Suffix, Value::Text(text)) => carry(&mut patient.suffix, text, &place),
            (BirthDate, Value::Time(at)) => carry(&mut patient.birth_date, at.date(), &place),
            (Sex, Value::Sex(sex)) => carry(&mut patient.sex, sex, &place),
            (AddressLine1 | AddressLine2 | City | State | Zip, Value::Text(text)) => {
                let part = match field {
                    AddressLine1 => &mut self.address.line1,
                    AddressLine2 => &mut self.address.line2,
                    City => &mut self.address.city,
                    State => &mut self.address.state,
                    _ => &mut self.address.zip,
                };
                self.address_place.get_or_insert(place.clone());
                write(part, text)
            }
            (ServiceFrom, Value::Time(at)) => {
                self.days.push(Carried::new(at, place.clone()));
                true
            }
            (ServiceTo, Value::Time(at)) => {
                self.ends.push(Carried::new(at, place.clone()));
                true
            }
            (PlaceOfService, Value::Text(text)) => {
                carry(&mut visit.place_of_service, text, &place) || is_of_services
            }
            (Facility, Value::Text(text)) => carry(&mut visit.facility, text, &place),
            (FinancialClass, Value::Text(text)) => carry(&mut visit.financial_class, text, &place),
            (PrimaryPayer, Value::Text(text)) => carry(&mut self.primary.payer, text, &place),
            (PrimaryMemberId, Value::Text(text)) => carry(&mut self.primary.member_id, text, &place),
            (PrimaryGroupNumber, Value::Text(text)) => carry(&mut self.primary.group_number, text, &place),
            (PriorAuthorization, Value::Text(text)) => {
                carry(&mut self.primary.prior_authorization, text, &place)
            }
            (SecondaryPayer, Value::Text(text)) => carry(&mut self.secondary.payer, text, &place),
            (SecondaryMemberId, Value::Text(text)) => carry(&mut self.secondary.member_id, text, &place),
            (SecondaryGroupNumber, Value::Text(text)) => {
                carry(&mut self.secondary.group_number, text, &place)
            }
            (NoteTitle, Value::Text(text)) => carry(&mut self.note_title, text, &place),
            (NoteText, Value::Text(text)) => {
                if !self.note.iter().any(|(known, _)| *known == text) {
                    self.note.push((text, place.clone()));
                }
                true
            }
            // Providers, codes and what belongs to them were taken by the row.
            _ => true,
        };
        if !agrees {
            self.problem(ProblemKind::Several, place);
        }
    }

    pub(super) fn diagnosis(&mut self, concept: Concept, origin: Origin) {
        let code = concept.diagnosis();
        let is_known = self.draft.diagnoses.iter().any(|known| match &code {
            Some(code) => known.concept.diagnosis().as_ref() == Some(code),
            None => known.concept == concept,
        });
        if !is_known {
            self.draft.diagnoses.push(ReceivedDiagnosis { concept, origin, ..ReceivedDiagnosis::default() });
        }
    }

    /// A row for each diagnosis repeats its service: it is one service for all of them.
    pub(super) fn service(&mut self, service: ReceivedService, reasons: Vec<Concept>) {
        let is_again = |known: &ReceivedService| {
            known.procedure == service.procedure
                && known.modifiers == service.modifiers
                && known.number == service.number
                && value(&known.from) == value(&service.from)
                && value(&known.units) == value(&service.units)
                && value(&known.charge) == value(&service.charge)
        };
        let known = self.draft.services.iter().position(is_again);
        match known.and_then(|at| self.reasons.get_mut(at)) {
            None => {
                self.draft.services.push(service);
                self.reasons.push(reasons);
            }
            Some(of_known) => {
                let new: Vec<Concept> =
                    reasons.into_iter().filter(|reason| !of_known.contains(reason)).collect();
                if new.is_empty() {
                    self.problem(ProblemKind::Repeated, service.origin);
                } else {
                    of_known.extend(new);
                }
            }
        }
    }

    /// The first of a role is the visit's; rows of services may each have their own.
    pub(super) fn provider(&mut self, provider: Option<ReceivedProvider>, is_of_services: bool) {
        let Some(provider) = provider else { return };
        let known = self.draft.visit.providers.iter().find(|known| known.role == provider.role);
        match known {
            None => self.draft.visit.providers.push(provider),
            Some(known) if known.provider == provider.provider || is_of_services => {}
            Some(_) => self.problem(ProblemKind::Several, provider.origin),
        }
    }

    pub(super) fn finish(mut self, whole: Origin) -> Draft {
        self.period();
        self.birth();
        if let Some(origin) = self.address_place.take() {
            self.draft.patient.address = Some(Carried::new(std::mem::take(&mut self.address), origin));
        }
        let coverages = [std::mem::take(&mut self.primary), std::mem::take(&mut self.secondary)];
        let [primary, secondary] = coverages.map(with_origin);
        // A second payer stands in the second place even where the first is not said.
        if let Some(secondary) = secondary {
            self.draft.coverages = vec![primary.unwrap_or_default(), secondary];
        } else {
            self.draft.coverages.extend(primary);
        }
        // Where each row has its own diagnoses, they say what its services were for; one list for all says nothing of that.
        let differ = self.reasons.windows(2).any(|pair| matches!(pair, [one, other] if one != other));
        let reasons = std::mem::take(&mut self.reasons);
        let open =
            self.draft.services.iter_mut().zip(reasons).filter(|(service, _)| service.diagnoses.is_empty());
        if differ {
            open.for_each(|(service, reasons)| service.diagnoses = reasons);
        }
        self.document();
        let mut draft = self.draft;
        if self.cancelled > 0 && self.kept == 0 {
            draft.event = Event::CancelVisit;
        }
        if draft.patient.last_name.is_none() && draft.patient.identifiers.is_empty() {
            draft.problems.push(Problem { kind: ProblemKind::NoPatient, place: whole });
        }
        draft
    }

    /// The visit is from its first day to its last.
    fn period(&mut self) {
        let first = self.days.iter().min_by_key(|day| day.value).cloned();
        let last =
            self.days.iter().chain(&self.ends).max_by_key(|day| day.value.map(|at| at.date())).cloned();
        let is_longer = |one: &Carried<DateTime>, other: &Carried<DateTime>| {
            one.value.map(|at| at.date()) > other.value.map(|at| at.date())
        };
        let before: Vec<Origin> = match &first {
            Some(first) => {
                self.ends.iter().filter(|end| is_longer(first, end)).map(|end| end.origin.clone()).collect()
            }
            None => Vec::new(),
        };
        for place in before {
            self.problem(ProblemKind::EndBeforeBegin, place);
        }
        let is_said = !self.ends.is_empty();
        self.draft.visit.to = match (&first, last) {
            (Some(first), Some(last)) => {
                (is_longer(&last, first) || (is_said && !is_longer(first, &last))).then_some(last)
            }
            (_, last) => last.filter(|_| is_said),
        };
        self.draft.visit.from = first;
    }

    fn birth(&mut self) {
        let begun = self.draft.visit.from.as_ref().and_then(|from| from.value).map(|at| at.date());
        let is_after = |birth: &mut Carried<Date>| birth.value > begun && begun.is_some();
        if let Some(birth) = self.draft.patient.birth_date.take_if(is_after) {
            self.problem(ProblemKind::BirthAfterService, birth.origin);
        }
    }

    fn document(&mut self) {
        let Some((_, origin)) = self.note.first().cloned() else { return };
        let text = self.note.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join("\n\n");
        let title = self.note_title.take();
        let named = title.as_ref().and_then(|title| title.value.as_deref()).and_then(kind::of_title);
        let kind = named.unwrap_or_else(|| kind::guess("", &text).0);
        let date = self.draft.visit.from.as_ref();
        self.draft.documents.push(ReceivedDocument {
            kind: Some(Carried::new(kind, origin.clone())),
            title,
            author: None,
            date: date.and_then(|from| Some(Carried::new(from.value?.date(), from.origin.clone()))),
            text: Some(Carried::new(text, origin.clone())),
            origin,
            ..ReceivedDocument::default()
        });
    }
}

/// False where something else stands there already, which stays.
fn carry<T: PartialEq>(field: &mut Option<Carried<T>>, value: T, place: &Origin) -> bool {
    match field {
        Some(known) => known.value.as_ref() == Some(&value),
        None => {
            *field = Some(Carried::new(value, place.clone()));
            true
        }
    }
}

fn write(part: &mut String, text: String) -> bool {
    if part.is_empty() {
        *part = text;
        return true;
    }
    *part == text
}

fn identify(known: &mut Vec<Identifier>, identifier: Identifier) -> bool {
    match known.first() {
        Some(first) => first.number == identifier.number,
        None => {
            known.push(identifier);
            true
        }
    }
}

/// `None` where nothing is said of it.
fn with_origin(mut coverage: ReceivedCoverage) -> Option<ReceivedCoverage> {
    let said = [&coverage.payer, &coverage.member_id, &coverage.group_number, &coverage.prior_authorization];
    let origin = said.into_iter().flatten().map(|field| field.origin.clone()).next()?;
    coverage.origin = origin;
    Some(coverage)
}
