use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

/// A postal address as claims carry it (837P segments N3 and N4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Address {
    pub line1: String,
    pub line2: String,
    pub city: String,
    /// Two letters.
    pub state: String,
    /// Five or nine digits, with or without a hyphen.
    pub zip: String,
    /// Two letters of ISO 3166, only outside of the United States.
    pub country: String,
}

impl Address {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
