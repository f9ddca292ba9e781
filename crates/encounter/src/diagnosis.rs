use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{DiagnosisCode, DiagnosisId, Evidence, IndexPath};

/// Diagnoses A to L of a professional claim (CMS-1500 item 21, 837P HI).
pub const PROFESSIONAL_DIAGNOSES: usize = 12;

/// One diagnosis. Its letter or number is its place in the encounter's list; the first is the principal one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Diagnosis {
    /// 0 in a file: numbered from 1 in order when the encounter is read.
    pub id: DiagnosisId,
    pub code: DiagnosisCode,
    pub evidence: Vec<Evidence>,
    /// The way through the index that led to the code, where one was taken.
    pub index_path: Option<IndexPath>,
    /// Facility encounters only.
    pub present_on_admission: Option<PresentOnAdmission>,
}

/// Present on admission indicator (UB-04 Data Specifications; ICD-10-CM Official Guidelines, appendix I).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
pub enum PresentOnAdmission {
    #[serde(rename = "Y")]
    Yes,
    #[serde(rename = "N")]
    No,
    #[serde(rename = "U")]
    Unknown,
    #[serde(rename = "W")]
    ClinicallyUndetermined,
    #[serde(rename = "1")]
    Exempt,
}

/// The letter of the diagnosis at `index` (0 is A); `None` beyond L.
pub fn diagnosis_letter(index: usize) -> Option<char> {
    (index < PROFESSIONAL_DIAGNOSES).then(|| char::from(b'A' + index as u8))
}
