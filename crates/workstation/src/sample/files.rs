use encounter::{
    ClaimDetails, Coverage, DiagnosisId, Document, DocumentKind, Header, HoldReason, Modifier, Patient,
    Provider, ServiceLine, Status,
};
use include_dir::{Dir, include_dir};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::error::{DeskError, ErrorCode};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../assets/sample-practice");

/// The sample encounters in the order of their file names. The format stands in the folder's README.
pub(super) fn encounters() -> Result<Vec<SampleEncounter>, DeskError> {
    let mut files: Vec<_> = FILES
        .files()
        .filter(|file| file.path().extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort_by_key(|file| file.path());
    files
        .into_iter()
        .map(|file| {
            serde_json::from_slice(file.contents())
                .map_err(|_| DeskError::new(ErrorCode::SampleUnusable).with("file", file.path().display()))
        })
        .collect()
}

/// The practice's set-up for claims.
pub(super) fn set_up() -> Result<claims::Practice, DeskError> {
    let name = "set-up/claims.json";
    let unusable = || DeskError::new(ErrorCode::SampleUnusable).with("file", name);
    let file = FILES.get_file(name).ok_or_else(unusable)?;
    serde_json::from_slice(file.contents()).map_err(|_| unusable())
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SampleEncounter {
    account: String,
    patient: Patient,
    primary_payer: Option<Coverage>,
    secondary_payer: Option<Coverage>,
    financial_class: String,
    facility: String,
    place_of_service: String,
    rendering_provider: Option<Provider>,
    referring_provider: Option<Provider>,
    service_from: Option<Date>,
    service_to: Option<Date>,
    received: Option<Date>,
    bill_by: Option<Date>,
    prior_authorization: String,
    owner: String,
    claim: Option<Box<ClaimDetails>>,
    pub(super) documents: Vec<SampleDocument>,
    pub(super) diagnoses: Vec<SampleDiagnosis>,
    pub(super) lines: Vec<SampleLine>,
    pub(super) holds: Vec<SampleHold>,
    /// The reason with which every warning is acknowledged.
    pub(super) acknowledge: Option<String>,
    pub(super) status: Status,
    pub(super) status_reason: Option<String>,
    /// Arrives after completion.
    pub(super) late_document: Option<SampleDocument>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SampleDocument {
    file: String,
    kind: DocumentKind,
    title: String,
    author: String,
    date: Option<Date>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SampleDiagnosis {
    pub(super) code: String,
    /// Counted from 1.
    pub(super) document: Option<usize>,
    /// Words of that document.
    pub(super) quote: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SampleLine {
    pub(super) code: String,
    modifiers: Vec<Modifier>,
    /// Letters of diagnoses.
    pointers: Vec<String>,
    units: Decimal,
    charge: Decimal,
    ndc: String,
    pub(super) document: Option<usize>,
    pub(super) quote: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SampleHold {
    pub(super) reason: HoldReason,
    pub(super) note: String,
    pub(super) provider: String,
    pub(super) lifted: bool,
}

impl SampleEncounter {
    pub(super) fn header(&self) -> Header {
        Header {
            account: self.account.clone(),
            patient: self.patient.clone(),
            primary_payer: self.primary_payer.clone(),
            secondary_payer: self.secondary_payer.clone(),
            financial_class: self.financial_class.clone(),
            facility: self.facility.clone(),
            place_of_service: self.place_of_service.clone(),
            rendering_provider: self.rendering_provider.clone(),
            referring_provider: self.referring_provider.clone(),
            service_from: self.service_from,
            service_to: self.service_to,
            received: self.received,
            bill_by: self.bill_by,
            prior_authorization: self.prior_authorization.clone(),
            owner: self.owner.clone(),
            claim: self.claim.clone(),
            accepts_assignment: true,
            benefits_signature_on_file: true,
            ..Header::default()
        }
    }
}

impl SampleDocument {
    pub(super) fn read(&self) -> Result<Document, DeskError> {
        let text = FILES.get_file(&self.file).and_then(|file| file.contents_utf8());
        let text = text.ok_or_else(|| DeskError::new(ErrorCode::SampleUnusable).with("file", &self.file))?;
        Ok(Document {
            kind: self.kind,
            title: self.title.clone(),
            author: self.author.clone(),
            date: self.date,
            text: text.replace("\r\n", "\n"),
            ..Document::default()
        })
    }
}

impl SampleLine {
    /// The line as it was added, filled in.
    pub(super) fn fill(
        &self,
        added: &ServiceLine,
        pointer: impl Fn(&str) -> DiagnosisId,
    ) -> Result<ServiceLine, DeskError> {
        Ok(ServiceLine {
            modifiers: self.modifiers.clone(),
            pointers: self.pointers.iter().map(|letter| pointer(letter)).collect(),
            units: self.units,
            charge: self.charge,
            ndc: self.ndc.clone(),
            ..added.clone()
        })
    }
}
