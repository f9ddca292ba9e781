//! FHIR in JSON: bundles of every type, lists of resources, and single ones, into one draft for each visit. Source: FHIR
//! R4 (4.0.1); what STU3 and R5 name differently is read too.
//!
//! Deliberately absent: conformance, profiles, and any server: what a reference means is looked for in the same record.

mod coded;
mod coverage;
mod documents;
mod elements;
mod lines;
mod node;
mod record;
mod visit;

#[cfg(test)]
mod tests;

pub(crate) use lines::read_line;
pub use lines::{KnownResources, line_order};

use std::collections::{HashMap, HashSet};

use node::{Node, Reading};
use record::{MOST_RESOURCES, Record, Target};
use serde_json::Value;

use crate::Format;
use crate::draft::{
    Draft, Event, Identifier, Origin, Problem, ProblemKind, ReceivedCoverage, ReceivedDocument, Sent,
    ServiceAct, value,
};
use crate::times;

/// The most resources of one visit that are read, and the most payers of one patient.
const MOST_MEMBERS: usize = 5_000;
const MOST_COVERAGES: usize = 20;

/// A visit of a record, with the resources that are about it.
#[derive(Debug, Default)]
struct Group {
    encounter: Option<usize>,
    /// The visit, where it is only referred to.
    elsewhere: Option<Identifier>,
    patient: Option<usize>,
    patient_elsewhere: Option<Identifier>,
    members: Vec<usize>,
}

/// The drafts of one record, or why there are none.
pub(crate) fn read(bytes: &[u8]) -> (Vec<Draft>, Vec<Problem>) {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match serde_json::from_slice(bytes) {
        Ok(root) => read_about(&root, usize::MAX),
        Err(error) => {
            let kind = ProblemKind::Json { line: u32::try_from(error.line()).unwrap_or(u32::MAX) };
            (Vec::new(), vec![Problem { kind, place: Origin::default() }])
        }
    }
}

/// Those of what the first `own` resources say; the others are there to be referred to.
fn read_about(root: &Value, own: usize) -> (Vec<Draft>, Vec<Problem>) {
    let problem = |kind| (Vec::new(), vec![Problem { kind, place: Origin::default() }]);
    let reading = Reading::default();
    let record = Record::of(root, &reading);
    if record.resources.is_empty() {
        return problem(ProblemKind::NotUnderstood);
    }
    if record.resources.len() >= MOST_RESOURCES {
        return problem(ProblemKind::TooLarge { limit: MOST_RESOURCES as u32 });
    }
    let groups = groups(&record, own);
    let only = single(&record);
    // Each coverage with its patient, who may have many visits.
    let insured: Vec<(usize, Option<usize>)> =
        record.all("Coverage").map(|at| (at, of_patient(&record, &record.node(at), only).patient)).collect();
    let envelope = Node::of(root, "Bundle".to_owned(), &reading);
    let sent = sent(&envelope, record.resources.first().map_or("", |first| first.kind));
    let mut drafts: Vec<Draft> = Vec::with_capacity(groups.len());
    let mut owners: Vec<Option<usize>> = vec![None; record.resources.len()];
    for group in &groups {
        let owned = group.members.iter().chain(&group.encounter);
        for at in owned {
            if let Some(owner) = owners.get_mut(*at) {
                *owner = Some(drafts.len());
            }
        }
        let mut draft = draft(&record, group, &insured, &sent);
        draft.problems.extend(reading.take_problems());
        drafts.push(draft);
    }
    if drafts.is_empty() {
        return problem(ProblemKind::EventNotTaken);
    }
    // What is of no visit stands with the first.
    for (at, owner) in owners.iter().enumerate().take(own) {
        if let Some(draft) = drafts.get_mut(owner.unwrap_or(0)) {
            record.taken_and_left(at, &mut draft.taken, &mut draft.left);
        }
    }
    (drafts, Vec::new())
}

fn sent(envelope: &Node<'_>, kind: &str) -> Sent {
    let is_bundle = envelope.get("entry").is_some() || envelope.get("type").str().is_some();
    if !is_bundle {
        return Sent { trigger: kind.to_owned(), ..Sent::default() };
    }
    let at = envelope.get("timestamp").text();
    let identifier = envelope.get("identifier").get("value").text();
    Sent {
        control_id: if identifier.is_empty() { envelope.get("id").text() } else { identifier },
        at: times::moment(&at).ok().filter(|_| !at.is_empty()),
        trigger: envelope.get("type").text(),
        ..Sent::default()
    }
}

/// Types of resources that become something.
const READ: &[&str] =
    &["Condition", "Procedure", "Claim", "DocumentReference", "DiagnosticReport", "Composition", "Coverage"];

