//! Resources on lines of their own (NDJSON), as FHIR's bulk export writes them: a file a type. What earlier lines and files
//! say of patients, payers, people and places is put beside a later line that refers to it. Source: FHIR Bulk Data Access,
//! *Flat FHIR*.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use super::{READ, read_about};
use crate::draft::{Draft, Origin, Problem, ProblemKind};

/// Resources of earlier lines that later ones refer to. Bounded: files of any size are read in the same memory.
#[derive(Debug, Default)]
pub struct KnownResources {
    /// By type and id, as JSON.
    resources: HashMap<(String, String), Box<str>>,
    /// Ids of the coverages of a patient, by the patient's.
    coverages: HashMap<String, Vec<String>>,
    bytes: usize,
    passed_over: BTreeMap<String, u32>,
}

/// The most bytes of JSON that are remembered, and those of one resource.
const MOST_KNOWN_BYTES: usize = 33_554_432;
const MOST_RESOURCE_BYTES: usize = 65_536;
/// The most resources that are put beside a line, and the most coverages of a patient.
const MOST_BESIDE: usize = 100;
const MOST_COVERAGES: usize = 20;

/// What other resources refer to.
const REFERRED_TO: &[&str] = &[
    "Patient",
    "Practitioner",
    "PractitionerRole",
    "Organization",
    "Location",
    "RelatedPerson",
    "Coverage",
    "Account",
];

/// In which order files of lines are read, so that what is referred to comes before what refers to it.
const ORDER: &[&str] = &[
    "Organization",
    "Location",
    "Practitioner",
    "PractitionerRole",
    "Patient",
    "RelatedPerson",
    "Coverage",
    "Account",
    "Encounter",
];

/// The place of a file of lines among others, by its first bytes: those with a smaller number are read before.
pub fn line_order(first: &[u8]) -> usize {
    let line = first.split(|byte| matches!(byte, b'\r' | b'\n')).find(|line| !line.trim_ascii().is_empty());
    let text = String::from_utf8_lossy(line.unwrap_or_default());
    // The line may be longer than what is at hand.
    let behind = text.split_once("\"resourceType\"").map_or("", |(_, behind)| behind);
    let kind = behind.split('"').nth(1).unwrap_or_default();
    ORDER.iter().position(|known| *known == kind).unwrap_or(ORDER.len())
}

impl KnownResources {
    /// How many lines of each type were passed over since this was asked last: nothing of an encounter is made of them.
    pub fn take_passed_over(&mut self) -> BTreeMap<String, u32> {
        std::mem::take(&mut self.passed_over)
    }

    fn remember(&mut self, kind: &str, resource: &Value) {
        let text = |key: &str| resource.get(key).and_then(Value::as_str).unwrap_or_default();
        let id = text("id");
        let json = resource.to_string();
        if id.is_empty() || json.len() > MOST_RESOURCE_BYTES || self.bytes + json.len() > MOST_KNOWN_BYTES {
            return;
        }
        if kind == "Coverage"
            && let Some(patient) = resource.pointer("/beneficiary/reference").and_then(Value::as_str)
        {
            let of_patient = self.coverages.entry(last_part(patient).to_owned()).or_default();
            if of_patient.len() < MOST_COVERAGES && !of_patient.iter().any(|known| known == id) {
                of_patient.push(id.to_owned());
            }
        }
        self.bytes += json.len();
        let before = self.resources.insert((kind.to_owned(), id.to_owned()), json.into_boxed_str());
        self.bytes -= before.map_or(0, |before| before.len());
    }

    fn find(&self, kind: &str, id: &str) -> Option<Value> {
        let json = self.resources.get(&(kind.to_owned(), id.to_owned()))?;
        serde_json::from_str(json).ok()
    }

    /// The resource, with all that is remembered of what it refers to behind it.
    fn beside(&self, resource: Value) -> Vec<Value> {
        let mut seen: HashSet<(String, String)> = HashSet::new();
        let mut wanted = Vec::new();
        references(&resource, &mut wanted);
        if resource.get("resourceType").and_then(Value::as_str) == Some("Encounter")
            && let Some(patient) = resource.pointer("/subject/reference").and_then(Value::as_str)
        {
            let own = self.coverages.get(last_part(patient)).into_iter().flatten();
            wanted.extend(own.map(|id| ("Coverage".to_owned(), id.clone())));
        }
        let mut all = vec![resource];
        while let Some((kind, id)) = wanted.pop() {
            if all.len() > MOST_BESIDE || !seen.insert((kind.clone(), id.clone())) {
                continue;
            }
            if let Some(found) = self.find(&kind, &id) {
                references(&found, &mut wanted);
                all.push(found);
            }
        }
        all
    }
}

/// The drafts of a line, or what is wrong with it; neither where it is remembered for others, or passed over.
pub(crate) fn read_line(bytes: &[u8], known: &mut KnownResources) -> (Vec<Draft>, Vec<Problem>) {
    let Ok(resource) = serde_json::from_slice::<Value>(bytes) else {
        return (Vec::new(), vec![Problem { kind: ProblemKind::Json { line: 1 }, place: Origin::default() }]);
    };
    let kind = resource.get("resourceType").and_then(Value::as_str).unwrap_or_default().to_owned();
    if REFERRED_TO.contains(&kind.as_str()) {
        known.remember(&kind, &resource);
        if kind != "Patient" {
            return (Vec::new(), Vec::new());
        }
    } else if !kind.is_empty() && kind != "Bundle" && kind != "Encounter" && !READ.contains(&kind.as_str()) {
        let count = known.passed_over.entry(kind).or_default();
        *count = count.saturating_add(1);
        return (Vec::new(), Vec::new());
    }
    match kind.as_str() {
        "" | "Bundle" => read_about(&resource, usize::MAX),
        _ => read_about(&Value::Array(known.beside(resource)), 1),
    }
}

/// What a resource refers to by type and id, wherever in it.
fn references(value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            if let Some(reference) = fields.get("reference").and_then(Value::as_str)
                && found.len() < MOST_BESIDE
                && let Some((kind, id)) = named(reference)
            {
                found.push((kind.to_owned(), id.to_owned()));
            }
            fields.values().for_each(|field| references(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

/// `Patient/p1`, also at the end of an address or before a version.
fn named(reference: &str) -> Option<(&str, &str)> {
    let bare = reference.split_once("/_history/").map_or(reference, |(bare, _)| bare);
    let (before, id) = bare.rsplit_once('/')?;
    Some((before.rsplit('/').next().unwrap_or(before), id))
}

fn last_part(reference: &str) -> &str {
    named(reference).map_or(reference, |(_, id)| id)
}
