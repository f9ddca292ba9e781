use encounter::{Address, Relationship, Sex};
use serde_json::{Value, json};

use super::{Bundle, concept, filled};
use crate::practice::{Party, PartyKind, Payer};
use crate::professional::{Coverer, Sources};

const NPI: &str = "http://hl7.org/fhir/sid/us-npi";
const EIN: &str = "urn:oid:2.16.840.1.113883.4.4";
const SSN: &str = "http://hl7.org/fhir/sid/us-ssn";
const TAXONOMY: &str = "http://nucc.org/provider-taxonomy";
const RELATIONSHIP: &str = "http://terminology.hl7.org/CodeSystem/subscriber-relationship";

pub(super) fn patient(bundle: &mut Bundle<'_>, from: &Sources<'_>) -> Value {
    let patient = &from.encounter.header.patient;
    let names = [&patient.last_name, &patient.first_name, &patient.middle_name, &from.details.patient_suffix];
    let resource = filled(json!({
        "resourceType": "Patient",
        "identifier": [{ "type": concept("http://terminology.hl7.org/CodeSystem/v2-0203", "MR"),
            "value": patient.record_number }],
        "name": [name(names)],
        "gender": gender(patient.sex),
        "birthDate": patient.birth_date,
        "deceasedDateTime": from.details.patient_death_date,
        "address": [address(&from.details.patient_address)],
    }));
    bundle.add("patient", without_lone_type(resource))
}

/// A record number that is not there leaves its type behind.
fn without_lone_type(mut patient: Value) -> Value {
    if patient["identifier"][0]["value"].is_null()
        && let Some(fields) = patient.as_object_mut()
    {
        fields.remove("identifier");
    }
    patient
}

/// The coverage, and with it its payer and, where that is not the patient, its subscriber.
pub(super) fn coverage(bundle: &mut Bundle<'_>, of: &Coverer<'_>, patient: &Value) -> Value {
    let letter = of.letter();
    let payor = payer(bundle, of);
    let details = of.details;
    let other = details.subscriber.as_ref().filter(|_| details.relationship != Relationship::Myself);
    let subscriber = other.map_or_else(
        || patient.clone(),
        |other| {
            let names = [&other.last_name, &other.first_name, &other.middle_name, &other.suffix];
            let person = filled(json!({
                "resourceType": "RelatedPerson",
                "patient": patient,
                "name": [name(names)],
                "gender": gender(other.sex),
                "birthDate": other.birth_date,
                "address": [address(&other.address)],
            }));
            bundle.add(&format!("subscriber-{letter}"), person)
        },
    );
    let member: String = of.coverage.member_id.split_whitespace().collect();
    let relationship = match details.relationship {
        Relationship::Myself => "self",
        Relationship::Spouse => "spouse",
        Relationship::Child => "child",
        _ => "other",
    };
    let order = match of.order {
        encounter::PayerOrder::Primary => 1,
        encounter::PayerOrder::Secondary => 2,
        encounter::PayerOrder::Tertiary => 3,
    };
    let group = concept("http://terminology.hl7.org/CodeSystem/coverage-class", "group");
    let mut resource = filled(json!({
        "resourceType": "Coverage",
        "status": "active",
        "subscriber": subscriber,
        "subscriberId": member,
        "beneficiary": patient,
        "relationship": concept(RELATIONSHIP, relationship),
        "payor": [payor],
        "order": order,
    }));
    if !details.group_number.is_empty() {
        resource["class"] =
            filled(json!([{ "type": group, "value": details.group_number, "name": details.group_name }]));
    }
    bundle.add(&format!("coverage-{letter}"), resource)
}

/// The organization that pays.
pub(super) fn payer(bundle: &mut Bundle<'_>, of: &Coverer<'_>) -> Value {
    let none = Payer::default();
    let payer = of.payer.unwrap_or(&none);
    let name = if payer.claim_name.is_empty() { &payer.name } else { &payer.claim_name };
    let resource = filled(json!({
        "resourceType": "Organization",
        "identifier": [{ "value": payer.id }],
        "name": name,
        "address": [address(&payer.address)],
    }));
    bundle.add(&format!("payer-{}", payer.name), resource)
}

/// Who bills.
pub(super) fn billing(bundle: &mut Bundle<'_>, from: &Sources<'_>) -> Value {
    let practice = from.practice;
    let system = if practice.tax_id_is_social_security { SSN } else { EIN };
    let tax = json!({ "system": system, "value": practice.tax_id });
    let resource = provider_resource(&practice.billing, Some(tax));
    bundle.add("billing", resource)
}

pub(super) fn provider(bundle: &mut Bundle<'_>, party: &Party) -> Value {
    bundle.add(&format!("{}{}", party.npi, party.full_name()), provider_resource(party, None))
}

fn provider_resource(party: &Party, tax: Option<Value>) -> Value {
    let npi = (!party.npi.is_empty()).then(|| json!({ "system": NPI, "value": party.npi }));
    let phone =
        (!party.contact.phone.is_empty()).then(|| json!({ "system": "phone", "value": party.contact.phone }));
    let common = json!({
        "identifier": [npi, tax],
        "telecom": [phone],
        "address": [address(&party.address)],
    });
    let mut resource = match party.kind {
        PartyKind::Person => {
            let names = [&party.name, &party.first_name, &party.middle_name, &party.suffix];
            let specialty =
                (!party.taxonomy.is_empty()).then(|| json!({ "code": concept(TAXONOMY, &party.taxonomy) }));
            json!({ "resourceType": "Practitioner", "name": [name(names)], "qualification": [specialty] })
        }
        PartyKind::Organization => {
            let kind = (!party.taxonomy.is_empty()).then(|| concept(TAXONOMY, &party.taxonomy));
            json!({ "resourceType": "Organization", "name": party.name, "type": [kind] })
        }
    };
    if let (Some(fields), Value::Object(common)) = (resource.as_object_mut(), common) {
        fields.extend(common);
    }
    filled(resource)
}

pub(super) fn facility(bundle: &mut Bundle<'_>, party: &Party) -> Value {
    let npi = (!party.npi.is_empty()).then(|| json!({ "system": NPI, "value": party.npi }));
    let resource = filled(json!({
        "resourceType": "Location",
        "identifier": [npi],
        "name": party.name,
        "address": address(&party.address),
    }));
    bundle.add(&format!("facility-{}", party.name), resource)
}

fn name([last, first, middle, suffix]: [&String; 4]) -> Value {
    json!({ "family": last, "given": [first, middle], "suffix": [suffix] })
}

fn address(address: &Address) -> Value {
    json!({
        "line": [address.line1, address.line2],
        "city": address.city,
        "state": address.state,
        "postalCode": address.zip,
        "country": address.country,
    })
}

const fn gender(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "female",
        Sex::Male => "male",
        Sex::Unknown => "unknown",
    }
}
