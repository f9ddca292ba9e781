//! What the benches of imports share: a publisher's file previewed and imported as it is, with the times of both.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use dictionary::{Dictionary, Found, Publications, Take};
use jiff::Timestamp;

pub(crate) struct Imported {
    /// Of each file.
    pub(crate) entries: Vec<u32>,
    pub(crate) preview: Duration,
    pub(crate) import: Duration,
}

pub(crate) fn import(publications: &Publications, book: Option<&Dictionary>, path: &Path) -> Imported {
    let go_on = &mut |_, _| ControlFlow::Continue(());
    let begun = Instant::now();
    let found = publications.preview(book, path, &BTreeMap::new(), go_on).unwrap().found;
    let preview = begun.elapsed();
    let entries = found.iter().map(|found| found.entries).collect();
    let take = |found: Found| Take {
        file: found.file,
        set: found.set.unwrap(),
        release: found.release,
        from: found.from.unwrap(),
        to: found.to,
        columns: None,
        licence: None,
    };
    let takes: Vec<Take> = found.into_iter().map(take).collect();
    let begun = Instant::now();
    publications.import(book, path, &takes, Timestamp::UNIX_EPOCH, go_on).unwrap();
    Imported { entries, preview, import: begun.elapsed() }
}

/// A folder of official files beside the checkout.
pub(crate) fn official(folder: &str) -> Option<std::path::PathBuf> {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let found = above.map(|above| above.join("shared/releases").join(folder)).find(|path| path.is_dir());
    if found.is_none() {
        println!("SKIPPED {folder}: no ../shared/releases/{folder}");
    }
    found
}
