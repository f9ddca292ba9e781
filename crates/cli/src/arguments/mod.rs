//! The command line, a file for each kind of command.

mod dictionary;
mod export;
mod import;
mod vault;

pub(crate) use dictionary::*;
pub(crate) use export::*;
pub(crate) use import::*;
pub(crate) use vault::*;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

const EXIT_CODES: &str = "\
Exit codes:
  0  done; the answer is yes
  1  the answer is no: nothing found or imported, findings with errors, no claim, or a broken audit trail
  2  the command line was not understood
  3  the dictionary is missing or unusable
  4  the vault was refused: absent, in use, damaged, wrong passphrase, or the disk
  5  an input could not be read, or the output not written; of `check --batch`, also some line that is no encounter

Environment:
  CARREL_DICTIONARY  the dictionary file, where it is not beside the program
  CARREL_DATA        the data folder, where it is not the user's own
  CARREL_LOGIN       the sign-in name for audit, backup, import and queue
  CARREL_PASSPHRASE  its passphrase";

/// The offline coding desk from a terminal.
#[derive(Debug, Parser)]
#[command(name = "carrel", version, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Find codes by their beginning or by words, in any order, on a date.
    Search(Search),
    /// Everything the dictionary knows of one code on a date, with the notes that it inherits.
    Code(Code),
    /// Check an encounter file and explain what is found.
    Check(Check),
    /// List the rules that an encounter is checked by, or explain one.
    Rules(Rules),
    /// Print the JSON Schema of an encounter file, or of a practice's set-up for claims.
    Schema {
        #[arg(value_enum, default_value_t = SchemaOf::Encounter)]
        of: SchemaOf,
    },
    /// Messages of other systems (HL7 v2, FHIR, C-CDA), worklists (CSV, xlsx) and claims (837P) into the vault; or what is in a file of claims.
    Import(Import),
    /// Completed encounters as files for others.
    Export {
        #[command(subcommand)]
        command: ExportCommand,
    },
    /// List the encounters of the vault.
    Queue(Queue),
    /// The trail of who saw and changed what.
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// The releases that were imported from the publishers' files.
    Dictionary {
        #[command(subcommand)]
        command: DictionaryCommand,
    },
    /// Write the whole vault, still encrypted, to a file.
    Backup(Backup),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    Encounter,
    Practice,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The encounter file, as `carrel schema` describes it; `-` for standard input.
    #[arg(value_name = "ENCOUNTER.json", required_unless_present = "batch", conflicts_with = "batch")]
    pub(crate) file: Option<PathBuf>,
    /// One line of JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// Read one encounter a line from this file, `-` for standard input; print one line of JSON for each, in their order.
    /// A line that is no encounter is answered with what is wrong with it, and the run goes on.
    #[arg(long, value_name = "FILE.jsonl")]
    pub(crate) batch: Option<PathBuf>,
    /// Check as if it were this day, for runs that must give the same answer tomorrow.
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<Date>,
    /// Open the vault, and check by its payers, changed severities and house rules.
    #[arg(long)]
    pub(crate) house: bool,
    #[command(flatten)]
    pub(crate) key: Key,
}

#[derive(Debug, Args)]
pub(crate) struct Rules {
    /// The rule, as a finding names it, for example `notes.excludes1`. All of them where it is left out.
    pub(crate) rule: Option<String>,
    /// One line of JSON a rule.
    #[arg(long)]
    pub(crate) json: bool,
    /// Write a page of each as Markdown into this folder.
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["rule", "json"])]
    pub(crate) pages: Option<PathBuf>,
}
