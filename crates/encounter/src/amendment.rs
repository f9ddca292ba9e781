//! Every change that a coder can make to an open encounter, as one type: the window sends it, the desk applies it,
//! the audit trail names it, undo takes it back, and a finding offers it as its cure.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;
use thiserror::Error;

use crate::{
    Acknowledgement, Diagnosis, DiagnosisCode, DiagnosisId, Document, DocumentId, Encounter, EncounterKind,
    Evidence, FACILITY_PROCEDURES, FacilityProcedure, Header, Hold, HoldId, HoldReason, Icd10PcsCode,
    IndexPath, LineId, MODIFIERS_PER_LINE, Modifier, POINTERS_PER_LINE, PROFESSIONAL_DIAGNOSES, Place,
    ProcedureCode, ProcedureId, ServiceLine, Stamp, Status,
};

/// The most service lines of a professional claim (837P loop 2400).
pub const SERVICE_LINES: usize = 50;
/// The most diagnoses of a facility claim: the principal one and 24 others.
pub const FACILITY_DIAGNOSES: usize = 25;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Amendment {
    AttachDiagnosis {
        code: DiagnosisCode,
        evidence: Option<Evidence>,
        /// Kept with the diagnosis where it leads to the code.
        #[serde(default)]
        index_path: Option<IndexPath>,
        principal: bool,
    },
    ReplaceDiagnosis {
        diagnosis: DiagnosisId,
        code: DiagnosisCode,
    },
    RemoveDiagnosis {
        diagnosis: DiagnosisId,
    },
    /// To the place `to`, counted from 0.
    MoveDiagnosis {
        diagnosis: DiagnosisId,
        to: u32,
    },
    LinkDiagnosisEvidence {
        diagnosis: DiagnosisId,
        evidence: Evidence,
    },
    UnlinkDiagnosisEvidence {
        diagnosis: DiagnosisId,
        index: u32,
    },
    AddLine {
        code: ProcedureCode,
        evidence: Option<Evidence>,
        /// What the list says that the code was taken from, in the order of the list.
        #[serde(default)]
        modifiers: Vec<Modifier>,
        /// In US dollars, by the same.
        #[serde(default)]
        charge: Option<Decimal>,
    },
    /// Everything the coder can write on a line; its id says which.
    SetLine {
        line: ServiceLine,
    },
    RemoveLine {
        line: LineId,
    },
    MoveLine {
        line: LineId,
        to: u32,
    },
    LinkLineEvidence {
        line: LineId,
        evidence: Evidence,
    },
    UnlinkLineEvidence {
        line: LineId,
        index: u32,
    },
    /// Of a facility encounter: only inpatient hospital claims carry ICD-10-PCS codes (45 CFR 162.1002(c)(3)).
    AddProcedure {
        code: Icd10PcsCode,
        evidence: Option<Evidence>,
        principal: bool,
    },
    /// Everything the coder can write beside a procedure; its id says which.
    SetProcedure {
        procedure: FacilityProcedure,
    },
    RemoveProcedure {
        procedure: ProcedureId,
    },
    /// To the place `to`, counted from 0.
    MoveProcedure {
        procedure: ProcedureId,
        to: u32,
    },
    LinkProcedureEvidence {
        procedure: ProcedureId,
        evidence: Evidence,
    },
    UnlinkProcedureEvidence {
        procedure: ProcedureId,
        index: u32,
    },
    SetHeader {
        header: Box<Header>,
    },
    AddDocument {
        document: Document,
    },
    WithdrawDocument {
        document: DocumentId,
    },
    PlaceHold {
        reason: HoldReason,
        note: String,
        provider: String,
    },
    LiftHold {
        hold: HoldId,
    },
    Acknowledge {
        rule: String,
        place: Place,
        args: BTreeMap<String, String>,
        reason: String,
    },
    WithdrawAcknowledgement {
        rule: String,
        place: Place,
    },
    /// Diagnoses and lines of an earlier encounter, everything kept but its evidence, which is about another record.
    CopyForward {
        diagnoses: Vec<Diagnosis>,
        lines: Vec<ServiceLine>,
    },
}

