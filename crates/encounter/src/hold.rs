use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::HoldId;

/// Who did something, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase")]
pub struct Stamp {
    /// The user's sign-in name.
    pub by: String,
    pub at: Timestamp,
}

/// Why an encounter waits. Any open hold blocks completion; a lifted one stays visible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase")]
pub struct Hold {
    pub id: HoldId,
    pub reason: HoldReason,
    #[serde(default)]
    pub note: String,
    /// The provider who is waited for, where there is one.
    #[serde(default)]
    pub provider: String,
    pub placed: Stamp,
    pub lifted: Option<Stamp>,
}

impl Hold {
    pub fn is_open(&self) -> bool {
        self.lifted.is_none()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "snake_case")]
pub enum HoldReason {
    MissingDocumentation,
    UnsignedNote,
    ProviderQuery,
    PendingLaboratory,
    PendingPathology,
    Authorization,
    Registration,
    ChargeQuestion,
    /// Where the visit comes from says that it did not take place. Whether it is void is for the coder to say.
    VisitCancelled,
    Other,
}
