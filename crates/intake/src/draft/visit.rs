use encounter::{Accident, Provider, Relationship, Subscriber};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Carried, Concept, Identifier, Origin};

/// The visit as far as the message tells.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct ReceivedVisit {
    /// The numbers of the visit itself (PV1-19, then PV1-50; `Encounter.identifier`; `encompassingEncounter/id`).
    pub numbers: Vec<Identifier>,
    /// The account that it is billed to (PID-18, `Account.identifier`), which may be that of several visits.
    pub accounts: Vec<Identifier>,
    pub class: Option<Carried<VisitClass>>,
    /// Name of the facility, as sent.
    pub facility: Option<Carried<String>>,
    /// Ward, clinic or room, as sent.
    pub location: Option<Carried<String>>,
    /// CMS place of service, two digits, where the message has it.
    pub place_of_service: Option<Carried<String>>,
    /// Admission, or the beginning of the visit, by the clock of the place.
    pub from: Option<Carried<DateTime>>,
    /// Discharge, or the end of the visit.
    pub to: Option<Carried<DateTime>>,
    /// UB-04 FL 14, as sent (PV1-4).
    pub admission_type: Option<Carried<String>>,
    /// UB-04 FL 15, as sent (PV1-14).
    pub admission_source: Option<Carried<String>>,
    /// UB-04 FL 17, as sent (PV1-36).
    pub discharge_status: Option<Carried<String>>,
    pub financial_class: Option<Carried<String>>,
    /// Why the patient came, as sent: a concept to be coded, no diagnosis.
    pub reason: Option<Carried<Concept>>,
    pub accident: Option<Carried<Accident>>,
    pub providers: Vec<ReceivedProvider>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum VisitClass {
    Inpatient,
    Outpatient,
    Emergency,
    Observation,
    Preadmission,
    Recurring,
    Obstetrics,
    Home,
    Virtual,
    #[default]
    Other,
}

/// A provider, and what they are to the visit or the service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct ReceivedProvider {
    pub role: ProviderRole,
    /// The NPI only where the number is called one, or is one by its check digit and nothing else is said of it.
    pub provider: Provider,
    /// The number as sent, where it is no NPI.
    pub identifier: Option<Identifier>,
    pub origin: Origin,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename = "ReceivedProviderRole", rename_all = "snake_case")]
pub enum ProviderRole {
    /// Has the care of the patient; the rendering provider of a visit unless a service names another.
    Attending,
    Referring,
    Consulting,
    Admitting,
    /// Rendered the service.
    Performing,
    Ordering,
    #[default]
    Other,
}

/// One payer of the patient.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct ReceivedCoverage {
    pub payer: Option<Carried<String>>,
    pub payer_id: Option<Carried<String>>,
    pub plan: Option<Carried<String>>,
    pub member_id: Option<Carried<String>>,
    pub group_number: Option<Carried<String>>,
    pub group_name: Option<Carried<String>>,
    pub prior_authorization: Option<Carried<String>>,
    pub from: Option<Carried<Date>>,
    pub to: Option<Carried<Date>>,
    /// What the patient is to the subscriber.
    pub relationship: Option<Carried<Relationship>>,
    pub subscriber: Option<Carried<Subscriber>>,
    /// The whole of it: a segment, a resource.
    pub origin: Origin,
}
