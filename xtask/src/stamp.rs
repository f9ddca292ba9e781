//! Remembers from which inputs something was made, so that it is made again only when they change.
//!
//! By content, not by time: a fresh clone and a switched branch give files new times without changing them.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::shell::{Done, Failure, read_file, root, target};

pub(crate) struct Stamp {
    file: PathBuf,
    now: String,
}

impl Stamp {
    /// `inputs` are files or folders, from the repository root; what does not exist counts as empty.
    /// `passes` decides by path which files of a folder count.
    pub(crate) fn of(name: &str, inputs: &[&str], passes: impl Fn(&Path) -> bool) -> Done<Self> {
        let mut files = Vec::new();
        for input in inputs {
            collect(&root().join(input), &passes, &mut files)?;
        }
        files.sort();
        let mut digest = Sha256::new();
        for file in files {
            digest.update(file.to_string_lossy().as_bytes());
            digest.update([0]);
            digest.update(Sha256::digest(read_file(&file)?));
        }
        Ok(Self { file: target().join("xtask").join(name), now: hex(&digest.finalize()) })
    }

    pub(crate) fn is_current(&self) -> bool {
        std::fs::read_to_string(&self.file).is_ok_and(|before| before == self.now)
    }

    pub(crate) fn set(&self) -> Done {
        let write = || {
            if let Some(folder) = self.file.parent() {
                std::fs::create_dir_all(folder)?;
            }
            std::fs::write(&self.file, &self.now)
        };
        write().map_err(|error| Failure::new(format!("{}: {error}", self.file.display())))
    }
}

pub(crate) fn sha256(path: &Path) -> Done<String> {
    Ok(hex(&Sha256::digest(read_file(path)?)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn collect(path: &Path, passes: &impl Fn(&Path) -> bool, files: &mut Vec<PathBuf>) -> Done {
    if path.is_file() {
        if passes(path) {
            files.push(path.to_path_buf());
        }
    } else if path.is_dir() && passes(path) {
        let entries =
            std::fs::read_dir(path).map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
        for entry in entries {
            let entry = entry.map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
            collect(&entry.path(), passes, files)?;
        }
    }
    Ok(())
}
