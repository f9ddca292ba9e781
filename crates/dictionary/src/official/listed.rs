use std::collections::HashSet;
use std::hash::Hash;
use std::io::Read;

use super::problem::{Problem, ProblemKind, Problems};
use super::table::{Heading, Table, TableError, TableRow};

/// The rows of a table that is small enough to be held, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<T> {
    pub rows: Vec<T>,
    pub problems: Problems,
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), problems: Problems::default() }
    }
}

impl<T> Listed<T> {
    /// Reads to the end. A row that is not understood, or whose key stood there before, is listed under `problems`.
    pub(crate) fn read<K: Eq + Hash>(
        content: impl Read,
        heading: Heading,
        understand: impl Fn(TableRow<'_>) -> Result<T, Problem>,
        key: impl Fn(&T) -> K,
    ) -> Result<Self, TableError> {
        let mut table = Table::new(content, heading);
        let mut listed = Self::default();
        let mut known = HashSet::new();
        while let Some(row) = table.next_row()? {
            // The heading goes on below itself.
            if listed.rows.is_empty() && row.bytes(0).is_empty() {
                continue;
            }
            match understand(row) {
                Ok(entry) if known.insert(key(&entry)) => listed.rows.push(entry),
                Ok(_) => listed.problems.push(row.problem(ProblemKind::Repeated)),
                Err(problem) => listed.problems.push(problem),
            }
        }
        Ok(listed)
    }
}
