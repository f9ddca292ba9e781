//! The book as a tree: chapters, blocks within blocks, categories, subcategories, codes.

use std::collections::{HashMap, HashSet};

use super::CompileError;
use super::known::Known;
use crate::detail::CodeKind;
use crate::official::{Chapter, Diagnosis, Extension, NoteBlock, Section, Tabular};

/// Index of a row in [`Book::rows`], in no particular order until [`Book::number`].
pub(super) type RowAt = usize;

#[derive(Debug)]
pub(super) struct BookRow {
    /// Without the dot.
    pub(super) code: String,
    pub(super) kind: CodeKind,
    /// As the Tabular List has it, or what the last character of a procedure header means.
    pub(super) title: Option<String>,
    /// The release of the title, where it is not that of the book.
    pub(super) title_release: Option<String>,
    pub(super) parent: Option<RowAt>,
    pub(super) children: Vec<RowAt>,
    /// Whether the row is its parent with a 7th character.
    pub(super) extension: bool,
    pub(super) notes: Vec<NoteBlock>,
    pub(super) inclusion_terms: Vec<String>,
    pub(super) extensions: Vec<Extension>,
    /// First and last category of a block.
    range: Option<(String, String)>,
}

impl BookRow {
    pub(super) fn new(code: String, kind: CodeKind, title: Option<String>) -> Self {
        Self {
            code,
            kind,
            title,
            title_release: None,
            parent: None,
            children: Vec::new(),
            extension: false,
            notes: Vec::new(),
            inclusion_terms: Vec::new(),
            extensions: Vec::new(),
            range: None,
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) rows: Vec<BookRow>,
    pub(super) by_code: HashMap<String, RowAt>,
    roots: Vec<RowAt>,
    /// Rows in book order, filled by [`number`](Self::number).
    pub(super) order: Vec<RowAt>,
    /// By row: its number in book order, and that of its last descendant.
    pub(super) numbers: Vec<(u32, u32)>,
}

impl Book {
    /// Builds the tree of a Tabular List. `valid` are all codes that are or were valid: of the codes that a 7th
    /// character may form, only those exist.
    pub(super) fn build(tabular: &Tabular, valid: &HashSet<&str>) -> Result<Self, CompileError> {
        let mut book = Self::default();
        for chapter in &tabular.chapters {
            book.add_chapter(chapter, valid)?;
        }
        Ok(book)
    }

    /// The tree of a volume that is there already.
    pub(super) fn of_known(known: &Known) -> Result<Self, CompileError> {
        let mut book = Self::default();
        let mut places: HashMap<u32, RowAt> = HashMap::with_capacity(known.rows.len());
        for each in &known.rows {
            let mut row = BookRow::new(each.row.code.clone(), each.row.kind, each.row.title.clone());
            row.title_release =
                each.row.title_release.clone().filter(|release| Some(release) != known.text.as_ref());
            row.extension = each.row.extension;
            row.notes.clone_from(&each.notes);
            row.inclusion_terms.clone_from(&each.inclusion_terms);
            row.extensions.clone_from(&each.extensions);
            if row.kind == CodeKind::Block {
                row.range =
                    each.row.code.split_once('-').map(|(first, last)| (first.to_owned(), last.to_owned()));
            }
            let parent = each.row.parent.and_then(|id| places.get(&id)).copied();
            places.insert(each.row.id, book.add(row, parent)?);
        }
        Ok(book)
    }

    pub(super) fn add(&mut self, mut row: BookRow, parent: Option<RowAt>) -> Result<RowAt, CompileError> {
        row.parent = parent;
        let at = self.rows.len();
        if self.by_code.insert(row.code.clone(), at).is_some() {
            return Err(CompileError::Twice { code: row.code });
        }
        self.rows.push(row);
        match parent.and_then(|parent| self.rows.get_mut(parent)) {
            Some(parent) => parent.children.push(at),
            None => self.roots.push(at),
        }
        Ok(at)
    }

    fn add_chapter(&mut self, chapter: &Chapter, valid: &HashSet<&str>) -> Result<(), CompileError> {
        let mut row = BookRow::new(chapter.name.clone(), CodeKind::Chapter, titled(&chapter.title));
        row.notes.clone_from(&chapter.notes);
        let chapter_at = self.add(row, None)?;
        let mut blocks: Vec<RowAt> = Vec::new();
        for section in &chapter.sections {
            let (first, last) = section.id.split_once('-').unwrap_or((&section.id, &section.id));
            // The file lists blocks flat. One lies in the narrowest of those before it that spans it.
            let around = blocks.iter().rev().copied().find(|block| self.spans(*block, first, last));
            let at = self.add_block(section, first, last, around.unwrap_or(chapter_at))?;
            blocks.push(at);
            for diagnosis in &section.diagnoses {
                self.add_diagnosis(diagnosis, at, &[], valid)?;
            }
        }
        Ok(())
    }

    fn add_block(
        &mut self,
        section: &Section,
        first: &str,
        last: &str,
        parent: RowAt,
    ) -> Result<RowAt, CompileError> {
        // A block of one category must not take the code of that category.
        let mut row = BookRow::new(format!("{first}-{last}"), CodeKind::Block, titled(&section.title));
        row.range = Some((first.to_owned(), last.to_owned()));
        row.notes.clone_from(&section.notes);
        row.inclusion_terms.clone_from(&section.inclusion_terms);
        self.add(row, Some(parent))
    }

