//! Claims that leave the desk as files, and claim files that are looked at.

use std::fs::File;
use std::path::Path;

use claims::acknowledgements::{Acknowledgement, Acknowledgements};
use claims::professional::read::{Claims, ReadClaim};
use claims::professional::{Batch, Claim, fhir};
use claims::x12::{Faults, Stamp};
use claims::{Practice, Problem};
use encounter::Encounter;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};

/// What became of a batch of claims: all of them are in the file, or there is no file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum ClaimsExport {
    Written {
        claims: u32,
        /// The sum of the claims' charges, US dollars.
        charge: Decimal,
    },
    Refused {
        refused: Vec<RefusedClaim>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RefusedClaim {
    /// Which encounter of the batch, counted from 1; 0 is the practice's set-up.
    pub number: u32,
    pub problems: Vec<Problem>,
}

/// What a claim file held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClaimsRead {
    pub claims: u32,
    /// How many of them may not be taken as they stand.
    pub refused: u32,
    /// The sum of the lines' charges of all of them, US dollars.
    pub charge: Decimal,
    /// Of the file, those of claims apart.
    pub faults: Faults,
}

impl Desk {
    /// Reads a file of professional claims, each given to `each`. Nothing is kept.
    pub fn read_professional_claims(
        &self,
        file: &Path,
        mut each: impl FnMut(&ReadClaim),
    ) -> Result<ClaimsRead, DeskError> {
        let file = File::open(file).map_err(|_| ErrorCode::FileUnreadable)?;
        let mut file = Claims::new(file);
        let (mut claims, mut refused, mut charge) = (0, 0, Decimal::ZERO);
        while let Some(claim) = file.next_claim().map_err(|_| ErrorCode::FileUnreadable)? {
            claims += 1;
            refused += u32::from(claim.refused);
            charge = charge.saturating_add(claim.encounter.charges());
            each(&claim);
        }
        Ok(ClaimsRead { claims, refused, charge, faults: file.faults().clone() })
    }

    /// Reads what a receiver answered to claims (TA1, 999, 277CA), each answer given to `each`. Nothing is kept.
    pub fn read_acknowledgements(
        &self,
        file: &Path,
        mut each: impl FnMut(&Acknowledgement),
    ) -> Result<Faults, DeskError> {
        let file = File::open(file).map_err(|_| ErrorCode::FileUnreadable)?;
        let mut file = Acknowledgements::new(file);
        while let Some(answer) = file.next_acknowledgement().map_err(|_| ErrorCode::FileUnreadable)? {
            each(&answer);
        }
        Ok(file.faults().clone())
    }

    /// Writes the claims of completed encounters as FHIR R4, a bundle a line (NDJSON): all or nothing.
    ///
    /// Fails where the file cannot be written; encounters that are no claim are an answer and no failure.
    pub fn export_fhir_claims(
        &self,
        encounters: impl IntoIterator<Item = Encounter>,
        practice: &Practice,
        to: &Path,
    ) -> Result<ClaimsExport, DeskError> {
        let today = self.clock.now().to_zoned(TimeZone::system()).date().to_string();
        let (mut claims, mut charge, mut refused) = (0, Decimal::ZERO, Vec::new());
        let mut bytes = Vec::new();
        for (number, encounter) in (1..).zip(encounters) {
            match fhir_line(&encounter, practice, &today, &mut bytes)? {
                Ok(()) => {
                    claims += 1;
                    charge += encounter.charges();
                }
                Err(problems) => refused.push(RefusedClaim { number, problems }),
            }
        }
        if !refused.is_empty() {
            return Ok(ClaimsExport::Refused { refused });
        }
        vault::write_atomically(to, &bytes)?;
        Ok(ClaimsExport::Written { claims, charge })
    }

    /// Writes the professional claims of completed encounters to one 837P file: all or nothing.
    ///
    /// Fails where the file cannot be written; encounters that are no claim are an answer and no failure.
    pub fn export_professional_claims(
        &self,
        encounters: impl IntoIterator<Item = Encounter>,
        practice: &Practice,
        control_number: u32,
        to: &Path,
    ) -> Result<ClaimsExport, DeskError> {
        let now = self.clock.now().to_zoned(TimeZone::system());
        let stamp =
            Stamp { date: now.strftime("%Y%m%d").to_string(), time: now.strftime("%H%M").to_string() };
        let mut batch = match Batch::begin(Vec::new(), practice, &stamp, control_number) {
            Ok(batch) => batch.map_err(|_| ErrorCode::Internal)?,
            Err(problems) => {
                return Ok(ClaimsExport::Refused { refused: vec![RefusedClaim { number: 0, problems }] });
            }
        };
        let (mut claims, mut charge, mut refused) = (0, Decimal::ZERO, Vec::new());
        for (number, encounter) in (1..).zip(encounters) {
            match Claim::of(&encounter, practice) {
                Ok(claim) => {
                    batch.add(&claim).map_err(|_| ErrorCode::Internal)?;
                    claims += 1;
                    charge += claim.charge;
                }
                Err(problems) => refused.push(RefusedClaim { number, problems }),
            }
        }
        if !refused.is_empty() {
            return Ok(ClaimsExport::Refused { refused });
        }
        let bytes = batch.end().map_err(|_| ErrorCode::Internal)?;
        vault::write_atomically(to, &bytes)?;
        Ok(ClaimsExport::Written { claims, charge })
    }
}

/// Adds the bundle of an encounter, or says why it is none.
pub(crate) fn fhir_line(
    encounter: &Encounter,
    practice: &Practice,
    today: &str,
    bytes: &mut Vec<u8>,
) -> Result<Result<(), Vec<Problem>>, DeskError> {
    let bundle = match fhir::bundle(encounter, practice, today) {
        Ok(bundle) => bundle,
        Err(problems) => return Ok(Err(problems)),
    };
    serde_json::to_writer(&mut *bytes, &bundle).map_err(|_| ErrorCode::Internal)?;
    bytes.push(b'\n');
    Ok(Ok(()))
}
