//! The tables that are written here, in `assets/edits`: codes in the notation of the Tabular List's notes, the day from
//! which a row holds, and the section of the ICD-10-CM Official Guidelines that it rests on.

use std::sync::LazyLock;

use dictionary::CodeReference;
use jiff::civil::Date;

/// A row about codes, or about codes and others.
pub(crate) struct Row {
    codes: Vec<CodeReference>,
    others: Vec<CodeReference>,
    from: Date,
    /// For example `I.C.21.c.16`.
    pub(crate) section: &'static str,
}

impl Row {
    fn holds(&self, bare: &str, on: Date) -> bool {
        self.from <= on && names(&self.codes, bare)
    }

    /// Whether it names the code, without its dot, as the other one.
    pub(crate) fn names_other(&self, bare: &str) -> bool {
        names(&self.others, bare)
    }
}

fn names(references: &[CodeReference], bare: &str) -> bool {
    references.iter().any(|reference| reference.covers(bare))
}

pub(crate) struct Table(Vec<Row>);

impl Table {
    /// Of a text without a mistake, which a test makes sure of.
    fn read(text: &'static str) -> Self {
        Self(lines(text).filter_map(row).collect())
    }

    /// The row about a code, without its dot, on the date.
    pub(crate) fn row(&self, bare: &str, on: Date) -> Option<&Row> {
        self.0.iter().find(|row| row.holds(bare, on))
    }
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

fn row(line: &'static str) -> Option<Row> {
    let mut cells = line.split('\t').rev();
    let (section, from) = (cells.next()?, cells.next()?.parse().ok()?);
    let last = CodeReference::all_of(cells.next()?);
    let (codes, others) = match cells.next() {
        Some(first) => (CodeReference::all_of(first), last),
        None => (last, Vec::new()),
    };
    (!codes.is_empty()).then_some(Row { codes, others, from, section })
}

macro_rules! tables {
    ($($name:ident = $file:literal;)*) => {
        $(pub(crate) static $name: LazyLock<Table> =
            LazyLock::new(|| Table::read(include_str!(concat!("../../../assets/edits/", $file))));)*
        #[cfg(test)]
        const TEXTS: &[&str] = &[$(include_str!(concat!("../../../assets/edits/", $file))),*];
    };
}

tables! {
    FIRST_LISTED = "first-listed.tsv";
    NEVER_FIRST = "never-first.tsv";
    SEVERE_SEPSIS = "severe-sepsis.tsv";
    SYMPTOMS = "symptoms.tsv";
    WEIGHT = "weight.tsv";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_a_table_is_read() {
        for text in TEXTS {
            assert!(lines(text).next().is_some());
            for line in lines(text) {
                assert!(row(line).is_some(), "{line}");
            }
        }
    }
}
