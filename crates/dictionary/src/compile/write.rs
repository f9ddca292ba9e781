//! Writes the book, its spans and the search index into a new file.

use std::path::Path;

use encounter::CodeSystem;
use rusqlite::{Connection, Transaction};

use super::book::{Book, BookRow};
use super::edition::Edition;
use super::spans::{Spans, merged};
use super::title::last_title;
use super::{CompileError, Compiled, GoOn, check};
use crate::detail::{CodeKind, NoteKind};
use crate::procedures::write_definitions;
use crate::search::{self, IndexedRow, Phrase, PhraseKind, Terms};
use crate::standing::{OPEN, Window};
use crate::{schema, written};

/// Rows that are written before it is asked whether to go on.
const BETWEEN: u32 = 512;

pub(super) fn write(
    editions: &[Edition<'_>],
    path: &Path,
    go_on: GoOn<'_>,
) -> Result<Compiled, CompileError> {
    let mut connection = Connection::open(path)?;
    // The file is thrown away if anything fails: it needs no journal.
    connection
        .execute_batch("PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(schema::DDL)?;
    let mut compiled = Compiled::default();
    let terms = Terms::load();
    for edition in editions {
        write_releases(&transaction, edition)?;
        if let Some(meanings) = edition.meanings {
            write_definitions(&transaction, meanings)?;
        }
        let windows = all_windows(&edition.book, &edition.spans)?;
        let mut phrases = Vec::new();
        let mut indexed = Vec::with_capacity(edition.book.order.len());
        for at in &edition.book.order {
            if compiled.rows.is_multiple_of(BETWEEN) {
                check(go_on)?;
            }
            let (Some(row), Some(numbers), Some(windows)) =
                (edition.book.rows.get(*at), edition.book.numbers.get(*at), windows.get(*at))
            else {
                return Err(CompileError::TooLarge);
            };
            let written = Row { edition, row, id: numbers.0, last: numbers.1, windows };
            let title = written.write(&transaction)?;
            written.write_spans(&transaction)?;
            written.write_texts(&transaction)?;
            written.write_axis_values(&transaction)?;
            compiled.rows += 1;
            if windows.iter().any(|window| window.billable) {
                compiled.codes += 1;
                compiled.untitled += u32::from(title.is_none());
            }
            written.gather_phrases(title, &terms, &mut phrases);
            let code = row.kind.is_code().then(|| written::bare(&row.code));
            indexed.push(IndexedRow { code, windows: windows.clone() });
        }
        compiled.phrases += u32::try_from(phrases.len()).map_err(|_| CompileError::TooLarge)?;
        // The index of a system counts its rows from its first.
        for phrase in &mut phrases {
            phrase.code = phrase.code.saturating_sub(edition.first);
        }
        if !search::write(&transaction, edition.system, edition.first, &phrases, &indexed, go_on)? {
            return Err(CompileError::Stopped);
        }
    }
    for (name, value) in [
        ("covered_from", editions.iter().map(|edition| edition.spans.first).min().unwrap_or(OPEN)),
        // Beyond the day that ends first, one of the systems could no longer be answered for.
        ("covered_to", editions.iter().map(|edition| edition.spans.last).min().unwrap_or(0)),
        ("rows", compiled.rows),
        ("codes", compiled.codes),
        ("untitled", compiled.untitled),
    ] {
        transaction.execute("INSERT INTO fact (name, value) VALUES (?1, ?2)", (name, value))?;
    }
    transaction.pragma_update(None, "application_id", schema::APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", schema::VERSION)?;
    transaction.commit()?;
    connection.execute_batch("ANALYZE")?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(compiled)
}

fn write_releases(transaction: &Transaction<'_>, edition: &Edition<'_>) -> rusqlite::Result<()> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO release (id, system, role, valid_from, valid_to, source) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for row in &edition.releases {
        statement.execute((row.id, edition.system.id(), row.role.id(), row.from, row.to, row.source))?;
    }
    Ok(())
}

/// By row: its own spans, and as a header those of everything below it.
fn all_windows(book: &Book, spans: &Spans<'_>) -> Result<Vec<Vec<Window>>, CompileError> {
    let own = |row: &BookRow| spans.billable.get(row.code.as_str()).cloned().unwrap_or_default();
    let mut all: Vec<Vec<Window>> = book.rows.iter().map(own).collect();
    // From the last row of the book to the first, every row is complete before its parent takes from it.
    for at in book.order.iter().rev() {
        let (Some(row), Some(own)) = (book.rows.get(*at), all.get(*at)) else { continue };
        let mut below = Vec::new();
        for child in &row.children {
            let of_child = all.get(*child).into_iter().flatten();
            below.extend(of_child.map(|window| Window { billable: false, ..*window }));
        }
        let complete = own.iter().copied().chain(merged(below)?).collect();
        if let Some(place) = all.get_mut(*at) {
            *place = complete;
        }
    }
    for windows in &mut all {
        windows.sort_unstable();
    }
    Ok(all)
}

/// A row that is being written, with all that it takes from elsewhere.
struct Row<'a> {
    edition: &'a Edition<'a>,
    row: &'a BookRow,
    id: u32,
    last: u32,
    windows: &'a [Window],
}

type Title<'a> = Option<(&'a str, &'a str)>;

impl<'a> Row<'a> {
    /// The title to keep, and the one that the code had when it was billable, each with its release.
    fn titles(&self) -> (Title<'a>, Title<'a>) {
        let of_tabular = self
            .row
            .title
            .as_deref()
            .map(|title| (title, self.row.title_release.as_deref().unwrap_or(self.edition.release)));
        let last_billable =
            self.windows.iter().filter(|window| window.billable).map(|window| window.to).max();
        let last_day = self.windows.iter().map(|window| window.to).max().unwrap_or(OPEN);
        let listed = |day| last_title(self.edition.titles, &self.row.code, day);
        let retired = last_billable.filter(|day| *day != OPEN).and_then(listed);
        match of_tabular {
            Some(title) => (Some(title), retired.filter(|(former, _)| *former != title.0)),
            None => (retired.or_else(|| listed(last_day)), None),
        }
    }

    fn write(&self, transaction: &Transaction<'_>) -> Result<Option<&'a str>, CompileError> {
        let (title, former) = self.titles();
        let parent =
            self.row.parent.and_then(|at| self.edition.book.numbers.get(at)).map(|numbers| numbers.0);
        let mut statement = transaction.prepare_cached(include_str!("code.sql"))?;
        statement.execute(rusqlite::params![
            self.id,
            self.edition.system.id(),
            self.row.code,
            self.row.kind.id(),
            title.map(|(text, _)| text),
            title.map(|(_, release)| release),
            former.map(|(text, _)| text),
            former.map(|(_, release)| release),
            self.edition.short_titles.get(&self.row.code),
            parent,
            self.last,
            self.row.extension,
            self.edition.release,
        ])?;
        Ok(title.map(|(text, _)| text))
    }

    fn write_spans(&self, transaction: &Transaction<'_>) -> Result<(), CompileError> {
        let open_end = |window: &Window| (window.to != OPEN).then_some(window.to);
        let mut statement = transaction.prepare_cached(
            "INSERT INTO validity (code, valid_from, valid_to, billable) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for window in self.windows {
            statement.execute((self.id, window.from, open_end(window), window.billable))?;
        }
        let mut statement = transaction.prepare_cached(
            "INSERT INTO attribute (code, word, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (attribute, window) in
            self.edition.spans.attributes.get(self.row.code.as_str()).into_iter().flatten()
        {
            statement.execute((self.id, attribute.word(), window.from, open_end(window)))?;
        }
        Ok(())
    }

    fn write_texts(&self, transaction: &Transaction<'_>) -> Result<(), CompileError> {
        let mut statement = transaction
            .prepare_cached("INSERT INTO note (code, block, line, kind, text) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for (note, block) in self.row.notes.iter().zip(0_u32..) {
            for (text, line) in note.lines.iter().zip(0_u32..) {
                statement.execute((self.id, block, line, note.kind.id(), text))?;
            }
        }
        let mut statement = transaction
            .prepare_cached("INSERT INTO inclusion_term (code, line, text) VALUES (?1, ?2, ?3)")?;
        for (text, line) in self.row.inclusion_terms.iter().zip(0_u32..) {
            statement.execute((self.id, line, text))?;
        }
        let mut statement = transaction.prepare_cached(include_str!("seventh_character.sql"))?;
        for (extension, line) in self.row.extensions.iter().zip(0_u32..) {
            let also = extension.also.join("\n");
            statement.execute((self.id, line, extension.character.to_string(), &extension.meaning, also))?;
        }
        Ok(())
    }

    /// Of a table of procedures: what may stand in the places after the operation, and what it means.
    fn write_axis_values(&self, transaction: &Transaction<'_>) -> Result<(), CompileError> {
        let Some(meanings) = self.edition.meanings.filter(|_| self.row.kind == CodeKind::Category) else {
            return Ok(());
        };
        let mut statement = transaction.prepare_cached(
            "INSERT INTO axis_value (code, place, character, meaning) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (place, character, meaning) in meanings.of_table(&self.row.code) {
            statement.execute((self.id, place, character.to_string(), meaning))?;
        }
        Ok(())
    }

    /// Of a header: the code below it whose title adds nothing but that the record says no more ("unspecified side").
    fn says_no_more(&self) -> Option<u32> {
        let named = search::naming_words(self.row.title.as_deref()?);
        let mut below: Vec<usize> = self.row.children.iter().rev().copied().collect();
        while let Some(at) = below.pop() {
            let row = self.edition.book.rows.get(at)?;
            let same = row.title.as_deref().is_some_and(|title| search::naming_words(title) == named);
            if same && row.children.is_empty() {
                return self.edition.book.numbers.get(at).map(|numbers| numbers.0);
            }
            if same {
                below.extend(row.children.iter().rev());
            }
        }
        None
    }

    fn gather_phrases(&self, title: Option<&str>, terms: &Terms, phrases: &mut Vec<Phrase>) {
        for line in self.row.notes.iter().flat_map(|note| &note.lines) {
            let Some((text, code)) = search::reference(line) else { continue };
            let numbers =
                self.edition.book.by_code.get(&code).and_then(|at| self.edition.book.numbers.get(*at));
            if let Some((id, _)) = numbers {
                phrases.push(Phrase { code: *id, kind: PhraseKind::Reference, text: text.to_owned() });
            }
        }
        if matches!(self.row.kind, CodeKind::Chapter | CodeKind::Block) {
            return;
        }
        if self.edition.meanings.is_some() {
            // The title of a procedure's header is that of one axis, which alone says too little to be found by.
            let found_by_title = title.filter(|_| self.row.kind == CodeKind::Code);
            phrases.extend(found_by_title.map(|text| Phrase {
                code: self.id,
                kind: PhraseKind::Title,
                text: text.to_owned(),
            }));
            let named = self.edition.index.and_then(|index| index.get(&self.row.code)).into_iter().flatten();
            phrases.extend(named.map(|text| Phrase {
                code: self.id,
                kind: PhraseKind::Reference,
                text: text.clone(),
            }));
            return;
        }
        let inherits = self.says_no_more();
        let mut put = |kind, text: &str| {
            phrases.push(Phrase { code: self.id, kind, text: text.to_owned() });
            if let Some(code) = inherits.filter(|_| kind != PhraseKind::Title) {
                phrases.push(Phrase { code, kind: PhraseKind::Inherited, text: text.to_owned() });
            }
        };
        if let Some(title) = title {
            put(PhraseKind::Title, title);
        }
        for (text, line) in self.row.inclusion_terms.iter().zip(0_u32..) {
            put(PhraseKind::Inclusion { line }, text);
        }
        let ours = terms.of(&self.row.code).iter().filter(|_| self.edition.system == CodeSystem::Icd10cm);
        for text in ours {
            put(PhraseKind::Ours, text);
        }
        for (note, block) in self.row.notes.iter().zip(0_u32..).filter(|(n, _)| n.kind == NoteKind::Includes)
        {
            for (text, line) in note.lines.iter().zip(0_u32..) {
                put(PhraseKind::Includes { block, line }, text);
            }
        }
    }
}
