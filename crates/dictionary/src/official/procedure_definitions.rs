//! The definitions of ICD-10-PCS as CMS publishes them: what an operation is, and what a value includes.

use super::element::{self, Element};
use super::problem::{Problem, ProblemKind};
use super::procedure_error::ProcedureFileError;
use super::text::Lines;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProcedureDefinitions {
    /// For example `2025`.
    pub version: String,
    pub terms: Vec<DefinedTerm>,
    pub problems: Vec<Problem>,
}

/// A value of an axis, by what it is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DefinedTerm {
    /// The first character of the codes that it is defined for.
    pub section: char,
    /// The place of its axis, from 3.
    pub place: u8,
    /// The meanings of the characters that it speaks of.
    pub titles: Vec<String>,
    /// Definition and explanation.
    pub lines: Vec<String>,
    pub includes: Vec<String>,
}

impl ProcedureDefinitions {
    pub fn parse(text: &str) -> Result<Self, ProcedureFileError> {
        let text = text.trim_start_matches('\u{FEFF}');
        let lines = Lines::of(text);
        let root = element::read(text).map_err(|error| ProcedureFileError::of(&error, &lines))?;
        if root.name != "ICD10PCS.definitions" {
            return Err(ProcedureFileError::OtherDocument);
        }
        let mut definitions = Self { version: root.text_of("version").to_owned(), ..Self::default() };
        for child in &root.children {
            match child.name.as_str() {
                "section" => definitions.section(child, &lines),
                // Which devices the tables count as one another: no code needs it.
                "version" | "title" | "introduction" | "deviceAggregation" => {}
                _ => definitions.odd(child, &lines, ProblemKind::UnknownElement),
            }
        }
        Ok(definitions)
    }

    fn odd(&mut self, element: &Element, lines: &Lines, kind: ProblemKind) {
        self.problems.push(Problem::new(lines.at(element.at), kind, &element.name));
    }

    fn section(&mut self, element: &Element, lines: &Lines) {
        let section = element.attribute("code").and_then(|code| code.chars().next());
        for axis in element.children.iter().filter(|child| child.name == "axis") {
            let place = axis.attribute("pos").and_then(|place| place.parse().ok());
            let (Some(section), Some(place @ 1..=7)) = (section, place) else {
                self.odd(axis, lines, ProblemKind::NotAValue);
                continue;
            };
            for terms in axis.children.iter().filter(|child| child.name == "terms") {
                let mut term = DefinedTerm { section, place, ..DefinedTerm::default() };
                for child in &terms.children {
                    let texts = match child.name.as_str() {
                        "title" => &mut term.titles,
                        "definition" | "explanation" => &mut term.lines,
                        "includes" => &mut term.includes,
                        _ => {
                            self.odd(child, lines, ProblemKind::UnknownElement);
                            continue;
                        }
                    };
                    if !child.text.is_empty() {
                        texts.push(child.text.clone());
                    }
                }
                if term.titles.is_empty() {
                    self.odd(terms, lines, ProblemKind::Nameless);
                } else {
                    self.terms.push(term);
                }
            }
        }
    }
}
