//! The shape of the house: which room may lean on which, what each may touch, and that the lints hold everywhere.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Edges between rooms, from ARCHITECTURE.md. A room that is not named here does not belong to the house; an edge that
/// is not named is a decision of its own, in its own commit.
const MAY_LEAN_ON: &[(&str, &[&str])] = &[
    ("encounter", &[]),
    ("dictionary", &["encounter"]),
    ("intake", &["encounter"]),
    ("suggest", &["encounter", "dictionary"]),
    ("edits", &["encounter", "dictionary"]),
    ("claims", &["encounter"]),
    ("vault", &["encounter"]),
    ("workstation", &["encounter", "dictionary", "intake", "suggest", "edits", "claims", "vault"]),
    // The shell and the terminal reach the rooms below for their types; every deed goes through the workstation.
    ("carrel-desk", &["workstation", "dictionary", "encounter"]),
    ("cli", &["workstation", "dictionary", "edits", "encounter"]),
    ("xtask", &[]),
];

/// Crates that only some rooms may use, whatever else they do.
const ONLY: &[(&str, &[&str])] = &[
    ("rusqlite", &["vault", "dictionary"]),
    ("argon2", &["vault"]),
    ("chacha20poly1305", &["vault"]),
    ("directories", &["workstation"]),
    ("tauri", &["carrel-desk"]),
    ("clap", &["cli"]),
];

struct Room {
    name: String,
    folder: PathBuf,
    /// The normal and build dependencies; what tests use is free.
    leans_on: Vec<String>,
}

#[test]
fn rooms_lean_only_on_the_rooms_they_may() {
    let rooms = rooms();
    let names: Vec<&str> = rooms.iter().map(|room| room.name.as_str()).collect();
    let allowed: BTreeMap<&str, &[&str]> = MAY_LEAN_ON.iter().copied().collect();
    let mut faults = Vec::new();
    for room in rooms.iter().filter(|room| room.name != "tests") {
        let Some(allowed) = allowed.get(room.name.as_str()) else {
            faults.push(format!("`{}` is not a room of ARCHITECTURE.md", room.name));
            continue;
        };
        for other in room.leans_on.iter().filter(|other| names.contains(&other.as_str())) {
            if !allowed.contains(&other.as_str()) {
                faults.push(format!("`{}` must not depend on `{other}`", room.name));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn only_the_rooms_that_may_touch_sql_keys_paths_and_tauri_do() {
    let mut faults = Vec::new();
    for room in rooms().iter().filter(|room| room.name != "tests") {
        for (library, may) in ONLY {
            if room.leans_on.iter().any(|name| name == library) && !may.contains(&room.name.as_str()) {
                faults.push(format!("`{}` must not use `{library}`", room.name));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_room_inherits_the_lints() {
    for room in rooms() {
        let manifest = std::fs::read_to_string(room.folder.join("Cargo.toml")).unwrap();
        assert!(
            manifest.contains("[lints]\nworkspace = true"),
            "`{}` does not inherit the workspace's lints",
            room.name
        );
    }
}

fn rooms() -> Vec<Room> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    packages
        .iter()
        .map(|package| Room {
            name: package["name"].as_str().unwrap().to_owned(),
            folder: Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap().to_path_buf(),
            leans_on: package["dependencies"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|dependency| dependency["kind"].as_str() != Some("dev"))
                .map(|dependency| dependency["name"].as_str().unwrap().to_owned())
                .collect(),
        })
        .collect()
}
