//! Claims for other systems. Nothing is marked by them: what is paid is what left as a claim.

use std::path::Path;

use claims::professional::fhir;
use claims::{Practice, Problem, ProblemKind};
use encounter::{Encounter, Status};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use vault::Reading;

use super::count;
use super::export::{ClaimsPreview, ExportedClaims};
use super::format::ClaimsFormat;
use super::pick::{ClaimsPick, Sorted, sort};
use crate::billing_export::billing_file;
use crate::claim_files::fhir_line;
use crate::desk::Open;
use crate::error::{DeskError, ErrorCode};
use crate::session::event;

pub(super) fn preview_copy(
    tx: &Reading<'_>,
    pick: &ClaimsPick,
    format: ClaimsFormat,
    practice: &Practice,
) -> Result<ClaimsPreview, DeskError> {
    let sorted = copied(tx, pick, format, practice)?;
    Ok(ClaimsPreview {
        claims: count(sorted.goes.len()),
        charge: sorted.charge(),
        held_back: sorted.held_back,
        ..ClaimsPreview::default()
    })
}

/// Writes the copy; every encounter in it has an entry of the audit trail that says so.
pub(super) fn copy(
    open: &mut Open,
    pick: &ClaimsPick,
    format: ClaimsFormat,
    now: Timestamp,
    to: &Path,
) -> Result<ExportedClaims, DeskError> {
    let practice = &open.set_up;
    let by = &open.session.login;
    open.vault.transact(|tx| {
        let sorted = copied(tx, pick, format, practice)?;
        if sorted.goes.is_empty() {
            return Err(ErrorCode::NothingToExport.into());
        }
        for claim in &sorted.goes {
            let mut event = event(by, now, "copy_claim");
            event.encounter = Some(claim.of.encounter);
            event.detail.insert("format".to_owned(), format.id().to_owned());
            tx.append_audit(&event)?;
        }
        let copied = ExportedClaims {
            number: None,
            claims: count(sorted.goes.len()),
            charge: sorted.charge(),
            held_back: count(sorted.held_back.len()),
        };
        let encounters: Vec<Encounter> = sorted.goes.into_iter().map(|claim| claim.made).collect();
        let bytes = match format {
            ClaimsFormat::Fhir => {
                let today = now.to_zoned(TimeZone::system()).date().to_string();
                let mut bytes = Vec::new();
                for encounter in &encounters {
                    fhir_line(encounter, practice, &today, &mut bytes)?.map_err(|_| ErrorCode::Internal)?;
                }
                bytes
            }
            format => billing_file(&encounters, format == ClaimsFormat::Json)?,
        };
        vault::write_atomically(to, &bytes).map_err(|_| DeskError::from(ErrorCode::FileUnwritable))?;
        Ok(copied)
    })
}

/// A bundle is made of what is a claim; a table of all that is completed.
fn copied(
    tx: &Reading<'_>,
    pick: &ClaimsPick,
    format: ClaimsFormat,
    practice: &Practice,
) -> Result<Sorted<Encounter>, DeskError> {
    sort(tx, pick, true, |encounter| {
        match format {
            ClaimsFormat::Fhir => fhir::bundle(encounter, practice, "").map(drop)?,
            _ if !matches!(encounter.status, Status::Completed | Status::Exported) => {
                return Err(vec![not_completed()]);
            }
            _ => {}
        }
        Ok(encounter.clone())
    })
}

fn not_completed() -> Problem {
    Problem {
        kind: ProblemKind::NotCompleted,
        loop_id: "",
        element: String::new(),
        field: "status".to_owned(),
        line: None,
    }
}
