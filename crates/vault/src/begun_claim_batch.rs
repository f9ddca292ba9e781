use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::claim_batches::NewClaimBatch;
use crate::columns::{json_at, json_text};
use crate::transaction::{Reading, Transaction};

/// A file of claims that is being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BegunClaimBatch {
    pub batch: NewClaimBatch,
    /// Where the file goes, whole.
    pub path: String,
}

impl Reading<'_> {
    /// The file that was begun and never remembered; `None` where all were.
    pub fn begun_claim_batch(&self) -> Result<Option<BegunClaimBatch>> {
        let sql = "SELECT batch FROM begun_claim_batch";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([], |row| json_at(row, "batch")).optional()?)
    }
}

impl Transaction<'_> {
    /// Puts down what is about to be written, before a byte of it is.
    pub fn begin_claim_batch(&self, begun: &BegunClaimBatch) -> Result<()> {
        let sql = "INSERT INTO begun_claim_batch (id, batch) VALUES (1, ?1)";
        self.connection.prepare_cached(sql)?.execute([json_text(begun)?])?;
        Ok(())
    }

    /// No file came of it, or it is remembered.
    pub fn forget_begun_claim_batch(&self) -> Result<()> {
        self.connection.prepare_cached("DELETE FROM begun_claim_batch")?.execute([])?;
        Ok(())
    }
}
