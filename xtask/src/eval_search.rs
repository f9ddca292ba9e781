//! What search finds and how fast, against the targets of issue 3.

use crate::shell::{Done, Profile, cargo, run};
use crate::{dictionary, system_packages};

/// `rest` goes to the measuring program, for example `--failures shorthand`.
pub(crate) fn eval_search(rest: &[&str]) -> Done {
    system_packages::ensure(&["build-essential", "perl"])?;
    dictionary::ensure(Profile::Release)?;
    println!("\n==> search, against the targets of issue 3");
    run(cargo()
        .args(["run", "--quiet", "--release", "--package", "dictionary", "--example", "eval-search", "--"])
        .args(rest))
}
