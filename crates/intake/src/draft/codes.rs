use encounter::{DiagnosisCode, Icd10PcsCode, Modifier, PresentOnAdmission, ProcedureCode};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Carried, Origin, ReceivedProvider};

/// Something that the sender coded, or only put in words. It is proposed to the coder where a code is of a system that
/// claims use, else it is text to be coded: no code is ever turned into one of another system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Concept {
    /// Every code that was sent for it, in its order.
    pub codings: Vec<Coding>,
    /// In words, as sent.
    pub text: String,
}

/// A code as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Coding {
    pub code: String,
    pub terminology: Terminology,
    /// What the sender called the system: a name of HL7 table 0396, a URI or an object identifier. Empty where it left it out.
    pub system: String,
    pub description: String,
}

/// The systems that are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Terminology {
    Icd10cm,
    Icd10pcs,
    Icd9,
    Cpt,
    Hcpcs,
    Cdt,
    Snomed,
    Loinc,
    Ndc,
    RxNorm,
    Revenue,
    /// Anything else, and what was left out.
    #[default]
    Other,
}

impl Concept {
    fn of(&self, terminology: Terminology) -> Option<&Coding> {
        self.codings.iter().find(|coding| coding.terminology == terminology && !coding.code.is_empty())
    }

    /// The ICD-10-CM code that may be proposed.
    pub fn diagnosis(&self) -> Option<DiagnosisCode> {
        self.of(Terminology::Icd10cm).map(|coding| DiagnosisCode::new(&coding.code))
    }

    /// The CPT or HCPCS code that may be proposed.
    pub fn procedure(&self) -> Option<ProcedureCode> {
        let coding = self.of(Terminology::Cpt).or_else(|| self.of(Terminology::Hcpcs));
        coding.map(|coding| ProcedureCode::new(&coding.code))
    }

    /// The ICD-10-PCS code that may be proposed.
    pub fn inpatient_procedure(&self) -> Option<Icd10PcsCode> {
        self.of(Terminology::Icd10pcs).map(|coding| Icd10PcsCode::new(&coding.code))
    }

    /// In words: as sent, else as the first code is described.
    pub fn words(&self) -> &str {
        let described = || self.codings.iter().map(|coding| coding.description.as_str());
        match self.text.is_empty() {
            false => &self.text,
            true => described().find(|words| !words.is_empty()).unwrap_or_default(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.codings.is_empty() && self.text.is_empty()
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct ReceivedDiagnosis {
    pub concept: Concept,
    pub role: DiagnosisRole,
    /// 1 is the principal one, where the message numbers them.
    pub rank: Option<u16>,
    pub present_on_admission: Option<PresentOnAdmission>,
    pub date: Option<Date>,
    /// The message says that it is no longer so (DG1-21 `D`; a condition that is resolved, inactive or refuted).
    pub withdrawn: bool,
    pub origin: Origin,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum DiagnosisRole {
    /// Of the visit, or of its claim.
    #[default]
    Visit,
    Admitting,
    /// Not final yet.
    Working,
    /// On the patient's list of problems, whether it was treated at the visit or not.
    ProblemList,
}

/// A service that was charged, or a procedure that was done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct ReceivedService {
    /// The sender's number of the charge (FT1-2, PR1-19, `Claim.item.sequence`).
    pub number: String,
    pub act: ServiceAct,
    pub procedure: Concept,
    pub modifiers: Vec<Modifier>,
    pub units: Option<Carried<Decimal>>,
    /// For all units, US dollars.
    pub charge: Option<Carried<Decimal>>,
    pub from: Option<Carried<Date>>,
    pub to: Option<Carried<Date>>,
    /// What the service was for, the first the primary one. Each names a diagnosis by its code, not by its place.
    pub diagnoses: Vec<Concept>,
    pub ndc: Option<Carried<String>>,
    pub place_of_service: Option<Carried<String>>,
    pub providers: Vec<ReceivedProvider>,
    pub origin: Origin,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ServiceAct {
    #[default]
    Charge,
    /// Takes a charge back.
    Credit,
    /// Was done; nothing was charged (PR1, `Procedure`).
    Done,
}

impl ReceivedService {
    /// Whether a procedure that was done is the one that was charged: they share a code.
    pub(crate) fn is_charge_of(&self, done: &Self) -> bool {
        let of = |coding: &Coding| self.procedure.codings.iter().any(|own| own.code == coding.code);
        self.act == ServiceAct::Charge
            && done.act == ServiceAct::Done
            && done.procedure.codings.iter().any(of)
    }

    /// Takes from the procedure what the charge left out.
    pub(crate) fn complete(&mut self, done: Self) {
        self.from = self.from.take().or(done.from);
        self.to = self.to.take().or(done.to);
        if self.modifiers.is_empty() {
            self.modifiers = done.modifiers;
        }
        if self.providers.is_empty() {
            self.providers = done.providers;
        }
    }
}
