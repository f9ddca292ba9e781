use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{Evidence, QueryId, Stamp};

/// A question to a provider. It quotes the clinical indicators and never leads (AHIMA/ACDIS, "Guidelines for
/// Achieving a Compliant Query Practice"). Its types stand here; its screens come with their own issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProviderQuery {
    pub id: QueryId,
    pub provider: String,
    pub question: String,
    pub indicators: Vec<Evidence>,
    pub state: QueryState,
    pub drafted: Stamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "snake_case")]
pub enum QueryState {
    Draft,
    Sent,
    Answered,
    ClosedAgreed,
    ClosedDisagreed,
    ClosedNoOpinion,
    ClosedNoResponse,
    Cancelled,
}
