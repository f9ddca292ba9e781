//! What the columns of a worklist are, as far as headings and contents tell.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::dates::{self, Century, DateFormat, Told};
use super::field::WorklistField::{self, *};
use super::headings::field_of;
use super::mapping::{MappedColumn, WorklistMapping, plain};
use super::sheet::{Sheet, SheetChoice};
use super::value;

/// How many values of a column are looked at to tell what it is.
const LOOKED_AT: usize = 200;

/// Guesses, with the word of mappings that are kept for columns of the same headings, the last first. What nothing tells is left
/// out.
pub fn guess(sheet: &Sheet, known: &[WorklistMapping], today: Date) -> WorklistMapping {
    let mut kept: BTreeMap<String, &MappedColumn> = BTreeMap::new();
    for column in known.iter().rev().flat_map(|mapping| &mapping.columns) {
        kept.insert(plain(&column.heading), column);
    }
    let has_stay = sheet.headings().iter().any(|heading| field_of(heading) == Some(ServiceTo));
    let mut columns: Vec<MappedColumn> = Vec::new();
    for (at, heading) in sheet.headings().iter().enumerate() {
        let kept = kept.get(&plain(heading)).filter(|_| !heading.is_empty());
        let field = match kept {
            Some(column) => column.field,
            None => told(sheet, at, heading, has_stay, today),
        };
        let is_taken = |field: &WorklistField| {
            !field.may_repeat() && columns.iter().any(|column| column.field == Some(*field))
        };
        let field = field.filter(|field| !is_taken(field));
        let dates = kept.and_then(|column| column.dates).filter(|_| field.is_some());
        columns.push(MappedColumn { heading: heading.clone(), field, dates });
    }
    let mut mapping = WorklistMapping { columns, choice: SheetChoice::default() };
    settle_dates(sheet, &mut mapping, today);
    mapping
}

fn values(sheet: &Sheet, column: usize) -> impl Iterator<Item = &str> {
    sheet.rows().iter().map(move |row| row.cell(column)).filter(|cell| !cell.is_empty())
}

/// By the heading, if the contents do not speak against it.
fn told(sheet: &Sheet, at: usize, heading: &str, has_stay: bool, today: Date) -> Option<WorklistField> {
    let sample: Vec<&str> = values(sheet, at).take(LOOKED_AT).collect();
    let by_heading = field_of(heading).map(|field| match field {
        // Facilities number their stays so.
        AccountNumber if has_stay => VisitNumber,
        other => other,
    });
    if sample.is_empty() {
        return by_heading;
    }
    let share =
        |is: &dyn Fn(&str) -> bool| sample.iter().filter(|cell| is(cell)).count() * 100 / sample.len();
    let reads = |field| share(&|cell| matches!(value::read(field, None, cell, today), Some(Ok(_))));
    let digits = share(&|cell| cell.chars().any(|c| c.is_ascii_digit()));
    let is_date = |century| !matches!(dates::told(sample.iter().copied(), century, today), Told::NoDates);
    // `Code` is of either kind.
    let by_heading = by_heading.or_else(|| {
        let is_code = matches!(plain(heading).as_str(), "code" | "codes");
        [Procedure, Diagnosis].into_iter().find(|field| is_code && reads(*field) > 80)
    });
    match by_heading? {
        RenderingProvider if reads(RenderingNpi) > 80 => Some(RenderingNpi),
        ReferringProvider if reads(ReferringNpi) > 80 => Some(ReferringNpi),
        PatientName if digits > 80 && share(&|cell| cell.contains(char::is_alphabetic)) < 20 => {
            Some(RecordNumber)
        }
        VisitNumber
            if is_date(Century::OfVisit) && sample.iter().any(|cell| cell.contains(['/', '-', '.'])) =>
        {
            Some(ServiceFrom)
        }
        // `Visit` is what for as often as which.
        VisitNumber | AccountNumber if digits < 50 => None,
        field @ BirthDate => is_date(Century::OfBirth).then_some(field),
        field @ (ServiceFrom | ServiceTo) => is_date(Century::OfVisit).then_some(field),
        field @ (Sex | PlaceOfService | RenderingNpi | ReferringNpi | Diagnosis | Procedure | Modifier
        | Units | Charge | DiagnosisPointer) => (reads(field) >= 50).then_some(field),
        field => Some(field),
    }
}

/// Of dates whose format is not settled, what the values tell; where day and month can be taken either way, what other columns
/// of the same file tell, which one program wrote.
pub(super) fn settle_dates(sheet: &Sheet, mapping: &mut WorklistMapping, today: Date) {
    let told = |at: usize, column: &MappedColumn| match column.field {
        Some(field) if field.is_date() => Some(dates::told(values(sheet, at), century(field), today)),
        _ => None,
    };
    let is_open =
        |column: &MappedColumn| column.field.is_some_and(WorklistField::is_date) && column.dates.is_none();
    if !mapping.columns.iter().any(is_open) {
        return;
    }
    let of_each: Vec<Option<Told>> =
        mapping.columns.iter().enumerate().map(|(at, column)| told(at, column)).collect();
    let settled = of_each.iter().flatten().find_map(|told| match told {
        Told::Format(format @ (DateFormat::MonthFirst | DateFormat::DayFirst)) => Some(*format),
        Told::Format(_) | Told::EitherWay | Told::NoDates => None,
    });
    // So does the word of a person for one of them, and a date that is left out.
    let said = mapping.columns.iter().find_map(|column| {
        column.dates.filter(|dates| matches!(dates, DateFormat::MonthFirst | DateFormat::DayFirst))
    });
    let settled = settled.or(said);
    let settled = settled.or_else(|| {
        (0..mapping.columns.len()).filter(|at| of_each.get(*at) == Some(&None)).find_map(|at| {
            match dates::told(values(sheet, at).take(LOOKED_AT), Century::OfVisit, today) {
                Told::Format(format @ (DateFormat::MonthFirst | DateFormat::DayFirst)) => Some(format),
                Told::Format(_) | Told::EitherWay | Told::NoDates => None,
            }
        })
    });
    for (at, (column, told)) in mapping.columns.iter_mut().zip(of_each).enumerate() {
        if !is_open(column) {
            continue;
        }
        column.dates = match told {
            Some(Told::Format(format)) => Some(format),
            Some(Told::EitherWay) => settled,
            // Of an empty column there is nothing to choose.
            Some(Told::NoDates) if values(sheet, at).next().is_none() => Some(settled.unwrap_or_default()),
            Some(Told::NoDates) | None => None,
        };
    }
}

/// Whether day and month of a column's dates can be taken either way.
pub(super) fn is_either_way(sheet: &Sheet, at: usize, field: WorklistField, today: Date) -> bool {
    field.is_date() && dates::told(values(sheet, at), century(field), today) == Told::EitherWay
}

const fn century(field: WorklistField) -> Century {
    match field {
        BirthDate => Century::OfBirth,
        _ => Century::OfVisit,
    }
}
