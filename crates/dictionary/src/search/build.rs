//! Builds the index when a dictionary is compiled, and stores it as a few blobs.

use std::collections::BTreeMap;

use encounter::CodeSystem;
use rusqlite::Connection;

use super::attributes::Attributes;
use super::emphasis::{self, LIGHT};
use super::index::{LIGHT_BIT, is_light, phrase_of, weight};
use super::numbers;
use super::tokens::says_nothing;
use crate::standing::Window;

/// One text by which a code can be found.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    /// The row of the code, counted from the first of its system.
    pub(crate) code: u32,
    pub(crate) kind: PhraseKind,
    pub(crate) text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PhraseKind {
    Title,
    /// `line` of `inclusion_term`.
    Inclusion {
        line: u32,
    },
    /// A line of an Includes note.
    Includes {
        block: u32,
        line: u32,
    },
    /// What a header includes, for the code below it that says no more.
    Inherited,
    /// What a note elsewhere in the book calls the code that it refers to.
    Reference,
    /// A line of our own: what coders call the code, see `assets/search/terms.txt`.
    Ours,
}

impl PhraseKind {
    const fn tag(self) -> u32 {
        match self {
            Self::Title => 0,
            Self::Inclusion { .. } => 1,
            Self::Includes { .. } => 2,
            Self::Reference => 3,
            Self::Ours => 4,
            Self::Inherited => 5,
        }
    }

    /// Where the text stands: `block << 16 | line`.
    const fn place(self) -> u32 {
        match self {
            Self::Title | Self::Reference | Self::Ours | Self::Inherited => 0,
            Self::Inclusion { line } => line,
            Self::Includes { block, line } => block << 16 | line,
        }
    }
}

/// What the index keeps of a row.
#[derive(Clone, Debug)]
pub(crate) struct IndexedRow {
    /// Without the dot; `None` for chapters and blocks, which no search finds.
    pub(crate) code: Option<String>,
    pub(crate) windows: Vec<Window>,
}

/// Phrases that are read before it is asked whether to go on.
const BETWEEN: u32 = 512;

