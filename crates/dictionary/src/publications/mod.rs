//! The user's own file: releases that they imported from the publishers' files, side by side, each with its dates. It
//! lies in the data folder, unencrypted, since code sets are public; imports add to it and are undone by their number.
//!
//! Deliberately absent: patient data, the embedded book (which stays read only), the clock.

pub(crate) mod add_on;
mod billing;
pub(crate) mod conversion;
mod edit_tables;
pub(crate) mod fee;
mod index;
mod list;
pub(crate) mod listed_codes;
pub(crate) mod mue;
mod open;
pub(crate) mod place_of_service;
pub(crate) mod poa_exempt;
pub(crate) mod ptp;
mod published;
mod volumes;
pub(crate) mod write;

pub use add_on::{AddOn, AddOnPrimaries};
pub use billing::{BillingFacts, OfSetting};
pub use edit_tables::{EditTables, TableCode};
pub(crate) use index::MovedEntry;
pub use index::{IndexBook, IndexCell, IndexLink, IndexOpening, IndexPage, IndexPlace, IndexRow};
pub use list::{Import, Publication};
pub use open::Publications;
pub use ptp::{PtpCounts, PtpEdit, PtpModifier};
pub use published::Published;

use encounter::{CodeSystem, IndexKind};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::official::EditSetting;

/// What a publisher's file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CodeSet {
    Icd10cmIndex,
    Icd10cmNeoplasmTable,
    Icd10cmDrugTable,
    Icd10cmExternalCauseIndex,
    Icd10pcsIndex,
    NcciPtpPractitioner,
    NcciPtpOutpatient,
    /// HCPCS Level II with its modifiers.
    Hcpcs,
    Icd10cmTabular,
    Icd10cmOrder,
    Icd10pcsTables,
    Icd10pcsOrder,
    Icd10pcsDefinitions,
    MuePractitioner,
    MueOutpatient,
    MueDme,
    AddOnCodes,
    PlaceOfService,
    PoaExempt,
    PhysicianFees,
    Localities,
    /// Which codes stand in the place of others since which day.
    Icd10cmConversion,
    Icd10pcsConversion,
    /// A list of the user's own: a charge master, a superbill.
    OwnCodes,
    /// Of a licensee of the American Medical Association.
    Cpt,
}

impl CodeSet {
    pub const ALL: [Self; 25] = [
        Self::Icd10cmIndex,
        Self::Icd10cmNeoplasmTable,
        Self::Icd10cmDrugTable,
        Self::Icd10cmExternalCauseIndex,
        Self::Icd10pcsIndex,
        Self::NcciPtpPractitioner,
        Self::NcciPtpOutpatient,
        Self::Hcpcs,
        Self::Icd10cmTabular,
        Self::Icd10cmOrder,
        Self::Icd10pcsTables,
        Self::Icd10pcsOrder,
        Self::Icd10pcsDefinitions,
        Self::MuePractitioner,
        Self::MueOutpatient,
        Self::MueDme,
        Self::AddOnCodes,
        Self::PlaceOfService,
        Self::PoaExempt,
        Self::PhysicianFees,
        Self::Localities,
        Self::Icd10cmConversion,
        Self::Icd10pcsConversion,
        Self::OwnCodes,
        Self::Cpt,
    ];

