//! The dictionary that the app carries, as its tests ask it. The file is built, and its counts checked, by
//! `cargo xtask dictionary`.
#![allow(dead_code, unreachable_pub, reason = "each test file uses some of it")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are tests, which clippy cannot see here"
)]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use dictionary::{CodeDetail, Dictionary, Personal, SearchAnswer, SearchRequest};
use encounter::CodeSystem;
use jiff::civil::{Date, date};

pub fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/dictionary/dictionary.db")
}

pub static BOOK: LazyLock<Dictionary> = LazyLock::new(|| {
    let path = path();
    match Dictionary::open(&path) {
        Ok(book) => book,
        Err(error) => panic!("{}: {error}. Run `cargo xtask dictionary` first.", path.display()),
    }
});

pub const APRIL: Date = date(2026, 4, 15);
pub const NOVEMBER: Date = date(2026, 11, 24);

pub fn code(system: CodeSystem, text: &str, on: Date) -> CodeDetail {
    BOOK.code(system, text, on).expect("answers").unwrap_or_else(|| panic!("{text} is not in the book"))
}

pub fn ask(book: &Dictionary, query: &str, on: Date, systems: &[CodeSystem], limit: u32) -> SearchAnswer {
    book.search(&SearchRequest::new(query, on, systems, limit), &Personal::default()).expect("answers")
}
