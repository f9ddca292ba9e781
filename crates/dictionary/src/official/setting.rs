use serde::{Deserialize, Serialize};
use specta::Type;

/// For whose claims NCCI publishes an edit table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum EditSetting {
    /// Physicians, other practitioners and ambulatory surgical centers.
    Practitioner,
    /// Outpatient hospital services.
    Outpatient,
    /// Suppliers of durable medical equipment. They have MUE values and no PTP table.
    DmeSupplier,
}

impl EditSetting {
    pub const ALL: [Self; 3] = [Self::Practitioner, Self::Outpatient, Self::DmeSupplier];

    pub const fn id(self) -> &'static str {
        match self {
            Self::Practitioner => "practitioner",
            Self::Outpatient => "outpatient",
            Self::DmeSupplier => "dme_supplier",
        }
    }
}
