//! HL7 v2 messages, 2.1 to 2.8, in their encoding of vertical bars: framed, taken apart, and read into drafts.
//!
//! Deliberately absent: conformance. What a message has is taken by its place; what a version would forbid is not looked
//! for, because senders keep to none.

mod codes;
mod coverage;
mod documents;
mod escapes;
mod events;
mod fields;
mod frames;
mod merges;
mod patient;
mod segments;
mod visit;

#[cfg(test)]
mod tests;

pub(crate) use frames::Frames;
pub use frames::MOST_MESSAGE_BYTES;

use encoding_rs::{Encoding, WINDOWS_1252};
use segments::{Segment, Segments};

use crate::Format;
use crate::draft::{Draft, Event, Origin, Problem, ProblemKind, Sent};
use crate::times;

/// The drafts of one message, which are several where it has several patients (ORU R01).
pub(crate) fn read(bytes: &[u8]) -> Vec<Draft> {
    let (text, is_other_set) = decoded(bytes);
    let message = Segments::of(&text);
    let groups = groups(&message);
    let count = groups.len();
    let mut drafts: Vec<Draft> = groups.into_iter().map(|group| draft(&message, &group)).collect();
    let mut problems = message.problems.take();
    if is_other_set {
        problems.push(Problem { kind: ProblemKind::CharacterSet, place: Origin("MSH-18".to_owned()) });
    }
    if count > 1 {
        // Which of the patients a problem is about its place tells; none of them is imported past it.
        drafts.iter_mut().skip(1).for_each(|draft| draft.problems.extend(problems.iter().cloned()));
    }
    if let Some(first) = drafts.first_mut() {
        first.problems.extend(problems);
    }
    drafts
}

/// The segments of each patient, with those in front of the first.
fn groups(message: &Segments) -> Vec<Vec<&Segment>> {
    let all: Vec<&Segment> = message.all.iter().collect();
    let patients = all.iter().filter(|segment| segment.name() == "PID").count();
    // Two patients that become one, or two again, are one matter.
    let parts = |segment: &&Segment| {
        segment.name() == "MSH" && message.field(segment, 9).component(2).text() == "A37"
    };
    if patients < 2 || all.iter().any(|segment| segment.name() == "MRG" || parts(segment)) {
        return vec![all];
    }
    let mut groups: Vec<Vec<&Segment>> = Vec::new();
    let mut header = Vec::new();
    for segment in all {
        match (segment.name(), groups.last_mut()) {
            ("PID", _) => {
                let mut group = header.clone();
                group.push(segment);
                groups.push(group);
            }
            (_, Some(group)) => group.push(segment),
            (_, None) => header.push(segment),
        }
    }
    groups
}

fn draft(message: &Segments, group: &[&Segment]) -> Draft {
    let of = |name: &str| group.iter().copied().find(|segment| segment.name() == name);
    let (sent, kind, trigger) = sent(message, &of);
    let mut event = events::event(&kind, &trigger);
    let mut draft = Draft { format: Format::Hl7v2, sent, ..Draft::default() };
    if let Some(segment) = of("PID") {
        draft.patient = patient::patient(message, segment);
    }
    draft.visit = visit::visit(message, &of);
    // Senders that know no A31 say A08 of a patient too.
    if event == Event::Update && of("PV1").is_none() && draft.visit.accounts.is_empty() {
        event = Event::PatientUpdate;
    }
    draft.merges = merges::merges_of(message, group, &trigger);
    draft.documents = documents::documents(message, group, event, if kind == "MDM" { &trigger } else { "" });
    coded(message, group, &mut draft);
    let mut problem = |kind| draft.problems.push(Problem { kind, place: Origin::default() });
    if event == Event::Other {
        problem(ProblemKind::EventNotTaken);
    }
    let has_name = draft.patient.last_name.is_some() || draft.patient.first_name.is_some();
    if draft.patient.identifiers.is_empty() && !has_name {
        problem(ProblemKind::NoPatient);
    }
    if events::is_about_a_visit(event) && draft.visit.numbers.is_empty() && draft.visit.accounts.is_empty() {
        problem(ProblemKind::NoVisitNumber);
    }
    draft.event = event;
    (draft.taken, draft.left) = message.taken_and_left(group.iter().copied());
    draft
}

