//! What comes in from other systems.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Key;

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
    /// What the columns of worklists are, JSON as --dry-run --json prints it, for those of its headings; else what the window
    /// was told is taken. A worklist of which neither is known is refused.
    #[arg(long, value_name = "FILE", conflicts_with = "watch")]
    pub(crate) mapping: Option<PathBuf>,
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
