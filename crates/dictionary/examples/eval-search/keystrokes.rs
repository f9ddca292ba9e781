//! How long a keystroke takes: every beginning of real queries, as somebody types them, against what SQLite offers on
//! the same rows in the same run.

use std::time::{Duration, Instant};

use dictionary::Dictionary;
use encounter::CodeSystem;
use rusqlite::Connection;

use crate::{book_path, queries, search, services};

const LIMIT: u32 = 20;
const QUERIES: usize = 2_000;
/// The baseline is slow, and a part of the queries tells its spread.
const BASELINE_EVERY: usize = 40;

type Line = (String, String, String, Option<bool>);

/// Real queries: the shorthand, then disease terms, or titles where those are absent.
fn real_queries(connection: &Connection) -> Vec<String> {
    let mut texts: Vec<String> = queries::shorthand().into_iter().map(|query| query.text).collect();
    let more = queries::disease_terms().unwrap_or_else(|| queries::titles(connection, CodeSystem::Icd10cm));
    let step = (more.len() / (QUERIES - texts.len())).max(1);
    texts.extend(more.into_iter().step_by(step).map(|query| query.text));
    texts.truncate(QUERIES);
    texts
}

fn beginnings(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().skip(1).map(|(at, _)| at).chain([text.len()]).filter_map(|end| text.get(..end))
}

struct Spread(Vec<Duration>);

impl Spread {
    fn of(queries: &[String], mut each: impl FnMut(&str)) -> Self {
        let mut times = Vec::new();
        for typed in queries.iter().flat_map(|query| beginnings(query)) {
            let start = Instant::now();
            each(typed);
            times.push(start.elapsed());
        }
        times.sort_unstable();
        Self(times)
    }

    fn at(&self, percent: usize) -> f64 {
        self.0[(self.0.len() - 1) * percent / 100].as_secs_f64() * 1e3
    }

    fn shown(&self) -> String {
        format!("{:.2} / {:.2} / {:.2} ms", self.at(50), self.at(95), self.at(99))
    }
}

fn baseline() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute("ATTACH ?1 AS book", [book_path().to_str().unwrap()]).unwrap();
    connection.execute_batch(include_str!("baseline.sql")).unwrap();
    connection
}

fn by_baseline(connection: &Connection, typed: &str) {
    let words: Vec<String> = typed
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| format!("\"{word}\"*"))
        .collect();
    let mut statement = connection
        .prepare_cached(
            "SELECT code, text FROM phrases WHERE phrases MATCH ?1 ORDER BY bm25(phrases) LIMIT ?2",
        )
        .unwrap();
    let rows = statement.query_map((words.join(" OR "), LIMIT), |row| row.get::<_, Option<String>>(0));
    std::hint::black_box(rows.unwrap().count());
}

/// How keystrokes spread on a book of another size; a tenth of the queries tells it.
pub(crate) fn spread(book: &Dictionary, connection: &Connection) -> String {
    let queries: Vec<String> = real_queries(connection).into_iter().step_by(10).collect();
    let ask = |typed: &str| {
        std::hint::black_box(search(book, typed, &[CodeSystem::Icd10cm], LIMIT).hits.len());
    };
    Spread::of(&queries, ask);
    Spread::of(&queries, ask).shown()
}

