use std::collections::BTreeSet;

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    Accident, Acknowledgement, ClaimDetails, CodeSystem, Completion, Coverage, Diagnosis, DiagnosisId,
    Document, DocumentId, FacilityProcedure, FacilityStay, Hold, LineId, Patient, ProcedureCode, ProcedureId,
    Provider, ProviderQuery, ServiceLine, Status,
};

/// One visit of one patient, from the queue to the claim.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Encounter {
    pub status: Status,
    pub header: Header,
    pub documents: Vec<Document>,
    /// In claim order: the first is A, the principal diagnosis.
    pub diagnoses: Vec<Diagnosis>,
    pub lines: Vec<ServiceLine>,
    /// Facility encounters only.
    pub stay: Option<FacilityStay>,
    pub holds: Vec<Hold>,
    pub queries: Vec<ProviderQuery>,
    pub acknowledgements: Vec<Acknowledgement>,
    pub completions: Vec<Completion>,
    /// Time with the chart open and the coder active, in seconds.
    pub seconds_worked: u32,
    /// Sign-in name of the coder who coded it first; stays so after a reopening.
    pub first_coder: String,
    pub last_coder: String,
    /// The highest number given to a part so far, so that none is given twice.
    pub last_part: u32,
}

/// What stands on the face sheet: who, when, where, who pays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Header {
    pub kind: EncounterKind,
    /// Account or visit number.
    pub account: String,
    pub patient: Patient,
    pub primary_payer: Option<Coverage>,
    pub secondary_payer: Option<Coverage>,
    pub financial_class: String,
    pub facility: String,
    /// Two digits, CMS place of service code set.
    pub place_of_service: String,
    pub rendering_provider: Option<Provider>,
    pub referring_provider: Option<Provider>,
    pub service_from: Option<Date>,
    pub service_to: Option<Date>,
    pub received: Option<Date>,
    pub bill_by: Option<Date>,
    /// Sign-in name of the coder whose work it is.
    pub owner: String,
    pub prior_authorization: String,
    pub accident: Accident,
    pub claim_frequency: ClaimFrequency,
    /// The payer's number of the claim that is replaced or voided.
    pub original_claim_number: String,
    /// CMS-1500 item 27: the provider accepts assignment.
    pub accepts_assignment: bool,
    /// CMS-1500 item 13: the insured's signature authorises payment of benefits. Not the same as item 27.
    pub benefits_signature_on_file: bool,
    /// What only a claim needs; `None` where nothing of it was entered.
    pub claim: Option<Box<ClaimDetails>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "snake_case")]
pub enum EncounterKind {
    /// CMS-1500, 837P.
    #[default]
    Professional,
    /// UB-04, 837I.
    Facility,
}

/// Claim frequency type code (CMS-1500 item 22, 837 CLM05-3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
pub enum ClaimFrequency {
    #[default]
    #[serde(rename = "1")]
    Original,
    #[serde(rename = "7")]
    Replacement,
    #[serde(rename = "8")]
    Void,
}

impl Header {
    /// The date that picks the release of everything: the first date of service.
    pub fn deciding_date(&self) -> Option<Date> {
        self.service_from
    }
}

impl Encounter {
    /// The date that picks the release of everything: service for professional, discharge for facility encounters, the
    /// last day of service where the discharge is not recorded (UB-04 FL 6, "through").
    pub fn deciding_date(&self) -> Option<Date> {
        let discharge = self.stay.as_ref().and_then(|stay| stay.discharge).map(|discharge| discharge.date());
        match self.header.kind {
            EncounterKind::Professional => self.header.deciding_date(),
            EncounterKind::Facility => {
                discharge.or(self.header.service_to).or_else(|| self.header.deciding_date())
            }
        }
    }

    /// The code systems that its codes are of; diagnoses are asked of every encounter. Modifiers come with the system of
    /// their line.
    pub fn code_systems(&self) -> BTreeSet<CodeSystem> {
        let stay = self.stay.as_ref();
        let of_revenue =
            stay.into_iter().flat_map(|stay| &stay.revenue_lines).filter_map(|line| line.code.as_ref());
        let of_lines = self.lines.iter().map(|line| &line.code).chain(of_revenue);
        let procedures = stay.filter(|stay| !stay.procedures.is_empty()).map(|_| CodeSystem::Icd10pcs);
        [CodeSystem::Icd10cm]
            .into_iter()
            .chain(procedures)
            .chain(of_lines.filter_map(ProcedureCode::system))
            .collect()
    }

    /// Total charges in US dollars.
    pub fn charges(&self) -> Decimal {
        let lines = self.lines.iter().map(|line| line.charge);
        let revenue = self.stay.iter().flat_map(|stay| stay.revenue_lines.iter().map(|line| line.charge));
        lines.chain(revenue).sum()
    }

    pub fn open_holds(&self) -> impl Iterator<Item = &Hold> {
        self.holds.iter().filter(|hold| hold.is_open())
    }

    pub fn document(&self, id: DocumentId) -> Option<&Document> {
        self.documents.iter().find(|document| document.id == id)
    }

    pub fn diagnosis_index(&self, id: DiagnosisId) -> Option<usize> {
        self.diagnoses.iter().position(|diagnosis| diagnosis.id == id)
    }

    pub fn line_index(&self, id: LineId) -> Option<usize> {
        self.lines.iter().position(|line| line.id == id)
    }

    /// The procedures of the stay in claim order; none of a professional encounter.
    pub fn procedures(&self) -> &[FacilityProcedure] {
        self.stay.as_ref().map_or(&[], |stay| &stay.procedures)
    }

    /// A number that no part of this encounter has had.
    pub(crate) fn next_part(&mut self) -> u32 {
        let used = (self.documents.iter().map(|part| part.id.0))
            .chain(self.diagnoses.iter().map(|part| part.id.0))
            .chain(self.lines.iter().map(|part| part.id.0))
            .chain(self.procedures().iter().map(|part| part.id.0))
            .chain(self.holds.iter().map(|part| part.id.0))
            .chain(self.queries.iter().map(|part| part.id.0))
            .max();
        self.last_part = self.last_part.max(used.unwrap_or(0)).saturating_add(1);
        self.last_part
    }

    /// Numbers the parts of an encounter that came from a file without ids: diagnoses from 1 in order, so that a
    /// pointer 1 means A. Parts that have an id keep it.
    pub fn number_parts(&mut self) {
        if self.diagnoses.iter().all(|diagnosis| diagnosis.id.0 == 0) {
            for (number, diagnosis) in (1..).zip(&mut self.diagnoses) {
                diagnosis.id = DiagnosisId(number);
            }
        }
        for index in 0..self.diagnoses.len() {
            if self.diagnoses[index].id.0 == 0 {
                self.diagnoses[index].id = DiagnosisId(self.next_part());
            }
        }
        for index in 0..self.lines.len() {
            if self.lines[index].id.0 == 0 {
                self.lines[index].id = LineId(self.next_part());
            }
        }
        for index in 0..self.procedures().len() {
            if self.procedures()[index].id.0 == 0 {
                let id = ProcedureId(self.next_part());
                if let Some(stay) = &mut self.stay {
                    stay.procedures[index].id = id;
                }
            }
        }
        for index in 0..self.documents.len() {
            if self.documents[index].id.0 == 0 {
                self.documents[index].id = DocumentId(self.next_part());
            }
        }
    }
}
