use serde::{Deserialize, Serialize};
use specta::Type;

/// Something in a publisher's file that was not understood and is not imported. The rest of the file is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// From 1.
    pub line: u32,
    pub kind: ProblemKind,
    /// The name or the words at that place, at most 80 characters.
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// An element that the layout does not know.
    UnknownElement,
    /// An entry without its title or code.
    Nameless,
    /// Words where a code belongs.
    NotACode,
    /// A value for a column that the table does not have.
    UnknownColumn,
    /// A row with too few cells.
    TooShort,
    /// A date or a number that is none.
    NotAValue,
    /// The same entry stood there before; the first is kept.
    Repeated,
    /// A row of a kind that the layout does not know.
    UnknownRecord,
    /// A code of a system that others license (CPT, CDT). It and what is said of it come from their own files.
    Licensed,
}

const EXCERPT: usize = 80;

impl Problem {
    pub(crate) fn new(line: u32, kind: ProblemKind, text: &str) -> Self {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(EXCERPT).collect();
        Self { line, kind, text }
    }
}

/// The problems of a file of millions of rows, all of which may be odd: the first of them, and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    pub first: Vec<Problem>,
    pub count: u32,
}

/// Nobody reads more of one file.
const KEPT: usize = 100;

impl Problems {
    pub(crate) fn push(&mut self, problem: Problem) {
        self.count = self.count.saturating_add(1);
        if self.first.len() < KEPT {
            self.first.push(problem);
        }
    }
}
