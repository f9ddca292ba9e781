//! What became of a code: since when it stands in the book, when it came, went, was split or retitled, by all that is
//! installed; and what replaced it, where a release says so.

use std::sync::Arc;

use encounter::CodeSystem;
use jiff::civil::Date;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::detail::CodeKind;
use crate::error::DictionaryError;
use crate::info::ReleaseRole;
use crate::open::Dictionary;
use crate::row::{self, CodeRow};
use crate::standing::OPEN;
use crate::volume::Volume;
use crate::{date_key, written};

/// The history of one code. Codes in their display form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CodeHistory {
    /// Oldest first.
    pub events: Vec<CodeEvent>,
    /// The codes in its place: by the cross-reference of HCPCS, or where a code was split into codes below it, or these
    /// were joined in one. What other tables say is told apart, by [`Dictionary::replaced_by_tables`].
    pub replaced_by: Vec<String>,
    /// The codes in whose place it came, by the same.
    pub replaces: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CodeEvent {
    /// The first day on which it is so; of [`CodeChange::Went`] the last day of the code.
    pub on: Date,
    pub change: CodeChange,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum CodeChange {
    /// It stood in the book on the first day that is known.
    Known {
        billable: bool,
    },
    Came {
        billable: bool,
    },
    /// From then on codes below it are billable, and it is not.
    BecameHeader,
    BecameBillable,
    Went,
    Retitled {
        before: String,
        after: String,
    },
}

/// More codes in the place of one are a chapter rewritten.
const MOST_REPLACEMENTS: u32 = 24;

/// Days in which a code stood in the book in the same way, as YYYYMMDD; `to` is [`OPEN`] where no end is known.
struct Span {
    from: u32,
    to: u32,
    billable: bool,
    title: Option<String>,
}

impl Dictionary {
    /// What became of a code, without its dot and in capitals, by all installed releases. Empty where none has it.
    pub fn history(&self, system: CodeSystem, stored: &str) -> Result<CodeHistory, DictionaryError> {
        // Of a list of the user's own nobody publishes what changes.
        if system == CodeSystem::Own {
            return Ok(CodeHistory::default());
        }
        let stretches = self.stretches(system);
        let known_from = stretches.first().and_then(|(_, volume)| volume.known_from(system));
        let mut spans: Vec<Span> = Vec::new();
        let mut history = CodeHistory::default();
        for (at, (from, volume)) in stretches.iter().enumerate() {
            let end = stretches.get(at + 1).map_or(OPEN, |(next, _)| date_key::before(*next));
            let connection = volume.connection();
            let Some(row) = row::by_text(&connection, system, stored)? else { continue };
            spans.extend(clipped(&row, *from, end));
            if system == CodeSystem::Hcpcs {
                join(&mut history.replaced_by, references(&connection, row.id)?);
                join(&mut history.replaces, referring(&connection, stored)?);
            }
        }
        spans.sort_by_key(|span| (span.from, span.to));
        history.events = events(&spans, known_from);
        for event in &history.events {
            self.replacements(system, stored, event, &mut history.replaces, &mut history.replaced_by)?;
        }
        Ok(history)
    }

    /// What answers for a system and from which day on, oldest first.
    pub(crate) fn stretches(&self, system: CodeSystem) -> Vec<(u32, Arc<Volume>)> {
        let mut stretches: Vec<(u32, Arc<Volume>)> = Vec::new();
        for day in self.turning_days(system) {
            let volume = self.volume(system, day);
            if stretches.last().is_none_or(|(_, last)| !Arc::ptr_eq(last, &volume)) {
                let from = if stretches.is_empty() { 0 } else { date_key::key(day) };
                stretches.push((from, volume));
            }
        }
        stretches
    }

    /// What the order of the releases says: a code became the header of new ones, or took the place of those below it.
    fn replacements(
        &self,
        system: CodeSystem,
        stored: &str,
        event: &CodeEvent,
        replaces: &mut Vec<String>,
        replaced_by: &mut Vec<String>,
    ) -> Result<(), DictionaryError> {
        let first_day = match event.change {
            CodeChange::Went => event.on.tomorrow().unwrap_or(event.on),
            _ => event.on,
        };
        let volume = self.volume(system, first_day);
        let connection = volume.connection();
        let Some(row) = row::by_text(&connection, system, stored)? else { return Ok(()) };
        let day = date_key::key(first_day);
        match event.change {
            CodeChange::BecameHeader => join(replaced_by, came_below(&connection, &row, day)?),
            CodeChange::BecameBillable => {
                join(replaces, went_below(&connection, &row, date_key::before(day))?)
            }
            CodeChange::Came { billable: true } => {
                let went = |above: &CodeRow| {
                    above.windows.iter().any(|w| w.billable && w.to == date_key::before(day))
                };
                join(replaces, above(&connection, &row, went)?);
            }
            CodeChange::Went => {
                let came = |above: &CodeRow| above.windows.iter().any(|w| w.billable && w.from == day);
                join(replaced_by, above(&connection, &row, came)?);
            }
            CodeChange::Came { billable: false } | CodeChange::Known { .. } | CodeChange::Retitled { .. } => {
            }
        }
        Ok(())
    }
}

impl Volume {
    /// The first day of which it is known which codes of a system were valid; `None` where each code says that itself.
    fn known_from(&self, system: CodeSystem) -> Option<u32> {
        let role = if system.is_listed() { ReleaseRole::Tabular } else { ReleaseRole::Validity };
        let releases = self.info().releases.iter().filter(|release| release.role == role);
        releases.filter(|release| release.system == system).map(|release| date_key::key(release.from)).min()
    }
}

/// The spans of a row within the days for which its volume answers.
fn clipped(row: &CodeRow, from: u32, to: u32) -> impl Iterator<Item = Span> {
    row.windows.iter().filter_map(move |window| {
        let span = (window.from.max(from), window.to.min(to));
        (span.0 <= span.1).then(|| Span {
            from: span.0,
            to: span.1,
            billable: window.billable,
            title: row.title_on(span.0),
        })
    })
}

fn events(spans: &[Span], known_from: Option<u32>) -> Vec<CodeEvent> {
    let mut events = Vec::new();
    let mut tell = |day: u32, change| events.extend(date_key::date(day).map(|on| CodeEvent { on, change }));
    let mut before: Option<&Span> = None;
    for (at, span) in spans.iter().enumerate() {
        let follows = before.filter(|before| date_key::after(before.to) >= span.from);
        match follows {
            None if known_from.is_some_and(|known| span.from <= known) => {
                tell(span.from, CodeChange::Known { billable: span.billable });
            }
            None => tell(span.from, CodeChange::Came { billable: span.billable }),
            Some(before) if before.billable && !span.billable => tell(span.from, CodeChange::BecameHeader),
            Some(before) if !before.billable && span.billable => tell(span.from, CodeChange::BecameBillable),
            Some(_) => {}
        }
        if let Some((before, after)) =
            before.and_then(|before| before.title.as_ref().zip(span.title.as_ref()))
            && before != after
        {
            tell(span.from, CodeChange::Retitled { before: before.clone(), after: after.clone() });
        }
        let goes_on = spans.get(at + 1).is_some_and(|next| next.from <= date_key::after(span.to));
        if span.to != OPEN && !goes_on {
            tell(span.to, CodeChange::Went);
        }
        before = Some(span);
    }
    events
}

/// Codes below a row that are billable from a day on and were not the day before.
fn came_below(connection: &Connection, row: &CodeRow, day: u32) -> Result<Vec<String>, DictionaryError> {
    below(connection, include_str!("came_below.sql"), row, day)
}

/// Codes below a row that were billable to a day.
fn went_below(connection: &Connection, row: &CodeRow, day: u32) -> Result<Vec<String>, DictionaryError> {
    below(connection, include_str!("went_below.sql"), row, day)
}

fn below(
    connection: &Connection,
    sql: &str,
    row: &CodeRow,
    day: u32,
) -> Result<Vec<String>, DictionaryError> {
    let mut statement = connection.prepare_cached(sql)?;
    let codes = statement.query_map((row.id, row.last, day, MOST_REPLACEMENTS), |found| {
        Ok(written::display(row.system, CodeKind::Code, &found.get::<_, String>(0)?))
    })?;
    Ok(codes.collect::<Result<_, _>>()?)
}

fn above(
    connection: &Connection,
    row: &CodeRow,
    is_wanted: impl Fn(&CodeRow) -> bool,
) -> Result<Vec<String>, DictionaryError> {
    let ancestors = row::ancestors(connection, row)?;
    Ok(ancestors.iter().filter(|above| is_wanted(above)).map(CodeRow::display).collect())
}

/// The codes that HCPCS names in the place of one.
pub(crate) fn references(connection: &Connection, id: u32) -> Result<Vec<String>, DictionaryError> {
    let sql = "SELECT text FROM note WHERE code = ?1 AND kind = 'replaced_by' ORDER BY block, line";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_map([id], |found| found.get(0))?.collect::<Result<_, _>>()?)
}

/// The codes in whose place HCPCS names one.
fn referring(connection: &Connection, stored: &str) -> Result<Vec<String>, DictionaryError> {
    let mut statement = connection.prepare_cached(include_str!("referring.sql"))?;
    Ok(statement.query_map([stored], |found| found.get(0))?.collect::<Result<_, _>>()?)
}

fn join(codes: &mut Vec<String>, more: Vec<String>) {
    for code in more {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
}
