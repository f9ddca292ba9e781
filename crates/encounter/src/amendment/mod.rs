//! Every change that a coder can make to an open encounter, as one type: the window sends it, the desk applies it,
//! the audit trail names it, undo takes it back, and a finding offers it as its cure.

//!
//! The type stands here; making a change, copying forward, how much an encounter holds and why a change is refused are a
//! file each.

mod copy_forward;
mod error;
mod make;
mod room;

pub use error::AmendmentError;
pub use room::{FACILITY_DIAGNOSES, SERVICE_LINES};

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    Diagnosis, DiagnosisCode, DiagnosisId, Document, DocumentId, Evidence, FacilityProcedure, Header, HoldId,
    HoldReason, Icd10PcsCode, IndexPath, LineId, Modifier, Place, ProcedureCode, ProcedureId, ServiceLine,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Amendment {
    AttachDiagnosis {
        code: DiagnosisCode,
        evidence: Option<Evidence>,
        /// Kept with the diagnosis where it leads to the code.
        #[serde(default)]
        index_path: Option<IndexPath>,
        principal: bool,
    },
    ReplaceDiagnosis {
        diagnosis: DiagnosisId,
        code: DiagnosisCode,
    },
    RemoveDiagnosis {
        diagnosis: DiagnosisId,
    },
    /// To the place `to`, counted from 0.
    MoveDiagnosis {
        diagnosis: DiagnosisId,
        to: u32,
    },
    LinkDiagnosisEvidence {
        diagnosis: DiagnosisId,
        evidence: Evidence,
    },
    UnlinkDiagnosisEvidence {
        diagnosis: DiagnosisId,
        index: u32,
    },
    AddLine {
        code: ProcedureCode,
        evidence: Option<Evidence>,
        /// What the list says that the code was taken from, in the order of the list.
        #[serde(default)]
        modifiers: Vec<Modifier>,
        /// In US dollars, by the same.
        #[serde(default)]
        charge: Option<Decimal>,
    },
    /// Everything the coder can write on a line; its id says which.
    SetLine {
        line: ServiceLine,
    },
    RemoveLine {
        line: LineId,
    },
    MoveLine {
        line: LineId,
        to: u32,
    },
    LinkLineEvidence {
        line: LineId,
        evidence: Evidence,
    },
    UnlinkLineEvidence {
        line: LineId,
        index: u32,
    },
    /// Of a facility encounter: only inpatient hospital claims carry ICD-10-PCS codes (45 CFR 162.1002(c)(3)).
    AddProcedure {
        code: Icd10PcsCode,
        evidence: Option<Evidence>,
        principal: bool,
    },
    /// Everything the coder can write beside a procedure; its id says which.
    SetProcedure {
        procedure: FacilityProcedure,
    },
    RemoveProcedure {
        procedure: ProcedureId,
    },
    /// To the place `to`, counted from 0.
    MoveProcedure {
        procedure: ProcedureId,
        to: u32,
    },
    LinkProcedureEvidence {
        procedure: ProcedureId,
        evidence: Evidence,
    },
    UnlinkProcedureEvidence {
        procedure: ProcedureId,
        index: u32,
    },
    SetHeader {
        header: Box<Header>,
    },
    AddDocument {
        document: Document,
    },
    WithdrawDocument {
        document: DocumentId,
    },
    PlaceHold {
        reason: HoldReason,
        note: String,
        provider: String,
    },
    LiftHold {
        hold: HoldId,
    },
    Acknowledge {
        rule: String,
        place: Place,
        args: BTreeMap<String, String>,
        reason: String,
    },
    WithdrawAcknowledgement {
        rule: String,
        place: Place,
    },
    /// Diagnoses and lines of an earlier encounter, everything kept but its evidence, which is about another record.
    CopyForward {
        diagnoses: Vec<Diagnosis>,
        lines: Vec<ServiceLine>,
    },
}

impl Amendment {
    /// The name in the audit trail and of the undo label, for example `attach_diagnosis`.
    pub const fn action(&self) -> &'static str {
        match self {
            Self::AttachDiagnosis { .. } => "attach_diagnosis",
            Self::ReplaceDiagnosis { .. } => "replace_diagnosis",
            Self::RemoveDiagnosis { .. } => "remove_diagnosis",
            Self::MoveDiagnosis { .. } => "move_diagnosis",
            Self::LinkDiagnosisEvidence { .. }
            | Self::LinkLineEvidence { .. }
            | Self::LinkProcedureEvidence { .. } => "link_evidence",
            Self::UnlinkDiagnosisEvidence { .. }
            | Self::UnlinkLineEvidence { .. }
            | Self::UnlinkProcedureEvidence { .. } => "unlink_evidence",
            Self::AddLine { .. } => "add_line",
            Self::SetLine { .. } => "set_line",
            Self::RemoveLine { .. } => "remove_line",
            Self::MoveLine { .. } => "move_line",
            Self::AddProcedure { .. } => "add_procedure",
            Self::SetProcedure { .. } => "set_procedure",
            Self::RemoveProcedure { .. } => "remove_procedure",
            Self::MoveProcedure { .. } => "move_procedure",
            Self::SetHeader { .. } => "set_header",
            Self::AddDocument { .. } => "add_document",
            Self::WithdrawDocument { .. } => "withdraw_document",
            Self::PlaceHold { .. } => "place_hold",
            Self::LiftHold { .. } => "lift_hold",
            Self::Acknowledge { .. } => "acknowledge",
            Self::WithdrawAcknowledgement { .. } => "withdraw_acknowledgement",
            Self::CopyForward { .. } => "copy_forward",
        }
    }
}

#[cfg(test)]
mod tests;
