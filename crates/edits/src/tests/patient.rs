use super::*;

fn check(notation: &str, expected: &Expect) {
    super::check(&format!("{notation} {GOOD_LINE}"), expected);
}

#[test]
fn age_and_sex() {
    check("born 2010-04-15 | dx O80 Z37.0", &expect![[""]]);
    check("born 2017-04-15 | dx O80 Z37.0", &expect![[""]]);
    check(
        "born 2017-04-16 | dx O80 Z37.0",
        &expect![[r#"
        W /diagnoses/0 patient.age: O80 is for patients from 9 to 64 years of age. Check the birth date and the code.
    "#]],
    );
    check("born 1961-04-16 | dx O80 Z37.0", &expect![[""]]);
    check(
        "born 1961-04-15 | dx O80 Z37.0",
        &expect![[r#"
        W /diagnoses/0 patient.age: O80 is for patients from 9 to 64 years of age. Check the birth date and the code.
    "#]],
    );
    check("born 2011-04-15 | dx C61", &expect![[""]]);
    check(
        "born 2011-04-16 | dx C61",
        &expect![[r#"
        W /diagnoses/0 patient.age: C61 is for patients from 15 to 124 years of age. Check the birth date and the code.
    "#]],
    );
    check(
        "dos 2024-09-30 | sex female | dx C61",
        &expect![[r#"
        W /diagnoses/0 patient.sex: C61 is for male patients. Check the header and the code.
    "#]],
    );
    check("dos 2024-10-01 | sex female | dx C61", &expect![[""]]);
    check("dos 2024-09-30 | sex male | dx C61", &expect![[""]]);
}

#[test]
fn the_age_of_a_stay_is_that_of_its_admission() {
    super::check(
        "stay 0111 2026-04-13 2026-04-15 | born 2011-04-14 | dx C61",
        &expect![[r#"
        W /diagnoses/0 patient.age: C61 is for patients from 15 to 124 years of age. Check the birth date and the code.
    "#]],
    );
    super::check("stay 0111 2026-04-13 2026-04-15 | born 2011-04-13 | dx C61", &expect![[""]]);
}

#[test]
fn weeks_of_gestation() {
    check(
        "dx O09.92",
        &expect![[r#"
        i /diagnoses/0 patient.weeks-missing: O09.92 is of a pregnancy. A code of Z3A tells its weeks, where the record has them.
    "#]],
    );
    check("dx O09.92 Z3A.20", &expect![[""]]);
    check(
        "dx O09.92 Z3A.30",
        &expect![[r#"
        W /diagnoses/0 patient.trimester: The trimester of O09.92 does not go with Z3A.30.
    "#]],
    );
    check("dx O80 Z37.0", &expect![[""]]);
    check(
        "dx I10 Z3A.20",
        &expect![[r#"
        W /diagnoses/1 patient.weeks-alone: Z3A.20 tells the weeks of a pregnancy, and no other code tells of one.
    "#]],
    );
    check("dx Z34.00 Z3A.20", &expect![[""]]);
}

#[test]
fn body_mass() {
    check("dx E66.01 Z68.41", &expect![[""]]);
    check(
        "dx I10 Z68.41",
        &expect![[r#"
        i /diagnoses/1 patient.body-mass-alone: Z68.41 goes with a diagnosis of weight or nutrition, and none is here.
    "#]],
    );
    check("dos 2018-09-30 | dx I10 Z68.41", &expect![[""]]);
}
