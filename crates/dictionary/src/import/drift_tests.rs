//! Every layout in the forms in which its bytes come: what is found in the file is the same.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;

use super::preview::Found;
use crate::official::mutated_tests::LAYOUTS;
use crate::publications::Publications;

/// What the preview says of a file by its bytes; nothing of where a problem stands.
fn seen(publications: &Publications, folder: &std::path::Path, bytes: &[u8]) -> Option<Found> {
    let path = folder.join("file-2031");
    fs::write(&path, bytes).unwrap();
    let go_on = &mut |_, _| ControlFlow::Continue(());
    let found = publications.preview(None, &path, &BTreeMap::new(), go_on).unwrap().found;
    found.into_iter().next().map(|found| Found { problems: Vec::new(), list: None, ..found })
}

#[test]
fn every_layout_is_found_whatever_its_encoding_and_line_ends() {
    let folder = tempfile::tempdir().unwrap();
    let publications = Publications::at(&folder.path().join("publications.db"));
    for (name, seed) in LAYOUTS {
        let seed = seed.replace("\r\n", "\n");
        let plain = seen(&publications, folder.path(), seed.as_bytes());
        assert!(plain.as_ref().is_some_and(|found| found.entries > 0), "{name}: {plain:?}");
        // A word of another language, so that the encodings differ.
        let accented = seed.replace("Ink", "\u{c9}nk").replace("escri", "\u{e9}scri");
        let latin: Vec<u8> = accented.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
        let lines = seed.replace('\n', "\r\n");
        for (drift, bytes) in [
            ("byte order mark", format!("\u{FEFF}{seed}").into_bytes()),
            ("CR LF", lines.clone().into_bytes()),
            ("byte order mark and CR LF", format!("\u{FEFF}{lines}").into_bytes()),
            ("blank lines at the end", format!("{seed}\n\n").into_bytes()),
        ] {
            assert_eq!(seen(&publications, folder.path(), &bytes), plain, "{name}: {drift}");
        }
        let utf8 = seen(&publications, folder.path(), accented.as_bytes());
        assert_eq!(seen(&publications, folder.path(), &latin), utf8, "{name}: Windows-1252");
    }
}
