use std::collections::BTreeMap;

use super::AmendmentError;
use crate::{Diagnosis, DiagnosisCode, DiagnosisId, Encounter, LineId, ServiceLine};

impl Encounter {
    pub(super) fn copy_forward(
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
}
