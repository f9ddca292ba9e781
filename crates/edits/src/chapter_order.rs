//! What the chapter-specific guidelines say of order and of what goes together: deliveries, treatment of neoplasms, injuries,
//! burns, toxic effects (ICD-10-CM Official Guidelines I.C.2, I.C.15 and I.C.19).

use encounter::{Amendment, Finding};

use crate::coded::{Claim, Coded};
use crate::rule::rules;
use crate::tables::TREATMENTS;

rules! {
    NORMAL_DELIVERY = Warning "sequencing.normal-delivery" ["code", "other"],
        "ICD-10-CM Official Guidelines I.C.15.n.1";
    TREATMENT_ALONE = Warning "sequencing.treatment-alone" ["code"], "ICD-10-CM Official Guidelines I.C.2.e.2";
    INJURY_ORDER = Warning "sequencing.injury-order" ["code", "first"], "ICD-10-CM Official Guidelines I.C.19.b";
    SUPERFICIAL = Info "sequencing.superficial" ["code", "other"], "ICD-10-CM Official Guidelines I.C.19.b.1";
    BURN_ORDER = Warning "sequencing.burn-order" ["code", "first"], "ICD-10-CM Official Guidelines I.C.19.d.1";
    TOXIC_FIRST = Warning "sequencing.toxic-first" ["code", "first"], "ICD-10-CM Official Guidelines I.C.19.e.5.d";
}

pub(crate) fn check(claim: &Claim<'_>, findings: &mut Vec<Finding>) {
    normal_delivery(claim, findings);
    treatment(claim, findings);
    superficial(claim, findings);
    if let Some(first) = claim.first() {
        injuries(claim, first, findings);
        burns(claim, first, findings);
        toxic_effects(claim, first, findings);
    }
}

fn remove(coded: &Coded<'_>) -> Vec<Amendment> {
    vec![Amendment::RemoveDiagnosis { diagnosis: coded.diagnosis.id }]
}

/// A delivery is normal where no other code of chapter 15 speaks of it.
fn normal_delivery(claim: &Claim<'_>, findings: &mut Vec<Finding>) {
    let Some(normal) = claim.coded.iter().find(|coded| coded.bare == "O80") else { return };
    let is_other = |coded: &&Coded<'_>| coded.bare.starts_with('O') && coded.bare != "O80";
    if let Some(other) = claim.coded.iter().find(is_other) {
        let finding = NORMAL_DELIVERY.at(normal.place(), [&normal.code(), &other.code()]);
        findings.push(Finding { cures: remove(normal), ..finding });
    }
}

fn treatment(claim: &Claim<'_>, findings: &mut Vec<Finding>) {
    for coded in &claim.coded {
        if let Some(row) = TREATMENTS.row(&coded.bare, claim.on)
            && !claim.coded.iter().any(|other| row.names_other(&other.bare))
        {
            findings.push(TREATMENT_ALONE.at(coded.place(), [&coded.code()]));
        }
    }
}

/// An injury that is treated at this encounter, by the body region of its block (S0 the head, S1 the neck, ...).
fn injured_region(coded: &Coded<'_>) -> Option<u8> {
    let is_initial = coded.bare.len() == 7 && coded.bare.ends_with(['A', 'B', 'C']);
    let region = coded.bare.strip_prefix('S')?.as_bytes().first().copied()?;
    is_initial.then_some(region)
}

/// Superficial injuries and contusions: the first category of each region.
fn is_superficial(coded: &Coded<'_>) -> bool {
    coded.bare.as_bytes().get(2) == Some(&b'0')
}

fn superficial(claim: &Claim<'_>, findings: &mut Vec<Finding>) {
    for coded in claim.coded.iter().filter(|coded| is_superficial(coded)) {
        let Some(region) = injured_region(coded) else { continue };
        let graver = |other: &&Coded<'_>| injured_region(other) == Some(region) && !is_superficial(other);
        if let Some(other) = claim.coded.iter().find(graver) {
            let finding = SUPERFICIAL.at(coded.place(), [&coded.code(), &other.code()]);
            findings.push(Finding { cures: remove(coded), ..finding });
        }
    }
}

fn injuries(claim: &Claim<'_>, first: &Coded<'_>, findings: &mut Vec<Finding>) {
    if injured_region(first).is_none() || !is_superficial(first) {
        return;
    }
    let graver = |other: &&Coded<'_>| injured_region(other).is_some() && !is_superficial(other);
    if let Some(other) = claim.coded.iter().find(graver) {
        let finding = INJURY_ORDER.at(other.place(), [&other.code(), &first.code()]);
        findings.push(Finding { cures: vec![other.move_to(0)], ..finding });
    }
}

/// The degree of a burn or corrosion of the body's surface that is treated now (T20 to T25, fourth character).
fn degree(coded: &Coded<'_>) -> Option<u8> {
    let surface = coded.bare.get(..3).is_some_and(|category| ("T20"..="T25").contains(&category));
    let degree = coded.bare.as_bytes().get(3).copied().filter(u8::is_ascii_digit)? - b'0';
    (surface && coded.bare.ends_with('A')).then_some(degree % 4)
}

fn burns(claim: &Claim<'_>, first: &Coded<'_>, findings: &mut Vec<Finding>) {
    let Some(of_first) = degree(first).filter(|degree| *degree > 0) else { return };
    let gravest = claim.coded.iter().filter_map(|coded| Some((degree(coded)?, coded)));
    // Of several of one degree the one that stands first.
    let Some((of_gravest, burn)) = gravest.rev().max_by_key(|(degree, _)| *degree) else { return };
    if of_gravest > of_first {
        let finding = BURN_ORDER.at(burn.place(), [&burn.code(), &first.code()]);
        findings.push(Finding { cures: vec![burn.move_to(0)], ..finding });
    }
}

/// The toxic effect comes before what it did (T51 to T65).
fn toxic_effects(claim: &Claim<'_>, first: &Coded<'_>, findings: &mut Vec<Finding>) {
    // Injuries of the same event, pregnancies and reasons for the encounter have an order of their own.
    if first.bare.starts_with(['S', 'T', 'O', 'Z']) {
        return;
    }
    let is_toxic = |coded: &&Coded<'_>| {
        let effect = coded.bare.get(..3).is_some_and(|category| ("T51"..="T65").contains(&category));
        effect && coded.bare.ends_with('A')
    };
    if let Some(toxic) = claim.coded.iter().find(is_toxic) {
        let finding = TOXIC_FIRST.at(toxic.place(), [&toxic.code(), &first.code()]);
        findings.push(Finding { cures: vec![toxic.move_to(0)], ..finding });
    }
}
