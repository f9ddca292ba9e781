use encounter::{Address, Sex};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Carried, Origin};

/// The patient as far as the message tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct ReceivedPatient {
    /// Every number that the message has for the patient, in its order.
    pub identifiers: Vec<Identifier>,
    pub last_name: Option<Carried<String>>,
    pub first_name: Option<Carried<String>>,
    pub middle_name: Option<Carried<String>>,
    pub suffix: Option<Carried<String>>,
    pub birth_date: Option<Carried<Date>>,
    pub sex: Option<Carried<Sex>>,
    pub address: Option<Carried<Address>>,
    pub phone: Option<Carried<String>>,
    pub death_date: Option<Carried<Date>>,
}

/// A number with who gave it and what it numbers. Two are the same where number and authority are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Identifier {
    pub number: String,
    /// Name or object identifier of the assigning authority (HL7 CX.4, FHIR `system`, C-CDA `@root`); empty where the
    /// sender left it out.
    pub authority: String,
    /// HL7 table 0203: `MR` medical record, `AN` account, `VN` visit, `SS` social security, `NPI`. Empty where not said.
    pub kind: String,
    pub origin: Origin,
}

/// Kinds of numbers that are not a record number at a practice: those of states, payers, and of other things than patients.
const NO_RECORD_NUMBER: &[&str] = &[
    "SS", "SB", "DL", "PPN", "MB", "MC", "MCR", "MCN", "MA", "AN", "ANON", "VN", "SN", "PN", "TAX", "BC",
    "BR", "DR", "NI", "NH", "HC", "FI", "DN", "EI", "NPI", "CZ", "PC", "DI", "PNT", "WP",
];

impl ReceivedPatient {
    /// The medical record number: the first that is called so, else an internal number, else the first that may be one.
    pub fn record_number(&self) -> Option<&Identifier> {
        let of =
            |kinds: &[&str]| self.identifiers.iter().find(|number| kinds.contains(&number.kind.as_str()));
        of(&["MR", "MRN"]).or_else(|| of(&["PI", "PT", "MRT", "PE", "U", "RI"])).or_else(|| {
            let mut numbers = self.identifiers.iter();
            numbers.find(|number| !NO_RECORD_NUMBER.contains(&number.kind.as_str()))
        })
    }
}
