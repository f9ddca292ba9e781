//! ICD-10-PCS in the dictionary that the app carries. The file is built, and its counts checked, by
//! `cargo xtask dictionary`.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are tests, which clippy cannot see here"
)]

mod book;

use book::{BOOK, NOVEMBER, ask};
use dictionary::{CodeDetail, CodeStanding, CodeSummary, Reason};
use encounter::CodeSystem::{Icd10cm, Icd10pcs};
use expect_test::{Expect, expect};
use jiff::civil::{Date, date};

fn code(text: &str, on: Date) -> CodeDetail {
    book::code(Icd10pcs, text, on)
}

fn list(codes: &[CodeSummary]) -> String {
    let line = |code: &CodeSummary| format!("{} {}", code.code, code.title.as_deref().unwrap_or("-"));
    codes.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_code_reads_axis_by_axis() {
    let check = |text: &str, expected: &Expect| {
        let detail = code(text, NOVEMBER);
        let mut seen = format!("{}\n", detail.title.as_deref().unwrap_or("-"));
        for axis in &detail.axes {
            let meaning = axis.meaning.as_deref().unwrap_or("-");
            seen += &format!("{} {} {}: {meaning}\n", axis.place, axis.character, axis.axis);
        }
        expected.assert_eq(&seen);
    };
    check(
        "0ft44zz",
        &expect![[r#"
            Resection of Gallbladder, Percutaneous Endoscopic Approach
            1 0 Section: Medical and Surgical
            2 F Body System: Hepatobiliary System and Pancreas
            3 T Operation: Resection
            4 4 Body Part: Gallbladder
            5 4 Approach: Percutaneous Endoscopic
            6 Z Device: No Device
            7 Z Qualifier: No Qualifier
        "#]],
    );
    check(
        "10E0XZZ",
        &expect![[r#"
            Delivery of Products of Conception, External Approach
            1 1 Section: Obstetrics
            2 0 Body System: Pregnancy
            3 E Operation: Delivery
            4 0 Body Part: Products of Conception
            5 X Approach: External
            6 Z Device: No Device
            7 Z Qualifier: No Qualifier
        "#]],
    );
    check(
        "0FT",
        &expect![[r#"
            Resection
            1 0 Section: Medical and Surgical
            2 F Body System: Hepatobiliary System and Pancreas
            3 T Operation: Resection
        "#]],
    );
    assert!(BOOK.code(Icd10cm, "E11.22", NOVEMBER).expect("answers").expect("a code").axes.is_empty());
}

#[test]
fn the_place_of_a_code_in_the_book() {
    let gallbladder = code("0FT44ZZ", NOVEMBER);
    expect![[r#"
        0 Medical and Surgical
        0F Hepatobiliary System and Pancreas
        0FT Resection
        0FT4 Gallbladder"#]]
    .assert_eq(&list(&gallbladder.path));
    expect![[r#"
        0FT40ZZ Resection of Gallbladder, Open Approach
        0FT44ZG Resection of Gallbladder, Percutaneous Endoscopic Approach, Hand-Assisted"#]]
    .assert_eq(&list(&gallbladder.siblings));
    let notes: Vec<String> =
        gallbladder.notes.iter().map(|note| format!("{}: {}", note.origin, note.lines.join(" "))).collect();
    expect!["0FT: Cutting out or off, without replacement, all of a body part"].assert_eq(&notes.join("\n"));
    let children = |code| list(&BOOK.children(Icd10pcs, code, NOVEMBER).expect("answers"));
    expect![[r#"
        0FT0 Liver
        0FT1 Liver, Right Lobe
        0FT2 Liver, Left Lobe
        0FT4 Gallbladder
        0FT5 Hepatic Duct, Right
        0FT6 Hepatic Duct, Left
        0FT7 Hepatic Duct, Common
        0FT8 Cystic Duct
        0FT9 Common Bile Duct
        0FTC Ampulla of Vater
        0FTD Pancreatic Duct
        0FTF Pancreatic Duct, Accessory
        0FTG Pancreas"#]]
    .assert_eq(&children("0FT"));
    let sections = BOOK.chapters(Icd10pcs, NOVEMBER).expect("answers");
    assert_eq!(sections.len(), 17);
    assert_eq!(BOOK.chapters(Icd10cm, NOVEMBER).expect("answers").len(), 22);
}

#[test]
fn a_code_on_its_dates() {
    let standing = |text: &str, on| code(text, on).standing;
    // CMS, ICD-10-PCS FY 2022 and FY 2026.
    for (text, on, expected) in [
        ("0FT44ZZ", NOVEMBER, CodeStanding::Valid),
        ("X27H385", date(2024, 9, 30), CodeStanding::Valid),
        ("X27H385", NOVEMBER, CodeStanding::Retired { last_day: date(2024, 9, 30) }),
    ] {
        assert_eq!(standing(text, on), expected, "{text} on {on}");
    }
    assert_eq!(code("5A1955Z", NOVEMBER).attributes.len(), 1);
    assert!(BOOK.code(Icd10pcs, "0FT44ZX", NOVEMBER).expect("answers").is_none());
}

#[test]
fn each_system_is_searched_alone_or_with_the_other() {
    let first = |query: &str, systems: &[_]| {
        let hits = ask(&BOOK, query, NOVEMBER, systems, 3).hits;
        hits.iter().map(|hit| format!("{} {}", hit.system.id(), hit.code)).collect::<Vec<_>>().join(", ")
    };
    expect!["icd10pcs 0FT44ZZ"].assert_eq(&first("0FT44ZZ", &[]));
    expect!["icd10pcs 0FT40ZZ, icd10pcs 0FT44ZZ, icd10pcs 0FT44ZG"]
        .assert_eq(&first("resection of gallbladder", &[Icd10pcs]));
    expect!["icd10cm S36.129A, icd10cm K82.9, icd10cm S36.123A"]
        .assert_eq(&first("gallbladder", &[Icd10cm, Icd10pcs]));
    expect!["icd10pcs 0FB4, icd10pcs 0FT4"].assert_eq(&first("cholecystectomy", &[Icd10pcs]));
    expect!["icd10cm E11.22"].assert_eq(&first("e11.22", &[]));
    // A category of diagnoses and a table of imaging.
    expect!["icd10cm B20, icd10pcs B20, icd10pcs B2000ZZ"].assert_eq(&first("B20", &[]));
    expect!["icd10cm F03.90"].assert_eq(&first("F03.90", &[]));
    expect!["icd10pcs 0FT4, icd10pcs 0FT40ZZ, icd10pcs 0FT44ZG"].assert_eq(&first("0FT4", &[Icd10pcs]));
}

#[test]
fn a_system_that_lacks_a_word_keeps_out_where_another_has_them_all() {
    let ask = |query: &str, systems: &[_]| ask(&BOOK, query, NOVEMBER, systems, 10);
    for query in ["type 2 diabetes with neuropathy", "acute appendicitis", "coronary artery disease"] {
        assert_eq!(ask(query, &[]), ask(query, &[Icd10cm]), "{query}");
    }
    assert_eq!(
        ask("transfusion of plasma into vein", &[]),
        ask("transfusion of plasma into vein", &[Icd10pcs])
    );
    // No procedure says "pneumonia", and yet it is no slip for another of their words.
    let answer = ask("drainage pneumonia", &[]);
    let slip = |reason: &Reason| matches!(reason, Reason::Corrected { .. });
    assert!(!answer.hits.iter().flat_map(|hit| &hit.reasons).any(slip), "{answer:?}");
}

#[test]
fn the_tables_lead_to_a_code_that_exists() {
    let choose = |chosen: &str, on| {
        let choice = BOOK.choose_procedure(chosen, None, on).expect("answers");
        let place = |place: &dictionary::ProcedurePlace| match (&place.character, place.by_itself) {
            (Some(c), true) => format!("({c})"),
            (Some(c), false) => c.clone(),
            (None, _) => "-".to_owned(),
        };
        let values: Vec<String> = choice
            .values
            .iter()
            .map(|v| format!("{} {} ({})", v.character, v.meaning.as_deref().unwrap_or("-"), v.codes))
            .collect();
        let next = choice.at.and_then(|at| choice.places.get(usize::from(at) - 1));
        format!(
            "{} {} codes, {}: {}",
            choice.places.iter().map(place).collect::<String>(),
            choice.codes,
            next.map_or_else(
                || choice.code.map_or_else(|| "no code".to_owned(), |code| code.title.unwrap_or_default()),
                |next| next.axis.clone()
            ),
            values.join(", "),
        )
    };
    assert!(
        choose("", NOVEMBER)
            .starts_with("------- 79256 codes, Section: 0 Medical and Surgical (68493), 1 Obst")
    );
    assert_eq!(choose("", date(2027, 4, 1)), "------- 0 codes, no code: ", "no release covers the day");
    expect!["0FT4-(Z)- 3 codes, Approach: 0 Open (1), 4 Percutaneous Endoscopic (2)"]
        .assert_eq(&choose("0FT4", NOVEMBER));
    expect!["0FT44Z- 2 codes, Qualifier: G Hand-Assisted (1), Z No Qualifier (1)"]
        .assert_eq(&choose("0FT44Z", NOVEMBER));
    // The qualifier came with FY 2025.
    expect!["0FT44(Z)(Z) 1 codes, Resection of Gallbladder, Percutaneous Endoscopic Approach: "]
        .assert_eq(&choose("0FT44", date(2020, 1, 1)));
    expect!["0FT44ZZ 1 codes, Resection of Gallbladder, Percutaneous Endoscopic Approach: "]
        .assert_eq(&choose("0FT44ZZ", NOVEMBER));
}
