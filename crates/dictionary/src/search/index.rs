//! The index in memory, read from its blobs at the first search.

use std::sync::OnceLock;

use encounter::CodeSystem;
use rusqlite::Connection;

use super::inflect::root;
use super::sorted::Sorted;
use super::windows::Windows;
use crate::error::DictionaryError;
use crate::standing::Window;

/// How much a word says that occurs in `found` of `all` phrases (inverse document frequency).
pub(super) fn weight(all: usize, found: usize) -> f32 {
    // Phrase counts stay far below 2^24, up to which f32 counts exactly.
    #[allow(clippy::cast_precision_loss)]
    let ratio = all as f32 / found.max(1) as f32;
    (1.0 + ratio).ln()
}

/// The tag of a phrase that is the title of its row, an inclusion term, or a line of an Includes note.
const TITLE: u8 = 0;
const INCLUSION: u8 = 1;
const INCLUDES: u8 = 2;

/// The tag of a phrase by which another place calls its row.
const REFERENCE: u32 = 3;

/// Set in a posting where the word is light in the phrase.
pub(super) const LIGHT_BIT: u32 = 1 << 31;

pub(super) const fn phrase_of(posting: u32) -> u32 {
    posting & !LIGHT_BIT
}

pub(super) const fn is_light(posting: u32) -> bool {
    posting & LIGHT_BIT != 0
}

/// Where a phrase is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Title,
    /// An inclusion term or a line of an Includes note.
    Inclusion,
    /// A note elsewhere that refers to the code.
    Reference,
    /// Our own table.
    Ours,
}

/// The index of one system. Its rows are counted from its first.
#[derive(Debug)]
pub(super) struct Index {
    system: CodeSystem,
    /// The id of its first row in the dictionary.
    first_row: u32,
    words: Sorted,
    /// The words in the order of their roots, see [`root`].
    roots: Vec<u32>,
    /// Where the postings of each word start, and one more.
    posting_starts: Vec<u32>,
    /// Phrase ids, ascending within a word; some with [`LIGHT_BIT`].
    postings: Vec<u32>,
    pub(super) word_weights: Vec<f32>,
    pub(super) phrase_codes: Vec<u32>,
    phrase_tags: Vec<u8>,
    /// Where the text of a phrase stands that is in a table of the book, by phrase.
    phrase_places: Vec<(u32, u32)>,
    pub(super) phrase_weights: Vec<f32>,
    /// What each phrase chooses, see [`super::attributes`].
    pub(super) phrase_choices: Vec<u32>,
    codes: Sorted,
    /// Rows in the order of `codes`.
    code_ids: Vec<u32>,
    /// What the title of each row chooses; made for the first filter by side.
    row_choices: OnceLock<Vec<u32>>,
    windows: Windows,
}

impl Index {
    pub(super) fn load(connection: &Connection, system: CodeSystem) -> Result<Self, DictionaryError> {
        let parts = Parts { connection, system };
        let words = Sorted::new(parts.text("vocabulary")?);
        let posting_starts = parts.numbers("posting_starts")?;
        let postings = parts.numbers("postings")?;
        let phrase_codes = parts.numbers("phrase_codes")?;
        let phrases = phrase_codes.len();
        let word_weights =
            posting_starts.windows(2).map(|span| weight(phrases, (span[1] - span[0]) as usize)).collect();
        let mut roots: Vec<(String, u32)> =
            (0_u32..).take(words.len()).map(|id| (root(words.get(id as usize)), id)).collect();
        roots.sort_unstable();
        let phrase_tags: Vec<u8> =
            parts.numbers("phrase_tags")?.into_iter().map(|tag| u8::try_from(tag).unwrap_or(0)).collect();
        let phrase_places = parts.numbers("phrase_places")?.into_iter().zip(0_u32..).zip(&phrase_tags);
        let index = Self {
            system,
            first_row: parts.numbers("first_row")?.first().copied().unwrap_or_default(),
            words,
            roots: roots.into_iter().map(|(_, id)| id).collect(),
            posting_starts,
            postings,
            word_weights,
            phrase_codes,
            phrase_places: phrase_places
                .filter(|(_, tag)| matches!(**tag, INCLUSION | INCLUDES))
                .map(|((place, phrase), _)| (phrase, place))
                .collect(),
            phrase_tags,
            phrase_weights: parts.numbers("phrase_weights")?.into_iter().map(f32::from_bits).collect(),
            phrase_choices: parts.numbers("phrase_choices")?,
            codes: Sorted::new(parts.text("code_texts")?),
            code_ids: parts.numbers("code_ids")?,
            row_choices: OnceLock::new(),
            windows: Windows::new(&parts.numbers("window_starts")?, &parts.numbers("windows")?)
                .ok_or(DictionaryError::Damaged { part: "windows" })?,
        };
        if index.is_consistent() { Ok(index) } else { Err(DictionaryError::Damaged { part: "search" }) }
    }

