use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::{Result, VaultError};

pub(crate) const DATABASE: &str = "vault.db";
pub(crate) const KEYRING: &str = "keyring.json";
const LOCK: &str = "vault.lock";

/// The folder of one vault and the names in it.
#[derive(Clone, Debug)]
pub(crate) struct Folder(PathBuf);

/// How often a lock that is taken is tried again, and after how long: for a fifth of a second in all.
const LOCK_TRIES: u32 = 10;
const LOCK_PAUSE: Duration = Duration::from_millis(20);

impl Folder {
    pub(crate) fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.join(DATABASE)
    }

    pub(crate) fn keyring(&self) -> PathBuf {
        self.join(KEYRING)
    }

    pub(crate) fn backups(&self) -> PathBuf {
        self.join("backups")
    }

    /// Whether `path` is one of the files that the vault itself lives in, which nothing may be written over.
    pub(crate) fn has_as_its_own(&self, path: &Path) -> bool {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_lowercase();
        let parent = path.parent().and_then(|parent| fs::canonicalize(parent).ok());
        let own = [DATABASE, KEYRING, LOCK].iter().any(|own| name.starts_with(own));
        own && parent.is_some() && parent == fs::canonicalize(&self.0).ok()
    }

    /// Makes the folder, for its owner alone where the system knows such a thing.
    pub(crate) fn make(&self) -> Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        Ok(builder.create(&self.0)?)
    }

    /// Keeps every other process, and this one, from opening the vault a second time.
    ///
    /// # Errors
    /// [`VaultError::InUse`]; [`VaultError::ReadOnly`] where the folder cannot be written.
    pub(crate) fn lock(&self) -> Result<FolderLock> {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(self.join(LOCK))?;
        let mut tries = LOCK_TRIES;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(FolderLock(file)),
                Err(TryLockError::WouldBlock) if tries == 0 => return Err(VaultError::InUse),
                // A child that this process is just starting has a copy of the old lock until it runs its program.
                Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
            tries -= 1;
        }
    }
}

/// Held while the vault is open; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct FolderLock(#[expect(dead_code, reason = "held, not used")] File);

/// Writes a small file, for its owner alone where the system knows such a thing, so that after a crash or on a full disk
/// either the old or the new one is there, whole.
///
/// Fails as the system does, and then leaves nothing beside it.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let temporary = PathBuf::from(name);
    let written = (|| {
        // What was left there by a crash may be readable by others, and would stay so.
        if let Err(error) = fs::remove_file(&temporary)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            return Err(error);
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    })();
    if let Err(error) = written {
        let _ = fs::remove_file(&temporary);
        return Err(error.into());
    }
    sync_parent(path)
}

/// Makes a rename in the folder of `path` last. Windows has no such call and needs none.
pub(crate) fn sync_parent(path: &Path) -> Result<()> {
    #[cfg(unix)]
    if let Some(parent) = path.parent() {
        File::open(parent)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}
