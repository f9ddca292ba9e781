//! Measures search against the targets of issue 3 and prints them as a table: `cargo xtask eval-search`.
//!
//! `--failures terms|typos|shorthand|inclusions|titles|procedures|codes|ours` lists what fails, and only of the half that may be looked at:
//! for the disease terms those whose hash is even, for the shorthand the odd lines. `--quick`, `--names`, `--codes`, `--bad-input`,
//! `--keys` and `--curve` measure a part.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a measuring tool reports and may stop"
)]

mod keystrokes;
mod queries;
mod scaled;
mod services;

use std::path::{Path, PathBuf};
use std::time::Instant;

use dictionary::{Dictionary, Personal, SearchAnswer, SearchRequest};
use encounter::CodeSystem;
use jiff::civil::{Date, date};
use rusqlite::Connection;

use queries::{Of, Query, is_answer};

pub(crate) const ON: Date = date(2026, 4, 15);

pub(crate) fn book_path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/dictionary/dictionary.db")
}

pub(crate) fn search(book: &Dictionary, query: &str, systems: &[CodeSystem], limit: u32) -> SearchAnswer {
    book.search(&SearchRequest::new(query, ON, systems, limit), &Personal::default()).unwrap()
}

fn ask(book: &Dictionary, query: &Query, limit: u32) -> SearchAnswer {
    search(book, &query.text, query.of.systems(), limit)
}

/// One line of the table.
struct Measure {
    what: String,
    target: String,
    measured: String,
    reached: Option<bool>,
}

impl Measure {
    fn at_least(what: &str, measured: f64, target: f64) -> Self {
        Self {
            what: what.to_owned(),
            target: format!(">= {target}"),
            measured: format!("{measured:.3}"),
            reached: Some(measured >= target),
        }
    }

    fn at_most(what: &str, measured: f64, target: f64, unit: &str) -> Self {
        Self {
            what: what.to_owned(),
            target: format!("<= {target} {unit}"),
            measured: format!("{measured:.2} {unit}"),
            reached: Some(measured <= target),
        }
    }

    fn told(what: &str, measured: String) -> Self {
        Self { what: what.to_owned(), target: String::new(), measured, reached: None }
    }
}

#[derive(Default)]
struct Scores {
    count: usize,
    at: [usize; 11],
    reciprocal: f64,
}

impl Scores {
    fn add(&mut self, rank: Option<usize>) {
        self.count += 1;
        if let Some(rank) = rank {
            self.reciprocal += 1.0 / rank as f64;
            (rank..=10).for_each(|at| self.at[at] += 1);
        }
    }

    fn hit(&self, at: usize) -> f64 {
        self.at[at] as f64 / self.count.max(1) as f64
    }

    fn mrr(&self) -> f64 {
        self.reciprocal / self.count.max(1) as f64
    }
}

/// The place of the first right answer among the first `most`.
fn rank(book: &Dictionary, query: &Query, most: u32) -> Option<usize> {
    let answer = ask(book, query, most);
    answer.hits.iter().position(|hit| is_answer(&hit.code, &query.codes)).map(|at| at + 1)
}

/// Asks on every core; what is measured here is what is found, not how fast.
fn score<'a>(books: &[Dictionary], queries: impl IntoIterator<Item = &'a Query>, most: u32) -> Scores {
    let queries: Vec<&Query> = queries.into_iter().collect();
    let share = queries.len().div_ceil(books.len()).max(1);
    let mut scores = Scores::default();
    std::thread::scope(|scope| {
        let ask =
            |(book, queries): (_, &[&Query])| queries.iter().map(|query| rank(book, query, most)).collect();
        let shares: Vec<_> =
            books.iter().zip(queries.chunks(share)).map(|of| scope.spawn(move || ask(of))).collect();
        let ranks: Vec<Vec<Option<usize>>> = shares.into_iter().map(|share| share.join().unwrap()).collect();
        ranks.into_iter().flatten().for_each(|rank| scores.add(rank));
    });
    scores
}

