//! NCCI add-on code edits: a code that is only reported beside its primary procedure.

use dictionary::{AddOnPrimaries, CodeSet};
use encounter::Finding;

use super::bill::{Bill, Billed, Day};
use crate::rule::rules;

const MANUAL: &str = "NCCI Policy Manual, chapter I, section R";
/// How many primary codes are named before the others are only counted.
const NAMED: usize = 8;

rules! {
    WITHOUT_PRIMARY = Error to Info "ncci.add-on-without-primary" ["code", "primaries"], MANUAL;
    PERHAPS_WITHOUT = Warning "ncci.add-on-other-primary" ["code", "primaries"], MANUAL;
    ALONE = Warning "ncci.add-on-alone" ["code"], MANUAL;
}

pub(super) fn check(bill: &Bill<'_>, findings: &mut Vec<Finding>) {
    for day in &bill.days {
        for billed in day.lines.iter().filter(|billed| billed.from == day.on) {
            findings.extend(of_line(bill, day, billed));
        }
    }
}

fn of_line(bill: &Bill<'_>, day: &Day<'_>, billed: &Billed<'_>) -> Option<Finding> {
    let add_on = day.tables.add_on(&billed.code)?;
    let others = || day.lines.iter().filter(|other| other.index != billed.index);
    let by_the_same = |other: &Billed<'_>| bill.is_of_one_practitioner(billed, other);
    if others().any(|other| by_the_same(other) && add_on.listed.iter().any(|code| code == other.code())) {
        return None;
    }
    let place = billed.place();
    let mut primaries = add_on.listed[..add_on.listed.len().min(NAMED)].join(", ");
    if add_on.listed.len() > NAMED {
        primaries += &format!(" (+{})", add_on.listed.len() - NAMED);
    }
    let found = match add_on.primaries {
        AddOnPrimaries::OnlyListed => WITHOUT_PRIMARY.at(place, [&add_on.code, &primaries]),
        AddOnPrimaries::ListedAndOthers => PERHAPS_WITHOUT.at(place, [&add_on.code, &primaries]),
        AddOnPrimaries::ContractorDefined => {
            let beside = others().any(|other| by_the_same(other) && day.tables.add_on(&other.code).is_none());
            if beside {
                return None;
            }
            ALONE.at(place, [&add_on.code])
        }
    };
    let release = day.tables.release(CodeSet::AddOnCodes).unwrap_or_default();
    Some(Finding { source: format!("CMS, NCCI add-on code edits, {release}; {MANUAL}"), ..found })
}
