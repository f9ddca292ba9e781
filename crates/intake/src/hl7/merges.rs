//! MRG: numbers that become one; and those of two PID that are two again.

use super::events::{Way, merges};
use super::fields::identifiers;
use super::segments::{Segment, Segments};
use crate::draft::{Identifier, Merge, MergeSubject};

/// The most merges of one message that are read.
const MOST_MERGES: usize = 1_000;

/// Each MRG with the PID before it, and the PV1 behind or before it.
pub(crate) fn merges_of(message: &Segments, group: &[&Segment], trigger: &str) -> Vec<Merge> {
    if merges(trigger).iter().any(|(_, way)| *way == Way::Part) {
        return parted(message, group);
    }
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
                found.push(Merge { subject: *subject, surviving, retired, renamed, moved, parted: false });
            }
        }
    }
    found
}

/// ADT A37 has a PID for each of the two patients, and no MRG.
fn parted(message: &Segments, group: &[&Segment]) -> Vec<Merge> {
    let numbers = |segment: &&Segment| -> Vec<Identifier> {
        [3, 2].iter().flat_map(|number| identifiers(message.field(segment, *number))).collect()
    };
    let mut patients = group.iter().filter(|segment| segment.name() == "PID").map(numbers);
    let (Some(surviving), Some(retired)) = (patients.next(), patients.next()) else { return Vec::new() };
    vec![Merge { subject: MergeSubject::Patient, surviving, retired, parted: true, ..Merge::default() }]
}
