//! The book and the code sets in it.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use dictionary::CodeSet;
use encounter::CodeSystem;
use jiff::civil::Date;

use super::Key;

#[derive(Debug, Subcommand)]
pub(crate) enum DictionaryCommand {
    /// List what is embedded and what was imported.
    List(ListSources),
    /// Import a publisher's zip, folder or file: recognised by content, all of it or nothing.
    Import(ImportSource),
    /// Take an import back.
    Undo(UndoImport),
    /// What changes in a code system from one day or release to another: codes added, deleted, split, retitled; and what
    /// that means for a vault.
    Diff(DiffReleases),
}

#[derive(Debug, Args)]
pub(crate) struct ListSources {
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ImportSource {
    pub(crate) path: PathBuf,
    /// What the file is, where it does not say it, for example `ncci_ptp_outpatient`.
    #[arg(long, value_parser = code_set, value_name = "SET")]
    pub(crate) set: Option<CodeSet>,
    /// The licence statement under which CPT is held.
    #[arg(long, value_name = "TEXT")]
    pub(crate) licence: Option<String>,
    /// The first day in force, where the file does not say it or says it wrong.
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<Date>,
    /// The last day in force.
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<Date>,
    /// Which column of a list of your own or of CPT holds what, counted from 1: `code=2`, `description=3`, `short=4`,
    /// `modifier=5`, `charge=6`, or `charge=none`; may be given several times.
    #[arg(long, value_parser = column, value_name = "PART=NUMBER")]
    pub(crate) column: Vec<Column>,
    /// Say what would be imported, and import nothing.
    #[arg(long)]
    pub(crate) preview: bool,
    /// Import the rest of a file in which something was not understood.
    #[arg(long)]
    pub(crate) tolerate: bool,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DiffReleases {
    /// A day, or a release by the name that `list` shows, which means its first day.
    pub(crate) before: String,
    /// The same, of what comes after.
    pub(crate) after: String,
    /// The code system, where no release tells it; else icd10cm.
    #[arg(long, value_parser = code_system, value_name = "SYSTEM")]
    pub(crate) system: Option<CodeSystem>,
    /// Open the vault, and list its favourites, pick lists, open encounters and codes in use that the release changes.
    #[arg(long)]
    pub(crate) here: bool,
    /// Write it all to a CSV file too.
    #[arg(long, value_name = "FILE", requires = "here")]
    pub(crate) csv: Option<PathBuf>,
    /// Name the open encounters by their account numbers; else they are counted.
    #[arg(long, requires = "here")]
    pub(crate) accounts: bool,
    #[command(flatten)]
    pub(crate) key: Key,
    /// JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct UndoImport {
    /// The number that `list` shows.
    pub(crate) id: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Search {
    /// Words or the beginning of a code, for example `chest pain` or `e11.4`.
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    pub(crate) query: Vec<String>,
    /// The code system: icd10cm, icd10pcs, or an imported one (hcpcs, modifier); may be given several times.
    #[arg(long, default_value = "icd10cm", value_parser = code_system, value_name = "SYSTEM")]
    pub(crate) system: Vec<CodeSystem>,
    /// The date of service. Today where it is left out.
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<Date>,
    /// The most codes to print for a query.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) limit: u32,
    /// One line of JSON a query.
    #[arg(long)]
    pub(crate) json: bool,
    /// Read one query a line from this file, `-` for standard input; print one line of JSON for each.
    #[arg(long, value_name = "FILE")]
    pub(crate) batch: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Code {
    /// The code, with or without its dot; also a block (`E08-E13`) or a chapter (`4`), and of ICD-10-PCS a table (`0FT`).
    pub(crate) code: String,
    /// The code system. Left out, ICD-10-CM is looked up first, then ICD-10-PCS, then what was imported.
    #[arg(long, value_parser = code_system, value_name = "SYSTEM")]
    pub(crate) system: Option<CodeSystem>,
    /// The date of service. Today where it is left out.
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<Date>,
    /// Only what became of it: when it came, went, was split or retitled, and what replaced it.
    #[arg(long)]
    pub(crate) history: bool,
    /// One line of JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

fn code_system(id: &str) -> Result<CodeSystem, &'static str> {
    CodeSystem::from_id(id).ok_or("one of icd10cm, icd10pcs, hcpcs, cpt, modifier, pos, own")
}

fn code_set(id: &str) -> Result<CodeSet, String> {
    CodeSet::from_id(id).ok_or_else(|| format!("one of {}", CodeSet::ALL.map(CodeSet::id).join(", ")))
}

/// What a list has a column for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Code,
    Description,
    Short,
    Modifier,
    Charge,
}

/// Where a list has it, from 0; `None` for nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) part: Part,
    pub(crate) at: Option<u32>,
}

fn column(text: &str) -> Result<Column, &'static str> {
    let wrong =
        "a part and its column: code, description, short, modifier or charge, then = and a number from 1";
    let (part, number) = text.split_once('=').ok_or(wrong)?;
    let part = match part {
        "code" => Part::Code,
        "description" => Part::Description,
        "short" => Part::Short,
        "modifier" => Part::Modifier,
        "charge" => Part::Charge,
        _ => return Err(wrong),
    };
    let at = match number {
        "none" if part != Part::Code => None,
        number => Some(number.parse::<u32>().ok().and_then(|number| number.checked_sub(1)).ok_or(wrong)?),
    };
    Ok(Column { part, at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_told_by_its_part_and_its_number() {
        let told = |text| column(text).ok().map(|column| (column.part, column.at));
        for (text, expected) in [
            ("code=1", Some((Part::Code, Some(0)))),
            ("charge=6", Some((Part::Charge, Some(5)))),
            ("short=none", Some((Part::Short, None))),
            ("code=none", None),
            ("code=0", None),
            ("code=-1", None),
            ("code=4294967296", None),
            ("code", None),
            ("cpt=1", None),
            ("", None),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }
}
