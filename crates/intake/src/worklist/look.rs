use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::draft::Reader;
use super::guess::{is_either_way, settle_dates};
use super::mapping::{WorklistLack, WorklistMapping};
use super::sheet::{Sheet, SheetLayout};
use super::visits::arrivals;
use crate::draft::{Origin, Problem, ProblemKind};

/// A worklist as it would be read by a mapping.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WorklistLook {
    pub layout: SheetLayout,
    /// A column for each of the file, in its order, the formats of dates as they were told.
    pub mapping: WorklistMapping,
    pub lacks: Vec<WorklistLack>,
    /// The columns, from 0, whose dates fit either way of day and month.
    pub either_way: Vec<u32>,
    /// The first rows, and of those behind them the first with something wrong.
    pub rows: Vec<RowLook>,
    pub counts: WorklistCounts,
    /// What is wrong, by kind and column, what is most often first.
    pub problems: Vec<ProblemCount>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WorklistCounts {
    pub rows: u32,
    /// Rows of one visit are one.
    pub visits: u32,
    /// Of those, with nothing wrong.
    pub sound: u32,
    /// Of those, with something that is not taken as it stands.
    pub faulty: u32,
    /// Of those, that cannot be imported.
    pub refused: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RowLook {
    pub line: u32,
    /// One for each column of the file.
    pub cells: Vec<CellLook>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CellLook {
    /// As it stands, cut where it is long.
    pub text: String,
    /// As it is read; empty where it is not.
    pub read: String,
    pub problem: Option<ProblemKind>,
}

/// The first of its kind in a column, and how many there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProblemCount {
    pub problem: Problem,
    pub count: u32,
}

/// Rows that are shown, and of cells the characters.
const FIRST_ROWS: usize = 8;
const FAULTY_ROWS: usize = 6;
const SHOWN: usize = 80;

/// Reads every row by a mapping and shows the first. Of dates whose format the mapping leaves open, what the values tell is taken.
pub fn look(sheet: &Sheet, mapping: &WorklistMapping, today: Date) -> WorklistLook {
    let columns = mapping.in_order_of(sheet.headings());
    let mut mapping = WorklistMapping { columns, choice: mapping.choice.clone() };
    settle_dates(sheet, &mut mapping, today);
    let mut counts = WorklistCounts { rows: sheet.layout.rows, ..WorklistCounts::default() };
    let lacks = mapping.lacks();
    let is_nobodys = lacks.contains(&WorklistLack::Patient);
    let mut problems: BTreeMap<(String, String), ProblemCount> = BTreeMap::new();
    let mut at_place: HashMap<Origin, ProblemKind> = HashMap::new();
    for arrival in arrivals(sheet, &mapping, "", today) {
        counts.visits += 1;
        for draft in arrival.drafts {
            let counted = match (draft.prevents_import(), draft.problems.is_empty()) {
                (true, _) => &mut counts.refused,
                (false, false) => &mut counts.faulty,
                (false, true) => &mut counts.sound,
            };
            *counted += 1;
            // Where no column names a patient, that is said once and not of every row.
            let told = draft
                .problems
                .into_iter()
                .filter(|problem| !(is_nobodys && problem.kind == ProblemKind::NoPatient));
            for problem in told {
                at_place.entry(problem.place.clone()).or_insert(problem.kind);
                let column: String = problem.place.0.chars().take_while(char::is_ascii_uppercase).collect();
                let counted = problems.entry((format!("{:?}", problem.kind), column));
                counted.or_insert(ProblemCount { problem, count: 0 }).count += 1;
            }
        }
    }
    let mut problems: Vec<ProblemCount> = problems.into_values().collect();
    problems.sort_by_key(|each| std::cmp::Reverse(each.count));
    let reader = Reader::new(sheet, &mapping, today);
    let mut rows: Vec<RowLook> = Vec::new();
    let mut faulty = 0;
    for (number, row) in sheet.rows().iter().enumerate() {
        let places: Vec<Origin> =
            (0..=mapping.columns.len()).map(|column| sheet.place(row, column)).collect();
        let is_faulty = places.iter().any(|place| at_place.contains_key(place));
        if number >= FIRST_ROWS {
            match is_faulty && faulty < FAULTY_ROWS {
                true => faulty += 1,
                false if faulty >= FAULTY_ROWS || at_place.is_empty() => break,
                false => continue,
            }
        }
        let cells = (0..mapping.columns.len()).zip(&places).map(|(column, place)| {
            let read = reader.read(row, column).and_then(Result::ok).map(|value| value.shown());
            CellLook {
                text: cut(row.cell(column)),
                read: cut(&read.unwrap_or_default()),
                problem: at_place.get(place).copied(),
            }
        });
        rows.push(RowLook { line: row.line, cells: cells.collect() });
    }
    let either_way = (0_u32..).zip(&mapping.columns).filter(|(at, column)| {
        column.field.is_some_and(|field| is_either_way(sheet, *at as usize, field, today))
    });
    WorklistLook {
        layout: sheet.layout.clone(),
        lacks,
        either_way: either_way.map(|(at, _)| at).collect(),
        rows,
        counts,
        problems,
        mapping: mapping.clone(),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
