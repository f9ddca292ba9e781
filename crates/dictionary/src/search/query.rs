//! What was typed, taken apart. Says nothing of what the book holds.

use encounter::CodeSystem;

use super::asked_codes::{Asked, asked};
use super::personal::{self, Personal};
use super::tokens::{LETTER, is_empty_word, tokens};

/// Nobody types a longer query; what comes after is not read.
const LONGEST_QUERY: usize = 400;
/// No code is shorter, except where its shape is plain.
const CATEGORY: usize = 3;
/// Every procedure code has so many characters.
const PROCEDURE: usize = 7;
/// No code of a list is shorter or longer.
const LISTED: std::ops::RangeInclusive<usize> = 2..=20;
/// One bit a word in a mask of 32.
const MOST_WORDS: usize = 24;

/// A query taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Query {
    pub(super) words: Vec<Word>,
    /// The query as a code, where it could be one.
    pub(super) code: Option<Written>,
    /// Where the query is a range of codes or lists several: what it asks for.
    pub(super) codes: Vec<Asked>,
    /// The same, read as procedure codes.
    pub(super) procedures: Vec<Asked>,
    /// Whether more was typed than is read.
    pub(super) cut: bool,
    /// The query as a procedure code (ICD-10-PCS), where it could be one.
    pub(super) procedure: Option<Written>,
    /// The query as a code of CPT or of another list, where it could be one; and as several of them.
    pub(super) listed: Option<Written>,
    pub(super) all_listed: Vec<Asked>,
    /// The coder's own short forms that were written out.
    pub(super) own: Vec<personal::Written>,
}

/// A query as a code, without dot and blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) code: String,
    /// Whether it has the shape of a code. Otherwise it is one only where the book has it: "c84 aa" and "QA0", but not
    /// "b12 def" or "t2dm".
    pub(super) certain: bool,
}

/// One typed word and all that it may stand for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    /// As typed, lower case, without diacritics.
    pub(super) typed: String,
    /// Whether typing may go on: the last word, without a blank after it.
    pub(super) open: bool,
    /// Whether a code that matches every word must match this one.
    pub(super) required: bool,
    /// Whether the query says that this is absent.
    pub(super) without: bool,
    /// Where the word comes from one of the coder's short forms: its place in [`Query::own`].
    pub(super) own: Option<usize>,
    pub(super) alternatives: Vec<Alternative>,
}

/// What counts as a match of a typed word: an indexed word, the beginning of some, or several together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Alternative {
    pub(super) text: String,
    pub(super) how: How,
    /// 1 for the word itself, less for what stands further from it.
    pub(super) likeness: f32,
    pub(super) why: Why,
    /// Whether the words that it covers in a phrase count here; of several typed words that it answers, at the first.
    pub(super) counts: bool,
    /// How many typed words it answers.
    pub(super) span: usize,
}

/// How an alternative comes to stand for a typed word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    Typed,
    Synonym,
    Corrected,
}

impl Alternative {
    pub(super) const fn typed(text: String, how: How, likeness: f32) -> Self {
        Self { text, how, likeness, why: Why::Typed, counts: true, span: 1 }
    }

    pub(super) fn synonym(text: String, likeness: f32) -> Self {
        let how = if text.contains(' ') { How::Together } else { How::Whole };
        Self { text, how, likeness, why: Why::Synonym, counts: true, span: 1 }
    }

