//! Writes the TypeScript side of every command and type: `export-bindings ui/src/ipc/bindings.ts`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else { return ExitCode::from(2) };
    match carrel_desk::export_bindings(path.as_ref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            #[expect(clippy::print_stderr, reason = "a tool of the terminal")]
            {
                eprintln!("export-bindings: {failure}");
            }
            ExitCode::FAILURE
        }
    }
}
