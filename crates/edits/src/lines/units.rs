//! How much: NCCI medically unlikely edits by line and by day, and units that no day or no service has.

use std::collections::BTreeMap;

use dictionary::{Mue, MueIndicator};
use encounter::Finding;
use rust_decimal::Decimal;

use super::bill::{Bill, Billed, Day};
use super::modifier::{has, is_evaluation};
use crate::rule::rules;

const MANUAL: &str = "NCCI Policy Manual, chapter I, section V";
const CLAIMS: &str = "Medicare Claims Processing Manual, chapter 5, section 20.2";

rules! {
    BY_LINE = Warning "ncci.mue-line" ["code", "units", "most"], MANUAL;
    BY_POLICY = Error to Info "ncci.mue-day-policy" ["code", "units", "most", "date"], MANUAL;
    BY_BENCHMARK = Warning "ncci.mue-day-clinical" ["code", "units", "most", "date"], MANUAL;
    BOTH_SIDES = Error to Info "ncci.mue-both-sides" ["code", "units", "most", "date"],
        "Medicare Claims Processing Manual, chapter 12, section 40.7; NCCI Policy Manual, chapter I, section V";
    NOT_WHOLE = Warning "line.units-not-whole" ["code", "units"],
        "NUCC 1500 Claim Form Instruction Manual 02/12, item 24G";
    MORE_THAN_A_DAY = Error "line.units-beyond-day" ["units", "hours", "date"], CLAIMS;
    NOT_OF_DAYS = Warning "line.units-of-days" ["units", "days"],
        "NUCC 1500 Claim Form Instruction Manual 02/12, items 24A and 24G";
}

/// Therapy of which a unit is 15 minutes with the patient (the manual that [`MORE_THAN_A_DAY`] names).
const QUARTER_HOURS: &[&str] = &[
    "97032", "97033", "97034", "97035", "97036", "97110", "97112", "97113", "97116", "97124", "97129",
    "97130", "97140", "97530", "97533", "97535", "97537", "97542", "97750", "97755", "97760", "97761",
    "97763",
];
const QUARTERS_OF_A_DAY: u32 = 96;

pub(super) fn check(bill: &Bill<'_>, findings: &mut Vec<Finding>) {
    for day in &bill.days {
        for billed in day.lines.iter().filter(|billed| billed.from == day.on) {
            of_line(bill, day, billed, findings);
        }
        of_day(bill, day, findings);
        quarters(day, findings);
    }
}

fn of_line(bill: &Bill<'_>, day: &Day<'_>, billed: &Billed<'_>, findings: &mut Vec<Finding>) {
    let units = billed.line.units;
    if let Some(mue) = billed.code.mue().filter(|mue| mue.indicator == MueIndicator::Line) {
        let of_a_day = billed.units_a_day();
        if of_a_day > Decimal::from(mue.units) {
            let found = BY_LINE.at(billed.place(), [&mue.code, &of_a_day, &mue.units]);
            findings.push(Finding { source: source(bill, day), ..found });
        }
    }
    let code = billed.code();
    // Drugs, miles and anesthesia come in fractions.
    let counted = code.bytes().all(|c| c.is_ascii_digit()) && !("00100"..="01999").contains(&code);
    if counted && units > Decimal::ZERO && !units.is_integer() {
        findings.push(NOT_WHOLE.at(billed.place(), [&code, &units.normalize()]));
    }
    if is_evaluation(code) && billed.days > 1 && units != Decimal::from(billed.days) {
        findings.push(NOT_OF_DAYS.at(billed.place(), [&units.normalize(), &billed.days]));
    }
}

fn of_day(bill: &Bill<'_>, day: &Day<'_>, findings: &mut Vec<Finding>) {
    let mut sums: BTreeMap<(&str, Option<&str>), (Decimal, &Billed<'_>, &Mue)> = BTreeMap::new();
    for billed in &day.lines {
        let Some(mue) = billed.code.mue().filter(|mue| mue.indicator != MueIndicator::Line) else { continue };
        let of_whom = (mue.code.as_str(), billed.npi(bill.encounter));
        let sum = sums.entry(of_whom).or_insert((Decimal::ZERO, billed, mue));
        (sum.0, sum.1) = (sum.0 + billed.units_a_day(), billed);
    }
    for (sum, last, mue) in sums.into_values().filter(|(sum, _, mue)| *sum > Decimal::from(mue.units)) {
        // A span is told of on its first day.
        let begins = day.lines.iter().any(|billed| billed.code() == mue.code && billed.from == day.on);
        if begins {
            let rule = match mue.indicator {
                MueIndicator::DayPolicy if is_on_two_lines(day, mue) => BOTH_SIDES,
                MueIndicator::DayPolicy => BY_POLICY,
                _ => BY_BENCHMARK,
            };
            let found = rule.at(last.place(), [&mue.code, &sum, &mue.units, &day.on]);
            findings.push(Finding { source: source(bill, day), ..found });
        }
    }
}

/// One side a line, of a service whose two sides Medicare takes on one line with modifier 50 and one unit. It counts that
/// unit as it stands: of most of these services the value is 1 by policy, and a line with 50 is within it.
fn is_on_two_lines(day: &Day<'_>, mue: &Mue) -> bool {
    let is_of = |side: &str| {
        day.lines.iter().any(|billed| {
            let both = billed.code.policy().is_some_and(|policy| policy.bilateral == "1");
            both && billed.code() == mue.code && has(billed.line, &[side])
        })
    };
    is_of("RT") && is_of("LT")
}

fn source(bill: &Bill<'_>, day: &Day<'_>) -> String {
    let release = day.tables.mue_release().unwrap_or_default();
    format!("CMS, NCCI MUE, {}, {release}; {MANUAL}", bill.setting_name())
}

fn quarters(day: &Day<'_>, findings: &mut Vec<Finding>) {
    let timed = || day.lines.iter().filter(|billed| QUARTER_HOURS.contains(&billed.code()));
    let units: Decimal = timed().map(|billed| billed.units_a_day()).sum();
    if units > Decimal::from(QUARTERS_OF_A_DAY)
        && let Some(last) = timed().next_back()
    {
        let hours = units / Decimal::from(4);
        findings.push(MORE_THAN_A_DAY.at(last.place(), [&units, &hours.normalize(), &day.on]));
    }
}
