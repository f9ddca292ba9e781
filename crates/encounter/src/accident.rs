use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Whether the condition is related to employment or an accident (CMS-1500 item 10, 837P CLM11).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Accident {
    pub employment: bool,
    pub auto: bool,
    pub other: bool,
    pub date: Option<Date>,
    /// Two-letter state of an auto accident.
    pub state: String,
}
