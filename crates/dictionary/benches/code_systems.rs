//! Releases of code systems, compiled into volumes: a full one of ICD-10-CM and a quarter of HCPCS, previewed and
//! imported. `cargo bench -p dictionary --bench code_systems`; what is not there is skipped by name.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench stops where something is not as expected"
)]

mod release;

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read, Write as _};
use std::path::Path;

use dictionary::{CodeSummary, Dictionary, Publications};
use encounter::CodeSystem::Icd10cm;
use jiff::civil::{Date, date};
use zip::{ZipArchive, ZipWriter};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let book = match Dictionary::open(&root.join("../../assets/dictionary/dictionary.db")) {
        Ok(book) => book,
        Err(error) => return println!("SKIPPED code_systems: {error}"),
    };
    let wheel = root.join("../../target/wheels/simple_icd_10_cm-1.5.0-py3-none-any.whl");
    match fs::read(&wheel) {
        Ok(wheel) => {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("icd10cm-2026-04.zip");
            fs::write(&path, zipped(&book, &wheel)).unwrap();
            // Target: 6 s.
            import(&book, &path);
        }
        Err(_) => println!("SKIPPED a full ICD-10-CM release: no {}", wheel.display()),
    }
    if let Some(folder) = release::official("hcpcs-2025-10") {
        import(&book, &folder);
    }
}

fn import(book: &Dictionary, path: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let publications = Publications::at(&folder.path().join("publications.db"));
    let release::Imported { entries, preview, import } = release::import(&publications, Some(book), path);
    let volumes = fs::read_dir(folder.path().join("volumes")).unwrap();
    let bytes: u64 = volumes.map(|file| file.unwrap().metadata().unwrap().len()).sum();
    println!(
        "{}: {entries:?} entries, previewed in {preview:.1?}, imported in {import:.1?}, {} MB on disk",
        path.file_name().unwrap().to_string_lossy(),
        bytes >> 20
    );
}

/// The Tabular List of April 2026 with an order file in the publisher's layout, whose codes are those of the book.
fn zipped(book: &Dictionary, wheel: &[u8]) -> Vec<u8> {
    let mut tabular = Vec::new();
    let mut wheel = ZipArchive::new(Cursor::new(wheel)).unwrap();
    let entry = "simple_icd_10_cm/data/icd10c-tabular-April-1-2026.xml";
    wheel.by_name(entry).unwrap().read_to_end(&mut tabular).unwrap();
    let on = date(2026, 4, 1);
    let mut order = String::new();
    let mut open: Vec<CodeSummary> = book.chapters(Icd10cm, on).unwrap();
    open.reverse();
    while let Some(row) = open.pop() {
        if row.kind.is_code() {
            let code = row.code.replace('.', "");
            let title = row.title.clone().unwrap_or_default();
            let short: String = title.chars().take(60).collect();
            writeln!(order, "00001 {code:<7} {} {short:<60} {title}\r", u8::from(row.billable)).unwrap();
        }
        open.extend(children(book, &row.code, on).into_iter().rev());
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("icd10cm-tabular-April-1-2026.xml", &tabular[..]),
        ("icd10cm-order-April-1-2026.txt", order.as_bytes()),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn children(book: &Dictionary, code: &str, on: Date) -> Vec<CodeSummary> {
    book.children(Icd10cm, code, on).unwrap()
}
