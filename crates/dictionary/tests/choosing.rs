//! From an incomplete code to the billable one, and the codes beside it, in the dictionary that the app carries.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are tests, which clippy cannot see here"
)]

mod book;

use book::{APRIL, BOOK};
use encounter::CodeSystem::Icd10cm;
use expect_test::expect;
use jiff::civil::{Date, date};

/// What `keys` choose one after the other from an incomplete code: the axis, what can be chosen, and the last code.
fn pick(code: &str, keys: &str, on: Date) -> String {
    let mut at = code.to_owned();
    let mut seen = String::new();
    for key in keys.chars() {
        let choice = BOOK.variants(Icd10cm, &at, on, "", false).expect("answers").expect("a choice");
        let all: String = choice.variants.iter().map(|variant| variant.key.as_str()).collect();
        let chosen = choice.variants.iter().find(|variant| variant.key == key.to_string());
        let chosen = chosen.unwrap_or_else(|| panic!("{key} is none of {all}"));
        seen += &format!(
            "{} {:?} {all}: {} ",
            choice.at.code,
            choice.axis,
            chosen.text.as_deref().unwrap_or("-")
        );
        seen += &format!("-> {}\n", chosen.code.code);
        at = chosen.code.code.clone();
    }
    seen + if BOOK.variants(Icd10cm, &at, on, "", false).expect("answers").is_none() {
        "billable"
    } else {
        "incomplete"
    }
}

