//! The data types that resources share.

use encounter::{Address, Sex, is_valid_npi};

use super::node::Node;
use super::record::{Record, Target};
use crate::draft::{
    Carried, Coding, Concept, Identifier, ProblemKind, ProviderRole, ReceivedPatient, ReceivedProvider, value,
};
use crate::terminology::terminology;

const NPI: &str = "http://hl7.org/fhir/sid/us-npi";
const NPI_OID: &str = "urn:oid:2.16.840.1.113883.4.6";

/// `Identifier`s that have a value. `assigner` serves where `system` is left out.
pub(crate) fn identifiers(list: &Node<'_>) -> Vec<Identifier> {
    list.items().iter().filter_map(identifier).collect()
}

fn identifier(one: &Node<'_>) -> Option<Identifier> {
    let value = one.get("value");
    let number = value.text();
    if number.is_empty() {
        return None;
    }
    let system = one.get("system").text();
    let authority = if system.is_empty() { one.get("assigner").get("display").text() } else { system };
    let kind = one.get("type").get("coding").first().get("code").text();
    let kind = match authority.as_str() {
        NPI | NPI_OID => "NPI".to_owned(),
        "http://hl7.org/fhir/sid/us-ssn" if kind.is_empty() => "SS".to_owned(),
        _ => kind,
    };
    Some(Identifier { number, authority, kind, origin: value.origin() })
}

/// The id of a resource as an identifier: by it, other messages of the same server mean the same.
pub(crate) fn resource_identifier(id: &str, node: &Node<'_>) -> Option<Identifier> {
    let origin = node.get("id").origin();
    (!id.is_empty()).then(|| Identifier {
        number: id.to_owned(),
        authority: String::new(),
        kind: "RI".to_owned(),
        origin,
    })
}

/// `CodeableConcept`, or a `Coding` alone.
pub(crate) fn concept(node: &Node<'_>) -> Concept {
    let codings = node.get("coding");
    let codings = if codings.is_some() { codings.items() } else { node.items() };
    let coding = |one: &Node<'_>| {
        let (code, system) = (one.get("code").text(), one.get("system").text());
        let terminology = terminology(&system, &code);
        let description = one.get("display").text();
        (!code.is_empty() || !description.is_empty()).then_some(Coding {
            code,
            terminology,
            system,
            description,
        })
    };
    Concept { codings: codings.iter().filter_map(coding).collect(), text: node.get("text").text() }
}

pub(crate) fn carried_concept(node: &Node<'_>) -> Option<Carried<Concept>> {
    let concept = concept(node);
    (!concept.is_empty()).then(|| Carried::new(concept, node.origin()))
}

/// The first code of a `CodeableConcept`, in words where it has none.
pub(crate) fn code(node: &Node<'_>) -> Option<Carried<String>> {
    let code = node.get("coding").first().get("code");
    let code = if code.is_some() { code } else { node.any(&["code", "text"]) };
    code.carried()
}

/// The code of a concept, without the place.
pub(crate) fn code_text(node: &Node<'_>) -> String {
    value(&code(node)).cloned().unwrap_or_default()
}

/// A name for use: official before usual, before any; what is old last.
fn name_in_use<'a>(list: &Node<'a>) -> Option<Node<'a>> {
    let names = list.items();
    let rank = |name: &Node<'_>| match name.get("use").text().as_str() {
        "official" => 0,
        "usual" => 1,
        "" => 2,
        "old" | "maiden" => 4,
        _ => 3,
    };
    names.into_iter().min_by_key(rank)
}

/// `HumanName` as one text, `Maya Ann Lindqvist, MD`.
pub(crate) fn full_name(list: &Node<'_>) -> String {
    let Some(name) = name_in_use(list) else { return String::new() };
    let given: Vec<String> = name.get("given").items().iter().map(Node::text).collect();
    let suffix: Vec<String> = name.get("suffix").items().iter().map(Node::text).collect();
    let family = name.get("family");
    let mut whole: Vec<String> = given;
    whole.extend(family.items().iter().map(Node::text));
    let whole = whole.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    match (whole.is_empty(), suffix.is_empty()) {
        (true, _) => name.get("text").text(),
        (false, true) => whole,
        (false, false) => format!("{whole}, {}", suffix.join(" ")),
    }
}

/// An address in use; what is old last.
pub(crate) fn address(list: &Node<'_>) -> Option<Carried<Address>> {
    let of = list.items();
    let rank = |one: &Node<'_>| match one.get("use").text().as_str() {
        "home" => 0,
        "old" => 2,
        _ => 1,
    };
    let one = of.into_iter().min_by_key(rank)?;
    let lines: Vec<String> = one.get("line").items().iter().map(Node::text).collect();
    let mut lines = lines.into_iter();
    let country = one.get("country").text();
    let is_home = ["US", "USA", "UNITED STATES"].contains(&country.to_uppercase().as_str());
    let address = Address {
        line1: lines.next().unwrap_or_else(|| one.get("text").text()),
        line2: lines.collect::<Vec<_>>().join(", "),
        city: one.get("city").text(),
        state: one.get("state").text(),
        zip: one.get("postalCode").text(),
        country: if is_home { String::new() } else { country },
    };
    (!address.is_empty()).then(|| Carried::new(address, one.origin()))
}

