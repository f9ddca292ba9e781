//! The tables of ICD-10-PCS as CMS publishes them: of each its first three characters, and rows that say which values of
//! the other four may stand together. The codes are the products of the rows.

use std::collections::BTreeSet;

use super::element::{self, Element};
use super::problem::{Problem, ProblemKind};
use super::procedure_error::ProcedureFileError;
use super::text::Lines;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProcedureTables {
    /// For example `2025`.
    pub version: String,
    pub tables: Vec<ProcedureTable>,
    pub problems: Vec<Problem>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProcedureTable {
    /// The first three values: section, body system, operation.
    pub heading: Vec<AxisValue>,
    /// What the operation is.
    pub definition: String,
    /// Of each row what may stand in the fourth to seventh place.
    pub rows: Vec<[Vec<AxisValue>; 4]>,
}

/// A character with what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AxisValue {
    pub character: char,
    pub meaning: String,
}

/// No row of a real table has so many codes.
const MOST_CODES: usize = 50_000;

impl ProcedureTables {
    pub fn parse(text: &str) -> Result<Self, ProcedureFileError> {
        let text = text.trim_start_matches('\u{FEFF}');
        let lines = Lines::of(text);
        let root = element::read(text).map_err(|error| ProcedureFileError::of(&error, &lines))?;
        if root.name != "ICD10PCS.tabular" {
            return Err(ProcedureFileError::OtherDocument);
        }
        let mut reading = Reading { lines: &lines, problems: Vec::new() };
        let mut tables = Vec::new();
        for child in &root.children {
            match child.name.as_str() {
                "pcsTable" => tables.extend(reading.table(child)),
                "version" | "title" | "introduction" => {}
                _ => reading.odd(child, ProblemKind::UnknownElement, &child.name),
            }
        }
        Ok(Self { version: root.text_of("version").to_owned(), tables, problems: reading.problems })
    }

    /// Every code, without repetition.
    pub fn codes(&self) -> BTreeSet<String> {
        let mut codes = BTreeSet::new();
        for table in &self.tables {
            table.each_code(&mut |code, _| {
                codes.insert(code);
            });
        }
        codes
    }
}

impl ProcedureTable {
    /// `0FT`.
    pub fn characters(&self) -> String {
        self.heading.iter().map(|value| value.character).collect()
    }

    /// Every code of its rows, with the values of its last four characters: the product of the labels in a row.
    pub(crate) fn each_code<'t>(&'t self, each: &mut dyn FnMut(String, [&'t AxisValue; 4])) {
        let heading = self.characters();
        for [fourth, fifth, sixth, seventh] in &self.rows {
            for four in fourth {
                for five in fifth {
                    for six in sixth {
                        for seven in seventh {
                            let values = [four, five, six, seven];
                            let rest = values.map(|value| value.character);
                            each(heading.chars().chain(rest).collect(), values);
                        }
                    }
                }
            }
        }
    }
}

struct Reading<'a> {
    lines: &'a Lines,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn odd(&mut self, element: &Element, kind: ProblemKind, text: &str) {
        self.problems.push(Problem::new(self.lines.at(element.at), kind, text));
    }

    /// `None` where its first three characters are not to be read.
    fn table(&mut self, element: &Element) -> Option<ProcedureTable> {
        let mut table = ProcedureTable::default();
        for child in &element.children {
            match (child.name.as_str(), child.attribute("pos")) {
                ("axis", Some(place)) if place.parse() == Ok(table.heading.len() + 1) => {
                    let values = self.values(child);
                    table.heading.extend(values.into_iter().next());
                    child.text_of("definition").clone_into(&mut table.definition);
                }
                ("pcsRow", _) if table.heading.len() == 3 => table.rows.extend(self.row(child)),
                ("axis" | "pcsRow", _) => {
                    self.odd(child, ProblemKind::NotACode, &table.characters());
                    return None;
                }
                _ => self.odd(child, ProblemKind::UnknownElement, &child.name),
            }
        }
        (table.heading.len() == 3 && !table.rows.is_empty()).then_some(table)
    }

    fn row(&mut self, element: &Element) -> Option<[Vec<AxisValue>; 4]> {
        let mut places: [Vec<AxisValue>; 4] = Default::default();
        for child in &element.children {
            let place = child.attribute("pos").and_then(|place| place.parse::<usize>().ok());
            match place.and_then(|place| places.get_mut(place.checked_sub(4)?)) {
                Some(place) if child.name == "axis" && place.is_empty() => *place = self.values(child),
                _ => self.odd(child, ProblemKind::UnknownElement, &child.name),
            }
        }
        let codes: usize = places.iter().map(Vec::len).product();
        let said = element.attribute("codes").and_then(|codes| codes.parse::<usize>().ok());
        // What the publisher counted is what the row must give: else a value of it was not understood.
        if codes == 0 || codes > MOST_CODES || said.is_some_and(|said| said != codes) {
            self.odd(element, ProblemKind::NotAValue, element.attribute("codes").unwrap_or_default());
            return None;
        }
        Some(places)
    }

    fn values(&mut self, axis: &Element) -> Vec<AxisValue> {
        let mut values = Vec::new();
        for label in axis.children.iter().filter(|child| child.name == "label") {
            let mut characters = label.attribute("code").unwrap_or_default().chars();
            match (characters.next(), characters.next()) {
                (Some(character), None) if character.is_ascii_alphanumeric() && !label.text.is_empty() => {
                    values.push(AxisValue {
                        character: character.to_ascii_uppercase(),
                        meaning: label.text.clone(),
                    });
                }
                _ => self.odd(label, ProblemKind::NotACode, &label.text),
            }
        }
        values
    }
}

#[cfg(test)]
#[path = "procedure_tables_tests.rs"]
mod tests;
