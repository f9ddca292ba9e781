//! The rows of one visit as one draft: what each cell says goes to where a draft has it.

use encounter::Provider;
use jiff::civil::Date;

use super::codes::ProcedureCell;
use super::field::WorklistField::{self, *};
use super::mapping::{MappedColumn, WorklistMapping};
use super::sheet::{Sheet, SheetRow};
use super::value::{self, Value};
use super::visit::Visit;
use crate::Format;
use crate::draft::{
    Carried, Concept, Draft, Event, Origin, Problem, ProblemKind, ProviderRole, ReceivedProvider,
    ReceivedService, Sent, ServiceAct,
};

/// What rows are read by.
pub(super) struct Reader<'s> {
    pub(super) sheet: &'s Sheet,
    pub(super) columns: Vec<MappedColumn>,
    /// Of a column that belongs to a procedure, the column of that procedure.
    procedure_of: Vec<Option<usize>>,
    pub(super) today: Date,
}

/// A cell that says something.
pub(super) struct Cell {
    pub(super) column: usize,
    pub(super) field: WorklistField,
    pub(super) value: Value,
    pub(super) place: Origin,
}

/// The kind of place where an error or a gap is told of the row as a whole.
const WHOLE_ROW: usize = 0;

impl<'s> Reader<'s> {
    pub(super) fn new(sheet: &'s Sheet, mapping: &WorklistMapping, today: Date) -> Self {
        let columns = mapping.in_order_of(sheet.headings());
        let procedure_of = procedures_of(&columns);
        Self { sheet, columns, procedure_of, today }
    }

    /// The column of a field, the first where there are several.
    pub(super) fn column_of(&self, field: WorklistField) -> Option<usize> {
        self.columns.iter().position(|column| column.field == Some(field))
    }

    /// What a cell says; `None` where it is empty or its column is left out.
    pub(super) fn read(&self, row: &SheetRow, column: usize) -> Option<Result<Value, ProblemKind>> {
        let MappedColumn { field, dates, .. } = self.columns.get(column)?;
        value::read((*field)?, *dates, row.cell(column), self.today)
    }

    /// Whether a row is longer than the headings: what stands in it stands in other columns than it seems.
    pub(super) fn is_shifted(&self, row: &SheetRow) -> bool {
        (self.columns.len()..row.cells.len()).any(|column| !row.cell(column).is_empty())
    }

    pub(super) fn draft(&self, rows: &[&SheetRow], file: &str) -> Draft {
        let mut visit = Visit::default();
        visit.draft.format = Format::Worklist;
        visit.draft.event = Event::Record;
        visit.draft.sent =
            Sent { application: file.to_owned(), trigger: "worklist".to_owned(), ..Sent::default() };
        for row in rows {
            if self.is_shifted(row) {
                let place = self.sheet.place(row, self.columns.len());
                visit.draft.problems.push(Problem { kind: ProblemKind::ExtraCells, place });
                continue;
            }
            self.row(row, &mut visit);
        }
        let first = rows.first().map(|row| {
            let named =
                self.columns.iter().position(|column| column.field.is_some_and(WorklistField::names_patient));
            self.sheet.place(row, named.unwrap_or(WHOLE_ROW))
        });
        visit.finish(first.unwrap_or_default())
    }

    fn row(&self, row: &SheetRow, visit: &mut Visit) {
        let mut cells: Vec<Cell> = Vec::new();
        for (column, mapped) in self.columns.iter().enumerate() {
            let (Some(field), Some(read)) = (mapped.field, self.read(row, column)) else { continue };
            let place = self.sheet.place(row, column);
            match read {
                Ok(value) => {
                    visit.draft.taken.push(place.clone());
                    cells.push(Cell { column, field, value, place });
                }
                Err(kind) => visit.draft.problems.push(Problem { kind, place }),
            }
        }
        let is_cancelled = cells.iter().any(|cell| cell.field == VisitStatus);
        let counted = if is_cancelled { &mut visit.cancelled } else { &mut visit.kept };
        *counted += 1;
        let day = cells.iter().find_map(|cell| match (cell.field, &cell.value) {
            (ServiceFrom, Value::Time(at)) => Some(Carried::new(at.date(), cell.place.clone())),
            _ => None,
        });
        let rendering = provider(&cells, RenderingProvider, RenderingNpi, ProviderRole::Attending);
        let referring = provider(&cells, ReferringProvider, ReferringNpi, ProviderRole::Referring);
        let place_of_service = cells.iter().find_map(|cell| match (cell.field, &cell.value) {
            (PlaceOfService, Value::Text(text)) => Some(Carried::new(text.clone(), cell.place.clone())),
            _ => None,
        });
        let diagnoses: Vec<(Concept, Origin)> = cells
            .iter()
            .filter_map(|cell| match &cell.value {
                Value::Diagnoses(concepts) => {
                    Some(concepts.iter().map(|concept| (concept.clone(), cell.place.clone())))
                }
                _ => None,
            })
            .flatten()
            .collect();
        let reasons: Vec<Concept> = diagnoses.iter().map(|(concept, _)| concept.clone()).collect();
        for (concept, origin) in diagnoses {
            visit.diagnosis(concept, origin);
        }
        let services = self.services(&cells, &reasons, &mut visit.draft.problems);
        let is_of_services = !services.is_empty();
        for (mut service, points) in services {
            service.from = day.clone();
            service.place_of_service = place_of_service.clone();
            let performing =
                |each: &ReceivedProvider| ReceivedProvider { role: ProviderRole::Performing, ..each.clone() };
            service.providers = rendering.iter().map(performing).collect();
            // What a pointer says stands, whatever else the row has.
            service.diagnoses = points.unwrap_or_default();
            visit.service(service, reasons.clone());
        }
        visit.provider(rendering, is_of_services);
        visit.provider(referring, false);
        for cell in cells {
            visit.put(cell, is_of_services);
        }
    }

