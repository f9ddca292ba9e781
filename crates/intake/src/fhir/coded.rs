//! `Condition`, `Procedure` and `Claim`: what was coded, as it was coded.

use encounter::{Accident, Modifier};
use rust_decimal::Decimal;

use super::elements::{code, code_text, concept, provider};
use super::node::Node;
use super::record::Record;
use crate::draft::{
    Carried, Concept, DiagnosisRole, Draft, ProblemKind, ProviderRole, ReceivedCoverage, ReceivedDiagnosis,
    ReceivedService, ServiceAct, value,
};

pub(crate) fn diagnosis(node: &Node<'_>) -> Option<ReceivedDiagnosis> {
    let concept = concept(&node.get("code"));
    if concept.is_empty() {
        return None;
    }
    let is_on_list =
        node.get("category").items().iter().any(|category| code_text(category) == "problem-list-item");
    let verified = node.get("verificationStatus");
    let verified = if verified.str().is_some() { verified.text() } else { code_text(&verified) };
    let began = node.any(&["onsetDateTime", "recordedDate", "assertedDate"]);
    let began = if began.is_some() { began } else { node.get("onsetPeriod").get("start") };
    Some(ReceivedDiagnosis {
        concept,
        role: if is_on_list { DiagnosisRole::ProblemList } else { DiagnosisRole::Visit },
        date: value(&began.date()).copied(),
        withdrawn: matches!(verified.as_str(), "refuted" | "entered-in-error"),
        origin: node.origin(),
        ..ReceivedDiagnosis::default()
    })
}

/// What `Encounter.diagnosis` says of a condition: its role, and its rank.
pub(crate) fn ranked(node: &Node<'_>, diagnosis: &mut ReceivedDiagnosis) {
    if code_text(&node.get("use").first()) == "AD" {
        diagnosis.role = DiagnosisRole::Admitting;
    }
    diagnosis.rank = node.get("rank").text().parse().ok();
}

pub(crate) fn procedure<'a>(record: &Record<'a>, node: &Node<'a>) -> Option<ReceivedService> {
    if matches!(node.get("status").text().as_str(), "not-done" | "entered-in-error" | "preparation") {
        return None;
    }
    let procedure = concept(&node.get("code"));
    if procedure.is_empty() {
        return None;
    }
    let period = node.any(&["performedPeriod", "occurrencePeriod"]);
    let at = node.any(&["performedDateTime", "occurrenceDateTime"]);
    let performers = node.get("performer").items();
    let by = performers
        .iter()
        .filter_map(|one| provider(record, &one.get("actor"), node, ProviderRole::Performing));
    Some(ReceivedService {
        act: ServiceAct::Done,
        procedure,
        from: at.date().or_else(|| period.get("start").date()),
        to: period.get("end").date(),
        diagnoses: node.get("reasonCode").items().iter().map(concept).filter(|one| !one.is_empty()).collect(),
        providers: by.collect(),
        origin: node.origin(),
        ..ReceivedService::default()
    })
}

/// Whether a claim is one for services, and says what was charged, not what would be.
pub(crate) fn is_of_services(node: &Node<'_>) -> bool {
    let use_ = node.get("use").text();
    code_text(&node.get("type")) != "pharmacy" && matches!(use_.as_str(), "claim" | "complete" | "")
}

/// Puts what a claim says into the draft of its visit.
pub(crate) fn claim<'a>(record: &Record<'a>, node: &Node<'a>, draft: &mut Draft) {
    let mut diagnoses: Vec<(String, Concept)> = Vec::new();
    for one in node.get("diagnosis").items() {
        let reference = one.get("diagnosisReference");
        let own = concept(&one.get("diagnosisCodeableConcept"));
        let concept = match record.resolve(&reference, node) {
            Some(condition) if own.is_empty() => concept(&condition.get("code")),
            _ => own,
        };
        if concept.is_empty() {
            if reference.is_some() {
                reference.problem(ProblemKind::Reference);
            }
            continue;
        }
        let sequence = one.get("sequence").text();
        let known = draft.diagnoses.iter_mut().find(|known| known.concept == concept);
        let rank = sequence.parse().ok();
        match known {
            Some(known) => known.rank = known.rank.or(rank),
            None => {
                let role = match code_text(&one.get("type").first()).as_str() {
                    "admitting" => DiagnosisRole::Admitting,
                    _ => DiagnosisRole::Visit,
                };
                let concept = concept.clone();
                let origin = one.origin();
                draft.diagnoses.push(ReceivedDiagnosis {
                    concept,
                    role,
                    rank,
                    origin,
                    ..ReceivedDiagnosis::default()
                });
            }
        }
        diagnoses.push((sequence, concept));
    }
    for one in node.get("item").items() {
        if let Some(service) = item(record, node, &one, &diagnoses) {
            draft.services.push(service);
        }
    }
    insurance(record, node, draft);
    if let Some(accident) = accident(&node.get("accident")) {
        draft.visit.accident = Some(accident);
    }
    if draft.visit.providers.is_empty() {
        draft.visit.providers.extend(provider(record, &node.get("provider"), node, ProviderRole::Other));
    }
}