impl Amendment {
    /// The name in the audit trail and of the undo label, for example `attach_diagnosis`.
    pub const fn action(&self) -> &'static str {
        match self {
            Self::AttachDiagnosis { .. } => "attach_diagnosis",
            Self::ReplaceDiagnosis { .. } => "replace_diagnosis",
            Self::RemoveDiagnosis { .. } => "remove_diagnosis",
            Self::MoveDiagnosis { .. } => "move_diagnosis",
            Self::LinkDiagnosisEvidence { .. }
            | Self::LinkLineEvidence { .. }
            | Self::LinkProcedureEvidence { .. } => "link_evidence",
            Self::UnlinkDiagnosisEvidence { .. }
            | Self::UnlinkLineEvidence { .. }
            | Self::UnlinkProcedureEvidence { .. } => "unlink_evidence",
            Self::AddLine { .. } => "add_line",
            Self::SetLine { .. } => "set_line",
            Self::RemoveLine { .. } => "remove_line",
            Self::MoveLine { .. } => "move_line",
            Self::AddProcedure { .. } => "add_procedure",
            Self::SetProcedure { .. } => "set_procedure",
            Self::RemoveProcedure { .. } => "remove_procedure",
            Self::MoveProcedure { .. } => "move_procedure",
            Self::SetHeader { .. } => "set_header",
            Self::AddDocument { .. } => "add_document",
            Self::WithdrawDocument { .. } => "withdraw_document",
            Self::PlaceHold { .. } => "place_hold",
            Self::LiftHold { .. } => "lift_hold",
            Self::Acknowledge { .. } => "acknowledge",
            Self::WithdrawAcknowledgement { .. } => "withdraw_acknowledgement",
            Self::CopyForward { .. } => "copy_forward",
        }
    }
}

/// Why an amendment was not made. The encounter is as it was.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AmendmentError {
    #[error("the encounter is {} and locked", .0.id())]
    Locked(Status),
    #[error("an empty code cannot be attached")]
    EmptyCode,
    #[error("the encounter has no such part")]
    NoSuchPart,
    #[error("the encounter holds its most diagnoses, {0}")]
    TooManyDiagnoses(usize),
    #[error("the encounter holds its most lines, {0}")]
    TooManyLines(usize),
    #[error("the encounter holds its most procedures, {0}")]
    TooManyProcedures(usize),
    #[error("only a facility encounter has ICD-10-PCS procedures")]
    NotAFacilityStay,
    #[error("a line takes at most {0} modifiers")]
    TooManyModifiers(usize),
    #[error("a line takes at most {0} pointers")]
    TooManyPointers(usize),
    #[error("the words are not at that place of the document")]
    EvidenceNotInDocument,
    #[error("a reason in words is needed")]
    ReasonMissing,
    #[error("the hold is lifted already")]
    HoldIsLifted,
}

