use encounter::EncounterId;

use crate::Result;
use crate::transaction::Transaction;

impl Transaction<'_> {
    /// Adds to the time worked on an encounter, in seconds, while its content is open to change. The revision stays:
    /// nothing that a coder wrote has changed.
    pub fn add_worked_seconds(&self, id: EncounterId, seconds: u32) -> Result<()> {
        let sql = include_str!("add_worked_seconds.sql");
        self.connection.prepare_cached(sql)?.execute((id.0, seconds, u32::MAX))?;
        Ok(())
    }
}
