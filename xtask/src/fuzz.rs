//! The property tests of the parsers with as many inputs as a night has room for.

use crate::shell::{Done, cargo, run};

/// The modules of tests whose names say that they mutate a file.
const TESTS: &str = "mutated";

pub(crate) fn fuzz(count: &str) -> Done {
    println!("\n==> {count} mutated files for every parser");
    run(cargo().env("PROPTEST_CASES", count).args([
        "test",
        "--package",
        "dictionary",
        "--package",
        "claims",
        "--package",
        "intake",
        "--lib",
        TESTS,
        "--",
        "--test-threads=1",
        "--nocapture",
    ]))
}
