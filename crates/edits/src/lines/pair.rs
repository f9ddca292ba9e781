//! NCCI procedure-to-procedure edits: two services of one day and one practitioner of which one is not paid beside the
//! other.

use dictionary::{PtpEdit, PtpModifier};
use encounter::{Amendment, Finding, Place};

use super::bill::{Bill, Billed, Day};
use super::modifier::{
    ANATOMIC, GLOBAL_SURGERY, OF_EVALUATION, OTHER_NCCI, first_of, is_evaluation, is_test,
};
use crate::Rule;
use crate::rule::rules;

const MANUAL: &str = "NCCI Policy Manual, chapter I, section E";

rules! {
    NEVER = Error to Info "ncci.ptp-never" ["column1", "column2", "rationale"], MANUAL;
    EVALUATION = Warning "ncci.ptp-evaluation" ["column1", "column2", "rationale", "modifiers"], MANUAL;
    TEST = Warning "ncci.ptp-test" ["column1", "column2", "rationale", "modifiers"], MANUAL;
    PROCEDURE = Warning "ncci.ptp-procedure" ["column1", "column2", "rationale", "modifiers"], MANUAL;
    SAME_SITE = Warning "ncci.ptp-same-site" ["column1", "column2", "rationale", "modifier"], MANUAL;
    PASSED = Info "ncci.ptp-passed" ["column1", "column2", "modifier"], MANUAL;
}

/// How the modifiers that would pass an edit are told.
const OF_AN_EVALUATION: &str = "25, 57, 24";
const OF_A_TEST: &str = "91, 59, XE, XP, XS, XU";
const OF_A_PROCEDURE: &str =
    "LT, RT, E1-E4, FA-F9, TA-T9, LC, LD, LM, RC, RI, 58, 78, 79, XE, XP, XS, XU, 59";

pub(super) fn check(bill: &Bill<'_>, findings: &mut Vec<Finding>) {
    for day in &bill.days {
        for (at, first) in day.lines.iter().enumerate() {
            for second in &day.lines[at + 1..] {
                // Two lines that share several days are told of on the first.
                if first.from.max(second.from) != day.on || !bill.is_of_one_practitioner(first, second) {
                    continue;
                }
                for (column1, column2) in [(first, second), (second, first)] {
                    if let Some(edit) = day.tables.ptp(&column1.code, &column2.code) {
                        findings.extend(finding(bill, day, column1, column2, &edit));
                    }
                }
            }
        }
    }
}

fn finding(
    bill: &Bill<'_>,
    day: &Day<'_>,
    column1: &Billed<'_>,
    column2: &Billed<'_>,
    edit: &PtpEdit,
) -> Option<Finding> {
    let place = column2.place();
    let said = match edit.modifier {
        PtpModifier::NotApplicable => return None,
        PtpModifier::NotAllowed => {
            let cures = vec![Amendment::RemoveLine { line: column2.line.id }];
            Finding { cures, ..NEVER.at(place, [&edit.column1, &edit.column2, &edit.rationale]) }
        }
        PtpModifier::Allowed => allowed(place, column1, column2, edit),
    };
    let release = day.tables.ptp_release().unwrap_or_default();
    let source = format!("CMS, NCCI PTP edits, {}, {release}; {MANUAL}", bill.setting_name());
    Some(Finding { source, ..said })
}

fn allowed(place: Place, column1: &Billed<'_>, column2: &Billed<'_>, edit: &PtpEdit) -> Finding {
    let codes: [&dyn std::fmt::Display; 3] = [&edit.column1, &edit.column2, &edit.rationale];
    if let Some(modifier) = passing(column2).or_else(|| passing(column1)) {
        return PASSED.at(place, [codes[0], codes[1], &modifier]);
    }
    let site = |billed: &Billed<'_>| first_of(billed.line, ANATOMIC).cloned();
    match (site(column1), site(column2)) {
        (Some(first), Some(second)) if first == second => {
            return SAME_SITE.at(place, [codes[0], codes[1], codes[2], &second]);
        }
        (first, second) => {
            if let Some(modifier) = second.or(first) {
                return PASSED.at(place, [codes[0], codes[1], &modifier]);
            }
        }
    }
    let evaluation = is_evaluation(column1.code()) || is_evaluation(column2.code());
    let (rule, modifiers): (Rule, &str) = match () {
        () if evaluation => (EVALUATION, OF_AN_EVALUATION),
        () if is_test(column2.code()) => (TEST, OF_A_TEST),
        () => (PROCEDURE, OF_A_PROCEDURE),
    };
    rule.at(place, [codes[0], codes[1], codes[2], &modifiers])
}

/// The modifier of a line that passes an edit wherever its counterpart stands. Those of an evaluation do on such a service
/// alone.
fn passing(billed: &Billed<'_>) -> Option<String> {
    let evaluation = is_evaluation(billed.code());
    let passes = |modifier: &&str| evaluation || !OF_EVALUATION.contains(modifier);
    let known = GLOBAL_SURGERY.iter().chain(OTHER_NCCI).copied().filter(passes).collect::<Vec<_>>();
    first_of(billed.line, &known).map(ToString::to_string)
}
