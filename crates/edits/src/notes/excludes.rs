use std::collections::BTreeMap;

use dictionary::{Clause, DictionaryError, Instruction, NoteKind};
use encounter::{Amendment, Finding};

use super::{EXCLUDES1_ERROR, EXCLUDES1_QUESTION, EXCLUDES2, covers, is_near, of_kind, quoted};
use crate::CodeBook;
use crate::coded::{Claim, Coded};

/// What a note says of a pair of codes. The most serious comes first, and one is told of each pair.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Excluded,
    Asked,
    Allowed,
}

struct Said<'c, 'a> {
    verdict: Verdict,
    of: &'c Coded<'a>,
    other: &'c Coded<'a>,
    note: &'c Instruction,
    clause: &'c Clause,
}

pub(super) fn check(
    claim: &Claim<'_>,
    book: &(impl CodeBook + ?Sized),
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    let mut pairs: BTreeMap<(u32, u32), Said<'_, '_>> = BTreeMap::new();
    for of in &claim.coded {
        for note in of_kind(of, NoteKind::Excludes1).chain(of_kind(of, NoteKind::Excludes2)) {
            for clause in &note.clauses {
                // What a note excludes from itself it cannot mean: its reference is wider than its words.
                if clause.references.is_empty() || covers(clause, &of.bare) {
                    continue;
                }
                for other in claim.coded.iter().filter(|other| covers(clause, &other.bare)) {
                    let Some(mut verdict) = verdict(of, other, note, clause) else { continue };
                    if verdict == Verdict::Excluded && !book.names(other.code(), claim.on)?.are_all_of(clause)
                    {
                        verdict = Verdict::Asked;
                    }
                    let pair = (of.index.min(other.index), of.index.max(other.index));
                    if pairs.get(&pair).is_none_or(|said| verdict < said.verdict) {
                        pairs.insert(pair, Said { verdict, of, other, note, clause });
                    }
                }
            }
        }
    }
    findings.extend(pairs.into_values().map(finding));
    Ok(())
}

fn verdict(of: &Coded<'_>, other: &Coded<'_>, note: &Instruction, clause: &Clause) -> Option<Verdict> {
    if note.kind == NoteKind::Excludes2 {
        return is_near(note).then_some(Verdict::Allowed);
    }
    // Two injuries may be of two places, whatever one of them excludes at its own.
    let injuries = [of, other].iter().all(|coded| coded.bare.starts_with(['S', 'T']));
    let certain = !clause.restricted && is_near(note) && of.notes.in_force && !injuries;
    Some(if certain { Verdict::Excluded } else { Verdict::Asked })
}

fn finding(said: Said<'_, '_>) -> Finding {
    let Said { verdict, of, other, note, clause } = said;
    let rule = match verdict {
        Verdict::Excluded => EXCLUDES1_ERROR,
        Verdict::Asked => EXCLUDES1_QUESTION,
        Verdict::Allowed => EXCLUDES2,
    };
    let remove = |coded: &Coded<'_>| Amendment::RemoveDiagnosis { diagnosis: coded.diagnosis.id };
    let cures = match verdict {
        Verdict::Allowed => Vec::new(),
        _ => vec![remove(other), remove(of)],
    };
    Finding { cures, ..quoted(rule, of, Some(other), note, &clause.text) }
}
