use encounter::CodeSystem;
use jiff::civil::Date;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::axis::axis_name;
use super::definitions::{self, AxisDefinition};
use super::meanings::{LENGTH, TABLE};
use crate::date_key;
use crate::detail::CodeSummary;
use crate::error::DictionaryError;
use crate::open::Dictionary;
use crate::row;
use crate::standing::OPEN;

/// A procedure code on its way through the tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProcedureChoice {
    /// All seven places.
    pub places: Vec<ProcedurePlace>,
    /// The place to choose at, from 1; `None` where nothing is left to choose.
    pub at: Option<u8>,
    /// What may stand at that place after what stands before it.
    pub values: Vec<ProcedureValue>,
    /// How many codes fit what is chosen.
    pub codes: u32,
    /// The code, where it is complete.
    pub code: Option<CodeSummary>,
    /// What was chosen and fits no more, one character each.
    pub dropped: Vec<String>,
}

/// One of the seven places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProcedurePlace {
    /// What the axis is called, for example `Body Part`.
    pub axis: String,
    /// `None` where it is still open.
    pub character: Option<String>,
    /// `None` where it is open or no embedded source tells it.
    pub meaning: Option<String>,
    /// Nothing else fits: filled in without being chosen.
    pub by_itself: bool,
}

/// A character that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProcedureValue {
    pub character: String,
    /// `None` where no embedded source tells it.
    pub meaning: Option<String>,
    /// What the publisher says of that meaning.
    pub definitions: Vec<AxisDefinition>,
    /// How many codes have it here after what stands before.
    pub codes: u32,
    /// Whether what is chosen in later places still fits with it.
    pub keeps_later: bool,
}

type Code = [u8; LENGTH];

/// Every procedure code with a span in which it is valid, in the order of the codes; a code may stand several times.
#[derive(Debug)]
pub(crate) struct ProcedureCodes(Vec<(Code, u32, u32)>);

impl ProcedureCodes {
    fn load(connection: &Connection) -> Result<Self, DictionaryError> {
        let mut statement = connection.prepare(include_str!("codes.sql"))?;
        let mut rows = statement.query([CodeSystem::Icd10pcs.id()])?;
        let mut codes = Vec::new();
        while let Some(row) = rows.next()? {
            let code: String = row.get(0)?;
            let code = code.as_bytes().try_into().map_err(|_| DictionaryError::Damaged { part: "code" })?;
            codes.push((code, row.get(1)?, row.get::<_, Option<u32>>(2)?.unwrap_or(OPEN)));
        }
        Ok(Self(codes))
    }

    fn on(&self, on: u32) -> impl Iterator<Item = &Code> {
        self.0.iter().filter(move |(_, from, to)| *from <= on && on <= *to).map(|(code, _, _)| code)
    }
}

impl Dictionary {
    /// What may be chosen next in the tables of ICD-10-PCS on a date. `chosen` are the characters chosen so far, from the
    /// first place on, `-` or a blank for an open one; what does not fit with those before it is dropped. `at` is the
    /// place to choose at, from 1; left out, it is the first that is open.
    pub fn choose_procedure(
        &self,
        chosen: &str,
        at: Option<u8>,
        on: Date,
    ) -> Result<ProcedureChoice, DictionaryError> {
        let volume = self.volume(CodeSystem::Icd10pcs, on);
        let connection = volume.connection();
        let codes = match volume.procedures.get() {
            Some(codes) => codes,
            None => {
                let codes = ProcedureCodes::load(&connection)?;
                volume.procedures.get_or_init(|| codes)
            }
        };
        let key = date_key::key(on);
        let valid: Vec<&Code> = if key > volume.coverage().to { Vec::new() } else { codes.on(key).collect() };
        let mut choice = choose(&valid, chosen, at);
        for place in 0..LENGTH {
            choice.name(&connection, place)?;
        }
        choice.name_values(&connection)?;
        let whole = choice.beginning(LENGTH).filter(|_| choice.at.is_none());
        if let Some(code) = whole {
            let found = row::by_text(&connection, CodeSystem::Icd10pcs, &code)?;
            choice.code = found.map(|row| row.summary(volume.coverage(), key));
        }
        Ok(choice)
    }
}