fn list_failures(book: &Dictionary, queries: &[Query], good: usize) {
    for query in queries.iter().filter(|query| query.open) {
        let answer = ask(book, query, 10);
        let rank = answer.hits.iter().position(|hit| is_answer(&hit.code, &query.codes)).map(|at| at + 1);
        if rank.is_some_and(|rank| rank <= good) {
            continue;
        }
        let wanted = rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string());
        let first = answer.hits.first();
        println!(
            "{wanted}\t{}\t{}\t{} {} [{}]",
            query.text,
            query.codes.join("|"),
            first.map_or("", |hit| hit.code.as_str()),
            first.and_then(|hit| hit.title.as_deref()).unwrap_or_default(),
            first.and_then(|hit| hit.matched_text.as_deref()).unwrap_or_default(),
        );
    }
}

fn terms(books: &[Dictionary], table: &mut Vec<Measure>) {
    let Some(terms) = queries::disease_terms() else {
        table.push(Measure::told("disease-terms.tsv", "skipped: ../shared/search is absent".to_owned()));
        return;
    };
    print(table);
    let all = score(books, &terms, 10);
    table.push(Measure::at_least("disease terms hit@1", all.hit(1), 0.69));
    table.push(Measure::at_least("disease terms hit@10", all.hit(10), 0.82));
    table.push(Measure::at_least("disease terms MRR", all.mrr(), 0.74));
    for (name, open) in [("seen half", true), ("unseen half", false)] {
        let half = score(books, terms.iter().filter(|query| query.open == open), 10);
        let shown = format!("{:.3} / {:.3} / {:.3}", half.hit(1), half.hit(10), half.mrr());
        table.push(Measure::told(&format!("  {name}, hit@1 / @10 / MRR"), shown));
    }
    let beside = terms.iter().map(|query| Query { of: Of::All, ..query.clone() }).collect::<Vec<_>>();
    let beside = score(books, &beside, 10);
    let shown = format!("{:.3} / {:.3} / {:.3}", beside.hit(1), beside.hit(10), beside.mrr());
    table.push(Measure::told("  over all systems, hit@1 / @10 / MRR", shown));
    let misspelt = score(books, &queries::misspelt(&terms), 10);
    let lost = 100.0 * (all.hit(10) - misspelt.hit(10));
    table.push(Measure::at_most("  one typo: hit@10 lost", lost, 4.0, "points"));
}

fn shorthand(books: &[Dictionary], table: &mut Vec<Measure>) {
    let shorthand = queries::shorthand();
    for (name, open) in [("seen half", true), ("unseen half", false)] {
        let half = score(books, shorthand.iter().filter(|query| query.open == open), 10);
        table.push(Measure::at_least(&format!("shorthand hit@1, {name}"), half.hit(1), 0.85));
        table.push(Measure::at_least(&format!("shorthand hit@5, {name}"), half.hit(5), 0.96));
    }
}

/// Every billable code, in three spellings.
fn codes(books: &[Dictionary], connection: &Connection, table: &mut Vec<Measure>) {
    for system in [CodeSystem::Icd10cm, CodeSystem::Icd10pcs] {
        let spelt = queries::spelt_codes(&queries::titles(connection, system));
        let what = format!("{} code in three spellings hit@1", system.id());
        table.push(Measure::at_least(&what, score(books, &spelt, 1).hit(1), 1.0));
        print(table);
    }
}

fn own_names(books: &[Dictionary], connection: &Connection, table: &mut Vec<Measure>) {
    print(table);
    for system in [CodeSystem::Icd10cm, CodeSystem::Icd10pcs] {
        let titles = queries::titles(connection, system);
        let what = format!("{} billable title hit@1", system.id());
        table.push(Measure::at_least(&what, score(books, &titles, 1).hit(1), 0.98));
        print(table);
    }
    let terms = queries::inclusion_terms(connection);
    table.push(Measure::at_least("inclusion term hit@5", score(books, &terms, 5).hit(5), 0.97));
    let ours = score(books, &queries::own_terms(), 1).hit(1);
    table.push(Measure::told("our own term hit@1", format!("{ours:.3}")));
}

