use encounter::CodeSystem;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::meanings::AxisMeanings;
use crate::detail::NoteKind;
use crate::error::DictionaryError;

/// What the publisher says of the meaning of a character (ICD-10-PCS definitions, and the body part, device and substance
/// keys in them).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AxisDefinition {
    /// [`NoteKind::Note`] says what it is, [`NoteKind::Includes`] what it takes in.
    pub kind: NoteKind,
    pub text: String,
}

/// Between the meanings of a character that means the one or the other (see the compiler of tables).
const OR: &str = " / ";

/// Writes what the meanings of the fifth to seventh character are.
pub(crate) fn write_definitions(connection: &Connection, meanings: &AxisMeanings) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO axis_definition (section, place, meaning, line, kind, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (section, place, meaning, lines) in meanings.of_values() {
        for ((kind, text), line) in lines.iter().zip(0_u32..) {
            statement.execute((section.to_string(), place, meaning, line, kind.id(), text))?;
        }
    }
    Ok(())
}

/// Each line that [`write_definitions`] wrote: section, place, meaning, kind, text.
pub(crate) fn each_definition(
    connection: &Connection,
    mut take: impl FnMut(char, u8, &str, NoteKind, &str),
) -> Result<(), DictionaryError> {
    let mut statement = connection.prepare(
        "SELECT section, place, meaning, kind, text FROM axis_definition ORDER BY section, place, meaning, line",
    )?;
    let mut rows = statement.query([])?;
    while let Some(line) = rows.next()? {
        let (section, meaning, kind, text): (String, String, String, String) =
            (line.get(0)?, line.get(2)?, line.get(3)?, line.get(4)?);
        let section = section.chars().next().ok_or(DAMAGED)?;
        take(section, line.get(1)?, &meaning, NoteKind::from_id(&kind).ok_or(DAMAGED)?, &text);
    }
    Ok(())
}

const DAMAGED: DictionaryError = DictionaryError::Damaged { part: "axis_definition" };

/// What is said of the meaning of a character at a place from the fifth on.
pub(super) fn of_value(
    connection: &Connection,
    section: &str,
    place: u8,
    meaning: &str,
) -> Result<Vec<AxisDefinition>, DictionaryError> {
    let mut statement = connection.prepare_cached(
        "SELECT kind, text FROM axis_definition WHERE section = ?1 AND place = ?2 AND meaning = ?3 ORDER BY line",
    )?;
    let mut found = Vec::new();
    // A meaning may have the sign in itself.
    let alternatives = meaning.split(OR).filter(|_| meaning.contains(OR));
    for meaning in std::iter::once(meaning).chain(alternatives) {
        let rows = statement.query_map((section, place, meaning), |row| Ok((row.get(0)?, row.get(1)?)))?;
        read(rows, &mut found)?;
    }
    Ok(found)
}

/// What is said of the last character of the beginning of a code, up to the body part.
pub(super) fn of_beginning(
    connection: &Connection,
    beginning: &str,
) -> Result<Vec<AxisDefinition>, DictionaryError> {
    let mut statement = connection.prepare_cached(include_str!("definitions_of_beginning.sql"))?;
    let rows =
        statement.query_map((CodeSystem::Icd10pcs.id(), beginning), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut found = Vec::new();
    read(rows, &mut found)?;
    Ok(found)
}

fn read(
    rows: impl Iterator<Item = rusqlite::Result<(String, String)>>,
    found: &mut Vec<AxisDefinition>,
) -> Result<(), DictionaryError> {
    for row in rows {
        let (kind, text) = row?;
        found.push(AxisDefinition { kind: NoteKind::from_id(&kind).ok_or(DAMAGED)?, text });
    }
    Ok(())
}
