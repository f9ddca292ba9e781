use std::collections::BTreeMap;

use crate::detail::NoteKind;

/// What the characters of ICD-10-PCS codes mean, as far as the sources tell.
#[derive(Clone, Debug, Default)]
pub struct AxisMeanings {
    /// By the characters before, at most three, by place from 1, and by character.
    meanings: BTreeMap<(String, u8, char), String>,
    /// What an operation is, by table; what a body part includes, by the first four characters.
    definitions: BTreeMap<String, Vec<(NoteKind, String)>>,
    /// What a meaning of the fifth to seventh character takes in, by section and place: the same in every table.
    of_values: BTreeMap<(char, u8, String), Vec<(NoteKind, String)>>,
}

/// How many characters name a table.
pub(crate) const TABLE: usize = 3;
/// How many characters a code has.
pub(crate) const LENGTH: usize = 7;

impl AxisMeanings {
    /// Says what the last character of `beginning` means, of a code whose first characters these are. A meaning of the
    /// fourth to seventh character holds in the whole table.
    pub fn put(&mut self, beginning: &str, meaning: &str) {
        let place = beginning.chars().count();
        let (Some(last), Ok(at)) = (beginning.chars().last(), u8::try_from(place)) else { return };
        let before: String = beginning.chars().take((place - 1).min(TABLE)).collect();
        if !meaning.is_empty() {
            self.meanings.insert((before, at, last), meaning.to_owned());
        }
    }

    /// The same of the fourth to seventh character of a table.
    pub(crate) fn put_value(&mut self, table: &str, place: u8, character: char, meaning: &str) {
        if !meaning.is_empty() {
            self.meanings.insert((table.to_owned(), place, character), meaning.to_owned());
        }
    }

    /// What the last of these characters is, one sentence a line.
    pub fn define(&mut self, beginning: &str, line: &str) {
        say(self.definitions.entry(beginning.to_owned()).or_default(), NoteKind::Note, line);
    }

    /// What the last of these characters includes.
    pub(crate) fn include(&mut self, beginning: &str, line: &str) {
        say(self.definitions.entry(beginning.to_owned()).or_default(), NoteKind::Includes, line);
    }

    /// What a meaning at a place behind the body part is, or takes in, in all codes of a section.
    pub(crate) fn define_value(
        &mut self,
        section: char,
        place: u8,
        meaning: &str,
        kind: NoteKind,
        line: &str,
    ) {
        say(self.of_values.entry((section, place, meaning.to_owned())).or_default(), kind, line);
    }

    /// Section, place, meaning, and what is said of it.
    pub(crate) fn of_values(&self) -> impl Iterator<Item = (char, u8, &str, &[(NoteKind, String)])> {
        let of_values = self.of_values.iter();
        of_values
            .map(|((section, place, meaning), lines)| (*section, *place, meaning.as_str(), lines.as_slice()))
    }

    pub(crate) fn forget_definitions(&mut self) {
        self.definitions.clear();
        self.of_values.clear();
    }

    /// The beginnings of a length in a section whose last character means one of these.
    pub(crate) fn named(&self, section: char, length: usize, titles: &[String]) -> Vec<String> {
        let of_place = self.meanings.iter().filter(|((before, place, _), meaning)| {
            usize::from(*place) == length && before.starts_with(section) && titles.contains(meaning)
        });
        of_place.map(|((before, _, character), _)| format!("{before}{character}")).collect()
    }

    /// What the last of these characters means.
    pub fn last_of(&self, beginning: &str) -> Option<&str> {
        let place = beginning.chars().count();
        let last = beginning.chars().last()?;
        let before: String = beginning.chars().take((place - 1).min(TABLE)).collect();
        self.meanings.get(&(before, u8::try_from(place).ok()?, last)).map(String::as_str)
    }

    pub(crate) fn definition(&self, beginning: &str) -> &[(NoteKind, String)] {
        self.definitions.get(beginning).map_or(&[], Vec::as_slice)
    }

    /// The meanings of the fourth to seventh characters of a table: place, character, meaning.
    pub(crate) fn of_table<'a>(&'a self, table: &str) -> impl Iterator<Item = (u8, char, &'a str)> + use<'a> {
        let from = (table.to_owned(), 4, '\0');
        let table = table.to_owned();
        self.meanings
            .range(from..)
            .take_while(move |((before, _, _), _)| *before == table)
            .map(|((_, place, character), meaning)| (*place, *character, meaning.as_str()))
    }
}

fn say(lines: &mut Vec<(NoteKind, String)>, kind: NoteKind, line: &str) {
    if !line.is_empty() && !lines.iter().any(|(_, known)| known == line) {
        lines.push((kind, line.to_owned()));
    }
}
