//! The vault, and what opens it.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use encounter::Status;

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

fn status(id: &str) -> Result<Status, String> {
    Status::from_id(id).ok_or_else(|| format!("one of {}", Status::ALL.map(Status::id).join(", ")))
}