fn load(table: &mut Vec<Measure>) -> Dictionary {
    let mut times: Vec<f64> = (0..9)
        .map(|_| {
            let start = Instant::now();
            Dictionary::open(&book_path()).unwrap().warm().unwrap();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let book = Dictionary::open(&book_path()).expect("run `cargo xtask dictionary`");
    let bytes = book.search_bytes().unwrap();
    table.push(Measure::at_most("index in memory", bytes as f64 / 1e6, 80.0, "MB"));
    table.push(Measure::at_most("open and load the index", times[times.len() / 2], 150.0, "ms"));
    book
}

/// Prints what was measured since the last time: some of it takes minutes.
fn print(table: &mut Vec<Measure>) {
    for Measure { what, target, measured, reached } in table.drain(..) {
        let reached = reached.map_or("", |reached| if reached { "yes" } else { "NO" });
        println!("{what:<44} {target:>14} {measured:>26}  {reached}");
    }
}

fn bad_input(book: &Dictionary, table: &mut Vec<Measure>) {
    table.push(Measure::at_most("bad input, slowest answer", keystrokes::bad_input(book), 4.0, "ms"));
    print(table);
}

fn keys(book: &Dictionary, connection: &Connection, table: &mut Vec<Measure>) {
    for (what, target, measured, reached) in keystrokes::measure(book, connection) {
        table.push(Measure { what, target, measured, reached });
    }
    print(table);
}

fn curve(connection: &Connection, table: &mut Vec<Measure>) {
    for thousands in [50, 100, 200, 400] {
        let book = scaled::book(thousands * 1_000);
        let shown = keystrokes::spread(&book.dictionary, connection);
        table.push(Measure::told(&format!("  {thousands},000 codes, p50 / p95 / p99"), shown));
        print(table);
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut table = Vec::new();
    let start = Instant::now();
    println!("{:<44} {:>14} {:>26}  reached", "what", "target", "measured");
    let book = load(&mut table);
    let connection = Connection::open(book_path()).unwrap();
    // A book a core: one book answers one question at a time.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let books: Vec<Dictionary> = (0..cores).map(|_| Dictionary::open(&book_path()).unwrap()).collect();
    match words.as_slice() {
        ["--failures", which] => {
            let terms = || queries::disease_terms().unwrap_or_default();
            let titles = |system| queries::titles(&connection, system);
            match *which {
                "shorthand" => list_failures(&book, &queries::shorthand(), 1),
                "typos" => list_failures(&book, &queries::misspelt(&terms()), 10),
                "inclusions" => list_failures(&book, &queries::inclusion_terms(&connection), 5),
                "codes" => {
                    for system in [CodeSystem::Icd10cm, CodeSystem::Icd10pcs] {
                        list_failures(&book, &queries::spelt_codes(&titles(system)), 1);
                    }
                }
                "ours" => list_failures(&book, &queries::own_terms(), 1),
                "titles" => list_failures(&book, &titles(CodeSystem::Icd10cm), 1),
                "procedures" => list_failures(&book, &titles(CodeSystem::Icd10pcs), 1),
                _ => list_failures(&book, &terms(), 1),
            }
            return;
        }
        ["--slowest"] => return keystrokes::list_slowest(&book, &connection),
        ["--slowest", thousands] => {
            // Of a book of that many thousand codes.
            let book = scaled::book(thousands.parse::<usize>().unwrap() * 1_000);
            return keystrokes::list_slowest(&book.dictionary, &connection);
        }
        ["--curve"] => curve(&connection, &mut table),
        ["--keys"] => keys(&book, &connection, &mut table),
        ["--quick"] => {
            terms(&books, &mut table);
            shorthand(&books, &mut table);
        }
        ["--codes"] => codes(&books, &connection, &mut table),
        ["--bad-input"] => bad_input(&book, &mut table),
        ["--names"] => own_names(&books, &connection, &mut table),
        _ => {
            terms(&books, &mut table);
            shorthand(&books, &mut table);
            bad_input(&book, &mut table);
            codes(&books, &connection, &mut table);
            own_names(&books, &connection, &mut table);
            keys(&book, &connection, &mut table);
            curve(&connection, &mut table);
        }
    }
    table.push(Measure::told("key press to painted results", "see `cargo xtask bench`".to_owned()));
    table.push(Measure::told("measured in", format!("{} s", start.elapsed().as_secs())));
    print(&mut table);
}
