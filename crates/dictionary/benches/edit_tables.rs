//! The NCCI tables of a quarter, which have millions of rows: imported, how much they take on the disk and in memory,
//! and one pair looked up. `cargo bench -p dictionary --bench edit_tables`; skipped without `../shared/releases`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench stops where something is not as expected"
)]

mod release;

use std::fs;
use std::path::Path;

use dictionary::{EditSetting, Publications};
use divan::{Bencher, black_box};
use jiff::civil::date;
use tempfile::TempDir;

fn main() {
    if let Some(releases) = release::official("ncci-2024q3") {
        import(&releases);
        divan::main();
    }
}

static DESK: std::sync::OnceLock<(Publications, TempDir)> = std::sync::OnceLock::new();

/// Targets: 25 s, 300 MB of memory, 150 MB on the disk for the practitioner table.
fn import(releases: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("publications.db");
    let publications = Publications::at(&file);
    for table in ["ccipra-2024q3.txt.gz", "ccioph-2024q3.txt.gz"] {
        let before = fs::metadata(&file).map_or(0, |meta| meta.len());
        let release::Imported { entries, preview, import } =
            release::import(&publications, None, &releases.join(table));
        let disk = (fs::metadata(&file).unwrap().len() - before) >> 20;
        println!(
            "{table}: {entries:?} rows, previewed in {preview:.1?}, previewed and imported in {:.1?}, {disk} MB on disk, {} MB of memory at most",
            preview + import,
            most_memory()
        );
    }
    let _ = DESK.set((publications, folder));
}

/// The most memory that this process held, in MB, where the system tells it.
fn most_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok()).unwrap_or(0) >> 10
}

/// Target: 20 µs. The second pair has two edits, the third none, and 36000 is column 2 of thousands.
#[divan::bench(args = ["99213 36000", "0001A 0591T", "99213 99999", "20610 36000"])]
fn one_pair(bencher: Bencher, pair: &str) {
    let (publications, _) = DESK.get().unwrap();
    let (column1, column2) = pair.split_once(' ').unwrap();
    let on = date(2024, 8, 1);
    bencher.bench_local(|| {
        black_box(publications.ptp_edit(column1, column2, on, EditSetting::Practitioner).unwrap())
    });
}

#[divan::bench(args = ["99213", "36000"])]
fn counts_of_a_code(bencher: Bencher, code: &str) {
    let (publications, _) = DESK.get().unwrap();
    let on = date(2024, 8, 1);
    bencher.bench_local(|| black_box(publications.ptp_counts(code, on, EditSetting::Practitioner).unwrap()));
}