pub(crate) fn telephone(list: &Node<'_>) -> Option<Carried<String>> {
    let of = list.items();
    let phone = |one: &Node<'_>| matches!(one.get("system").text().as_str(), "phone" | "sms" | "");
    of.iter().find(|one| phone(one)).and_then(|one| one.get("value").carried())
}

pub(crate) fn sex(node: &Node<'_>) -> Option<Carried<Sex>> {
    node.carried()?.and_then(|code| match code.as_str() {
        "female" => Some(Sex::Female),
        "male" => Some(Sex::Male),
        "other" | "unknown" => Some(Sex::Unknown),
        _ => {
            node.problem(ProblemKind::NotInList);
            None
        }
    })
}

/// `Patient`, or a `RelatedPerson`, which has the same elements.
pub(crate) fn patient(node: &Node<'_>, id: &str) -> ReceivedPatient {
    let mut patient =
        ReceivedPatient { identifiers: identifiers(&node.get("identifier")), ..ReceivedPatient::default() };
    patient.identifiers.extend(resource_identifier(id, node));
    if let Some(name) = name_in_use(&node.get("name")) {
        let mut given = name.get("given").items().into_iter();
        patient.first_name = given.next().and_then(|first| first.carried());
        patient.middle_name = given.next().and_then(|middle| {
            let rest: Vec<String> = given.map(|more| more.text()).collect();
            middle.carried().map(|mut middle| {
                if let Some(value) = &mut middle.value {
                    rest.iter().for_each(|more| *value = format!("{value} {more}"));
                }
                middle
            })
        });
        // Lists of family names are those of DSTU2.
        patient.last_name = name.get("family").first().carried();
        patient.suffix = name.get("suffix").first().carried();
        if patient.last_name.is_none() && patient.first_name.is_none() {
            patient.last_name = name.get("text").carried();
        }
    }
    patient.birth_date = node.get("birthDate").date();
    patient.sex = sex(&node.get("gender"));
    patient.address = address(&node.get("address"));
    patient.phone = telephone(&node.get("telecom"));
    patient.death_date = node.get("deceasedDateTime").date();
    patient
}

/// Who a reference means: a practitioner, one in a role, an organisation, or only what the reference says.
pub(crate) fn provider<'a>(
    record: &Record<'a>,
    reference: &Node<'a>,
    from: &Node<'a>,
    role: ProviderRole,
) -> Option<ReceivedProvider> {
    let origin = reference.origin();
    let display = reference.get("display").text();
    let mut found = ReceivedProvider { role, origin, ..ReceivedProvider::default() };
    let mut numbers = identifiers(&reference.get("identifier"));
    match record.target(reference, from) {
        Target::Elsewhere(_, identifier) if identifier.contains('|') => {
            let (system, number) = identifier.split_once('|').unwrap_or_default();
            let kind = if system == NPI { "NPI".to_owned() } else { String::new() };
            let origin = reference.get("reference").origin();
            numbers.push(Identifier {
                number: number.to_owned(),
                authority: system.to_owned(),
                kind,
                origin,
            });
        }
        Target::Elsewhere(..) | Target::None => {}
        Target::Resource(at) => person(record, &record.node(at), &mut found, &mut numbers),
        Target::Contained(node) => person(record, &node, &mut found, &mut numbers),
    }
    if found.provider.name.is_empty() {
        found.provider.name = display;
    }
    let npi = numbers.iter().find(|number| number.kind == "NPI");
    if let Some(npi) = npi {
        if !is_valid_npi(&npi.number) {
            record.reading.problem(ProblemKind::Npi, npi.origin.clone());
        }
        found.provider.npi.clone_from(&npi.number);
    } else {
        found.identifier = numbers.into_iter().next();
    }
    (!found.provider.name.is_empty() || !found.provider.npi.is_empty() || found.identifier.is_some())
        .then_some(found)
}

fn person<'a>(
    record: &Record<'a>,
    node: &Node<'a>,
    found: &mut ReceivedProvider,
    numbers: &mut Vec<Identifier>,
) {
    numbers.extend(identifiers(&node.get("identifier")));
    let name = node.get("name");
    // Organisations have one name in words.
    found.provider.name = if name.str().is_some() { name.text() } else { full_name(&name) };
    let practitioner = node.get("practitioner");
    if practitioner.is_some() {
        let taxonomy = node.get("specialty").items();
        let taxonomy = taxonomy.iter().map(code_text).find(|code| code.len() == 10 && code.ends_with('X'));
        found.provider.taxonomy = taxonomy.unwrap_or_default();
        if let Some(practitioner) = record.resolve(&practitioner, node) {
            numbers.extend(identifiers(&practitioner.get("identifier")));
            found.provider.name = full_name(&practitioner.get("name"));
        }
        if found.provider.name.is_empty() {
            found.provider.name = practitioner.get("display").text();
        }
    }
    let qualification = node.get("qualification").items();
    let taxonomy = qualification
        .iter()
        .map(|one| code_text(&one.get("code")))
        .find(|code| code.len() == 10 && code.ends_with('X'));
    if let Some(taxonomy) = taxonomy.filter(|_| found.provider.taxonomy.is_empty()) {
        found.provider.taxonomy = taxonomy;
    }
}

/// The name of an organisation or a place that a reference means.
pub(crate) fn named<'a>(
    record: &Record<'a>,
    reference: &Node<'a>,
    from: &Node<'a>,
) -> Option<Carried<String>> {
    let name = record.resolve(reference, from).and_then(|node| node.get("name").carried());
    name.or_else(|| reference.get("display").carried())
}
