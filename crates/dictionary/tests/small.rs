//! A dictionary of a dozen made-up codes, compiled, opened, looked up and searched: no official text, no build step.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are tests, which clippy cannot see here"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dictionary::compile::{CompileError, Published, Sources, compile};
use dictionary::official::{CodeEditorRecord, CodeEditorTable, Tabular};
use dictionary::{CodeStanding, Dictionary, DictionaryError, Personal, SearchAnswer, SearchRequest};
use encounter::CodeSystem::{self, Hcpcs, Icd10cm};
use expect_test::expect;
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn ask(book: &Dictionary, query: &str, on: Date, systems: &[CodeSystem], limit: u32) -> SearchAnswer {
    book.search(&SearchRequest::new(query, on, systems, limit), &Personal::default()).expect("answers")
}

const TABULAR: &str = r#"<ICD10CM.tabular><version>2026</version>
<chapter><name>1</name><desc>Ailments of the desk (A00-A19)</desc>
 <notes><note>Desk ailments only.</note></notes>
 <section id="A00-A19"><desc>All ink (A00-A19)</desc><excludes2><note>pencil (B00)</note></excludes2></section>
 <section id="A00-A09"><desc>Blue ink (A00-A09)</desc>
  <diag><name>A00</name><desc>Ink stain</desc><includes><note>blot (accidental)</note></includes>
   <sevenChrNote><note>Add one:</note></sevenChrNote>
   <sevenChrDef><extension char="A">initial encounter</extension><extension char="S">sequela</extension>
    <extension char="Z">never valid</extension></sevenChrDef>
   <diag><name>A00.1</name><desc>Ink stain of right thumb</desc>
    <inclusionTerm><note>Blue thumb</note></inclusionTerm></diag>
   <diag><name>A00.9</name><desc>Ink stain, unspecified finger</desc></diag></diag>
  <diag><name>A01</name><desc>Paper cut</desc><excludes1><note>ink stain (A00.-)</note></excludes1>
   <diag><name>A01.0</name><desc>Paper cut of thumb</desc></diag>
   <diag><name>A01.8</name><desc>Ménière’s paper cut</desc></diag></diag>
 </section>
 <section id="A10"><desc>Glue (A10)</desc><diag><name>A10</name><desc>Glued fingers</desc></diag></section>
</chapter></ICD10CM.tabular>"#;

fn published<T>(release: &str, from: Date, to: Date, content: T) -> Published<T> {
    Published { release: release.to_owned(), from, to, source: "made up".to_owned(), content }
}

fn sources() -> Sources {
    let last = 20_270_331;
    let record = |code: &str, from, to, words: &[&str]| CodeEditorRecord {
        code: code.to_owned(),
        from,
        to,
        attributes: words.iter().map(|word| (*word).to_owned()).collect(),
    };
    let records = vec![
        record("A001XXA", 20_151_001, 20_240_930, &["adult"]),
        record("A001XXA", 20_241_001, last, &[]),
        record("A001XXS", 20_151_001, last, &["unacceptable"]),
        record("A009XXA", 20_151_001, last, &["unspecified"]),
        record("A010", 20_151_001, last, &[]),
        record("A018", 20_151_001, 20_260_930, &[]),
        // Split into two in a later year than the Tabular List.
        record("A0181", 20_261_001, last, &[]),
        record("A0182", 20_261_001, last, &[]),
        // Retired before, with a header that is retired too.
        record("A0211", 20_151_001, 20_230_930, &[]),
        record("A10", 20_201_001, last, &[]),
        // A category at the end of a block that the Tabular List does not know.
        record("A20", 20_261_001, last, &[]),
    ];
    let titles =
        [("A02", "Staple wound"), ("A021", "Staple wound of thumb"), ("A0211", "Deep staple wound of thumb")];
    let titles: BTreeMap<_, _> = titles.iter().map(|(c, t)| ((*c).to_owned(), (*t).to_owned())).collect();
    Sources {
        tabular: published(
            "icd10cm-2026-04",
            date(2026, 4, 1),
            date(2026, 9, 30),
            Tabular::parse(TABULAR).expect("a Tabular List"),
        ),
        validity: published(
            "mce",
            date(2015, 10, 1),
            date(2027, 3, 31),
            CodeEditorTable { records, last_date: last },
        ),
        titles: vec![published("icd10cm-2023", date(2022, 10, 1), date(2023, 9, 30), titles)],
        short_titles: BTreeMap::from([("A010".to_owned(), "Paper cut thumb".to_owned())]),
        procedures: None,
    }
}

