//! Editions of what comes as a list and has no book around it: CPT, places of service, lists of the user's own. Where a list
//! is long, its codes stand in groups by their first characters, each called by its first and last code.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use encounter::CodeSystem;
use jiff::civil::Date;

use super::book::{Book, BookRow};
use super::edition::{Edition, ReleaseRow};
use super::spans::Spans;
use super::{CompileError, Compiled, GoOn};
use crate::date_key;
use crate::detail::{CodeKind, NoteKind};
use crate::info::ReleaseRole;
use crate::official::{CodeEditorRecord, CodeEditorTable, ListedCode, NoteBlock, PlaceOfService};
use crate::standing::OPEN;

/// More codes than these beside each other are looked through by nobody.
const MOST_BESIDE: usize = 200;
/// More first characters than these make no group.
const LONGEST_BEGINNING: usize = 6;

/// One code of a list, with all that the list says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ListEntry {
    title: String,
    short_title: String,
    /// What its further rows call it.
    also: Vec<String>,
    note: String,
}

/// The codes of a list, each once.
pub(crate) type ListEntries = BTreeMap<String, ListEntry>;

/// A list on its way into a volume.
pub(crate) struct ListRelease<'a> {
    pub(crate) system: CodeSystem,
    pub(crate) entries: &'a ListEntries,
    /// First and last day in force; `None` until the next one.
    pub(crate) from: Date,
    pub(crate) to: Option<Date>,
    /// Where it was read from.
    pub(crate) source: &'a str,
}

/// The rows of a list by code. A code may have one for each modifier: the row without one says what it is called.
pub(crate) fn of_codes(rows: &[ListedCode]) -> ListEntries {
    let mut entries = ListEntries::new();
    let (plain, modified): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.modifier.is_empty());
    for row in plain.into_iter().chain(modified) {
        let title = if row.description.is_empty() { &row.short_description } else { &row.description };
        let entry = entries.entry(row.code.clone()).or_default();
        if entry.title.is_empty() {
            entry.title.clone_from(title);
            entry.short_title.clone_from(&row.short_description);
        } else if *title != entry.title && !title.is_empty() && !entry.also.contains(title) {
            entry.also.push(title.clone());
        }
    }
    entries
}

pub(crate) fn of_places(places: &[PlaceOfService]) -> ListEntries {
    let entry = |place: &PlaceOfService| ListEntry {
        title: place.name.clone(),
        note: place.description.clone(),
        ..ListEntry::default()
    };
    places.iter().map(|place| (place.code.clone(), entry(place))).collect()
}

impl ListRelease<'_> {
    fn book(&self) -> Result<Book, CompileError> {
        let mut book = Book::default();
        let codes: Vec<&str> = self.entries.keys().map(String::as_str).collect();
        let groups = groups(&codes);
        let named: BTreeSet<&str> = codes.iter().copied().collect();
        for group in groups {
            let name = match group {
                [first, .., last] if group.len() < codes.len() => Some(format!("{first}-{last}")),
                _ => None,
            };
            let parent = match name.filter(|name| !named.contains(name.as_str())) {
                Some(name) => Some(book.add(BookRow::new(name, CodeKind::Block, None), None)?),
                None => None,
            };
            for code in group {
                let Some(entry) = self.entries.get(*code) else { continue };
                let title = Some(entry.title.clone()).filter(|title| !title.is_empty());
                let mut row = BookRow::new((*code).to_owned(), CodeKind::Code, title);
                row.inclusion_terms.clone_from(&entry.also);
                if !entry.note.is_empty() {
                    row.notes.push(NoteBlock { kind: NoteKind::Note, lines: vec![entry.note.clone()] });
                }
                book.add(row, parent)?;
            }
        }
        book.number(0)?;
        Ok(book)
    }
}

/// Runs of codes with the same beginning, as short a beginning as keeps each run in sight. `codes` are sorted.
fn groups<'a, 'b>(codes: &'b [&'a str]) -> Vec<&'b [&'a str]> {
    let runs = |length: usize| -> Vec<&'b [&'a str]> {
        codes.chunk_by(|one, other| one.bytes().take(length).eq(other.bytes().take(length))).collect()
    };
    let fits = |length: &usize| runs(*length).iter().all(|run| run.len() <= MOST_BESIDE);
    runs((0..LONGEST_BEGINNING).find(fits).unwrap_or(LONGEST_BEGINNING))
}

/// Compiles a list into a new file; there must be none at `path` yet.
pub(crate) fn compile_list(
    release: &ListRelease<'_>,
    path: &Path,
    go_on: GoOn<'_>,
) -> Result<Compiled, CompileError> {
    let from = date_key::key(release.from);
    let to = release.to.map_or(date_key::LAST, date_key::key);
    let id = format!("{}-{}", release.system.id(), release.from.strftime("%Y-%m"));
    let record =
        |code: &String| CodeEditorRecord { code: code.clone(), from, to: OPEN, attributes: Vec::new() };
    let validity = CodeEditorTable { records: release.entries.keys().map(record).collect(), last_date: OPEN };
    let short = |(code, entry): (&String, &ListEntry)| (code.clone(), entry.short_title.clone());
    let short_titles: BTreeMap<String, String> =
        release.entries.iter().filter(|(_, entry)| !entry.short_title.is_empty()).map(short).collect();
    let edition = Edition {
        system: release.system,
        book: release.book()?,
        spans: Spans { last: to, ..Spans::gather(&validity)? },
        release: &id,
        titles: &[],
        short_titles: &short_titles,
        meanings: None,
        index: None,
        releases: vec![ReleaseRow { id: &id, role: ReleaseRole::Tabular, from, to, source: release.source }],
        first: 0,
    };
    super::write::write(&[edition], path, go_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_stands_in_groups_that_can_be_looked_through() {
        let codes: Vec<String> = (0..11_000).map(|number| format!("{number:05}")).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let found = groups(&codes);
        assert_eq!(found.len(), 110);
        assert_eq!((found[1][0], found[1].len()), ("00100", 100));
        assert_eq!(groups(&codes[..150]).len(), 1);
        assert_eq!(groups(&[]).len(), 0);
    }

    #[test]
    fn the_row_without_a_modifier_says_what_a_code_is_called() {
        let row = |modifier: &str, description: &str| ListedCode {
            code: "X1".to_owned(),
            modifier: modifier.to_owned(),
            description: description.to_owned(),
            short_description: String::new(),
            charge: None,
        };
        let entries = of_codes(&[row("26", "Reading"), row("", "Picture"), row("TC", "Picture")]);
        let entry = &entries["X1"];
        assert_eq!((entry.title.as_str(), entry.also.as_slice()), ("Picture", &["Reading".to_owned()][..]));
    }
}