    pub(super) const fn corrected(text: String, likeness: f32) -> Self {
        Self { text, how: How::Whole, likeness, why: Why::Corrected, counts: true, span: 1 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// The indexed word equals the text.
    Whole,
    /// The indexed word begins with the text.
    Beginning,
    /// The phrase holds every word of the text.
    Together,
}

/// Takes a query apart. Each word has no alternatives yet: see [`super::expand`].
pub(super) fn parse(all: &str, personal: &Personal) -> Query {
    let end = all.char_indices().nth(LONGEST_QUERY).map_or(all.len(), |(at, _)| at);
    let whole = all.get(..end).unwrap_or_default();
    let (text, own) = personal.write_out(spell_out(whole));
    let mut found = tokens(&text);
    found.truncate(MOST_WORDS);
    let last_end = found.last().map_or(0, |token| token.end);
    let only_empty_words = found.iter().all(|token| is_empty_word(&token.folded));
    let mut words: Vec<Word> = Vec::with_capacity(found.len());
    let mut without = false;
    for token in found {
        match token.folded.as_str() {
            "with" => without = false,
            "without" | "wo" | "no" => without = true,
            _ => {}
        }
        let open = token.end == last_end && last_end == text.len();
        let empty = is_empty_word(&token.folded);
        // "of" may become "office", and a query of nothing else must still answer.
        if empty && !open && !only_empty_words && token.folded != LETTER
            || words.iter().any(|word| word.typed == token.folded)
        {
            continue;
        }
        let is_sign = matches!(token.folded.as_str(), "without" | "wo" | "no");
        words.push(Word {
            typed: token.folded,
            open,
            required: !empty || only_empty_words,
            without: without && !is_sign,
            own: own.iter().position(|of| of.span.contains(&token.start)),
            alternatives: Vec::new(),
        });
    }
    let written = if own.is_empty() { whole } else { text.trim_end() };
    Query {
        words,
        codes: asked(written, |part| Some(as_code(part)?.code)),
        procedures: asked(written, |part| Some(as_procedure(part)?.code)),
        cut: end < all.len(),
        code: as_code(written),
        procedure: as_procedure(written),
        listed: as_listed(written),
        all_listed: asked(written, |part| {
            as_listed(part).filter(|code| code.stands_out(None)).map(|code| code.code)
        }),
        own,
    }
}

/// Writes shorthand in words: `w/ckd` as `ckd`, `32w` as `32 weeks`.
fn spell_out(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        let blank = part.get(word.len()..).unwrap_or_default();
        match word.split_once('/') {
            Some((w, rest)) if w.eq_ignore_ascii_case("w") && !rest.eq_ignore_ascii_case("o") => {
                written.push_str(rest);
            }
            _ => match weeks(word) {
                Some(number) => {
                    written.push_str(number);
                    written.push_str(" weeks");
                }
                None => written.push_str(word),
            },
        }
        written.push_str(blank);
    }
    written
}

/// The number in `32w`, `32wk`, `32wks`.
fn weeks(word: &str) -> Option<&str> {
    let lower = word.to_ascii_lowercase();
    let unit = ["wks", "wk", "w"].into_iter().find(|unit| lower.ends_with(unit))?;
    let number = word.get(..word.len() - unit.len())?;
    (!number.is_empty() && number.bytes().all(|c| c.is_ascii_digit())).then_some(number)
}

/// `0ft44zz`, `0FT4 4ZZ`, `0FT.44ZZ`, `0ft` to `0FT44ZZ` and `0FT`. `None` for what cannot be the beginning of one: the
/// letters I and O never occur in it (CMS, ICD-10-PCS Official Coding Guidelines, A2).
fn as_procedure(text: &str) -> Option<Written> {
    let mut code = String::new();
    for c in text.chars().filter(|c| !matches!(c, ' ' | '.')) {
        let c = c.to_ascii_uppercase();
        if !c.is_ascii_alphanumeric() || matches!(c, 'I' | 'O') || code.len() >= PROCEDURE {
            return None;
        }
        code.push(c);
    }
    let digit = code.bytes().any(|c| c.is_ascii_digit());
    let certain = code.len() == PROCEDURE && digit && code.bytes().any(|c| c.is_ascii_alphabetic());
    // GZJZZZZ has no digit, and neither has "asthmas": it is a code where the book has it.
    let possible = code.len() >= CATEGORY && (digit || code.len() == PROCEDURE);
    possible.then_some(Written { code, certain })
}

/// `99213`, `0042t`, `lab-001.2` to `99213`, `0042T` and `LAB0012`. `None` for what cannot be a code of a list or its
/// beginning: it has no blank in it.
fn as_listed(text: &str) -> Option<Written> {
    let text = text.trim();
    let is_sign = |c: char| matches!(c, '.' | '-' | '/' | '_');
    if !text.chars().all(|c| c.is_ascii_alphanumeric() || is_sign(c)) {
        return None;
    }
    let code: String = text.chars().filter(|c| !is_sign(*c)).map(|c| c.to_ascii_uppercase()).collect();
    // Four digits and one character are CPT, whether or not a licensee's file is there.
    let certain = code.len() <= 7 && code.len() >= 5 && code.bytes().take(4).all(|c| c.is_ascii_digit());
    LISTED.contains(&code.len()).then_some(Written { code, certain })
}

impl Query {
    /// The query as a code of a system, where it could be one, and as several. `alone` says that no other system is asked.
    pub(super) fn codes_of(&self, system: CodeSystem, alone: bool) -> (Option<&Written>, &[Asked]) {
        match system {
            CodeSystem::Icd10pcs => (self.procedure.as_ref(), &self.procedures),
            CodeSystem::Cpt | CodeSystem::Modifier | CodeSystem::Pos | CodeSystem::Own => {
                let listed = self.listed.as_ref();
                (listed.filter(|code| alone || code.stands_out(self.code.as_ref())), &self.all_listed)
            }
            CodeSystem::Icd10cm | CodeSystem::Hcpcs => (self.code.as_ref(), &self.codes),
        }
    }
}

impl Written {
    /// Whether it may be meant as a code of a list where other systems are asked too. Words have no digit; and two
    /// characters are rather the beginning of a code elsewhere.
    pub(super) fn stands_out(&self, elsewhere: Option<&Self>) -> bool {
        let digit = self.code.bytes().any(|c| c.is_ascii_digit());
        digit && (self.code.len() > 2 || elsewhere.is_none())
    }
}

/// `e1140`, `E11.40`, `e11 4`, `e11-4` to `E1140` and `E114`. `None` for what cannot be the beginning of a code: every
/// system's codes have at most seven characters, with a letter first and some digit.
pub(super) fn as_code(text: &str) -> Option<Written> {
    let mut code = String::new();
    for c in text.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => code.push(c.to_ascii_uppercase()),
            '.' | '-' | ' ' => {}
            _ => return None,
        }
        if code.len() > 7 {
            return None;
        }
    }
    let mut characters = code.bytes();
    let letter_first = characters.next().is_some_and(|c| c.is_ascii_alphabetic());
    let digit_second = characters.next().is_some_and(|c| c.is_ascii_digit());
    // "b12 def" is a word and the beginning of one, "s72.0 01a" is a code with a blank in it.
    let parts_follow = text.split_whitespace().skip(1).all(|part| {
        let part = part.trim_matches(['.', '-']);
        // X fills the places before a 7th character: "t07 xxxa".
        part.bytes().any(|c| c.is_ascii_digit()) || part.trim_start_matches(['x', 'X']).len() <= 1
    });
    let certain = digit_second && parts_follow;
    let possible = letter_first && code.bytes().any(|c| c.is_ascii_digit());
    (possible && (certain || code.len() >= CATEGORY)).then_some(Written { code, certain })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expected: &Expect) {
        let query = parse(text, &Personal::default());
        let words: Vec<String> = query
            .words
            .iter()
            .map(|word| {
                let open = if word.open { "*" } else { "" };
                let optional = if word.required { "" } else { "?" };
                format!("{}{open}{optional}", word.typed)
            })
            .collect();
        expected.assert_eq(&format!(
            "{} | {}",
            words.join(" "),
            query.code.filter(|written| written.certain).map_or_else(String::new, |written| written.code)
        ));
    }

    #[test]
    fn queries() {
        check("diab neur", &expect!["diab neur* | "]);
        check("Diabetes with Neuropathy ", &expect!["diabetes neuropathy | "]);
        check("fracture of", &expect!["fracture of*? | "]);
        check("of the", &expect!["of the* | "]);
        check("E11.40", &expect!["e11 40* | E1140"]);
        check("e11 4", &expect!["e11 4* | E114"]);
        check("s72.001a", &expect!["s72 001a* | S72001A"]);
        check("s72 001 a", &expect!["s72 001 a*? | S72001A"]);
        check("b12 def", &expect!["b12 def* | "]);
        check("c5 fracture", &expect!["c5 fracture* | "]);
        check("", &expect![" | "]);
        check("'; DROP TABLE code; --", &expect!["drop table code | "]);
        check("🩺%_*", &expect![" | "]);
    }

    #[test]
    fn a_very_long_query_is_cut() {
        assert_eq!(parse(&"x ".repeat(5_000), &Personal::default()).words.len(), 1);
        let many: String = (0..5_000).map(|n| format!("w{n} ")).collect();
        assert_eq!(parse(&many, &Personal::default()).words.len(), MOST_WORDS);
    }
}
