//! One keystroke: every beginning of real queries, one after another, as somebody types them. The baseline in the same
//! run is what SQLite offers: an FTS5 table over the same titles, each typed word a beginning, any of them enough,
//! ranked by bm25.
//!
//! `cargo bench -p dictionary --bench search`, after `cargo xtask dictionary`. Also prints how keystrokes spread.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a bench reports and may stop"
)]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use dictionary::{Dictionary, Personal, SearchRequest};
use divan::Bencher;
use encounter::CodeSystem;
use jiff::civil::{Date, date};
use rusqlite::Connection;

const ON: Date = date(2026, 4, 15);
const LIMIT: u32 = 20;

const QUERIES: [&str; 40] = [
    "type 2 diabetes with neuropathy",
    "e11.40",
    "s72.001a",
    "chronic kidney disease stage 3b",
    "atrial fibrillation",
    "chest pain",
    "low back pain",
    "copd exacerbation",
    "pneumonia",
    "urinary tract infection",
    "essential hypertension",
    "fracture neck of right femur",
    "left ankle sprain initial",
    "acute appendicitis",
    "iron deficiency anemia",
    "malignant neoplasm of breast female left",
    "history of colon cancer",
    "screening colonoscopy",
    "long term use of insulin",
    "morbid obesity",
    "major depressive disorder recurrent moderate",
    "generalized anxiety",
    "opioid dependence",
    "osteoarthritis knee bilateral",
    "rotator cuff tear right shoulder",
    "cataract nuclear right eye",
    "macular degeneration",
    "otitis media acute left",
    "preeclampsia third trimester",
    "gestational diabetes",
    "sepsis due to e coli",
    "acute respiratory failure with hypoxia",
    "heart failure systolic chronic",
    "stemi anterior wall",
    "cerebral infarction left middle cerebral artery",
    "crohns disease with fistula",
    "cellulitis of left lower limb",
    "pressure ulcer sacral stage 3",
    "fall from ladder",
    "encounter for immunization",
];

static BOOK: LazyLock<Dictionary> =
    LazyLock::new(|| Dictionary::open(&path()).expect("run `cargo xtask dictionary`"));

/// What is typed, key by key.
static KEYSTROKES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    QUERIES.iter().flat_map(|query| (1..=query.len()).filter_map(|end| query.get(..end))).collect()
});

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/dictionary/dictionary.db")
}

fn fts5() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute("ATTACH ?1 AS book", [path().to_str().unwrap()]).unwrap();
    connection
        .execute_batch(
            "CREATE VIRTUAL TABLE titles USING fts5(code, title, tokenize = 'porter unicode61', prefix = '1 2 3');
             INSERT INTO titles (code, title) SELECT code, title FROM book.code
             WHERE kind NOT IN ('chapter', 'block') AND title IS NOT NULL;",
        )
        .unwrap();
    connection
}

fn by_fts5(connection: &Connection, typed: &str) -> usize {
    let words: Vec<String> = typed
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| format!("\"{word}\"*"))
        .collect();
    let mut statement = connection
        .prepare_cached("SELECT code, title FROM titles WHERE titles MATCH ?1 ORDER BY bm25(titles) LIMIT ?2")
        .unwrap();
    statement
        .query_map((words.join(" OR "), LIMIT), |row| row.get::<_, Option<String>>(0))
        .unwrap()
        .filter_map(Result::ok)
        .count()
}

fn by_carrel(typed: &str) -> usize {
    let request = SearchRequest::new(typed, ON, &[CodeSystem::Icd10cm], LIMIT);
    BOOK.search(&request, &Personal::default()).unwrap().hits.len()
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn all_keystrokes_carrel(bencher: Bencher<'_, '_>) {
    BOOK.warm().unwrap();
    bencher.bench_local(|| KEYSTROKES.iter().map(|typed| by_carrel(typed)).sum::<usize>());
}

#[divan::bench(sample_count = 2, sample_size = 1)]
fn all_keystrokes_fts5_bm25_baseline(bencher: Bencher<'_, '_>) {
    let connection = fts5();
    bencher.bench_local(|| KEYSTROKES.iter().map(|typed| by_fts5(&connection, typed)).sum::<usize>());
}

#[divan::bench]
fn open() -> Dictionary {
    Dictionary::open(&path()).unwrap()
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn open_and_load_the_index() {
    Dictionary::open(&path()).unwrap().warm().unwrap();
}

#[divan::bench]
fn look_up_one_code() {
    BOOK.code(CodeSystem::Icd10cm, "E11.22", ON).unwrap().unwrap();
}

/// The part of a page that asks every release: of a code that never changed, and of one that was split.
#[divan::bench(args = ["E1122", "M545"])]
fn history_of_one_code(bencher: Bencher<'_, '_>, code: &str) {
    bencher.bench_local(|| BOOK.history(CodeSystem::Icd10cm, code).unwrap());
}

#[divan::bench]
fn standing_of_one_code() {
    BOOK.standing(CodeSystem::Icd10cm, "E11.22", ON).unwrap();
}

fn spread(name: &str, mut each: impl FnMut(&str) -> usize) {
    let mut times: Vec<Duration> = KEYSTROKES
        .iter()
        .map(|typed| {
            let start = Instant::now();
            divan::black_box(each(typed));
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!(
        "{name}: {} keystrokes, p50 {:?}, p95 {:?}, p99 {:?}, slowest {:?}",
        times.len(),
        at(50),
        at(95),
        at(99),
        at(100),
    );
}

fn main() {
    divan::main();
    BOOK.warm().unwrap();
    spread("carrel", by_carrel);
    let connection = fts5();
    spread("fts5 bm25 (baseline)", |typed| by_fts5(&connection, typed));
}