/// Writes the index of a system over its phrases; `rows` are its rows in book order, the first with the id `first`. False
/// is returned where `go_on` said that it is to stop.
pub(crate) fn write(
    connection: &Connection,
    system: CodeSystem,
    first: u32,
    phrases: &[Phrase],
    rows: &[IndexedRow],
    go_on: &dyn Fn() -> bool,
) -> rusqlite::Result<bool> {
    let attributes = Attributes::load();
    let mut choices = Vec::with_capacity(phrases.len());
    let mut postings: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    // What a phrase means without saying it: numbers between the ends of a scale, and what is absent. It weighs nothing.
    let mut meant: Vec<(String, u32)> = Vec::new();
    for (id, phrase) in (0_u32..).zip(phrases) {
        if id.is_multiple_of(BETWEEN) && !go_on() {
            return Ok(false);
        }
        let spans = numbers::spans(&phrase.text);
        meant.extend(
            spans.iter().flat_map(|span| span.numbers.clone()).map(|number| (number.to_string(), id)),
        );
        let words = emphasis::words(&phrase.text);
        // "initial encounter" names no condition, but it is not what was asked by who typed "sequela".
        let chosen = |word: &&emphasis::Word| !word.light || word.token.stem == "initial";
        let said = words.iter().filter(chosen).map(|word| word.token.stem.as_str());
        choices.push(attributes.of(said));
        let absent = words.iter().filter(|word| word.without).map(|word| emphasis::absent(&word.token.stem));
        meant.extend(absent.map(|word| (word, id)));
        for emphasis::Word { token, light, .. } in words {
            if says_nothing(&token, &phrase.text) {
                continue;
            }
            let light = light || spans.iter().any(|span| span.bytes.contains(&token.start));
            let of_word = postings.entry(token.stem).or_default();
            match of_word.last_mut() {
                Some(last) if phrase_of(*last) == id => {
                    if !light {
                        *last = id;
                    }
                }
                _ => of_word.push(if light { id | LIGHT_BIT } else { id }),
            }
        }
    }
    let phrase_weights = phrase_weights(&postings, phrases.len());
    for (word, id) in meant {
        let of_word = postings.entry(word).or_default();
        if let Err(place) = of_word.binary_search_by_key(&id, |posting| phrase_of(*posting)) {
            of_word.insert(place, id | LIGHT_BIT);
        }
    }
    let (mut vocabulary, mut starts, mut flat) = (String::new(), vec![0_u32], Vec::new());
    for (word, of_word) in &postings {
        vocabulary.push_str(word);
        vocabulary.push('\n');
        flat.extend_from_slice(of_word);
        starts.push(u32::try_from(flat.len()).unwrap_or(u32::MAX));
    }
    let mut sorted: Vec<(&str, u32)> =
        (0_u32..).zip(rows).filter_map(|(id, row)| Some((row.code.as_deref()?, id))).collect();
    sorted.sort_unstable();
    let sorted_texts: String = sorted.iter().flat_map(|(code, _)| [*code, "\n"]).collect();

    let parts = Parts { connection, system };
    parts.put("vocabulary", vocabulary.as_bytes())?;
    parts.numbers("posting_starts", starts.iter().copied())?;
    parts.numbers("postings", flat.iter().copied())?;
    parts.numbers("phrase_codes", phrases.iter().map(|phrase| phrase.code))?;
    parts.numbers("phrase_tags", phrases.iter().map(|phrase| phrase.kind.tag()))?;
    parts.numbers("phrase_places", phrases.iter().map(|phrase| phrase.kind.place()))?;
    parts.numbers("phrase_weights", phrase_weights.iter().map(|weight| weight.to_bits()))?;
    parts.numbers("phrase_choices", choices.into_iter())?;
    let mut statement =
        connection.prepare("INSERT INTO search_phrase (system, id, text) VALUES (?1, ?2, ?3)")?;
    for (id, phrase) in (0_u32..).zip(phrases) {
        if matches!(phrase.kind, PhraseKind::Reference | PhraseKind::Ours | PhraseKind::Inherited) {
            statement.execute((system.id(), id, &phrase.text))?;
        }
    }
    parts.put("code_texts", sorted_texts.as_bytes())?;
    parts.numbers("code_ids", sorted.iter().map(|(_, id)| *id))?;
    parts.numbers("first_row", std::iter::once(first))?;
    let mut window_starts = vec![0_u32];
    for row in rows {
        let before = window_starts.last().copied().unwrap_or(0);
        window_starts.push(before + u32::try_from(row.windows.len()).unwrap_or(0));
    }
    parts.numbers("window_starts", window_starts.into_iter())?;
    let windows = rows.iter().flat_map(|row| &row.windows);
    parts.numbers("windows", windows.flat_map(|w| [w.from, w.to, u32::from(w.billable)]))?;
    Ok(true)
}

/// What each phrase weighs: its words, the light ones lightly.
fn phrase_weights(postings: &BTreeMap<String, Vec<u32>>, phrases: usize) -> Vec<f32> {
    let mut weights = vec![0_f32; phrases];
    for of_word in postings.values() {
        let word_weight = weight(phrases, of_word.len());
        for posting in of_word {
            if let Some(of_phrase) = weights.get_mut(phrase_of(*posting) as usize) {
                *of_phrase += if is_light(*posting) { LIGHT * word_weight } else { word_weight };
            }
        }
    }
    weights
}

/// Where the blobs of a system go.
struct Parts<'a> {
    connection: &'a Connection,
    system: CodeSystem,
}

impl Parts<'_> {
    fn put(&self, name: &str, data: &[u8]) -> rusqlite::Result<()> {
        let sql = "INSERT INTO search_part (system, name, data) VALUES (?1, ?2, ?3)";
        self.connection.execute(sql, (self.system.id(), name, data))?;
        Ok(())
    }

    fn numbers(&self, name: &str, numbers: impl Iterator<Item = u32>) -> rusqlite::Result<()> {
        let data: Vec<u8> = numbers.flat_map(u32::to_le_bytes).collect();
        self.put(name, &data)
    }
}
