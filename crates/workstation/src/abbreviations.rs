use std::collections::BTreeMap;
use std::path::Path;

use dictionary::{Personal, Reason, SearchRequest};
use intake::TableRow;
use jiff::civil::Date;
use serde::Serialize;
use specta::Type;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::file::table_bytes;

/// What the built-in tables mean is read off the reasons of so many hits.
const HITS_READ: u32 = 8;

/// What a file of abbreviations would bring, before anything is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AbbreviationImport {
    /// All that the user would have then; a short form of the file goes before the one that is there.
    pub merged: BTreeMap<String, String>,
    pub lines: Vec<AbbreviationLine>,
}

/// One row of the file and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AbbreviationLine {
    /// Of the file, from 1.
    pub line: u32,
    pub short: String,
    pub words: String,
    pub verdict: AbbreviationVerdict,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum AbbreviationVerdict {
    New,
    /// The user has it with other words, which are replaced.
    Replaces {
        before: String,
    },
    /// The user has it like this already, or an earlier line of the file.
    Same,
    /// The short form or its words are missing.
    Incomplete,
}

impl Desk {
    /// What the built-in tables mean by each of these short forms; empty where they know none. The user's own goes
    /// before all of it.
    pub fn built_in_meanings(&self, shorts: &[String], on: Date) -> Result<Vec<Vec<String>>, DeskError> {
        let (book, nobody) = (self.book()?, Personal::default());
        shorts
            .iter()
            .map(|short| {
                let answer = book.search(&SearchRequest::new(short.clone(), on, &[], HITS_READ), &nobody)?;
                let mut meanings: Vec<String> = Vec::new();
                // What is only near to a short form that the tables know is no meaning of this one.
                let as_typed = answer.hits.into_iter().filter(|hit| {
                    !hit.reasons.iter().any(|reason| matches!(reason, Reason::Corrected { .. }))
                });
                for reason in as_typed.flat_map(|hit| hit.reasons) {
                    if let Reason::Synonym { meant, .. } = reason
                        && !meanings.contains(&meant)
                    {
                        meanings.push(meant);
                    }
                }
                Ok(meanings)
            })
            .collect()
    }

    /// Reads a file of abbreviations, a short form and its words a line, and says what would become of each. Changes
    /// nothing.
    ///
    /// # Errors
    /// [`ErrorCode::FileUnreadable`](crate::ErrorCode::FileUnreadable) and those of a note that is no text.
    pub fn preview_abbreviations(&self, from: &Path) -> Result<AbbreviationImport, DeskError> {
        let rows = intake::read_table(&crate::note::read_file(from)?)?;
        self.at_desk(|open, _| Ok(judge(&rows, &open.preferences.abbreviations)))
    }

    /// Writes the user's abbreviations to a CSV file.
    pub fn export_abbreviations(&self, to: &Path) -> Result<(), DeskError> {
        let own = self.at_desk(|open, _| Ok(open.preferences.abbreviations.clone()))?;
        let heading = ["short", "words"].map(str::to_owned);
        let rows = std::iter::once(heading).chain(own.into_iter().map(|(short, words)| [short, words]));
        Ok(vault::write_atomically(to, &table_bytes(rows.collect())?)?)
    }
}

fn judge(rows: &[TableRow], own: &BTreeMap<String, String>) -> AbbreviationImport {
    const SHORT: [&str; 4] = ["short", "short form", "abbreviation", "abbr"];
    let has_heading = rows
        .first()
        .and_then(|row| row.cells.first())
        .is_some_and(|cell| SHORT.contains(&cell.to_lowercase().as_str()));
    let mut merged = own.clone();
    let mut lines = Vec::new();
    for row in rows.get(usize::from(has_heading)..).unwrap_or_default() {
        let cell = |at: usize| row.cells.get(at).cloned().unwrap_or_default();
        let (short, words) = (tidy(&cell(0)).to_lowercase(), tidy(&cell(1)));
        let verdict = match merged.get(&short) {
            _ if short.is_empty() || words.is_empty() => AbbreviationVerdict::Incomplete,
            Some(before) if *before == words => AbbreviationVerdict::Same,
            Some(before) => AbbreviationVerdict::Replaces { before: before.clone() },
            None => AbbreviationVerdict::New,
        };
        if verdict != AbbreviationVerdict::Incomplete {
            merged.insert(short.clone(), words.clone());
        }
        lines.push(AbbreviationLine { line: row.line, short, words, verdict });
    }
    AbbreviationImport { merged, lines }
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_says_what_becomes_of_it() {
        let own = [("hfp", "heart failure"), ("ms", "multiple sclerosis")];
        let own = own.map(|(short, words)| (short.to_owned(), words.to_owned())).into();
        let file = b"Abbreviation;Words\r\nHFP;heart failure\r\nms;mitral  stenosis\r\nnew one;\"with, comma\"\r\n;x\r\ny;\r\n";
        let import = judge(&intake::read_table(file).unwrap(), &own);
        let said: Vec<String> = import
            .lines
            .iter()
            .map(|line| format!("{} {} {:?}", line.line, line.short, line.verdict))
            .collect();
        assert_eq!(
            said,
            [
                "2 hfp Same",
                "3 ms Replaces { before: \"multiple sclerosis\" }",
                "4 new one New",
                "5  Incomplete",
                "6 y Incomplete"
            ]
        );
        assert_eq!(
            import.merged.into_iter().collect::<Vec<_>>(),
            [
                ("hfp".to_owned(), "heart failure".to_owned()),
                ("ms".to_owned(), "mitral stenosis".to_owned()),
                ("new one".to_owned(), "with, comma".to_owned()),
            ]
        );
    }
}
