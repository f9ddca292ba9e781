use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{DiagnosisCode, Evidence, Icd10PcsCode, Modifier, ProcedureCode, ProcedureId, Provider};

/// The most procedures of a facility claim: the principal one and 24 others (837I loop 2300, HI segments BBR and BBQ).
pub const FACILITY_PROCEDURES: usize = 25;

/// What a facility encounter (UB-04, 837I) holds beside the fields that both kinds share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct FacilityStay {
    /// Four characters, for example `0111`.
    pub bill_type: String,
    pub admission: Option<DateTime>,
    pub discharge: Option<DateTime>,
    /// FL 14, priority (type) of admission.
    pub admission_type: String,
    /// FL 15, point of origin.
    pub admission_source: String,
    /// FL 17, patient discharge status.
    pub discharge_status: String,
    pub admitting_diagnosis: Option<DiagnosisCode>,
    /// FL 70, up to three.
    pub reasons_for_visit: Vec<DiagnosisCode>,
    /// FL 72, up to three.
    pub external_causes: Vec<DiagnosisCode>,
    /// FL 74, up to 25 in the electronic claim. In claim order: the first is the principal procedure.
    pub procedures: Vec<FacilityProcedure>,
    pub revenue_lines: Vec<RevenueLine>,
    pub birth_weight_grams: Option<u32>,
    pub drg: Option<Drg>,
}

/// An ICD-10-PCS procedure of a stay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct FacilityProcedure {
    /// 0 in a file: numbered when the encounter is read.
    pub id: ProcedureId,
    pub code: Icd10PcsCode,
    pub date: Option<Date>,
    /// FL 77, the operating physician, where it is not that of the stay.
    pub surgeon: Option<Provider>,
    pub evidence: Vec<Evidence>,
}

/// A revenue line (FL 42 to 47).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct RevenueLine {
    /// Four digits.
    pub revenue_code: String,
    pub code: Option<ProcedureCode>,
    pub modifiers: Vec<Modifier>,
    pub date: Option<Date>,
    pub units: Decimal,
    pub charge: Decimal,
}

/// A diagnosis related group with the grouper that assigned it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Drg {
    pub code: String,
    pub grouper_version: String,
}
