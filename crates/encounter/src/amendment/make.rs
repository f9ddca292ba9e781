use super::{Amendment, AmendmentError};
use crate::{
    Acknowledgement, Diagnosis, DiagnosisId, Document, DocumentId, Encounter, EncounterKind, Evidence,
    FACILITY_PROCEDURES, FacilityProcedure, Hold, HoldId, LineId, MODIFIERS_PER_LINE, POINTERS_PER_LINE,
    ProcedureId, ServiceLine, Stamp, Status,
};

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
