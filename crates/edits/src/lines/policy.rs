//! The payment policy of the Medicare physician fee schedule: both sides, components, and the days that a surgery's
//! payment covers, within this encounter and from the patient's other ones.

use dictionary::{CodeSet, FeePolicy, TableCode};
use encounter::{EncounterKind, Finding, Modifier};
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::bill::{Bill, Billed, Day, is_one_practitioner};
use super::modifier::{GLOBAL_SURGERY, has, is_evaluation};
use crate::rule::rules;

const LAYOUT: &str = "CMS, Medicare physician fee schedule, relative value file, record layout";
const GLOBAL: &str = "Medicare Claims Processing Manual, chapter 12, section 40.1";

rules! {
    NOT_BILATERAL = Warning "policy.not-bilateral" ["code"], LAYOUT;
    BILATERAL_UNITS = Warning "policy.bilateral-units" ["code", "units"],
        "Medicare Claims Processing Manual, chapter 12, section 40.7; NCCI Policy Manual, chapter I, section V";
    BILATERAL_ALREADY = Warning "policy.bilateral-already" ["code"], LAYOUT;
    NO_COMPONENT = Warning "policy.no-component" ["code", "modifier", "indicator"], LAYOUT;
    DECISION = Warning "policy.decision-for-surgery" ["visit", "surgery"], GLOBAL;
    VISIT_AFTER = Warning "policy.visit-in-global" ["visit", "surgery", "date", "days"], GLOBAL;
    RETURN_AFTER = Warning "policy.procedure-in-global" ["procedure", "surgery", "date", "days"], GLOBAL;
}

pub(super) fn check(bill: &Bill<'_>, findings: &mut Vec<Finding>) {
    if bill.encounter.header.kind != EncounterKind::Professional {
        return;
    }
    let surgeries = surgeries(bill);
    for day in &bill.days {
        for billed in day.lines.iter().filter(|billed| billed.from == day.on) {
            let Some(policy) = billed.code.policy() else { continue };
            let first = findings.len();
            bilateral(billed, policy, findings);
            component(billed, policy, findings);
            global(bill, &surgeries, billed, policy, findings);
            for found in &mut findings[first..] {
                found.source = source(day, &found.source);
            }
        }
    }
}

fn source(day: &Day<'_>, section: &str) -> String {
    let release = day.tables.release(CodeSet::PhysicianFees).unwrap_or_default();
    format!("CMS, Medicare physician fee schedule, {release}; {section}")
}

/// Indicator 1 and 3: 50 is reported, of 1 with one unit for both sides; 2: the code is of both sides; 0 and 9: there are no
/// two sides.
fn bilateral(billed: &Billed<'_>, policy: &FeePolicy, findings: &mut Vec<Finding>) {
    if has(billed.line, &["50"]) {
        match policy.bilateral.as_str() {
            "1" if billed.units_a_day() > Decimal::ONE => {
                findings.push(BILATERAL_UNITS.at(billed.place(), [&billed.code(), &billed.units_a_day()]));
            }
            "2" => findings.push(BILATERAL_ALREADY.at(billed.place(), [&billed.code()])),
            "0" | "9" => findings.push(NOT_BILATERAL.at(billed.place(), [&billed.code()])),
            _ => {}
        }
    }
}

/// Indicator 1: the code has both components; 6: a laboratory service with a professional one.
fn component(billed: &Billed<'_>, policy: &FeePolicy, findings: &mut Vec<Finding>) {
    for modifier in ["26", "TC"] {
        let fits = matches!((policy.pctc.as_str(), modifier), ("1", _) | ("6", "26") | ("", _));
        if has(billed.line, &[modifier]) && !fits {
            let indicator = policy.pctc.as_str();
            findings.push(NO_COMPONENT.at(billed.place(), [&billed.code(), &modifier, &indicator]));
        }
    }
}

/// The days after a surgery that its payment covers.
fn days_after(policy: &FeePolicy) -> Option<i32> {
    match policy.global_days.as_str() {
        "000" => Some(0),
        "010" => Some(10),
        "090" => Some(90),
        _ => None,
    }
}

/// An operation whose payment covers days around it.
struct Surgery<'a> {
    /// Its place on this encounter; `None` where it was done at another.
    index: Option<u32>,
    code: &'a str,
    npi: Option<&'a str>,
    on: Date,
    days: i32,
}

/// What these modifiers stand on is a part of the operation, by which no days are covered for who rendered it: the operation
/// without the care after it (54), the care alone (55, 56), and assistance (the same manual, sections 20.4.3 and 40.2).
const PARTS: &[&str] = &["54", "55", "56", "80", "81", "82", "AS"];

fn surgeries<'b>(bill: &'b Bill<'_>) -> Vec<Surgery<'b>> {
    let days_of = |modifiers: &[Modifier], code: &TableCode| {
        let whole = !modifiers.iter().any(|modifier| PARTS.contains(&modifier.as_str()));
        code.policy().filter(|_| whole).and_then(days_after)
    };
    let here = bill.days.iter().flat_map(|day| day.lines.iter().filter(|line| line.from == day.on));
    let here = here.filter_map(|billed| {
        let days = days_of(&billed.line.modifiers, &billed.code)?;
        let npi = billed.npi(bill.encounter);
        Some(Surgery { index: Some(billed.index), code: billed.code(), npi, on: billed.from, days })
    });
    let mut surgeries: Vec<Surgery<'_>> = here.collect();
    for (line, code) in &bill.earlier {
        let Some(days) = days_of(&line.modifiers, code) else { continue };
        let npi = Some(line.npi.as_str()).filter(|npi| !npi.is_empty());
        let other = Surgery { index: None, code: line.code.as_str(), npi, on: line.from, days };
        // What was done on both sides there is told of once.
        let known = |known: &Surgery<'_>| {
            (known.index, known.code, known.npi, known.on) == (None, other.code, other.npi, other.on)
        };
        if !surgeries.iter().any(known) {
            surgeries.push(other);
        }
    }
    surgeries
}

fn global(
    bill: &Bill<'_>,
    surgeries: &[Surgery<'_>],
    billed: &Billed<'_>,
    policy: &FeePolicy,
    findings: &mut Vec<Finding>,
) {
    let (place, code) = (billed.place(), billed.code());
    let evaluation = is_evaluation(code);
    for surgery in surgeries {
        let Surgery { code: operated, on, days, .. } = surgery;
        let same = surgery.index == Some(billed.index);
        if same || !is_one_practitioner(billed.npi(bill.encounter), surgery.npi) {
            continue;
        }
        let since = (billed.from - *on).get_days();
        if evaluation && *days == 90 && (since == 0 || since == -1) && !has(billed.line, &["24", "57"]) {
            findings.push(DECISION.at(place, [&code, operated]));
        } else if evaluation && (1..=*days).contains(&since) && !has(billed.line, &["24"]) {
            findings.push(VISIT_AFTER.at(place, [&code, operated, on, days]));
        } else if days_after(policy).is_some()
            && (1..=*days).contains(&since)
            && !has(billed.line, GLOBAL_SURGERY)
        {
            findings.push(RETURN_AFTER.at(place, [&code, operated, on, days]));
        }
    }
}
