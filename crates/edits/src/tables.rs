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
    to: Date,
    /// For example `I.C.21.c.16`.
    pub(crate) section: &'static str,
}

impl Row {
    fn holds(&self, bare: &str, on: Date) -> bool {
        (self.from..=self.to).contains(&on) && names(&self.codes, bare)
    }

    /// Whether it names the code, without its dot, as the other one.
    pub(crate) fn names_other(&self, bare: &str) -> bool {
        names(&self.others, bare)
    }
}

pub(crate) fn names(references: &[CodeReference], bare: &str) -> bool {
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
    let section = cells.next()?;
    let (from, to) = days(cells.next()?)?;
    let last = CodeReference::all_of(cells.next()?);
    let (codes, others) = match cells.next() {
        Some(first) => (CodeReference::all_of(first), last),
        None => (last, Vec::new()),
    };
    (!codes.is_empty()).then_some(Row { codes, others, from, to, section })
}

/// `2015-10-01`, or with its last day `2015-10-01..2022-09-30`.
fn days(cell: &str) -> Option<(Date, Date)> {
    let (from, to) = cell.split_once("..").unwrap_or((cell, "9999-12-31"));
    Some((from.parse().ok()?, to.parse().ok()?))
}

/// A code that says at once what two or three say.
pub(crate) struct Combination {
    codes: Vec<CodeReference>,
    with: Vec<CodeReference>,
    /// Empty where two are enough.
    and: Vec<CodeReference>,
    /// The code, or with a dash at its end those below it.
    pub(crate) instead: &'static str,
    from: Date,
    to: Date,
    pub(crate) section: &'static str,
}

impl Combination {
    pub(crate) fn is_of(&self, bare: &str, on: Date) -> bool {
        (self.from..=self.to).contains(&on) && names(&self.codes, bare)
    }

    pub(crate) fn is_with(&self, bare: &str) -> bool {
        names(&self.with, bare)
    }

    /// `None` where two codes are enough.
    pub(crate) fn is_and(&self, bare: &str) -> Option<bool> {
        (!self.and.is_empty()).then(|| names(&self.and, bare))
    }
}

fn combination(line: &'static str) -> Option<Combination> {
    let [codes, with, and, instead, days, section] = line.split('\t').collect::<Vec<_>>()[..] else {
        return None;
    };
    let [codes, with, and] = [codes, with, and].map(CodeReference::all_of);
    let (from, to) = self::days(days)?;
    let whole = !codes.is_empty() && !with.is_empty();
    whole.then_some(Combination { codes, with, and, instead, from, to, section })
}

const COMBINED: &str = include_str!("../../../assets/edits/combinations.tsv");

/// The first that fits is meant: three codes stand before two.
pub(crate) static COMBINATIONS: LazyLock<Vec<Combination>> =
    LazyLock::new(|| lines(COMBINED).filter_map(combination).collect());

/// Words of a record, and the codes of which one says it.
pub(crate) struct Words {
    pub(crate) words: Vec<&'static str>,
    codes: Vec<CodeReference>,
    /// The codes as they are written.
    pub(crate) text: &'static str,
    from: Date,
    to: Date,
    pub(crate) section: &'static str,
}

impl Words {
    pub(crate) fn holds(&self, on: Date) -> bool {
        (self.from..=self.to).contains(&on)
    }

    pub(crate) fn names(&self, bare: &str) -> bool {
        names(&self.codes, bare)
    }
}

fn words(line: &'static str) -> Option<Words> {
    let [words, text, days, section] = line.split('\t').collect::<Vec<_>>()[..] else { return None };
    let (from, to) = self::days(days)?;
    let codes = CodeReference::all_of(text);
    let words: Vec<&str> = words.split(", ").collect();
    (!codes.is_empty()).then_some(Words { words, codes, text, from, to, section })
}

const OF_DRUGS: &str = include_str!("../../../assets/edits/diabetes-drugs.tsv");
const OF_HABITS: &str = include_str!("../../../assets/edits/habits.tsv");

pub(crate) static DIABETES_DRUGS: LazyLock<Vec<Words>> =
    LazyLock::new(|| lines(OF_DRUGS).filter_map(words).collect());
pub(crate) static HABITS: LazyLock<Vec<Words>> =
    LazyLock::new(|| lines(OF_HABITS).filter_map(words).collect());

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
    DELIVERIES = "deliveries.tsv";
    TREATMENTS = "treatments.tsv";
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
    #[test]
    fn every_row_of_the_other_tables_is_read() {
        for line in lines(COMBINED) {
            assert!(combination(line).is_some(), "{line}");
        }
        for line in lines(OF_DRUGS).chain(lines(OF_HABITS)) {
            assert!(words(line).is_some(), "{line}");
        }
    }
}