#[test]
fn from_an_incomplete_code_to_the_billable_one() {
    let picks = [
        ("S72.00", "LA"),
        ("O24.41", "4"),
        ("O09.0", "2"),
        ("M17.1", "R"),
        ("M17", "1R"),
        ("T36.3X", "5D"),
        ("H25.01", "B"),
        ("R40.211", "0"),
        ("O36.81", "23"),
    ];
    let seen: Vec<String> = picks.iter().map(|(code, keys)| pick(code, keys, APRIL)).collect();
    expect![[r#"
        S72.00 Side RLU: Fracture of unspecified part of neck of left femur -> S72.002
        S72.002 SeventhCharacter ABCDEFGHJKMNPQRS: initial encounter for closed fracture -> S72.002A
        billable

        O24.41 Kind 0459: Gestational diabetes mellitus in pregnancy, insulin controlled -> O24.414
        billable

        O09.0 Trimester 0123: Supervision of pregnancy with history of infertility, second trimester -> O09.02
        billable

        M17.1 Side URL: Unilateral primary osteoarthritis, right knee -> M17.11
        billable

        M17 Kind 0123459: Unilateral primary osteoarthritis of knee -> M17.1
        M17.1 Side URL: Unilateral primary osteoarthritis, right knee -> M17.11
        billable

        T36.3X Kind 123456: Adverse effect of macrolides -> T36.3X5
        T36.3X5 SeventhCharacter ADS: subsequent encounter -> T36.3X5D
        billable

        H25.01 Side RLBU: Cortical age-related cataract, bilateral -> H25.013
        billable

        R40.211 SeventhCharacter 01234: unspecified time -> R40.2110
        billable

        O36.81 Trimester 239: Decreased fetal movements, second trimester -> O36.812
        O36.812 SeventhCharacter 0123459: fetus 3 -> O36.8123
        billable"#]]
    .assert_eq(&seen.join("\n\n"));
    for nothing in ["E11.22", "E11.999", "", "T81.32"] {
        let on = if nothing == "T81.32" { date(2031, 1, 1) } else { APRIL };
        assert_eq!(BOOK.variants(Icd10cm, nothing, on, "", false).expect("answers"), None, "{nothing}");
    }
}

#[test]
fn what_the_record_says_of_a_choice_comes_first() {
    let first = |code: &str, said: &str| {
        let choice = BOOK.variants(Icd10cm, code, APRIL, said, false).expect("answers").expect("a choice");
        let first = choice.variants.first().expect("a variant");
        format!("{code}, {said}: {} {}", if choice.named { "named" } else { "-" }, first.code.code)
    };
    let seen = [
        first("M17.1", "pain of lt knee, primary osteoarthritis"),
        first("M17.1", "osteoarthritis of the knee"),
        first("N18.3", "CKD, stage IIIb"),
        first("N18.3", "chronic kidney disease stage 3b"),
        first("S72.002", "here for subsequent encounter, healing well"),
        first("S72.002", "initial, open fracture of the hip"),
        first("O24.41", "diet controlled GDM"),
        first("O12.0", "edema in the 2nd trimester"),
        first("L89.15", "sacral pressure ulcer, stage 3"),
    ];
    expect![[r#"
        M17.1, pain of lt knee, primary osteoarthritis: named M17.12
        M17.1, osteoarthritis of the knee: - M17.10
        N18.3, CKD, stage IIIb: named N18.32
        N18.3, chronic kidney disease stage 3b: named N18.32
        S72.002, here for subsequent encounter, healing well: named S72.002D
        S72.002, initial, open fracture of the hip: named S72.002B
        O24.41, diet controlled GDM: named O24.410
        O12.0, edema in the 2nd trimester: named O12.02
        L89.15, sacral pressure ulcer, stage 3: named L89.153"#]]
    .assert_eq(&seen.join("\n"));
}

#[test]
fn from_most_incomplete_codes_three_keys_are_enough() {
    // The key that opens the choices is the first. Of 23,467 incomplete codes 117 need one more, S72 and its like two.
    fn choices(code: &str, further: bool) -> usize {
        let Some(choice) = BOOK.variants(Icd10cm, code, APRIL, "", further).expect("answers") else {
            return 0;
        };
        1 + choice.variants.iter().map(|variant| choices(&variant.code.code, true)).max().unwrap_or(0)
    }
    for code in ["E10.3", "I77", "L02", "S43.2", "T22.4", "E11", "M02", "F10"] {
        assert_eq!(choices(code, false), 2, "{code}");
    }
    assert_eq!(choices("S72", false), 4, "all kinds and sides at once are no list to choose from");
}

#[test]
fn the_choices_lead_to_every_billable_code_once_and_to_no_other() {
    for code in ["S72", "O24", "M17", "E11", "T36", "R40", "C44", "Y93", "M02"] {
        let mut open = vec![(code.to_owned(), false)];
        let mut found = Vec::new();
        while let Some((at, further)) = open.pop() {
            let Some(choice) = BOOK.variants(Icd10cm, &at, APRIL, "", further).expect("answers") else {
                found.push(at);
                continue;
            };
            let mut keys: Vec<&str> = choice.variants.iter().map(|variant| variant.key.as_str()).collect();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), choice.variants.len(), "a key of {at} is there twice");
            open.extend(choice.variants.iter().map(|variant| (variant.code.code.clone(), true)));
        }
        let mut below: Vec<String> = BOOK
            .billable_below(Icd10cm, code, APRIL, 100_000)
            .expect("answers")
            .into_iter()
            .map(|summary| summary.code)
            .collect();
        found.sort_unstable();
        below.sort_unstable();
        assert_eq!(found, below, "{code}");
    }
}

#[test]
fn siblings_stand_side_by_side_by_what_differs() {
    let compare = |code: &str| {
        let found = BOOK.compare_siblings(Icd10cm, code, APRIL).expect("answers").expect("a code");
        let lines = found.codes.iter().map(|row| {
            let title: Vec<u16> = row.code.title.as_deref().unwrap_or_default().encode_utf16().collect();
            let words = row
                .differs
                .iter()
                .map(|span| String::from_utf16_lossy(&title[span.start as usize..span.end as usize]));
            format!("{} {} {:?}", row.code.code, words.collect::<Vec<_>>().join(" | "), row.notes)
        });
        let parent = found.parent.map(|parent| parent.code).unwrap_or_default();
        format!("{parent}\n{}", lines.collect::<Vec<_>>().join("\n"))
    };
    expect![[r#"
        E11.2
        E11.21 nephropathy []
        E11.22 chronic kidney disease [UseAdditional]
        E11.29 other | kidney complication []"#]]
    .assert_eq(&compare("e1122"));
    expect![[r#"
        H40.121
        H40.1210 unspecified []
        H40.1211 mild []
        H40.1212 moderate []
        H40.1213 severe []
        H40.1214 indeterminate []"#]]
    .assert_eq(&compare("H40.1213"));
    assert!(BOOK.compare_siblings(Icd10cm, "no code", APRIL).expect("answers").is_none());
}
