//! The code systems that were imported: each a volume, a file of its own beside the user's, compiled when it came. The
//! row of its publication makes it real; a file without one is what a stopped import left.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use encounter::CodeSystem;
use jiff::civil::Date;
use rusqlite::TransactionBehavior;

use super::Publications;
use crate::date_key;
use crate::error::DictionaryError;

/// A volume that a publication stands for.
#[derive(Debug)]
pub(crate) struct VolumeAt {
    pub(crate) import: u32,
    /// The first publication that went into it.
    pub(crate) publication: u32,
    pub(crate) systems: &'static [CodeSystem],
    pub(crate) from: Date,
    pub(crate) path: PathBuf,
}

const FOLDER: &str = "volumes";

impl Publications {
    /// Those that are there by their rows.
    pub(crate) fn volumes(&self) -> Result<Vec<VolumeAt>, DictionaryError> {
        let mut volumes: BTreeMap<PathBuf, VolumeAt> = BTreeMap::new();
        for each in self.listed()?.iter() {
            let Some(system) = each.set.systems().first() else { continue };
            let path = self.volume_path(i64::from(each.import), *system, each.from);
            let new = VolumeAt {
                import: each.import,
                publication: each.id,
                systems: each.set.systems(),
                from: each.from,
                path: path.clone(),
            };
            volumes.entry(path).or_insert(new);
        }
        Ok(volumes.into_values().collect())
    }

    /// Where the volume lies that an import compiles of a system, named after the first where it holds several.
    pub(crate) fn volume_path(&self, import: i64, system: CodeSystem, from: Date) -> PathBuf {
        self.volume_folder().join(format!("{import}-{}-{}.db", system.id(), date_key::key(from)))
    }

    pub(crate) fn volume_folder(&self) -> PathBuf {
        self.path.with_file_name(FOLDER)
    }

    /// Removes what has no row: what an undo or a stopped import left. Not while somebody imports, who may have written
    /// a volume and not yet its row.
    pub(crate) fn sweep(&self) {
        let Ok(files) = fs::read_dir(self.volume_folder()) else { return };
        let Ok(mut connection) = self.writer() else { return };
        let _ = connection.busy_timeout(Duration::ZERO);
        let Ok(_held) = connection.transaction_with_behavior(TransactionBehavior::Immediate) else { return };
        let Ok(volumes) = self.volumes() else { return };
        for path in files.flatten().map(|file| file.path()) {
            if !volumes.iter().any(|volume| volume.path == path) {
                let _ = fs::remove_file(path);
            }
        }
    }
}
