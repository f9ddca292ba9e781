//! The written conventions of CONTRIBUTING.md, executable. Every rule says what to do instead.

use std::path::Path;
use std::process::Stdio;

use crate::shell::{Done, Failure, cargo, command, read, read_file, root};

const MAX_FILE: u64 = 1024 * 1024;
const MAX_LINES: usize = 1000;
/// Written by a program, or one long table: their length says nothing about their shape.
const MAY_BE_LONG: &[&str] = &["Cargo.lock", "ui/package-lock.json", "ui/src/ipc/bindings.ts"];
/// Larger than `MAX_FILE` with a reason. None so far.
const MAY_BE_LARGE: &[&str] = &[];
const SOURCE: &[&str] = &["rs", "ts", "svelte", "js", "css", "sql", "html", "sh"];
/// A name that says "things that belong nowhere": the thing belongs in the room whose word it uses.
const NO_ROOMS: &[&str] = &["common", "util", "utils", "helper", "helpers", "misc"];
const NO_NAMES: &[&str] = &["Manager", "Helper", "Util", "Processor"];
const NAMED_BY: &[&str] = &["struct", "enum", "trait", "union", "type", "mod", "class", "interface"];
/// Never tracked: built, downloaded, or somebody's data.
const NOT_TRACKED: &[&str] = &["db", "db-wal", "db-shm", "whl", "sqlite", "carrel-backup", "log"];
/// Anything that can make a request. `http` (types only) is not among them: wry uses it for its own protocol.
const HTTP_CLIENTS: &[&str] = &[
    "attohttpc",
    "awc",
    "curl",
    "curl-sys",
    "hyper",
    "hyper-util",
    "isahc",
    "minreq",
    "reqwest",
    "surf",
    "tungstenite",
    "tokio-tungstenite",
    "ureq",
    "h2",
    "h3",
    "quinn",
    "rustls",
    "native-tls",
    "tauri-plugin-http",
    "tauri-plugin-updater",
    "tauri-plugin-websocket",
    "tauri-plugin-upload",
];
/// Where coders work; phones are not shipped, and Tauri's development server for phones does use a client.
const SHIPPED_FOR: &[&str] = &["x86_64-unknown-linux-gnu", "x86_64-pc-windows-msvc", "aarch64-apple-darwin"];

pub(crate) fn tidy() -> Done {
    let mut faults = Vec::new();
    let files = files()?;
    for file in &files {
        check_path(file, &mut faults);
        check_content(file, &mut faults)?;
    }
    check_changelog(&mut faults)?;
    check_offline(&mut faults)?;
    if faults.is_empty() {
        println!("Conventions: {} files in order.", files.len());
        return Ok(());
    }
    for fault in &faults {
        println!("  {fault}");
    }
    Err(Failure::new(format!("{} conventions broken, listed above", faults.len())))
}

/// Tracked, and about to be: what Git does not ignore.
fn files() -> Done<Vec<String>> {
    let list = read(command("git").args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]))?;
    Ok(list
        .split('\0')
        .filter(|file| !file.is_empty() && root().join(file).is_file())
        .map(str::to_owned)
        .collect())
}

fn extension(file: &str) -> &str {
    Path::new(file).extension().and_then(|extension| extension.to_str()).unwrap_or_default()
}

fn check_path(file: &str, faults: &mut Vec<String>) {
    if NOT_TRACKED.contains(&extension(file)) {
        faults.push(format!("{file}: built or private files are not tracked; add it to .gitignore"));
    }
    if SOURCE.contains(&extension(file)) {
        let stems = Path::new(file).iter().filter_map(|part| part.to_str()?.split('.').next());
        for stem in stems.filter(|stem| NO_ROOMS.contains(stem)) {
            faults.push(format!("{file}: `{stem}` is no room; name it for what it owns"));
        }
    }
}

