use super::*;

fn check(notation: &str, expected: &Expect) {
    check_family(&["completeness."], &format!("{notation} {GOOD_LINE}"), expected);
}

#[test]
fn a_side_that_is_left_open() {
    check(
        "dx M25.569",
        &expect![[r#"
        i /diagnoses/0 completeness.side: M25.569 leaves the side open. Choose right, left or bilateral where the record names it. [-> M25.561] [-> M25.562]
    "#]],
    );
    check("dx M25.561", &expect![[""]]);
    check("dx I50.1", &expect![[""]]);
    check(
        "dx H91.90 | said H91.90 hearing loss of the right ear",
        &expect![[r#"
        W /diagnoses/0 completeness.side-in-evidence: The attached evidence says right; H91.90 does not. [-> H91.91]
    "#]],
    );
    check(
        "dx S72.009A | said S72.009A fracture of the left hip",
        &expect![[r#"
        W /diagnoses/0 completeness.side-in-evidence: The attached evidence says left; S72.009A does not. [-> S72.002A]
    "#]],
    );
    check(
        "dx M25.561 | said M25.561 left knee pain",
        &expect![[r#"
        W /diagnoses/0 completeness.side-in-evidence: The attached evidence says left; M25.561 does not. [-> M25.562]
    "#]],
    );
    check("dx M25.561 | said M25.561 denies left knee pain", &expect![[""]]);
    check("dx M25.561 | said M25.561 pain of both knees", &expect![[""]]);
}

#[test]
fn a_side_beside_another() {
    check(
        "dx M25.569 M25.561",
        &expect![[r#"
        W /diagnoses/0 completeness.side-twice: M25.569 is said again, and better, by M25.561. [remove 1]
    "#]],
    );
    check("dx M25.561 M25.562", &expect![[""]]);
    check(
        "dx H91.91 H91.92",
        &expect![[r#"
        i /diagnoses/0 completeness.bilateral: H91.91 and H91.92 are both sides: H91.93 says it at once. [-> H91.93]
    "#]],
    );
    check(
        "dx H91.91 H91.93",
        &expect![[r#"
        W /diagnoses/0 completeness.side-twice: H91.91 is said again, and better, by H91.93. [remove 1]
    "#]],
    );
    check("dx M25.561 M25.512", &expect![[""]]);
}

#[test]
fn a_side_of_a_line() {
    let line = |notation: &str, expected: &Expect| {
        check_family(&["completeness.side-of"], notation, expected);
    };
    line(
        "dx M25.561 M25.562 | line 73560 A u1 $100 -LT",
        &expect![[r#"
        W /lines/0 completeness.side-of-modifier: Modifier LT names one side, and M25.561, which the line points to, is of the other.
    "#]],
    );
    line("dx M25.561 M25.562 | line 73560 AB u1 $100 -LT", &expect![[""]]);
    line("dx M25.561 M25.562 | line 73560 A u1 $100 -RT", &expect![[""]]);
    line("dx M25.561 | line 73560 A u1 $100 -RT -LT", &expect![[""]]);
    line("dx I10 | line 73560 A u1 $100 -RT", &expect![[""]]);
}

#[test]
fn what_the_evidence_specifies() {
    check(
        "dx J45.909 | said J45.909 moderate persistent asthma",
        &expect![[r#"
        W /diagnoses/0 completeness.unspecified: The attached evidence says more than J45.909: J45.40. [-> J45.40]
    "#]],
    );
    check("dx J45.909 | said J45.909 asthma", &expect![[""]]);
    check("dx J45.909 | said J45.909 no moderate persistent asthma", &expect![[""]]);
    check(
        "dx I50.9 | said I50.9 acute on chronic systolic heart failure",
        &expect![[r#"
        W /diagnoses/0 completeness.unspecified: The attached evidence says more than I50.9: I50.23. [-> I50.23]
    "#]],
    );
    check(
        "dx N18.9 | said N18.9 CKD stage 3b",
        &expect![[r#"
        W /diagnoses/0 completeness.unspecified: The attached evidence says more than N18.9: N18.32. [-> N18.32]
    "#]],
    );
    // The stages 3a and 3b are codes since 2020-10-01.
    check("dos 2020-09-30 | dx N18.9 | said N18.9 CKD stage 3b", &expect![[""]]);
    check("dx N18.9 | said N18.9 CKD", &expect![[""]]);
}

#[test]
fn one_code_for_two_or_three() {
    let said = [
        "dx I10 I50.9",
        "dx I10 N18.32",
        "dx I10 N18.6 Z99.2",
        "dx I10 I50.9 N18.4",
        "dx I11.0 I50.9 N18.4",
        "dx I11.0 I50.9",
        "dx I10 I51.81",
        "dx E11.9 N18.32",
        "dx E11.22 N18.32",
        "dx E10.9 L97.511",
        "dx M81.0 M84.451A",
    ]
    .map(|notation| {
        format!("{notation}\n{}", of_family(&["completeness."], &format!("{notation} {GOOD_LINE}")))
    });
    expect![[r#"
        dx I10 I50.9
        W /diagnoses/0 completeness.combination: I10 with I50.9 is coded I11.0 (section I.C.9.a.1). [-> I11.0]
        dx I10 N18.32
        W /diagnoses/0 completeness.combination: I10 with N18.32 is coded I12.9 (section I.C.9.a.2). [-> I12.9]
        dx I10 N18.6 Z99.2
        W /diagnoses/0 completeness.combination: I10 with N18.6 is coded I12.0 (section I.C.9.a.2). [-> I12.0]
        dx I10 I50.9 N18.4
        W /diagnoses/0 completeness.combination: I10 with I50.9 is coded I13.0 (section I.C.9.a.3). [-> I13.0]
        dx I11.0 I50.9 N18.4
        W /diagnoses/0 completeness.combination: I11.0 with N18.4 is coded I13.0 (section I.C.9.a.3). [-> I13.0]
        dx I11.0 I50.9
        dx I10 I51.81
        dx E11.9 N18.32
        W /diagnoses/0 completeness.combination: E11.9 with N18.32 is coded E11.22 (section I.A.15). [-> E11.22]
        dx E11.22 N18.32
        dx E10.9 L97.511
        W /diagnoses/0 completeness.combination: E10.9 with L97.511 is coded E10.621 (section I.A.15). [-> E10.621]
        dx M81.0 M84.451A
        W /diagnoses/0 completeness.combination: M81.0 with M84.451A is coded M80.0- (section I.C.13.d.2).
    "#]].assert_eq(&said.concat());
}

#[test]
fn use_abuse_and_dependence() {
    check(
        "dx F10.10 F10.20",
        &expect![[r#"
        W /diagnoses/0 completeness.substance-twice: F10.20 says it already: of use, abuse and dependence of one substance only the gravest is coded, and F10.10 is not. [remove 1]
    "#]],
    );
    check("dx F10.10 F11.20", &expect![[""]]);
    check("dx F17.210 F17.220", &expect![[""]]);
}

#[test]
fn drugs_of_diabetes() {
    check(
        "dx E11.22 N18.32 | said E11.22 on metformin and lantus",
        &expect![[r#"
        W /diagnoses/0 completeness.diabetes-drug: The attached evidence names lantus. Where the patient takes it for long, Z79.4 stands beside E11.22. [+ Z79.4]
        W /diagnoses/0 completeness.diabetes-drug: The attached evidence names metformin. Where the patient takes it for long, Z79.84 stands beside E11.22. [+ Z79.84]
    "#]],
    );
    check("dx E11.22 N18.32 Z79.84 | said E11.22 on metformin", &expect![[""]]);
    check("dx E10.22 N18.32 | said E10.22 on insulin", &expect![[""]]);
    check(
        "dx E11.65 | said E11.65 started ozempic",
        &expect![[r#"
        W /diagnoses/0 completeness.diabetes-drug: The attached evidence names ozempic. Where the patient takes it for long, Z79.85 stands beside E11.65. [+ Z79.85]
    "#]],
    );
    check("dos 2022-09-30 | dx E11.65 | said E11.65 started ozempic", &expect![[""]]);
    check(
        "dos 2022-10-01 | dx E11.65 | said E11.65 started ozempic",
        &expect![[r#"
        W /diagnoses/0 completeness.diabetes-drug: The attached evidence names ozempic. Where the patient takes it for long, Z79.85 stands beside E11.65. [+ Z79.85]
    "#]],
    );
    check(
        "dx I10 Z79.4",
        &expect![[r#"
        i /diagnoses/1 completeness.insulin-alone: Z79.4 tells of long-term insulin, and no code tells what for.
    "#]],
    );
    check("dx E11.65 Z79.4", &expect![[""]]);
}

#[test]
fn habits_underdosing_and_deliveries() {
    check(
        "dx J44.9 | said J44.9 COPD, current smoker",
        &expect![[r#"
        i /diagnoses/0 completeness.habit: The attached evidence says “smoker”, and no code does (F17.-, Z72.0, Z87.891, Z77.22, Z57.31, O99.33-, P04.2, P96.81, Z71.6; section I.C.5.b.2).
    "#]],
    );
    check("dx J44.9 F17.210 | said J44.9 COPD, current smoker", &expect![[""]]);
    check("dx J44.9 | said J44.9 COPD, never smoker", &expect![[""]]);
    check(
        "dx I10 T46.5X6A",
        &expect![[r#"
        i /diagnoses/1 completeness.underdosing: T46.5X6A tells of an underdosing. Where the record tells why, a code of Z91.1, Z91.A or Y63 does too.
    "#]],
    );
    check("dx I10 T46.5X6A Z91.120", &expect![[""]]);
    check(
        "dx O80",
        &expect![[r#"
        W /diagnoses/0 completeness.outcome-of-delivery: O80 tells of a delivery. A code of Z37 tells its outcome.
    "#]],
    );
    check("dx O80 Z37.0", &expect![[""]]);
}
