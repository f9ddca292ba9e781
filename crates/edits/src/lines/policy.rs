//! The payment policy of the Medicare physician fee schedule: both sides, components, and the days that a surgery's
//! payment covers. Earlier encounters are not known here; what is told holds within this one.

use dictionary::{CodeSet, FeePolicy};
use encounter::{EncounterKind, Finding};
use jiff::civil::Date;

use super::bill::{Bill, Billed, Day};
use super::modifier::{GLOBAL_SURGERY, has, is_evaluation};
use crate::rule::rules;

const LAYOUT: &str = "CMS, Medicare physician fee schedule, relative value file, record layout";
const GLOBAL: &str = "Medicare Claims Processing Manual, chapter 12, section 40.1";

rules! {
    NOT_BILATERAL = Warning "policy.not-bilateral" ["code"], LAYOUT;
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
    for day in &bill.days {
        for billed in day.lines.iter().filter(|billed| billed.from == day.on) {
            let Some(policy) = billed.code.policy() else { continue };
            let first = findings.len();
            bilateral(billed, policy, findings);
            component(billed, policy, findings);
            global(bill, day.on, billed, policy, findings);
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

/// Indicator 1 and 3: 50 is reported; 2: the code is of both sides; 0 and 9: there are no two sides.
fn bilateral(billed: &Billed<'_>, policy: &FeePolicy, findings: &mut Vec<Finding>) {
    if has(billed.line, &["50"]) {
        match policy.bilateral.as_str() {
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

fn global(bill: &Bill<'_>, on: Date, billed: &Billed<'_>, policy: &FeePolicy, findings: &mut Vec<Finding>) {
    let (place, code) = (billed.place(), billed.code());
    let evaluation = is_evaluation(code);
    for surgery in bill.days.iter().flat_map(|day| day.lines.iter().filter(|line| line.from == day.on)) {
        let Some(days) = surgery.code.policy().and_then(days_after) else { continue };
        if surgery.index == billed.index || !bill.is_of_one_practitioner(billed, surgery) {
            continue;
        }
        let since = (on - surgery.from).get_days();
        let operated = surgery.code();
        if evaluation && days == 90 && (since == 0 || since == -1) && !has(billed.line, &["24", "57"]) {
            findings.push(DECISION.at(place, [&code, &operated]));
        } else if evaluation && (1..=days).contains(&since) && !has(billed.line, &["24"]) {
            findings.push(VISIT_AFTER.at(place, [&code, &operated, &surgery.from, &days]));
        } else if days_after(policy).is_some()
            && (1..=days).contains(&since)
            && !has(billed.line, GLOBAL_SURGERY)
        {
            findings.push(RETURN_AFTER.at(place, [&code, &operated, &surgery.from, &days]));
        }
    }
}
