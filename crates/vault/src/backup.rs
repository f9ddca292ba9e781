use std::fmt;
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::course::{Course, Watch};
use crate::database::{PAGE, create_database, open_database};
use crate::folder::{DATABASE, Folder, KEYRING, sync_parent};
use crate::key::DatabaseKey;
use crate::keyring::Keyring;
use crate::{Result, Vault, VaultError, hex};

pub(crate) const MANIFEST: &str = "manifest.json";
pub(crate) const FORMAT: &str = "carrel-backup-1";
const OUTGOING: &str = "outgoing";

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) format: String,
    pub(crate) made: Timestamp,
    /// SHA-256, hexadecimal.
    pub(crate) database: String,
    pub(crate) keyring: String,
}

/// The vault as it stood when the snapshot was taken: a copy of its own, under the same key, so that work at the vault
/// goes on while it is checked and written to a backup.
pub struct Snapshot {
    key: DatabaseKey,
    keyring: Keyring,
    folder: Folder,
    head: AuditHead,
    /// Of the copy.
    bytes: u64,
}

/// Number and hash of the last audit entry.
type AuditHead = (u32, Vec<u8>);

/// How often the bytes of the database are gone through: copied, hashed, packed, read back.
const PASSES: u64 = 4;
const PAGES_AT_ONCE: i32 = 1024;

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Snapshot(..)")
    }
}

impl Vault {
    /// Copies the vault within its folder, which needs the room. `watch` is told how many bytes of how many are done, and
    /// may stop it.
    ///
    /// # Errors
    /// [`VaultError::DiskFull`], [`VaultError::ReadOnly`], [`VaultError::Damaged`], [`VaultError::Stopped`].
    pub fn snapshot(&self, watch: &mut Watch<'_>) -> Result<Snapshot> {
        Snapshot::take(&self.connection, &self.key, &self.keyring, &self.folder, watch)
    }
}

impl Snapshot {
    pub(crate) fn take(
        connection: &Connection,
        key: &DatabaseKey,
        keyring: &Keyring,
        folder: &Folder,
        watch: &mut Watch<'_>,
    ) -> Result<Self> {
        remove_folder(&folder.join(OUTGOING))?;
        fs::create_dir(folder.join(OUTGOING))?;
        let pages: u32 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        let bytes = u64::from(pages) * PAGE;
        let head = audit_head(connection)?;
        // Removes the copy where the copying fails.
        let snapshot =
            Self { key: key.clone(), keyring: keyring.clone(), folder: folder.clone(), head, bytes };
        let mut copy = create_database(&snapshot.copy(), key)?;
        let backup = Backup::new(connection, &mut copy)?;
        let mut course = Course::new(0, bytes * PASSES, watch);
        while backup.step(PAGES_AT_ONCE)? != StepResult::Done {
            let progress = backup.progress();
            let copied = progress.pagecount.saturating_sub(progress.remaining);
            course.at(u64::try_from(copied).unwrap_or_default() * PAGE)?;
        }
        drop(backup);
        copy.close().map_err(|(_, error)| error)?;
        Ok(snapshot)
    }

    fn copy(&self) -> PathBuf {
        self.folder.join(OUTGOING).join(DATABASE)
    }

    /// Writes everything, with the key ring, into the one file `to`, which it replaces only when the copy has been
    /// opened and checked. The passphrases of the snapshot open it.
    ///
    /// # Errors
    /// [`VaultError::AlreadyExists`] where `to` names a file of the vault itself; [`VaultError::DiskFull`],
    /// [`VaultError::ReadOnly`]; [`VaultError::Damaged`] where the copy does not check out; [`VaultError::Stopped`].
    /// Then nothing is left behind, and what stood at `to` still does.
    pub fn back_up(self, to: &Path, now: Timestamp, watch: &mut Watch<'_>) -> Result<()> {
        if self.folder.has_as_its_own(to) {
            return Err(VaultError::AlreadyExists);
        }
        let mut name = to.as_os_str().to_owned();
        name.push(".new");
        let temporary = PathBuf::from(name);
        let mut course = Course::new(self.bytes, self.bytes * PASSES, watch);
        let written = (|| {
            check_copy(&self.copy(), &self.key, &self.head)?;
            let keyring = self.keyring.to_bytes()?;
            let manifest = Manifest {
                format: FORMAT.to_owned(),
                made: now,
                database: hash_of(&mut course.reads(File::open(self.copy())?))?,
                keyring: hash_of(&mut keyring.as_slice())?,
            };
            pack(&temporary, &self.copy(), &keyring, &manifest, &mut course)?;
            // Read back from where it will be kept.
            if check_backup(&temporary, &mut course)? != manifest {
                return Err(VaultError::Damaged);
            }
            fs::rename(&temporary, to)?;
            sync_parent(to)
        })();
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        course.result(written)
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.folder.join(OUTGOING));
    }
}

