//! A newer release of ICD-10-PCS, compiled on what is known of the older ones.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use encounter::CodeSystem;
use jiff::civil::Date;

use super::diagnoses::{Source, order_titles, releases, spans};
use super::edition::Edition;
use super::known::Known;
use super::{CompileError, Compiled, GoOn, check, compose, procedures, write};
use crate::date_key;
use crate::detail::NoteKind;
use crate::official::{DefinedTerm, OrderFile, ProcedureDefinitions, ProcedureTables};
use crate::procedures::{AxisMeanings, TABLE};

/// What is published of one release, one of the three at least.
pub(crate) struct ProcedureRelease<'a> {
    /// Which codes there are and what their characters mean.
    pub(crate) tables: Option<Source<'a, ProcedureTables>>,
    /// Which codes are valid, and their official titles.
    pub(crate) order: Option<Source<'a, OrderFile>>,
    pub(crate) definitions: Option<Source<'a, ProcedureDefinitions>>,
    pub(crate) from: Date,
    /// `None` until the next one.
    pub(crate) to: Option<Date>,
}

/// Compiles a release into a new file; there must be none at `path` yet.
pub(crate) fn compile_procedures(
    release: &ProcedureRelease<'_>,
    known: &Known,
    path: &Path,
    go_on: GoOn<'_>,
) -> Result<Compiled, CompileError> {
    let name = format!("icd10pcs-{}", release.from.strftime("%Y-%m"));
    let order_name = format!("{name}-order");
    let to = release.to.map_or(date_key::LAST, date_key::key);
    let of_tables = release.tables.map(|tables| tables.content.codes());
    let valid: BTreeSet<&str> = match (release.order, &of_tables) {
        (Some(order), _) => order.content.billable().collect(),
        (None, Some(codes)) => codes.iter().map(String::as_str).collect(),
        (None, None) => known.billable(release.from),
    };
    let validity = known.renewed(&valid, release.from);
    let mut titles = known.titles();
    titles.retain(|list| list.release != order_name);
    titles.extend(order_titles(release.order, &order_name, release.from, release.to));
    let mut short_titles = known.short_titles();
    short_titles.extend(release.order.iter().flat_map(|order| order.content.short_titles()));
    check(go_on)?;
    let meanings = meanings(release, known);
    check(go_on)?;
    let mut book = procedures::book(&validity, &meanings)?;
    let text = match (&release.tables, &known.text) {
        (None, Some(known)) => known.clone(),
        _ => name,
    };
    if let Some(tables) = release.tables {
        let official =
            |code: &str| titles.iter().rev().find_map(|list| list.content.get(code).map(String::as_str));
        let composed = compose::titles(tables.content, official, go_on)?;
        for (code, title) in composed {
            book.title(&code, &title, &text);
        }
    }
    book.number(0)?;
    let tables = release.tables.map(|tables| tables.file).or(release.definitions.map(|file| file.file));
    let edition = Edition {
        system: CodeSystem::Icd10pcs,
        book,
        spans: spans(&validity, known, to)?,
        release: &text,
        titles: &titles,
        short_titles: &short_titles,
        meanings: Some(&meanings),
        index: Some(&known.names),
        releases: releases(
            tables.filter(|_| release.tables.is_some() || known.text.is_none()),
            release.order.map(|order| order.file),
            (date_key::key(release.from), to),
            known,
            &text,
            &order_name,
        ),
        first: 0,
    };
    write::write(&[edition], path, go_on)
}

/// What is known, and over it what the release says.
fn meanings(release: &ProcedureRelease<'_>, known: &Known) -> AxisMeanings {
    let mut meanings = known.meanings.clone();
    for table in release.tables.iter().flat_map(|tables| &tables.content.tables) {
        let characters = table.characters();
        for (value, length) in table.heading.iter().zip(1..) {
            meanings.put(characters.get(..length).unwrap_or_default(), &value.meaning);
        }
        // In a few tables a character means something else in another row: then it means the one or the other.
        let mut values: BTreeMap<(u8, char), Vec<&str>> = BTreeMap::new();
        for row in &table.rows {
            for (place, axis) in (4_u8..).zip(row) {
                for value in axis {
                    let meant = values.entry((place, value.character)).or_default();
                    if !meant.contains(&value.meaning.as_str()) {
                        meant.push(&value.meaning);
                    }
                }
            }
        }
        for ((place, character), meant) in values {
            meanings.put_value(&characters, place, character, &meant.join(" / "));
        }
        if release.definitions.is_none() {
            meanings.define(&characters, &table.definition);
        }
    }
    if let Some(definitions) = release.definitions {
        meanings.forget_definitions();
        for term in &definitions.content.terms {
            let length = usize::from(term.place);
            // Operation and body part are headers of the book; what stands behind them means the same in every table.
            if length > TABLE + 1 {
                define_values(&mut meanings, term);
            }
            if !(TABLE..=TABLE + 1).contains(&length) {
                continue;
            }
            for beginning in meanings.named(term.section, length, &term.titles) {
                for line in &term.lines {
                    meanings.define(&beginning, line);
                }
                for line in &term.includes {
                    meanings.include(&beginning, line);
                }
            }
        }
    }
    meanings
}

fn define_values(meanings: &mut AxisMeanings, term: &DefinedTerm) {
    for title in &term.titles {
        for (kind, lines) in [(NoteKind::Note, &term.lines), (NoteKind::Includes, &term.includes)] {
            for line in lines {
                meanings.define_value(term.section, term.place, title, kind, line);
            }
        }
    }
}
