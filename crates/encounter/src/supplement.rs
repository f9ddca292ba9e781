use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

/// A paper that goes with a claim or a line (`PWK`), and how.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Attachment {
    /// What it is, for example 03, OZ or P4 (data element 755).
    pub kind: String,
    /// How it is sent: AA, BM, EL, EM, FT or FX (data element 756).
    pub transmission: String,
    /// By which the payer finds it; not needed where it is only available on request (AA).
    pub control_number: String,
}

/// What was agreed with the payer (`CN1`). Amounts are US dollars.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Contract {
    /// 01 to 06 or 09 (data element 1166).
    pub kind: String,
    pub amount: Option<Decimal>,
    pub percent: Option<Decimal>,
    pub code: String,
    pub discount_percent: Option<Decimal>,
    pub version: String,
}

/// What a repricer, who stands between practice and payer, made of the charges (`HCP`). Amounts are US dollars.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Repricing {
    /// 00 to 14 (data element 1473).
    pub method: String,
    pub allowed: Decimal,
    pub savings: Option<Decimal>,
    pub organization: String,
    pub rate: Option<Decimal>,
    pub group_code: String,
    pub group_amount: Option<Decimal>,
    /// Of a line: ER, HC, IV or WK, and the procedure that was approved.
    pub procedure_kind: String,
    pub procedure: String,
    /// Of a line: MJ or UN, and how many were approved.
    pub unit: String,
    pub units: Option<Decimal>,
    /// T1 to T6 (data element 901).
    pub reject_reason: String,
    /// 1 to 5 (data element 1526).
    pub policy_compliance: String,
    /// 1 to 6 (data element 1527).
    pub exception: String,
}

/// The patient's condition where the spine is manipulated (`CR2`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct SpinalManipulation {
    /// A, C, D, E, F, G or M (data element 1342).
    pub condition: String,
    /// At most two, of at most 80 characters.
    pub descriptions: Vec<String>,
}

/// What followed from a screening under Medicaid's Early and Periodic Screening, Diagnostic, and Treatment (`CRC*ZZ`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct EpsdtReferral {
    pub referred: bool,
    /// One to three of AV, NU, S2 and ST (data element 1321).
    pub conditions: Vec<String>,
}

/// A form that the payer wants answered for a line (loop 2440), for example a certificate of medical necessity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct SupportingForm {
    /// AS or UT (data element 1270).
    pub list: String,
    /// Which form of the list.
    pub form: String,
    pub answers: Vec<FormAnswer>,
}

/// One answer of a form, in whichever way its question is answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct FormAnswer {
    /// Number or letter.
    pub question: String,
    /// Y, N or W (not applicable).
    pub yes_no: String,
    pub text: String,
    pub date: Option<Date>,
    pub percent: Option<Decimal>,
}
