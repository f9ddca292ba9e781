//! The order file of ICD-10-CM and ICD-10-PCS: every code and header in the order of the book, one a line of fixed width,
//! with its short and its long title (CMS and NCHS, "icd10OrderFiles.pdf" in the publishers' zips).

use std::collections::BTreeSet;

use encounter::CodeSystem;

use super::poa_exempt::is_poa_exempt;
use super::problem::{Problem, ProblemKind};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderFile {
    /// In the order of the file.
    pub entries: Vec<OrderEntry>,
    pub problems: Vec<Problem>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderEntry {
    /// Without the dot.
    pub code: String,
    pub billable: bool,
    /// At most 60 characters.
    pub short_title: String,
    pub title: String,
}

const CODE: std::ops::Range<usize> = 6..13;
const FLAG: usize = 14;
const SHORT_TITLE: std::ops::Range<usize> = 16..76;
const TITLE: usize = 77;
/// Lines within which the first row is looked for.
const NOTICES: usize = 16;

impl OrderFile {
    /// Whether a text begins as an order file does: five digits, a code, and in the 15th column 0 or 1; behind a few lines of
    /// notices, unless these say that it is the list of diagnoses exempt from POA, whose lines may look the same.
    pub(crate) fn is_order(text: &str) -> bool {
        let lines = || text.trim_start_matches('\u{FEFF}').lines().take(NOTICES);
        let is_row = |line: &&str| {
            is_numbered(line)
                && line.get(5..6) == Some(" ")
                && line.get(CODE).is_some_and(is_shaped)
                && matches!(line.get(FLAG - 1..FLAG + 2), Some(" 0 " | " 1 "))
        };
        lines().any(|line| is_row(&line)) && !lines().take_while(|line| !is_row(line)).any(is_poa_exempt)
    }

    pub fn parse(text: &str) -> Self {
        let mut order = Self::default();
        let mut known = BTreeSet::new();
        for (line, number) in text.trim_start_matches('\u{FEFF}').lines().zip(1_u32..) {
            let is_notice = order.entries.is_empty() && !is_numbered(line);
            if line.trim().is_empty() || is_notice {
                continue;
            }
            match entry(line) {
                Err(kind) => order.problems.push(Problem::new(number, kind, line)),
                Ok(entry) if !known.insert(entry.code.clone()) => {
                    order.problems.push(Problem::new(number, ProblemKind::Repeated, &entry.code));
                }
                Ok(entry) => order.entries.push(entry),
            }
        }
        order
    }

    pub(crate) fn billable(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().filter(|entry| entry.billable).map(|entry| entry.code.as_str())
    }

    pub(crate) fn short_titles(&self) -> impl Iterator<Item = (String, String)> {
        self.entries.iter().map(|entry| (entry.code.clone(), entry.short_title.clone()))
    }

    /// A code of ICD-10-CM begins with a letter; of ICD-10-PCS most begin with a digit.
    pub fn system(&self) -> CodeSystem {
        let digit = |entry: &OrderEntry| entry.code.starts_with(|c: char| c.is_ascii_digit());
        if self.entries.iter().any(digit) { CodeSystem::Icd10pcs } else { CodeSystem::Icd10cm }
    }
}

fn entry(line: &str) -> Result<OrderEntry, ProblemKind> {
    let at = |from: usize, to: usize| -> String { line.chars().skip(from).take(to - from).collect() };
    let code = at(CODE.start, CODE.end).trim().to_ascii_uppercase();
    if line.len() <= TITLE || !is_numbered(line) {
        return Err(ProblemKind::TooShort);
    }
    if !is_shaped(&code) {
        return Err(ProblemKind::NotACode);
    }
    let billable = match at(FLAG, FLAG + 1).as_str() {
        "0" => false,
        "1" => true,
        _ => return Err(ProblemKind::NotAValue),
    };
    let (short_title, title) = (tidy(&at(SHORT_TITLE.start, SHORT_TITLE.end)), tidy(&at(TITLE, line.len())));
    if title.is_empty() {
        return Err(ProblemKind::Nameless);
    }
    Ok(OrderEntry { code, billable, short_title, title })
}

fn is_numbered(line: &str) -> bool {
    line.as_bytes().get(..5).is_some_and(|number| number.iter().all(u8::is_ascii_digit))
}

/// Three to seven letters and digits.
fn is_shaped(code: &str) -> bool {
    let code = code.trim_end();
    (3..=7).contains(&code.len()) && code.bytes().all(|c| c.is_ascii_alphanumeric())
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;
    use crate::official::decode;

    fn line(code: &str, flag: &str, short: &str, long: &str) -> String {
        format!("00001 {code:<7} {flag} {short:<60} {long}\r\n")
    }

    fn small() -> String {
        [
            line("A00", "0", "Ink stain", "Ink stain"),
            line("A001", "1", "Ink stain thumb", "Ink stain of thumb, M\u{e9}ni\u{e8}re's"),
            line("A01", "1", "Paper cut", "Paper cut"),
        ]
        .concat()
    }

    fn check(text: &str, expected: &Expect) {
        assert!(OrderFile::is_order(text));
        let order = OrderFile::parse(text);
        let entries = order
            .entries
            .iter()
            .map(|e| format!("{} {} {} / {}", e.code, e.billable, e.short_title, e.title));
        let problems = order.problems.iter().map(|p| format!("line {}: {:?} {}", p.line, p.kind, p.text));
        expected.assert_eq(&entries.chain(problems).collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn a_small_file_in_every_encoding() {
        let expected = expect![[r#"
            A00 false Ink stain / Ink stain
            A001 true Ink stain thumb / Ink stain of thumb, Ménière's
            A01 true Paper cut / Paper cut"#]];
        check(&small(), &expected);
        check(&format!("\u{FEFF}\n{}", small().replace("\r\n", "\n")), &expected);
        let windows_1252: Vec<u8> =
            small().chars().map(|c| u8::try_from(u32::from(c)).expect("Latin")).collect();
        check(&decode(&windows_1252), &expected);
        assert_eq!(OrderFile::parse(&small()).system(), CodeSystem::Icd10cm);
        assert_eq!(OrderFile::parse(&line("0FT44ZZ", "1", "x", "y")).system(), CodeSystem::Icd10pcs);
    }

    #[test]
    fn what_is_odd_is_listed_with_its_line() {
        let text = small()
            + &line("A01", "1", "Again", "Again")
            + &line("A!1", "1", "No code", "No code")
            + &line("A02", "2", "No flag", "No flag")
            + &line("A03", "1", "No title", "")
            + "cut off";
        check(
            &text,
            &expect![[r#"
            A00 false Ink stain / Ink stain
            A001 true Ink stain thumb / Ink stain of thumb, Ménière's
            A01 true Paper cut / Paper cut
            line 4: Repeated A01
            line 5: NotACode 00001 A!1 1 No code No code
            line 6: NotAValue 00001 A02 2 No flag No flag
            line 7: TooShort 00001 A03 1 No title
            line 8: TooShort cut off"#]],
        );
        for other in ["", "Dear Sir", "A00 Ink stain", &"0".repeat(100)] {
            assert!(!OrderFile::is_order(other), "{other}");
        }
    }

    proptest! {
        #[test]
        fn one_changed_byte_touches_one_line(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let whole = OrderFile::parse(&small());
            let mut bytes = small().into_bytes();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            let changed = OrderFile::parse(&decode(&bytes));
            let same = changed.entries.iter().filter(|entry| whole.entries.contains(entry)).count();
            // In another encoding the accents of another line change too; and a line may become two, or two one.
            prop_assert!(same + 3 >= whole.entries.len() && changed.entries.len() <= whole.entries.len() + 1);
        }

        #[test]
        fn arbitrary_text_never_panics(text in "\\PC{0,300}") {
            let _ = OrderFile::is_order(&text);
            let _ = OrderFile::parse(&text);
        }
    }
}