impl Encounter {
    /// Makes one change. Nothing is changed where it fails.
    ///
    /// The first change starts an encounter that was not started; placing a hold and lifting the last one move
    /// it to on hold and back to in progress.
    pub fn amend(&mut self, amendment: Amendment, stamp: &Stamp) -> Result<(), AmendmentError> {
        if self.status.is_locked() {
            return Err(AmendmentError::Locked(self.status));
        }
        match amendment {
            Amendment::AttachDiagnosis { code, evidence, index_path, principal } => {
                if code.as_str().is_empty() {
                    return Err(AmendmentError::EmptyCode);
                }
                self.room_for_diagnoses(1)?;
                let evidence = self.evidence_in_record(evidence)?;
                let id = DiagnosisId(self.next_part());
                let index = if principal { 0 } else { self.diagnoses.len() };
                let index_path = index_path.filter(|path| path.leads_to(code.as_str()));
                let diagnosis = Diagnosis { id, code, evidence, index_path, ..Diagnosis::default() };
                self.diagnoses.insert(index, diagnosis);
            }
            Amendment::ReplaceDiagnosis { diagnosis, code } => {
                if code.as_str().is_empty() {
                    return Err(AmendmentError::EmptyCode);
                }
                let index = self.diagnosis_index(diagnosis).ok_or(AmendmentError::NoSuchPart)?;
                let diagnosis = &mut self.diagnoses[index];
                // The 7th character is still what the index led to; another category is not.
                diagnosis.index_path.take_if(|path| !path.leads_to(code.as_str()));
                diagnosis.code = code;
            }
            Amendment::RemoveDiagnosis { diagnosis } => {
                // Pointers to it are left: "pointer to nothing" tells the coder, who decides what the line was for.
                let index = self.diagnosis_index(diagnosis).ok_or(AmendmentError::NoSuchPart)?;
                self.diagnoses.remove(index);
            }
            Amendment::MoveDiagnosis { diagnosis, to } => {
                let index = self.diagnosis_index(diagnosis).ok_or(AmendmentError::NoSuchPart)?;
                move_within(&mut self.diagnoses, index, to);
            }
            Amendment::LinkDiagnosisEvidence { diagnosis, evidence } => {
                let evidence = self.evidence_in_record(Some(evidence))?;
                let index = self.diagnosis_index(diagnosis).ok_or(AmendmentError::NoSuchPart)?;
                link(&mut self.diagnoses[index].evidence, evidence);
            }
            Amendment::UnlinkDiagnosisEvidence { diagnosis, index } => {
                let at = self.diagnosis_index(diagnosis).ok_or(AmendmentError::NoSuchPart)?;
                unlink(&mut self.diagnoses[at].evidence, index)?;
            }
            Amendment::AddLine { code, evidence, modifiers, charge } => {
                if code.as_str().is_empty() {
                    return Err(AmendmentError::EmptyCode);
                }
                if modifiers.len() > MODIFIERS_PER_LINE {
                    return Err(AmendmentError::TooManyModifiers(MODIFIERS_PER_LINE));
                }
                self.room_for_lines(1)?;
                let evidence = self.evidence_in_record(evidence)?;
                let id = LineId(self.next_part());
                let charge = charge.unwrap_or_default();
                self.lines.push(ServiceLine { id, evidence, modifiers, charge, ..ServiceLine::new(code) });
            }
            Amendment::SetLine { line } => {
                let index = self.line_index(line.id).ok_or(AmendmentError::NoSuchPart)?;
                if line.modifiers.len() > MODIFIERS_PER_LINE {
                    return Err(AmendmentError::TooManyModifiers(MODIFIERS_PER_LINE));
                }
                if line.pointers.len() > POINTERS_PER_LINE {
                    return Err(AmendmentError::TooManyPointers(POINTERS_PER_LINE));
                }
                // Evidence is linked and unlinked by its own amendments, which check it against the record.
                let evidence = std::mem::take(&mut self.lines[index].evidence);
                self.lines[index] = ServiceLine { evidence, ..line };
            }
            Amendment::RemoveLine { line } => {
                let index = self.line_index(line).ok_or(AmendmentError::NoSuchPart)?;
                self.lines.remove(index);
            }
            Amendment::MoveLine { line, to } => {
                let index = self.line_index(line).ok_or(AmendmentError::NoSuchPart)?;
                move_within(&mut self.lines, index, to);
            }
            Amendment::LinkLineEvidence { line, evidence } => {
                let evidence = self.evidence_in_record(Some(evidence))?;
                let index = self.line_index(line).ok_or(AmendmentError::NoSuchPart)?;
                link(&mut self.lines[index].evidence, evidence);
            }
            Amendment::UnlinkLineEvidence { line, index } => {
                let at = self.line_index(line).ok_or(AmendmentError::NoSuchPart)?;
                unlink(&mut self.lines[at].evidence, index)?;
            }
            Amendment::AddProcedure { code, evidence, principal } => {
                if code.as_str().is_empty() {
                    return Err(AmendmentError::EmptyCode);
                }
                if self.header.kind != EncounterKind::Facility {
                    return Err(AmendmentError::NotAFacilityStay);
                }
                if self.procedures().len() >= FACILITY_PROCEDURES {
                    return Err(AmendmentError::TooManyProcedures(FACILITY_PROCEDURES));
                }
                let evidence = self.evidence_in_record(evidence)?;
                let id = ProcedureId(self.next_part());
                let procedures = &mut self.stay.get_or_insert_default().procedures;
                let index = if principal { 0 } else { procedures.len() };
                procedures
                    .insert(index, FacilityProcedure { id, code, evidence, ..FacilityProcedure::default() });
            }
            Amendment::SetProcedure { procedure } => {
                if procedure.code.as_str().is_empty() {
                    return Err(AmendmentError::EmptyCode);
                }
                let kept = self.procedure_mut(procedure.id)?;
                // Evidence is linked and unlinked by its own amendments, which check it against the record.
                let evidence = std::mem::take(&mut kept.evidence);
                *kept = FacilityProcedure { evidence, ..procedure };
            }
            Amendment::RemoveProcedure { procedure } => {
                let (procedures, index) = self.procedure_place(procedure)?;
                procedures.remove(index);
            }
            Amendment::MoveProcedure { procedure, to } => {
                let (procedures, index) = self.procedure_place(procedure)?;
                move_within(procedures, index, to);
            }
            Amendment::LinkProcedureEvidence { procedure, evidence } => {
                let evidence = self.evidence_in_record(Some(evidence))?;
                link(&mut self.procedure_mut(procedure)?.evidence, evidence);
            }
            Amendment::UnlinkProcedureEvidence { procedure, index } => {
                unlink(&mut self.procedure_mut(procedure)?.evidence, index)?;
            }
            Amendment::SetHeader { header } => self.header = *header,
            Amendment::AddDocument { document } => self.add_document(document),
            Amendment::WithdrawDocument { document } => {
                let document = self.documents.iter_mut().find(|candidate| candidate.id == document);
                document.ok_or(AmendmentError::NoSuchPart)?.withdrawn = true;
            }
            Amendment::PlaceHold { reason, note, provider } => {
                let id = HoldId(self.next_part());
                self.holds.push(Hold { id, reason, note, provider, placed: stamp.clone(), lifted: None });
                self.status = Status::OnHold;
                return Ok(());
            }
            Amendment::LiftHold { hold } => {
                let hold = self.holds.iter_mut().find(|candidate| candidate.id == hold);
                let hold = hold.ok_or(AmendmentError::NoSuchPart)?;
                if !hold.is_open() {
                    return Err(AmendmentError::HoldIsLifted);
                }
                hold.lifted = Some(stamp.clone());
                if self.status == Status::OnHold && self.open_holds().next().is_none() {
                    self.status = Status::InProgress;
                }
                return Ok(());
            }
            Amendment::Acknowledge { rule, place, args, reason } => {
                let reason = reason.trim().to_owned();
                if reason.is_empty() {
                    return Err(AmendmentError::ReasonMissing);
                }
                self.acknowledgements
                    .retain(|known| known.rule != rule || !known.place.is_same_thing(&place));
                self.acknowledgements.push(Acknowledgement {
                    rule,
                    place,
                    args,
                    reason,
                    stamp: stamp.clone(),
                });
            }
            Amendment::WithdrawAcknowledgement { rule, place } => {
                let before = self.acknowledgements.len();
                self.acknowledgements
                    .retain(|known| known.rule != rule || !known.place.is_same_thing(&place));
                if self.acknowledgements.len() == before {
                    return Err(AmendmentError::NoSuchPart);
                }
            }
            Amendment::CopyForward { diagnoses, lines } => self.copy_forward(diagnoses, lines)?,
        }
        if self.status == Status::NotStarted {
            self.status = Status::InProgress;
        }
        Ok(())
    }

