//! The diagnoses that need no present-on-admission indicator, as CMS lists them: an order number, a code, a title, or
//! less than that, in any delimiter or none.

use std::collections::BTreeSet;

use super::book_index::as_code;
use super::listed::Listed;
use super::problem::{Problem, ProblemKind};

/// Whether words name such a list.
pub(crate) fn is_poa_exempt(words: &str) -> bool {
    let words = words.to_lowercase();
    words.contains("exempt") && (words.contains("poa") || words.contains("present on admission"))
}

/// Codes without their dots. Titles before the first of them are passed over.
pub(crate) fn poa_exempt(text: &str) -> Listed<String> {
    let mut listed = Listed::default();
    let mut known = BTreeSet::new();
    for (line, words) in (1_u32..).zip(text.lines()) {
        let parts = words.split(|sign: char| sign.is_whitespace() || ",;|\"\u{1A}".contains(sign));
        let mut parts = parts.filter(|part| !part.is_empty());
        let Some(first) = parts.next() else { continue };
        let is_number = first.bytes().all(|byte| byte.is_ascii_digit());
        let code = if is_number { parts.next() } else { Some(first) }.and_then(as_diagnosis);
        let kind = match code {
            Some(code) if known.insert(code.clone()) => {
                listed.rows.push(code);
                continue;
            }
            Some(_) => ProblemKind::Repeated,
            None if listed.rows.is_empty() => continue,
            None => ProblemKind::NotACode,
        };
        listed.problems.push(Problem::new(line, kind, words));
    }
    listed
}

/// `A00.0` and `A000` alike; `None` for what is incomplete or no code.
fn as_diagnosis(text: &str) -> Option<String> {
    let undotted = text.replace('.', "");
    let (category, rest) = undotted.split_at_checked(3)?;
    let dotted = if rest.is_empty() { category.to_owned() } else { format!("{category}.{rest}") };
    as_code(&dotted).filter(|code| !code.ends_with('-')).map(|code| code.replace('.', ""))
}
