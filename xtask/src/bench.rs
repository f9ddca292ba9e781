//! The measures of the targets: benches in process, and the real window.

use crate::shell::{Done, Profile, built, cargo, run};
use crate::{dictionary, system_packages, ui};

pub(crate) fn bench() -> Done {
    system_packages::ensure(&[system_packages::APP, system_packages::WINDOW_TESTS].concat())?;
    dictionary::ensure(Profile::Release)?;
    ui::build()?;
    println!(
        "\n==> in process: a search keystroke, code systems, the edit tables, a check, claims, the queue, opening an encounter, messages, worklists"
    );
    let benches = [
        "search",
        "code_systems",
        "edit_tables",
        "check",
        "claims",
        "queue",
        "desk",
        "arrivals",
        "worklists",
        "formats",
    ]
    .map(|bench| ["--bench", bench]);
    run(cargo().args(["bench", "--workspace"]).args(benches.as_flattened()))?;
    println!("\n==> in the real window");
    run(cargo().args(["build", "--release", "--package", "carrel-desk", "--bin", "carrel-desk"]))?;
    // The harness itself need not be fast; the app it measures is the release build.
    run(cargo()
        .args(["test", "--workspace", "--test", "carrel", "--", "--ignored", "--nocapture", "e2e::measures"])
        .env("CARREL_APP", built(Profile::Release, "carrel-desk"))
        .env("CARREL_BENCH", "1")
        .env("RUST_TEST_THREADS", "1"))
}
