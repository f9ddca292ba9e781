use std::fs::File;
use std::io::{BufReader, copy};
use std::path::Path;

use jiff::Timestamp;
use zip::ZipArchive;

use crate::backup::{check_backup, damaged, hash_of, open_archive, read_manifest};
use crate::course::{Course, unwatched};
use crate::folder::{DATABASE, Folder, KEYRING};
use crate::install::{Incoming, finish_installing};
use crate::keyring::Keyring;
use crate::{Result, Vault, VaultError, timestamp_name};

impl Vault {
    /// Puts a backup in the place of the vault in `folder`, which must not be open. What was there is moved to
    /// `replaced-<time>` within the folder, never deleted. A crash leaves either the old vault or the new one.
    ///
    /// # Errors
    /// [`VaultError::BackupDamaged`], [`VaultError::InUse`], [`VaultError::DiskFull`]; then the vault is as it was.
    pub fn restore(backup: &Path, folder: &Path, now: Timestamp) -> Result<()> {
        check_backup(backup, &mut Course::new(0, 0, &mut unwatched))?;
        let folder = Folder::new(folder);
        folder.make()?;
        let lock = folder.lock()?;
        finish_installing(&folder, &lock)?;
        let incoming = Incoming::begin(&folder, &lock)?;
        if let Err(error) = unpack(backup, &incoming) {
            let _ = incoming.discard();
            return Err(error);
        }
        incoming.install(&free_name(&folder, now)?, &lock)
    }
}

fn unpack(backup: &Path, incoming: &Incoming<'_>) -> Result<()> {
    let mut archive = open_archive(backup)?;
    for name in [DATABASE, KEYRING] {
        unpack_one(&mut archive, name, &incoming.path())?;
    }
    // Read once more from the disk that it is on now.
    let keyring = std::fs::read(incoming.path().join(KEYRING))?;
    Keyring::from_bytes(&keyring).map_err(|_| VaultError::BackupDamaged)?;
    let manifest = read_manifest(&mut archive)?;
    let database = hash_of(&mut File::open(incoming.path().join(DATABASE))?)?;
    let keyring = hash_of(&mut keyring.as_slice())?;
    match (database, keyring) == (manifest.database, manifest.keyring) {
        true => Ok(()),
        false => Err(VaultError::BackupDamaged),
    }
}

fn unpack_one(archive: &mut ZipArchive<BufReader<File>>, name: &str, to: &Path) -> Result<()> {
    let mut entry = archive.by_name(name).map_err(damaged)?;
    copy(&mut entry, &mut File::create(to.join(name))?)?;
    Ok(())
}

/// A folder that does not exist yet, so that nothing put aside earlier is overwritten.
fn free_name(folder: &Folder, now: Timestamp) -> Result<String> {
    let name = format!("replaced-{}", timestamp_name(now));
    let mut number = 1_u32;
    let mut free = name.clone();
    while folder.join(&free).try_exists()? {
        number = number.saturating_add(1);
        free = format!("{name}-{number}");
    }
    Ok(free)
}