    /// Checked once, so that a damaged file is refused here and no later step has to doubt an id.
    fn is_consistent(&self) -> bool {
        let (phrases, rows) = (self.phrase_codes.len(), self.rows());
        self.posting_starts.len() == self.words.len() + 1
            && self.posting_starts.is_sorted()
            && self.posting_starts.last().is_some_and(|end| *end as usize == self.postings.len())
            && self.postings.iter().all(|posting| (phrase_of(*posting) as usize) < phrases)
            && self.phrase_tags.len() == phrases
            && self.phrase_weights.len() == phrases
            && self.phrase_choices.len() == phrases
            && self.phrase_codes.iter().chain(&self.code_ids).all(|code| (*code as usize) < rows)
            && self.code_ids.len() == self.codes.len()
    }

    pub(super) fn rows(&self) -> usize {
        self.windows.rows()
    }

    pub(super) fn phrases(&self) -> usize {
        self.phrase_codes.len()
    }

    pub(super) fn word(&self, id: usize) -> &str {
        self.words.get(id)
    }

    pub(super) fn whole_word(&self, text: &str) -> Option<usize> {
        self.words.find(text)
    }

    pub(super) const fn vocabulary(&self) -> &Sorted {
        &self.words
    }

    /// The words that share their root with this one.
    pub(super) fn forms(&self, word: &str) -> impl Iterator<Item = &str> {
        let wanted = root(word);
        let word = |id: &u32| self.words.get(*id as usize);
        let from = self.roots.partition_point(|id| root(word(id)) < wanted);
        let of_root = self.roots.get(from..).unwrap_or_default().iter().map(word);
        of_root.take_while(move |other| root(other) == wanted)
    }

    /// What the index holds in memory, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let numbers = self.roots.len()
            + self.posting_starts.len()
            + self.postings.len()
            + self.word_weights.len()
            + self.phrase_codes.len()
            + 2 * self.phrase_places.len()
            + self.phrase_weights.len()
            + self.phrase_choices.len()
            + self.code_ids.len()
            + self.row_choices.get().map_or(0, Vec::len);
        numbers * size_of::<u32>()
            + self.phrase_tags.len()
            + self.windows.bytes()
            + self.words.bytes()
            + self.codes.bytes()
    }

    pub(super) fn words_beginning_with(&self, beginning: &str) -> std::ops::Range<usize> {
        self.words.beginning_with(beginning)
    }

    /// The postings of neighbouring words, one after another.
    pub(super) fn postings_of(&self, words: std::ops::Range<usize>) -> &[u32] {
        let span = self.posting_starts.get(words.start).zip(self.posting_starts.get(words.end));
        span.and_then(|(from, to)| self.postings.get(*from as usize..*to as usize)).unwrap_or_default()
    }

    /// The phrases that hold a word, see [`phrase_of`] and [`is_light`].
    pub(super) fn postings(&self, word: usize) -> &[u32] {
        self.postings_of(word..word + 1)
    }

    /// The rows of the codes that begin with `beginning`, in the order of their texts.
    pub(super) fn codes_beginning_with(&self, beginning: &str) -> &[u32] {
        self.code_ids.get(self.codes.beginning_with(beginning)).unwrap_or_default()
    }

    /// The rows of the codes from `from` to `to`, both with what begins with them, in the order of their texts.
    pub(super) fn codes_between(&self, from: &str, to: &str) -> &[u32] {
        let first = self.codes.first_where(|code| code >= from);
        let end = self.codes.first_from(first, |code| code > to && !code.starts_with(to));
        self.code_ids.get(first..end).unwrap_or_default()
    }

    /// The row of this code, without its dot.
    pub(super) fn row_of_code(&self, code: &str) -> Option<u32> {
        self.code_ids.get(self.codes.find(code)?).copied()
    }

    /// The rows whose code is the beginning of others, the longest codes first, each with those next below it.
    pub(super) fn headers(&self) -> Vec<(u32, Vec<u32>)> {
        let mut headers = Vec::new();
        // Where what begins with each code ends.
        let mut ends = vec![0; self.codes.len()];
        for at in (0..self.codes.len()).rev() {
            let (code, mut next, mut below) = (self.codes.get(at), at + 1, Vec::new());
            while next < self.codes.len() && self.codes.get(next).starts_with(code) {
                below.extend(self.code_ids.get(next));
                next = ends.get(next).copied().unwrap_or(usize::MAX);
            }
            if let Some(end) = ends.get_mut(at) {
                *end = next;
            }
            headers.extend(self.code_ids.get(at).filter(|_| !below.is_empty()).map(|id| (*id, below)));
        }
        headers
    }

    /// What the title of a row chooses, see [`super::attributes`].
    pub(super) fn choices(&self, row: u32) -> u32 {
        let of_rows = self.row_choices.get_or_init(|| {
            let mut choices = vec![0; self.rows()];
            let said = self.phrase_codes.iter().zip(&self.phrase_choices).zip(&self.phrase_tags);
            for ((row, of_title), _) in said.filter(|(_, tag)| **tag == TITLE) {
                if let Some(of_row) = choices.get_mut(*row as usize) {
                    *of_row = *of_title;
                }
            }
            choices
        });
        of_rows.get(row as usize).copied().unwrap_or(0)
    }

    pub(super) const fn system(&self) -> CodeSystem {
        self.system
    }

    /// The id in the dictionary of one of its rows.
    pub(super) const fn id(&self, row: u32) -> u32 {
        self.first_row.saturating_add(row)
    }

    /// The row with this id, where it is one of this system.
    pub(super) fn row(&self, id: u32) -> Option<u32> {
        id.checked_sub(self.first_row).filter(|row| (*row as usize) < self.rows())
    }

    pub(super) fn windows(&self, row: usize) -> &[Window] {
        self.windows.of(row)
    }

    pub(super) fn source(&self, phrase: u32) -> Source {
        match self.phrase_tags.get(phrase as usize) {
            Some(&TITLE) => Source::Title,
            Some(3) => Source::Reference,
            Some(4) => Source::Ours,
            _ => Source::Inclusion,
        }
    }

    /// The text of a phrase that is not a title.
    pub(super) fn phrase_text(
        &self,
        connection: &Connection,
        phrase: u32,
    ) -> Result<Option<String>, DictionaryError> {
        let at = phrase as usize;
        let (Some(code), Some(tag)) = (self.phrase_codes.get(at), self.phrase_tags.get(at)) else {
            return Ok(None);
        };
        let place = self.phrase_places.binary_search_by_key(&phrase, |(phrase, _)| *phrase);
        let place = place.ok().and_then(|at| self.phrase_places.get(at)).map_or(0, |(_, place)| *place);
        let (sql, block) = match *tag {
            INCLUSION => ("SELECT text FROM inclusion_term WHERE code = ?1 AND line = ?2 AND ?3 = 0", 0),
            INCLUDES => ("SELECT text FROM note WHERE code = ?1 AND line = ?2 AND block = ?3", place >> 16),
            3..=5 => return self.phrase_of_its_own(connection, phrase).map(Some),
            _ => return Ok(None),
        };
        let mut statement = connection.prepare_cached(sql)?;
        let text = statement.query_row((self.id(*code), place & 0xFFFF, block), |row| row.get(0))?;
        Ok(Some(text))
    }

    fn phrase_of_its_own(&self, connection: &Connection, phrase: u32) -> Result<String, DictionaryError> {
        let sql = "SELECT text FROM search_phrase WHERE system = ?1 AND id = ?2";
        let mut statement = connection.prepare_cached(sql)?;
        Ok(statement.query_row((self.system.id(), phrase), |row| row.get(0))?)
    }
}

