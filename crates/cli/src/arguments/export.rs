//! What leaves for other systems.

use std::path::PathBuf;

use clap::{Args, Subcommand};

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