/// The choice without the meanings of its characters. `valid` is in the order of the codes.
fn choose(valid: &[&Code], chosen: &str, at: Option<u8>) -> ProcedureChoice {
    let at = at.map(|place| usize::from(place).saturating_sub(1)).filter(|place| *place < LENGTH);
    let mut kept: [Option<u8>; LENGTH] = [None; LENGTH];
    let mut dropped = Vec::new();
    let mut fitting = valid.to_vec();
    for (place, c) in chosen.chars().take(LENGTH).enumerate() {
        let c = c.to_ascii_uppercase();
        if matches!(c, '-' | ' ') || at == Some(place) {
            continue;
        }
        let byte = u8::try_from(c).unwrap_or_default();
        let narrowed: Vec<&Code> = fitting.iter().copied().filter(|code| code[place] == byte).collect();
        if narrowed.is_empty() {
            dropped.push(c.to_string());
        } else {
            kept[place] = Some(byte);
            fitting = narrowed;
        }
    }
    let section = kept[0].or_else(|| only(&fitting, 0)).unwrap_or_default();
    let places: Vec<ProcedurePlace> = (0_u8..)
        .zip(0..LENGTH)
        .map(|(number, place)| {
            let by_itself = kept[place].is_none() && at != Some(place);
            let character = kept[place].or_else(|| only(&fitting, place).filter(|_| by_itself));
            ProcedurePlace {
                axis: axis_name(section, number + 1).to_owned(),
                character: character.map(|byte| char::from(byte).to_string()),
                meaning: None,
                by_itself: by_itself && character.is_some(),
            }
        })
        .collect();
    let at = at.or_else(|| places.iter().position(|place| place.character.is_none()));
    ProcedureChoice {
        at: at.and_then(|place| u8::try_from(place + 1).ok()).filter(|_| !valid.is_empty()),
        values: at.map_or_else(Vec::new, |place| values(valid, &kept, place)),
        codes: u32::try_from(fitting.len()).unwrap_or(u32::MAX),
        places,
        code: None,
        dropped,
    }
}

/// The one character that all of these have at a place.
fn only(codes: &[&Code], place: usize) -> Option<u8> {
    let first = codes.first()?[place];
    codes.iter().all(|code| code[place] == first).then_some(first)
}

/// What may stand at a place after what is kept before it.
fn values(valid: &[&Code], kept: &[Option<u8>; LENGTH], place: usize) -> Vec<ProcedureValue> {
    let fits = |code: &Code, places: std::ops::Range<usize>| {
        places.into_iter().all(|at| kept[at].is_none_or(|byte| code[at] == byte))
    };
    // Characters are ASCII: one entry each, with how many codes have it and whether one of them keeps what comes later.
    let mut counted = [(0_u32, false); 128];
    for code in valid.iter().filter(|code| fits(code, 0..place)) {
        if let Some(entry) = counted.get_mut(usize::from(code[place])) {
            entry.0 += 1;
            entry.1 |= fits(code, place + 1..LENGTH);
        }
    }
    (0_u8..)
        .zip(counted)
        .filter(|(_, (codes, _))| *codes > 0)
        .map(|(byte, (codes, keeps_later))| ProcedureValue {
            character: char::from(byte).to_string(),
            meaning: None,
            definitions: Vec::new(),
            codes,
            keeps_later,
        })
        .collect()
}

impl ProcedureChoice {
    /// The characters of the first places, where none of them is open.
    fn beginning(&self, places: usize) -> Option<String> {
        self.places.iter().take(places).map(|place| place.character.as_deref()).collect()
    }

    fn name(&mut self, connection: &Connection, place: usize) -> Result<(), DictionaryError> {
        let before = self.beginning(place.min(TABLE));
        let Some(place_of) = self.places.get_mut(place) else { return Ok(()) };
        if let (Some(before), Some(character)) = (before, &place_of.character) {
            place_of.meaning = meaning(connection, &before, place, character)?;
        }
        Ok(())
    }

