//! The index family of ICD-10-CM, XML as published by NCHS/CDC: the Alphabetic Index, the external-cause index, the
//! Neoplasm Table and the Table of Drugs. All four are `ICD10CM.index > letter > mainTerm > term ...`; the two tables
//! have cells where the indexes have a code. CMS publishes the index of ICD-10-PCS in the same shape as `ICD10PCS.index`.

use encounter::IndexKind;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::problem::{Problem, ProblemKind};
use super::text::Lines;

/// The Alphabetic Index nests nine deep.
const DEEPEST: usize = 32;

const DIAGNOSES: &str = "ICD10CM.index";
const PROCEDURES: &str = "ICD10PCS.index";

/// One file of the family, its terms in book order, each followed by its sub-terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookIndex {
    pub kind: IndexKind,
    /// The fiscal year: `2026`.
    pub version: String,
    /// Of the columns of codes. One without a name in the indexes.
    pub columns: Vec<IndexColumn>,
    pub terms: Vec<IndexTerm>,
    pub problems: Vec<Problem>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexColumn {
    /// As the file numbers it: 2 to 7 in the tables, 0 for the code of an index.
    pub number: u8,
    pub title: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexTerm {
    /// 0 is a main term.
    pub depth: u8,
    /// With its nonessential modifiers in their place: `Abuse (adult) (child)`.
    pub title: String,
    /// Without them: `Abuse`.
    pub plain: String,
    /// By column number. With its dot, and a `-` at the end where characters are missing.
    pub codes: Vec<(u8, String)>,
    /// The manifestation that is coded second, without its brackets.
    pub manifestation: Option<String>,
    pub references: Vec<IndexReference>,
    /// Words that the publisher adds.
    pub note: Option<String>,
    /// Where it begins, from 1.
    pub line: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexReference {
    pub kind: ReferenceKind,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceKind {
    See,
    SeeAlso,
    /// A category of the Tabular List.
    SeeCategory,
    /// The value of an axis that the words stand for (ICD-10-PCS).
    Use,
}

/// Why a file is refused as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BookIndexError {
    #[error("the root element is not that of an index")]
    NotAnIndex,
    #[error("not well-formed at line {line}")]
    Malformed { line: u32 },
    #[error("nested too deep at line {line}")]
    TooDeep { line: u32 },
    #[error("ends at line {line} before its last element is closed")]
    Unfinished { line: u32 },
}

impl BookIndex {
    /// Reads the published XML in one pass. What is odd is listed under `problems`.
    pub fn parse(text: &str) -> Result<Self, BookIndexError> {
        let text = text.trim_start_matches('\u{FEFF}');
        let lines = Lines::of(text);
        let mut reader = Reader::from_str(text);
        let mut reading = Reading::new(&lines);
        loop {
            let event = reader.read_event();
            let at = reader.buffer_position();
            let event =
                event.map_err(|_| BookIndexError::Malformed { line: lines.at(reader.error_position()) })?;
            match event {
                Event::Start(tag) => reading.open(&tag, at)?,
                Event::Empty(tag) => {
                    reading.open(&tag, at)?;
                    reading.close();
                }
                Event::End(_) => reading.close(),
                Event::Text(part) => reading.append(&part.xml10_content()),
                Event::CData(part) => reading.append(&part.xml10_content()),
                Event::GeneralRef(part) => {
                    let known = match part.xml10_content().as_ref() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "apos" => Some('\''),
                        "quot" => Some('"'),
                        _ => part.resolve_char_ref().unwrap_or(None),
                    };
                    reading.append(known.unwrap_or('\u{FFFD}').encode_utf8(&mut [0; 4]));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        let end = lines.at(text.len() as u64);
        if reading.root.is_empty() {
            return Err(BookIndexError::NotAnIndex);
        }
        if !reading.open.is_empty() {
            return Err(BookIndexError::Unfinished { line: end });
        }
        Ok(reading.finish())
    }

    /// Main terms.
    pub fn main_terms(&self) -> usize {
        self.terms.iter().filter(|term| term.depth == 0).count()
    }
}

/// One open element.
struct Open {
    name: String,
    text: String,
    /// The text without nonessential modifiers, for a title.
    plain: String,
    column: Option<u8>,
    line: u32,
    /// The place of the term in the list, where the element is one.
    term: Option<usize>,
}

struct Reading<'l> {
    lines: &'l Lines,
    open: Vec<Open>,
    /// The name of the root element; empty before it.
    root: String,
    version: String,
    title: String,
    heads: Vec<(u8, String)>,
    terms: Vec<IndexTerm>,
    problems: Vec<Problem>,
    /// Inside an element that the layout does not know, how deep.
    skipping: usize,
}

impl<'l> Reading<'l> {
    fn new(lines: &'l Lines) -> Self {
        Self {
            lines,
            open: Vec::new(),
            root: String::new(),
            version: String::new(),
            title: String::new(),
            heads: Vec::new(),
            terms: Vec::new(),
            problems: Vec::new(),
            skipping: 0,
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, at: u64) -> Result<(), BookIndexError> {
        let line = self.lines.at(at);
        let name: String = tag.name().as_ref().to_owned();
        if self.open.len() >= DEEPEST {
            return Err(BookIndexError::TooDeep { line });
        }
        if self.open.is_empty() {
            if !self.root.is_empty() || ![DIAGNOSES, PROCEDURES].contains(&name.as_str()) {
                return Err(BookIndexError::NotAnIndex);
            }
            self.root.clone_from(&name);
        }
        let column = tag
            .attributes()
            .flatten()
            .find(|attribute| <_ as AsRef<str>>::as_ref(&attribute.key) == "col")
            .and_then(|attribute| attribute.value.trim().parse().ok());
        let known = matches!(
            name.as_str(),
            DIAGNOSES
                | PROCEDURES
                | "version"
                | "introduction"
                | "title"
                | "indexHeading"
                | "head"
                | "letter"
                | "mainTerm"
                | "term"
                | "nemod"
                | "code"
                | "cell"
                | "see"
                | "seeAlso"
                | "seecat"
                | "subcat"
                | "manif"
                | "note"
        ) || (self.is_of_procedures() && matches!(name.as_str(), "use" | "codes" | "tab"));
        let mut term = None;
        if self.skipping > 0 {
            self.skipping += 1;
        } else if !known {
            self.problems.push(Problem::new(line, ProblemKind::UnknownElement, &name));
            self.skipping = 1;
        } else if name == "mainTerm" || name == "term" {
            let depth = self.open.iter().filter(|open| open.term.is_some()).count();
            term = Some(self.terms.len());
            self.terms.push(IndexTerm {
                depth: u8::try_from(depth).unwrap_or(u8::MAX),
                line,
                ..IndexTerm::default()
            });
        }
        self.open.push(Open { name, text: String::new(), plain: String::new(), column, line, term });
        Ok(())
    }

    fn append(&mut self, part: &str) {
        if self.skipping == 0
            && let Some(open) = self.open.last_mut()
        {
            open.text.push_str(part);
            open.plain.push_str(part);
        }
    }

    fn close(&mut self) {
        let Some(closed) = self.open.pop() else { return };
        if self.skipping > 0 {
            self.skipping -= 1;
            return;
        }
        let text = tidy(&closed.text);
        let parent = self.open.last().map_or("", |open| open.name.as_str());
        match (closed.name.as_str(), parent) {
            ("version", DIAGNOSES | PROCEDURES) => self.version = text,
            ("title", DIAGNOSES | PROCEDURES) => self.title = text,
            // The beginning of codes at the end of a reference: "Resection, Uterus<codes>0UT9</codes>".
            ("codes" | "tab", "see") => {
                if let Some(see) = self.open.last_mut() {
                    see.text.push(' ');
                    see.text.push_str(&text);
                }
            }
            ("head", _) => self.heads.extend(closed.column.map(|column| (column, text))),
            ("nemod", _) => {
                if let Some(title) = self.open.last_mut() {
                    // The file leaves no blank before the bracket: "Abuse<nemod>(adult)</nemod>"; but "contaminant(s)".
                    let glued = text.starts_with("(s)") || text.starts_with("(es)");
                    if !glued && !title.text.is_empty() {
                        title.text.push(' ');
                    }
                    title.text.push_str(&text);
                }
            }
            ("title", "mainTerm" | "term") => {
                let plain = tidy(&closed.plain);
                if let Some(term) = self.term() {
                    term.plain = if plain.is_empty() { text.clone() } else { plain };
                    term.title = text;
                }
            }
            (
                "code" | "codes" | "cell" | "see" | "seeAlso" | "seecat" | "subcat" | "use" | "manif"
                | "note",
                "mainTerm" | "term",
            ) => {
                self.entry(&closed, text);
            }
            ("mainTerm" | "term", _) => self.close_term(&closed),
            ("title" | "note" | "introduction", _) => {}
            ("code" | "codes" | "cell" | "see" | "seeAlso" | "seecat" | "subcat" | "use" | "manif", _) => {
                self.problems.push(Problem::new(closed.line, ProblemKind::UnknownElement, &closed.name));
            }
            _ => {}
        }
    }

    fn is_of_procedures(&self) -> bool {
        self.root == PROCEDURES
    }

    /// A term without a title is odd. In the index of procedures it holds one of several references or codes of the term
    /// above: references go up to it, a code stays below it under its title.
    fn close_term(&mut self, closed: &Open) {
        let nameless = |at: &usize| self.terms.get(*at).is_some_and(|term| term.title.is_empty());
        let Some(at) = closed.term.filter(nameless) else { return };
        let above = self.open.iter().rev().find_map(|open| open.term);
        let above = above.filter(|_| self.is_of_procedures() && at + 1 == self.terms.len());
        match (above, self.terms.pop()) {
            (Some(above), Some(term)) if term.codes.is_empty() && !term.references.is_empty() => {
                if let Some(above) = self.terms.get_mut(above) {
                    above.references.extend(term.references);
                }
            }
            (Some(above), Some(mut term)) if !term.codes.is_empty() => {
                if let Some(above) = self.terms.get(above) {
                    (term.title, term.plain) = (above.title.clone(), above.plain.clone());
                }
                self.terms.push(term);
            }
            (_, term) => {
                self.terms.extend(term);
                self.problems.push(Problem::new(closed.line, ProblemKind::Nameless, &closed.name));
            }
        }
    }

    /// What stands directly in a term.
    fn entry(&mut self, closed: &Open, text: String) {
        if text.is_empty() || text.chars().all(|c| matches!(c, '-' | '\u{2013}' | '\u{2014}')) {
            return;
        }
        let reference = |kind| IndexReference { kind, text: text.clone() };
        let problem = match closed.name.as_str() {
            "code" | "codes" | "cell" => {
                let column = if closed.name == "cell" { closed.column.unwrap_or(0) } else { 0 };
                let code = match (self.is_of_procedures(), closed.name.as_str()) {
                    (false, _) => as_code(&text),
                    (true, "codes") => as_procedure(&text).map(|beginning| format!("{beginning}-")),
                    (true, _) => as_procedure(&text),
                };
                match (code, self.term()) {
                    (None, _) => Some(ProblemKind::NotACode),
                    (Some(_), Some(term)) if term.codes.iter().any(|(known, _)| *known == column) => {
                        Some(ProblemKind::Repeated)
                    }
                    (Some(code), Some(term)) => {
                        term.codes.push((column, code));
                        None
                    }
                    _ => None,
                }
            }
            "manif" => {
                let code = as_code(text.trim_matches(|c| matches!(c, '[' | ']')));
                if let Some(term) = self.term() {
                    // The Neoplasm Table once writes words here: "ventral surface of tongue and floor of mouth".
                    match code {
                        Some(code) => term.manifestation = Some(code),
                        None => term.note = Some(text.clone()),
                    }
                }
                None
            }
            kind => {
                let reference = match kind {
                    "see" => reference(ReferenceKind::See),
                    "seeAlso" => reference(ReferenceKind::SeeAlso),
                    "use" => reference(ReferenceKind::Use),
                    "note" => {
                        if let Some(term) = self.term() {
                            term.note = Some(text);
                        }
                        return;
                    }
                    _ => reference(ReferenceKind::SeeCategory),
                };
                if let Some(term) = self.term() {
                    term.references.push(reference);
                }
                None
            }
        };
        if let Some(kind) = problem {
            self.problems.push(Problem::new(closed.line, kind, &text));
        }
    }

    /// The innermost open term.
    fn term(&mut self) -> Option<&mut IndexTerm> {
        let at = self.open.iter().rev().find_map(|open| open.term)?;
        self.terms.get_mut(at)
    }

    fn finish(mut self) -> BookIndex {
        let kind = self.kind();
        let columns = match kind {
            IndexKind::Alphabetic | IndexKind::ExternalCause | IndexKind::Procedure => {
                vec![IndexColumn { number: 0, title: String::new() }]
            }
            IndexKind::Neoplasm | IndexKind::Drug => {
                let mut heads: Vec<_> =
                    self.heads.iter().filter(|(number, _)| *number > 1).cloned().collect();
                heads.sort();
                heads.dedup_by_key(|(number, _)| *number);
                heads.into_iter().map(|(number, title)| IndexColumn { number, title }).collect()
            }
        };
        for term in &mut self.terms {
            let line = term.line;
            term.codes.retain(|(number, code)| {
                let known = columns.iter().any(|column| column.number == *number);
                if !known {
                    self.problems.push(Problem::new(line, ProblemKind::UnknownColumn, code));
                }
                known
            });
        }
        drop_nameless(&mut self.terms);
        self.problems.sort_by_key(|problem| problem.line);
        BookIndex { kind, version: self.version, columns, terms: self.terms, problems: self.problems }
    }

    /// By what stands over the first column, else by the title: the file names say nothing that can be trusted.
    fn kind(&self) -> IndexKind {
        let first = self.heads.iter().find(|(number, _)| *number == 1);
        let first = first.map(|(_, title)| title.to_lowercase()).unwrap_or_default();
        let title = self.title.to_lowercase();
        match () {
            () if self.is_of_procedures() => IndexKind::Procedure,
            () if first.contains("neoplasm") => IndexKind::Neoplasm,
            () if first.contains("substance") || first.contains("drug") => IndexKind::Drug,
            () if title.contains("external cause") => IndexKind::ExternalCause,
            () => IndexKind::Alphabetic,
        }
    }
}

/// A term without a title goes, and its sub-terms with it: nobody could find them.
fn drop_nameless(terms: &mut Vec<IndexTerm>) {
    let mut below: Option<u8> = None;
    terms.retain(|term| {
        if below.is_some_and(|depth| term.depth > depth) {
            return false;
        }
        below = term.title.is_empty().then_some(term.depth);
        below.is_none()
    });
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `0FT44ZZ`, or the beginning of one, from the table on; `None` for anything else, such as a word.
pub(crate) fn as_procedure(text: &str) -> Option<String> {
    let code = text.trim();
    ((3..=7).contains(&code.len()) && code.bytes().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase()))
        .then(|| code.to_owned())
}

/// `C50.41-`, `T36.0X1`, `V94`, `S02.-`. Upper case; `None` for anything else.
pub(crate) fn as_code(text: &str) -> Option<String> {
    let code: String = text.trim().to_ascii_uppercase();
    let bare = code.strip_suffix('-').unwrap_or(&code);
    let (category, rest) = bare.split_once('.').unwrap_or((bare, ""));
    let category = category.as_bytes();
    let shaped = category.len() == 3
        && category[0].is_ascii_uppercase()
        && category[1].is_ascii_digit()
        && category[2].is_ascii_alphanumeric()
        && rest.len() <= 4
        && rest.bytes().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
        && (!bare.ends_with('.') || code.ends_with('-'));
    shaped.then_some(code)
}

#[cfg(test)]
#[path = "book_index_tests.rs"]
mod tests;
