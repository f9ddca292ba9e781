//! What the tests of imports share: a desk with an own file of publications, and files to import.
#![allow(dead_code, unreachable_pub, reason = "each test file uses some of it")]
#![allow(clippy::print_stderr, reason = "a test says that it is skipped")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use dictionary::{Dictionary, Preview, Publications, Take};
use jiff::Timestamp;
use tempfile::TempDir;

/// A folder with the user's file in it, which does not exist yet.
pub struct Desk {
    pub folder: TempDir,
    pub publications: Publications,
}

impl Desk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let publications = Publications::at(&folder.path().join("publications.db"));
        Self { folder, publications }
    }

    pub fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    pub fn preview(&self, path: &Path) -> Preview {
        self.publications.preview(None, path, &BTreeMap::new(), &mut go_on).unwrap()
    }

    /// Compared with what the book knows.
    pub fn preview_on(&self, book: &Dictionary, path: &Path) -> Preview {
        self.publications.preview(Some(book), path, &BTreeMap::new(), &mut go_on).unwrap()
    }

    pub fn import(&self, path: &Path) -> u32 {
        self.import_on(None, path)
    }

    /// Compiled on what the book knows.
    pub fn import_on(&self, book: Option<&Dictionary>, path: &Path) -> u32 {
        let takes = takes(&self.preview(path));
        self.publications.import(book, path, &takes, Timestamp::UNIX_EPOCH, &mut go_on).unwrap().id
    }

    /// Every import with its publications, one line each.
    pub fn shown(&self) -> Vec<String> {
        let imports = self.publications.imports().unwrap();
        let lines = imports.iter().flat_map(|import| {
            import.publications.iter().map(|each| {
                format!("{} {} {} {} {}", import.id, import.source, each.set.id(), each.release, each.entries)
            })
        });
        lines.collect()
    }
}

pub fn go_on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

pub fn takes(preview: &Preview) -> Vec<Take> {
    let take = |found: &dictionary::Found| Take {
        file: found.file.clone(),
        set: found.set.expect("a set"),
        release: found.release.clone(),
        from: found.from.expect("a date"),
        to: found.to,
        columns: None,
        licence: None,
    };
    preview.found.iter().map(take).collect()
}

pub fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A folder of official files beside the checkout; without it the test that asks says that it is skipped.
pub fn official(folder: &str, test: &str) -> Option<PathBuf> {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let found = above.map(|above| above.join("shared/releases").join(folder)).find(|path| path.is_dir());
    if found.is_none() {
        eprintln!("SKIPPED {test}: no ../shared/releases/{folder}");
    }
    found
}