    fn spans(&self, block: RowAt, first: &str, last: &str) -> bool {
        let range = self.rows.get(block).and_then(|row| row.range.as_ref());
        range.is_some_and(|(from, to)| from.as_str() <= first && last <= to.as_str())
    }

    /// The narrowest block that spans a category.
    pub(super) fn block_of(&self, category: &str) -> Option<RowAt> {
        (0..self.rows.len()).rev().find(|block| self.spans(*block, category, category))
    }

    /// The chapter of the category before: where a category stands that a newer book added at the end of a block, and
    /// whose block (and so whose notes) no source tells.
    pub(super) fn chapter_around(&self, category: &str) -> Option<RowAt> {
        let before = |row: &&BookRow| row.kind.is_code() && row.code.as_str() < category;
        let before = self.rows.iter().filter(before).max_by(|a, b| a.code.cmp(&b.code))?;
        let mut chapter = before.parent;
        while let Some(above) = chapter.and_then(|at| self.rows.get(at)).and_then(|row| row.parent) {
            chapter = Some(above);
        }
        chapter
    }

    fn add_diagnosis(
        &mut self,
        diagnosis: &Diagnosis,
        parent: RowAt,
        inherited: &[Extension],
        valid: &HashSet<&str>,
    ) -> Result<(), CompileError> {
        let code = diagnosis.name.replace('.', "");
        let mut row = BookRow::new(code.clone(), CodeKind::Code, titled(&diagnosis.title));
        row.notes.clone_from(&diagnosis.notes);
        row.inclusion_terms.clone_from(&diagnosis.inclusion_terms);
        row.extensions.clone_from(&diagnosis.extensions);
        let at = self.add(row, Some(parent))?;
        let extensions =
            if diagnosis.extensions.is_empty() { inherited } else { diagnosis.extensions.as_slice() };
        for below in &diagnosis.diagnoses {
            self.add_diagnosis(below, at, extensions, valid)?;
        }
        if diagnosis.diagnoses.is_empty() {
            for extension in extensions {
                let extended = extended(&code, extension.character);
                if valid.contains(extended.as_str()) {
                    let title = format!("{}, {}", diagnosis.title, extension.meaning);
                    let mut row = BookRow::new(extended, CodeKind::Code, Some(title));
                    row.extension = true;
                    self.add(row, Some(at))?;
                }
            }
        }
        Ok(())
    }

    /// Gives a code its official title, where the book calls it otherwise.
    pub(super) fn title(&mut self, code: &str, title: &str, release: &str) {
        let row = self.by_code.get(code).and_then(|at| self.rows.get_mut(*at));
        if let Some(row) = row.filter(|row| row.title.as_deref() != Some(title)) {
            row.title = Some(title.to_owned());
            row.title_release = Some(release.to_owned());
        }
    }

    /// Moves a row that was just added to its place by code among its siblings.
    pub(super) fn sort_in(&mut self, at: RowAt) {
        let Some(row) = self.rows.get(at) else { return };
        let (code, parent) = (row.code.clone(), row.parent);
        let Some(mut siblings) =
            parent.and_then(|p| self.rows.get_mut(p)).map(|p| std::mem::take(&mut p.children))
        else {
            return;
        };
        siblings.retain(|sibling| *sibling != at);
        let after = |sibling: &RowAt| self.rows.get(*sibling).is_some_and(|row| row.code > code);
        let place = siblings.iter().position(after).unwrap_or(siblings.len());
        siblings.insert(place, at);
        if let Some(parent) = parent.and_then(|parent| self.rows.get_mut(parent)) {
            parent.children = siblings;
        }
    }

    /// Numbers the rows in book order, from `first` on, and tells headers from codes.
    pub(super) fn number(&mut self, first: u32) -> Result<(), CompileError> {
        self.numbers = vec![(0, 0); self.rows.len()];
        self.order = Vec::with_capacity(self.rows.len());
        let mut open: Vec<(RowAt, bool)> = self.roots.iter().rev().map(|root| (*root, false)).collect();
        while let Some((at, done)) = open.pop() {
            let (Some(row), Some(numbers)) = (self.rows.get_mut(at), self.numbers.get_mut(at)) else {
                continue;
            };
            let before = u32::try_from(self.order.len()).map_err(|_| CompileError::TooLarge)?;
            let next = first.checked_add(before).ok_or(CompileError::TooLarge)?;
            if done {
                numbers.1 = next - 1;
                continue;
            }
            numbers.0 = next;
            self.order.push(at);
            if row.kind.is_code() {
                row.kind = match (row.children.is_empty(), row.code.len()) {
                    (true, _) => CodeKind::Code,
                    (false, 3) => CodeKind::Category,
                    (false, _) => CodeKind::Subcategory,
                };
            }
            open.push((at, true));
            open.extend(row.children.iter().rev().map(|child| (*child, false)));
        }
        Ok(())
    }
}

/// A code with a 7th character. X fills the places before it (Official Guidelines, section I.A.5).
pub(super) fn extended(code: &str, character: char) -> String {
    format!("{code:X<6}{character}")
}

fn titled(title: &str) -> Option<String> {
    (!title.is_empty()).then(|| title.to_owned())
}
