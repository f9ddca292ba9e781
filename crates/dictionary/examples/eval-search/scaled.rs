//! The same book made smaller or larger, to show how a keystroke grows with the number of codes: the index is cut after
//! some rows, or repeated with other row ids. The words stay the same, so that every list of phrases grows as the book
//! does, which is harder than a larger book of other words would be.

use std::path::PathBuf;

use dictionary::Dictionary;
use rusqlite::Connection;

use crate::book_path;

pub(crate) struct Scaled {
    pub(crate) dictionary: Dictionary,
    path: PathBuf,
}

impl Drop for Scaled {
    fn drop(&mut self) {
        // A leftover in the folder for temporary files harms nobody.
        let _ = std::fs::remove_file(&self.path);
    }
}

pub(crate) fn book(codes: usize) -> Scaled {
    let path = std::env::temp_dir().join(format!("carrel-eval-search-{}-{codes}.db", std::process::id()));
    std::fs::copy(book_path(), &path).unwrap();
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF")
        .unwrap();
    connection.execute_batch(include_str!("diagnoses_only.sql")).unwrap();
    let billable: u32 = connection.query_row(include_str!("billable.sql"), [], |row| row.get(0)).unwrap();
    let rows = numbers(&connection, "window_starts").len() - 1;
    // The share of rows that are codes is the same all over the book.
    let wanted = rows * codes / billable as usize;
    let copies: Vec<usize> = (0..wanted.div_ceil(rows)).map(|copy| rows.min(wanted - copy * rows)).collect();
    scale(&connection, rows, &copies);
    connection.close().unwrap();
    Scaled { dictionary: Dictionary::open(&path).unwrap(), path }
}

/// `copies` are how many rows each copy has.
fn scale(connection: &Connection, rows: usize, copies: &[usize]) {
    let old_codes = numbers(connection, "phrase_codes");
    // Where each phrase of each copy stands, where it is kept.
    let mut next = 0;
    let places: Vec<Vec<Option<u32>>> = copies
        .iter()
        .map(|kept| {
            let place = |code: &u32| {
                ((*code as usize) < *kept).then(|| {
                    next += 1;
                    next - 1
                })
            };
            old_codes.iter().map(place).collect()
        })
        .collect();
    for name in ["phrase_tags", "phrase_places", "phrase_weights", "phrase_choices"] {
        let old = numbers(connection, name);
        let kept = places.iter().flat_map(|of| old.iter().zip(of).filter(|(_, place)| place.is_some()));
        put(connection, name, kept.map(|(value, _)| *value));
    }
    name_phrases(connection);
    let kept = copies.iter().zip(0_usize..).flat_map(|(kept, copy)| {
        let moved = u32::try_from(copy * rows).unwrap();
        old_codes.iter().filter(|code| (**code as usize) < *kept).map(move |code| code + moved)
    });
    put(connection, "phrase_codes", kept);

    let (starts, postings) = (numbers(connection, "posting_starts"), numbers(connection, "postings"));
    let (mut new_starts, mut new_postings) = (vec![0_u32], Vec::new());
    for span in starts.windows(2) {
        let of_word = &postings[span[0] as usize..span[1] as usize];
        for of in &places {
            new_postings.extend(of_word.iter().filter_map(|posting| {
                let light = posting & (1 << 31);
                of[(posting & !(1 << 31)) as usize].map(|place| place | light)
            }));
        }
        new_starts.push(u32::try_from(new_postings.len()).unwrap());
    }
    put(connection, "posting_starts", new_starts.into_iter());
    put(connection, "postings", new_postings.into_iter());

    // Look-ups by code are not what grows: the codes of the first copy stand for all.
    let ids = numbers(connection, "code_ids");
    let texts = String::from_utf8(blob(connection, "code_texts")).unwrap();
    let kept: Vec<(&str, u32)> =
        texts.lines().zip(ids).filter(|(_, id)| (*id as usize) < copies[0]).collect();
    let lines: String = kept.iter().flat_map(|(text, _)| [*text, "\n"]).collect();
    put_bytes(connection, "code_texts", lines.as_bytes());
    put(connection, "code_ids", kept.iter().map(|(_, id)| *id));

    let (starts, windows) = (numbers(connection, "window_starts"), numbers(connection, "windows"));
    let (mut new_starts, mut new_windows) = (vec![0_u32], Vec::new());
    for span in copies.iter().flat_map(|kept| starts[..=*kept].windows(2)) {
        new_windows.extend_from_slice(&windows[span[0] as usize * 3..span[1] as usize * 3]);
        new_starts.push(u32::try_from(new_windows.len() / 3).unwrap());
    }
    put(connection, "window_starts", new_starts.into_iter());
    put(connection, "windows", new_windows.into_iter());

    for moved in (1..copies.len()).map(|copy| copy * rows) {
        connection.execute(include_str!("scaled_code.sql"), [i64::try_from(moved).unwrap()]).unwrap();
    }
}

/// The texts of phrases that are no titles: any text does, it is only read and shown.
fn name_phrases(connection: &Connection) {
    let tags = numbers(connection, "phrase_tags");
    put(connection, "phrase_tags", tags.iter().map(|tag| if *tag == 0 { 0 } else { 4 }));
    put(connection, "phrase_places", tags.iter().map(|_| 0));
    connection.execute_batch("BEGIN; DELETE FROM search_phrase").unwrap();
    let mut statement = connection
        .prepare(
            "INSERT INTO search_phrase VALUES ('icd10cm', ?1, 'Acute infection of unspecified site NOS')",
        )
        .unwrap();
    for (id, _) in (0_u32..).zip(&tags).filter(|(_, tag)| **tag != 0) {
        statement.execute([id]).unwrap();
    }
    connection.execute_batch("COMMIT").unwrap();
}

fn blob(connection: &Connection, name: &str) -> Vec<u8> {
    connection.query_row("SELECT data FROM search_part WHERE name = ?1", [name], |row| row.get(0)).unwrap()
}

fn numbers(connection: &Connection, name: &str) -> Vec<u32> {
    let data = blob(connection, name);
    data.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect()
}

fn put(connection: &Connection, name: &str, numbers: impl Iterator<Item = u32>) {
    put_bytes(connection, name, &numbers.flat_map(u32::to_le_bytes).collect::<Vec<u8>>());
}

fn put_bytes(connection: &Connection, name: &str, data: &[u8]) {
    connection.execute("UPDATE search_part SET data = ?2 WHERE name = ?1", (name, data)).unwrap();
}
