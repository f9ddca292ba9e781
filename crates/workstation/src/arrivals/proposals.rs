//! Codes that came with messages. They wait beside the encounter until the coder takes or declines each; a code that
//! stands on the encounter is not proposed, so that one which is taken back is proposed again.

use std::collections::BTreeMap;

use encounter::{
    Amendment, DiagnosisCode, Encounter, EncounterId, Finding, LineId, MODIFIERS_PER_LINE, POINTERS_PER_LINE,
    Place, ProcedureCode, ServiceLine, Stamp,
};
use intake::{ReceivedDiagnosis, ReceivedService, ServiceAct, value};
use serde::{Deserialize, Serialize};
use specta::Type;
use vault::{Proposal, ProposalId, ProposalState, Reading};

use crate::error::{DeskError, ErrorCode};
use crate::rulebook::Rulebook;

/// Something that a sender coded, or only put in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Proposed {
    Diagnosis(Box<ReceivedDiagnosis>),
    Service(Box<ReceivedService>),
}

impl Proposed {
    /// The code that it would put on the encounter; `None` where it is only words, or a charge that is taken back.
    fn code(&self) -> Option<String> {
        match self {
            Self::Diagnosis(diagnosis) => diagnosis.concept.diagnosis().map(|code| code.as_str().to_owned()),
            Self::Service(service) if service.act == ServiceAct::Credit => None,
            Self::Service(service) => service.procedure.procedure().map(|code| code.as_str().to_owned()),
        }
    }

    /// Whether both say the same, wherever in which message they stood.
    pub(super) fn is_again(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Diagnosis(one), Self::Diagnosis(two)) => {
                // With a code it is the same whatever it was called and wherever it stood.
                let is_code =
                    one.concept.diagnosis().is_some_and(|code| two.concept.diagnosis() == Some(code));
                (is_code || one.concept == two.concept) && one.withdrawn == two.withdrawn
            }
            (Self::Service(one), Self::Service(two)) => {
                is_same_charge(one, two)
                    && (one.act == two.act)
                    && one.number == two.number
                    && value(&one.units) == value(&two.units)
                    && value(&one.charge) == value(&two.charge)
            }
            (Self::Diagnosis(_), Self::Service(_)) | (Self::Service(_), Self::Diagnosis(_)) => false,
        }
    }

    /// Whether this takes the other back.
    pub(super) fn withdraws(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Diagnosis(one), Self::Diagnosis(two)) => one.withdrawn && one.concept == two.concept,
            (Self::Service(one), Self::Service(two)) => {
                one.act == ServiceAct::Credit && two.act != ServiceAct::Credit && is_same_charge(one, two)
            }
            (Self::Diagnosis(_), Self::Service(_)) | (Self::Service(_), Self::Diagnosis(_)) => false,
        }
    }
}

impl From<Proposal<Proposed>> for WaitingProposal {
    fn from(Proposal { id, content, trigger, sender, .. }: Proposal<Proposed>) -> Self {
        Self { id, code: content.code(), content, trigger, sender, findings: Vec::new() }
    }
}

fn is_same_charge(one: &ReceivedService, two: &ReceivedService) -> bool {
    one.procedure == two.procedure && one.modifiers == two.modifiers && value(&one.from) == value(&two.from)
}

/// A proposal that waits, with the code that taking it would put on the encounter.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WaitingProposal {
    pub id: ProposalId,
    /// As it is shown; `None` where it is only words, to be coded, or takes a charge back.
    pub code: Option<String>,
    pub content: Proposed,
    pub trigger: String,
    pub sender: String,
    /// What the edits would say of its code, were everything taken that waits; nothing that they say already.
    pub findings: Vec<Finding>,
}

/// Those that wait: open ones whose code does not stand on the encounter. Of services a line answers one proposal each.
fn waiting(
    tx: &Reading<'_>,
    id: EncounterId,
    encounter: &Encounter,
) -> Result<Vec<WaitingProposal>, DeskError> {
    let open = tx.proposals::<Proposed>(id, ProposalState::Open)?;
    let mut proposals: Vec<WaitingProposal> = open.into_iter().map(WaitingProposal::from).collect();
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for line in &encounter.lines {
        *lines.entry(line.code.as_str()).or_default() += 1;
    }
    proposals.retain(|proposal| {
        let Some(code) = &proposal.code else { return true };
        match &proposal.content {
            Proposed::Diagnosis(_) => {
                encounter.diagnoses.iter().all(|each| each.code.as_str() != code.as_str())
            }
            Proposed::Service(_) => match lines.get_mut(code.as_str()) {
                Some(left) if *left > 0 => {
                    *left -= 1;
                    false
                }
                _ => true,
            },
        }
    });
    Ok(proposals)
}

