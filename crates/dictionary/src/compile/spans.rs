//! When codes are valid, and when what is said of them holds: records of the validity table, adjacent ones merged.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::CompileError;
use crate::date_key;
use crate::detail::CodeAttribute;
use crate::official::CodeEditorTable;
use crate::standing::{OPEN, Window};

pub(super) fn codes(validity: &CodeEditorTable) -> HashSet<&str> {
    validity.records.iter().map(|record| record.code.as_str()).collect()
}

#[derive(Debug, Default)]
pub(super) struct Spans<'a> {
    pub(super) billable: HashMap<&'a str, Vec<Window>>,
    /// Each attribute with the span in which it holds; `billable` of these says nothing.
    pub(super) attributes: HashMap<&'a str, Vec<(CodeAttribute, Window)>>,
    pub(super) first: u32,
    pub(super) last: u32,
}

impl<'a> Spans<'a> {
    pub(super) fn gather(validity: &'a CodeEditorTable) -> Result<Self, CompileError> {
        let mut spans = Self { first: OPEN, last: validity.last_date, ..Self::default() };
        let mut attributes: BTreeMap<(&str, CodeAttribute), Vec<Window>> = BTreeMap::new();
        for record in &validity.records {
            let to = if record.to >= validity.last_date { OPEN } else { record.to };
            let window = Window { from: record.from, to, billable: true };
            spans.first = spans.first.min(record.from);
            spans.billable.entry(&record.code).or_default().push(window);
            for word in &record.attributes {
                let attribute = CodeAttribute::from_word(word)
                    .ok_or_else(|| CompileError::UnknownAttribute { word: word.clone() })?;
                attributes.entry((&record.code, attribute)).or_default().push(window);
            }
        }
        for windows in spans.billable.values_mut() {
            *windows = merged(std::mem::take(windows))?;
        }
        for ((code, attribute), windows) in attributes {
            let of_code = spans.attributes.entry(code).or_default();
            of_code.extend(merged(windows)?.into_iter().map(|window| (attribute, window)));
        }
        Ok(spans)
    }
}

/// Sorted, and as few as cover the same days.
pub(super) fn merged(mut windows: Vec<Window>) -> Result<Vec<Window>, CompileError> {
    windows.sort_unstable();
    let mut merged: Vec<Window> = Vec::with_capacity(windows.len());
    for window in windows {
        match merged.last_mut() {
            Some(before) if before.to == OPEN || window.from <= day_after(before.to)? => {
                before.to = before.to.max(window.to);
            }
            _ => merged.push(window),
        }
    }
    Ok(merged)
}

fn day_after(key: u32) -> Result<u32, CompileError> {
    let next = date_key::date(key).and_then(|day| day.tomorrow().ok());
    next.map(date_key::key).ok_or(CompileError::Date { key })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::official::CodeEditorRecord;

    fn windows(spans: &[(u32, u32)]) -> Vec<Window> {
        spans.iter().map(|&(from, to)| Window { from, to, billable: true }).collect()
    }

    #[test]
    fn adjacent_windows_are_one() {
        let apart = windows(&[(20_220_401, OPEN), (20_151_001, 20_170_930), (20_171_001, 20_200_930)]);
        let once = merged(apart).expect("dates");
        assert_eq!(once, windows(&[(20_151_001, 20_200_930), (20_220_401, OPEN)]));
        assert!(matches!(
            merged(windows(&[(1, 20_151_301), (20_160_101, OPEN)])),
            Err(CompileError::Date { .. })
        ));
    }

    #[test]
    fn an_attribute_has_its_own_span() {
        let record = |from, to, words: &[&str]| CodeEditorRecord {
            code: "Q0123".to_owned(),
            from,
            to,
            attributes: words.iter().map(|word| (*word).to_owned()).collect(),
        };
        let table = CodeEditorTable {
            records: vec![
                record(20_151_001, 20_240_930, &["adult", "male"]),
                record(20_241_001, 20_270_331, &["adult"]),
            ],
            last_date: 20_270_331,
        };
        let spans = Spans::gather(&table).expect("spans");
        assert_eq!(spans.billable["Q0123"], windows(&[(20_151_001, OPEN)]));
        let seen: Vec<_> = spans.attributes["Q0123"].iter().map(|(word, w)| (word.word(), w.to)).collect();
        assert_eq!(seen, [("adult", OPEN), ("male", 20_240_930)]);
    }
}
