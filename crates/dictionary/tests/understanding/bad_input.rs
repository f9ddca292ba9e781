//! Whatever is typed is answered, or it is said why not.

use dictionary::{Advice, Personal, Reason, SearchFilters};
use encounter::CodeSystem::Icd10cm;
use expect_test::expect;
use jiff::civil::date;
use proptest::prelude::*;

use crate::{APRIL, BOOK, ask, ask_as, check_advice, search};

#[test]
fn there_is_always_something_to_go_on() {
    for query in ["xqzt", "zzzz", "hyperqqq", "qwertz uiop", "x", "17"] {
        assert!(!search(query).hits.is_empty(), "{query}");
    }
    let guessed = search("qwertz");
    assert!(guessed.partial && guessed.is_guess());
    assert!(!search("pneumomia").is_guess() && !search("xyzzy pneumonia").is_guess());
    assert_eq!(guessed.unknown_words, ["qwertz"]);
    let hit = guessed.hits.first().expect("a hit");
    assert!(hit.reasons.iter().any(|reason| matches!(reason, Reason::Corrected { .. })), "{:?}", hit.reasons);
}

#[test]
fn hostile_input_is_answered() {
    for query in [
        "a".repeat(10_000),
        "a ".repeat(5_000),
        "without ".repeat(1_200),
        "pnuemonia ".repeat(1_000),
        "!?.,;:/\\|".repeat(1_000),
        "🩺🦴".repeat(2_500),
        "s/p ".repeat(2_500),
        "~aura".to_owned(),
        "'; DROP TABLE code; --".to_owned(),
        "(a+)+$ [^x]* \\d{999}".to_owned(),
        "\u{301}\u{0}\u{feff}".to_owned(),
    ] {
        assert!(ask(&BOOK, &query, APRIL, &[], 10).hits.len() <= 10);
    }
    for day in [date(1, 1, 1), date(9999, 12, 31)] {
        assert!(ask(&BOOK, "htn", day, &[Icd10cm], 10).hits.len() <= 10);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_text_is_answered(query in "\\PC{0,60}") {
        let answer = search(&query);
        prop_assert!(answer.hits.len() <= 10);
        prop_assert!(answer.total as usize >= answer.hits.len());
    }

    /// Highlights lie within the texts that they mark, whatever was corrected or meant.
    #[test]
    fn marks_lie_within_their_texts(query in "[a-z/ ]{1,24}") {
        for hit in search(&query).hits {
            let title = hit.title.unwrap_or_default().encode_utf16().count();
            let matched = hit.matched_text.unwrap_or_default().encode_utf16().count();
            prop_assert!(hit.title_highlights.iter().all(|mark| mark.start < mark.end && mark.end as usize <= title));
            prop_assert!(hit.matched_highlights.iter().all(|mark| mark.end as usize <= matched));
        }
    }
}

#[test]
fn nothing_is_answered_without_a_word() {
    check_advice(
        &[
            "",
            "...",
            "🩺🦴",
            "日本語の病気",
            "перелом",
            "'; DROP TABLE code; --",
            "(.*)+[^a-z]\\d{1,3}$",
            "%_%",
            "qqqqq",
            &"fracture ".repeat(1_200),
        ],
        &expect![[r#"
            :  of 0 [NothingAsked]
            ...:  of 0 [NothingAsked]
            🩺🦴:  of 0 [NothingAsked]
            日本語の病気:  of 0 [OtherLetters]
            перелом:  of 0 [OtherLetters]
            '; DROP TABLE code; : M21.379 M21.339 M21.372 M21.371 of 299 []
            (.*)+[^a-z]\d{1,3}$: E76.22 O36.0193 O36.0191 O36.0133 of 4451 []
            %_%:  of 0 [NothingAsked]
            qqqqq: A78 I21.4 I22.2 I45.81 of 464 []
            fracture fracture fr: T14.8XXA T14.8 S62.609A S92.909A of 20418 [TooLong]
        "#]],
    );
    for day in [date(1900, 1, 1), date(2100, 1, 1)] {
        let answer = ask(&BOOK, "hypertension", day, &[Icd10cm], 10);
        assert_eq!(answer.hits[0].code, "I10");
        assert!(matches!(answer.advice[..], [Advice::DateNotCovered { .. }]), "{:?}", answer.advice);
    }
    let elsewhere = SearchFilters { chapter: Some("4".to_owned()), ..SearchFilters::default() };
    let answer = ask_as("clavicle", elsewhere, &Personal::default());
    assert!(
        answer.hits.is_empty() && matches!(answer.advice[..], [Advice::Filtered { without: 1.. }]),
        "{answer:?}"
    );
}