/// Those that wait, each with what the edits would say of it beside `now`, which they say already.
pub(crate) fn checked(
    tx: &Reading<'_>,
    rulebook: &Rulebook<'_>,
    stamp: &Stamp,
    id: EncounterId,
    encounter: &Encounter,
    now: &[Finding],
) -> Result<Vec<WaitingProposal>, DeskError> {
    let mut proposals = waiting(tx, id, encounter)?;
    if proposals.is_empty() || encounter.status.is_locked() {
        return Ok(proposals);
    }
    let mut taken = encounter.clone();
    let mut places: Vec<Option<Place>> = Vec::with_capacity(proposals.len());
    for proposal in &proposals {
        let mut after = taken.clone();
        // One that cannot be taken, a thirteenth diagnosis, says so when it is.
        let is_taken = take(&proposal.content, &mut after, stamp).is_ok();
        places.push(if is_taken { added(&taken, &after) } else { None });
        if is_taken {
            taken = after;
        }
    }
    let is_said = |finding: &Finding| {
        now.iter().any(|said| {
            said.rule == finding.rule && said.args == finding.args && said.place.is_same_thing(&finding.place)
        })
    };
    for finding in rulebook.findings(tx, Some(id), &taken)? {
        if is_said(&finding) {
            continue;
        }
        let at =
            places.iter().position(|place| place.is_some_and(|place| place.is_same_thing(&finding.place)));
        // What it says of something that is there already is news that the code which it names brings.
        let names = |proposal: &WaitingProposal| {
            proposal.code.as_ref().is_some_and(|code| finding.args.values().any(|value| value == code))
        };
        let at = at.or_else(|| proposals.iter().position(names));
        if let Some(proposal) = at.and_then(|at| proposals.get_mut(at)) {
            proposal.findings.push(finding);
        }
    }
    Ok(proposals)
}

/// What one encounter has beyond the other.
fn added(before: &Encounter, after: &Encounter) -> Option<Place> {
    let index = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let diagnosis = (0..).zip(&after.diagnoses).find_map(|(at, each)| {
        let is_new = before.diagnoses.iter().all(|known| known.id != each.id);
        is_new.then_some(Place::Diagnosis { diagnosis: each.id, index: index(at) })
    });
    let line = (0..).zip(&after.lines).find_map(|(at, each)| {
        let is_new = before.lines.iter().all(|known| known.id != each.id);
        is_new.then_some(Place::Line { line: each.id, index: index(at) })
    });
    diagnosis.or(line)
}

/// Puts the code of a proposal on the encounter, with everything that the sender said of it.
///
/// # Errors
/// [`ErrorCode::NothingProposed`] where it is only words; what an amendment fails with.
pub(super) fn take(proposed: &Proposed, encounter: &mut Encounter, stamp: &Stamp) -> Result<(), DeskError> {
    match proposed {
        Proposed::Diagnosis(diagnosis) => {
            let code = diagnosis.concept.diagnosis().ok_or(ErrorCode::NothingProposed)?;
            attach(code, encounter, stamp)
        }
        Proposed::Service(service) => {
            let code = service.procedure.procedure().ok_or(ErrorCode::NothingProposed)?;
            match service.act {
                ServiceAct::Credit => remove_line(&code, encounter, stamp),
                ServiceAct::Charge | ServiceAct::Done => add_line(code, service, encounter, stamp),
            }
        }
    }
}

fn attach(code: DiagnosisCode, encounter: &mut Encounter, stamp: &Stamp) -> Result<(), DeskError> {
    let attach = Amendment::AttachDiagnosis { code, evidence: None, index_path: None, principal: false };
    Ok(encounter.amend(attach, stamp)?)
}

fn add_line(
    code: ProcedureCode,
    service: &ReceivedService,
    encounter: &mut Encounter,
    stamp: &Stamp,
) -> Result<(), DeskError> {
    let modifiers: Vec<_> = service.modifiers.iter().take(MODIFIERS_PER_LINE).cloned().collect();
    let charge = value(&service.charge).copied();
    encounter.amend(Amendment::AddLine { code, evidence: None, modifiers, charge }, stamp)?;
    let visit = encounter.header.service_from;
    // A pointer is the sender's word on what the service was for. One to a diagnosis that was not taken is left out.
    let of_codes = service.diagnoses.iter().filter_map(|concept| concept.diagnosis());
    let pointers = of_codes.filter_map(|code| {
        let pointed = encounter.diagnoses.iter().find(|each| each.code == code)?;
        Some(pointed.id)
    });
    let pointers: Vec<_> = pointers.take(POINTERS_PER_LINE).collect();
    let Some(line) = encounter.lines.last().cloned() else { return Ok(()) };
    let place = value(&service.place_of_service).filter(|place| **place != encounter.header.place_of_service);
    let from = value(&service.from).copied();
    let line = ServiceLine {
        pointers,
        units: value(&service.units).copied().unwrap_or(line.units),
        ndc: value(&service.ndc).cloned().unwrap_or_default(),
        service_from: from.filter(|from| Some(*from) != visit),
        service_to: value(&service.to).copied().filter(|to| Some(*to) != from),
        place_of_service: place.cloned(),
        ..line
    };
    Ok(encounter.amend(Amendment::SetLine { line }, stamp)?)
}

fn remove_line(code: &ProcedureCode, encounter: &mut Encounter, stamp: &Stamp) -> Result<(), DeskError> {
    let found: Option<LineId> =
        encounter.lines.iter().rev().find(|line| line.code == *code).map(|line| line.id);
    let line = found.ok_or(ErrorCode::NoSuchPart)?;
    Ok(encounter.amend(Amendment::RemoveLine { line }, stamp)?)
}

/// The open proposals of an encounter with these numbers, in their order.
pub(super) fn chosen(
    tx: &Reading<'_>,
    encounter: EncounterId,
    ids: &[ProposalId],
) -> Result<Vec<Proposal<Proposed>>, DeskError> {
    let open = tx.proposals::<Proposed>(encounter, ProposalState::Open)?;
    let chosen: Vec<_> = open.into_iter().filter(|proposal| ids.contains(&proposal.id)).collect();
    match chosen.len() == ids.len() {
        true => Ok(chosen),
        false => Err(ErrorCode::NoSuchPart.into()),
    }
}
