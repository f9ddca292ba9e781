//! How many instructional notes of the compiled dictionary are executed whole, in part, or not at all, and which.
#![allow(clippy::print_stdout, reason = "a report is printed")]

use std::path::Path;

use dictionary::{Dictionary, NoteReading};
use jiff::civil::Date;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("usage: eval-notes DICTIONARY DATE [--list]")?;
    let on: Date = arguments.next().ok_or("usage: eval-notes DICTIONARY DATE [--list]")?.parse()?;
    let list = arguments.any(|argument| argument == "--list");
    let read = Dictionary::open(Path::new(&path))?.notes_read(on)?;
    println!("{:<16}{:>8}{:>8}{:>12}", "note", "whole", "partly", "words only");
    for (kind, NoteReading { whole, partly, words_only }) in &read.kinds {
        println!("{:<16}{whole:>8}{:>8}{:>12}", format!("{kind:?}"), partly.len(), words_only.len());
    }
    let resolved = read.references as usize - read.unresolved.len();
    println!(
        "references {}, resolved {:.2} %",
        read.references,
        resolved as f64 * 100.0 / f64::from(read.references)
    );
    if list {
        for (kind, reading) in &read.kinds {
            let marked =
                |mark, notes: &[String]| notes.iter().for_each(|note| println!("{kind:?} {mark} {note}"));
            marked("partly", &reading.partly);
            marked("words", &reading.words_only);
        }
    }
    read.unresolved.iter().for_each(|note| println!("unresolved {note}"));
    Ok(())
}
