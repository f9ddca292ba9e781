//! Whole codes, ranges and lists of codes.

use dictionary::Reason;
use expect_test::expect;

use crate::{APRIL, BOOK, ask, check_advice, codes, search};

#[test]
fn ranges_and_lists_of_codes() {
    check_advice(
        &[
            "S72.0-S72.9",
            "s72 - s73",
            "E08-E13",
            "e13 to e08",
            "Z79.4-Z79.5",
            "E11.9, I10; z79.4",
            "E11.9, n18.30-n18.32, i",
            "U50-U59",
            "S72.0-",
        ],
        &expect![[r#"
            S72.0-S72.9: S72.0 S72.00 S72.001 S72.001A of 2659 []
            s72 - s73: S72 S72.0 S72.00 S72.001 of 2840 []
            E08-E13: E08 E08.0 E08.00 E08.01 of 583 []
            e13 to e08: E08 E08.0 E08.00 E08.01 of 583 []
            Z79.4-Z79.5: Z79.4 Z79.5 Z79.51 Z79.52 of 4 []
            E11.9, I10; z79.4: E11.9 I10 Z79.4 of 3 []
            E11.9, n18.30-n18.32: E11.9 N18.30 N18.31 N18.32 of 4 []
            U50-U59:  of 0 [NothingFound]
            S72.0-: S72.0 S72.001A S72.001B S72.001C of 621 []
        "#]],
    );
    let answer = search("N18.3-N18.5");
    assert_eq!(codes(&answer), ["N18.3", "N18.30", "N18.31", "N18.32", "N18.4", "N18.5"]);
    let hit = &answer.hits[1];
    assert_eq!(hit.reasons, [Reason::InRange { from: "N18.3".into(), to: "N18.5".into() }]);
    assert_eq!(hit.code_highlights.first().map(|of| of.end), Some(3), "N18 is what both share");
}

#[test]
fn a_procedure_code_without_a_digit_is_one_where_the_book_has_it() {
    for query in ["gzjzzzz", "GZJ.ZZZZ", "dhy bfzz"] {
        let answer = ask(&BOOK, query, APRIL, &[], 10);
        let first = answer.hits.first().expect("a hit");
        assert_eq!(first.reasons, [Reason::ExactCode], "{query}");
    }
    let words = ask(&BOOK, "asthmas", APRIL, &[], 10);
    assert!(words.hits.iter().any(|hit| hit.code.starts_with("J45")), "seven letters are a word");
}

#[test]
fn a_whole_code_is_no_word() {
    let found =
        ["E11.40", "e1140", "e11 40", "e11-40", "E11.4", "s72.001a", "S72 001 A", "b20"].map(|query| {
            let answer = search(query);
            let first = answer.hits.first().expect("a hit");
            assert_eq!(first.reasons, [Reason::ExactCode], "{query}");
            let others = answer.hits.iter().skip(1);
            assert!(others.clone().all(|hit| hit.reasons == [Reason::CodeBeginning]), "{query}");
            format!("{query}: {} of {}", first.code, answer.total)
        });
    expect![[r#"
        E11.40: E11.40 of 1
        e1140: E11.40 of 1
        e11 40: E11.40 of 1
        e11-40: E11.40 of 1
        E11.4: E11.4 of 7
        s72.001a: S72.001A of 1
        S72 001 A: S72.001A of 1
        b20: B20 of 1"#]]
    .assert_eq(&found.join("\n"));
}
