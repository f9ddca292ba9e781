//! A file of claims and what is remembered of it are one deed, though a file system and a vault have no transaction in
//! common: what is about to be written is put down first, and a deed that was cut off is finished or forgotten later.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use vault::{BegunClaimBatch, NewClaimBatch, Transaction, Vault};

use crate::error::{DeskError, ErrorCode};
use crate::session::event;

/// Writes the file and remembers it. Where either fails, neither the vault nor the disk has changed.
pub(super) fn write(
    vault: &mut Vault,
    batch: NewClaimBatch,
    bytes: &[u8],
    to: &Path,
) -> Result<(), DeskError> {
    let (by, at) = (batch.by.clone(), batch.at);
    settle(vault, &by, at)?;
    let begun = BegunClaimBatch { batch, path: to.display().to_string() };
    vault.transact(|tx| tx.begin_claim_batch(&begun))?;
    let written = vault::write_atomically(to, bytes).map_err(|_| ErrorCode::FileUnwritable.into());
    let was_written = written.is_ok();
    let kept = written.and_then(|()| {
        vault.transact(|tx| -> Result<_, DeskError> { remember(tx, &begun.batch, &by, at, "export_claims") })
    });
    if kept.is_err() {
        if was_written {
            // The vault refused at the very end: what it does not know of must not be sent.
            let _ = std::fs::remove_file(to);
        }
        // Where this fails too, it is forgotten when the vault opens.
        let _ = vault.transact(|tx| tx.forget_begun_claim_batch());
    }
    kept
}

/// Finishes what was cut off once its file was whole, and forgets what was cut off before. Where the folder of the file
/// cannot be looked into, the file counts as written: a claim that may have left is not sent a second time unasked, and its
/// file can be made again.
pub(crate) fn settle(vault: &mut Vault, by: &str, at: Timestamp) -> Result<(), DeskError> {
    let Some(BegunClaimBatch { batch, path }) = vault.read(|tx| tx.begun_claim_batch())? else {
        return Ok(());
    };
    let path = PathBuf::from(path);
    let is_whole = match std::fs::read(&path) {
        Ok(file) => vault::file_digest(&file) == batch.digest,
        Err(_) => path.parent().is_some_and(|folder| !folder.is_dir()),
    };
    if !is_whole {
        let mut unfinished = path.into_os_string();
        unfinished.push(".new");
        let _ = std::fs::remove_file(unfinished);
    }
    vault.transact(|tx| {
        if is_whole {
            return remember(tx, &batch, by, at, "finish_export_claims");
        }
        tx.forget_begun_claim_batch()?;
        let mut event = event(by, at, "forget_export_claims");
        event.detail.insert("batch".to_owned(), batch.number.to_string());
        Ok(tx.append_audit(&event)?)
    })
}

fn remember(
    tx: &Transaction<'_>,
    batch: &NewClaimBatch,
    by: &str,
    at: Timestamp,
    action: &str,
) -> Result<(), DeskError> {
    tx.insert_claim_batch(batch)?;
    let mut of_batch = event(by, at, action);
    of_batch.detail.insert("batch".to_owned(), batch.number.to_string());
    of_batch.detail.insert("claims".to_owned(), batch.claims.len().to_string());
    of_batch.detail.insert("digest".to_owned(), batch.digest.clone());
    tx.append_audit(&of_batch)?;
    for claim in &batch.claims {
        tx.mark_exported(claim.encounter)?;
        let mut of_claim = event(by, at, "export_claim");
        of_claim.encounter = Some(claim.encounter);
        of_claim.detail.insert("batch".to_owned(), batch.number.to_string());
        tx.append_audit(&of_claim)?;
    }
    Ok(())
}
