use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::dates::DateFormat;
use super::field::WorklistField;
use super::sheet::SheetChoice;

/// What the columns of a worklist are. It is one for all files with the same headings, whatever their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct WorklistMapping {
    /// In the order of the file that it was made for.
    pub columns: Vec<MappedColumn>,
    /// How a file is to be read where that cannot be told from it.
    pub choice: SheetChoice,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct MappedColumn {
    /// As it stands in the file. The second of the same name is the second column of that name.
    pub heading: String,
    /// `None` is left out.
    pub field: Option<WorklistField>,
    /// Of a date.
    pub dates: Option<DateFormat>,
}

/// What a mapping lacks, so that nothing can be read by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "lack", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum WorklistLack {
    /// No column says whose a row is.
    Patient,
    /// Of this column, from 0: the order of day and month fits both ways, or nothing in it is a date.
    DateFormat { column: u32 },
    /// A column before this one is the same, and it may be only one.
    Twice { column: u32 },
}

impl WorklistMapping {
    /// What the headings of all files are that it is for.
    pub fn signature(&self) -> String {
        signature(self.columns.iter().map(|column| column.heading.as_str()))
    }

    /// The columns as they stand in a file of these headings; one that the mapping does not know is left out.
    pub(crate) fn in_order_of(&self, headings: &[String]) -> Vec<MappedColumn> {
        let mut known: BTreeMap<String, Vec<&MappedColumn>> = BTreeMap::new();
        for column in self.columns.iter().rev() {
            known.entry(plain(&column.heading)).or_default().push(column);
        }
        let mut take = |heading: &String| known.get_mut(&plain(heading)).and_then(Vec::pop);
        headings
            .iter()
            .map(|heading| match take(heading) {
                Some(column) => MappedColumn { heading: heading.clone(), ..column.clone() },
                None => MappedColumn { heading: heading.clone(), ..MappedColumn::default() },
            })
            .collect()
    }

    /// What keeps it from being used; nothing where it is complete.
    pub fn lacks(&self) -> Vec<WorklistLack> {
        let mut lacks = Vec::new();
        let fields = || self.columns.iter().filter_map(|column| column.field);
        if !fields().any(WorklistField::names_patient) {
            lacks.push(WorklistLack::Patient);
        }
        let mut seen = Vec::new();
        for (at, column) in (0_u32..).zip(&self.columns) {
            let Some(field) = column.field else { continue };
            if field.is_date() && column.dates.is_none() {
                lacks.push(WorklistLack::DateFormat { column: at });
            }
            if !field.may_repeat() && seen.contains(&field) {
                lacks.push(WorklistLack::Twice { column: at });
            }
            seen.push(field);
        }
        lacks
    }
}

/// Of headings in any order; case, blanks and punctuation aside.
pub(crate) fn signature<'a>(headings: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<String> = headings.map(plain).collect();
    names.sort();
    names.join("\n")
}

pub(crate) fn plain(heading: &str) -> String {
    // The sign of a number tells `Visit` from `Visit #`.
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, '#' | '%'));
    kept.flat_map(char::to_lowercase).collect()
}
