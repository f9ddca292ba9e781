use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{Amendment, DiagnosisId, HoldId, LineId, ProcedureId, Stamp};

/// What an edit says about an encounter. A result, not a failure: the encounter is imperfect, the edit is not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Family and rule, for example `validity.not-billable`. The wording of each rule stands in the catalogue.
    pub rule: String,
    pub severity: Severity,
    pub place: Place,
    /// What the wording fills in: codes, dates, numbers. Never patient data.
    pub args: BTreeMap<String, String>,
    /// The table or publication that the rule rests on, with its release.
    pub source: String,
    /// Changes that would cure it, best first. Offered, never made.
    pub cures: Vec<Amendment>,
    /// Set where the coder has acknowledged this warning at this place.
    pub acknowledged: Option<Acknowledgement>,
}

/// An error blocks completion, a warning must be acknowledged with a reason, an information informs.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Error,
    Warning,
    Info,
}

/// What a finding is about.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, Type,
)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Place {
    Encounter,
    Header {
        field: HeaderField,
    },
    Diagnosis {
        diagnosis: DiagnosisId,
        index: u32,
    },
    Line {
        line: LineId,
        index: u32,
    },
    /// A procedure of a facility stay.
    Procedure {
        procedure: ProcedureId,
        index: u32,
    },
    /// A revenue line of a facility stay, by where it stands: nothing moves one.
    RevenueLine {
        index: u32,
    },
    Hold {
        hold: HoldId,
        index: u32,
    },
}

/// A field of the header that a finding can be about.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, Type,
)]
#[serde(rename_all = "camelCase")]
pub enum HeaderField {
    BirthDate,
    ServiceFrom,
    ServiceTo,
    PlaceOfService,
    Npi,
    Taxonomy,
    Patient,
    Payer,
    Received,
    Accident,
    ClaimFrequency,
    BillType,
    Stay,
}

impl Place {
    /// Whether both are about the same thing, wherever it stands by now: an acknowledged warning stays quiet when
    /// diagnoses are reordered.
    pub fn is_same_thing(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Diagnosis { diagnosis: a, .. }, Self::Diagnosis { diagnosis: b, .. }) => a == b,
            (Self::Line { line: a, .. }, Self::Line { line: b, .. }) => a == b,
            (Self::Procedure { procedure: a, .. }, Self::Procedure { procedure: b, .. }) => a == b,
            (Self::Hold { hold: a, .. }, Self::Hold { hold: b, .. }) => a == b,
            _ => self == other,
        }
    }
}

/// A JSON Pointer (RFC 6901) into the encounter file.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encounter => Ok(()),
            Self::Header { field } => f.write_str(match field {
                HeaderField::BirthDate => "/header/patient/birthDate",
                HeaderField::ServiceFrom => "/header/serviceFrom",
                HeaderField::ServiceTo => "/header/serviceTo",
                HeaderField::PlaceOfService => "/header/placeOfService",
                HeaderField::Npi => "/header/renderingProvider/npi",
                HeaderField::Taxonomy => "/header/renderingProvider/taxonomy",
                HeaderField::Patient => "/header/patient",
                HeaderField::Payer => "/header/primaryPayer",
                HeaderField::Received => "/header/received",
                HeaderField::Accident => "/header/accident",
                HeaderField::ClaimFrequency => "/header/claimFrequency",
                HeaderField::BillType => "/stay/billType",
                HeaderField::Stay => "/stay",
            }),
            Self::Diagnosis { index, .. } => write!(f, "/diagnoses/{index}"),
            Self::Line { index, .. } => write!(f, "/lines/{index}"),
            Self::Procedure { index, .. } => write!(f, "/stay/procedures/{index}"),
            Self::RevenueLine { index } => write!(f, "/stay/revenueLines/{index}"),
            Self::Hold { index, .. } => write!(f, "/holds/{index}"),
        }
    }
}

/// A warning that the coder has weighed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase")]
pub struct Acknowledgement {
    pub rule: String,
    pub place: Place,
    /// The finding's arguments as they were: when the codes change, the warning speaks again.
    pub args: BTreeMap<String, String>,
    pub reason: String,
    pub stamp: Stamp,
}

impl Acknowledgement {
    pub fn answers(&self, finding: &Finding) -> bool {
        self.rule == finding.rule && self.place.is_same_thing(&finding.place) && self.args == finding.args
    }
}

/// How many findings still stand in the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FindingCounts {
    pub errors: u32,
    /// Not yet acknowledged.
    pub warnings: u32,
    pub infos: u32,
}

impl FindingCounts {
    pub fn of(findings: &[Finding]) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            match finding.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning if finding.acknowledged.is_none() => counts.warnings += 1,
                Severity::Warning => {}
                Severity::Info => counts.infos += 1,
            }
        }
        counts
    }

    /// Whether the encounter may be completed.
    pub fn is_clean(self) -> bool {
        self.errors == 0 && self.warnings == 0
    }
}
