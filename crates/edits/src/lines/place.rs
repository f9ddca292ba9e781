//! Where: the place of service against the list of CMS, and against the code of the line.

use dictionary::{CodeSet, PlaceRate};
use encounter::{EncounterKind, Finding};

use super::bill::{Bill, Billed, Day};
use super::modifier::has;
use crate::header::is_place_of_service_shape;
use crate::rule::rules;

const LIST: &str = "CMS, Place of Service Code Set";
const NA: &str = "CMS, Medicare physician fee schedule, relative value file, NA indicators";

rules! {
    NOT_LISTED = Error to Info "place.not-listed" ["place"], LIST;
    NOT_OUTSIDE = Warning "place.facility-only" ["code", "place"], NA;
    NOT_INSIDE = Warning "place.no-facility" ["code", "place"], NA;
    NOT_OF_CODE = Warning "place.not-of-code" ["code", "place", "places"],
        "Medicare Claims Processing Manual, chapter 12, section 30.6; chapter 26, section 10.5";
}

/// First and last code of an evaluation, and the places in which it is rendered; with `!`, in which it is not.
const OF_EVALUATIONS: &[(&str, &str, &str)] = &[
    ("99202", "99215", "!21"),
    ("99221", "99239", "!11 12 13 32"),
    ("99281", "99285", "23"),
    ("99304", "99316", "31 32 54 56"),
    ("99341", "99350", "!11 21 22 23 31 32"),
];

pub(super) fn check(bill: &Bill<'_>, findings: &mut Vec<Finding>) {
    if bill.encounter.header.kind != EncounterKind::Professional {
        return;
    }
    for day in &bill.days {
        for billed in day.lines.iter().filter(|billed| billed.from == day.on) {
            let own = billed.line.place_of_service.as_deref().map(str::trim).filter(|own| !own.is_empty());
            let place = own.unwrap_or_else(|| bill.encounter.header.place_of_service.trim());
            // Anything else is reported as such.
            if is_place_of_service_shape(place) {
                of_line(day, billed, place, findings);
            }
        }
    }
}

fn of_line(day: &Day<'_>, billed: &Billed<'_>, place: &str, findings: &mut Vec<Finding>) {
    let code = billed.code();
    let rate = day.tables.place_rate(place);
    if let Some(release) = day.tables.release(CodeSet::PlaceOfService)
        && rate.is_none()
    {
        let source = format!("{LIST}, {release}");
        findings.push(Finding { source, ..NOT_LISTED.at(billed.place(), [&place]) });
    }
    // The professional component goes where the patient is.
    if let Some(policy) = billed.code.policy().filter(|_| !has(billed.line, &["26"])) {
        let rule = match rate {
            Some(PlaceRate::NonFacility) if policy.not_outside_facility => Some(NOT_OUTSIDE),
            Some(PlaceRate::Facility) if policy.not_in_facility => Some(NOT_INSIDE),
            _ => None,
        };
        findings.extend(rule.map(|rule| rule.at(billed.place(), [&code, &place])));
    }
    let of_code = OF_EVALUATIONS.iter().find(|(first, last, _)| (*first..=*last).contains(&code));
    if let Some((_, _, places)) = of_code {
        let (listed, never) = (places.trim_start_matches('!'), places.starts_with('!'));
        if listed.split(' ').any(|listed| listed == place) == never {
            let fits = if never { format!("not {listed}") } else { listed.to_owned() };
            findings.push(NOT_OF_CODE.at(billed.place(), [&code, &place, &fits]));
        }
    }
}
