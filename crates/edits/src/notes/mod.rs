//! The instructional notes of the Tabular List, executed (ICD-10-CM Official Guidelines, section I.A.12 to I.A.17). Every
//! finding quotes its note and names the row of the book that carries it.
//!
//! An Excludes1 note is an error only where its words leave nothing to decide, name no less than the code that it cites, and
//! it is in force on the date; otherwise it is asked. Excludes2 is told where both codes stand on the encounter, and there only: that neither is coded is no news.
//! Absent: notes that name no codes, but for what has to precede a first-listed code.

mod excludes;
mod sequence;

use dictionary::{Clause, CodeKind, DictionaryError, Instruction, NoteKind};
use encounter::Finding;

use crate::CodeBook;
use crate::coded::{Claim, Coded};
use crate::rule::{Rule, rules};

const EXCLUDES1: &str = "ICD-10-CM Tabular List, Excludes1 notes; Official Guidelines I.A.12.a";
const CODE_FIRST: &str = "ICD-10-CM Tabular List, Code first notes; Official Guidelines I.A.13";
const USE_ADDITIONAL: &str = "ICD-10-CM Tabular List, Use additional code notes; Official Guidelines I.A.13";

rules! {
    EXCLUDES1_ERROR = Error to Warning "notes.excludes1" ["code", "other", "note", "origin"], EXCLUDES1;
    EXCLUDES1_QUESTION = Warning "notes.excludes1-question" ["code", "other", "note", "origin"], EXCLUDES1;
    EXCLUDES2 = Info "notes.excludes2" ["code", "other", "note", "origin"],
        "ICD-10-CM Tabular List, Excludes2 notes; Official Guidelines I.A.12.b";
    CODE_FIRST_ORDER = Warning "notes.code-first-order" ["code", "other", "note", "origin"], CODE_FIRST;
    CODE_FIRST_MISSING = Warning "notes.code-first-missing" ["code", "note", "origin"], CODE_FIRST;
    USE_ADDITIONAL_ORDER = Warning "notes.use-additional-order" ["code", "other", "note", "origin"], USE_ADDITIONAL;
    USE_ADDITIONAL_MISSING = Warning "notes.use-additional-missing" ["code", "note", "origin"], USE_ADDITIONAL;
    USE_ADDITIONAL_REMINDER = Info "notes.use-additional" ["code", "note", "origin"], USE_ADDITIONAL;
    CODE_ALSO = Info "notes.code-also" ["code", "note", "origin"],
        "ICD-10-CM Tabular List, Code also notes; Official Guidelines I.A.17";
}

pub(crate) fn check(
    claim: &Claim<'_>,
    book: &(impl CodeBook + ?Sized),
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    excludes::check(claim, book, findings)?;
    sequence::check(claim, book, findings)
}

/// The instructions of a kind that hold for a code, nearest first.
fn of_kind<'c>(coded: &'c Coded<'_>, kind: NoteKind) -> impl Iterator<Item = &'c Instruction> {
    coded.notes.instructions.iter().map(AsRef::as_ref).filter(move |note| note.kind == kind)
}

fn covers(clause: &Clause, bare: &str) -> bool {
    clause.references.iter().any(|reference| reference.covers(bare))
}

/// Whether a note stands at the code or its category, and so speaks of it rather than of a whole chapter.
const fn is_near(note: &Instruction) -> bool {
    note.origin_kind.is_code()
}

/// A finding about a code and another, or about a code alone where there is none.
fn quoted(rule: Rule, of: &Coded<'_>, other: Option<&Coded<'_>>, note: &Instruction, text: &str) -> Finding {
    let (code, origin) = (of.code(), &note.origin);
    let finding = match other {
        Some(other) => rule.at(of.place(), [&code, &other.code(), &text, origin]),
        None => rule.at(of.place(), [&code, &text, origin]),
    };
    let shelf = match note.origin_kind {
        CodeKind::Chapter => "chapter",
        CodeKind::Block => "block",
        CodeKind::Category => "category",
        CodeKind::Subcategory | CodeKind::Code => "code",
    };
    Finding { source: format!("{}; note at {shelf} {origin}, {}", rule.source, of.notes.release), ..finding }
}
