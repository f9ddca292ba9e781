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
use std::time::Instant;

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
    if let Some(folder) = release::official("icd10cm-2026-04") {
        changes_by_indexes(&book, &folder);
    }
}

/// What fiscal year 2027 changes, with the indexes of both years: those of April 2026 and the same with a code that the new
/// year has in the place of one that it deletes.
fn changes_by_indexes(book: &Dictionary, folder: &Path) {
    let desk = tempfile::tempdir().unwrap();
    let publications = Publications::at(&desk.path().join("publications.db"));
    release::import(&publications, None, folder);
    let newer = desk.path().join("FY2027");
    fs::create_dir(&newer).unwrap();
    for (file, name) in [("drug-April-1-2026", "drug"), ("eindex-April-1-2026", "eindex")] {
        let text = fs::read_to_string(folder.join(format!("icd10cm-{file}.xml"))).unwrap();
        let text = text.replace("<version>2026", "<version>2027").replace("T52.8X", "T52.89");
        fs::write(newer.join(format!("icd10cm-{name}-2027.xml")), text).unwrap();
    }
    release::import(&publications, None, &newer);
    let (before, after) = (date(2026, 9, 30), date(2026, 10, 1));
    for what in ["first, the indexes are read", "again"] {
        let begun = Instant::now();
        let changes = book.changes(&publications, Icd10cm, before, after).unwrap();
        let took = begun.elapsed();
        let deleted = changes.deleted.len();
        let offered = changes.deleted.iter().filter(|each| !each.replacements.is_empty()).count();
        println!(
            "what FY2027 changes, {what}: {took:.1?}, a code offered for {offered} of {deleted} deleted"
        );
    }
    let begun = Instant::now();
    let page = book.replaced_by_tables(&publications, Icd10cm, "T52.8X1A", before).unwrap();
    println!("what replaced one code: {:.1?}, {} codes", begun.elapsed(), page.len());
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
