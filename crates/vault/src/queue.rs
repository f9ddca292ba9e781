use encounter::{EncounterId, HoldReason, Status};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Which part of the queue is asked for, in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct QueueRequest {
    pub filter: QueueFilter,
    pub sort: QueueSort,
    /// Rows to pass over.
    pub offset: u32,
    /// The most rows to return.
    pub limit: u32,
}

/// What is left empty lets everything pass.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct QueueFilter {
    pub statuses: Vec<Status>,
    pub payer: Option<String>,
    pub provider: Option<String>,
    /// Sign-in name; the empty text asks for those that belong to nobody.
    pub owner: Option<String>,
    /// The first date of service is this or later.
    pub service_from: Option<Date>,
    /// The first date of service is this or earlier.
    pub service_to: Option<Date>,
    pub on_hold: Option<bool>,
    /// Days since it was received, or since its first date of service where that is not known.
    pub min_age_days: Option<u32>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct QueueSort {
    pub column: QueueColumn,
    pub descending: bool,
}

/// The columns that the queue can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum QueueColumn {
    #[default]
    ServiceFrom,
    Received,
    BillBy,
    Charges,
    PatientName,
    Account,
    Payer,
    Provider,
    Owner,
    Status,
}

impl QueueColumn {
    pub const ALL: [Self; 10] = [
        Self::ServiceFrom,
        Self::Received,
        Self::BillBy,
        Self::Charges,
        Self::PatientName,
        Self::Account,
        Self::Payer,
        Self::Provider,
        Self::Owner,
        Self::Status,
    ];
}

/// One window onto the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueuePage {
    pub rows: Vec<QueueRow>,
    /// Place of the first row, counted from 0.
    pub offset: u32,
    /// All encounters that pass the filter.
    pub total: u32,
    /// For every status, how many pass the filter's other parts, in the order of [`Status::ALL`].
    pub counts: Vec<StatusCount>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StatusCount {
    pub status: Status,
    pub count: u32,
}

/// One encounter as the queue shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueueRow {
    pub id: EncounterId,
    pub revision: u32,
    pub status: Status,
    pub account: String,
    pub record_number: String,
    /// Last name, first and middle name.
    pub patient_name: String,
    pub birth_date: Option<Date>,
    pub service_from: Option<Date>,
    pub service_to: Option<Date>,
    pub received: Option<Date>,
    pub bill_by: Option<Date>,
    pub payer: String,
    pub second_payer: String,
    pub provider: String,
    pub facility: String,
    pub financial_class: String,
    /// US dollars.
    pub charges: Decimal,
    pub owner: String,
    pub open_holds: u32,
    /// Of the open holds.
    pub hold_reasons: Vec<HoldReason>,
    pub errors: u32,
    pub warnings: u32,
    /// Without the withdrawn ones.
    pub documents: u32,
    /// The codes in claim order, separated by blanks.
    pub diagnoses: String,
    pub seconds_worked: u32,
}

/// What a filter can choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueueFacets {
    pub payers: Vec<String>,
    pub providers: Vec<String>,
    pub owners: Vec<String>,
}