    fn name_values(&mut self, connection: &Connection) -> Result<(), DictionaryError> {
        let Some(number) = self.at else { return Ok(()) };
        let place = usize::from(number) - 1;
        let Some(before) = self.beginning(place.min(TABLE)) else { return Ok(()) };
        for value in &mut self.values {
            value.meaning = meaning(connection, &before, place, &value.character)?;
            value.definitions = match &value.meaning {
                Some(meaning) if place > TABLE => {
                    definitions::of_value(connection, before.get(..1).unwrap_or_default(), number, meaning)?
                }
                _ => definitions::of_beginning(connection, &format!("{before}{}", value.character))?,
            };
        }
        Ok(())
    }
}

/// What a character means at a place, counted from 0, after the characters of the places before, at most three.
fn meaning(
    connection: &Connection,
    before: &str,
    place: usize,
    character: &str,
) -> Result<Option<String>, DictionaryError> {
    if place < TABLE {
        let header = row::by_text(connection, CodeSystem::Icd10pcs, &format!("{before}{character}"))?;
        return Ok(header.and_then(|row| row.title));
    }
    let mut statement = connection.prepare_cached(include_str!("meaning.sql"))?;
    let number = u8::try_from(place + 1).unwrap_or(u8::MAX);
    let mut rows = statement.query((CodeSystem::Icd10pcs.id(), before, number, character))?;
    Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODES: &[&Code] =
        &[b"0FT40ZZ", b"0FT44ZG", b"0FT44ZZ", b"0FTG0ZZ", b"0FTG4ZZ", b"0FV50CZ", b"10E0XZZ"];

    /// `0F(T)4-(Z)-`: in brackets what was filled in by itself; then the place, what may stand there, what was dropped.
    fn show(chosen: &str, at: Option<u8>) -> String {
        let choice = choose(CODES, chosen, at);
        let place = |place: &ProcedurePlace| match (&place.character, place.by_itself) {
            (Some(c), true) => format!("({c})"),
            (Some(c), false) => c.clone(),
            (None, _) => "-".to_owned(),
        };
        let value = |value: &ProcedureValue| {
            let keeps = if value.keeps_later { "" } else { "!" };
            format!("{}{}{keeps}", value.character, value.codes)
        };
        format!(
            "{} at {} of {}: {}{}",
            choice.places.iter().map(place).collect::<String>(),
            choice.at.map_or_else(|| "end".to_owned(), |at| at.to_string()),
            choice.codes,
            choice.values.iter().map(value).collect::<Vec<_>>().join(" "),
            choice.dropped.iter().map(|c| format!(" dropped {c}")).collect::<String>(),
        )
    }

    #[test]
    fn what_may_follow() {
        for (chosen, at, expected) in [
            ("", None, "------- at 1 of 7: 06 11"),
            // What is left alone is filled in by itself.
            ("1", None, "1(0)(E)(0)(X)(Z)(Z) at end of 1: "),
            ("0", None, "0(F)----- at 3 of 6: T5 V1"),
            ("0ft", None, "0FT--(Z)- at 4 of 5: 43 G2"),
            ("0FT4", None, "0FT4-(Z)- at 5 of 3: 01 42"),
            ("0FT40", None, "0FT40(Z)(Z) at end of 1: "),
            ("0FT44", None, "0FT44(Z)- at 7 of 2: G1 Z1"),
            ("0FT44ZZ", None, "0FT44ZZ at end of 1: "),
            // Step back to the body part: what comes later stays, and G fits with it.
            ("0FT44ZZ", Some(4), "0FT-4ZZ at 4 of 2: 43 G2"),
            ("0FT44ZG", Some(4), "0FT-4ZG at 4 of 1: 43 G2!"),
            // Another body part, with which the qualifier fits no more.
            ("0FTG4ZG", None, "0FTG4Z(Z) at end of 1:  dropped G"),
            // What never fits.
            ("0FTX", None, "0FT--(Z)- at 4 of 5: 43 G2 dropped X"),
            ("É🩺", None, "------- at 1 of 7: 06 11 dropped É dropped 🩺"),
            ("---4", None, "(0)(F)(T)4-(Z)- at 5 of 3: 01 42"),
            ("0FT44ZZ", Some(9), "0FT44ZZ at end of 1: "),
        ] {
            assert_eq!(show(chosen, at), expected, "{chosen}");
        }
        assert_eq!(choose(&[], "0FT", None).at, None, "no code, nothing to choose");
    }
}
