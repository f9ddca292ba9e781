use super::*;

fn check(notation: &str, expected: &Expect) {
    super::check(&format!("{notation} {GOOD_LINE}"), expected);
}

#[test]
fn excludes1_speaks_in_both_directions() {
    check(
        "dx E11.22 E08.00 E84.0",
        &expect![[r#"
        E /diagnoses/0 notes.excludes1: E11.22 and E08.00 are never coded together: E11 excludes “diabetes mellitus due to underlying condition (E08.-)”. [remove 2] [remove 1]
        W /diagnoses/1 notes.code-first-order: E84.0 comes before E08.00. At E08: code first “the underlying condition, such as: cystic fibrosis (E84.-)”. [move 3 to 1]
    "#]],
    );
    check(
        "dx E84.0 E08.00 E11.22",
        &expect![[r#"
        E /diagnoses/2 notes.excludes1: E11.22 and E08.00 are never coded together: E11 excludes “diabetes mellitus due to underlying condition (E08.-)”. [remove 2] [remove 3]
    "#]],
    );
    check("dx E84.0 E08.00 I10", &expect![[""]]);
}

#[test]
fn excludes1_is_asked_where_words_narrow_it_or_the_notes_are_of_another_year() {
    check(
        "dx H20.00 E11.39",
        &expect![[r#"
        W /diagnoses/0 notes.excludes1-question: H20.0 excludes “iridocyclitis, iritis, uveitis (due to) (in) diabetes mellitus (E08-E13 with .39)”. Does that speak of this record? If so, H20.00 and E11.39 are not coded together; if the two conditions are unrelated, both are. [remove 2] [remove 1]
    "#]],
    );
    check("dx H20.00 E11.36", &expect![[""]]);
    check(
        "dos 2026-09-30 | dx E11.22 E84.0 E08.00",
        &expect![[r#"
        E /diagnoses/0 notes.excludes1: E11.22 and E08.00 are never coded together: E11 excludes “diabetes mellitus due to underlying condition (E08.-)”. [remove 3] [remove 1]
    "#]],
    );
    check(
        "dos 2026-10-01 | dx E11.22 E84.0 E08.00",
        &expect![[r#"
        W /diagnoses/0 notes.excludes1-question: E11 excludes “diabetes mellitus due to underlying condition (E08.-)”. Does that speak of this record? If so, E11.22 and E08.00 are not coded together; if the two conditions are unrelated, both are. [remove 3] [remove 1]
    "#]],
    );
    check(
        "dos 2025-10-01 | dx E11.22 E84.0 E08.00",
        &expect![[r#"
        E /diagnoses/0 notes.excludes1: E11.22 and E08.00 are never coded together: E11 excludes “diabetes mellitus due to underlying condition (E08.-)”. [remove 3] [remove 1]
    "#]],
    );
    check(
        "dos 2025-09-30 | dx E11.22 E84.0 E08.00",
        &expect![[r#"
        W /diagnoses/0 notes.excludes1-question: E11 excludes “diabetes mellitus due to underlying condition (E08.-)”. Does that speak of this record? If so, E11.22 and E08.00 are not coded together; if the two conditions are unrelated, both are. [remove 3] [remove 1]
    "#]],
    );
}

#[test]
fn excludes1_is_asked_where_the_code_is_for_more_than_the_note_names() {
    let check = |codes: &str, expected: &Expect| {
        check_family(&["notes.excludes1"], &format!("dx {codes} {GOOD_LINE}"), expected);
    };
    // One thing among others that the code is for, by its inclusion terms or by none.
    check(
        "R60.9 J94.8",
        &expect![[r#"
        W /diagnoses/0 notes.excludes1-question: R60 excludes “hydrothorax (J94.8)”. Does that speak of this record? If so, R60.9 and J94.8 are not coded together; if the two conditions are unrelated, both are. [remove 2] [remove 1]
    "#]],
    );
    check(
        "D69.6 D65",
        &expect![[r#"
        W /diagnoses/0 notes.excludes1-question: D69 excludes “purpura fulminans (D65)”. Does that speak of this record? If so, D69.6 and D65 are not coded together; if the two conditions are unrelated, both are. [remove 2] [remove 1]
    "#]],
    );
    check(
        "M15.9 M19.90",
        &expect![[r#"
        W /diagnoses/0 notes.excludes1-question: M15 excludes “bilateral involvement of single joint (M16-M19)”. Does that speak of this record? If so, M15.9 and M19.90 are not coded together; if the two conditions are unrelated, both are. [remove 2] [remove 1]
    "#]],
    );
    check(
        "D49.2 D49.59",
        &expect![[r#"
        W /diagnoses/0 notes.excludes1-question: D49.2 excludes “neoplasm of unspecified behavior of skin of genital organs (D49.59)”. Does that speak of this record? If so, D49.2 and D49.59 are not coded together; if the two conditions are unrelated, both are. [remove 2] [remove 1]
    "#]],
    );
    check(
        "R40.1 F32.9",
        &expect![[r#"
        W /diagnoses/0 notes.excludes1-question: R40.1 excludes “depressive stupor (F31.-, F32.-, F33.-)”. Does that speak of this record? If so, R40.1 and F32.9 are not coded together; if the two conditions are unrelated, both are. [remove 2] [remove 1]
    "#]],
    );
    // What the title says, or the row above it, or a term that says the same otherwise.
    check(
        "K75.9 B19.20",
        &expect![[r#"
        E /diagnoses/0 notes.excludes1: K75.9 and B19.20 are never coded together: K75.9 excludes “viral hepatitis (B15-B19)”. [remove 2] [remove 1]
    "#]],
    );
    check(
        "N28.9 N18.9",
        &expect![[r#"
        E /diagnoses/0 notes.excludes1: N28.9 and N18.9 are never coded together: N28.9 excludes “chronic renal insufficiency (N18.9)”. [remove 2] [remove 1]
    "#]],
    );
    check(
        "R60.9 G93.6",
        &expect![[r#"
        E /diagnoses/0 notes.excludes1: R60.9 and G93.6 are never coded together: R60 excludes “cerebral edema (G93.6)”. [remove 2] [remove 1]
    "#]],
    );
}

#[test]
fn excludes2_is_told_where_both_stand_and_there_only() {
    check(
        "dx J44.1 J47.9",
        &expect![[r#"
        i /diagnoses/0 notes.excludes2: J47.9 is not part of J44.1 (at J44: “bronchiectasis (J47.-)”). Both may be coded where the record has both.
    "#]],
    );
    check("dx J44.1 I10", &expect![[""]]);
}

#[test]
fn code_first() {
    check("dx E84.0 E08.00", &expect![[""]]);
    check(
        "dx E08.00 I10 E84.0",
        &expect![[r#"
        W /diagnoses/0 notes.code-first-order: E84.0 comes before E08.00. At E08: code first “the underlying condition, such as: cystic fibrosis (E84.-)”. [move 3 to 0]
    "#]],
    );
    check(
        "dx E08.00 I10",
        &expect![[r#"
        W /diagnoses/0 notes.code-first-missing: Nothing before E08.00 tells what it comes of. At E08: code first “the underlying condition, such as: cystic fibrosis (E84.-)”.
    "#]],
    );
    check("dx I10 E08.00", &expect![[""]]);
    check(
        "dx H36.8",
        &expect![[r#"
            E /diagnoses/0 sequencing.manifestation-first: H36.8 is a manifestation of another disease. That disease comes first.
            W /diagnoses/0 notes.code-first-missing: Nothing before H36.8 tells what it comes of. At H36: code first “underlying disease, such as: lipid storage disorders (E75.-)”.
        "#]],
    );
    check("dx I42.0", &expect![[""]]);
    check("dx L97.509", &expect![[""]]);
    check(
        "dx L97.509 E11.621",
        &expect![[r#"
        W /diagnoses/0 notes.code-first-order: E11.621 comes before L97.509. At L97: code first “any associated underlying condition, such as: diabetic ulcers (E11.621)”. [move 2 to 0]
    "#]],
    );
}

#[test]
fn use_additional_and_code_also() {
    check("dx I12.9 N18.4", &expect![[""]]);
    check(
        "dx N18.4 I12.9",
        &expect![[r#"
        W /diagnoses/1 notes.use-additional-order: N18.4 comes behind I12.9. At I12: use additional “code to identify the stage of chronic kidney disease (N18.1-N18.4, N18.9)”. [move 2 to 0]
    "#]],
    );
    check(
        "dx I12.9",
        &expect![[r#"
        W /diagnoses/0 notes.use-additional-missing: I12.9 needs another code. At I12: use additional “code to identify the stage of chronic kidney disease (N18.1-N18.4, N18.9)”.
    "#]],
    );
    check(
        "dx I12.9 N18.6",
        &expect![[r#"
        W /diagnoses/0 notes.use-additional-missing: I12.9 needs another code. At I12: use additional “code to identify the stage of chronic kidney disease (N18.1-N18.4, N18.9)”.
    "#]],
    );
    check(
        "dx N39.0",
        &expect![[r#"
        i /diagnoses/0 notes.use-additional: At N39.0: use additional “code (B95-B97), to identify infectious agent.”, where the record tells.
    "#]],
    );
    check("dx N39.0 B96.20", &expect![[""]]);
    check(
        "dx M32.10",
        &expect![[r#"
        i /diagnoses/0 notes.code-also: At M32: code also “lupus anticoagulant syndrome (D68.62)”, where the record has it.
    "#]],
    );
    check("dx M32.10 D68.62", &expect![[""]]);
}
