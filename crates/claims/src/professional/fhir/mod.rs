//! Professional claims as FHIR R4: a Bundle of one Claim each, with the patient, coverages, providers and payers that it
//! names. Source: HL7 FHIR 4.0.1, *Resource Claim*; the systems of codes are those that HL7 Terminology registers.

mod claim;
mod people;

#[cfg(test)]
mod tests;

use encounter::{ClaimDetails, Encounter};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Claim, Sources};
use crate::practice::Practice;
use crate::problem::Problem;

/// The bundle (type `collection`) of a completed encounter, or every reason why it is no claim: those of the 837P.
///
/// `created` is the day, as ISO 8601. The same encounter gives the same bundle, to the byte.
pub fn bundle(encounter: &Encounter, practice: &Practice, created: &str) -> Result<Value, Vec<Problem>> {
    Claim::of(encounter, practice)?;
    let none = ClaimDetails::default();
    let details = encounter.header.claim.as_deref().unwrap_or(&none);
    let from = Sources { encounter, practice, details };
    let mut bundle = Bundle { account: &encounter.header.account, entries: Vec::new() };
    claim::add(&mut bundle, &from, created);
    Ok(json!({ "resourceType": "Bundle", "type": "collection", "entry": bundle.entries }))
}

struct Bundle<'a> {
    account: &'a str,
    entries: Vec<Value>,
}

impl Bundle<'_> {
    /// The address of a resource of this claim.
    fn url(&self, resource: &str, name: &str) -> String {
        // Ours alone: the addresses are the same every time, and no other claim's.
        let name = format!("carrel:{}:{resource}:{name}", self.account);
        format!("urn:uuid:{}", Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes()))
    }

    /// Adds a resource, unless it is there, and gives the reference to it.
    fn add(&mut self, name: &str, resource: Value) -> Value {
        let url = self.url(resource["resourceType"].as_str().unwrap_or_default(), name);
        if !self.entries.iter().any(|entry| entry["fullUrl"] == url.as_str()) {
            self.entries.push(json!({ "fullUrl": url, "resource": resource }));
        }
        json!({ "reference": url })
    }
}

/// A CodeableConcept of one code.
fn concept(system: &str, code: &str) -> Value {
    json!({ "coding": [{ "system": system, "code": code }] })
}

/// The fields that say something: FHIR has no empty strings, lists or objects.
fn filled(fields: Value) -> Value {
    match fields {
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(name, value)| (name, filled(value)));
            Value::Object(fields.filter(|(_, value)| !is_empty(value)).collect())
        }
        Value::Array(values) => {
            Value::Array(values.into_iter().map(filled).filter(|value| !is_empty(value)).collect())
        }
        value => value,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
