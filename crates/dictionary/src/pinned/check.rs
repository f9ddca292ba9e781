//! Facts about the embedded dictionary that were established from the publications by other means. A build that
//! breaks one is wrong and is thrown away.

use std::path::Path;

use encounter::CodeSystem;
use jiff::civil::{Date, date};

use super::PinnedError;
use crate::date_key;
use crate::open::Dictionary;
use crate::standing::CodeStanding;

/// Something that the dictionary must say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub what: &'static str,
    pub value: String,
}

pub(super) fn check(path: &Path) -> Result<Vec<Fact>, PinnedError> {
    let dictionary = Dictionary::open(path)?;
    let (april, november) = (date(2026, 4, 1), date(2026, 11, 24));
    let facts = [
        // CMS, FY 2026 code files, April update.
        ("codes billable on 2026-04-01", "74719", billable(&dictionary, april, false)?.to_string()),
        ("codes without title on 2026-04-01", "0", billable(&dictionary, april, true)?.to_string()),
        // CMS, FY 2027: 190 codes added, 30 removed.
        ("codes billable on 2026-11-24", "74879", billable(&dictionary, november, false)?.to_string()),
        ("codes without title on 2026-11-24", "190", billable(&dictionary, november, true)?.to_string()),
        ("title of M51.36 on 2024-09-30", RETIRED, retired(&dictionary, date(2024, 9, 30))?),
        ("title of M51.36 on 2024-10-01", "not billable", retired(&dictionary, date(2024, 10, 1))?),
    ];
    facts
        .into_iter()
        .map(|(what, expected, found)| {
            if found == expected {
                Ok(Fact { what, value: found })
            } else {
                Err(PinnedError::Fact { fact: what, expected: expected.to_owned(), found })
            }
        })
        .collect()
}

const RETIRED: &str = "Other intervertebral disc degeneration, lumbar region";

fn billable(dictionary: &Dictionary, on: Date, untitled: bool) -> Result<u32, PinnedError> {
    let connection = dictionary.connection();
    let sql = include_str!("billable.sql");
    let count = connection.query_row(sql, (date_key::key(on), untitled), |row| row.get(0));
    Ok(count.map_err(crate::error::DictionaryError::from)?)
}

/// A code that was retired on 2024-10-01 is found by a date before, with its title of then.
fn retired(dictionary: &Dictionary, on: Date) -> Result<String, PinnedError> {
    let found = dictionary.code(CodeSystem::Icd10cm, "M51.36", on)?;
    Ok(match found {
        Some(code) if code.standing == CodeStanding::Valid => code.title.unwrap_or_default(),
        _ => "not billable".to_owned(),
    })
}
