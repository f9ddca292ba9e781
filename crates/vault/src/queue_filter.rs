use encounter::{EncounterId, Status};
use jiff::Span;
use jiff::civil::Date;
use rusqlite::types::Value;

use crate::columns::date_text;
use crate::{QueueColumn, QueueFilter, QueueSort};

/// Conditions and the values that belong to them, in order.
#[derive(Debug, Default)]
pub(crate) struct Conditions {
    conditions: Vec<&'static str>,
    status_list: String,
    pub(crate) values: Vec<Value>,
}

impl Conditions {
    /// Everything that `filter` asks for but its statuses, which are given for themselves: the counts look at all.
    pub(crate) fn of(
        filter: &QueueFilter,
        statuses: &[Status],
        today: Date,
        among: Option<&[EncounterId]>,
    ) -> Self {
        let mut these = Self::default();
        if !statuses.is_empty() {
            // Names out of a closed list: nothing of the request gets into the SQL.
            let names: Vec<String> = statuses.iter().map(|status| format!("'{}'", status.id())).collect();
            these.status_list = format!("status IN ({})", names.join(", "));
        }
        let mut text = |condition, value: &Option<String>| {
            if let Some(value) = value {
                these.conditions.push(condition);
                these.values.push(Value::Text(value.clone()));
            }
        };
        text("payer = ?", &filter.payer);
        text("provider = ?", &filter.provider);
        text("owner = ?", &filter.owner);
        text("service_from >= ?", &filter.service_from.map(|date| date_text(Some(date))));
        text(
            "(service_from <= ? AND service_from <> '')",
            &filter.service_to.map(|date| date_text(Some(date))),
        );
        let latest = filter.min_age_days.map(|days| date_text(Some(days_before(today, days))));
        text("(aged_from <= ? AND aged_from <> '')", &latest);
        match filter.on_hold {
            Some(true) => these.conditions.push("open_holds > 0"),
            Some(false) => these.conditions.push("open_holds = 0"),
            None => {}
        }
        match among {
            Some(among) if among.len() > FEW => {
                these.conditions.push("substr(?, id, 1) = x'01'");
                these.values.push(Value::Blob(marks(among)));
            }
            Some(among) => {
                let ids: Vec<String> = among.iter().map(|id| id.0.to_string()).collect();
                these.conditions.push("id IN (SELECT value FROM json_each(?))");
                these.values.push(Value::Text(format!("[{}]", ids.join(","))));
            }
            None => {}
        }
        these
    }

    pub(crate) fn sql(&self) -> String {
        let list = Some(self.status_list.as_str()).filter(|list| !list.is_empty());
        let all: Vec<&str> = list.into_iter().chain(self.conditions.iter().copied()).collect();
        match all.is_empty() {
            true => "true".to_owned(),
            false => all.join(" AND "),
        }
    }
}

/// So few rows are found faster by what they have in common, and then sorted, than by a walk in their order.
pub(crate) const FEW: usize = if cfg!(test) { 4 } else { 2000 };

/// A byte for every id from 1 on, 1 for those given: to look there costs nothing while an index is walked in order.
fn marks(ids: &[EncounterId]) -> Vec<u8> {
    let highest = ids.iter().map(|id| id.0).max().unwrap_or_default();
    let mut marks = vec![0; highest as usize];
    for id in ids {
        if let Some(mark) = (id.0 as usize).checked_sub(1).and_then(|place| marks.get_mut(place)) {
            *mark = 1;
        }
    }
    marks
}

/// Further back than the calendar goes is its beginning.
fn days_before(today: Date, days: u32) -> Date {
    let span = Span::new().try_days(i64::from(days));
    span.and_then(|span| today.checked_sub(span)).unwrap_or(Date::MIN)
}

impl QueueColumn {
    pub(crate) const fn column(self) -> &'static str {
        match self {
            Self::ServiceFrom => "service_from",
            Self::Received => "received",
            Self::BillBy => "bill_by",
            Self::Charges => "charges_cents",
            Self::PatientName => "patient_name",
            Self::Account => "account",
            Self::Payer => "payer",
            Self::Provider => "provider",
            Self::Owner => "owner",
            Self::Status => "status",
        }
    }

    /// The covering index of this order.
    pub(crate) const fn index(self) -> &'static str {
        match self {
            Self::ServiceFrom => "encounter_by_service_from",
            Self::Received => "encounter_by_received",
            Self::BillBy => "encounter_by_bill_by",
            Self::Charges => "encounter_by_charges",
            Self::PatientName => "encounter_by_patient_name",
            Self::Account => "encounter_by_account",
            Self::Payer => "encounter_by_payer",
            Self::Provider => "encounter_by_provider",
            Self::Owner => "encounter_by_owner",
            Self::Status => "encounter_by_status",
        }
    }
}

impl QueueSort {
    /// The id last, so that every order is total and "the one after" is well defined.
    pub(crate) fn sql(self, table: &str) -> String {
        let direction = if self.descending { "DESC" } else { "ASC" };
        format!("{table}{} {direction}, {table}id {direction}", self.column.column())
    }

    /// What comes after in this order.
    pub(crate) const fn after(self) -> &'static str {
        if self.descending { "<" } else { ">" }
    }

    pub(crate) const fn before(self) -> &'static str {
        if self.descending { ">" } else { "<" }
    }
}
