use encounter::{ClaimFrequency, CodeSystem, LineDetails, ServiceLine};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Bundle, concept, filled, people};
use crate::draft::Draft;
use crate::practice::Party;
use crate::professional::{Sources, parties};

const ICD10CM: &str = "http://hl7.org/fhir/sid/icd-10-cm";
const CPT: &str = "http://www.ama-assn.org/go/cpt";
const HCPCS: &str = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";
const NDC: &str = "http://hl7.org/fhir/sid/ndc";
const PLACE: &str = "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set";
const ROLE: &str = "http://terminology.hl7.org/CodeSystem/claimcareteamrole";
const RELATED: &str = "http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship";

/// The Claim and everything that it refers to; the Claim stands first.
pub(super) fn add(bundle: &mut Bundle<'_>, from: &Sources<'_>, created: &str) {
    let header = &from.encounter.header;
    let patient = people::patient(bundle, from);
    let billing = people::billing(bundle, from);
    let mut insurance = Vec::new();
    let mut insurer = Value::Null;
    for (sequence, coverer) in (1..).zip(from.coverers()) {
        let focal = coverer.order == from.details.bill_to;
        if focal {
            insurer = people::payer(bundle, &coverer);
        }
        let coverage = people::coverage(bundle, &coverer, &patient);
        let prior = (focal && !header.prior_authorization.is_empty()).then_some(&header.prior_authorization);
        insurance.push(json!({
            "sequence": sequence, "focal": focal, "coverage": coverage, "preAuthRef": [prior],
        }));
    }
    let mut team = Team { members: Vec::new() };
    let header_team = team.of_header(bundle, from);
    let mut draft = Draft::default();
    let facility = parties::facility(&mut draft, "2310C", "header/facility", &header.facility, from.practice);
    let facility = facility.map(|facility| people::facility(bundle, facility));
    let items: Vec<Value> = (1..)
        .zip(&from.encounter.lines)
        .map(|(sequence, line)| item(bundle, from, &mut team, &header_team, sequence, line))
        .collect();
    let claim = filled(json!({
        "resourceType": "Claim",
        "identifier": [{ "value": header.account }],
        "status": if header.claim_frequency == ClaimFrequency::Void { "cancelled" } else { "active" },
        "type": concept("http://terminology.hl7.org/CodeSystem/claim-type", "professional"),
        "use": "claim",
        "patient": patient,
        "billablePeriod": { "start": header.service_from, "end": header.service_to.or(header.service_from) },
        "created": created,
        "insurer": insurer,
        "provider": billing,
        "priority": concept("http://terminology.hl7.org/CodeSystem/processpriority", "normal"),
        "related": related(from),
        "facility": facility,
        "careTeam": team.members,
        "diagnosis": diagnoses(from),
        "insurance": insurance,
        "accident": accident(from),
        "item": items,
        "total": money(from.encounter.charges()),
    }));
    bundle.add("claim", claim);
    bundle.entries.rotate_right(1);
}

/// The claim that this one replaces or voids.
fn related(from: &Sources<'_>) -> Vec<Value> {
    let header = &from.encounter.header;
    match header.claim_frequency {
        ClaimFrequency::Original => Vec::new(),
        ClaimFrequency::Replacement | ClaimFrequency::Void => vec![json!({
            "claim": { "identifier": { "value": header.original_claim_number } },
            "relationship": concept(RELATED, "prior"),
        })],
    }
}

fn diagnoses(from: &Sources<'_>) -> Vec<Value> {
    let diagnoses = (1..).zip(&from.encounter.diagnoses);
    let diagnoses = diagnoses.map(|(sequence, diagnosis)| {
        json!({ "sequence": sequence, "diagnosisCodeableConcept": concept(ICD10CM, diagnosis.code.as_str()) })
    });
    diagnoses.collect()
}

fn accident(from: &Sources<'_>) -> Option<Value> {
    let accident = &from.encounter.header.accident;
    let kind = match (accident.auto, accident.employment) {
        (true, _) => "MVA",
        (false, true) => "WPA",
        (false, false) => return None,
    };
    let system = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    // FHIR demands the date of an accident.
    let date = accident.date.or(from.encounter.header.service_from)?;
    let state = (accident.auto && !accident.state.is_empty())
        .then(|| json!({ "state": accident.state.to_uppercase(), "country": "US" }));
    Some(json!({ "date": date, "type": concept(system, kind), "locationAddress": state }))
}