pub(crate) fn measure(book: &Dictionary, connection: &Connection) -> Vec<Line> {
    let queries = real_queries(connection);
    let ask = |book: &Dictionary, typed: &str| {
        std::hint::black_box(search(book, typed, &[], LIMIT).hits.len());
    };
    // Cold: an index that was just loaded, and no page of the file in SQLite's cache.
    let mut cold = Vec::new();
    for some in queries.chunks(20) {
        let book = Dictionary::open(&book_path()).unwrap();
        book.warm().unwrap();
        cold.extend(Spread::of(some, |typed| ask(&book, typed)).0);
    }
    cold.sort_unstable();
    let cold = Spread(cold);
    let few: Vec<String> = queries.iter().step_by(BASELINE_EVERY).cloned().collect();
    Spread::of(&few, |typed| ask(book, typed));
    let warm = Spread::of(&queries, |typed| ask(book, typed));
    let diagnoses = Spread::of(&queries, |typed| {
        std::hint::black_box(search(book, typed, &[CodeSystem::Icd10cm], LIMIT).hits.len());
    });
    let connection = baseline();
    let fts5 = Spread::of(&few, |typed| by_baseline(&connection, typed));
    let ours = Spread::of(&few, |typed| ask(book, typed));
    let times = fts5.at(95) / ours.at(95);
    let limit = |what: &str, value: f64, target: f64| {
        (what.to_owned(), format!("<= {target} ms"), format!("{value:.2} ms"), Some(value <= target))
    };
    let told = |what: &str, spread: &Spread| (what.to_owned(), String::new(), spread.shown(), None);
    let mut lines = vec![
        limit("keystroke over all systems, warm p50", warm.at(50), 0.5),
        limit("keystroke over all systems, warm p99", warm.at(99), 4.0),
        limit("keystroke over all systems, cold p50", cold.at(50), 0.5),
        limit("keystroke over all systems, cold p99", cold.at(99), 4.0),
        told("  all systems, warm p50 / p95 / p99", &warm),
        told("  ICD-10-CM alone, warm p50 / p95 / p99", &diagnoses),
        told("  FTS5 bm25 OR-prefix p50 / p95 / p99", &fts5),
        (
            "  faster than FTS5 at p95".to_owned(),
            ">= 10 x".to_owned(),
            format!("{times:.1} x"),
            Some(times >= 10.0),
        ),
    ];
    if let Some((_folder, book)) = services::imported() {
        Spread::of(&few, |typed| ask(&book, typed));
        let services = Spread::of(&queries, |typed| ask(&book, typed));
        lines.extend([
            limit("with HCPCS and 11,000 services imported, warm p50", services.at(50), 0.5),
            limit("with HCPCS and 11,000 services imported, warm p99", services.at(99), 4.0),
            told("  all systems and imports, warm p50 / p95 / p99", &services),
        ]);
    }
    lines
}

/// The slowest answer to what is no question, in milliseconds; each by the best of three.
pub(crate) fn bad_input(book: &Dictionary) -> f64 {
    let texts = [
        "a".repeat(10_000),
        "fracture left ".repeat(800),
        "pnuemonia xqzt ".repeat(700),
        "!?.,;:/\\|".repeat(1_000),
        "\u{1fa7a}\u{1f9b4}".repeat(2_500),
        "'; DROP TABLE code; --".to_owned(),
        "(a+)+$ [^x]* \\d{999}".to_owned(),
        (0..5_000).map(|n| format!("word{n} ")).collect(),
    ];
    let time = |text: &String| {
        let once = |_| {
            let start = Instant::now();
            std::hint::black_box(search(book, text, &[], LIMIT).hits.len());
            start.elapsed()
        };
        (0..3).map(once).min().unwrap()
    };
    texts.iter().map(time).max().unwrap().as_secs_f64() * 1e3
}

/// The slowest keystrokes, each by the best of three passes, so that what else the machine does counts less.
pub(crate) fn list_slowest(book: &Dictionary, connection: &Connection) {
    let queries: Vec<String> = real_queries(connection).into_iter().step_by(5).collect();
    let typed: Vec<&str> = queries.iter().flat_map(|query| beginnings(query)).collect();
    let mut best = vec![Duration::MAX; typed.len()];
    for _ in 0..3 {
        for (typed, best) in typed.iter().zip(&mut best) {
            let start = Instant::now();
            std::hint::black_box(search(book, typed, &[], LIMIT).hits.len());
            *best = start.elapsed().min(*best);
        }
    }
    let mut all: Vec<(Duration, &str)> = best.into_iter().zip(typed).collect();
    all.sort_unstable();
    for (time, typed) in all.iter().rev().step_by(4).take(60) {
        println!("{:.2} ms\t{typed}", time.as_secs_f64() * 1e3);
    }
    println!("{}", Spread(all.into_iter().map(|(time, _)| time).collect()).shown());
}
