//! Facts about the embedded dictionary that were established from the publications by other means. A build that
//! breaks one is wrong and is thrown away.

use std::path::Path;

use encounter::CodeSystem::{self, Icd10cm, Icd10pcs};
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
    let count = |system, on, untitled| billable(&dictionary, system, on, untitled).map(|n| n.to_string());
    let facts = [
        // CMS, FY 2026 code files, April update.
        ("codes billable on 2026-04-01", "74719", count(Icd10cm, april, false)?),
        ("codes without title on 2026-04-01", "0", count(Icd10cm, april, true)?),
        // CMS, FY 2027: 190 codes added, 30 removed.
        ("codes billable on 2026-11-24", "74879", count(Icd10cm, november, false)?),
        ("codes without title on 2026-11-24", "190", count(Icd10cm, november, true)?),
        ("title of M51.36 on 2024-09-30", RETIRED, retired(&dictionary, date(2024, 9, 30))?),
        ("title of M51.36 on 2024-10-01", "not billable", retired(&dictionary, date(2024, 10, 1))?),
        // CMS, ICD-10-PCS: April 2024 (78,638), FY 2025 (78,948), FY 2027 (101 added, 38 removed).
        ("procedures on 2024-04-01", "78638", count(Icd10pcs, date(2024, 4, 1), false)?),
        ("procedures without title on 2024-04-01", "0", count(Icd10pcs, date(2024, 4, 1), true)?),
        ("procedures on 2024-10-01", "78948", count(Icd10pcs, date(2024, 10, 1), false)?),
        ("procedures on 2026-09-30", "79193", count(Icd10pcs, date(2026, 9, 30), false)?),
        ("procedures on 2026-11-24", "79256", count(Icd10pcs, november, false)?),
        ("procedures without title on 2026-11-24", "471", count(Icd10pcs, november, true)?),
        ("procedures since 2015-10-01", "82508", procedures(&dictionary)?),
        ("axes of 0FT44ZZ", GALLBLADDER, axes(&dictionary, "0FT44ZZ", november)?),
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

const GALLBLADDER: &str = "Medical and Surgical / Hepatobiliary System and Pancreas / Resection / Gallbladder / \
                           Percutaneous Endoscopic / No Device / No Qualifier";

fn billable(
    dictionary: &Dictionary,
    system: CodeSystem,
    on: Date,
    untitled: bool,
) -> Result<u32, PinnedError> {
    let connection = dictionary.embedded().connection();
    let sql = include_str!("billable.sql");
    let count = connection.query_row(sql, (date_key::key(on), untitled, system.id()), |row| row.get(0));
    Ok(count.map_err(crate::error::DictionaryError::from)?)
}

/// A code that was retired on 2024-10-01 is found by a date before, with its title of then.
fn retired(dictionary: &Dictionary, on: Date) -> Result<String, PinnedError> {
    let found = dictionary.code(Icd10cm, "M51.36", on)?;
    Ok(match found {
        Some(code) if code.standing == CodeStanding::Valid => code.title.unwrap_or_default(),
        _ => "not billable".to_owned(),
    })
}

fn procedures(dictionary: &Dictionary) -> Result<String, PinnedError> {
    let sql = "SELECT count(*) FROM code WHERE system = 'icd10pcs' AND kind = 'code'";
    let count: Result<u32, _> = dictionary.embedded().connection().query_row(sql, (), |row| row.get(0));
    Ok(count.map_err(crate::error::DictionaryError::from)?.to_string())
}

/// What the seven characters of a procedure code mean.
fn axes(dictionary: &Dictionary, code: &str, on: Date) -> Result<String, PinnedError> {
    let axes = dictionary.code(Icd10pcs, code, on)?.map(|detail| detail.axes).unwrap_or_default();
    let meanings: Vec<String> = axes.into_iter().filter_map(|axis| axis.meaning).collect();
    Ok(meanings.join(" / "))
}