fn item<'a>(
    record: &Record<'a>,
    claim: &Node<'a>,
    one: &Node<'a>,
    diagnoses: &[(String, Concept)],
) -> Option<ReceivedService> {
    let procedure = concept(&one.any(&["productOrService", "service"]));
    // Some sources list what was found among what was done.
    let is_diagnosis = diagnoses.iter().any(|(_, concept)| *concept == procedure);
    if procedure.is_empty() || is_diagnosis {
        return None;
    }
    let period = one.get("servicedPeriod");
    let units = one.get("quantity").get("value").number();
    let net = one.get("net").get("value").number();
    let each = one.get("unitPrice").get("value").number();
    let charge = net.or_else(|| {
        let units = value(&units).copied().unwrap_or(Decimal::ONE);
        each?.and_then(|each| each.checked_mul(units))
    });
    let pointers = one.any(&["diagnosisSequence", "diagnosisLinkId"]).items();
    let pointers = pointers.iter().filter_map(|pointer| {
        let sequence = pointer.text();
        let found = diagnoses.iter().find(|(number, _)| *number == sequence);
        if found.is_none() {
            pointer.problem(ProblemKind::Reference);
        }
        found.map(|(_, concept)| concept.clone())
    });
    let modifiers = one.get("modifier").items().iter().map(code_text).collect::<Vec<_>>();
    let team = claim.get("careTeam").items();
    let wanted: Vec<String> =
        one.any(&["careTeamSequence", "careTeamLinkId"]).items().iter().map(Node::text).collect();
    let by = team.iter().filter(|member| wanted.contains(&member.get("sequence").text()));
    Some(ReceivedService {
        number: one.get("sequence").text(),
        act: ServiceAct::Charge,
        procedure,
        modifiers: modifiers.iter().filter(|code| !code.is_empty()).map(|code| Modifier::new(code)).collect(),
        units,
        charge,
        from: one.get("servicedDate").date().or_else(|| period.get("start").date()),
        to: period.get("end").date(),
        diagnoses: pointers.collect(),
        place_of_service: place_of_service(&one.get("locationCodeableConcept")),
        providers: by
            .filter_map(|member| provider(record, &member.get("provider"), claim, ProviderRole::Performing))
            .collect(),
        origin: one.origin(),
        ..ReceivedService::default()
    })
}

/// CMS place of service, which alone has two digits.
fn place_of_service(node: &Node<'_>) -> Option<Carried<String>> {
    code(node)?.and_then(|code| (code.len() == 2 && code.bytes().all(|c| c.is_ascii_digit())).then_some(code))
}

fn insurance<'a>(record: &Record<'a>, node: &Node<'a>, draft: &mut Draft) {
    let insurances = node.get("insurance").items();
    for one in &insurances {
        let reference = one.get("coverage");
        let authorization = one.get("preAuthRef").first().carried();
        let name = reference.get("display").carried();
        let found = record.resolve(&reference, node);
        let found = found.map(|coverage| super::coverage::coverage(record, &coverage).1);
        // What is only named is a payer with no number.
        let coverage = found.or_else(|| {
            name.map(|name| ReceivedCoverage {
                payer: Some(name),
                origin: one.origin(),
                ..ReceivedCoverage::default()
            })
        });
        let Some(mut coverage) = coverage else { continue };
        coverage.prior_authorization = authorization;
        let same = |known: &&mut ReceivedCoverage| {
            known.origin == coverage.origin
                || (value(&known.payer) == value(&coverage.payer)
                    && value(&known.member_id) == value(&coverage.member_id))
        };
        match draft.coverages.iter_mut().find(same) {
            Some(known) => {
                if known.prior_authorization.is_none() {
                    known.prior_authorization = coverage.prior_authorization;
                }
            }
            None => draft.coverages.push(coverage),
        }
    }
}

fn accident(node: &Node<'_>) -> Option<Carried<Accident>> {
    if !node.is_some() {
        return None;
    }
    let kind = code_text(&node.get("type"));
    let accident = Accident {
        employment: kind == "WPA",
        auto: kind == "MVA",
        other: !matches!(kind.as_str(), "WPA" | "MVA"),
        date: value(&node.get("date").date()).copied(),
        state: node.get("locationAddress").get("state").text(),
    };
    Some(Carried::new(accident, node.origin()))
}