/// A visit for each `Encounter`; what is about a visit that is not here is a visit too, and what is about none belongs to
/// the only one, else to the patient.
fn groups(record: &Record<'_>, own: usize) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_encounter: HashMap<usize, usize> = HashMap::new();
    let only_patient = single(record);
    for at in record.all("Encounter") {
        let node = record.node(at);
        by_encounter.insert(at, groups.len());
        groups.push(Group { encounter: Some(at), ..of_patient(record, &node, only_patient) });
    }
    let visits = groups.len();
    let mut elsewhere: HashMap<String, usize> = HashMap::new();
    let mut without: HashMap<(Option<usize>, String), usize> = HashMap::new();
    for (at, resource) in record.resources.iter().enumerate().take(own) {
        let node = record.node(at);
        let target = encounter_of(record, &node);
        let group = match target {
            Target::Resource(encounter) if by_encounter.contains_key(&encounter) => {
                by_encounter.get(&encounter).copied()
            }
            _ if !READ.contains(&resource.kind) => None,
            Target::Elsewhere(_, id) if !id.is_empty() => {
                Some(*elsewhere.entry(id.clone()).or_insert_with(|| {
                    let number = Identifier {
                        number: id,
                        kind: "RI".to_owned(),
                        origin: node.origin(),
                        ..Identifier::default()
                    };
                    groups.push(Group { elsewhere: Some(number), ..of_patient(record, &node, only_patient) });
                    groups.len() - 1
                }))
            }
            _ if visits == 1 => Some(0),
            // A coverage holds for every visit of its patient.
            _ if resource.kind == "Coverage" && visits > 0 => None,
            _ => {
                let of = of_patient(record, &node, only_patient);
                let key = (
                    of.patient,
                    of.patient_elsewhere.as_ref().map(|it| it.number.clone()).unwrap_or_default(),
                );
                Some(*without.entry(key).or_insert_with(|| {
                    groups.push(of);
                    groups.len() - 1
                }))
            }
        };
        if let Some(group) = group.and_then(|group| groups.get_mut(group)) {
            group.members.push(at);
        }
    }
    // Patients of whom there is nothing else.
    let spoken_of: HashSet<usize> = groups.iter().filter_map(|group| group.patient).collect();
    let others = record.all("Patient").filter(|at| *at < own && !spoken_of.contains(at));
    groups.extend(others.map(|at| Group { patient: Some(at), ..Group::default() }));
    groups
}

/// The patient of a record that has one alone.
fn single(record: &Record<'_>) -> Option<usize> {
    let mut patients = record.all("Patient");
    patients.next().filter(|_| patients.next().is_none())
}

fn of_patient(record: &Record<'_>, node: &Node<'_>, only: Option<usize>) -> Group {
    let subject = node.any(&["subject", "patient", "beneficiary"]);
    match record.target(&subject, node) {
        Target::Resource(at) if record.kind(at) == "Patient" => {
            Group { patient: Some(at), ..Group::default() }
        }
        Target::Elsewhere(kind, id) if matches!(kind.as_str(), "Patient" | "") && only.is_none() => {
            let origin = subject.get("reference").origin();
            let number = Identifier { number: id, kind: "RI".to_owned(), origin, ..Identifier::default() };
            Group { patient_elsewhere: Some(number), ..Group::default() }
        }
        _ => Group { patient: only, ..Group::default() },
    }
}

/// The visit that a resource is about.
fn encounter_of<'a>(record: &Record<'a>, node: &Node<'a>) -> Target<'a> {
    let context = node.get("context");
    let references = [
        node.get("encounter").first(),
        context.get("encounter").first(),
        context.first(),
        // A claim says it of its items.
        node.get("item").first().get("encounter").first(),
    ];
    for reference in references {
        match record.target(&reference, node) {
            Target::None | Target::Contained(_) => {}
            found => return found,
        }
    }
    Target::None
}

