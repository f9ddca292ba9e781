use dictionary::{Clause, DictionaryError, Instruction, NoteKind};
use encounter::{CodeSystem, Finding};

use super::{
    CODE_ALSO, CODE_FIRST_MISSING, CODE_FIRST_ORDER, USE_ADDITIONAL_MISSING, USE_ADDITIONAL_ORDER,
    USE_ADDITIONAL_REMINDER, covers, is_near, of_kind, quoted,
};
use crate::CodeBook;
use crate::coded::{Claim, Coded};

/// As many as one hand finds on the number keys.
const MOST_CURES: u32 = 9;

/// What a note asks for that is part of the diagnosis itself, so that a claim without it is not complete; an organism, for
/// one, may never be found.
const PART_OF_DIAGNOSIS: [&str; 3] = ["stage of", "type of", "site of"];

pub(super) fn check(
    claim: &Claim<'_>,
    book: &(impl CodeBook + ?Sized),
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    for of in &claim.coded {
        let mut missing = None;
        for note in of_kind(of, NoteKind::CodeFirst) {
            match code_first(claim, of, note) {
                Precedes::Yes => {}
                Precedes::Behind(finding) => findings.push(finding),
                Precedes::Missing(finding) => missing = missing.or(Some(finding)),
            }
        }
        findings.extend(missing);
        for note in of_kind(of, NoteKind::UseAdditional).filter(|note| is_near(note)) {
            findings.extend(use_additional(claim, of, note, book)?);
        }
        for note in of_kind(of, NoteKind::CodeAlso).filter(|note| is_near(note)) {
            if let Some(clause) = asked(note)
                && !present(claim, of, clause)
            {
                findings.push(quoted(CODE_ALSO, of, None, note, &clause.text));
            }
        }
    }
    Ok(())
}

enum Precedes {
    Yes,
    Behind(Finding),
    Missing(Finding),
}

fn code_first(claim: &Claim<'_>, of: &Coded<'_>, note: &Instruction) -> Precedes {
    let named = || {
        let clauses = note.clauses.iter();
        clauses.flat_map(|clause| {
            let others = claim.coded.iter().filter(|other| other.index != of.index);
            others.filter(|other| covers(clause, &other.bare)).map(move |other| (clause, other))
        })
    };
    if named().any(|(_, other)| other.index < of.index) {
        return Precedes::Yes;
    }
    // Two codes that each ask for the other first leave the order to the circumstances of the encounter.
    let asks_back = |other: &Coded<'_>| {
        of_kind(other, NoteKind::CodeFirst).any(|back| back.clauses.iter().any(|c| covers(c, &of.bare)))
    };
    if let Some((clause, other)) = named().find(|(_, other)| !asks_back(other)) {
        let cures = vec![other.move_to(of.index)];
        return Precedes::Behind(Finding {
            cures,
            ..quoted(CODE_FIRST_ORDER, of, Some(other), note, &clause.text)
        });
    }
    // Only what underlies a disease is there whenever the disease is; a pregnancy or a poisoning is not.
    let underlying = |clause: &&Clause| clause.text.contains("underlying") && !clause.optional;
    // Behind other codes, one of them may be what the examples or the words stand for.
    let open = note.clauses.iter().any(|clause| clause.open || clause.references.is_empty());
    match note.clauses.first().filter(underlying) {
        Some(clause) if of.index == 0 || !open => {
            Precedes::Missing(quoted(CODE_FIRST_MISSING, of, None, note, &clause.text))
        }
        _ => Precedes::Yes,
    }
}

/// The one clause of a note that asks for a code whatever the record says.
fn asked(note: &Instruction) -> Option<&Clause> {
    let [clause] = note.clauses.as_slice() else { return None };
    let plain = !clause.optional && !clause.open && !clause.item && !clause.references.is_empty();
    // External causes are reported where the payer or the state asks for them (Official Guidelines I.C.20).
    (plain && !clause.text.contains("external cause")).then_some(clause)
}

fn present(claim: &Claim<'_>, of: &Coded<'_>, clause: &Clause) -> bool {
    claim.coded.iter().any(|other| other.index != of.index && covers(clause, &other.bare))
}

fn use_additional(
    claim: &Claim<'_>,
    of: &Coded<'_>,
    note: &Instruction,
    book: &(impl CodeBook + ?Sized),
) -> Result<Option<Finding>, DictionaryError> {
    let Some(clause) = asked(note) else { return Ok(None) };
    let others = claim.coded.iter().filter(|other| other.index != of.index);
    let named: Vec<&Coded<'_>> = others.filter(|other| covers(clause, &other.bare)).collect();
    if let Some(first) = named.first() {
        if named.iter().any(|other| other.index > of.index) {
            return Ok(None);
        }
        let cures = vec![of.move_to(first.index)];
        let finding = quoted(USE_ADDITIONAL_ORDER, of, Some(first), note, &clause.text);
        return Ok(Some(Finding { cures, ..finding }));
    }
    let part = PART_OF_DIAGNOSIS.iter().any(|words| clause.text.contains(words));
    if !part {
        return Ok(Some(quoted(USE_ADDITIONAL_REMINDER, of, None, note, &clause.text)));
    }
    let mut codes = Vec::new();
    if let [reference] = clause.references.as_slice()
        && let Some(header) = reference.single()
    {
        codes = book.billable_below(CodeSystem::Icd10cm, header, claim.on, MOST_CURES + 1)?;
        // A list that goes on beyond the keys is better searched than cut.
        codes.retain(|code| reference.covers(&code.replace('.', "")));
        if codes.len() > MOST_CURES as usize {
            codes.clear();
        }
    }
    let cures = claim.attach(codes);
    Ok(Some(Finding { cures, ..quoted(USE_ADDITIONAL_MISSING, of, None, note, &clause.text) }))
}
