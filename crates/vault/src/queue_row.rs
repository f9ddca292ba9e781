use encounter::{Encounter, EncounterId, Patient};
use rusqlite::Row;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::columns::{date_at, date_text, json_at, json_text, name_of, status_at};
use crate::{QueueRow, Result};

/// What the queue columns say of an encounter. All of it follows from its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QueueFields {
    pub(crate) kind: String,
    pub(crate) account: String,
    pub(crate) record_number: String,
    pub(crate) patient_name: String,
    pub(crate) birth_date: String,
    pub(crate) service_from: String,
    pub(crate) service_to: String,
    pub(crate) received: String,
    pub(crate) aged_from: String,
    pub(crate) bill_by: String,
    pub(crate) payer: String,
    pub(crate) second_payer: String,
    pub(crate) provider: String,
    pub(crate) facility: String,
    pub(crate) financial_class: String,
    pub(crate) charges_cents: i64,
    pub(crate) owner: String,
    pub(crate) open_holds: u32,
    pub(crate) hold_reasons: String,
    pub(crate) diagnoses: String,
}

impl QueueFields {
    pub(crate) fn of(encounter: &Encounter) -> Result<Self> {
        let header = &encounter.header;
        let reasons: Vec<_> = encounter.open_holds().map(|hold| hold.reason).collect();
        let codes: Vec<&str> = encounter.diagnoses.iter().map(|diagnosis| diagnosis.code.as_str()).collect();
        let payer = |coverage: &Option<encounter::Coverage>| {
            coverage.as_ref().map_or_else(String::new, |coverage| coverage.payer.clone())
        };
        let provider = header.rendering_provider.as_ref();
        Ok(Self {
            kind: name_of(&header.kind)?,
            account: header.account.clone(),
            record_number: header.patient.record_number.clone(),
            patient_name: patient_name(&header.patient),
            birth_date: date_text(header.patient.birth_date),
            service_from: date_text(header.service_from),
            service_to: date_text(header.service_to),
            received: date_text(header.received),
            aged_from: date_text(header.received.or(header.service_from)),
            bill_by: date_text(header.bill_by),
            payer: payer(&header.primary_payer),
            second_payer: payer(&header.secondary_payer),
            provider: provider.map_or_else(String::new, |provider| provider.name.clone()),
            facility: header.facility.clone(),
            financial_class: header.financial_class.clone(),
            charges_cents: cents(encounter),
            owner: header.owner.clone(),
            open_holds: u32::try_from(reasons.len()).unwrap_or(u32::MAX),
            hold_reasons: json_text(&reasons)?,
            diagnoses: codes.join(" "),
        })
    }

    pub(crate) fn at(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            kind: row.get("kind")?,
            account: row.get("account")?,
            record_number: row.get("record_number")?,
            patient_name: row.get("patient_name")?,
            birth_date: row.get("birth_date")?,
            service_from: row.get("service_from")?,
            service_to: row.get("service_to")?,
            received: row.get("received")?,
            aged_from: row.get("aged_from")?,
            bill_by: row.get("bill_by")?,
            payer: row.get("payer")?,
            second_payer: row.get("second_payer")?,
            provider: row.get("provider")?,
            facility: row.get("facility")?,
            financial_class: row.get("financial_class")?,
            charges_cents: row.get("charges_cents")?,
            owner: row.get("owner")?,
            open_holds: row.get("open_holds")?,
            hold_reasons: row.get("hold_reasons")?,
            diagnoses: row.get("diagnoses")?,
        })
    }
}

/// A column too short for the sum shows the largest that it can; the encounter itself keeps the exact charges.
fn cents(encounter: &Encounter) -> i64 {
    let charges = encounter.lines.iter().map(|line| line.charge);
    let revenue = encounter.stay.iter().flat_map(|stay| stay.revenue_lines.iter().map(|line| line.charge));
    charges
        .chain(revenue)
        .try_fold(Decimal::ZERO, Decimal::checked_add)
        .and_then(|sum| sum.checked_mul(Decimal::ONE_HUNDRED))
        .and_then(|cents| cents.round().to_i64())
        .unwrap_or(i64::MAX)
}

pub(crate) fn patient_name(patient: &Patient) -> String {
    let given: Vec<&str> = [patient.first_name.as_str(), patient.middle_name.as_str()]
        .into_iter()
        .filter(|name| !name.is_empty())
        .collect();
    match (patient.last_name.as_str(), given.join(" ")) {
        (last, given) if given.is_empty() => last.to_owned(),
        ("", given) => given,
        (last, given) => format!("{last}, {given}"),
    }
}

/// Documents that count: those not withdrawn.
pub(crate) fn documents_in(encounter: &Encounter) -> u32 {
    let kept = encounter.documents.iter().filter(|document| !document.withdrawn).count();
    u32::try_from(kept).unwrap_or(u32::MAX)
}

pub(crate) fn queue_row(row: &Row<'_>) -> rusqlite::Result<QueueRow> {
    Ok(QueueRow {
        id: EncounterId(row.get("id")?),
        revision: row.get("revision")?,
        status: status_at(row, "status")?,
        account: row.get("account")?,
        record_number: row.get("record_number")?,
        patient_name: row.get("patient_name")?,
        birth_date: date_at(row, "birth_date")?,
        service_from: date_at(row, "service_from")?,
        service_to: date_at(row, "service_to")?,
        received: date_at(row, "received")?,
        bill_by: date_at(row, "bill_by")?,
        payer: row.get("payer")?,
        second_payer: row.get("second_payer")?,
        provider: row.get("provider")?,
        facility: row.get("facility")?,
        financial_class: row.get("financial_class")?,
        charges: Decimal::new(row.get("charges_cents")?, 2),
        owner: row.get("owner")?,
        open_holds: row.get("open_holds")?,
        hold_reasons: json_at(row, "hold_reasons")?,
        errors: row.get("errors")?,
        warnings: row.get("warnings")?,
        documents: row.get("documents")?,
        diagnoses: row.get("diagnoses")?,
        seconds_worked: row.get("seconds_worked")?,
    })
}
