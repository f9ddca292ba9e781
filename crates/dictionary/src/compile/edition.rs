//! One code system on its way into the dictionary: its book, when its codes are valid, and its titles.

use std::collections::BTreeMap;

use encounter::CodeSystem;

use super::book::Book;
use super::spans::Spans;
use super::{CompileError, ProcedureSources, Published, Sources, place, procedures, spans};
use crate::date_key;
use crate::info::ReleaseRole;
use crate::procedures::AxisMeanings;

#[derive(Debug)]
pub(super) struct Edition<'a> {
    pub(super) system: CodeSystem,
    pub(super) book: Book,
    pub(super) spans: Spans<'a>,
    /// The release of hierarchy and notes.
    pub(super) release: &'a str,
    /// Oldest first.
    pub(super) titles: &'a [Published<BTreeMap<String, String>>],
    pub(super) short_titles: &'a BTreeMap<String, String>,
    /// What the characters mean, of procedure codes.
    pub(super) meanings: Option<&'a AxisMeanings>,
    /// What the publisher's index calls its rows, of procedures.
    pub(super) index: Option<&'a BTreeMap<String, Vec<String>>>,
    pub(super) releases: Vec<ReleaseRow<'a>>,
    /// The number of its first row.
    pub(super) first: u32,
}

/// A line of the table `release`.
#[derive(Debug)]
pub(super) struct ReleaseRow<'a> {
    pub(super) id: &'a str,
    pub(super) role: ReleaseRole,
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) source: &'a str,
}

impl<'a> ReleaseRow<'a> {
    pub(super) fn of<T>(published: &'a Published<T>, role: ReleaseRole) -> Self {
        Self {
            id: &published.release,
            role,
            from: date_key::key(published.from),
            to: date_key::key(published.to),
            source: &published.source,
        }
    }
}

impl<'a> Edition<'a> {
    pub(super) fn of_diagnoses(sources: &'a Sources) -> Result<Self, CompileError> {
        let validity = &sources.validity;
        let mut book = Book::build(&sources.tabular.content, &spans::codes(&validity.content))?;
        place::place_all(&mut book, &validity.content, &sources.titles)?;
        book.number(0)?;
        let mut releases = vec![
            ReleaseRow::of(&sources.tabular, ReleaseRole::Tabular),
            ReleaseRow::of(validity, ReleaseRole::Validity),
        ];
        releases.extend(sources.titles.iter().map(|list| ReleaseRow::of(list, ReleaseRole::Titles)));
        Ok(Self {
            system: CodeSystem::Icd10cm,
            book,
            spans: Spans::gather(&validity.content)?,
            release: &sources.tabular.release,
            titles: &sources.titles,
            short_titles: &sources.short_titles,
            meanings: None,
            index: None,
            releases,
            first: 0,
        })
    }

    pub(super) fn of_procedures(sources: &'a ProcedureSources, first: u32) -> Result<Self, CompileError> {
        let mut book = procedures::book(&sources.validity.content, &sources.axes.content)?;
        book.number(first)?;
        let mut releases = vec![
            ReleaseRow::of(&sources.axes, ReleaseRole::Tabular),
            ReleaseRow::of(&sources.validity, ReleaseRole::Validity),
        ];
        releases.extend(sources.titles.iter().map(|list| ReleaseRow::of(list, ReleaseRole::Titles)));
        Ok(Self {
            system: CodeSystem::Icd10pcs,
            book,
            spans: Spans::gather(&sources.validity.content)?,
            release: &sources.axes.release,
            titles: &sources.titles,
            short_titles: &sources.short_titles,
            meanings: Some(&sources.axes.content),
            index: Some(&sources.index),
            releases,
            first,
        })
    }

    /// The number after that of its last row.
    pub(super) fn end(&self) -> u32 {
        self.first.saturating_add(u32::try_from(self.book.order.len()).unwrap_or(u32::MAX))
    }
}
