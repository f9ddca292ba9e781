//! What one message says, in no format's own terms: who the patient is, which visit, its documents, the codes that came
//! with it, and where in the message each of these stood.
//!
//! Deliberately absent: what it means for the records that are there already. Whether a draft is new, an update or a
//! duplicate is for the desk to say. A code that came is proposed, never set.

mod carried;
mod codes;
mod document;
mod patient;
mod problem;
mod visit;

pub use carried::*;
pub use codes::*;
pub use document::*;
pub use patient::*;
pub use problem::*;
pub use visit::*;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::Format;

/// What one message says of one visit, or of one patient where it is about none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Draft {
    pub format: Format,
    pub event: Event,
    pub sent: Sent,
    pub patient: ReceivedPatient,
    pub visit: ReceivedVisit,
    /// In the order in which the payers pay, as far as the message says it.
    pub coverages: Vec<ReceivedCoverage>,
    pub documents: Vec<ReceivedDocument>,
    /// In the order of the message, which is that of its priorities where it numbers them.
    pub diagnoses: Vec<ReceivedDiagnosis>,
    pub services: Vec<ReceivedService>,
    pub merges: Vec<Merge>,
    pub problems: Vec<Problem>,
    /// The fields that hold something and were read, in the order of the message.
    pub taken: Vec<Origin>,
    /// The fields that hold something for which an encounter has no place, in the order of the message. Where nothing of a
    /// part was read, the part is named, not each of its fields.
    pub left: Vec<Origin>,
}

impl Draft {
    /// Whether something is wrong with it that leaves nothing to import.
    pub fn prevents_import(&self) -> bool {
        self.problems.iter().any(Problem::prevents_import)
    }
}

/// The message itself: by whom it was sent, when, and under which number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Sent {
    /// The number that the sender gave the message (MSH-10, `Bundle.identifier`, `ClinicalDocument/id`). The same number
    /// from the same sender is the same message. Empty where it has none.
    pub control_id: String,
    pub at: Option<Moment>,
    pub application: String,
    pub facility: String,
    /// What the sender called it, for example `ADT^A08`; the type of the bundle, or the code of the document.
    pub trigger: String,
    /// Of the standard, as sent, for example `2.5.1`.
    pub version: String,
    /// The sender marked it as no real one (MSH-11: debugging or training).
    pub test: bool,
}

/// What happened, which says what may be done with the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename = "ReceivedEvent", rename_all = "snake_case")]
pub enum Event {
    /// ADT A01.
    Admit,
    /// ADT A04: an outpatient or emergency visit begins.
    Register,
    /// ADT A05, A14: a visit is expected.
    Preadmit,
    /// ADT A03.
    Discharge,
    /// ADT A08, and what else changes a visit without ending it: transfers, changes of class, tracking.
    Update,
    /// ADT A11, A27, A38: the visit did not take place.
    CancelVisit,
    /// ADT A13: the visit goes on.
    CancelDischarge,
    /// ADT A28, A31: about a patient, not a visit.
    PatientUpdate,
    /// ADT A18, A34 to A37, A39 to A51: numbers become one, another, or two again; [`Draft::merges`] says which.
    Merge,
    /// DFT P03, P11.
    Charges,
    /// BAR P01, P05, P10, P12: the account of a visit, with its diagnoses and procedures.
    Account,
    /// MDM T01 to T11: each document says what becomes of it.
    Document,
    /// ORU R01 and its kin.
    Result,
    /// What a record says of a visit, without an event: FHIR and C-CDA.
    Record,
    /// Nothing that an encounter is made of, or changed by. It cannot be imported.
    #[default]
    Other,
}

/// Numbers of one patient, account or visit that shall be one from now on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Merge {
    pub subject: MergeSubject,
    /// Those that stay.
    pub surviving: Vec<Identifier>,
    /// Those that shall not be used again.
    pub retired: Vec<Identifier>,
    /// The retired numbers are another name of the same record (ADT A46 to A51), not a second record.
    pub renamed: bool,
    /// They became one by mistake and are two again (ADT A37).
    pub parted: bool,
    /// Only what is named moves to the surviving patient (ADT A43 to A45); the patient that it leaves stays.
    pub moved: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MergeSubject {
    #[default]
    Patient,
    Account,
    Visit,
}
