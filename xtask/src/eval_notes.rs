//! How many instructional notes of the embedded book the edits can execute.

use crate::dictionary;
use crate::shell::{Done, Profile, cargo, run};

/// The Tabular List that is embedded is that of April 2026.
const ON: &str = "2026-04-15";

pub(crate) fn eval_notes(rest: &[&str]) -> Done {
    dictionary::ensure(Profile::Dev)?;
    run(cargo()
        .args(["run", "--quiet", "--package", "dictionary", "--example", "eval-notes", "--"])
        .args(["assets/dictionary/dictionary.db", ON])
        .args(rest))
}
