use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(Serialize, Deserialize, JsonSchema, Type)]
        #[serde(transparent)]
        pub struct $name(pub u32);
    };
}

id! {
    /// An encounter in one vault.
    EncounterId
}
id! {
    /// A diagnosis within its encounter; stays the same when diagnoses are reordered.
    DiagnosisId
}
id! {
    /// A service line within its encounter.
    LineId
}
id! {
    /// An ICD-10-PCS procedure within its encounter; stays the same when procedures are reordered.
    ProcedureId
}
id! {
    /// A document within its encounter.
    DocumentId
}
id! {
    /// A hold within its encounter.
    HoldId
}
id! {
    /// A provider query within its encounter.
    QueryId
}
