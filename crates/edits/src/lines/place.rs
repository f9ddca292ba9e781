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
    NOT_OF_CODE = Warning "place.not-of-code" ["code", "place", "places"], VISITS;
    NEVER_OF_CODE = Warning "place.never-of-code" ["code", "place"], VISITS;
}

const VISITS: &str = "Medicare Claims Processing Manual, chapter 12, section 30.6";

/// Where an evaluation is rendered.
struct Visit {
    first: &'static str,
    last: &'static str,
    at: Places,
    /// The section of the manual, and what else says it.
    source: &'static str,
}

enum Places {
    Only(&'static [&'static str]),
    Never(&'static [&'static str]),
}

const OF_EVALUATIONS: &[Visit] = &[
    // What is rendered to a registered inpatient carries the place of the hospital, wherever he is seen, and an office
    // or other outpatient visit is none of it.
    Visit {
        first: "99202",
        last: "99215",
        at: Places::Never(&["21"]),
        source: "Medicare Claims Processing Manual, chapter 12, section 20.4.2, and chapter 26, section 10.5",
    },
    // "Payment for inpatient hospital visits": hospital inpatient or, since 2023, observation care. The manual lists no
    // places; these are no hospital's (CMS, Place of Service Code Set).
    Visit {
        first: "99221",
        last: "99239",
        at: Places::Never(&["11", "12", "13", "32"]),
        source: "Medicare Claims Processing Manual, chapter 12, section 30.6.9; CMS, Place of Service Code Set",
    },
    // "Emergency department coding is not appropriate" at any other site (B of the section).
    Visit {
        first: "99281",
        last: "99285",
        at: Places::Only(&["23"]),
        source: "Medicare Claims Processing Manual, chapter 12, section 30.6.11.B",
    },
    // Palmetto GBA, Nursing Facility Services (2020), and CMS article A57724 name the four for the section.
    Visit {
        first: "99304",
        last: "99316",
        at: Places::Only(&["31", "32", "54", "56"]),
        source: "Medicare Claims Processing Manual, chapter 12, section 30.6.13; CMS article A57724",
    },
    // Home or residence services (CMS, Billing Instructions for Home or Residence Services, December 8, 2022). What
    // counts as a residence is wider than a list; these are offices, hospitals and nursing facilities.
    Visit {
        first: "99341",
        last: "99350",
        at: Places::Never(&["11", "21", "22", "23", "31", "32"]),
        source: "Medicare Claims Processing Manual, chapter 12, section 30.6.14; CMS, Place of Service Code Set",
    },
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
    findings.extend(of_visit(billed, place));
}

fn of_visit(billed: &Billed<'_>, place: &str) -> Option<Finding> {
    let code = billed.code();
    let visit = OF_EVALUATIONS.iter().find(|visit| (visit.first..=visit.last).contains(&code))?;
    let found = match visit.at {
        Places::Only(places) if !places.contains(&place) => {
            NOT_OF_CODE.at(billed.place(), [&code, &place, &places.join(", ")])
        }
        Places::Never(places) if places.contains(&place) => NEVER_OF_CODE.at(billed.place(), [&code, &place]),
        _ => return None,
    };
    Some(Finding { source: visit.source.to_owned(), ..found })
}