struct Folder(PathBuf);

impl Folder {
    /// The name has what SQLite's URIs reserve.
    fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("carrel 100%#{test}? é {}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn compiled(folder: &Folder) -> PathBuf {
    let path = folder.0.join("small.db");
    compile(&sources(), &path).expect("compiles");
    path
}

fn with_small(test: &str, check: impl FnOnce(&Dictionary)) {
    let folder = Folder::new(test);
    check(&Dictionary::open(&compiled(&folder)).expect("opens"));
}

#[test]
fn standings_on_dates() {
    with_small("standings", |small| {
        let mut seen = String::new();
        for (code, on) in [
            ("a00.1xxa", date(2026, 4, 1)),
            ("A00.1", date(2026, 4, 1)),
            ("A01.8", date(2026, 9, 30)),
            ("A01.8", date(2026, 10, 1)),
            ("A01.81", date(2026, 9, 30)),
            ("A02.11", date(2023, 9, 30)),
            ("A02.11", date(2023, 10, 1)),
            ("A02.1", date(2023, 10, 1)),
            ("A10", date(2015, 9, 30)),
            ("A10", date(2027, 4, 1)),
            ("A00.1XXZ", date(2026, 4, 1)),
            ("Z99", date(2026, 4, 1)),
            ("🩺", date(2026, 4, 1)),
        ] {
            let standing = small.standing(Icd10cm, code, on).expect("answers");
            seen += &format!("{code} {on} {standing:?}\n");
        }
        expect![[r#"
            a00.1xxa 2026-04-01 Valid
            A00.1 2026-04-01 Header { was_billable_until: None }
            A01.8 2026-09-30 Valid
            A01.8 2026-10-01 Header { was_billable_until: Some(2026-09-30) }
            A01.81 2026-09-30 NotYetValid { from: 2026-10-01 }
            A02.11 2023-09-30 Valid
            A02.11 2023-10-01 Retired { last_day: 2023-09-30 }
            A02.1 2023-10-01 Retired { last_day: 2023-09-30 }
            A10 2015-09-30 DateNotCovered { from: 2015-10-01, to: 2027-03-31 }
            A10 2027-04-01 DateNotCovered { from: 2015-10-01, to: 2027-03-31 }
            A00.1XXZ 2026-04-01 Unknown
            Z99 2026-04-01 Unknown
            🩺 2026-04-01 Unknown
        "#]]
        .assert_eq(&seen);
    });
}

#[test]
fn everything_of_one_code() {
    with_small("detail", |small| {
        let code = small.code(Icd10cm, "a001xxa", date(2024, 9, 30)).expect("answers").expect("is there");
        let mut seen = format!("{} {:?} {:?}\n", code.code, code.title, code.attributes);
        let path: Vec<&str> = code.path.iter().map(|row| row.code.as_str()).collect();
        seen += &format!("path {path:?}\n");
        for note in &code.notes {
            seen += &format!(
                "{:?} {:?} from {} inherited {}\n",
                note.kind, note.lines, note.origin, note.inherited
            );
        }
        for term in &code.inclusion_terms {
            seen += &format!("includes {} from {} inherited {}\n", term.text, term.origin, term.inherited);
        }
        for seventh in &code.seventh_characters {
            seen += &format!("7th {} {} from {}\n", seventh.character, seventh.meaning, seventh.origin);
        }
        let name = |row: &Option<dictionary::CodeSummary>| row.as_ref().map(|row| row.code.clone());
        seen += &format!("previous {:?} next {:?}\n", name(&code.previous), name(&code.next));
        let siblings: Vec<&str> = code.siblings.iter().map(|row| row.code.as_str()).collect();
        seen += &format!("siblings {siblings:?} of {} in force {}\n", code.release, code.release_in_force);
        expect![[r#"
            A00.1XXA Some("Ink stain of right thumb, initial encounter") [Adult]
            path ["1", "A00-A19", "A00-A09", "A00", "A00.1"]
            Includes ["blot (accidental)"] from A00 inherited true
            SeventhCharacter ["Add one:"] from A00 inherited true
            Excludes2 ["pencil (B00)"] from A00-A19 inherited true
            Note ["Desk ailments only."] from 1 inherited true
            includes Blue thumb from A00.1 inherited true
            7th A initial encounter from A00
            7th S sequela from A00
            7th Z never valid from A00
            previous Some("A00.1") next Some("A00.1XXS")
            siblings ["A00.1XXS"] of icd10cm-2026-04 in force false
        "#]]
        .assert_eq(&seen);
        let later = small.code(Icd10cm, "A00.1XXA", date(2024, 10, 1)).expect("answers").expect("is there");
        assert!(later.attributes.is_empty());
        let cut = small.code(Icd10cm, "A01.0", date(2026, 4, 1)).expect("answers").expect("is there");
        assert_eq!(cut.short_title.as_deref(), Some("Paper cut thumb"));
        assert!(cut.release_in_force);
    });
}

#[test]
fn browsing_and_what_is_billable_below() {
    with_small("browse", |small| {
        let list = |rows: Vec<dictionary::CodeSummary>| {
            rows.iter()
                .map(|row| format!("{} {}", row.code, row.title.as_deref().unwrap_or("-")))
                .collect::<Vec<_>>()
                .join("\n")
        };
        let (before, after) = (date(2026, 4, 1), date(2026, 11, 24));
        expect!["1 Ailments of the desk"].assert_eq(&list(small.chapters(Icd10cm, before).expect("answers")));
        let children = |code, on| list(small.children(Icd10cm, code, on).expect("answers"));
        expect!["A00-A19 All ink\nA20 -"].assert_eq(&children("1", after));
        expect!["A00-A09 Blue ink\nA10-A10 Glue"].assert_eq(&children("A00-A19", before));
        expect!["A01.0 Paper cut of thumb\nA01.8 Ménière’s paper cut"].assert_eq(&children("a01", before));
        let below = |code, on, limit| list(small.billable_below(Icd10cm, code, on, limit).expect("answers"));
        expect![[r#"
            A00.1XXA Ink stain of right thumb, initial encounter
            A00.1XXS Ink stain of right thumb, sequela
            A00.9XXA Ink stain, unspecified finger, initial encounter"#]]
        .assert_eq(&below("A00", before, 10));
        expect!["A00.1XXA Ink stain of right thumb, initial encounter"].assert_eq(&below("A00", before, 1));
        expect!["A01.81 -\nA01.82 -"].assert_eq(&below("A01.8", after, 10));
        expect![""].assert_eq(&below("A01.8", before, 10));
        expect![""].assert_eq(&below("A00", date(2030, 1, 1), 10));
    });
}

#[test]
fn searches() {
    with_small("search", |small| {
        let mut seen = String::new();
        for query in [
            "a00",
            "A01.8",
            "a02.11",
            "a01.0zz",
            "ink thumb",
            "thum in",
            "cuts",
            "blue",
            "blot",
            "meniere",
            "purple ink",
            "purple",
            "",
            "...",
        ] {
            let answer = ask(small, query, date(2026, 4, 1), &[Icd10cm], 10);
            let hits: Vec<&str> = answer.hits.iter().map(|hit| hit.code.as_str()).collect();
            seen += &format!(
                "{query}: {hits:?} of {} partial {} {:?}\n",
                answer.total, answer.partial, answer.unknown_words
            );
        }
        expect![[r#"
            a00: ["A00", "A00.1XXA", "A00.1XXS", "A00.9XXA", "A00.1", "A00.9"] of 6 partial false []
            A01.8: ["A01.8"] of 1 partial false []
            a02.11: ["A02.11"] of 1 partial false []
            a01.0zz: ["A01.0"] of 1 partial false []
            ink thumb: ["A00.1XXA", "A00.1XXS", "A00.1", "A00.9XXA", "A00", "A00.9", "A01.0"] of 7 partial false []
            thum in: ["A00.1XXA", "A00.1XXS", "A00.1", "A01.0", "A00.9XXA", "A00", "A00.9"] of 7 partial false []
            cuts: ["A01.0", "A01", "A01.8"] of 3 partial false []
            blue: ["A00.1XXA", "A00.1"] of 2 partial false []
            blot: ["A00.9XXA", "A00"] of 2 partial false []
            meniere: ["A01.8"] of 1 partial false []
            purple ink: ["A00.9XXA", "A00", "A00.9", "A00.1XXA", "A00.1XXS", "A00.1"] of 6 partial true ["purple"]
            purple: ["A01.0", "A01.8", "A01"] of 3 partial true ["purple"]
            : [] of 0 partial false []
            ...: [] of 0 partial false []
        "#]].assert_eq(&seen);
        let other = ask(small, "ink", date(2026, 4, 1), &[Hcpcs], 10);
        assert!(other.hits.is_empty());
    });
}

#[test]
fn a_file_that_is_no_dictionary_is_refused() {
    let folder = Folder::new("refused");
    let path = folder.0.join("file.db");
    assert!(matches!(Dictionary::open(&path), Err(DictionaryError::Missing)));
    assert!(matches!(Dictionary::open(&folder.0), Err(DictionaryError::Missing)));
    for content in [
        &b""[..],
        b"not a database, but long enough to have had a header of one hundred bytes in it, if it were one.",
    ] {
        std::fs::write(&path, content).expect("writes");
        assert!(matches!(Dictionary::open(&path), Err(DictionaryError::NotADictionary)));
    }
    let good = std::fs::read(compiled(&folder)).expect("reads");
    // https://www.sqlite.org/fileformat.html, section 1.3: the user version lies at 60, the application id at 68.
    for (version, newer) in [(u32::MAX, true), (0, false)] {
        let mut other = good.clone();
        other[60..64].copy_from_slice(&u32::to_be_bytes(version));
        std::fs::write(&path, other).expect("writes");
        let refused = Dictionary::open(&path).expect_err("another version");
        assert_eq!(matches!(refused, DictionaryError::Newer { .. }), newer);
        assert_eq!(matches!(refused, DictionaryError::Older { .. }), !newer);
    }
    let mut other = good.clone();
    other[68] ^= 1;
    std::fs::write(&path, other).expect("writes");
    assert!(matches!(Dictionary::open(&path), Err(DictionaryError::NotADictionary)));
    // Cut anywhere, it is refused at once or at the first question, without a panic.
    for length in (100..good.len()).step_by(good.len() / 7) {
        std::fs::write(&path, &good[..length]).expect("writes");
        if let Ok(cut) = Dictionary::open(&path) {
            let _ = cut.search(&SearchRequest::new("ink", date(2026, 4, 1), &[], 10), &Personal::default());
            let _ = cut.code(Icd10cm, "A00", date(2026, 4, 1));
        }
    }
}

#[test]
fn a_code_without_a_place_fails_the_build() {
    let folder = Folder::new("homeless");
    let mut sources = sources();
    sources.validity.content.records.push(CodeEditorRecord {
        code: "0A1".to_owned(),
        from: 20_151_001,
        to: 20_270_331,
        attributes: Vec::new(),
    });
    let failed = compile(&sources, &folder.0.join("small.db"));
    assert!(matches!(failed, Err(CompileError::Homeless { code }) if code == "0A1"));
}

#[test]
fn many_threads_may_ask() {
    with_shared(|small| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let small = Arc::clone(&small);
                std::thread::spawn(move || {
                    (0..50).map(|_| ask(&small, "ink", date(2026, 4, 1), &[], 5).hits.len()).sum::<usize>()
                })
            })
            .collect();
        let counts: Vec<usize> =
            threads.into_iter().map(|thread| thread.join().expect("ends well")).collect();
        assert!(counts.iter().all(|count| *count == counts[0] && *count > 0));
    });
}

fn with_shared(check: impl FnOnce(Arc<Dictionary>)) {
    let folder = Folder::new("shared");
    check(Arc::new(Dictionary::open(&compiled(&folder)).expect("opens")));
}

#[test]
fn anything_may_be_asked() {
    with_small("anything", |small| {
        let on = || (1900_i16..2100, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| date(y, m, d));
        let text = prop_oneof!["\\PC{0,40}", "[a-c0-9. -]{0,10}", "(ink|thumb|cut|[a-z]{1,3}| |,){0,8}"];
        let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
        proptest!(config, |(text in text, on in on(), limit in 0_u32..20)| {
            let answer = ask(small, &text, on, &[], limit);
            prop_assert!(answer.hits.len() <= limit as usize);
            for hit in &answer.hits {
                let title = hit.title.as_deref().unwrap_or_default().encode_utf16().count();
                let code = hit.code.encode_utf16().count();
                let inside = |h: &dictionary::Highlight, end: usize| h.start < h.end && h.end as usize <= end;
                prop_assert!(hit.title_highlights.iter().all(|h| inside(h, title)));
                prop_assert!(hit.code_highlights.iter().all(|h| inside(h, code)));
                prop_assert_eq!(hit.billable, hit.standing == CodeStanding::Valid);
            }
            let _ = small.code(Icd10cm, &text, on).expect("answers");
            let _ = small.billable_below(Icd10cm, &text, on, limit).expect("answers");
            let _ = small.standing(Icd10cm, &text, on).expect("answers");
            let _ = small.children(Icd10cm, &text, on).expect("answers");
        });
    });
}

#[test]
fn compiling_over_a_file_fails() {
    let folder = Folder::new("over");
    let path: &Path = &compiled(&folder);
    assert!(matches!(compile(&sources(), path), Err(CompileError::Write(_))));
}
