//! What the compiled dictionary must say. The file is built, and its counts checked, by `cargo xtask dictionary`.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are tests, which clippy cannot see here"
)]

mod book;

use book::{APRIL, BOOK, NOVEMBER, ask};
use dictionary::{CodeChange, CodeDetail, CodeKind, CodeStanding, Reason, SearchAnswer};
use encounter::CodeSystem::{self, Icd10cm};
use expect_test::{Expect, expect};
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn code(text: &str, on: Date) -> CodeDetail {
    book::code(Icd10cm, text, on)
}

fn search(query: &str, on: Date) -> SearchAnswer {
    ask(&BOOK, query, on, &[Icd10cm], 10)
}

fn first_codes(query: &str, on: Date, count: usize) -> String {
    let hits = search(query, on).hits;
    hits.iter().take(count).map(|hit| hit.code.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_releases_and_the_counts() {
    let info = BOOK.info();
    let releases: Vec<String> =
        info.releases.iter().map(|r| format!("{} {:?} {} to {}", r.id, r.role, r.from, r.to)).collect();
    expect![[r#"
        mce-icd10cm-2027 Validity 2015-10-01 to 2027-03-31
        mce-icd10pcs-2027 Validity 2015-10-01 to 2027-03-31
        icd10cm-2019 Titles 2018-10-01 to 2019-09-30
        icd10cm-2020 Titles 2019-10-01 to 2020-09-30
        icd10cm-2021 Titles 2020-10-01 to 2021-09-30
        icd10cm-2022 Titles 2021-10-01 to 2022-09-30
        icd10cm-2023 Titles 2022-10-01 to 2023-09-30
        icd10cm-2024 Titles 2023-10-01 to 2024-09-30
        icd10pcs-2024-04 Titles 2024-04-01 to 2024-09-30
        icd10cm-2025 Titles 2024-10-01 to 2025-09-30
        icd10pcs-2025-04 Titles 2025-04-01 to 2025-09-30
        icd10pcs-tables-2025-04 Tabular 2025-04-01 to 2025-09-30
        icd10cm-2026-04 Tabular 2026-04-01 to 2026-09-30"#]]
    .assert_eq(&releases.join("\n"));
    assert_eq!(info.codes, 75_909 + 82_508);
    assert_eq!((info.from, info.to), (date(2015, 10, 1), date(2027, 3, 31)));
    let billable = |on| {
        BOOK.chapters(Icd10cm, on)
            .expect("answers")
            .iter()
            .flat_map(|chapter| BOOK.billable_below(Icd10cm, &chapter.code, on, 100_000).expect("answers"))
            .filter(|code| code.billable)
            .collect::<Vec<_>>()
    };
    let (april, november) = (billable(date(2026, 4, 1)), billable(NOVEMBER));
    assert_eq!((april.len(), november.len()), (74_719, 74_879));
    assert_eq!(april.iter().filter(|code| code.title.is_none()).count(), 0);
    assert_eq!(november.iter().filter(|code| code.title.is_none()).count(), 190);
}

#[test]
fn a_code_in_any_spelling() {
    for text in ["E11.22", "e1122", " e11 22", "E11.22 "] {
        assert_eq!(code(text, APRIL).code, "E11.22");
    }
    assert!(BOOK.code(Icd10cm, "E11.999", APRIL).expect("answers").is_none());
}

#[test]
fn inherited_notes_say_where_they_stand() {
    let diabetic_kidney = code("E11.22", APRIL);
    let mut seen = String::new();
    for note in &diabetic_kidney.notes {
        let origin = if note.inherited { note.origin.as_str() } else { "itself" };
        let first = note.lines.first().map(String::as_str).unwrap_or_default();
        seen += &format!("{origin} {:?} {} ({} lines)\n", note.kind, first, note.lines.len());
    }
    expect![[r#"
        itself UseAdditional code to identify stage of chronic kidney disease (N18.1-N18.6) (1 lines)
        E11 Includes diabetes (mellitus) due to insulin secretory defect (3 lines)
        E11 UseAdditional code to identify control using: (5 lines)
        E11 Excludes1 diabetes mellitus due to underlying condition (E08.-) (8 lines)
        4 Note All neoplasms, whether functionally active or not, are classified in Chapter 2. Appropriate codes in this chapter (i.e. E05.8, E07.0, E16-E31, E34.-) may be used as additional codes to indicate either functional activity by neoplasms and ectopic endocrine tissue or hyperfunction and hypofunction of endocrine glands associated with neoplasms and other conditions classified elsewhere. (1 lines)
        4 Excludes1 transitory endocrine and metabolic disorders specific to newborn (P70-P74) (1 lines)
    "#]].assert_eq(&seen);
    let path: Vec<&str> = diabetic_kidney.path.iter().map(|row| row.code.as_str()).collect();
    assert_eq!(path, ["4", "E08-E13", "E11", "E11.2"]);
    let names = |row: &Option<dictionary::CodeSummary>| row.as_ref().map(|row| row.code.clone());
    assert_eq!(names(&diabetic_kidney.previous).as_deref(), Some("E11.21"));
    assert_eq!(names(&diabetic_kidney.next).as_deref(), Some("E11.29"));
    assert!(diabetic_kidney.release_in_force && !code("E11.22", NOVEMBER).release_in_force);
}

#[test]
fn a_seventh_character_makes_a_code_of_its_own() {
    let fracture = code("S72.001A", APRIL);
    expect!["Fracture of unspecified part of neck of right femur, initial encounter for closed fracture"]
        .assert_eq(fracture.title.as_deref().unwrap_or_default());
    assert_eq!((fracture.kind, fracture.billable), (CodeKind::Code, true));
    let header = code("S72001", APRIL);
    assert_eq!(header.standing, CodeStanding::Header { was_billable_until: None });
    let children: String =
        header.children.iter().filter_map(|child| child.code.chars().next_back()).collect();
    expect!["ABCDEFGHJKMNPQRS"].assert_eq(&children);
    let origin = header.seventh_characters.first().map(|seventh| seventh.origin.clone());
    assert_eq!(origin.as_deref(), Some("S72"));
    assert_eq!(code("W01.0XXD", APRIL).path.last().map(|row| row.code.as_str()), Some("W01.0"));
    // The Tabular List would allow 7th characters here that the code set does not.
    assert_eq!(code("S06.1X7A", APRIL).siblings.len(), 0);
}

#[test]
fn a_code_retired_in_2024_is_found_by_its_date() {
    let before = code("M51.36", date(2024, 9, 30));
    expect!["Other intervertebral disc degeneration, lumbar region"]
        .assert_eq(before.title.as_deref().unwrap_or_default());
    assert_eq!(before.standing, CodeStanding::Valid);
    assert_eq!(first_codes("M51.36", date(2024, 9, 30), 1), "M51.36");
    let after = code("M51.36", date(2024, 10, 1));
    assert_eq!(after.standing, CodeStanding::Header { was_billable_until: Some(date(2024, 9, 30)) });
    let below = BOOK.billable_below(Icd10cm, "M51.36", date(2024, 10, 1), 10).expect("answers");
    let below: Vec<&str> = below.iter().map(|code| code.code.as_str()).collect();
    assert_eq!(below, ["M51.360", "M51.361", "M51.362", "M51.369"]);
}

#[test]
fn a_code_gone_from_the_book_keeps_its_last_title() {
    let sling = code("T81.32XA", date(2024, 9, 30));
    assert_eq!(sling.standing, CodeStanding::Valid);
    expect!["Disruption of internal operation (surgical) wound, not elsewhere classified initial encounter"]
        .assert_eq(sling.title.as_deref().unwrap_or_default());
    // Typed in full it is found on any date, and says how it stands; by words it is not.
    let hit = search("t8132xa", APRIL).hits.into_iter().next().expect("is found");
    assert_eq!(hit.standing, CodeStanding::Retired { last_day: date(2024, 9, 30) });
    assert_eq!(hit.reasons, [Reason::ExactCode]);
    let by_words = search("disruption internal operation wound", APRIL);
    assert!(by_words.hits.iter().all(|hit| hit.code != "T81.32XA"));
}

#[test]
fn a_code_newer_than_the_book_has_no_title() {
    let new = code("D69.11", NOVEMBER);
    assert_eq!((new.title.as_deref(), new.billable), (None, true));
    assert_eq!(new.standing, CodeStanding::Valid);
    assert_eq!(code("D69.11", APRIL).standing, CodeStanding::NotYetValid { from: date(2026, 10, 1) });
    assert_eq!(code("D69.1", APRIL).standing, CodeStanding::Valid);
    assert_eq!(
        code("D69.1", NOVEMBER).standing,
        CodeStanding::Header { was_billable_until: Some(date(2026, 9, 30)) }
    );
    let far = BOOK.standing(Icd10cm, "E11.22", date(2031, 1, 1)).expect("answers");
    assert!(matches!(far, CodeStanding::DateNotCovered { .. }));
}

#[test]
fn attributes_follow_the_date() {
    let words = |on| code("A18.14", on).attributes.iter().map(|a| a.word()).collect::<Vec<_>>().join(" ");
    assert_eq!(words(date(2024, 9, 30)), "adult male");
    assert_eq!(words(date(2024, 10, 1)), "adult");
    assert_eq!(history(Icd10cm, "A18.14"), "2015-10-01 known", "changed attributes do not end a code");
}

/// What became of a code, in one line.
fn history(system: CodeSystem, code: &str) -> String {
    let found = BOOK.code(system, code, APRIL).expect("answers").expect("in the book").history;
    let events = found.events.iter().map(|event| {
        let change = match &event.change {
            CodeChange::Known { .. } => "known".to_owned(),
            CodeChange::Came { .. } => "came".to_owned(),
            CodeChange::BecameHeader => "header".to_owned(),
            CodeChange::BecameBillable => "billable".to_owned(),
            CodeChange::Went => "went".to_owned(),
            CodeChange::Retitled { before, after } => format!("{before} -> {after}"),
        };
        format!("{} {change}", event.on)
    });
    let codes = |sign: &str, codes: &[String]| match codes {
        [] => String::new(),
        codes => format!("; {sign} {}", codes.join(" ")),
    };
    let events = events.collect::<Vec<_>>().join(", ");
    events + &codes("by", &found.replaced_by) + &codes("for", &found.replaces)
}

#[test]
fn a_code_has_its_history() {
    for (system, code, expected) in [
        (Icd10cm, "I10", "2015-10-01 known"),
        // COVID-19 came between two years.
        (Icd10cm, "U07.1", "2020-04-01 came"),
        (Icd10cm, "M54.5", "2015-10-01 known, 2021-10-01 header; by M54.50 M54.51 M54.59"),
        (Icd10cm, "M54.50", "2021-10-01 came; for M54.5"),
        (Icd10cm, "D69.1", "2015-10-01 known, 2026-10-01 header; by D69.11 D69.19"),
        (CodeSystem::Icd10pcs, "0FT44ZZ", "2015-10-01 known"),
    ] {
        assert_eq!(history(system, code), expected, "{code}");
    }
}

#[test]
fn the_timeline_shows_each_release_and_what_is_known_of_it() {
    let periods = BOOK.timeline(Icd10cm).expect("answers");
    let lines: Vec<String> = periods
        .iter()
        .map(|each| {
            let known = if each.text {
                "text"
            } else if each.codes {
                "codes"
            } else {
                "-"
            };
            format!("{} {} {} {known}", each.from, each.to.unwrap_or(Date::MAX), each.edition)
        })
        .collect();
    assert_eq!(lines[0], "2015-10-01 2016-09-30 FY2016 codes");
    assert!(lines.contains(&"2021-01-01 2021-09-30 FY2021 January codes".to_owned()), "{lines:?}");
    assert_eq!(
        lines[lines.len() - 3..],
        [
            "2025-10-01 2026-03-31 FY2026 codes",
            "2026-04-01 2026-09-30 FY2026 April text",
            "2026-10-01 2027-03-31 FY2027 codes",
        ]
    );
    assert_eq!(BOOK.timeline(CodeSystem::Hcpcs).expect("answers"), []);
}

#[test]
fn the_first_hit_is_the_code_that_is_meant() {
    let check = |expected: &Expect, queries: &[&str]| {
        let lines: Vec<String> =
            queries.iter().map(|q| format!("{q}: {}", first_codes(q, APRIL, 3))).collect();
        expected.assert_eq(&lines.join("\n"));
    };
    check(
        &expect![[r#"
            e1140: E11.40
            E11.40: E11.40
            e11 4: E11.4 E11.40 E11.41
            S72.001a: S72.001A
            E11.9A: E11.9
            type 2 diabetes: E11.9 E11.A E11.319
            diabetes type 2 neuropathy: E11.40 E11.42 E11.43
            pneumonia: J18.9 J18.8 J18
            chest pain: R07.9 R07.89 R07.8
            low back pain: M54.50 M54.59 M54.5
            pain low back: M54.50 M54.59 M54.5
            atrial fib: I48.91 I48.20 I48.19
            asthma: J45.909 J45 J45.998
            morbid obesity: E66.01 E66.2 E66.9
            crohns disease: K50.90 K50 K50.9
            Ménière: H81.09 H81.03 H81.0
            meniere: H81.09 H81.03 H81.0
            femur neck fracture right: S72.001A S72.001B S72.001S
            acute appendicitis: K35.80 K35 K35.890
            urinary tract infection: N39.0 O08.83 O23.40
            hypothyroidism: E03.9 E03 E03.1
            iron deficiency anemia: D50.9 D50.8 D50
            screening mammogram: Z12.31 R92.8 R92.2
            xyzzy pneumonia: J18.9 J18.8 J18"#]],
        &[
            "e1140",
            "E11.40",
            "e11 4",
            "S72.001a",
            "E11.9A",
            "type 2 diabetes",
            "diabetes type 2 neuropathy",
            "pneumonia",
            "chest pain",
            "low back pain",
            "pain low back",
            "atrial fib",
            "asthma",
            "morbid obesity",
            "crohns disease",
            "Ménière",
            "meniere",
            "femur neck fracture right",
            "acute appendicitis",
            "urinary tract infection",
            "hypothyroidism",
            "iron deficiency anemia",
            "screening mammogram",
            "xyzzy pneumonia",
        ],
    );
}

#[test]
fn hits_are_marked_and_explained() {
    let answer = search("diab kidney", APRIL);
    let hit = answer.hits.first().expect("something");
    let title: Vec<u16> = hit.title.as_deref().unwrap_or_default().encode_utf16().collect();
    let marked: Vec<String> = hit
        .title_highlights
        .iter()
        .map(|h| String::from_utf16_lossy(&title[h.start as usize..h.end as usize]))
        .collect();
    expect![[
        r#"E11.22 ["diab", "diab", "kidney"] [WordBeginning { typed: "diab" }, Word { typed: "kidney" }]"#
    ]]
    .assert_eq(&format!("{} {:?} {:?}", hit.code, marked, hit.reasons));
    let partial = search("xyzzy pneumonia", APRIL);
    assert!(partial.partial);
    assert_eq!(partial.unknown_words, ["xyzzy"]);
    assert!(partial.hits[0].reasons.contains(&Reason::Missing { typed: "xyzzy".to_owned() }));
}

#[test]
fn every_code_finds_itself() {
    // Every hundredth, in three spellings and by its own title.
    let all: Vec<_> = BOOK
        .chapters(Icd10cm, APRIL)
        .expect("answers")
        .iter()
        .flat_map(|chapter| BOOK.billable_below(Icd10cm, &chapter.code, APRIL, 100_000).expect("answers"))
        .step_by(101)
        .collect();
    let mut titles_missed = Vec::new();
    for code in &all {
        let bare = code.code.replace('.', "");
        for spelling in [code.code.clone(), bare.clone(), bare.to_lowercase()] {
            assert_eq!(first_codes(&spelling, APRIL, 1), code.code, "{spelling}");
        }
        let title = code.title.clone().unwrap_or_default();
        if first_codes(&title, APRIL, 1) != code.code {
            titles_missed.push(format!("{} {title}", code.code));
        }
    }
    let hits = all.len() - titles_missed.len();
    assert!(hits * 100 >= all.len() * 98, "{hits} of {}: {titles_missed:#?}", all.len());
}

#[test]
fn hostile_queries_answer_at_once() {
    for query in [
        "x".repeat(10_000),
        "diabetes ".repeat(2_000),
        "!?%_*()[]{}\"'`;--".repeat(500),
        "'; DROP TABLE code; --".to_owned(),
        "🩺💉".repeat(3_000),
        "\0\u{202e}\u{feff}".to_owned(),
        ".*(a+)+$".to_owned(),
        "e\u{301}".repeat(5_000),
    ] {
        let answer = ask(&BOOK, &query, APRIL, &[], 10);
        assert!(answer.hits.len() <= 10);
    }
    assert!(search("", APRIL).hits.is_empty());
    assert_eq!(ask(&BOOK, "diabetes", APRIL, &[], 0).hits.len(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_query_answers(text in prop_oneof!["\\PC{0,60}", "[a-zA-Z0-9. ]{0,12}"], days in 0_i32..6_000) {
        let on = date(2013, 1, 1).checked_add(jiff::Span::new().days(days)).expect("a date");
        let answer = ask(&BOOK, &text, on, &[], 20);
        prop_assert!(answer.total as usize >= answer.hits.len());
        BOOK.code(Icd10cm, &text, on).expect("answers");
    }
}
