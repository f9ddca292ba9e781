use rusqlite::{Connection, TransactionBehavior};

use crate::{Result, VaultError};

/// Every step from an empty database to today's schema. Only ever added to: a released file is never edited.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001.sql"),
    include_str!("../migrations/0002.sql"),
    include_str!("../migrations/0003.sql"),
    include_str!("../migrations/0004.sql"),
    include_str!("../migrations/0005.sql"),
    include_str!("../migrations/0006.sql"),
    include_str!("../migrations/0007.sql"),
];

/// What a database needs before this program may work in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Schema {
    Current,
    Older { found: u32 },
}

/// # Errors
/// [`VaultError::NewerSchema`].
pub(crate) fn schema_of(connection: &Connection, migrations: &[&str]) -> Result<Schema> {
    let found: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let known = u32::try_from(migrations.len()).unwrap_or(u32::MAX);
    match found.cmp(&known) {
        std::cmp::Ordering::Less => Ok(Schema::Older { found }),
        std::cmp::Ordering::Equal => Ok(Schema::Current),
        std::cmp::Ordering::Greater => Err(VaultError::NewerSchema { found, known }),
    }
}

/// Runs the missing steps, all or none. The caller has made a backup.
pub(crate) fn migrate(connection: &mut Connection, migrations: &[&str]) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: u32 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    for (version, sql) in (1_u32..).zip(migrations).skip_while(|(version, _)| *version <= found) {
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", version)?;
    }
    Ok(transaction.commit()?)
}
