use std::path::Path;

use claims::Practice;
use claims::professional::Claim;
use claims::professional::cms1500::{Form, pdf};
use claims::x12::Stamp;
use encounter::Encounter;
use vault::{BatchKind, ClaimBatchSource, Reading};

use super::{ClaimsExportChoice, file_of, values_digest};
use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::session::event;

impl Desk {
    /// Writes a file of claims once more from what the vault remembers of it: an 837P file byte for byte as it was, forms with
    /// the same values, for the paper that is chosen now.
    ///
    /// # Errors
    /// [`ErrorCode::NoSuchBatch`]; [`ErrorCode::BatchDiffers`] where another version of the program would write it
    /// otherwise, and [`ErrorCode::FileUnwritable`]: then no file is written.
    pub fn rebuild_claim_batch(
        &self,
        number: u32,
        choice: ClaimsExportChoice,
        words: &dyn Fn(&str) -> String,
        to: &Path,
    ) -> Result<(), DeskError> {
        self.at_desk(|open, now| {
            let login = open.session.login.clone();
            open.vault.transact(|tx| {
                let source = tx.claim_batch_source(number)?.ok_or(ErrorCode::NoSuchBatch)?;
                let practice: Practice =
                    serde_json::from_str(&source.practice).map_err(|_| ErrorCode::BatchDiffers)?;
                let file = match source.kind {
                    BatchKind::Professional => {
                        let claims = each(tx, &source, |encounter| Claim::of(encounter, &practice).ok())?;
                        let stamp = Stamp { date: source.file_date, time: source.file_time };
                        let file = file_of(&practice, &stamp, number, claims)?;
                        same(&vault::file_digest(&file), &source.digest)?;
                        file
                    }
                    BatchKind::Paper => {
                        let forms = each(tx, &source, |encounter| Form::of(encounter, &practice).ok())?;
                        same(&values_digest(&forms), &source.values_digest)?;
                        pdf(&forms, choice.paper(words))
                    }
                };
                let mut event = event(&login, now, "rebuild_claim_batch");
                event.detail.insert("batch".to_owned(), number.to_string());
                tx.append_audit(&event)?;
                vault::write_atomically(to, &file).map_err(|_| ErrorCode::FileUnwritable.into())
            })
        })
    }
}

/// What is made of every encounter of a file, as it was when the file left.
fn each<Made>(
    tx: &Reading<'_>,
    source: &ClaimBatchSource,
    make: impl Fn(&Encounter) -> Option<Made>,
) -> Result<Vec<Made>, DeskError> {
    let made = source.claims.iter().map(|&(id, completion)| {
        let (_, encounter) = tx.claim_content(id, Some(completion))?.ok_or(ErrorCode::NoSuchEncounter)?;
        make(&encounter).ok_or_else(|| ErrorCode::BatchDiffers.into())
    });
    made.collect()
}

fn same(made: &str, kept: &str) -> Result<(), DeskError> {
    if made == kept { Ok(()) } else { Err(ErrorCode::BatchDiffers.into()) }
}
