use encounter::CodeSystem;
use jiff::civil::Date;
use rusqlite::Connection;

use crate::detail::{
    CodeAttribute, CodeDetail, CodeSummary, InclusionTerm, Note, NoteKind, SeventhCharacter,
};
use crate::error::DictionaryError;
use crate::held::Held;
use crate::open::Dictionary;
use crate::procedures::axes;
use crate::row::{self, CodeRow};
use crate::standing::Brief;
use crate::standing::brief;
use crate::volume::Volume;
use crate::{date_key, written};

/// How far to look for a neighbour that is in force before giving up.
const NEIGHBOUR_REACH: u32 = 512;

impl Dictionary {
    /// Everything known of a code on a date of service. `text` may be written with or without the dot, in any case,
    /// with blanks; also a chapter (`4`) or a block (`E08-E13`). `None` where no release has it.
    pub fn code(
        &self,
        system: CodeSystem,
        text: &str,
        on: Date,
    ) -> Result<Option<CodeDetail>, DictionaryError> {
        let Some(stored) = written::stored(system, text) else { return Ok(None) };
        let history = self.history(system, &stored)?;
        let Some(held) = self.held(system, &stored, on)? else { return Ok(None) };
        let standing = held.standing(on);
        let Held { volume, row, coverage, left_out } = held;
        let on_key = date_key::key(on);
        let beside = match left_out {
            true => Some(self.beside(&volume, &row, on)?),
            false => None,
        };
        let connection = volume.connection();
        let path = row::ancestors(&connection, &row)?;
        let children = row::children(&connection, Some(row.id))?;
        let (siblings, previous, next) = match beside {
            Some(beside) => beside,
            None => {
                let mut siblings = row::children(&connection, row.parent)?;
                siblings.retain(|sibling| sibling.id != row.id);
                let previous =
                    volume.neighbour(&connection, &row, on_key, |id, step| id.checked_sub(step))?;
                let next = volume.neighbour(&connection, &row, on_key, u32::checked_add)?;
                (volume.in_force(&siblings, on_key), previous, next)
            }
        };
        let former = row.shows_former_title(on_key);
        let release = volume.info().releases.iter().find(|release| release.id == row.release);
        Ok(Some(CodeDetail {
            system,
            code: row.display(),
            title: row.title_on(on_key),
            title_release: if former { row.former_release.clone() } else { row.title_release.clone() },
            short_title: row.short_title.clone(),
            kind: row.kind,
            billable: standing.is_billable(),
            standing,
            history,
            attributes: attributes(&connection, row.id, on_key)?,
            path: path.iter().map(|ancestor| ancestor.summary(coverage, on_key)).collect(),
            children: volume.in_force(&children, on_key),
            siblings,
            previous,
            next,
            notes: notes(&connection, &row, &path)?,
            inclusion_terms: inclusion_terms(&connection, &row, &path)?,
            seventh_characters: seventh_characters(&connection, &row, &path)?,
            axes: if system == CodeSystem::Icd10pcs { axes(&connection, &row, &path)? } else { Vec::new() },
            release_in_force: release.is_some_and(|release| release.from <= on && on <= release.to),
            release: row.release,
        }))
    }

    /// A code as one row of a list; `None` where no release has it. Cheap: two index look-ups.
    pub fn summary(
        &self,
        system: CodeSystem,
        text: &str,
        on: Date,
    ) -> Result<Option<CodeSummary>, DictionaryError> {
        let Some(stored) = written::stored(system, text) else { return Ok(None) };
        Ok(self.held(system, &stored, on)?.map(|held| held.summary(on)))
    }

    /// What stood beside a code that the edition of the date has no more and is still in force: all of it, and the nearest
    /// before and after.
    fn beside(&self, volume: &Volume, row: &CodeRow, on: Date) -> Result<Beside, DictionaryError> {
        let rows = row::children(&volume.connection(), row.parent)?;
        let (mut siblings, mut previous, mut next) = (Vec::new(), None, None);
        for sibling in rows.iter().filter(|sibling| sibling.id != row.id && sibling.system == row.system) {
            let held = self.held(row.system, &sibling.code, on)?;
            let Some(summary) = held.map(|held| held.summary(on)) else { continue };
            if !summary.standing.is_in_force() {
                continue;
            }
            if sibling.id < row.id {
                previous = Some(summary.clone());
            } else if next.is_none() {
                next = Some(summary.clone());
            }
            siblings.push(summary);
        }
        Ok((siblings, previous, next))
    }
}