/// Coverages, diagnoses, charges and procedures, in the order of the message.
fn coded(message: &Segments, group: &[&Segment], draft: &mut Draft) {
    // A procedure behind a charge is what was charged.
    let mut is_behind_charge = false;
    let mut priorities = Vec::new();
    for &segment in group {
        match segment.name() {
            "IN1" => {
                let priority: Option<u32> = message.field(segment, 22).component(1).text().parse().ok();
                priorities.push((priority, coverage::coverage(message, segment)));
            }
            "DG1" => draft.diagnoses.extend(codes::diagnosis(message, segment)),
            "FT1" => {
                let charge = codes::charge(message, segment);
                is_behind_charge = charge.is_some();
                draft.services.extend(charge);
                continue;
            }
            "PR1" => {
                let procedure = codes::procedure(message, segment);
                let charged = draft.services.last_mut().filter(|_| is_behind_charge);
                match (procedure, charged) {
                    (Some(done), Some(charged)) if charged.is_charge_of(&done) => charged.complete(done),
                    (done, _) => draft.services.extend(done),
                }
                continue;
            }
            "NTE" | "PRT" | "ROL" | "OBX" => continue,
            _ => {}
        }
        is_behind_charge = false;
    }
    // Sorting is stable: what is not numbered stays in its order, behind.
    priorities.sort_by_key(|(priority, _)| priority.unwrap_or(u32::MAX));
    draft.coverages = priorities.into_iter().map(|(_, coverage)| coverage).collect();
}

/// MSH and EVN, with the message's type and trigger.
fn sent<'m>(message: &'m Segments, of: &dyn Fn(&str) -> Option<&'m Segment>) -> (Sent, String, String) {
    let Some(header) = of("MSH") else { return (Sent::default(), String::new(), String::new()) };
    let field = |number| message.field(header, number);
    let kind = field(9).component(1).text().to_uppercase();
    let mut trigger = field(9).component(2).text().to_uppercase();
    let event = of("EVN");
    let recorded = event.map(|event| message.field(event, 1)).filter(|field| !field.is_empty());
    if let Some(recorded) = recorded {
        let said = recorded.component(1).text().to_uppercase();
        if trigger.is_empty() {
            trigger = said;
        } else if said != trigger {
            recorded.problem(ProblemKind::EventsDisagree);
        }
    }
    // Where neither names it, the structure does: ADT_A01.
    if trigger.is_empty() {
        let structure = field(9).component(3).text();
        trigger = structure.split_once('_').map(|(_, trigger)| trigger.to_owned()).unwrap_or_default();
    }
    let mut at = None;
    for element in [Some(field(7)), event.map(|event| message.field(event, 2))].into_iter().flatten() {
        let text = element.component(1).text();
        if at.is_none() && !text.is_empty() {
            at = times::moment(&text).map_err(|kind| element.problem(kind)).ok();
        }
    }
    let sent = Sent {
        control_id: field(10).text(),
        at,
        application: fields::name_of_field(field(3)),
        facility: fields::name_of_field(field(4)),
        trigger: if trigger.is_empty() { kind.clone() } else { format!("{kind}^{trigger}") },
        version: field(12).component(1).text(),
        test: matches!(field(11).component(1).text().as_str(), "D" | "T"),
    };
    // What says how to read the rest was read.
    field(18);
    (sent, kind, trigger)
}

/// The text of a message, and whether it has another character set than MSH-18 says. UTF-8 tells itself; Windows-1252 is
/// what systems write that say nothing, and a superset of ISO 8859-1.
fn decoded(bytes: &[u8]) -> (String, bool) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), false);
    }
    let header: Vec<u8> = bytes.iter().copied().take_while(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    let delimiter = header.get(3).copied().unwrap_or(b'|');
    let named = header.split(|byte| *byte == delimiter).nth(17).unwrap_or_default();
    let named =
        String::from_utf8_lossy(named.split(|byte| *byte == b'~').next().unwrap_or_default()).to_uppercase();
    let label = match named.split_once('/') {
        Some(("8859", part)) => format!("iso-8859-{part}"),
        _ => String::new(),
    };
    let is_said = !label.is_empty() || named.is_empty();
    let encoding = Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252);
    (encoding.decode_without_bom_handling(bytes).0.into_owned(), !is_said)
}