fn draft(record: &Record<'_>, group: &Group, insured: &[(usize, Option<usize>)], sent: &Sent) -> Draft {
    let mut draft =
        Draft { format: Format::Fhir, event: Event::Record, sent: sent.clone(), ..Draft::default() };
    if let Some(at) = group.patient {
        let node = record.node(at);
        draft.patient = elements::patient(&node, &node.get("id").text());
    } else if let Some(number) = &group.patient_elsewhere {
        draft.patient.identifiers.push(number.clone());
    }
    if let Some(at) = group.encounter {
        let node = record.node(at);
        draft.event = visit::event(&node);
        // A bundle that says no time was made when its visit was last changed.
        let changed = node.get("meta").get("lastUpdated").text();
        draft.sent.at = draft.sent.at.or_else(|| times::moment(&changed).ok());
        draft.visit = visit::visit(record, &node, &node.get("id").text());
        draft.services = visit::services(&node, &draft.visit);
        // Their order in the visit is that of their ranks.
        for one in node.get("diagnosis").items() {
            let condition = one.any(&["condition", "role"]);
            if let Some(condition) = record.resolve(&condition, &node)
                && let Some(mut diagnosis) = coded::diagnosis(&condition)
            {
                coded::ranked(&one, &mut diagnosis);
                draft.diagnoses.push(diagnosis);
            }
        }
    } else if let Some(number) = &group.elsewhere {
        draft.visit.numbers.push(number.clone());
    } else if group.members.is_empty() {
        draft.event = Event::PatientUpdate;
    }
    members(record, group, &mut draft);
    coverages(record, group, insured, &mut draft);
    if group.members.len() > MOST_MEMBERS {
        let kind = ProblemKind::TooLarge { limit: MOST_MEMBERS as u32 };
        draft.problems.push(Problem { kind, place: Origin::default() });
    }
    draft.diagnoses.sort_by_key(|diagnosis| diagnosis.rank.unwrap_or(u16::MAX));
    let has_name = draft.patient.last_name.is_some() || draft.patient.first_name.is_some();
    if draft.patient.identifiers.is_empty() && !has_name {
        draft.problems.push(Problem { kind: ProblemKind::NoPatient, place: Origin::default() });
    }
    draft
}

fn members(record: &Record<'_>, group: &Group, draft: &mut Draft) {
    // A claim speaks of the conditions, whatever their order in the record.
    let of = |kind: &'static str| {
        group
            .members
            .iter()
            .take(MOST_MEMBERS)
            .copied()
            .filter(move |at| record.kind(*at) == kind)
            .map(|at| record.node(at))
    };
    let known: HashSet<Origin> = draft.diagnoses.iter().map(|diagnosis| diagnosis.origin.clone()).collect();
    let others = of("Condition").filter(|node| !known.contains(&node.origin()));
    draft.diagnoses.extend(others.filter_map(|node| coded::diagnosis(&node)));
    draft.services.extend(of("Procedure").filter_map(|node| coded::procedure(record, &node)));
    for node in of("Claim").filter(coded::is_of_services) {
        coded::claim(record, &node, draft);
    }
    // What was done and then charged is one service.
    let (done, mut services): (Vec<_>, Vec<_>) =
        std::mem::take(&mut draft.services).into_iter().partition(|one| one.act == ServiceAct::Done);
    for done in done {
        match services.iter_mut().find(|charge| charge.is_charge_of(&done)) {
            Some(charge) => charge.complete(done),
            None => draft.services.push(done),
        }
    }
    draft.services.append(&mut services);
    let references = of("DocumentReference").map(|node| documents::reference(record, &node));
    let compositions = of("Composition").filter_map(|node| documents::composition(record, &node));
    let reports = of("DiagnosticReport").filter_map(|node| documents::report(record, &node));
    for document in references.chain(compositions).chain(reports) {
        // Some sources give a report as a document too.
        let same = |known: &ReceivedDocument| {
            value(&document.text).is_some_and(|text| value(&known.text) == Some(text))
                && document.attachments.is_empty()
        };
        if !draft.documents.iter().any(same) {
            draft.documents.push(document);
        }
    }
}

/// Those of the patient, in their order; then what claims only name.
fn coverages(record: &Record<'_>, group: &Group, insured: &[(usize, Option<usize>)], draft: &mut Draft) {
    let is_own = |(at, patient): &&(usize, Option<usize>)| {
        (patient.is_some() && *patient == group.patient) || (patient.is_none() && group.members.contains(at))
    };
    let own = insured.iter().filter(is_own).take(MOST_COVERAGES).map(|(at, _)| record.node(*at));
    let valid = own.filter(|node| node.get("status").text() != "entered-in-error");
    let mut own: Vec<(u32, ReceivedCoverage)> = valid.map(|node| coverage::coverage(record, &node)).collect();
    own.sort_by_key(|(order, _)| *order);
    let named = std::mem::take(&mut draft.coverages);
    draft.coverages = own.into_iter().map(|(_, coverage)| coverage).collect();
    for mut coverage in named {
        match draft.coverages.iter_mut().find(|known| known.origin == coverage.origin) {
            Some(known) => known.prior_authorization = coverage.prior_authorization.take(),
            None => draft.coverages.push(coverage),
        }
    }
}