/// Reads a whole backup and compares it with its manifest.
///
/// # Errors
/// [`VaultError::BackupDamaged`].
pub(crate) fn check_backup(file: &Path, course: &mut Course<'_, '_>) -> Result<Manifest> {
    let mut archive = open_archive(file)?;
    let manifest = read_manifest(&mut archive)?;
    for (name, expected) in [(DATABASE, &manifest.database), (KEYRING, &manifest.keyring)] {
        let entry = archive.by_name(name).map_err(damaged)?;
        if hash_of(&mut course.reads(entry)).map_err(unreadable)? != *expected {
            return Err(VaultError::BackupDamaged);
        }
    }
    Ok(manifest)
}

pub(crate) fn open_archive(file: &Path) -> Result<ZipArchive<BufReader<File>>> {
    ZipArchive::new(BufReader::new(File::open(file)?)).map_err(damaged)
}

pub(crate) fn read_manifest(archive: &mut ZipArchive<BufReader<File>>) -> Result<Manifest> {
    let mut bytes = Vec::new();
    let entry = archive.by_name(MANIFEST).map_err(damaged)?;
    entry.take(64 * 1024).read_to_end(&mut bytes).map_err(|_| VaultError::BackupDamaged)?;
    let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|_| VaultError::BackupDamaged)?;
    match manifest.format == FORMAT {
        true => Ok(manifest),
        false => Err(VaultError::BackupDamaged),
    }
}

pub(crate) fn damaged(_: zip::result::ZipError) -> VaultError {
    VaultError::BackupDamaged
}

/// A checksum that fails while an entry is read is damage, not a failure of the disk.
pub(crate) fn unreadable(error: VaultError) -> VaultError {
    match error {
        VaultError::Io(_) => VaultError::BackupDamaged,
        other => other,
    }
}

pub(crate) fn hash_of(from: &mut impl Read) -> Result<String> {
    let mut hasher = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        match from.read(&mut piece)? {
            0 => return Ok(hex::encode(&hasher.finalize())),
            read => hasher.update(&piece[..read]),
        }
    }
}

fn audit_head(connection: &Connection) -> Result<AuditHead> {
    let head = "SELECT number, hash FROM audit_head";
    Ok(connection.query_row(head, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Opens the copy again, walks every page, which SQLCipher compares with its authentication code as it is read, and
/// leaves one file, whole, without a log beside it.
fn check_copy(copy: &Path, key: &DatabaseKey, head: &AuditHead) -> Result<()> {
    let copy = open_database(copy, key)?;
    let sound: String = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if sound != "ok" || audit_head(&copy)? != *head {
        return Err(VaultError::Damaged);
    }
    copy.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    copy.close().map_err(|(_, error)| error)?;
    Ok(())
}

fn pack(
    to: &Path,
    database: &Path,
    keyring: &[u8],
    manifest: &Manifest,
    course: &mut Course<'_, '_>,
) -> Result<()> {
    // Encrypted pages do not get smaller.
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    let mut archive = ZipWriter::new(BufWriter::new(File::create(to)?));
    archive.start_file(MANIFEST, stored).map_err(unwritten)?;
    archive.write_all(&serde_json::to_vec_pretty(manifest).map_err(|_| VaultError::Damaged)?)?;
    archive.start_file(KEYRING, stored).map_err(unwritten)?;
    archive.write_all(keyring)?;
    archive.start_file(DATABASE, stored).map_err(unwritten)?;
    std::io::copy(&mut course.reads(File::open(database)?), &mut archive)?;
    let file = archive.finish().map_err(unwritten)?;
    file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
    Ok(())
}

fn unwritten(error: zip::result::ZipError) -> VaultError {
    match error {
        zip::result::ZipError::Io(error) => error.into(),
        _ => VaultError::Io(std::io::ErrorKind::Other),
    }
}

fn remove_folder(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[path = "backup_tests.rs"]
mod tests;