/// Who took part, each once.
struct Team {
    members: Vec<Value>,
}

impl Team {
    /// The number of a member with this role.
    fn member(&mut self, bundle: &mut Bundle<'_>, party: &Party, role: &str) -> usize {
        let provider = people::provider(bundle, party);
        let role = concept(ROLE, role);
        let known =
            self.members.iter().position(|member| member["provider"] == provider && member["role"] == role);
        known.map_or_else(
            || {
                let sequence = self.members.len() + 1;
                self.members.push(json!({ "sequence": sequence, "provider": provider, "role": role }));
                sequence
            },
            |index| index + 1,
        )
    }

    fn of_header(&mut self, bundle: &mut Bundle<'_>, from: &Sources<'_>) -> Vec<usize> {
        let mut draft = Draft::default();
        let header = &from.encounter.header;
        let three = [
            ("primary", header.rendering_provider.as_ref()),
            ("other", header.referring_provider.as_ref()),
            ("supervisor", from.details.supervising_provider.as_ref()),
        ];
        let known = three.into_iter().filter_map(|(role, provider)| Some((role, provider?)));
        let known = known.map(|(role, provider)| {
            let party = parties::provider(&mut draft, "header", provider, from.practice);
            self.member(bundle, &party, role)
        });
        known.collect()
    }
}

fn item(
    bundle: &mut Bundle<'_>,
    from: &Sources<'_>,
    team: &mut Team,
    header_team: &[usize],
    sequence: usize,
    line: &ServiceLine,
) -> Value {
    let header = &from.encounter.header;
    let none = LineDetails::default();
    let details = line.claim.as_deref().unwrap_or(&none);
    let members = match &line.rendering_provider {
        Some(provider) => {
            let party = parties::provider(&mut Draft::default(), "lines", provider, from.practice);
            vec![team.member(bundle, &party, "primary")]
        }
        None => header_team.to_vec(),
    };
    let pointers = line.pointers.iter().filter_map(|pointer| from.encounter.diagnosis_index(*pointer));
    let (start, end) = match line.service_from {
        Some(start) => (Some(start), line.service_to),
        None => (header.service_from, header.service_to),
    };
    let period = end.filter(|end| Some(*end) != start);
    let place = line.place_of_service.as_deref().unwrap_or(&header.place_of_service);
    let ndc: String = line.ndc.chars().filter(char::is_ascii_digit).collect();
    let drug = (!ndc.is_empty()).then(|| {
        json!({
            "sequence": 1,
            "productOrService": concept(NDC, &ndc),
            "quantity": { "value": details.ndc_quantity.map(number), "unit": details.ndc_unit },
        })
    });
    let units = details.anesthesia_minutes.unwrap_or(line.units);
    let unit = details.anesthesia_minutes.map(|_| "min");
    json!({
        "sequence": sequence,
        "careTeamSequence": members,
        "diagnosisSequence": pointers.map(|index| index + 1).collect::<Vec<_>>(),
        "productOrService": concept(system_of(line.code.system()), line.code.as_str()),
        "modifier": line.modifiers.iter().map(|it| concept(modifier_system(it.as_str()), it.as_str())).collect::<Vec<_>>(),
        "servicedDate": if period.is_none() { start } else { None },
        "servicedPeriod": period.map(|end| json!({ "start": start, "end": end })),
        "locationCodeableConcept": concept(PLACE, place),
        "quantity": { "value": number(units), "unit": unit },
        "net": money(line.charge),
        "detail": [drug],
    })
}

const fn system_of(system: Option<CodeSystem>) -> &'static str {
    match system {
        Some(CodeSystem::Cpt) => CPT,
        _ => HCPCS,
    }
}

/// Modifiers of digits are CPT's, the others HCPCS's.
fn modifier_system(modifier: &str) -> &'static str {
    if modifier.bytes().all(|byte| byte.is_ascii_digit()) { CPT } else { HCPCS }
}

fn money(amount: Decimal) -> Value {
    json!({ "value": number(amount), "currency": "USD" })
}

/// A JSON number with the digits that the decimal has.
fn number(decimal: Decimal) -> Value {
    let text = decimal.normalize().to_string();
    serde_json::from_str(&text).unwrap_or(Value::Null)
}