/// What other places call the rows of a system, each with its row, counted from the first.
pub(crate) fn names(
    connection: &Connection,
    system: CodeSystem,
) -> Result<Vec<(u32, String)>, DictionaryError> {
    let parts = Parts { connection, system };
    let (codes, tags) = (parts.numbers("phrase_codes")?, parts.numbers("phrase_tags")?);
    let mut statement =
        connection.prepare("SELECT id, text FROM search_phrase WHERE system = ?1 ORDER BY id")?;
    let phrases = statement.query_map([system.id()], |row| Ok((row.get::<_, u32>(0)?, row.get(1)?)))?;
    let mut names = Vec::new();
    for phrase in phrases {
        let (id, text) = phrase?;
        if tags.get(id as usize) == Some(&REFERENCE) {
            names.extend(codes.get(id as usize).map(|row| (*row, text)));
        }
    }
    Ok(names)
}

/// The systems that have an index.
pub(super) fn systems(connection: &Connection) -> Result<Vec<CodeSystem>, DictionaryError> {
    let mut statement =
        connection.prepare("SELECT system FROM search_part WHERE name = 'first_row' ORDER BY system")?;
    let ids = statement.query_map((), |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    ids.iter()
        .map(|id| CodeSystem::from_id(id))
        .collect::<Option<_>>()
        .ok_or(DictionaryError::Damaged { part: "search" })
}

/// Where the blobs of a system are.
struct Parts<'a> {
    connection: &'a Connection,
    system: CodeSystem,
}

impl Parts<'_> {
    fn blob(&self, name: &'static str) -> Result<Vec<u8>, DictionaryError> {
        let sql = "SELECT data FROM search_part WHERE system = ?1 AND name = ?2";
        match self.connection.query_row(sql, (self.system.id(), name), |row| row.get(0)) {
            Err(rusqlite::Error::QueryReturnedNoRows) => Err(DictionaryError::Damaged { part: name }),
            other => Ok(other?),
        }
    }

    fn text(&self, name: &'static str) -> Result<String, DictionaryError> {
        String::from_utf8(self.blob(name)?).map_err(|_| DictionaryError::Damaged { part: name })
    }

    fn numbers(&self, name: &'static str) -> Result<Vec<u32>, DictionaryError> {
        let data = self.blob(name)?;
        let (numbers, rest) = data.as_chunks::<4>();
        if !rest.is_empty() {
            return Err(DictionaryError::Damaged { part: name });
        }
        Ok(numbers.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect())
    }
}
