//! What the tests of imports share: a desk with an own file of publications, and files to import.
#![allow(dead_code, unreachable_pub, reason = "each test file uses some of it")]
#![allow(clippy::print_stderr, reason = "a test says that it is skipped")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use dictionary::compile::{Published, Sources, compile};
use dictionary::official::{CodeEditorRecord, CodeEditorTable, Tabular};
use dictionary::{Dictionary, Personal, Preview, Publications, SearchRequest, Take};
use encounter::CodeSystem;
use jiff::Timestamp;
use jiff::civil::{Date, date};
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

pub const TABULAR: &str = r#"<ICD10CM.tabular><version>2030</version><chapter><name>1</name><desc>Ailments of the desk (A00-A19)</desc>
<section id="A00-A09"><desc>Ink (A00-A09)</desc>
<diag><name>A00</name><desc>Ink stain</desc><diag><name>A00.1</name><desc>Ink stain of thumb</desc></diag></diag>
<diag><name>A01</name><desc>Paper cut</desc></diag></section></chapter></ICD10CM.tabular>"#;

/// What is embedded: three codes of ICD-10-CM.
pub fn embedded(desk: &Desk) -> Dictionary {
    let record = |code: &str| CodeEditorRecord {
        code: code.to_owned(),
        from: 20_151_001,
        to: 20_310_331,
        attributes: Vec::new(),
    };
    let release = |release: &str, from, to| (release.to_owned(), from, to, "made up".to_owned());
    let (tabular, from, to, source) = release("icd10cm-2030", date(2029, 10, 1), date(2030, 9, 30));
    let tabular = Published { release: tabular, from, to, source, content: Tabular::parse(TABULAR).unwrap() };
    let (validity, from, to, source) = release("mce", date(2015, 10, 1), date(2031, 3, 31));
    let records = vec![record("A001"), record("A01")];
    let content = CodeEditorTable { records, last_date: 20_310_331 };
    let validity = Published { release: validity, from, to, source, content };
    let sources =
        Sources { tabular, validity, titles: Vec::new(), short_titles: BTreeMap::new(), procedures: None };
    let path = desk.folder.path().join("embedded.db");
    if !path.exists() {
        compile(&sources, &path).unwrap();
    }
    let book = Dictionary::open(&path).unwrap();
    book.shelve(&desk.publications).unwrap();
    book
}

/// The codes that a search finds, best first.
pub fn found(book: &Dictionary, query: &str, on: Date, systems: &[CodeSystem]) -> Vec<String> {
    let answer = book.search(&SearchRequest::new(query, on, systems, 9), &Personal::default()).unwrap();
    answer.hits.into_iter().map(|hit| format!("{} {}", hit.system.id(), hit.code)).collect()
}

/// The files of imported code systems.
pub fn volumes(desk: &Desk) -> Vec<PathBuf> {
    let folder = fs::read_dir(desk.folder.path().join("volumes"));
    folder.map(|files| files.map(|file| file.unwrap().path()).collect()).unwrap_or_default()
}
