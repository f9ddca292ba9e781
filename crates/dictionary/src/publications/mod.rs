//! The user's own file: releases that they imported from the publishers' files, side by side, each with its dates. It
//! lies in the data folder, unencrypted, since code sets are public; imports add to it and are undone by their number.
//!
//! Deliberately absent: patient data, the embedded book (which stays read only), the clock.

mod index;
mod list;
mod open;
pub(crate) mod ptp;
mod published;
mod setting;
mod volumes;
pub(crate) mod write;

pub use index::{IndexBook, IndexCell, IndexLink, IndexOpening, IndexPage, IndexPlace, IndexRow};
pub use list::{Import, Publication};
pub use open::Publications;
pub use ptp::{PtpCounts, PtpEdit, PtpModifier};
pub use published::Published;
pub use setting::EditSetting;

use encounter::{CodeSystem, IndexKind};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What a publisher's file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CodeSet {
    Icd10cmIndex,
    Icd10cmNeoplasmTable,
    Icd10cmDrugTable,
    Icd10cmExternalCauseIndex,
    NcciPtpPractitioner,
    NcciPtpOutpatient,
    /// HCPCS Level II with its modifiers.
    Hcpcs,
    Icd10cmTabular,
    Icd10cmOrder,
    Icd10pcsTables,
    Icd10pcsOrder,
    Icd10pcsDefinitions,
}

impl CodeSet {
    pub const ALL: [Self; 12] = [
        Self::Icd10cmIndex,
        Self::Icd10cmNeoplasmTable,
        Self::Icd10cmDrugTable,
        Self::Icd10cmExternalCauseIndex,
        Self::NcciPtpPractitioner,
        Self::NcciPtpOutpatient,
        Self::Hcpcs,
        Self::Icd10cmTabular,
        Self::Icd10cmOrder,
        Self::Icd10pcsTables,
        Self::Icd10pcsOrder,
        Self::Icd10pcsDefinitions,
    ];

    /// The identifier used in the file, on the wire and in the terminal.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Icd10cmIndex => "icd10cm_index",
            Self::Icd10cmNeoplasmTable => "icd10cm_neoplasm_table",
            Self::Icd10cmDrugTable => "icd10cm_drug_table",
            Self::Icd10cmExternalCauseIndex => "icd10cm_external_cause_index",
            Self::NcciPtpPractitioner => "ncci_ptp_practitioner",
            Self::NcciPtpOutpatient => "ncci_ptp_outpatient",
            Self::Hcpcs => "hcpcs",
            Self::Icd10cmTabular => "icd10cm_tabular",
            Self::Icd10cmOrder => "icd10cm_order",
            Self::Icd10pcsTables => "icd10pcs_tables",
            Self::Icd10pcsOrder => "icd10pcs_order",
            Self::Icd10pcsDefinitions => "icd10pcs_definitions",
        }
    }

    /// The set with this [`id`](Self::id).
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|set| set.id() == id)
    }

    /// The systems of the volume that is compiled of it; none where its rows lie in the user's file itself.
    pub(crate) const fn systems(self) -> &'static [CodeSystem] {
        match self {
            Self::Icd10cmIndex
            | Self::Icd10cmNeoplasmTable
            | Self::Icd10cmDrugTable
            | Self::Icd10cmExternalCauseIndex
            | Self::NcciPtpPractitioner
            | Self::NcciPtpOutpatient => &[],
            Self::Hcpcs => &[CodeSystem::Hcpcs, CodeSystem::Modifier],
            Self::Icd10cmTabular | Self::Icd10cmOrder => &[CodeSystem::Icd10cm],
            Self::Icd10pcsTables | Self::Icd10pcsOrder | Self::Icd10pcsDefinitions => &[CodeSystem::Icd10pcs],
        }
    }

    pub const fn of_index(kind: IndexKind) -> Self {
        match kind {
            IndexKind::Alphabetic => Self::Icd10cmIndex,
            IndexKind::Neoplasm => Self::Icd10cmNeoplasmTable,
            IndexKind::Drug => Self::Icd10cmDrugTable,
            IndexKind::ExternalCause => Self::Icd10cmExternalCauseIndex,
        }
    }
}
