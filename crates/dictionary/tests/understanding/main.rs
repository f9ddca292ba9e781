//! What search understands, one line a case, on the compiled dictionary. Owns the ways of asking; the cases stand in the
//! modules, a theme each.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are tests, which clippy cannot see here"
)]

mod attributes;
mod bad_input;
#[path = "../book/mod.rs"]
mod book;
mod codes;
mod personal;
mod words;

use book::{APRIL, BOOK, ask};
use dictionary::{Personal, SearchAnswer, SearchFilters, SearchRequest};
use encounter::CodeSystem::Icd10cm;
use expect_test::Expect;
use std::fmt::Write as _;

fn search(query: &str) -> SearchAnswer {
    ask(&BOOK, query, APRIL, &[Icd10cm], 10)
}

/// The first code and its title for each query.
fn check(queries: &[&str], expected: &Expect) {
    let mut shown = String::new();
    for query in queries {
        let first = search(query).hits.into_iter().next();
        let (code, title) =
            first.map_or_else(Default::default, |hit| (hit.code, hit.title.unwrap_or_default()));
        writeln!(shown, "{query}: {code} {title}").expect("writes");
    }
    expected.assert_eq(&shown);
}

fn ask_as(query: &str, filters: SearchFilters, personal: &Personal) -> SearchAnswer {
    let request = SearchRequest { filters, ..SearchRequest::new(query, APRIL, &[Icd10cm], 10) };
    BOOK.search(&request, personal).expect("answers")
}

fn codes(answer: &SearchAnswer) -> Vec<&str> {
    answer.hits.iter().map(|hit| hit.code.as_str()).collect()
}

/// The first codes of an answer, how many there are, and what is advised.
fn check_advice(queries: &[&str], expected: &Expect) {
    let mut shown = String::new();
    for query in queries {
        let answer = search(query);
        let first: Vec<&str> = codes(&answer).into_iter().take(4).collect();
        let query: String = query.chars().take(20).collect();
        writeln!(shown, "{query}: {} of {} {:?}", first.join(" "), answer.total, answer.advice)
            .expect("writes");
    }
    expected.assert_eq(&shown);
}
