use std::fmt;
use std::ops::Deref;

use rusqlite::{Connection, TransactionBehavior};

use crate::{Result, Vault, VaultError};

/// The vault as it stands at one moment. Can only be read.
pub struct Reading<'a> {
    pub(crate) connection: &'a Connection,
}

/// One change of the vault: all of it is kept, or nothing.
pub struct Transaction<'a> {
    reading: Reading<'a>,
}

impl<'a> Deref for Transaction<'a> {
    type Target = Reading<'a>;

    fn deref(&self) -> &Reading<'a> {
        &self.reading
    }
}

impl fmt::Debug for Reading<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reading(..)")
    }
}

impl fmt::Debug for Transaction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transaction(..)")
    }
}

impl Vault {
    /// Runs `work` and keeps what it wrote, on the disk, before it returns. Where `work` or the keeping fails, or
    /// `work` panics, the vault is as it was.
    pub fn transact<T, E: From<VaultError>>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.run(work, |transaction| transaction.commit())
    }

    /// Runs `work` in the same way and keeps nothing of what it wrote: what would come of it.
    pub fn rehearse<T, E: From<VaultError>>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.run(work, |transaction| transaction.rollback())
    }

    fn run<T, E: From<VaultError>>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
        end: impl FnOnce(rusqlite::Transaction<'_>) -> rusqlite::Result<()>,
    ) -> Result<T, E> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(VaultError::from)?;
        let value = work(&Transaction { reading: Reading { connection: &transaction } })?;
        end(transaction).map_err(VaultError::from)?;
        Ok(value)
    }

    /// Runs `work` on one consistent state.
    pub fn read<T, E: From<VaultError>>(
        &self,
        work: impl FnOnce(&Reading<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self.connection.unchecked_transaction().map_err(VaultError::from)?;
        work(&Reading { connection: &transaction })
    }
}
