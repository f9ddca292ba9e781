//! Files of words, mutated: reading comes to an end and does not panic, and offsets of pages lie within the text.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::read_file;
use super::tests::{line, pdf, word};
use crate::Format;
use crate::mutate::{Change, change, changed};

const RTF: &str = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset128 Gothic;}}\f0\pard Seen {\b today}.\par\uc1\u8211? caf\'e9\f1\'82\'a0{\*\x y}\trowd A\cell B\cell\row{\pict\bin4 abcd}}";
const RTF_PIECES: &[&str] = &[
    "{",
    "}",
    "\\",
    "\\'",
    "\\'8",
    "\\u-1",
    "\\u55357",
    "\\uc99",
    "\\bin999999999",
    "\\bin-1",
    "\\f9",
    "\\fcharset128",
    "\\ansicpg65001",
    "\\*",
    "\u{e9}",
    "\u{0}",
];
const WORD: &str = "<w:p><w:r><w:t>One</w:t><w:lastRenderedPageBreak/></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>";
const XML_PIECES: &[&str] = &[
    "<w:p>",
    "</w:p>",
    "<w:tc>",
    "<w:tr/>",
    "<",
    ">",
    "&",
    "\u{0}",
    "<w:txbxContent>",
    "<w:lastRenderedPageBreak/>",
];
const PDF_PIECES: &[&str] = &[
    "obj",
    "endobj",
    "stream",
    "endstream",
    "<<",
    ">>",
    "/Kids",
    "/Length 99999",
    "1 0 R",
    "4 0 R",
    "/Type/Pages",
    "startxref",
    "trailer",
    "[",
    "]",
    "(",
    "Tj",
    "Do",
    "-99999999999",
    "\u{0}",
];

fn read(format: Format, bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Ok(file) = read_file(format, bytes, &|| true) {
        let units = file.text.encode_utf16().count() as u32;
        prop_assert!(!file.text.contains(['\r', '\0']));
        prop_assert!(file.pages.iter().all(|page| page.start <= units + 1));
    }
    Ok(())
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec(change(), 1..6)
}

proptest! {
    #[test]
    fn a_mutated_rich_text(changes in changes()) {
        read(Format::RichText, &changed(RTF.as_bytes().to_vec(), RTF_PIECES, &changes))?;
    }

    #[test]
    fn a_mutated_word_document(changes in changes(), packed in changes()) {
        let body = changed(WORD.as_bytes().to_vec(), XML_PIECES, &changes);
        let file = word(&String::from_utf8_lossy(&body));
        read(Format::Word, &file)?;
        read(Format::Word, &changed(file, XML_PIECES, &packed))?;
    }

    #[test]
    fn a_mutated_pdf(changes in changes()) {
        static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| pdf(vec![line(50, 700, "Seen today"), line(50, 700, "again")]));
        read(Format::Pdf, &changed(FILE.clone(), PDF_PIECES, &changes))?;
    }
}
