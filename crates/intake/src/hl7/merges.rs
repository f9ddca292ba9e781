//! MRG: numbers that become one.

use super::events::{Way, merges};
use super::fields::identifiers;
use super::segments::{Segment, Segments};
use crate::draft::{Identifier, Merge, MergeSubject};

/// The most merges of one message that are read.
const MOST_MERGES: usize = 1_000;

/// Each MRG with the PID before it, and the PV1 behind or before it.
pub(crate) fn merges_of(message: &Segments, group: &[&Segment], trigger: &str) -> Vec<Merge> {
    let mut found = Vec::new();
    let retiring = group.iter().enumerate().filter(|(_, segment)| segment.name() == "MRG");
    for (at, segment) in retiring.take(MOST_MERGES) {
        let (before, behind) = group.split_at(at);
        let patient = before.iter().rev().find(|one| one.name() == "PID");
        let until_next = behind.iter().skip(1).take_while(|one| !matches!(one.name(), "PID" | "MRG"));
        let mut near = until_next.chain(before.iter().rev().take_while(|one| one.name() != "PID"));
        let visit = near.find(|one| one.name() == "PV1");
        let field = |of: Option<&&Segment>, numbers: &[usize]| -> Vec<Identifier> {
            let Some(of) = of else { return Vec::new() };
            numbers.iter().flat_map(|number| identifiers(message.field(of, *number))).collect()
        };
        for (subject, way) in merges(trigger) {
            let (surviving, retired) = match subject {
                MergeSubject::Patient => (field(patient, &[3, 2]), field(Some(segment), &[1, 4, 2])),
                MergeSubject::Account => (field(patient, &[18]), field(Some(segment), &[3])),
                MergeSubject::Visit => (field(visit, &[19, 50]), field(Some(segment), &[5, 6])),
            };
            let (renamed, moved) = (*way == Way::Rename, *way == Way::Move);
            if !retired.is_empty() {
                found.push(Merge { subject: *subject, surviving, retired, renamed, moved });
            }
        }
    }
    found
}