fn check_content(file: &str, faults: &mut Vec<String>) -> Done {
    let path = root().join(file);
    let size = path.metadata().map(|data| data.len()).unwrap_or(0);
    if size > MAX_FILE && !MAY_BE_LARGE.contains(&file) {
        faults.push(format!(
            "{file}: {} KiB; what is larger than 1 MiB is built or downloaded, not tracked",
            size / 1024
        ));
        return Ok(());
    }
    if !SOURCE.contains(&extension(file)) {
        return Ok(());
    }
    let content = read_file(&path)?;
    let text = String::from_utf8_lossy(&content);
    let lines = text.lines().count();
    if lines >= MAX_LINES && !MAY_BE_LONG.contains(&file) {
        faults.push(format!("{file}: {lines} lines; split it by verb or by noun below {MAX_LINES}"));
    }
    let name = Path::new(file).file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if matches!(name, "lib.rs" | "mod.rs" | "main.rs") && !text.starts_with("//!") {
        faults.push(format!(
            "{file}: opens without `//!`: say what this room owns and what is deliberately absent"
        ));
    }
    if matches!(extension(file), "rs" | "ts" | "svelte") {
        for name in declared(&text).filter(|name| NO_NAMES.iter().any(|word| name.contains(word))) {
            faults.push(format!("{file}: `{name}`: name it for what it does, in the coder's words"));
        }
    }
    if file.starts_with("ui/src/") && !file.ends_with("tokens.css") {
        for (number, line) in text.lines().enumerate().filter(|(_, line)| has_raw_colour(line)) {
            faults.push(format!("{file}:{}: a raw colour; use a token: {}", number + 1, line.trim()));
        }
    }
    Ok(())
}

/// The names after `struct`, `enum` and their like, outside comments.
fn declared(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with(['/', '*', '#'])).flat_map(|line| {
        let words: Vec<&str> =
            line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
        words.windows(2).filter(|pair| NAMED_BY.contains(&pair[0])).map(|pair| pair[1]).collect::<Vec<_>>()
    })
}

/// `'#1a2b3c'`, `"#fff"` or `: #fff`. Stylelint sees style sheets only; this sees colours in scripts and mark-up too.
fn has_raw_colour(line: &str) -> bool {
    line.match_indices('#').any(|(at, _)| {
        let before = line[..at].trim_end_matches(' ').chars().next_back();
        let digits = line[at + 1..].chars().take_while(char::is_ascii_hexdigit).count();
        let after = line[at + 1 + digits..].chars().next();
        matches!(before, Some('\'' | '"' | ':' | '('))
            && matches!(digits, 3 | 4 | 6 | 8)
            && after.is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '_')
    })
}

fn check_changelog(faults: &mut Vec<String>) -> Done {
    let content = read_file(&root().join("CHANGELOG.md"))?;
    let text = String::from_utf8_lossy(&content);
    let first = text.lines().find(|line| line.starts_with("## ")).unwrap_or_default();
    if first.trim() != "## Unreleased" {
        faults.push(format!("CHANGELOG.md: the first section is \"{first}\", not \"## Unreleased\""));
    }
    Ok(())
}

/// Offline is a fact of the build: no code that can make a request is linked into the app or the terminal.
fn check_offline(faults: &mut Vec<String>) -> Done {
    for target in SHIPPED_FOR {
        for package in ["carrel-desk", "cli"] {
            let tree = read(
                cargo()
                    .args(["tree", "--quiet", "--package", package, "--edges", "normal", "--prefix", "none"])
                    .args(["--format", "{p}", "--target", target])
                    .stdin(Stdio::null()),
            )?;
            let mut found: Vec<&str> = tree
                .lines()
                .filter_map(|line| line.split(' ').next())
                .filter(|name| HTTP_CLIENTS.contains(name))
                .collect();
            found.sort_unstable();
            found.dedup();
            for name in found {
                faults.push(format!(
                    "{package} links `{name}` on {target}: Carrel never opens a connection (cargo tree -p {package} --target {target} -i {name})"
                ));
            }
        }
    }
    Ok(())
}
