//! A newer release of ICD-10-CM, compiled on what is known of the older ones.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use encounter::CodeSystem;
use jiff::civil::Date;

use super::book::Book;
use super::edition::{Edition, ReleaseRow};
use super::known::{Known, Titles};
use super::spans::{self, Spans};
use super::{CompileError, Compiled, GoOn, Published, check, formed, place, write};
use crate::date_key;
use crate::info::ReleaseRole;
use crate::official::{CodeEditorTable, OrderFile, Tabular};

/// What is published of one release, one of the two at least.
pub(crate) struct DiagnosisRelease<'a> {
    /// Hierarchy and notes; without it those that are known stay.
    pub(crate) tabular: Option<Source<'a, Tabular>>,
    /// Which codes are valid, and their official titles; without it those that the Tabular List forms, and without both
    /// those that are known to be valid then.
    pub(crate) order: Option<Source<'a, OrderFile>>,
    pub(crate) from: Date,
    /// `None` until the next one.
    pub(crate) to: Option<Date>,
}

/// A file of a release.
pub(crate) struct Source<'a, T> {
    pub(crate) file: &'a str,
    pub(crate) content: &'a T,
}

impl<T> Clone for Source<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Source<'_, T> {}

/// Compiles a release into a new file; there must be none at `path` yet.
pub(crate) fn compile_diagnoses(
    release: &DiagnosisRelease<'_>,
    known: &Known,
    path: &Path,
    go_on: GoOn<'_>,
) -> Result<Compiled, CompileError> {
    let name = format!("icd10cm-{}", release.from.strftime("%Y-%m"));
    let order_name = format!("{name}-order");
    let codes_name = format!("{name}-codes");
    let to = release.to.map_or(date_key::LAST, date_key::key);
    let formed = match (release.order, release.tabular) {
        (None, Some(tabular)) => formed::billable(tabular.content, known, release.from),
        _ => BTreeSet::new(),
    };
    let validity = known.renewed(&valid(release, known, &formed), release.from);
    // Oldest first.
    let mut titles = known.titles();
    titles.retain(|list| list.release != order_name);
    titles.extend(order_titles(release.order, &order_name, release.from, release.to));
    let mut short_titles = known.short_titles();
    short_titles.extend(release.order.iter().flat_map(|order| order.content.short_titles()));
    check(go_on)?;
    let mut book = match release.tabular {
        Some(tabular) => Book::build(tabular.content, &spans::codes(&validity))?,
        None => Book::of_known(known)?,
    };
    check(go_on)?;
    place::place_all(&mut book, &validity, &titles)?;
    for entry in release.order.iter().flat_map(|order| &order.content.entries) {
        book.title(&entry.code, &entry.title, &order_name);
    }
    book.number(0)?;
    let text = match (&release.tabular, &known.text) {
        (None, Some(known)) => known,
        _ => &name,
    };
    let edition = Edition {
        system: CodeSystem::Icd10cm,
        book,
        spans: spans(&validity, known, to)?,
        release: text,
        titles: &titles,
        short_titles: &short_titles,
        meanings: None,
        index: None,
        releases: releases(
            release.tabular.map(|tabular| tabular.file),
            release.order.map(|order| order.file).or(release.tabular.map(|tabular| tabular.file)),
            (date_key::key(release.from), to),
            known,
            text,
            if release.order.is_some() { &order_name } else { &codes_name },
        ),
        first: 0,
    };
    write::write(&[edition], path, go_on)
}

/// The codes that are billable on the first day.
fn valid<'a>(
    release: &DiagnosisRelease<'a>,
    known: &'a Known,
    formed: &'a BTreeSet<String>,
) -> BTreeSet<&'a str> {
    match (release.order, release.tabular) {
        (Some(order), _) => order.content.billable().collect(),
        (None, Some(_)) => formed.iter().map(String::as_str).collect(),
        (None, None) => known.billable(release.from),
    }
}

/// The official titles of a release.
pub(super) fn order_titles(
    order: Option<Source<'_, OrderFile>>,
    name: &str,
    from: Date,
    to: Option<Date>,
) -> Option<Published<Titles>> {
    order.map(|order| {
        let titles = order.content.entries.iter().map(|entry| (entry.code.clone(), entry.title.clone()));
        Published {
            release: name.to_owned(),
            from,
            to: to.unwrap_or(Date::MAX),
            source: order.file.to_owned(),
            content: titles.collect::<BTreeMap<_, _>>(),
        }
    })
}

/// What is known of days before and after stays known.
pub(super) fn spans<'a>(
    validity: &'a CodeEditorTable,
    known: &Known,
    to: u32,
) -> Result<Spans<'a>, CompileError> {
    let spans = Spans::gather(validity)?;
    let first = if known.rows.is_empty() { spans.first } else { known.from.min(spans.first) };
    Ok(Spans { first, last: known.to.max(to), ..spans })
}

/// The new release by its files of text and of codes, and those that are known.
pub(super) fn releases<'a>(
    text_file: Option<&'a str>,
    order_file: Option<&'a str>,
    (from, to): (u32, u32),
    known: &'a Known,
    text: &'a str,
    order: &'a str,
) -> Vec<ReleaseRow<'a>> {
    let row = |id, role, source| ReleaseRow { id, role, from, to, source };
    let mut rows: Vec<ReleaseRow<'a>> = Vec::new();
    rows.extend(text_file.map(|file| row(text, ReleaseRole::Tabular, file)));
    rows.extend(order_file.map(|file| row(order, ReleaseRole::Validity, file)));
    for (id, (role, published)) in &known.releases {
        if rows.iter().any(|row| row.id == id) {
            continue;
        }
        let role = if *role == ReleaseRole::Tabular && id != text { ReleaseRole::Titles } else { *role };
        rows.push(ReleaseRow::of(published, role));
    }
    rows
}
