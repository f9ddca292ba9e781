//! The service lines: each by itself, and all together by the tables of the publishers that the user installed. One rule
//! family a file.
//!
//! Deliberately absent: any modifier that is added or offered. Which modifier tells the truth stands in the record.

mod add_on;
mod bill;
mod combination;
mod line;
mod modifier;
mod pair;
mod place;
mod policy;
mod repeated;
mod revenue;
mod units;
mod validity;

pub(crate) use validity::{SERVICE_NOT_VALID, SERVICE_NOT_YET_VALID};

use dictionary::{CodeSet, DictionaryError};
use encounter::{Encounter, Finding, Place};

use self::bill::Bill;
use crate::rule::rules;
use crate::{CodeBook, EarlierLine, Reference, Rule};

rules! {
    TABLES_MISSING = Info "ncci.tables-missing" ["tables", "date"],
        "CMS, National Correct Coding Initiative edits; Medicare physician fee schedule, relative value files";
}

pub(crate) const FAMILIES: [&[&Rule]; 11] = [
    RULES,
    line::RULES,
    validity::RULES,
    repeated::RULES,
    combination::RULES,
    pair::RULES,
    units::RULES,
    add_on::RULES,
    policy::RULES,
    place::RULES,
    revenue::RULES,
];

pub(crate) fn check(
    encounter: &Encounter,
    earlier: &[EarlierLine],
    reference: Reference<'_, impl CodeBook + ?Sized>,
    findings: &mut Vec<Finding>,
) -> Result<(), DictionaryError> {
    line::check(encounter, findings);
    revenue::check(encounter, findings);
    validity::check(encounter, reference.book, findings)?;
    repeated::check(encounter, findings);
    combination::check(encounter, reference.book, findings)?;
    let Some(bill) = Bill::read(encounter, earlier, reference.tables)? else { return Ok(()) };
    missing(&bill, findings);
    pair::check(&bill, findings);
    units::check(&bill, findings);
    add_on::check(&bill, findings);
    policy::check(&bill, findings);
    place::check(&bill, findings);
    Ok(())
}

/// Says once which tables no line could be checked by.
fn missing(bill: &Bill<'_>, findings: &mut Vec<Finding>) {
    let Some(day) = bill.days.iter().find(|day| !not_installed(day).is_empty()) else { return };
    findings.push(TABLES_MISSING.at(Place::Encounter, [&not_installed(day).join(", "), &day.on]));
}

/// The names of the tables that are not installed for a day, as their publisher has them.
fn not_installed(day: &bill::Day<'_>) -> Vec<&'static str> {
    let tables = &day.tables;
    let all = [
        ("NCCI PTP", tables.ptp_release()),
        ("NCCI MUE", tables.mue_release()),
        ("NCCI add-on", tables.release(CodeSet::AddOnCodes)),
        ("MPFS PPRRVU", tables.release(CodeSet::PhysicianFees)),
        ("CMS POS", tables.release(CodeSet::PlaceOfService)),
    ];
    all.into_iter().filter(|(_, release)| release.is_none()).map(|(name, _)| name).collect()
}
