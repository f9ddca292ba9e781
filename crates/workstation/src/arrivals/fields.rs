//! What a draft says of the fields of an encounter, and which of it is written there. A message updates what it carries
//! and nothing else; what was sent later stands whatever comes after it, and so does what was written at the desk.

use encounter::{Coverage, Encounter, Header};
use intake::{Carried, Draft, Origin, ProviderRole, ReceivedCoverage, value};
use serde::Serialize;
use serde_json::Value;
use vault::FieldOrigin;

use super::report::{FieldChange, FieldFate};
use crate::error::{DeskError, ErrorCode};

/// A field as a message has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Said {
    /// JSON pointer below the encounter.
    pub(super) field: &'static str,
    pub(super) value: Value,
    pub(super) place: Origin,
}

/// Everything that a draft says of an encounter's face sheet, by its fields.
pub(super) fn said(draft: &Draft) -> Vec<Said> {
    let mut said = SaidFields(Vec::new());
    let (patient, visit) = (&draft.patient, &draft.visit);
    if let Some(record) = patient.record_number() {
        said.put("/header/patient/recordNumber", &record.number, &record.origin);
    }
    said.carried("/header/patient/lastName", &patient.last_name);
    said.carried("/header/patient/firstName", &patient.first_name);
    said.carried("/header/patient/middleName", &patient.middle_name);
    said.carried("/header/patient/birthDate", &patient.birth_date);
    said.carried("/header/patient/sex", &patient.sex);
    said.carried("/header/claim/patientSuffix", &patient.suffix);
    said.carried("/header/claim/patientAddress", &patient.address);
    said.carried("/header/claim/patientDeathDate", &patient.death_date);
    if let Some(account) = visit.numbers.first().or_else(|| visit.accounts.first()) {
        said.put("/header/account", &account.number, &account.origin);
    }
    said.carried("/header/facility", &visit.facility);
    said.carried("/header/placeOfService", &visit.place_of_service);
    said.carried("/header/financialClass", &visit.financial_class);
    said.carried("/header/accident", &visit.accident);
    said.dates(draft);
    for (field, role) in [
        ("/header/renderingProvider", ProviderRole::Attending),
        ("/header/referringProvider", ProviderRole::Referring),
    ] {
        if let Some(found) = visit.providers.iter().find(|each| each.role == role) {
            said.put(field, &found.provider, &found.origin);
        }
    }
    for (fields, coverage) in PAYERS.iter().zip(&draft.coverages) {
        said.coverage(fields, coverage);
    }
    if let Some(first) = draft.coverages.first() {
        said.carried("/header/priorAuthorization", &first.prior_authorization);
    }
    said.0
}

struct SaidFields(Vec<Said>);

impl SaidFields {
    fn put(&mut self, field: &'static str, value: &impl Serialize, place: &Origin) {
        if let Ok(value) = serde_json::to_value(value) {
            self.0.push(Said { field, value, place: place.clone() });
        }
    }

    /// A deletion is said as null, which becomes what an empty field holds.
    fn carried<T: Serialize>(&mut self, field: &'static str, carried: &Option<Carried<T>>) {
        if let Some(carried) = carried {
            self.put(field, &carried.value, &carried.origin);
        }
    }

    /// The days of the visit, else those of its services.
    fn dates(&mut self, draft: &Draft) {
        let visit = &draft.visit;
        match &visit.from {
            Some(from) => self.put("/header/serviceFrom", &from.value.map(|at| at.date()), &from.origin),
            None => {
                let days = draft
                    .services
                    .iter()
                    .filter_map(|service| Some((value(&service.from)?, &service.from.as_ref()?.origin)));
                if let Some((first, place)) = days.min_by_key(|(day, _)| **day) {
                    self.put("/header/serviceFrom", first, place);
                }
            }
        }
        if let Some(to) = &visit.to {
            self.put("/header/serviceTo", &to.value.map(|at| at.date()), &to.origin);
        }
    }

    fn coverage(&mut self, fields: &PayerFields, coverage: &ReceivedCoverage) {
        let text = |field: &Option<Carried<String>>| value(field).cloned().unwrap_or_default();
        if coverage.payer.is_some() || coverage.member_id.is_some() {
            let named = Coverage { payer: text(&coverage.payer), member_id: text(&coverage.member_id) };
            self.put(fields.payer, &named, &coverage.origin);
        }
        self.carried(fields.group_number, &coverage.group_number);
        self.carried(fields.group_name, &coverage.group_name);
        self.carried(fields.relationship, &coverage.relationship);
        self.carried(fields.subscriber, &coverage.subscriber);
    }
}

