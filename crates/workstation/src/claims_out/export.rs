use std::path::Path;

use claims::professional::Claim;
use claims::professional::cms1500::{Form, Paper, pdf};
use claims::x12::Stamp;
use claims::{Practice, Problem};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde::Serialize;
use specta::Type;
use vault::{BatchKind, NewClaim, NewClaimBatch, Reading};

use super::copy::{copy, preview_copy};
use super::pick::{ClaimsPick, HeldBack, PickedClaim, Sorted, sort};
use super::{ClaimsExportChoice, ClaimsFormat, begun, count, file_of, values_digest, without_fees};
use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::outcome::{Changes, Outcome};

/// What would become of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ClaimsPreview {
    /// How many claims would go.
    pub claims: u32,
    /// Their charges, US dollars.
    pub charge: Decimal,
    /// Those that would not.
    pub held_back: Vec<HeldBack>,
    /// What of the set-up keeps every file from being written.
    pub set_up: Vec<Problem>,
    /// The number that the file would have; `None` of a copy, which has none.
    pub number: Option<u32>,
    /// The file would be marked as a test.
    pub test: bool,
    /// Of forms.
    pub pages: u32,
    /// What forms have no box for.
    pub left_out: Vec<LeftOffPaper>,
}

/// A claim that says on paper less than the encounter does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LeftOffPaper {
    #[serde(flatten)]
    pub of: PickedClaim,
    /// Paths in the encounter or the practice.
    pub fields: Vec<String>,
}

/// A file that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportedClaims {
    /// `None` of a copy, of which nothing but the audit trail knows.
    pub number: Option<u32>,
    pub claims: u32,
    /// US dollars.
    pub charge: Decimal,
    pub held_back: u32,
}

impl Desk {
    /// Says what an export would send and what it would hold back. Changes nothing. `again` lets claims go that left
    /// before.
    pub fn preview_claims(
        &self,
        pick: &ClaimsPick,
        format: ClaimsFormat,
        again: bool,
    ) -> Result<ClaimsPreview, DeskError> {
        let stamp = self.file_stamp();
        self.at_desk(|open, _| {
            let practice = &open.set_up;
            open.vault.read(|tx| {
                let number = tx.next_claim_batch(practice.first_file_number)?;
                match format {
                    ClaimsFormat::Professional => {
                        let sorted = sort(tx, pick, again, |encounter| Claim::of(encounter, practice))?;
                        Ok(ClaimsPreview {
                            claims: count(sorted.goes.len()),
                            charge: sorted.charge(),
                            held_back: sorted.held_back,
                            set_up: practice.file_problems(&stamp, number),
                            number: Some(number),
                            test: practice.test,
                            ..ClaimsPreview::default()
                        })
                    }
                    ClaimsFormat::Paper => {
                        let sorted = sort(tx, pick, again, |encounter| Form::of(encounter, practice))?;
                        let left_out = sorted.goes.iter().filter(|form| !form.made.left_out.is_empty());
                        Ok(ClaimsPreview {
                            claims: count(sorted.goes.len()),
                            charge: sorted.charge(),
                            number: Some(number),
                            pages: sorted.goes.iter().map(|form| count(form.made.pages.len())).sum(),
                            left_out: left_out
                                .map(|form| LeftOffPaper {
                                    of: form.of.clone(),
                                    fields: form.made.left_out.clone(),
                                })
                                .collect(),
                            held_back: sorted.held_back,
                            ..ClaimsPreview::default()
                        })
                    }
                    ClaimsFormat::Fhir | ClaimsFormat::Table | ClaimsFormat::Json => {
                        preview_copy(tx, pick, format, practice)
                    }
                }
            })
        })
    }

