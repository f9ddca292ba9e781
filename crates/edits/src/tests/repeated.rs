use super::*;

#[test]
fn the_same_line_twice() {
    check(
        "dx I10 | line 93005 A u1 $1 -RT -52 | line 93005 A u2 $1 -52 -RT",
        &expect![[r#"
        W /lines/1 line.duplicate: This line says the same as line 1: 93005, day, modifiers, place and practitioner. If it was done again, a modifier says so. [remove_line]
        i /lines/0 modifier.order: 52 decides payment and goes before RT, which informs. [line A -52 -RT]
    "#]],
    );
    check("dx I10 | line 93005 A u1 $1 | line 93005 A u1 $1 -76", &expect![[""]]);
    check("to 2026-04-16 | dx I10 | line 93005 A u1 $1 | line 93005 A u1 $1 @2026-04-16", &expect![[""]]);
}

#[test]
fn the_code_of_a_drug() {
    check(
        "dx I10 | line J1885 A u1 $1",
        &expect![[r#"
        i /lines/0 line.ndc-missing: J1885 is a drug without its National Drug Code. Medicaid, and many others, pay it only with the code from the package.
    "#]],
    );
    check("dx I10 | line J1885 A u1 $1 n12345678901", &expect![[""]]);
    check(
        "dx I10 | line J1885 A u1 $1 n1234-5678-90",
        &expect![[r#"
        E /lines/0 line.ndc-shape: The National Drug Code is not eleven digits, alone or as 5-4-2. Where the package has ten, a zero goes before the part that is short.
    "#]],
    );
    check(
        "dx I10 | line 99213 A u1 $1 n12345-6789-01",
        &expect![[r#"
        W /lines/0 line.ndc-without-drug: A National Drug Code stands on 99213, which is a visit and no drug.
    "#]],
    );
}
