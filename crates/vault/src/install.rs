use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::folder::{DATABASE, Folder, FolderLock, KEYRING, sync_parent, write_atomically};
use crate::{Result, VaultError};

const INCOMING: &str = "incoming";
const JOURNAL: &str = "incoming.json";

/// A new pair of database and key ring is put together in `incoming/`, and takes the place of what is there in one
/// step that a crash cannot leave half done: once the journal is written, the next start carries it on to its end.
#[derive(Debug)]
pub(crate) struct Incoming<'a> {
    folder: &'a Folder,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Journal {
    /// The folder, within the vault's, that takes what was there before.
    aside: String,
}

impl<'a> Incoming<'a> {
    /// An empty `incoming/`.
    pub(crate) fn begin(folder: &'a Folder, _: &FolderLock) -> Result<Self> {
        let incoming = Self { folder };
        incoming.discard()?;
        fs::create_dir(incoming.path())?;
        Ok(incoming)
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.join(INCOMING)
    }

    pub(crate) fn discard(&self) -> Result<()> {
        match fs::remove_dir_all(self.path()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// What was there goes to the folder `aside`, which must not exist yet, and the new pair takes its place.
    pub(crate) fn install(self, aside: &str, lock: &FolderLock) -> Result<()> {
        for name in [DATABASE, KEYRING] {
            // Writable, since Windows flushes no file that is open for reading only.
            fs::OpenOptions::new().write(true).open(self.path().join(name))?.sync_all()?;
        }
        sync_parent(&self.path().join(DATABASE))?;
        let journal = serde_json::to_vec(&Journal { aside: aside.to_owned() });
        let journal = journal.map_err(|_| VaultError::Io(std::io::ErrorKind::Other))?;
        write_atomically(&self.folder.join(JOURNAL), &journal)?;
        finish_installing(self.folder, lock)
    }
}

pub(crate) fn is_installing(folder: &Folder) -> bool {
    folder.join(JOURNAL).exists()
}

/// Carries an interrupted installation to its end. Does nothing where there is none.
pub(crate) fn finish_installing(folder: &Folder, _: &FolderLock) -> Result<()> {
    if !is_installing(folder) {
        return Ok(());
    }
    let journal = fs::read(folder.join(JOURNAL))?;
    let journal: Journal = serde_json::from_slice(&journal).map_err(|_| VaultError::Damaged)?;
    let incoming = folder.join(INCOMING);
    let aside = folder.join(&journal.aside);
    if incoming.join(DATABASE).exists() {
        // The log goes with the database that it belongs to, and first: what is committed only there must not be lost,
        // nor be applied to another database.
        for name in ["vault.db-wal", "vault.db-shm", "vault.db-journal"] {
            put_aside(&folder.join(name), &aside, name)?;
        }
    }
    for name in [DATABASE, KEYRING] {
        let new = incoming.join(name);
        if new.exists() {
            let place = folder.join(name);
            put_aside(&place, &aside, name)?;
            fs::rename(&new, &place)?;
            sync_parent(&place)?;
        }
    }
    fs::remove_file(folder.join(JOURNAL))?;
    let _ = fs::remove_dir_all(&incoming);
    sync_parent(&folder.join(JOURNAL))
}

fn put_aside(file: &Path, aside: &Path, name: &str) -> Result<()> {
    if !file.exists() {
        return Ok(());
    }
    fs::create_dir_all(aside)?;
    fs::rename(file, aside.join(name))?;
    sync_parent(&aside.join(name))?;
    sync_parent(file)
}
