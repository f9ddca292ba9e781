//! `Encounter` and `Account`.

use super::elements::{
    carried_concept, code, code_text, concept, identifiers, named, provider, resource_identifier,
};
use super::node::Node;
use super::record::Record;
use crate::draft::{
    Carried, Event, ProviderRole, ReceivedService, ReceivedVisit, ServiceAct, VisitClass, value,
};

pub(crate) fn visit<'a>(record: &Record<'a>, node: &Node<'a>, id: &str) -> ReceivedVisit {
    let mut visit =
        ReceivedVisit { numbers: identifiers(&node.get("identifier")), ..ReceivedVisit::default() };
    visit.numbers.extend(resource_identifier(id, node));
    visit.class = class(&node.get("class").first());
    let period = node.any(&["period", "actualPeriod"]);
    visit.from = period.get("start").time();
    visit.to = period.get("end").time();
    visit.facility = named(record, &node.get("serviceProvider"), node);
    visit.location =
        node.get("location").items().iter().find_map(|one| named(record, &one.get("location"), node));
    let stay = node.any(&["hospitalization", "admission"]);
    visit.admission_source = code(&stay.get("admitSource"));
    visit.discharge_status = code(&stay.get("dischargeDisposition"));
    // What kind of visit it was says why too, where nothing else does.
    let reasons = [node.any(&["reasonCode", "reason"]).first(), node.get("type").first()];
    visit.reason = reasons.iter().find_map(carried_concept);
    for account in node.get("account").items() {
        match record.resolve(&account, node) {
            Some(account) => {
                let numbers = identifiers(&account.get("identifier"));
                let own = resource_identifier(&account.get("id").text(), &account);
                visit.accounts.extend(if numbers.is_empty() { own.into_iter().collect() } else { numbers });
            }
            None => visit.accounts.extend(identifiers(&account.get("identifier"))),
        }
    }
    for participant in node.get("participant").items() {
        let role = role(&code_text(&participant.get("type").first()));
        let who = participant.any(&["individual", "actor"]);
        visit.providers.extend(provider(record, &who, node, role));
    }
    visit
}

/// HL7 v3 ActEncounterCode, and the words of DSTU2.
fn class(node: &Node<'_>) -> Option<Carried<VisitClass>> {
    code(node)?.and_then(|code| {
        Some(match code.to_uppercase().as_str() {
            "AMB" | "SS" | "AMBULATORY" | "OUTPATIENT" | "DAYTIME" => VisitClass::Outpatient,
            "IMP" | "ACUTE" | "NONAC" | "INPATIENT" => VisitClass::Inpatient,
            "EMER" | "EMERGENCY" => VisitClass::Emergency,
            "OBSENC" => VisitClass::Observation,
            "PRENC" => VisitClass::Preadmission,
            "HH" | "HOME" => VisitClass::Home,
            "VR" | "VIRTUAL" => VisitClass::Virtual,
            _ => VisitClass::Other,
        })
    })
}

/// HL7 v3 ParticipationType. Who is named without one has the care of the patient.
fn role(code: &str) -> ProviderRole {
    match code {
        "" | "ATND" | "PPRF" => ProviderRole::Attending,
        "REF" | "REFB" => ProviderRole::Referring,
        "CON" => ProviderRole::Consulting,
        "ADM" => ProviderRole::Admitting,
        "SPRF" => ProviderRole::Performing,
        _ => ProviderRole::Other,
    }
}

/// What a visit's status means.
pub(crate) fn event(node: &Node<'_>) -> Event {
    match node.get("status").text().as_str() {
        "cancelled" | "entered-in-error" => Event::CancelVisit,
        "planned" => Event::Preadmit,
        _ => Event::Record,
    }
}

/// The kind of a visit is a service where it is a code of claims.
pub(crate) fn services(node: &Node<'_>, visit: &ReceivedVisit) -> Vec<ReceivedService> {
    let services = node.get("type").items().into_iter().filter_map(|kind| {
        let procedure = concept(&kind);
        procedure.procedure()?;
        let day = |time: &Option<Carried<jiff::civil::DateTime>>| {
            let origin = time.as_ref().map(|time| time.origin.clone()).unwrap_or_default();
            value(time).map(|time| Carried::new(time.date(), origin))
        };
        let from = day(&visit.from);
        let origin = kind.origin();
        Some(ReceivedService { act: ServiceAct::Done, procedure, from, origin, ..ReceivedService::default() })
    });
    services.collect()
}
