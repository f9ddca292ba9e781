//! A list of codes that is nobody's official layout: a charge master, a superbill, or the licensee's CPT file. Which column
//! holds what is guessed from its heading or its cells, shown, and told by the user.

use std::io::Read;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::hcpcs_code::HcpcsCode;
use super::listed::Listed;
use super::problem::{Problem, ProblemKind};
use super::table::{Heading, TableError, TableRow};

/// One row of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ListedCode {
    pub code: String,
    pub modifier: String,
    pub description: String,
    pub short_description: String,
    pub charge: Option<Decimal>,
}

/// Which column of a list holds what, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ListColumns {
    pub code: u32,
    pub description: Option<u32>,
    pub short_description: Option<u32>,
    pub modifier: Option<u32>,
    pub charge: Option<u32>,
}

/// What a list shows of itself, so that its columns can be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ListLayout {
    /// The heading, and empty texts where there is none.
    pub headings: Vec<String>,
    /// The first rows.
    pub first: Vec<Vec<String>>,
    pub columns: ListColumns,
    /// What stands before the heading: in the file of a licensee, the licence statement.
    pub notice: String,
}

const CODE: &[&str] = &["code", "cpt", "hcpcs", "procedure code", "charge code", "item code", "cdm"];
/// What a column of a charge master's own codes is called, where it is called nothing else.
const ALONE: &[&str] = &["item", "item number", "service", "procedure", "id", "number", "charge number"];
const DESCRIPTION: &[&str] = &[
    "description",
    "item description",
    "service description",
    "long",
    "descriptor",
    "procedure description",
    "name",
    "title",
];
const SHORT: &[&str] = &["short", "medium", "brief"];
const MODIFIER: &[&str] = &["mod", "modifier", "modifiers"];
const CHARGE: &[&str] = &["charge", "price", "fee", "amount", "rate", "unit charge", "gross charge"];
/// Rows shown of a list.
const FIRST: usize = 3;
/// The longest code of a charge master.
const LONGEST: usize = 20;

impl ListLayout {
    /// The layout of the head of a file, if that is a table with a column of codes; `told` counts before what is guessed.
    pub(crate) fn find(head: &[u8], told: Option<ListColumns>) -> Option<(Self, Heading)> {
        let sample = Heading::sample(head)?;
        let is_code = |cell: &String| HcpcsCode::parse(cell.trim().as_bytes()).is_some();
        let headed = !sample.rows.first()?.iter().any(is_code);
        let (headings, rows) = match headed {
            true => (sample.rows.first()?.clone(), sample.rows.get(1..)?),
            false => (vec![String::new(); sample.rows.first()?.len()], sample.rows.as_slice()),
        };
        let plain: Vec<String> = headings.iter().map(|cell| super::table::plain(cell)).collect();
        let named = |names: &[&str]| plain.iter().position(|cell| super::table::is_named(cell, names));
        let most_codes = (0..headings.len()).find(|column| {
            let codes = rows.iter().filter(|row| row.get(*column).is_some_and(is_code)).count();
            codes > 0 && codes * 2 >= rows.len()
        });
        let other = |column: Option<usize>, than: usize| {
            column.filter(|column| *column != than).and_then(|column| u32::try_from(column).ok())
        };
        let columns = match told {
            Some(told) => told,
            None => {
                let alone = || plain.iter().position(|cell| ALONE.contains(&cell.as_str()));
                let code = most_codes.or_else(|| named(CODE)).or_else(alone)?;
                // A list without headings is code and text.
                let next = (!headed && headings.len() > 1).then_some(usize::from(code == 0));
                ListColumns {
                    code: u32::try_from(code).ok()?,
                    description: other(named(DESCRIPTION).or(next), code),
                    short_description: other(named(SHORT), code),
                    modifier: other(named(MODIFIER), code),
                    charge: other(named(CHARGE), code),
                }
            }
        };
        let place = |column: Option<u32>| column.map(|column| column as usize);
        let ListColumns { code, description, short_description, modifier, charge } = columns;
        let places = [Some(code), description, short_description, modifier, charge].map(place).to_vec();
        let first = rows.iter().take(FIRST).cloned().collect();
        let heading = sample.heading(usize::from(headed), places);
        Some((Self { headings, first, columns, notice: sample.notice }, heading))
    }
}

impl ListedCode {
    pub(crate) fn read(content: impl Read, heading: Heading) -> Result<Listed<Self>, TableError> {
        Listed::read(content, heading, Self::of_row, |each| {
            (each.code.clone(), each.modifier.clone(), each.description.clone(), each.charge)
        })
    }

    fn of_row(row: TableRow<'_>) -> Result<Self, Problem> {
        let code = row.text(0).to_uppercase();
        let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '/' | '_');
        if code.is_empty() || code.len() > LONGEST || !code.chars().all(fits) {
            return Err(row.problem(ProblemKind::NotACode));
        }
        let charge: String = row.text(4).chars().filter(|sign| !matches!(sign, '$' | ',' | ' ')).collect();
        let charge = match charge.as_str() {
            "" => None,
            charge => Some(charge.parse::<Decimal>().map_err(|_| row.odd(4))?),
        };
        Ok(Self {
            code,
            modifier: row.text(3).to_uppercase(),
            description: row.text(1).into_owned(),
            short_description: row.text(2).into_owned(),
            charge,
        })
    }
}

#[cfg(test)]
#[path = "code_list_tests.rs"]
mod tests;