/// Where an encounter has what a coverage says.
struct PayerFields {
    payer: &'static str,
    group_number: &'static str,
    group_name: &'static str,
    relationship: &'static str,
    subscriber: &'static str,
}

const PAYERS: [PayerFields; 2] = [
    PayerFields {
        payer: "/header/primaryPayer",
        group_number: "/header/claim/primary/groupNumber",
        group_name: "/header/claim/primary/groupName",
        relationship: "/header/claim/primary/relationship",
        subscriber: "/header/claim/primary/subscriber",
    },
    PayerFields {
        payer: "/header/secondaryPayer",
        group_number: "/header/claim/secondary/groupNumber",
        group_name: "/header/claim/secondary/groupName",
        relationship: "/header/claim/secondary/relationship",
        subscriber: "/header/claim/secondary/subscriber",
    },
];

/// What became of what was said: what changes or would, and the fields whose origin is to be kept.
pub(super) struct Applied {
    pub(super) changes: Vec<FieldChange>,
    pub(super) heard: Vec<Said>,
}

/// Writes what was said at a time into an encounter as far as it may be. `known` is what was said of it before.
pub(super) fn apply(
    said: Vec<Said>,
    sent: &str,
    known: &[FieldOrigin],
    encounter: &mut Encounter,
) -> Result<Applied, DeskError> {
    let internal = |_| DeskError::from(ErrorCode::Internal);
    // The claim's details are there only where something of them is; for comparing and writing there is always a place.
    let had_claim = encounter.header.claim.is_some();
    let with_claim = |header: &Header| {
        let claim = header.claim.clone().unwrap_or_default();
        serde_json::to_value(Header { claim: Some(claim), ..header.clone() })
    };
    let blank = with_claim(&Header::default()).map_err(internal)?;
    let mut header = with_claim(&encounter.header).map_err(internal)?;
    let mut applied = Applied { changes: Vec::new(), heard: Vec::new() };
    for mut each in said {
        let at = each.field.trim_start_matches("/header");
        let (Some(empty), Some(now)) = (blank.pointer(at), header.pointer_mut(at)) else { continue };
        if each.value.is_null() {
            each.value = empty.clone();
        }
        let before = known.iter().find(|origin| origin.field == each.field);
        let fate = match before {
            _ if *now == each.value => None,
            Some(known) if known.sent.as_str() > sent => Some(FieldFate::OlderThanKnown),
            _ if encounter.status.is_locked() => Some(FieldFate::Locked),
            Some(known) if serde_json::from_str::<Value>(&known.value).ok().as_ref() == Some(now) => {
                Some(FieldFate::Set)
            }
            _ if *now == *empty => Some(FieldFate::Set),
            _ => Some(FieldFate::WrittenHere),
        };
        if let Some(fate) = fate {
            applied.changes.push(FieldChange {
                field: each.field.to_owned(),
                place: each.place.clone(),
                before: shown(now),
                after: shown(&each.value),
                fate,
            });
            if fate == FieldFate::Set {
                *now = each.value.clone();
            }
        }
        // Where something written here stands, what was last heard stays heard: a message that says it again is no news.
        if fate.is_none_or(|fate| matches!(fate, FieldFate::Set | FieldFate::OlderThanKnown)) {
            applied.heard.push(each);
        }
    }
    if applied.changes.iter().any(|change| change.fate == FieldFate::Set) {
        let mut header: Header = serde_json::from_value(header).map_err(internal)?;
        let is_blank = header.claim.as_deref().is_some_and(|claim| *claim == Default::default());
        header.claim.take_if(|_| is_blank && !had_claim);
        encounter.header = header;
    }
    Ok(applied)
}

/// A value in a line: texts bare, of objects what they hold.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Object(parts) => {
            let parts: Vec<String> = parts.values().map(shown).filter(|part| !part.is_empty()).collect();
            parts.join(", ")
        }
        Value::Array(parts) => parts.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Bool(false) => String::new(),
        other => other.to_string(),
    }
}
