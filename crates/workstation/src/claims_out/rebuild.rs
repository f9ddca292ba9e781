use std::path::Path;

use claims::Practice;
use claims::professional::Claim;
use claims::x12::Stamp;

use super::file_of;
use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::session::event;

impl Desk {
    /// Writes a file of claims once more, byte for byte as it was, from what the vault remembers of it.
    ///
    /// # Errors
    /// [`ErrorCode::NoSuchBatch`]; [`ErrorCode::BatchDiffers`] where another version of the program would write it
    /// otherwise, and [`ErrorCode::FileUnwritable`]: then no file is written.
    pub fn rebuild_claim_batch(&self, number: u32, to: &Path) -> Result<(), DeskError> {
        self.at_desk(|open, now| {
            let login = open.session.login.clone();
            open.vault.transact(|tx| {
                let source = tx.claim_batch_source(number)?.ok_or(ErrorCode::NoSuchBatch)?;
                let practice: Practice =
                    serde_json::from_str(&source.practice).map_err(|_| ErrorCode::BatchDiffers)?;
                let mut claims = Vec::with_capacity(source.claims.len());
                for (id, completion) in source.claims {
                    let (_, encounter) =
                        tx.claim_content(id, Some(completion))?.ok_or(ErrorCode::NoSuchEncounter)?;
                    claims.push(Claim::of(&encounter, &practice).map_err(|_| ErrorCode::BatchDiffers)?);
                }
                let stamp = Stamp { date: source.file_date, time: source.file_time };
                let file = file_of(&practice, &stamp, number, claims)?;
                if vault::file_digest(&file) != source.digest {
                    return Err(ErrorCode::BatchDiffers.into());
                }
                let mut event = event(&login, now, "rebuild_claim_batch");
                event.detail.insert("batch".to_owned(), number.to_string());
                tx.append_audit(&event)?;
                vault::write_atomically(to, &file).map_err(|_| ErrorCode::FileUnwritable.into())
            })
        })
    }
}
