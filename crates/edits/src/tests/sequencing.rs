use super::*;

fn check(notation: &str, expected: &Expect) {
    super::check(&format!("{notation} {GOOD_LINE}"), expected);
}

/// On an inpatient stay.
fn stay(notation: &str, expected: &Expect) {
    super::check(&format!("stay 0111 2026-04-13 2026-04-15 | {notation}"), expected);
}

#[test]
fn what_never_comes_first() {
    check(
        "dx H36.8 E75.21",
        &expect![[r#"
        E /diagnoses/0 sequencing.manifestation-first: H36.8 is a manifestation of another disease. That disease comes first. [move 1 to 1]
        W /diagnoses/0 notes.code-first-order: E75.21 comes before H36.8. At H36: code first “underlying disease, such as: lipid storage disorders (E75.-)”. [move 2 to 0]
    "#]],
    );
    check("dx E75.21 H36.8", &expect![[""]]);
    check(
        "accident other 2026-04-15 | dx W19.XXXA S72.001A",
        &expect![[r#"
        E /diagnoses/0 sequencing.external-cause-first: W19.XXXA tells how it happened. What happened comes first. [move 1 to 1]
    "#]],
    );
    check("accident other 2026-04-15 | dx S72.001A W19.XXXA", &expect![[""]]);
    check(
        "dx Z37.0 O80",
        &expect![[r#"
        W /diagnoses/0 sequencing.never-first: Z37.0 says something about another diagnosis and does not come first (section I.C.21.c.11). [move 1 to 1]
    "#]],
    );
    check("dx O80 Z37.0", &expect![[""]]);
    check(
        "dx Z68.41",
        &expect![[r#"
        W /diagnoses/0 sequencing.never-first: Z68.41 says something about another diagnosis and does not come first (section I.B.14).
    "#]],
    );
    check("dos 2018-09-30 | dx Z59.0", &expect![[""]]);
    check(
        "dos 2018-10-01 | dx Z59.0 I10",
        &expect![[r#"
        W /diagnoses/0 sequencing.never-first: Z59.0 says something about another diagnosis and does not come first (section I.B.14). [move 1 to 1]
    "#]],
    );
    check(
        "dx T40.0X5A J96.00",
        &expect![[r#"
        W /diagnoses/0 sequencing.never-first: T40.0X5A says something about another diagnosis and does not come first (section I.C.19.e.5.a). [move 1 to 1]
    "#]],
    );
    check("dx J96.00 T40.0X5A", &expect![[""]]);
}

#[test]
fn the_code_editor_is_asked_of_inpatient_stays() {
    stay(
        "dx Z86.79 I10",
        &expect![[r#"
        E /diagnoses/0 sequencing.unacceptable-principal: Z86.79 is not accepted as the principal diagnosis of an inpatient stay. [move 1 to 1]
    "#]],
    );
    stay("dx I10 Z86.79", &expect![[""]]);
    stay(
        "dx I10",
        &expect![[r#"
        E /diagnoses/0 sequencing.requires-secondary: I10 is accepted as the principal diagnosis only with a second diagnosis.
    "#]],
    );
    stay(
        "dx M19.90 I10",
        &expect![[r#"
        W /diagnoses/0 sequencing.unspecified: M19.90 leaves open what the record of a stay usually says. Choose a more specific code, or say why there is none.
    "#]],
    );
}

#[test]
fn the_code_editor_is_not_asked_of_others_nor_before_its_day() {
    check("dx Z86.79 I10", &expect![[""]]);
    super::check("stay 0131 2026-04-13 2026-04-15 | dx Z86.79 I10", &expect![[""]]);
    super::check("stay 0111 2024-09-28 2024-09-30 | dx I10", &expect![[""]]);
    super::check(
        "stay 0111 2024-09-28 2024-10-01 | dx I10",
        &expect![[r#"
        E /diagnoses/0 sequencing.requires-secondary: I10 is accepted as the principal diagnosis only with a second diagnosis.
    "#]],
    );
    super::check("stay 0111 2022-09-28 2022-09-30 | dx M19.90 I10", &expect![[""]]);
    super::check(
        "stay 0111 2022-09-28 2022-10-01 | dx M19.90 I10",
        &expect![[r#"
        W /diagnoses/0 sequencing.unspecified: M19.90 leaves open what the record of a stay usually says. Choose a more specific code, or say why there is none.
    "#]],
    );
}

#[test]
fn what_only_comes_first() {
    check(
        "dx I10 Z00.00",
        &expect![[r#"
        W /diagnoses/1 sequencing.only-first: Z00.00 may only come first (section I.C.21.c.16), unless encounters of the same day are combined. [move 2 to 0]
    "#]],
    );
    check("dx Z00.00 I10", &expect![[""]]);
    check("dx Z34.00 Z00.00", &expect![[""]]);
}

#[test]
fn severe_sepsis() {
    check("dx A41.9 R65.20", &expect![[""]]);
    check(
        "dx J18.9 R65.20 A41.9",
        &expect![[r#"
        W /diagnoses/1 sequencing.severe-sepsis: Before R65.20 stands the code of the systemic infection. [move 3 to 1]
    "#]],
    );
    check(
        "dx J18.9 R65.20",
        &expect![[r#"
        W /diagnoses/1 sequencing.severe-sepsis: Before R65.20 stands the code of the systemic infection.
    "#]],
    );
}

#[test]
fn pregnancy_and_poisoning_come_first() {
    check(
        "dx I10 O80 Z37.0",
        &expect![[r#"
        W /diagnoses/1 sequencing.pregnancy-first: O80 comes before I10: the codes of chapter 15 come first on the record of the mother. [move 2 to 0]
    "#]],
    );
    check("dx Z34.00 O80 Z37.0", &expect![[""]]);
    check(
        "dx J96.00 T40.0X1A",
        &expect![[r#"
        W /diagnoses/1 sequencing.poisoning-first: The poisoning T40.0X1A comes before what it did, J96.00. [move 2 to 0]
    "#]],
    );
    check("dx T40.0X1A J96.00", &expect![[""]]);
    check("accident other 2026-04-15 | dx S72.001A T40.0X1A", &expect![[""]]);
}

#[test]
fn a_symptom_of_a_diagnosis() {
    check(
        "dx I21.4 R07.9",
        &expect![[r#"
        i /diagnoses/1 sequencing.symptom: R07.9 is usually part of I21.4 and then not coded.
    "#]],
    );
    check("dx I10 R07.9", &expect![[""]]);
}
