//! A place in a resource: its value, its path, and that it was read.

use std::cell::RefCell;
use std::collections::HashSet;

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::draft::{Carried, Origin, Problem, ProblemKind};
use crate::times;

/// The most elements of one list that are read.
const MOST_ITEMS: usize = 10_000;
/// The most problems of one record that are listed.
const MOST_PROBLEMS: usize = 100;

/// What was read of a record, and what was wrong with it.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// Addresses of the leaves that were read, which do not move while the record is.
    taken: RefCell<HashSet<usize>>,
    problems: RefCell<Vec<Problem>>,
}

impl Reading {
    pub(crate) fn take_problems(&self) -> Vec<Problem> {
        self.problems.take()
    }

    pub(crate) fn problem(&self, kind: ProblemKind, place: Origin) {
        let mut problems = self.problems.borrow_mut();
        if problems.len() < MOST_PROBLEMS {
            problems.push(Problem { kind, place });
        }
    }

    /// Whether anything below was read.
    pub(crate) fn is_taken(&self, value: &Value) -> bool {
        match value {
            Value::Array(items) => items.iter().any(|item| self.is_taken(item)),
            Value::Object(fields) => fields.values().any(|field| self.is_taken(field)),
            leaf => self.taken.borrow().contains(&address(leaf)),
        }
    }
}

fn address(leaf: &Value) -> usize {
    std::ptr::from_ref(leaf).addr()
}

#[derive(Clone, Debug)]
pub(crate) struct Node<'a> {
    value: Option<&'a Value>,
    path: String,
    reading: &'a Reading,
}

impl<'a> Node<'a> {
    pub(crate) const fn of(value: &'a Value, path: String, reading: &'a Reading) -> Self {
        Self { value: Some(value), path, reading }
    }

    const fn none(reading: &'a Reading) -> Self {
        Self { value: None, path: String::new(), reading }
    }

    pub(crate) fn get(&self, key: &str) -> Self {
        match self.value.and_then(|value| value.get(key)) {
            Some(value) => {
                Self { value: Some(value), path: format!("{}.{key}", self.path), reading: self.reading }
            }
            None => Self::none(self.reading),
        }
    }

    /// The first of several keys that is there: versions of FHIR name the same differently.
    pub(crate) fn any(&self, keys: &[&str]) -> Self {
        let found = keys.iter().map(|key| self.get(key)).find(Self::is_some);
        found.unwrap_or_else(|| Self::none(self.reading))
    }

    /// The elements of a list, but not without end; what is no list is the only one.
    pub(crate) fn items(&self) -> Vec<Self> {
        match self.value {
            Some(Value::Array(items)) => {
                let item = |(at, value)| Self {
                    value: Some(value),
                    path: format!("{}[{at}]", self.path),
                    reading: self.reading,
                };
                items.iter().take(MOST_ITEMS).enumerate().map(item).collect()
            }
            Some(Value::Null) | None => Vec::new(),
            Some(_) => vec![self.clone()],
        }
    }

    pub(crate) fn first(&self) -> Self {
        match self.value {
            Some(Value::Array(items)) => match items.first() {
                Some(value) => {
                    Self { value: Some(value), path: format!("{}[0]", self.path), reading: self.reading }
                }
                None => Self::none(self.reading),
            },
            _ => self.clone(),
        }
    }

    pub(crate) const fn is_some(&self) -> bool {
        self.value.is_some()
    }

    pub(crate) fn origin(&self) -> Origin {
        Origin(self.path.clone())
    }

    pub(crate) fn problem(&self, kind: ProblemKind) {
        self.reading.problem(kind, self.origin());
    }

    /// What stands there without blanks around; empty where nothing does.
    pub(crate) fn text(&self) -> String {
        let text = match self.value {
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Bool(whether)) => whether.to_string(),
            _ => return String::new(),
        };
        self.take();
        text
    }

    /// As it stands, for what is long.
    pub(crate) fn str(&self) -> Option<&'a str> {
        let text = self.value.and_then(Value::as_str)?;
        self.take();
        Some(text)
    }

    fn take(&self) {
        if let Some(value) = self.value {
            self.reading.taken.borrow_mut().insert(address(value));
        }
    }

    pub(crate) fn carried(&self) -> Option<Carried<String>> {
        let text = self.text();
        (!text.is_empty()).then(|| Carried::new(text, self.origin()))
    }

    pub(crate) fn date(&self) -> Option<Carried<Date>> {
        self.read(times::date)
    }

    pub(crate) fn time(&self) -> Option<Carried<DateTime>> {
        self.read(times::local)
    }

    fn read<T>(&self, read: fn(&str) -> Result<T, ProblemKind>) -> Option<Carried<T>> {
        self.carried()?.and_then(|text| read(&text).map_err(|kind| self.problem(kind)).ok())
    }

    pub(crate) fn number(&self) -> Option<Carried<Decimal>> {
        let read = |text: String| {
            let number = Decimal::from_str_exact(&text).or_else(|_| Decimal::from_scientific(&text));
            number.map_err(|_| self.problem(ProblemKind::NotANumber)).ok()
        };
        self.carried()?.and_then(read)
    }
}
