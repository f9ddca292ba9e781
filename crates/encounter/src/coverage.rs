use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

/// One payer of an encounter and the patient's number with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Coverage {
    pub payer: String,
    pub member_id: String,
}
