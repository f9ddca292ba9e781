use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::backup::Backup;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::database::{create_database, open_database};
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

impl Vault {
    /// Writes everything, with the key ring, into the one file `to`, which it replaces only when the copy has been
    /// opened and checked. The passphrases of today open it. The vault's folder needs room for one more copy.
    ///
    /// # Errors
    /// [`VaultError::AlreadyExists`] where `to` names a file of the vault itself; [`VaultError::DiskFull`],
    /// [`VaultError::ReadOnly`]; [`VaultError::Damaged`] where the copy does not check out.
    pub fn backup(&self, to: &Path, now: Timestamp) -> Result<()> {
        if self.folder.has_as_its_own(to) {
            return Err(VaultError::AlreadyExists);
        }
        write_backup(&self.connection, &self.key, &self.keyring, &self.folder, to, now)
    }
}

pub(crate) fn write_backup(
    connection: &Connection,
    key: &DatabaseKey,
    keyring: &Keyring,
    folder: &Folder,
    to: &Path,
    now: Timestamp,
) -> Result<()> {
    let outgoing = folder.join(OUTGOING);
    remove_folder(&outgoing)?;
    fs::create_dir(&outgoing)?;
    let mut name = to.as_os_str().to_owned();
    name.push(".new");
    let temporary = PathBuf::from(name);
    let written = (|| {
        let copy = outgoing.join(DATABASE);
        copy_database(connection, key, &copy)?;
        let keyring = keyring.to_bytes()?;
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            made: now,
            database: hash_of(&mut File::open(&copy)?)?,
            keyring: hash_of(&mut keyring.as_slice())?,
        };
        pack(&temporary, &copy, &keyring, &manifest)?;
        // Read back from where it will be kept.
        if check_backup(&temporary)? != manifest {
            return Err(VaultError::Damaged);
        }
        fs::rename(&temporary, to)?;
        sync_parent(to)
    })();
    let _ = fs::remove_dir_all(&outgoing);
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// Reads a whole backup and compares it with its manifest.
///
/// # Errors
/// [`VaultError::BackupDamaged`].
pub(crate) fn check_backup(file: &Path) -> Result<Manifest> {
    let mut archive = open_archive(file)?;
    let manifest = read_manifest(&mut archive)?;
    for (name, expected) in [(DATABASE, &manifest.database), (KEYRING, &manifest.keyring)] {
        let mut entry = archive.by_name(name).map_err(damaged)?;
        if hash_of(&mut entry).map_err(unreadable)? != *expected {
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

/// A consistent copy under the same key, then closed, opened again and checked page by page.
fn copy_database(connection: &Connection, key: &DatabaseKey, to: &Path) -> Result<()> {
    let mut copy = create_database(to, key)?;
    Backup::new(connection, &mut copy)?.run_to_completion(4096, Duration::ZERO, None)?;
    copy.close().map_err(|(_, error)| error)?;

    let copy = open_database(to, key)?;
    // Walks every page, and SQLCipher compares each with its authentication code as it is read.
    let sound: String = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    let head = "SELECT number, hash FROM audit_head";
    let head_of = |connection: &Connection| {
        connection.query_row(head, [], |row| Ok((row.get::<_, u32>(0)?, row.get::<_, Vec<u8>>(1)?)))
    };
    if sound != "ok" || head_of(&copy)? != head_of(connection)? {
        return Err(VaultError::Damaged);
    }
    // Leaves one file, whole, without a log beside it.
    copy.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    copy.close().map_err(|(_, error)| error)?;
    Ok(())
}

fn pack(to: &Path, database: &Path, keyring: &[u8], manifest: &Manifest) -> Result<()> {
    // Encrypted pages do not get smaller.
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    let mut archive = ZipWriter::new(BufWriter::new(File::create(to)?));
    archive.start_file(MANIFEST, stored).map_err(unwritten)?;
    archive.write_all(&serde_json::to_vec_pretty(manifest).map_err(|_| VaultError::Damaged)?)?;
    archive.start_file(KEYRING, stored).map_err(unwritten)?;
    archive.write_all(keyring)?;
    archive.start_file(DATABASE, stored).map_err(unwritten)?;
    std::io::copy(&mut File::open(database)?, &mut archive)?;
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
