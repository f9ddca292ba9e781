//! The rows of a worklist as arrivals: those of one visit together, because practices export a row a charge.

use std::collections::HashMap;
use std::fmt::Write as _;

use jiff::civil::Date;

use super::draft::Reader;
use super::field::WorklistField::{self, *};
use super::mapping::WorklistMapping;
use super::sheet::{Sheet, SheetRow};
use super::value::Value;
use crate::Arrival;

/// More rows than this are not taken together; what comes behind is another arrival about the same visit.
const MOST_ROWS_OF_VISIT: usize = 500;

/// The visits of a worklist in the order of their first rows, each as one arrival whose number is that of its first row in the
/// file. `file` is its name. What was taken is kept with it and no cell of a column that was left out.
pub fn arrivals<'s>(
    sheet: &'s Sheet,
    mapping: &WorklistMapping,
    file: &'s str,
    today: Date,
) -> impl ExactSizeIterator<Item = Arrival> + 's {
    let reader = Reader::new(sheet, mapping, today);
    let visits = visits(&reader);
    visits.into_iter().map(move |rows| arrival(&reader, &rows, file))
}

fn arrival(reader: &Reader<'_>, rows: &[usize], file: &str) -> Arrival {
    let rows: Vec<&SheetRow> = rows.iter().filter_map(|at| reader.sheet.rows().get(*at)).collect();
    Arrival {
        raw: raw(reader, &rows),
        number: rows.first().map_or(0, |row| row.line),
        byte: 0,
        drafts: vec![reader.draft(&rows, file)],
        problems: Vec::new(),
    }
}

/// What tells the visits of a worklist apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Visit {
        number: String,
        patient: String,
    },
    /// An account may hold several visits, and so may a patient: the day tells which.
    Account {
        number: String,
        patient: String,
        day: String,
    },
    Patient {
        patient: String,
        day: String,
    },
}

/// The rows of each visit, by their places.
fn visits(reader: &Reader<'_>) -> Vec<Vec<usize>> {
    let mut visits: Vec<Vec<usize>> = Vec::new();
    let mut known: HashMap<Key, usize> = HashMap::new();
    for (at, row) in reader.sheet.rows().iter().enumerate() {
        let key = key(reader, row);
        let of_known = key.as_ref().and_then(|key| known.get(key).copied());
        match of_known.and_then(|of| visits.get_mut(of)) {
            Some(rows) if rows.len() < MOST_ROWS_OF_VISIT => rows.push(at),
            _ => {
                if let Some(key) = key {
                    known.insert(key, visits.len());
                }
                visits.push(vec![at]);
            }
        }
    }
    visits
}

/// `None` of a row that says of no patient.
fn key(reader: &Reader<'_>, row: &SheetRow) -> Option<Key> {
    if reader.is_shifted(row) {
        return None;
    }
    let text = |field: WorklistField| {
        let cell = reader.column_of(field).map(|column| row.cell(column)).unwrap_or_default();
        cell.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    };
    let patient = match text(RecordNumber) {
        record if !record.is_empty() => record,
        _ => [PatientName, PatientNameLastFirst, LastName, FirstName, BirthDate].map(text).join("\n"),
    };
    let is_named = !patient.trim().is_empty();
    let number = text(VisitNumber);
    if !number.is_empty() {
        return Some(Key::Visit { number, patient });
    }
    let day = match reader.column_of(ServiceFrom).and_then(|column| reader.read(row, column)) {
        Some(Ok(Value::Time(at))) => at.date().to_string(),
        _ => text(ServiceFrom),
    };
    match text(AccountNumber) {
        number if !number.is_empty() => Some(Key::Account { number, patient, day }),
        _ if is_named => Some(Key::Patient { patient, day }),
        _ => None,
    }
}

/// What was taken of the rows, a line a cell: the heading, what it was taken for, what stood there. The same visit with the same
/// said of it is the same again, whatever columns that were left out say; taken for something else it is not.
fn raw(reader: &Reader<'_>, rows: &[&SheetRow]) -> Vec<u8> {
    let mut raw = String::new();
    for (number, row) in rows.iter().enumerate() {
        if number > 0 {
            raw.push('\n');
        }
        for (column, mapped) in reader.columns.iter().enumerate() {
            let Some(field) = mapped.field else { continue };
            let cell = row.cell(column);
            if cell.is_empty() {
                continue;
            }
            let name = |value: serde_json::Result<serde_json::Value>| {
                value.ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
            };
            let taken_for = name(serde_json::to_value(field));
            let dates = mapped
                .dates
                .filter(|_| field.is_date())
                .map(|dates| format!(", {}", name(serde_json::to_value(dates))));
            let _ = writeln!(raw, "{} ({taken_for}{}): {cell}", mapped.heading, dates.unwrap_or_default());
        }
        // Longer than the headings: as it stands.
        for column in reader.columns.len()..row.cells.len() {
            if !row.cell(column).is_empty() {
                let _ = writeln!(raw, "(no heading): {}", row.cell(column));
            }
        }
    }
    raw.into_bytes()
}
