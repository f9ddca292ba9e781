//! Which diagnosis comes first, and which never may (ICD-10-CM Official Guidelines I.A.13, I.B, I.C and II; Medicare Code
//! Editor). What is an edit of the Medicare Code Editor alone is asked of inpatient stays alone.

use dictionary::{CodeAttribute, DictionaryError};
use encounter::Finding;

use crate::CodeBook;
use crate::coded::{Claim, Coded};
use crate::rule::rules;
use crate::tables::{FIRST_LISTED, NEVER_FIRST, SEVERE_SEPSIS, SYMPTOMS};

rules! {
    MANIFESTATION_FIRST = Error "sequencing.manifestation-first" ["code"],
        "CMS, Definitions of Medicare Code Edits, manifestation code as principal diagnosis; Official Guidelines I.A.13";
    EXTERNAL_CAUSE_FIRST = Error "sequencing.external-cause-first" ["code"],
        "CMS, Definitions of Medicare Code Edits, external causes; Official Guidelines I.C.20.a.6";
    UNACCEPTABLE_PRINCIPAL = Error to Warning "sequencing.unacceptable-principal" ["code"],
        "CMS, Definitions of Medicare Code Edits, unacceptable principal diagnosis";
    REQUIRES_SECONDARY = Error to Warning "sequencing.requires-secondary" ["code"],
        "CMS, Definitions of Medicare Code Edits, unacceptable principal diagnosis, requires secondary diagnosis";
    UNSPECIFIED = Warning "sequencing.unspecified" ["code"],
        "CMS, Definitions of Medicare Code Edits, unspecified code";
    NEVER_FIRST_LISTED = Warning "sequencing.never-first" ["code", "section"], "ICD-10-CM Official Guidelines";
    ONLY_FIRST_LISTED = Warning "sequencing.only-first" ["code", "section"], "ICD-10-CM Official Guidelines";
    SEVERE_SEPSIS_ALONE = Warning "sequencing.severe-sepsis" ["code"], "ICD-10-CM Official Guidelines I.C.1.d.1.b";
    PREGNANCY_FIRST = Warning "sequencing.pregnancy-first" ["code", "first"],
        "ICD-10-CM Official Guidelines I.C.15.a.1";
    POISONING_FIRST = Warning "sequencing.poisoning-first" ["code", "first"],
        "ICD-10-CM Official Guidelines I.C.19.e.5.b";
    SYMPTOM_OF_DIAGNOSIS = Info "sequencing.symptom" ["code", "diagnosis"], "ICD-10-CM Official Guidelines I.B.5";
}

pub(crate) fn check(
    claim: &Claim<'_>,
    book: &(impl CodeBook + ?Sized),
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    if let Some(first) = claim.first() {
        principal(claim, first, book, findings)?;
    }
    if claim.is_inpatient() {
        for coded in &claim.coded {
            if book.has(coded.code(), CodeAttribute::Unspecified, claim.on)? {
                findings.push(UNSPECIFIED.at(coded.place(), [&coded.code()]));
            }
        }
    }
    only_first(claim, findings);
    severe_sepsis(claim, findings);
    pregnancy_first(claim, findings);
    poisoning_first(claim, findings);
    symptoms(claim, findings);
    Ok(())
}

/// What the first-listed diagnosis may not be. One thing is said of it, the gravest.
fn principal(
    claim: &Claim<'_>,
    first: &Coded<'_>,
    book: &(impl CodeBook + ?Sized),
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    let (code, place) = (first.code(), first.place());
    let is = |attribute| book.has(code, attribute, claim.on);
    let finding = if is(CodeAttribute::Manifestation)? {
        MANIFESTATION_FIRST.at(place, [&code])
    } else if is(CodeAttribute::ExternalCause)? {
        EXTERNAL_CAUSE_FIRST.at(place, [&code])
    } else if claim.is_inpatient() && is(CodeAttribute::RequiresSecondary)? {
        // With another diagnosis it is accepted, although the Code Editor lists it among those that are not.
        if claim.encounter.diagnoses.len() == 1 {
            findings.push(REQUIRES_SECONDARY.at(place, [&code]));
        }
        return Ok(());
    } else if claim.is_inpatient() && is(CodeAttribute::UnacceptablePrincipal)? {
        UNACCEPTABLE_PRINCIPAL.at(place, [&code])
    } else if let Some(row) = NEVER_FIRST.row(&first.bare, claim.on) {
        let finding = NEVER_FIRST_LISTED.at(place, [&code, &row.section]);
        Finding { source: format!("{} {}", NEVER_FIRST_LISTED.source, row.section), ..finding }
    } else {
        return Ok(());
    };
    // The next one comes first then; which one it should be the coder says, who may as well move another up.
    let cures = claim.coded.get(1).map(|second| first.move_to(second.index)).into_iter().collect();
    findings.push(Finding { cures, ..finding });
    Ok(())
}

