//! The book with what an outpatient coder imports: the publisher's HCPCS, and a list as large as CPT whose numbers and texts
//! are made up here.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

use dictionary::{CodeSet, Dictionary, Publications, Take};
use jiff::Timestamp;
use jiff::civil::date;
use tempfile::TempDir;

use crate::book_path;

/// About as many as CPT has.
const SERVICES: usize = 11_000;
const DEEDS: [&str; 20] = [
    "Incision",
    "Excision",
    "Repair",
    "Removal",
    "Biopsy",
    "Injection",
    "Drainage",
    "Imaging",
    "Evaluation",
    "Insertion",
    "Revision",
    "Destruction",
    "Replacement",
    "Measurement",
    "Reconstruction",
    "Monitoring",
    "Transfer",
    "Release",
    "Suture",
    "Exploration",
];
const PLACES: [&str; 25] = [
    "skin", "shoulder", "elbow", "wrist", "hand", "hip", "knee", "ankle", "foot", "spine", "heart", "lung",
    "stomach", "colon", "liver", "kidney", "bladder", "eye", "ear", "nose", "brain", "nerve", "artery",
    "vein", "thyroid",
];
const MANNERS: [&str; 22] = [
    "open",
    "percutaneous",
    "endoscopic",
    "with graft",
    "without graft",
    "with contrast",
    "without contrast",
    "initial",
    "subsequent",
    "each additional",
    "bilateral",
    "unilateral",
    "complex",
    "simple",
    "intermediate",
    "with imaging guidance",
    "first 30 minutes",
    "child under 5 years",
    "in an office",
    "under anesthesia",
    "partial",
    "complete",
];

/// `None` where the publisher's files do not lie beside the checkout. The folder must outlive the book.
pub(crate) fn imported() -> Option<(TempDir, Dictionary)> {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let hcpcs = above.map(|above| above.join("shared/releases/hcpcs-2025-10")).find(|path| path.is_dir())?;
    let folder = tempfile::tempdir().unwrap();
    let publications = Publications::at(&folder.path().join("publications.db"));
    let book = Dictionary::open(&book_path()).unwrap();
    take(&publications, &book, &hcpcs, CodeSet::Hcpcs);
    let services = folder.path().join("services.csv");
    std::fs::write(&services, made_up()).unwrap();
    take(&publications, &book, &services, CodeSet::Cpt);
    book.shelve(&publications).unwrap();
    book.warm().unwrap();
    Some((folder, book))
}

fn made_up() -> String {
    let mut text = "Code,Description\n".to_owned();
    for number in 0..SERVICES {
        let deed = DEEDS[number % DEEDS.len()];
        let place = PLACES[number / DEEDS.len() % PLACES.len()];
        let manner = MANNERS[number / (DEEDS.len() * PLACES.len()) % MANNERS.len()];
        text += &format!("{:05},\"{deed} of {place}, {manner}\"\n", number * 9);
    }
    text
}

fn take(publications: &Publications, book: &Dictionary, path: &Path, set: CodeSet) {
    let go_on = &mut |_, _| ControlFlow::Continue(());
    let found = publications.preview(Some(book), path, &BTreeMap::new(), go_on).unwrap().found.remove(0);
    let take = Take {
        file: found.file,
        set,
        release: found.release,
        from: found.from.unwrap_or(date(2026, 1, 1)),
        // Past its end no quarter answers for the day that is searched.
        to: None,
        columns: None,
        licence: (set == CodeSet::Cpt).then(|| "made up".to_owned()),
    };
    publications.import(Some(book), path, &[take], Timestamp::UNIX_EPOCH, go_on).unwrap();
}
