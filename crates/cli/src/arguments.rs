use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use dictionary::CodeSet;
use encounter::{CodeSystem, Status};
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
    /// Messages of other systems (HL7 v2, FHIR, C-CDA) and claims (837P) into the vault; or what is in a file of claims.
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
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub(crate) struct Import {
    #[command(subcommand)]
    pub(crate) command: Option<ImportCommand>,
    #[command(flatten)]
    pub(crate) messages: ImportMessages,
}

#[derive(Debug, Args)]
pub(crate) struct ImportMessages {
    /// Files with messages: all of them are imported, or none where one cannot be written.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Import what is laid into a folder, until it is interrupted: files move to its folders `done` and `problems`.
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["paths", "dry_run"])]
    pub(crate) watch: Option<PathBuf>,
    /// Do nothing, and say what would be done. Without a passphrase, what the messages say: a vault is not asked then.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The report as one line of JSON; of a watched folder a line each time that something was in it. With --dry-run a line
    /// before for each part of a message, with everything that was read of it.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) key: Key,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ImportCommand {
    /// Professional claims (837P): each with what is wrong with it and what an encounter cannot hold of it.
    #[command(name = "837")]
    Professional(ImportProfessional),
    /// What a receiver answered to claims (TA1, 999, 277CA): each file, claim, segment and element that was taken or refused.
    Acknowledgement(ImportClaims),
}

#[derive(Debug, Args)]
pub(crate) struct ImportProfessional {
    #[command(flatten)]
    pub(crate) claims: ImportClaims,
    /// The encounters alone, one a line of JSON, as `carrel check --batch` reads them: nothing of claims that are refused.
    #[arg(long, conflicts_with = "json")]
    pub(crate) batch: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ImportClaims {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// One line of JSON a claim, with its encounter, and one of the file.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ExportCommand {
    /// Professional claims, 837P 005010X222A1: all of them in one file, or the problems and no file.
    #[command(name = "837p")]
    Professional(ExportProfessional),
    /// Professional claims on paper, CMS-1500 (02/12), as PDF: the form drawn on plain paper, or for the red form.
    #[command(name = "cms1500")]
    Paper(ExportPaper),
    /// Professional claims as FHIR R4, a bundle a line.
    Fhir(ExportFhir),
    /// Encounters for a billing system: CSV with a row a service line, or JSON where the name of the file ends so.
    Csv(ExportTable),
}

/// One encounter, or a file of them.
#[derive(Debug, Args)]
pub(crate) struct EncounterInput {
    /// The encounter file, as `carrel schema` describes it; `-` for standard input.
    #[arg(value_name = "INPUT.json")]
    pub(crate) input: PathBuf,
    /// INPUT.json holds one encounter a line.
    #[arg(long)]
    pub(crate) batch: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExportFhir {
    #[command(flatten)]
    pub(crate) encounters: EncounterInput,
    /// The file to write. An older one of that name is replaced once the new one is whole.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// The practice's set-up, as `carrel schema practice` describes it.
    #[arg(long, value_name = "FILE")]
    pub(crate) practice: PathBuf,
    /// One line of JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExportTable {
    #[command(flatten)]
    pub(crate) encounters: EncounterInput,
    /// The file to write. An older one of that name is replaced once the new one is whole.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct ExportPaper {
    /// The encounter file, as `carrel schema` describes it; `-` for standard input.
    #[arg(value_name = "INPUT.json", required_unless_present = "test_print")]
    pub(crate) input: Option<PathBuf>,
    /// The PDF to write. An older one of that name is replaced once the new one is whole.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// The practice's set-up, as `carrel schema practice` describes it.
    #[arg(long, value_name = "FILE", required_unless_present = "test_print")]
    pub(crate) practice: Option<PathBuf>,
    /// For the printed red form: values alone.
    #[arg(long)]
    pub(crate) red: bool,
    /// For the red form: how far to the right values are moved, in points of 1/72 inch.
    #[arg(long, value_name = "POINTS", default_value_t = 0.0, allow_negative_numbers = true)]
    pub(crate) right: f32,
    /// For the red form: how far down.
    #[arg(long, value_name = "POINTS", default_value_t = 0.0, allow_negative_numbers = true)]
    pub(crate) down: f32,
    /// One page with every place of the form filled, to adjust `--right` and `--down` by.
    #[arg(long, conflicts_with_all = ["input", "batch", "practice"])]
    pub(crate) test_print: bool,
    /// INPUT.json holds one encounter a line.
    #[arg(long)]
    pub(crate) batch: bool,
    /// One line of JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExportProfessional {
    #[command(flatten)]
    pub(crate) encounters: EncounterInput,
    /// The claim file to write. An older one of that name is replaced once the new one is whole.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// The practice's set-up, as `carrel schema practice` describes it.
    #[arg(long, value_name = "FILE")]
    pub(crate) practice: PathBuf,
    /// The number of the file, which no other file to this receiver has.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=999_999_999), value_name = "NUMBER")]
    pub(crate) control_number: u32,
    /// One line of JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

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

#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Walk the whole chain and say whether every entry is what it was and where it was.
    Verify(Audit),
}

#[derive(Debug, Args)]
pub(crate) struct Audit {
    #[command(flatten)]
    pub(crate) key: Key,
    /// One line of JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Backup {
    #[command(flatten)]
    pub(crate) key: Key,
    /// The file to write. An older backup of that name is replaced once the new one is whole.
    pub(crate) path: PathBuf,
    /// One line of JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Queue {
    #[command(flatten)]
    pub(crate) key: Key,
    /// Only encounters of this status; may be given several times.
    #[arg(long, value_parser = status, value_name = "STATUS")]
    pub(crate) status: Vec<Status>,
    /// Only encounters whose patient, account, record number or provider is like this.
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
    pub(crate) find: String,
    /// The most encounters to print. All where it is left out.
    #[arg(long)]
    pub(crate) limit: Option<u32>,
    /// One line of JSON an encounter.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What opens the vault. The passphrase comes from `CARREL_PASSPHRASE` or from standard input, never from the command
/// line, where everybody on the machine can read it.
#[derive(Debug, Args)]
pub(crate) struct Key {
    /// The vault's folder, where it is not the user's own.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) vault: Option<PathBuf>,
    /// The sign-in name. May be left out where the vault has one user.
    #[arg(long, env = "CARREL_LOGIN", value_name = "NAME")]
    pub(crate) login: Option<String>,
    /// Read the passphrase from the first line of standard input.
    #[arg(long)]
    pub(crate) passphrase_stdin: bool,
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

fn status(id: &str) -> Result<Status, String> {
    Status::from_id(id).ok_or_else(|| format!("one of {}", Status::ALL.map(Status::id).join(", ")))
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