    /// The services of a row, each with the diagnoses that pointers say.
    fn services(
        &self,
        cells: &[Cell],
        reasons: &[Concept],
        problems: &mut Vec<Problem>,
    ) -> Vec<(ReceivedService, Option<Vec<Concept>>)> {
        let mut services = Vec::new();
        for cell in cells {
            let Value::Procedures(procedures) = &cell.value else { continue };
            let begun = services.len();
            services.extend(procedures.iter().map(|each| (service(each, cell), None)));
            for other in
                cells.iter().filter(|other| self.procedure_of.get(other.column) == Some(&Some(cell.column)))
            {
                // What stands in a column of its own belongs to one procedure: beside several nobody knows to which.
                let (Some((service, points)), true) = (services.get_mut(begun), procedures.len() == 1) else {
                    problems.push(Problem { kind: ProblemKind::Several, place: other.place.clone() });
                    continue;
                };
                belongs(other, service, points, reasons, problems);
            }
        }
        services
    }
}

fn service(procedure: &ProcedureCell, cell: &Cell) -> ReceivedService {
    ReceivedService {
        act: ServiceAct::Charge,
        procedure: procedure.concept.clone(),
        modifiers: procedure.modifiers.clone(),
        units: procedure.units.map(|units| Carried::new(units, cell.place.clone())),
        origin: cell.place.clone(),
        ..ReceivedService::default()
    }
}

fn belongs(
    cell: &Cell,
    service: &mut ReceivedService,
    points: &mut Option<Vec<Concept>>,
    reasons: &[Concept],
    problems: &mut Vec<Problem>,
) {
    let place = || cell.place.clone();
    match (&cell.value, cell.field) {
        (Value::Modifiers(modifiers), _) => {
            for modifier in modifiers {
                if !service.modifiers.contains(modifier) {
                    service.modifiers.push(modifier.clone());
                }
            }
        }
        (Value::Number(number), Units) => service.units = Some(Carried::new(*number, place())),
        (Value::Number(number), _) => service.charge = Some(Carried::new(*number, place())),
        (Value::Pointers(places), _) => {
            let found: Vec<Concept> = places.iter().filter_map(|at| reasons.get(*at)).cloned().collect();
            if found.len() < places.len() {
                problems.push(Problem { kind: ProblemKind::Reference, place: place() });
            }
            *points = Some(found);
        }
        (Value::Text(text), _) => service.number.clone_from(text),
        (
            Value::Person(_) | Value::Time(_) | Value::Sex(_) | Value::Diagnoses(_) | Value::Procedures(_),
            _,
        ) => {}
    }
}

/// The provider of a row: a name, a number or both.
fn provider(
    cells: &[Cell],
    name: WorklistField,
    npi: WorklistField,
    role: ProviderRole,
) -> Option<ReceivedProvider> {
    let text = |field| {
        cells.iter().find_map(|cell| match &cell.value {
            Value::Text(text) if cell.field == field => Some((text.clone(), cell.place.clone())),
            _ => None,
        })
    };
    let (name, npi) = (text(name), text(npi));
    let origin = npi.as_ref().or(name.as_ref()).map(|(_, place)| place.clone())?;
    let bare = |found: Option<(String, Origin)>| found.map(|(text, _)| text).unwrap_or_default();
    let provider = Provider { name: bare(name), npi: bare(npi), ..Provider::default() };
    Some(ReceivedProvider { role, provider, identifier: None, origin })
}

/// The column of the procedure that each column belongs to: that of the same number where both have one, else the nearest to the
/// left, else the first.
fn procedures_of(columns: &[MappedColumn]) -> Vec<Option<usize>> {
    let is_procedure = |column: &MappedColumn| column.field == Some(Procedure);
    let procedures: Vec<usize> =
        columns.iter().enumerate().filter(|(_, column)| is_procedure(column)).map(|(at, _)| at).collect();
    let number = |at: usize| columns.get(at).and_then(|column| number_of(&column.heading));
    let of = |at: usize, column: &MappedColumn| {
        let belongs =
            matches!(column.field, Some(Modifier | Units | Charge | DiagnosisPointer | ChargeNumber));
        if !belongs {
            return None;
        }
        let same = || {
            procedures
                .iter()
                .find(|each| procedures.len() > 1 && number(at).is_some() && number(**each) == number(at))
        };
        let left = || procedures.iter().rev().find(|each| **each < at);
        same().or_else(left).or(procedures.first()).copied()
    };
    columns.iter().enumerate().map(|(at, column)| of(at, column)).collect()
}

/// The number in a heading: 2 of `CPT 2`, of `CPT2 Units` and of `Units (2)`; `None` where there is none or more than one.
fn number_of(heading: &str) -> Option<u32> {
    let mut numbers = heading.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    match (numbers.next(), numbers.next()) {
        (Some(only), None) => only.parse().ok(),
        _ => None,
    }
}
