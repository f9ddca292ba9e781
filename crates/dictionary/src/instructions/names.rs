use std::sync::Arc;

use encounter::CodeSystem;
use jiff::civil::Date;
use rusqlite::Connection;

use super::Clause;
use crate::error::DictionaryError;
use crate::open::Dictionary;
use crate::written;

/// What the book calls a code: its own title and inclusion terms, and those of the rows above it up to its block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(Vec<Name>);

/// A row of the book, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    title: Vec<String>,
    terms: Vec<Vec<String>>,
}

/// Words that name no condition.
const IDLE: &[&str] = &[
    "a",
    "an",
    "and",
    "as",
    "at",
    "by",
    "classified",
    "condition",
    "conditions",
    "disease",
    "diseases",
    "disorder",
    "disorders",
    "due",
    "elsewhere",
    "for",
    "in",
    "nec",
    "nos",
    "not",
    "of",
    "on",
    "or",
    "other",
    "specific",
    "specified",
    "syndrome",
    "syndromes",
    "the",
    "to",
    "unspecified",
    "with",
    "without",
];

impl Names {
    /// Of rows by their titles and inclusion terms, the code itself first.
    pub fn new<'t>(rows: impl IntoIterator<Item = (&'t str, &'t [String])>) -> Self {
        let name = |(title, terms): (&str, &[String])| Name {
            title: words(title),
            terms: terms.iter().map(|term| words(term)).collect(),
        };
        Self(rows.into_iter().map(name).collect())
    }

    /// Whether a code of these names is all that the clause speaks of. It is not where the words of the clause name
    /// something that no title up to the block does: "purpura fulminans (D65)" cites a code of other coagulopathies too.
    /// An inclusion term stands for its row where it shares a word with the title, as another word for the same; else it is
    /// one of several things that the row is for.
    pub fn are_all_of(&self, clause: &Clause) -> bool {
        let asked = words(&without_parentheses(&clause.text));
        let titled = |word: &String| self.0.iter().any(|name| has(&name.title, word));
        if asked.iter().all(titled) {
            return true;
        }
        self.0.iter().any(|name| {
            let terms = name.terms.iter().filter(|term| term.iter().any(|word| has(&name.title, word)));
            terms.into_iter().any(|term| asked.iter().all(|word| has(term, word) || has(&name.title, word)))
        })
    }

    fn load(connection: &Connection, row: u32) -> Result<Self, DictionaryError> {
        let mut statement = connection.prepare_cached(include_str!("names.sql"))?;
        let mut rows = statement.query([row])?;
        let (mut names, mut last): (Vec<Name>, Option<u32>) = (Vec::new(), None);
        while let Some(row) = rows.next()? {
            let id: u32 = row.get(0)?;
            if last != Some(id) {
                let title: Option<String> = row.get(1)?;
                names.push(Name { title: words(&title.unwrap_or_default()), terms: Vec::new() });
                last = Some(id);
            }
            if let (Some(name), Some(term)) = (names.last_mut(), row.get::<_, Option<String>>(2)?) {
                name.terms.push(words(&term));
            }
        }
        Ok(Self(names))
    }
}

impl Dictionary {
    /// What the book calls a code, written in any way; nothing where no release has it.
    pub fn names(&self, system: CodeSystem, text: &str, on: Date) -> Result<Arc<Names>, DictionaryError> {
        let Some(stored) = written::stored(system, text) else { return Ok(Arc::default()) };
        let volume = self.holding(system, &stored, on)?;
        let Some(entry) = volume.entry(system, &stored)? else { return Ok(Arc::default()) };
        if let Some(known) = entry.names.get() {
            return Ok(Arc::clone(known));
        }
        let loaded = Arc::new(Names::load(&volume.connection(), entry.row())?);
        Ok(Arc::clone(entry.names.get_or_init(|| loaded)))
    }
}

/// What stands in parentheses is not needed (ICD-10-CM Official Guidelines I.A.7), or names the codes.
fn without_parentheses(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

/// In small letters, without those that are idle and without codes.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let is_code = |word: &str| {
        let mut bytes = word.bytes();
        bytes.next().is_some_and(|c| c.is_ascii_lowercase())
            && bytes.next().is_some_and(|c| c.is_ascii_digit())
    };
    lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && IDLE.binary_search(word).is_err() && !is_code(word))
        .map(str::to_owned)
        .collect()
}

fn has(among: &[String], word: &str) -> bool {
    among.iter().any(|other| is_same(other, word))
}

/// Alike but for their ends: epilepsy and epileptic, kidney and kidneys. An inflammation is nothing but one: hepatitis is not
/// all that is hepatic.
fn is_same(one: &str, other: &str) -> bool {
    let alike = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let shorter = one.len().min(other.len());
    let plural = shorter > 3 && one.trim_end_matches('s') == other.trim_end_matches('s');
    let inflamed = |word: &str| word.contains("iti");
    one == other || plural || alike >= shorter.saturating_sub(3).max(5) && inflamed(one) == inflamed(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(clause: &str, names: &[(&str, &[&str])], expected: bool) {
        let lines = [clause.to_owned()];
        let clause = crate::instructions::clause::clauses(&lines, |_| None).remove(0);
        let names: Vec<(&str, Vec<String>)> = names
            .iter()
            .map(|(title, terms)| (*title, terms.iter().map(|term| (*term).to_owned()).collect()))
            .collect();
        let names = Names::new(names.iter().map(|(title, terms)| (*title, terms.as_slice())));
        assert_eq!(names.are_all_of(&clause), expected, "{}", clause.text);
    }

    #[test]
    fn the_words_of_a_title_or_of_one_above_it() {
        let c = ("Unspecified viral hepatitis C without hepatic coma", &[] as &[&str]);
        check("viral hepatitis (B15-B19)", &[c], true);
        check("viral hepatitis (B15-B19)", &[("Hepatitis A with coma", &[]), ("Viral hepatitis", &[])], true);
        check("autoimmune hepatitis (B15-B19)", &[c, ("Viral hepatitis", &[])], false);
        check("cystic kidney disease (congenital) (Q61.-)", &[("Cystic kidney disease", &[])], true);
        check("depressive stupor (F31-F33)", &[("Major depressive disorder, single episode", &[])], false);
        check("epileptic fits (G40.-)", &[("Epilepsy and fits", &[])], true);
        check("hypertrophy (I10)", &[("Hypertension", &[])], false);
        check("acute hepatitis (K72.0-)", &[("Acute hepatic failure", &[])], false);
        check("nephritic syndrome (N05.-)", &[("Unspecified nephritis", &[])], true);
    }

    #[test]
    fn an_inclusion_term_that_is_another_word_for_the_title() {
        let kidney = ("Chronic kidney disease, unspecified", &["Chronic renal insufficiency"] as &[&str]);
        check("chronic renal insufficiency (N18.9)", &[kidney], true);
        check("renal colic (N18.9)", &[kidney], false);
        let clotting =
            ("Disseminated intravascular coagulation", &["Purpura fulminans", "Consumption coagulopathy"]);
        check("purpura fulminans (D65)", &[(clotting.0, clotting.1.as_slice())], false);
        check("hydrothorax (J94.8)", &[("Other specified pleural conditions", &["Hydrothorax"])], false);
    }

    #[test]
    fn the_idle_words_are_in_order() {
        assert!(IDLE.is_sorted());
    }
}