/// The siblings of a code, and of them the nearest before and after it.
type Beside = (Vec<CodeSummary>, Option<CodeSummary>, Option<CodeSummary>);

impl Volume {
    /// The nearest row in one direction that is of the same system, is no chapter or block, and is in force.
    fn neighbour(
        &self,
        connection: &Connection,
        row: &CodeRow,
        on: u32,
        step: impl Fn(u32, u32) -> Option<u32>,
    ) -> Result<Option<CodeSummary>, DictionaryError> {
        let coverage = self.coverage();
        for distance in 1..=NEIGHBOUR_REACH {
            let Some(id) = step(row.id, distance) else { break };
            let Some(found) = row::by_id(connection, id)? else { break };
            let of_the_list = found.kind.is_code() == row.kind.is_code() && found.system == row.system;
            let standing = brief(&found.windows, coverage, on);
            if of_the_list && (standing.is_in_force() || standing == Brief::DateNotCovered) {
                return Ok(Some(found.summary(coverage, on)));
            }
        }
        Ok(None)
    }
}

fn attributes(connection: &Connection, id: u32, on: u32) -> Result<Vec<CodeAttribute>, DictionaryError> {
    let mut statement = connection.prepare_cached(include_str!("attributes.sql"))?;
    let words = statement.query_map((id, on), |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let mut found: Vec<CodeAttribute> =
        words.iter().filter_map(|word| CodeAttribute::from_word(word)).collect();
    found.sort_unstable();
    Ok(found)
}

/// The row itself, then its ancestors from the parent up.
fn outward<'a>(row: &'a CodeRow, path: &'a [CodeRow]) -> impl Iterator<Item = &'a CodeRow> {
    std::iter::once(row).chain(path.iter().rev())
}

fn notes(connection: &Connection, row: &CodeRow, path: &[CodeRow]) -> Result<Vec<Note>, DictionaryError> {
    let mut statement = connection
        .prepare_cached("SELECT block, kind, text FROM note WHERE code = ?1 ORDER BY block, line")?;
    let mut notes: Vec<Note> = Vec::new();
    for origin in outward(row, path) {
        let mut rows = statement.query([origin.id])?;
        let mut open_block: Option<u32> = None;
        while let Some(line) = rows.next()? {
            let (block, kind, text): (u32, String, String) = (line.get(0)?, line.get(1)?, line.get(2)?);
            if open_block == Some(block)
                && let Some(note) = notes.last_mut()
            {
                note.lines.push(text);
                continue;
            }
            open_block = Some(block);
            notes.push(Note {
                kind: NoteKind::from_id(&kind).ok_or(DictionaryError::Damaged { part: "note" })?,
                lines: vec![text],
                origin: origin.display(),
                origin_title: origin.title.clone(),
                origin_kind: origin.kind,
                inherited: origin.id != row.id,
            });
        }
    }
    Ok(notes)
}

fn inclusion_terms(
    connection: &Connection,
    row: &CodeRow,
    path: &[CodeRow],
) -> Result<Vec<InclusionTerm>, DictionaryError> {
    let mut statement =
        connection.prepare_cached("SELECT text FROM inclusion_term WHERE code = ?1 ORDER BY line")?;
    let mut terms = Vec::new();
    // A code with a 7th character is the code above it with more said: what that includes, it includes.
    let reach = if row.extension { 2 } else { 1 };
    for origin in outward(row, path).take(reach) {
        let texts =
            statement.query_map([origin.id], |line| line.get(0))?.collect::<Result<Vec<String>, _>>()?;
        terms.extend(texts.into_iter().map(|text| InclusionTerm {
            text,
            origin: origin.display(),
            inherited: origin.id != row.id,
        }));
    }
    Ok(terms)
}

pub(crate) fn seventh_characters(
    connection: &Connection,
    row: &CodeRow,
    path: &[CodeRow],
) -> Result<Vec<SeventhCharacter>, DictionaryError> {
    let mut statement = connection.prepare_cached(
        "SELECT character, meaning, also FROM seventh_character WHERE code = ?1 ORDER BY line",
    )?;
    for origin in outward(row, path) {
        let found = statement
            .query_map([origin.id], |line| {
                Ok(SeventhCharacter {
                    character: line.get(0)?,
                    meaning: line.get(1)?,
                    also: line.get::<_, String>(2)?.lines().map(str::to_owned).collect(),
                    origin: origin.display(),
                    origin_title: origin.title.clone(),
                })
            })?
            .collect::<Result<Vec<_>, _>>()?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}