    /// Adds a document, also to a locked encounter: the record may grow after its codes are final.
    pub fn add_document(&mut self, document: Document) {
        let id = DocumentId(self.next_part());
        self.documents.push(Document { id, withdrawn: false, ..document });
    }

    fn copy_forward(
        &mut self,
        diagnoses: Vec<Diagnosis>,
        lines: Vec<ServiceLine>,
    ) -> Result<(), AmendmentError> {
        let held = |encounter: &Self, code: &DiagnosisCode| {
            encounter.diagnoses.iter().find(|diagnosis| diagnosis.code == *code).map(|diagnosis| diagnosis.id)
        };
        self.room_for_diagnoses(
            diagnoses.iter().filter(|diagnosis| held(self, &diagnosis.code).is_none()).count(),
        )?;
        self.room_for_lines(lines.len())?;
        let mut here = BTreeMap::new();
        for diagnosis in diagnoses {
            let was = diagnosis.id;
            let id = match held(self, &diagnosis.code) {
                Some(id) => id,
                None => {
                    let id = DiagnosisId(self.next_part());
                    self.diagnoses.push(Diagnosis {
                        id,
                        evidence: Vec::new(),
                        index_path: None,
                        ..diagnosis
                    });
                    id
                }
            };
            here.insert(was, id);
        }
        for line in lines {
            let id = LineId(self.next_part());
            let pointers = line.pointers.iter().filter_map(|pointer| here.get(pointer).copied()).collect();
            // The earlier dates are the earlier encounter's; everything else is kept, the NDC too.
            let (service_from, service_to) = (None, None);
            // What a payer paid for it, and the number under which, belong to the earlier claim.
            let claim = line.claim.map(|mut claim| {
                claim.control_number.clear();
                claim.adjudications.clear();
                claim
            });
            self.lines.push(ServiceLine {
                id,
                pointers,
                evidence: Vec::new(),
                service_from,
                service_to,
                claim,
                ..line
            });
        }
        Ok(())
    }

