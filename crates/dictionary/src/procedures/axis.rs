use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::definitions::{self, AxisDefinition};
use super::meanings::{LENGTH, TABLE};
use crate::error::DictionaryError;
use crate::row::CodeRow;

/// One character of a procedure code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AxisMeaning {
    /// From 1 to 7.
    pub place: u8,
    /// What the axis is called in this section, for example `Body Part`.
    pub axis: String,
    pub character: String,
    /// `None` where no embedded source tells it.
    pub meaning: Option<String>,
    /// What the publisher says of that meaning; of the first four characters it stands among the notes of the code.
    pub definitions: Vec<AxisDefinition>,
}

/// What an axis is called (CMS, ICD-10-PCS Reference Manual, and the headings of its tables).
pub(crate) const fn axis_name(section: u8, place: u8) -> &'static str {
    match (section, place) {
        (_, 1) => "Section",
        (b'F', 2) => "Section Qualifier",
        (_, 2) => "Body System",
        (b'D', 3) => "Modality",
        (b'B' | b'C' | b'F' | b'G' | b'H', 3) => "Type",
        (_, 3) => "Operation",
        (b'2' | b'7' | b'8' | b'9', 4) => "Body Region",
        (b'3' | b'F', 4) => "Body System / Region",
        (b'4' | b'5' | b'6', 4) => "Body System",
        (b'D', 4) => "Treatment Site",
        (b'G' | b'H', _) => "Qualifier",
        (_, 4) => "Body Part",
        (b'5' | b'6', 5) => "Duration",
        (b'B', 5) => "Contrast",
        (b'C', 5) => "Radionuclide",
        (b'D', 5) => "Modality Qualifier",
        (b'F', 5) => "Type Qualifier",
        (_, 5) => "Approach",
        (b'3', 6) => "Substance",
        (b'4', 6) => "Function / Device",
        (b'5', 6) => "Function",
        (b'6' | b'B' | b'C', 6) => "Qualifier",
        (b'7' | b'8' | b'9', 6) => "Method",
        (b'D', 6) => "Isotope",
        (b'F', 6) => "Equipment",
        (b'X', 6) => "Device / Substance / Technology",
        (_, 6) => "Device",
        _ => "Qualifier",
    }
}

/// The characters of a row of ICD-10-PCS, one by one. `path` are the rows above it, from the section down.
pub(crate) fn axes(
    connection: &Connection,
    row: &CodeRow,
    path: &[CodeRow],
) -> Result<Vec<AxisMeaning>, DictionaryError> {
    let section = row.code.bytes().next().unwrap_or_default();
    let rows = || path.iter().chain(std::iter::once(row));
    let table = rows().find(|above| above.code.len() == TABLE).map(|above| above.id);
    let mut statement = connection
        .prepare_cached("SELECT meaning FROM axis_value WHERE code = ?1 AND place = ?2 AND character = ?3")?;
    let mut axes = Vec::with_capacity(LENGTH);
    for (character, place) in row.code.chars().take(LENGTH).zip(1_u8..) {
        let character = character.to_string();
        let meaning = match table {
            Some(table) if usize::from(place) > TABLE => {
                statement.query_map((table, place, &character), |row| row.get(0))?.next().transpose()?
            }
            _ => rows().find(|r| r.code.len() == usize::from(place)).and_then(|r| r.title.clone()),
        };
        let definitions = match &meaning {
            Some(meaning) if usize::from(place) > TABLE + 1 => {
                definitions::of_value(connection, &char::from(section).to_string(), place, meaning)?
            }
            _ => Vec::new(),
        };
        let axis = axis_name(section, place).to_owned();
        axes.push(AxisMeaning { place, axis, character, meaning, definitions });
    }
    Ok(axes)
}
