//! Compiles the embedded dictionary: `compile-dictionary --wheels FOLDER --out FILE`. Called by `cargo xtask dictionary`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a build tool speaks to its terminal")]

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use dictionary::pinned;

fn main() -> ExitCode {
    let Some((wheels, out)) = arguments() else {
        eprintln!("usage: compile-dictionary --wheels FOLDER --out FILE");
        return ExitCode::from(2);
    };
    let start = Instant::now();
    match pinned::build(&wheels, &out) {
        Ok(built) => {
            let compiled = built.compiled;
            println!(
                "{}: {} rows, {} codes ({} of them without a title), {} searchable phrases, {:.1} MB, {:.1} s",
                out.display(),
                compiled.rows,
                compiled.codes,
                compiled.untitled,
                compiled.phrases,
                f64::from(u32::try_from(built.bytes / 1000).unwrap_or(u32::MAX)) / 1000.0,
                start.elapsed().as_secs_f64(),
            );
            for fact in built.facts {
                println!("  checked: {} = {}", fact.what, fact.value);
            }
            for unread in built.unread {
                println!("  passed over: <{}> at byte {}", unread.element, unread.at);
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                eprintln!("  because: {error}");
                cause = error.source();
            }
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Option<(PathBuf, PathBuf)> {
    let (mut wheels, mut out) = (None, None);
    let mut arguments = std::env::args_os().skip(1);
    while let Some(name) = arguments.next() {
        let value = PathBuf::from(arguments.next()?);
        match name.to_str()? {
            "--wheels" => wheels = Some(value),
            "--out" => out = Some(value),
            _ => return None,
        }
    }
    Some((wheels?, out?))
}
