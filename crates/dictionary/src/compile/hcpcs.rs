//! The editions of HCPCS Level II: its codes under the letter that they begin with, and its modifiers.

use std::collections::BTreeMap;

use encounter::CodeSystem;
use jiff::civil::Date;

use super::CompileError;
use super::book::{Book, BookRow};
use super::edition::{Edition, ReleaseRow};
use super::spans::Spans;
use crate::date_key;
use crate::detail::{CodeKind, NoteKind};
use crate::info::ReleaseRole;
use crate::official::{CodeEditorRecord, CodeEditorTable, Hcpcs, HcpcsEntry, NoteBlock};
use crate::standing::OPEN;

/// A release of HCPCS Level II on its way into a volume.
pub(crate) struct HcpcsRelease<'a> {
    pub(crate) codes: &'a Hcpcs,
    /// First and last day in force; `None` until the next one.
    pub(crate) from: Date,
    pub(crate) to: Option<Date>,
    /// Where it was read from.
    pub(crate) source: &'a str,
}

/// What is kept of each of the two systems.
#[derive(Default)]
struct Part {
    book: Book,
    validity: CodeEditorTable,
    short_titles: BTreeMap<String, String>,
    release: String,
}

impl Part {
    fn of(release: &HcpcsRelease<'_>, modifiers: bool) -> Result<Self, CompileError> {
        let name = if modifiers { "hcpcs-modifiers" } else { "hcpcs" };
        let mut part = Self {
            release: format!("{name}-{}", release.from.strftime("%Y-%m")),
            // An end that the publisher names is an end, also on the last day of the release.
            validity: CodeEditorTable { records: Vec::new(), last_date: OPEN },
            ..Self::default()
        };
        let mut entries: Vec<&HcpcsEntry> =
            release.codes.entries.iter().filter(|entry| entry.modifier == modifiers).collect();
        entries.sort_by(|one, other| one.code.cmp(&other.code));
        for entry in entries {
            part.add(entry)?;
        }
        Ok(part)
    }

    fn add(&mut self, entry: &HcpcsEntry) -> Result<(), CompileError> {
        let letter = entry.code.chars().next().filter(|_| !entry.modifier);
        let parent = match letter {
            Some(letter) => Some(self.letter(letter)?),
            None => None,
        };
        let mut row = BookRow::new(entry.code.clone(), CodeKind::Code, Some(entry.title.clone()));
        if !entry.replaced_by.is_empty() {
            let lines = entry.replaced_by.clone();
            row.notes.push(NoteBlock { kind: NoteKind::ReplacedBy, lines });
        }
        self.book.add(row, parent)?;
        if !entry.short_title.is_empty() {
            self.short_titles.insert(entry.code.clone(), entry.short_title.clone());
        }
        self.validity.records.push(CodeEditorRecord {
            code: entry.code.clone(),
            from: entry.from,
            to: entry.to.unwrap_or(OPEN),
            attributes: entry
                .coverage
                .map(|letter| format!("cov_{}", letter.to_ascii_lowercase()))
                .into_iter()
                .collect(),
        });
        Ok(())
    }

    fn letter(&mut self, letter: char) -> Result<usize, CompileError> {
        if let Some(known) = self.book.by_code.get(letter.encode_utf8(&mut [0; 4]) as &str) {
            return Ok(*known);
        }
        // No file of the publisher says what a letter stands for.
        self.book.add(BookRow::new(letter.to_string(), CodeKind::Chapter, None), None)
    }

    fn edition<'a>(
        &'a mut self,
        system: CodeSystem,
        release: &'a HcpcsRelease<'_>,
        first: u32,
    ) -> Result<Edition<'a>, CompileError> {
        let mut book = std::mem::take(&mut self.book);
        book.number(first)?;
        let to = release.to.map_or(date_key::LAST, date_key::key);
        Ok(Edition {
            system,
            book,
            spans: Spans { last: to, ..Spans::gather(&self.validity)? },
            release: &self.release,
            titles: &[],
            short_titles: &self.short_titles,
            meanings: None,
            index: None,
            releases: vec![ReleaseRow {
                id: &self.release,
                role: ReleaseRole::Tabular,
                from: date_key::key(release.from),
                to,
                source: release.source,
            }],
            first,
        })
    }
}

/// Compiles a release into a new file; there must be none at `path` yet.
pub(crate) fn compile_hcpcs(
    release: &HcpcsRelease<'_>,
    path: &std::path::Path,
    go_on: super::GoOn<'_>,
) -> Result<super::Compiled, CompileError> {
    let (mut codes, mut modifiers) = (Part::of(release, false)?, Part::of(release, true)?);
    let codes = codes.edition(CodeSystem::Hcpcs, release, 0)?;
    let first = codes.end();
    let modifiers = modifiers.edition(CodeSystem::Modifier, release, first)?;
    super::write::write(&[codes, modifiers], path, go_on)
}
