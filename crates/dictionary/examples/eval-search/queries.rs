//! What is asked, and what counts as an answer.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use encounter::CodeSystem;
use rusqlite::Connection;

/// A query with the codes of which one, or one below it, is right.
#[derive(Clone, Debug)]
pub(crate) struct Query {
    pub(crate) text: String,
    pub(crate) codes: Vec<String>,
    /// Of the half whose failures may be looked at.
    pub(crate) open: bool,
    pub(crate) of: Of,
}

/// Which systems are asked.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Of {
    Diagnoses,
    All,
}

impl Of {
    pub(crate) const fn systems(self) -> &'static [CodeSystem] {
        match self {
            Self::Diagnoses => &[CodeSystem::Icd10cm],
            Self::All => &[],
        }
    }
}

pub(crate) fn is_answer(found: &str, codes: &[String]) -> bool {
    let found = found.replace('.', "");
    codes.iter().any(|code| found.starts_with(code.replace('.', "").as_str()))
}

fn lines(path: &Path) -> Option<Vec<(String, Vec<String>)>> {
    let text = std::fs::read_to_string(path).ok()?;
    let queries = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut columns = line.split('\t');
        let (query, codes) = (columns.next()?, columns.next()?);
        Some((query.to_owned(), codes.split('|').map(str::to_owned).collect()))
    });
    Some(queries.collect())
}

/// Stable over runs and machines, so that the halves stay what they are.
fn number_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

pub(crate) fn disease_terms() -> Option<Vec<Query>> {
    // Beside the checkout, or above a working tree of it.
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let path =
        above.map(|above| above.join("shared/search/disease-terms.tsv")).find(|path| path.is_file())?;
    let lines = lines(&path)?.into_iter().skip(1);
    Some(
        lines
            .map(|(text, codes)| Query {
                open: number_of(&text).is_multiple_of(2),
                text,
                codes,
                of: Of::Diagnoses,
            })
            .collect(),
    )
}

pub(crate) fn shorthand() -> Vec<Query> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/eval/shorthand.tsv");
    let lines = lines(&path).expect("tests/eval/shorthand.tsv");
    lines
        .into_iter()
        .zip(1..)
        .map(|((text, codes), line)| Query { text, codes, open: line % 2 == 1, of: Of::Diagnoses })
        .collect()
}

/// Each query with one slip in one word of five letters or more, the same in every run; queries without such a word as
/// they are.
pub(crate) fn misspelt(queries: &[Query]) -> Vec<Query> {
    let mut random = Random(0x5EED_CA12);
    queries.iter().map(|query| Query { text: misspell(&query.text, &mut random), ..query.clone() }).collect()
}

fn misspell(text: &str, random: &mut Random) -> String {
    let mut words: Vec<Vec<char>> = text.split(' ').map(|word| word.chars().collect()).collect();
    let long: Vec<usize> = (0..words.len())
        .filter(|at| words[*at].len() >= 5 && words[*at].iter().all(|c| c.is_alphabetic()))
        .collect();
    let Some(at) = random.choice(&long) else { return text.to_owned() };
    let word = &mut words[at];
    let letter = char::from(b'a' + u8::try_from(random.below(26)).unwrap());
    let place = random.below(word.len());
    match random.below(4) {
        0 => word[place] = letter,
        1 => word.insert(place, letter),
        2 => {
            word.remove(place);
        }
        _ => {
            let place = place.min(word.len() - 2);
            word.swap(place, place + 1);
        }
    }
    words.into_iter().map(|word| word.into_iter().collect()).collect::<Vec<String>>().join(" ")
}

/// xorshift: the slips must be the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    fn choice(&mut self, of: &[usize]) -> Option<usize> {
        let at = self.below(of.len());
        of.get(at).copied()
    }
}

fn named(connection: &Connection, sql: &str, system: CodeSystem, of: Of) -> Vec<Query> {
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map((20_260_415, system.id()), |row| {
        Ok(Query { text: row.get(0)?, codes: vec![row.get(1)?], open: true, of })
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// The title of every billable code of a system. A title that several codes share is answered by any of them.
pub(crate) fn titles(connection: &Connection, system: CodeSystem) -> Vec<Query> {
    let mut titles = named(connection, include_str!("titles.sql"), system, Of::All);
    let mut by_title: std::collections::HashMap<String, Vec<String>> = std::collections::HashMap::new();
    for query in &titles {
        by_title.entry(query.text.clone()).or_default().extend(query.codes.clone());
    }
    for query in &mut titles {
        query.codes.clone_from(&by_title[&query.text]);
    }
    titles
}

/// `E11.40`, `e1140`, `e11 40`.
pub(crate) fn spelt_codes(titles: &[Query]) -> Vec<Query> {
    let mut codes: Vec<String> = titles.iter().flat_map(|query| query.codes.clone()).collect();
    codes.sort();
    codes.dedup();
    codes
        .into_iter()
        .flat_map(|code| {
            let (category, rest) = code.split_at(3);
            let dot = if rest.is_empty() { "" } else { "." };
            let spelt = [
                format!("{category}{dot}{rest}"),
                code.to_ascii_lowercase(),
                format!("{} {}", category.to_ascii_lowercase(), rest.to_ascii_lowercase()),
            ];
            spelt.map(|text| Query { text, codes: vec![code.clone()], open: true, of: Of::All })
        })
        .collect()
}

pub(crate) fn inclusion_terms(connection: &Connection) -> Vec<Query> {
    named(connection, include_str!("inclusion_terms.sql"), CodeSystem::Icd10cm, Of::Diagnoses)
}

/// Our own terms: each should find its code, unless the book itself gives the words to another.
pub(crate) fn own_terms() -> Vec<Query> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/search");
    let texts = ["terms.txt", "syndromes.txt", "named.txt"]
        .map(|name| std::fs::read_to_string(folder.join(name)).expect(name));
    let lines = texts.iter().flat_map(|text| text.lines()).filter(|line| !line.starts_with('#'));
    let mut terms: std::collections::BTreeMap<&str, Vec<String>> = std::collections::BTreeMap::new();
    for (code, of_code) in lines.filter_map(|line| line.split_once(':')) {
        for term in of_code.split(';') {
            terms.entry(term.trim()).or_default().push(code.to_owned());
        }
    }
    terms
        .into_iter()
        .map(|(text, codes)| Query { text: text.to_owned(), codes, open: true, of: Of::Diagnoses })
        .collect()
}