    /// Whether one more diagnosis can be attached.
    pub fn has_room_for_diagnosis(&self) -> bool {
        self.room_for_diagnoses(1).is_ok()
    }

    fn room_for_diagnoses(&self, more: usize) -> Result<(), AmendmentError> {
        let most = match self.header.kind {
            EncounterKind::Professional => PROFESSIONAL_DIAGNOSES,
            EncounterKind::Facility => FACILITY_DIAGNOSES,
        };
        match self.diagnoses.len() + more <= most {
            true => Ok(()),
            false => Err(AmendmentError::TooManyDiagnoses(most)),
        }
    }

    fn room_for_lines(&self, more: usize) -> Result<(), AmendmentError> {
        match self.lines.len() + more <= SERVICE_LINES {
            true => Ok(()),
            false => Err(AmendmentError::TooManyLines(SERVICE_LINES)),
        }
    }

    fn procedure_place(
        &mut self,
        id: ProcedureId,
    ) -> Result<(&mut Vec<FacilityProcedure>, usize), AmendmentError> {
        let index = self.procedures().iter().position(|procedure| procedure.id == id);
        let procedures = self.stay.as_mut().map(|stay| &mut stay.procedures);
        procedures.zip(index).ok_or(AmendmentError::NoSuchPart)
    }

    fn procedure_mut(&mut self, id: ProcedureId) -> Result<&mut FacilityProcedure, AmendmentError> {
        let (procedures, index) = self.procedure_place(id)?;
        Ok(&mut procedures[index])
    }

    fn evidence_in_record(&self, evidence: Option<Evidence>) -> Result<Vec<Evidence>, AmendmentError> {
        let Some(evidence) = evidence else { return Ok(Vec::new()) };
        let document = self.document(evidence.document).ok_or(AmendmentError::NoSuchPart)?;
        match document.span(evidence.start, evidence.end) {
            Some(words) if words == evidence.quote && !words.trim().is_empty() => Ok(vec![evidence]),
            _ => Err(AmendmentError::EvidenceNotInDocument),
        }
    }
}

fn link(to: &mut Vec<Evidence>, evidence: Vec<Evidence>) {
    for span in evidence {
        if !to.contains(&span) {
            to.push(span);
        }
    }
}

fn unlink(from: &mut Vec<Evidence>, index: u32) -> Result<(), AmendmentError> {
    let index = index as usize;
    if index >= from.len() {
        return Err(AmendmentError::NoSuchPart);
    }
    from.remove(index);
    Ok(())
}

fn move_within<T>(list: &mut Vec<T>, from: usize, to: u32) {
    let item = list.remove(from);
    list.insert((to as usize).min(list.len()), item);
}

#[cfg(test)]
#[path = "amendment_tests.rs"]
mod tests;
