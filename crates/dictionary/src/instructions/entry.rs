use std::sync::{Arc, OnceLock};

use encounter::CodeSystem;
use jiff::civil::Date;
use rusqlite::Connection;

use super::kept::Known;
use super::{Instruction, Instructions, Names};
use crate::detail::CodeAttribute;
use crate::error::DictionaryError;
use crate::open::Dictionary;
use crate::row::{self, CodeRow};
use crate::standing::{CodeStanding, Coverage, OPEN, Window, standing};
use crate::volume::Volume;
use crate::{date_key, written};

/// What the edits ask of one code, for every day. Read once and kept, since a coder uses the same codes all day.
#[derive(Clone, Debug)]
pub struct CodeEntry {
    row: CodeRow,
    coverage: Coverage,
    attributes: Vec<(CodeAttribute, Window)>,
    /// Its own first, then those inherited, nearest ancestor first.
    pub instructions: Vec<Arc<Instruction>>,
    /// The release that the instructions are of, for example `icd10cm-2026-04`, and the days on which it is in force.
    pub release: String,
    release_from: Date,
    release_to: Date,
    /// Read when a rule first asks.
    pub(super) names: OnceLock<Arc<Names>>,
}

impl CodeEntry {
    pub(super) const fn row(&self) -> u32 {
        self.row.id
    }

    pub fn standing(&self, on: Date) -> CodeStanding {
        standing(&self.row.windows, self.coverage, date_key::key(on))
    }

    pub fn title(&self, on: Date) -> Option<String> {
        self.row.title_on(date_key::key(on))
    }

    /// What the Medicare Code Editor says of it on the date.
    pub fn has(&self, attribute: CodeAttribute, on: Date) -> bool {
        let on = date_key::key(on);
        self.attributes
            .iter()
            .any(|(word, window)| *word == attribute && window.from <= on && on <= window.to)
    }

    /// Whether the instructions are those of the date, and not of another year.
    pub fn is_text_of(&self, on: Date) -> bool {
        self.release_from <= on && on <= self.release_to
    }
}

impl Dictionary {
    /// What the edits ask of a code, written in any way; `None` where no release has it.
    pub fn entry(
        &self,
        system: CodeSystem,
        text: &str,
        on: Date,
    ) -> Result<Option<Arc<CodeEntry>>, DictionaryError> {
        let Some(stored) = written::stored(system, text) else { return Ok(None) };
        let volume = self.holding(system, &stored, on)?;
        if let Some(entry) = volume.entry(system, &stored)? {
            return Ok(Some(entry));
        }
        let Some(held) = self.held(system, &stored, on)? else { return Ok(None) };
        let entry = held.volume.entry(system, &stored)?;
        let clipped = |entry: Arc<CodeEntry>| CodeEntry {
            row: held.row,
            coverage: held.coverage,
            ..CodeEntry::clone(&entry)
        };
        Ok(entry.map(|entry| Arc::new(clipped(entry))))
    }
}

impl Volume {
    pub(super) fn entry(
        &self,
        system: CodeSystem,
        stored: &str,
    ) -> Result<Option<Arc<CodeEntry>>, DictionaryError> {
        match self.entries.get(system, stored) {
            Some(Known::Entry(entry)) => return Ok(Some(entry)),
            Some(Known::Absent) => return Ok(None),
            None => {}
        }
        let connection = self.connection();
        let Some(row) = row::by_text(&connection, system, stored)? else {
            self.entries.put_absent(system, stored);
            return Ok(None);
        };
        let instructions = match self.instructions.get() {
            Some(loaded) => loaded,
            None => {
                let loaded = Instructions::load(&connection, CodeSystem::Icd10cm)?;
                self.instructions.get_or_init(|| loaded)
            }
        };
        let mut inherited = Vec::new();
        if system == CodeSystem::Icd10cm {
            for id in lineage(&connection, row.id)? {
                inherited.extend_from_slice(instructions.at(id));
            }
        }
        let release = self.info().releases.iter().find(|release| release.id == row.release);
        let entry = Arc::new(CodeEntry {
            coverage: self.coverage(),
            attributes: attributes(&connection, row.id)?,
            instructions: inherited,
            release: row.release.clone(),
            release_from: release.map_or(Date::MAX, |release| release.from),
            release_to: release.map_or(Date::MIN, |release| release.to),
            names: OnceLock::new(),
            row,
        });
        self.entries.put(system, stored, &entry);
        Ok(Some(entry))
    }
}

fn lineage(connection: &Connection, row: u32) -> Result<Vec<u32>, DictionaryError> {
    let mut statement = connection.prepare_cached(include_str!("lineage.sql"))?;
    Ok(statement.query_map([row], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

fn attributes(connection: &Connection, row: u32) -> Result<Vec<(CodeAttribute, Window)>, DictionaryError> {
    let mut statement =
        connection.prepare_cached("SELECT word, valid_from, valid_to FROM attribute WHERE code = ?1")?;
    let mut rows = statement.query([row])?;
    let mut attributes = Vec::new();
    while let Some(row) = rows.next()? {
        let Some(attribute) = CodeAttribute::from_word(&row.get::<_, String>(0)?) else { continue };
        let to = row.get::<_, Option<u32>>(2)?.unwrap_or(OPEN);
        attributes.push((attribute, Window { from: row.get(1)?, to, billable: true }));
    }
    Ok(attributes)
}
