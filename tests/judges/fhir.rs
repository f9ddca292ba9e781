//! The model of the PyPI package fhir.resources, on the bundles of drawn claims.

use std::process::Command;

use claims::professional::fhir::bundle;

use super::x12::{Draw, drawn, python, root, set_up};

const CLAIMS: u32 = 500;

#[test]
#[ignore = "needs the judge: cargo xtask judge"]
fn fhir_resources_finds_no_error_in_the_bundles_of_drawn_claims() {
    let Some(python) = python() else { return };
    let practice = set_up();
    let mut draw = Draw(4);
    let mut lines = String::new();
    for number in 1..=CLAIMS {
        lines += &bundle(&drawn(&mut draw, number), &practice, "2026-11-29").unwrap().to_string();
        lines.push('\n');
    }
    let file = root().join("target/judges/drawn.ndjson");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, lines).unwrap();
    let asked = Command::new(python).arg(root().join("tests/judges/fhir_r4.py")).arg(&file).output().unwrap();
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    let said = String::from_utf8(asked.stdout).unwrap();
    let shown = said.lines().take(20).collect::<Vec<_>>().join("\n");
    assert!(said.is_empty(), "{} errors:\n{shown}", said.lines().count());
    println!("fhir.resources: no error in the bundles of {CLAIMS} drawn claims");
}
