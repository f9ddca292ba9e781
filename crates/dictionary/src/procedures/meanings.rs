use std::collections::BTreeMap;

/// What the characters of ICD-10-PCS codes mean, as far as the sources tell.
#[derive(Clone, Debug, Default)]
pub struct AxisMeanings {
    /// By the characters before, at most three, by place from 1, and by character.
    meanings: BTreeMap<(String, u8, char), String>,
    /// What an operation is, by table.
    definitions: BTreeMap<String, Vec<String>>,
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

    /// What the operation of a table is, one sentence a line.
    pub fn define(&mut self, table: &str, line: &str) {
        let lines = self.definitions.entry(table.to_owned()).or_default();
        if !line.is_empty() && !lines.iter().any(|known| known == line) {
            lines.push(line.to_owned());
        }
    }

    /// What the last of these characters means.
    pub fn last_of(&self, beginning: &str) -> Option<&str> {
        let place = beginning.chars().count();
        let last = beginning.chars().last()?;
        let before: String = beginning.chars().take((place - 1).min(TABLE)).collect();
        self.meanings.get(&(before, u8::try_from(place).ok()?, last)).map(String::as_str)
    }

    pub(crate) fn definition(&self, table: &str) -> &[String] {
        self.definitions.get(table).map_or(&[], Vec::as_slice)
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