    /// Writes the claims that can go to one file. What goes to a payer is remembered with what it holds, and its encounters
    /// are marked as exported; a copy for another system changes nothing but the audit trail. `words` are those of the
    /// form drawn on plain paper.
    ///
    /// # Errors
    /// [`ErrorCode::NothingToExport`], [`ErrorCode::SetUpIncomplete`], [`ErrorCode::FileUnwritable`]: then neither the
    /// vault nor the disk has changed.
    pub fn export_claims(
        &self,
        pick: &ClaimsPick,
        choice: ClaimsExportChoice,
        again: bool,
        words: &dyn Fn(&str) -> String,
        to: &Path,
    ) -> Result<Outcome<ExportedClaims>, DeskError> {
        let stamp = self.file_stamp();
        self.at_desk(|open, now| {
            if !choice.format.leaves() {
                let value = copy(open, pick, choice.format, now, to)?;
                return Ok(Outcome { value, changes: Changes::default() });
            }
            let practice = without_fees(&open.set_up);
            let kept = serde_json::to_string(&practice).map_err(|_| ErrorCode::Internal)?;
            let by = open.session.login.clone();
            let (made, number) = open.vault.read(|tx| -> Result<_, DeskError> {
                let number = tx.next_claim_batch(practice.first_file_number)?;
                let made = match choice.format {
                    ClaimsFormat::Paper => on_paper(tx, pick, again, &practice, choice.paper(words))?,
                    _ => professional(tx, pick, again, &practice, &stamp, number)?,
                };
                Ok((made, number))
            })?;
            let value = ExportedClaims {
                number: Some(number),
                claims: count(made.claims.len()),
                charge: made.claims.iter().map(|claim| claim.charge).sum(),
                held_back: made.held_back,
            };
            let batch = NewClaimBatch {
                number,
                kind: made.kind,
                at: now,
                by,
                file_name: to.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
                file_date: stamp.date.clone(),
                file_time: stamp.time.clone(),
                digest: vault::file_digest(&made.bytes),
                values_digest: made.values_digest,
                practice: kept,
                claims: made.claims,
            };
            begun::write(&mut open.vault, batch, &made.bytes, to)?;
            Ok(Outcome { value, changes: Changes { queue: true, encounter: None } })
        })
    }

    fn file_stamp(&self) -> Stamp {
        let now = self.clock.now().to_zoned(TimeZone::system());
        Stamp { date: now.strftime("%Y%m%d").to_string(), time: now.strftime("%H%M").to_string() }
    }
}

/// A file for a payer, not yet written.
struct Made {
    kind: BatchKind,
    bytes: Vec<u8>,
    values_digest: String,
    claims: Vec<NewClaim>,
    held_back: u32,
}

fn professional(
    tx: &Reading<'_>,
    pick: &ClaimsPick,
    again: bool,
    practice: &Practice,
    stamp: &Stamp,
    number: u32,
) -> Result<Made, DeskError> {
    let sorted = sort(tx, pick, again, |encounter| Claim::of(encounter, practice))?;
    let (claims, held_back) = something(&sorted)?;
    let made = sorted.goes.into_iter().map(|claim| claim.made);
    Ok(Made {
        kind: BatchKind::Professional,
        bytes: file_of(practice, stamp, number, made)?,
        values_digest: String::new(),
        claims,
        held_back,
    })
}

fn on_paper(
    tx: &Reading<'_>,
    pick: &ClaimsPick,
    again: bool,
    practice: &Practice,
    paper: Paper<'_>,
) -> Result<Made, DeskError> {
    let sorted = sort(tx, pick, again, |encounter| Form::of(encounter, practice))?;
    let (claims, held_back) = something(&sorted)?;
    let forms: Vec<Form> = sorted.goes.into_iter().map(|form| form.made).collect();
    Ok(Made {
        kind: BatchKind::Paper,
        bytes: pdf(&forms, paper),
        values_digest: values_digest(&forms),
        claims,
        held_back,
    })
}

/// What goes and how many do not; an error where nothing goes.
fn something<T>(sorted: &Sorted<T>) -> Result<(Vec<NewClaim>, u32), DeskError> {
    let claims = sorted.to_remember();
    if claims.is_empty() {
        Err(ErrorCode::NothingToExport.into())
    } else {
        Ok((claims, count(sorted.held_back.len())))
    }
}