fn only_first(claim: &Claim<'_>, findings: &mut Vec<Finding>) {
    let is_row = |coded: &Coded<'_>| FIRST_LISTED.row(&coded.bare, claim.on);
    // Encounters of one day that are combined may have several.
    if claim.first().is_none_or(|first| is_row(first).is_some()) {
        return;
    }
    for coded in claim.coded.iter().skip(1) {
        if let Some(row) = is_row(coded) {
            let finding = ONLY_FIRST_LISTED.at(coded.place(), [&coded.code(), &row.section]);
            let source = format!("{} {}", ONLY_FIRST_LISTED.source, row.section);
            findings.push(Finding { cures: vec![coded.move_to(0)], source, ..finding });
        }
    }
}

fn severe_sepsis(claim: &Claim<'_>, findings: &mut Vec<Finding>) {
    for coded in &claim.coded {
        let Some(row) = SEVERE_SEPSIS.row(&coded.bare, claim.on) else { continue };
        let mut infections = claim.coded.iter().filter(|other| row.names_other(&other.bare));
        let Some(first) = infections.next() else {
            findings.push(SEVERE_SEPSIS_ALONE.at(coded.place(), [&coded.code()]));
            continue;
        };
        if first.index > coded.index {
            let cures = vec![first.move_to(coded.index)];
            findings.push(Finding { cures, ..SEVERE_SEPSIS_ALONE.at(coded.place(), [&coded.code()]) });
        }
    }
}

/// Codes of chapter 15 come before those of other chapters on the record of the mother.
fn pregnancy_first(claim: &Claim<'_>, findings: &mut Vec<Finding>) {
    let Some(first) = claim.first() else { return };
    // Reasons for the encounter of chapter 21, and the record of the child, go by rules of their own.
    if first.bare.starts_with(['O', 'Z', 'P']) {
        return;
    }
    if let Some(pregnancy) = claim.coded.iter().find(|coded| coded.bare.starts_with('O')) {
        let cures = vec![pregnancy.move_to(0)];
        let finding = PREGNANCY_FIRST.at(pregnancy.place(), [&pregnancy.code(), &first.code()]);
        findings.push(Finding { cures, ..finding });
    }
}

/// The poisoning comes before what it did. Beside injuries of the same event the gravest comes first.
fn poisoning_first(claim: &Claim<'_>, findings: &mut Vec<Finding>) {
    let Some(first) = claim.first() else { return };
    if first.bare.starts_with(['S', 'T', 'O', 'Z']) {
        return;
    }
    // Later encounters treat what is left: an initial one has A.
    let is_poisoning = |coded: &&Coded<'_>| coded.bare.ends_with('A') && is_drug_poisoning(&coded.bare);
    if let Some(poisoning) = claim.coded.iter().find(is_poisoning) {
        let cures = vec![poisoning.move_to(0)];
        let finding = POISONING_FIRST.at(poisoning.place(), [&poisoning.code(), &first.code()]);
        findings.push(Finding { cures, ..finding });
    }
}

/// T36 to T50 with an intent of 1 to 4: the sixth character, or the fifth before a placeholder.
fn is_drug_poisoning(bare: &str) -> bool {
    let drug = ("T36".."T51").contains(&bare.get(..3).unwrap_or_default());
    let intent = match bare.as_bytes().get(4..6) {
        Some([fifth, b'X']) => Some(*fifth),
        Some([_, sixth]) => Some(*sixth),
        _ => None,
    };
    drug && intent.is_some_and(|intent| (b'1'..=b'4').contains(&intent))
}

fn symptoms(claim: &Claim<'_>, findings: &mut Vec<Finding>) {
    for symptom in &claim.coded {
        let Some(row) = SYMPTOMS.row(&symptom.bare, claim.on) else { continue };
        if let Some(diagnosis) = claim.coded.iter().find(|other| row.names_other(&other.bare)) {
            findings.push(SYMPTOM_OF_DIAGNOSIS.at(symptom.place(), [&symptom.code(), &diagnosis.code()]));
        }
    }
}
