//! `carrel`: the same desk from a terminal, for scripts, nightly drops and checks. It reads its arguments, asks the
//! [`workstation`] (and the edits, for an encounter that is in no vault), and prints.
//!
//! Deliberately absent: any rule, any SQL, any change of an encounter. What is printed of a failure holds no word of
//! the record.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what a terminal program does")]

mod arguments;
mod arrivals;
mod check;
mod code;
mod dictionary;
mod diff;
mod export;
mod failure;
mod history;
mod import;
mod page;
mod rules;
mod schema;
mod search;
mod vault;
mod wording;

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use arguments::{Arguments, AuditCommand, Command, Import, ImportCommand};
use clap::Parser;
use failure::Failure;

/// Exit code where the answer is "no": nothing found, errors found, a broken trail. The others are failures.
const NO: u8 = 1;

fn main() -> ExitCode {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let answer = run(Arguments::parse(), &mut out).and_then(|answer| Ok(out.flush().map(|()| answer)?));
    match answer {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(NO),
        // Whoever read the output has read enough, as `carrel search --batch - | head` does.
        Err(Failure::Output(ErrorKind::BrokenPipe)) => ExitCode::SUCCESS,
        Err(failure) => {
            // What was answered before stands.
            let _ = out.flush();
            // Where standard error is closed too there is nobody to tell.
            let _ = writeln!(std::io::stderr(), "carrel: {failure}");
            ExitCode::from(failure.exit_code())
        }
    }
}

/// Whether the answer is a good one.
fn run(arguments: Arguments, out: &mut impl Write) -> Result<bool, Failure> {
    match arguments.command {
        Command::Search(search) => search::search(search, out),
        Command::Code(code) => code::code(&code, out),
        Command::Check(check) => check::check(&check, out),
        Command::Rules(rules) => rules::run(&rules, out),
        Command::Schema { of } => schema::print(of, out),
        Command::Export { command } => export::run(&command, out),
        Command::Import(Import { command: Some(ImportCommand::Professional(import)), .. }) => {
            import::professional(&import, out)
        }
        Command::Import(Import { command: Some(ImportCommand::Acknowledgement(import)), .. }) => {
            import::acknowledgement(&import, out)
        }
        Command::Import(Import { command: None, messages }) => arrivals::import(&messages, out),
        Command::Queue(queue) => vault::queue(&queue, out),
        Command::Audit { command: AuditCommand::Verify(audit) } => vault::verify_audit(&audit, out),
        Command::Dictionary { command } => dictionary::run(command, out),
        Command::Backup(backup) => vault::backup(&backup, out),
    }
}
