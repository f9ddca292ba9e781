use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{DiagnosisId, Evidence, LineDetails, LineId, Modifier, ProcedureCode, Provider};

pub const MODIFIERS_PER_LINE: usize = 4;
pub const POINTERS_PER_LINE: usize = 4;

/// One service line of a professional encounter (CMS-1500 item 24, 837P loop 2400).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct ServiceLine {
    /// 0 in a file: numbered when the encounter is read.
    pub id: LineId,
    pub code: ProcedureCode,
    /// Up to four, in claim order.
    pub modifiers: Vec<Modifier>,
    /// Up to four diagnosis ids, the first the primary pointer. In a file whose diagnoses carry no ids, 1 is A.
    pub pointers: Vec<DiagnosisId>,
    pub units: Decimal,
    /// US dollars for all units of the line.
    pub charge: Decimal,
    /// National Drug Code, 11 digits with or without hyphens.
    pub ndc: String,
    /// Where it differs from the encounter's first date of service.
    pub service_from: Option<Date>,
    pub service_to: Option<Date>,
    /// Where it differs from the encounter's place of service.
    pub place_of_service: Option<String>,
    pub rendering_provider: Option<Provider>,
    /// What only a claim needs; `None` where nothing of it was entered.
    pub claim: Option<Box<LineDetails>>,
    pub evidence: Vec<Evidence>,
}

impl ServiceLine {
    /// A line as it begins: one unit, no charge, **no pointers**. The coder says what a service was for.
    pub fn new(code: ProcedureCode) -> Self {
        Self { code, units: Decimal::ONE, ..Self::default() }
    }
}