    /// The identifier used in the file, on the wire and in the terminal.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Icd10cmIndex => "icd10cm_index",
            Self::Icd10cmNeoplasmTable => "icd10cm_neoplasm_table",
            Self::Icd10cmDrugTable => "icd10cm_drug_table",
            Self::Icd10cmExternalCauseIndex => "icd10cm_external_cause_index",
            Self::Icd10pcsIndex => "icd10pcs_index",
            Self::NcciPtpPractitioner => "ncci_ptp_practitioner",
            Self::NcciPtpOutpatient => "ncci_ptp_outpatient",
            Self::Hcpcs => "hcpcs",
            Self::Icd10cmTabular => "icd10cm_tabular",
            Self::Icd10cmOrder => "icd10cm_order",
            Self::Icd10pcsTables => "icd10pcs_tables",
            Self::Icd10pcsOrder => "icd10pcs_order",
            Self::Icd10pcsDefinitions => "icd10pcs_definitions",
            Self::MuePractitioner => "mue_practitioner",
            Self::MueOutpatient => "mue_outpatient",
            Self::MueDme => "mue_dme",
            Self::AddOnCodes => "add_on_codes",
            Self::PlaceOfService => "place_of_service",
            Self::PoaExempt => "poa_exempt",
            Self::PhysicianFees => "physician_fees",
            Self::Localities => "localities",
            Self::Icd10cmConversion => "icd10cm_conversion",
            Self::Icd10pcsConversion => "icd10pcs_conversion",
            Self::OwnCodes => "own_codes",
            Self::Cpt => "cpt",
        }
    }

    /// The set with this [`id`](Self::id).
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|set| set.id() == id)
    }

    /// The systems of the volume that is compiled of it; none where it has nothing that is looked up as a code.
    pub(crate) const fn systems(self) -> &'static [CodeSystem] {
        match self {
            Self::Icd10cmIndex
            | Self::Icd10cmNeoplasmTable
            | Self::Icd10cmDrugTable
            | Self::Icd10cmExternalCauseIndex
            | Self::Icd10pcsIndex
            | Self::NcciPtpPractitioner
            | Self::NcciPtpOutpatient
            | Self::MuePractitioner
            | Self::MueOutpatient
            | Self::MueDme
            | Self::AddOnCodes
            | Self::PoaExempt
            | Self::PhysicianFees
            | Self::Localities
            | Self::Icd10cmConversion
            | Self::Icd10pcsConversion => &[],
            Self::PlaceOfService => &[CodeSystem::Pos],
            Self::OwnCodes => &[CodeSystem::Own],
            Self::Cpt => &[CodeSystem::Cpt],
            Self::Hcpcs => &[CodeSystem::Hcpcs, CodeSystem::Modifier],
            Self::Icd10cmTabular | Self::Icd10cmOrder => &[CodeSystem::Icd10cm],
            Self::Icd10pcsTables | Self::Icd10pcsOrder | Self::Icd10pcsDefinitions => &[CodeSystem::Icd10pcs],
        }
    }

    /// Whether it becomes a book of the dictionary, with the others of its system. A list is a book by itself.
    pub fn is_of_a_system(self) -> bool {
        self.systems().first().is_some_and(|system| !system.is_listed())
    }

    /// Whether a release may come in several files, each of a part of the codes.
    pub const fn is_in_parts(self) -> bool {
        matches!(self, Self::NcciPtpPractitioner | Self::NcciPtpOutpatient)
    }

    /// The PTP edits of a setting; suppliers have none.
    pub const fn of_ptp(setting: EditSetting) -> Option<Self> {
        match setting {
            EditSetting::Practitioner => Some(Self::NcciPtpPractitioner),
            EditSetting::Outpatient => Some(Self::NcciPtpOutpatient),
            EditSetting::DmeSupplier => None,
        }
    }

    pub const fn of_mue(setting: EditSetting) -> Self {
        match setting {
            EditSetting::Practitioner => Self::MuePractitioner,
            EditSetting::Outpatient => Self::MueOutpatient,
            EditSetting::DmeSupplier => Self::MueDme,
        }
    }

    /// The conversion table of a system; only ICD-10 has them.
    pub const fn of_conversion(system: CodeSystem) -> Option<Self> {
        match system {
            CodeSystem::Icd10cm => Some(Self::Icd10cmConversion),
            CodeSystem::Icd10pcs => Some(Self::Icd10pcsConversion),
            _ => None,
        }
    }

    pub const fn of_index(kind: IndexKind) -> Self {
        match kind {
            IndexKind::Alphabetic => Self::Icd10cmIndex,
            IndexKind::Neoplasm => Self::Icd10cmNeoplasmTable,
            IndexKind::Drug => Self::Icd10cmDrugTable,
            IndexKind::ExternalCause => Self::Icd10cmExternalCauseIndex,
            IndexKind::Procedure => Self::Icd10pcsIndex,
        }
    }
}
