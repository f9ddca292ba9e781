use std::collections::BTreeSet;

use dictionary::DictionaryError;
use encounter::{Amendment, CodeSystem, DiagnosisCode, Finding};

use super::{DIABETES_DRUG, HABIT, SPECIFIED_IN_EVIDENCE, of_section};
use crate::CodeBook;
use crate::coded::{Claim, Coded};
use crate::tables::{DIABETES_DRUGS, HABITS};

/// Words after which a record says that something is not so, or not so certain. What they stand in is not read.
const NOT_SO: [&str; 18] = [
    "no",
    "not",
    "denies",
    "denied",
    "without",
    "never",
    "negative",
    "ruled",
    "rule",
    "r/o",
    "possible",
    "probable",
    "suspected",
    "questionable",
    "likely",
    "versus",
    "family",
    "father",
];

/// The words that the coder attached to a diagnosis, in small letters; `None` where there are none, or where they say that
/// something is not so.
pub(super) fn quoted_words(coded: &Coded<'_>) -> Option<BTreeSet<String>> {
    let mut words = BTreeSet::new();
    for evidence in &coded.diagnosis.evidence {
        let quote = evidence.quote.to_lowercase();
        let of_quote: Vec<&str> = quote
            .split(|c: char| !(c.is_alphanumeric() || c == '/'))
            .filter(|word| !word.is_empty())
            .collect();
        if !of_quote.iter().any(|word| NOT_SO.contains(word)) {
            words.extend(of_quote.into_iter().map(str::to_owned));
        }
    }
    (!words.is_empty()).then_some(words)
}

pub(super) fn check(
    claim: &Claim<'_>,
    book: &(impl CodeBook + ?Sized),
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    let quoted: Vec<(&Coded<'_>, BTreeSet<String>)> =
        claim.coded.iter().filter_map(|coded| Some((coded, quoted_words(coded)?))).collect();
    for (coded, words) in &quoted {
        if let Some(finding) = specified(coded, words, book, claim)? {
            findings.push(finding);
        }
    }
    diabetes_drugs(claim, &quoted, findings);
    habits(claim, &quoted, findings);
    Ok(())
}

/// As many codes as are worth reading for one that is more specific.
const MOST_READ: u32 = 60;

/// Words of a title that choose nothing, or that are asked elsewhere.
const IDLE: [&str; 24] = [
    "unspecified",
    "with",
    "without",
    "and",
    "or",
    "of",
    "in",
    "on",
    "the",
    "to",
    "due",
    "other",
    "not",
    "elsewhere",
    "classified",
    "type",
    "disease",
    "disorder",
    "right",
    "left",
    "bilateral",
    "encounter",
    "initial",
    "subsequent",
];

/// The words of a title that choose. What stands in parentheses is not needed (ICD-10-CM Official Guidelines I.A.7).
fn choosing(title: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut depth = 0_u32;
    for word in title.to_lowercase().split_inclusive(|c: char| !c.is_alphanumeric()) {
        let (text, end) = word.split_at(word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len()));
        if depth == 0 && !text.is_empty() && !IDLE.contains(&text) {
            words.insert(text.to_owned());
        }
        match end {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    words
}

/// The code whose own words all stand in the evidence, where the attached one leaves them open.
fn specified(
    coded: &Coded<'_>,
    words: &BTreeSet<String>,
    book: &(impl CodeBook + ?Sized),
    claim: &Claim<'_>,
) -> Result<Option<Finding>, DictionaryError> {
    let title = book.title(CodeSystem::Icd10cm, coded.code(), claim.on)?.unwrap_or_default();
    if !title.to_lowercase().contains("unspecified") {
        return Ok(None);
    }
    let known = choosing(&title);
    for length in (3..coded.bare.len()).rev() {
        let below = book.billable_below(CodeSystem::Icd10cm, &coded.bare[..length], claim.on, MOST_READ)?;
        let mut best: (usize, Vec<String>) = (0, Vec::new());
        for code in below {
            let title = book.title(CodeSystem::Icd10cm, &code, claim.on)?.unwrap_or_default();
            let chosen = choosing(&title);
            let own: Vec<&String> = chosen.difference(&known).collect();
            if own.len() < best.0.max(1) || !own.iter().all(|word| words.contains(*word)) {
                continue;
            }
            if own.len() > best.0 {
                best = (own.len(), Vec::new());
            }
            best.1.push(code);
        }
        // Where several fit equally well the evidence does not choose.
        if let (_, [only]) = (best.0, &*best.1) {
            let code = DiagnosisCode::new(only);
            let finding = SPECIFIED_IN_EVIDENCE.at(coded.place(), [&coded.code(), &code]);
            let cures = vec![Amendment::ReplaceDiagnosis { diagnosis: coded.diagnosis.id, code }];
            return Ok(Some(Finding { cures, ..finding }));
        }
    }
    Ok(None)
}

/// Diabetes but type 1, whose insulin goes without saying.
fn is_treated_diabetes(bare: &str) -> bool {
    ["E08", "E09", "E11", "E13"].iter().any(|category| bare.starts_with(category))
}

fn diabetes_drugs(claim: &Claim<'_>, quoted: &[(&Coded<'_>, BTreeSet<String>)], findings: &mut Vec<Finding>) {
    let Some(diabetes) = claim.coded.iter().find(|coded| is_treated_diabetes(&coded.bare)) else { return };
    for row in DIABETES_DRUGS.iter().filter(|row| row.holds(claim.on)) {
        if claim.coded.iter().any(|coded| row.names(&coded.bare)) {
            continue;
        }
        let named = row.words.iter().find(|word| quoted.iter().any(|(_, words)| words.contains(**word)));
        if let Some(drug) = named {
            let finding = DIABETES_DRUG.at(diabetes.place(), [&diabetes.code(), drug, &row.text]);
            findings.push(Finding { cures: claim.attach(vec![row.text.to_owned()]), ..finding });
        }
    }
}

fn habits(claim: &Claim<'_>, quoted: &[(&Coded<'_>, BTreeSet<String>)], findings: &mut Vec<Finding>) {
    for row in HABITS.iter().filter(|row| row.holds(claim.on)) {
        if claim.coded.iter().any(|coded| row.names(&coded.bare)) {
            continue;
        }
        let named = quoted
            .iter()
            .find_map(|(coded, words)| Some((coded, row.words.iter().find(|word| words.contains(**word))?)));
        if let Some((coded, word)) = named {
            findings.push(of_section(HABIT.at(coded.place(), [word, &row.text, &row.section]), row.section));
        }
    }
}
