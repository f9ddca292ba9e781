//! The imported indexes as they are walked: find a term, open its sub-terms, follow its references. Every row knows
//! its codes and where its references lead.

mod find;
mod follow;
mod load;
mod moved;

pub(super) use load::LoadedIndex;
pub(crate) use moved::MovedEntry;

use std::sync::{Arc, PoisonError};

use encounter::IndexKind;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::list::Publication;
use super::{CodeSet, Publications};
use crate::error::DictionaryError;
use crate::official::ReferenceKind;

/// An index that is installed, as it stands on a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IndexBook {
    pub kind: IndexKind,
    /// The release that answers for the date.
    pub publication: Publication,
    /// False where no imported release is in force on the date and the nearest one answers.
    pub in_force: bool,
    /// Titles of the columns of codes; one without a title in the indexes.
    pub columns: Vec<String>,
}

/// One line of an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IndexRow {
    /// Its place in the index, from 0.
    pub term: u32,
    /// 0 is a main term.
    pub depth: u32,
    /// With its nonessential modifiers.
    pub title: String,
    /// Without them.
    pub plain: String,
    /// The terms above it, outermost first, without nonessential modifiers.
    pub above: Vec<String>,
    pub note: Option<String>,
    pub has_sub_terms: bool,
    /// One a column.
    pub cells: Vec<Option<IndexCell>>,
    /// The manifestation that is coded second.
    pub manifestation: Option<IndexCell>,
    pub links: Vec<IndexLink>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IndexCell {
    /// As it is printed, with a `-` where characters are missing.
    pub code: String,
    /// The Tabular List completes it.
    pub incomplete: bool,
}

/// A cross-reference and where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IndexLink {
    pub kind: ReferenceKind,
    pub text: String,
    /// `None` where it names no term: "by specific chemical substance".
    pub to: Option<IndexPlace>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "place", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum IndexPlace {
    /// `exact` is false where only the first words of the reference name a term.
    Term { index: IndexKind, term: u32, exact: bool },
    /// The beginning of another index.
    Index { index: IndexKind },
    /// A code of the Tabular List.
    Code { code: String },
}

/// The rows that a search found, best first, or the outermost rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IndexPage {
    pub rows: Vec<IndexRow>,
    pub total: u32,
}

/// A term with all that stands around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IndexOpening {
    /// From the main term down to the term itself.
    pub path: Vec<IndexRow>,
    pub sub_terms: Vec<IndexRow>,
}

impl Publications {
    /// The indexes that are installed, each in the release that answers for the date.
    pub fn indexes(&self, on: Date) -> Result<Vec<IndexBook>, DictionaryError> {
        let mut books = Vec::new();
        for kind in IndexKind::ALL {
            if let Some((publication, index)) = self.index(kind, on)? {
                let columns = index.columns.iter().map(|(_, title)| title.clone()).collect();
                books.push(IndexBook { kind, in_force: publication.in_force(on), publication, columns });
            }
        }
        Ok(books)
    }

    /// Terms by their words or the beginnings of these, in any order; without words the outermost terms. `None` where
    /// the index is not installed.
    pub fn find_in_index(
        &self,
        kind: IndexKind,
        on: Date,
        query: &str,
        limit: u32,
    ) -> Result<Option<IndexPage>, DictionaryError> {
        let Some((_, index)) = self.index(kind, on)? else { return Ok(None) };
        let found = index.find(query);
        let total = u32::try_from(found.len()).unwrap_or(u32::MAX);
        let rows = found.into_iter().take(limit as usize);
        let rows = rows.filter_map(|term| self.row(kind, on, &index, term).transpose());
        Ok(Some(IndexPage { rows: rows.collect::<Result<_, _>>()?, total }))
    }

    /// A term with its sub-terms; `None` where the index is not installed or has no such term.
    pub fn open_index_term(
        &self,
        kind: IndexKind,
        on: Date,
        term: u32,
    ) -> Result<Option<IndexOpening>, DictionaryError> {
        let Some((_, index)) = self.index(kind, on)? else { return Ok(None) };
        if index.term(term).is_none() {
            return Ok(None);
        }
        let row = |term| self.row(kind, on, &index, term).transpose();
        let path = index.path(term).into_iter().filter_map(row).collect::<Result<_, _>>()?;
        let sub_terms = index.sub_terms(Some(term)).filter_map(row).collect::<Result<_, _>>()?;
        Ok(Some(IndexOpening { path, sub_terms }))
    }

    fn row(
        &self,
        kind: IndexKind,
        on: Date,
        index: &LoadedIndex,
        term: u32,
    ) -> Result<Option<IndexRow>, DictionaryError> {
        let Some(entry) = index.term(term) else { return Ok(None) };
        let mut path = index.path(term);
        path.pop();
        let above = path.into_iter().filter_map(|each| index.term(each)).map(|each| each.plain.clone());
        let mut links = Vec::new();
        for (reference, text) in &entry.references {
            let to = self.follow(kind, on, index, *reference, text)?;
            links.push(IndexLink { kind: *reference, text: text.clone(), to });
        }
        let code_of = |number: u8| entry.codes.iter().find(|(known, _)| *known == number);
        Ok(Some(IndexRow {
            term,
            depth: entry.depth,
            title: entry.title.clone(),
            plain: entry.plain.clone(),
            above: above.collect(),
            note: entry.note.clone(),
            has_sub_terms: index.sub_terms(Some(term)).next().is_some(),
            cells: index
                .columns
                .iter()
                .map(|(number, _)| code_of(*number).map(|(_, code)| cell(code)))
                .collect(),
            manifestation: entry.manifestation.as_deref().map(cell),
            links,
        }))
    }

    /// The index of a kind that answers for the date, read once.
    pub(super) fn index(
        &self,
        kind: IndexKind,
        on: Date,
    ) -> Result<Option<(Publication, Arc<LoadedIndex>)>, DictionaryError> {
        let Some(publication) = self.on(CodeSet::of_index(kind), on)? else { return Ok(None) };
        let known = self.indexes.lock().unwrap_or_else(PoisonError::into_inner).get(&publication.id).cloned();
        if let Some(index) = known {
            return Ok(Some((publication, index)));
        }
        let loaded = self.read(|connection| LoadedIndex::load(connection, publication.id))?;
        let Some(index) = loaded.map(Arc::new) else { return Ok(None) };
        let mut indexes = self.indexes.lock().unwrap_or_else(PoisonError::into_inner);
        indexes.insert(publication.id, Arc::clone(&index));
        Ok(Some((publication, index)))
    }
}

fn cell(code: &str) -> IndexCell {
    IndexCell { code: code.to_owned(), incomplete: code.ends_with('-') }
}
