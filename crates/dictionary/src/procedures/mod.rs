//! ICD-10-PCS: seven characters, each an axis with a meaning of its own, and the tables that say which may stand
//! together. What the characters mean, how a code reads axis by axis, and the table picker.
//!
//! Deliberately absent: a rule that judges a procedure, and meanings that no source tells; those are `None`.

mod axis;
mod definitions;
mod meanings;
mod pick;

pub use axis::AxisMeaning;
pub(crate) use axis::axes;
pub use definitions::AxisDefinition;
pub(crate) use definitions::{each_definition, write_definitions};
pub use meanings::AxisMeanings;
pub(crate) use meanings::{LENGTH, TABLE};
pub(crate) use pick::ProcedureCodes;
pub use pick::{ProcedureChoice, ProcedurePlace, ProcedureValue};
