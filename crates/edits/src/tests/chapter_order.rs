use super::*;

fn check(notation: &str, expected: &Expect) {
    check_family(&["sequencing."], &format!("{notation} {GOOD_LINE}"), expected);
}

#[test]
fn a_normal_delivery_is_alone() {
    check(
        "dx O80 O70.0 Z37.0",
        &expect![[r#"
        W /diagnoses/0 sequencing.normal-delivery: O80 is for a delivery without complication, and O70.0 tells of one. [remove 1]
    "#]],
    );
    check("dx O80 Z37.0", &expect![[""]]);
}

#[test]
fn the_neoplasm_that_is_treated() {
    check(
        "dx Z51.11",
        &expect![[r#"
        W /diagnoses/0 sequencing.treatment-alone: Z51.11 is for the treatment of a neoplasm, and no code names it.
    "#]],
    );
    check("dx Z51.11 C50.911", &expect![[""]]);
}

#[test]
fn injuries() {
    check(
        "dx S00.83XA S02.2XXA",
        &expect![[r#"
        W /diagnoses/1 sequencing.injury-order: S02.2XXA comes before the superficial injury S00.83XA. [move 2 to 0]
        i /diagnoses/0 sequencing.superficial: S00.83XA is superficial beside S02.2XXA. At the same site it is not coded. [remove 1]
    "#]],
    );
    check(
        "dx S02.2XXA S00.83XA",
        &expect![[r#"
        i /diagnoses/1 sequencing.superficial: S00.83XA is superficial beside S02.2XXA. At the same site it is not coded. [remove 2]
    "#]],
    );
    check(
        "dx S40.011A S02.2XXA",
        &expect![[r#"
        W /diagnoses/1 sequencing.injury-order: S02.2XXA comes before the superficial injury S40.011A. [move 2 to 0]
    "#]],
    );
    check("dx S02.2XXA S40.011A", &expect![[""]]);
    check("dx S00.83XD S02.2XXD", &expect![[""]]);
}

#[test]
fn burns() {
    check(
        "dx T21.11XA T22.211A T23.301A",
        &expect![[r#"
        W /diagnoses/2 sequencing.burn-order: T23.301A is of a higher degree than T21.11XA and comes first. [move 3 to 0]
    "#]],
    );
    check("dx T23.301A T21.11XA", &expect![[""]]);
    check("dx T21.11XD T23.301D", &expect![[""]]);
}

#[test]
fn toxic_effects() {
    check(
        "dx J96.00 T58.01XA",
        &expect![[r#"
        W /diagnoses/1 sequencing.toxic-first: The toxic effect T58.01XA comes before what it did, J96.00. [move 2 to 0]
    "#]],
    );
    check("dx T58.01XA J96.00", &expect![[""]]);
    check("dx J96.00 T58.01XS", &expect![[""]]);
}
