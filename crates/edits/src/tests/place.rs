use super::*;

#[test]
fn the_place_of_a_service() {
    check("pos 22 | dx I10 | line 27447 A u1 $1", &expect![[""]]);
    check(
        "dx I10 | line 27447 A u1 $1",
        &expect![[r#"
        W /lines/0 place.facility-only: 27447 is not done outside of a facility by the fee schedule; place of service 11 is none.
    "#]],
    );
    check("dx I10 | line 93005 A u1 $1", &expect![[""]]);
    check(
        "dx I10 | line 93005 A u1 $1 p22",
        &expect![[r#"
        W /lines/0 place.no-facility: 93005 is not paid to a practitioner in a facility by the fee schedule; place of service 22 is one.
    "#]],
    );
    check(
        "dx I10 | line 93000 A u1 $1 p77",
        &expect![[r#"
        E /lines/0 place.not-listed: The list of CMS has no place of service 77.
    "#]],
    );
    check(
        "dos 2026-06-30 | dx I10 | line 93000 A u1 $1 p02",
        &expect![[r#"
        E /lines/0 place.not-listed: The list of CMS has no place of service 02.
    "#]],
    );
    check("dos 2026-07-01 | dx I10 | line 93000 A u1 $1 p02", &expect![[""]]);
}

#[test]
fn the_place_of_a_visit() {
    check("dx I10 | line 99213 A u1 $1", &expect![[""]]);
    check(
        "pos 21 | dx I10 | line 99213 A u1 $1",
        &expect![[r#"
            W /lines/0 place.never-of-code: 99213 is not a visit in place of service 21.
        "#]],
    );
    check("pos 21 | dx I10 | line 99223 A u1 $1", &expect![[""]]);
    check(
        "pos 11 | dx I10 | line 99223 A u1 $1",
        &expect![[r#"
            W /lines/0 place.never-of-code: 99223 is not a visit in place of service 11.
        "#]],
    );
    check("pos 23 | dx I10 | line 99284 A u1 $1", &expect![[""]]);
    check(
        "pos 22 | dx I10 | line 99284 A u1 $1",
        &expect![[r#"
            W /lines/0 place.not-of-code: 99284 is a visit in place of service 23, and not in 22.
        "#]],
    );
    check("pos 31 | dx I10 | line 99309 A u1 $1", &expect![[""]]);
    check(
        "pos 11 | dx I10 | line 99309 A u1 $1",
        &expect![[r#"
        W /lines/0 place.not-of-code: 99309 is a visit in place of service 31, 32, 54, 56, and not in 11.
    "#]],
    );
    check("pos 12 | dx I10 | line 99348 A u1 $1", &expect![[""]]);
    check(
        "pos 31 | dx I10 | line 99348 A u1 $1",
        &expect![[r#"
        W /lines/0 place.never-of-code: 99348 is not a visit in place of service 31.
    "#]],
    );
}
