use super::*;

#[test]
fn units_of_a_line_and_of_a_day() {
    check("dx I10 | line 93000 A u3 $1 | line 93000 A u3 $1 -76", &expect![[""]]);
    check(
        "dx I10 | line 93000 A u4 $1",
        &expect![[r#"
        W /lines/0 ncci.mue-line: 4 units of 93000 on one line; NCCI pays at most 3 on a line. Where more were necessary, they go on further lines with the modifier that says why, and the record must show each.
    "#]],
    );
    check(
        "dx I10 | line 99213 A u1 $1 | line 99213 A u1 $1 -25",
        &expect![[r#"
        E /lines/1 ncci.mue-day-policy: 2 units of 99213 on 2026-04-15; by policy no more than 1 are paid for a day, on however many lines.
    "#]],
    );
    check("dx I10 | line 20610 A u2 $1", &expect![[""]]);
    check(
        "dx I10 | line 20610 A u1 $1 -RT | line 20610 A u2 $1 -LT",
        &expect![[r#"
        W /lines/1 ncci.mue-day-clinical: 3 units of 20610 on 2026-04-15; NCCI expects at most 2. More are paid only where the record shows that each was given and necessary.
    "#]],
    );
    let two_days = "to 2026-04-16 | dx I10 | line 20610 A u2 $1";
    check(&format!("{two_days} | line 20610 A u2 $1 @2026-04-16"), &expect![[""]]);
    check(
        &format!("{two_days} | line 20610 A u3 $1 -LT @2026-04-15..2026-04-16"),
        &expect![[r#"
        W /lines/1 ncci.mue-day-clinical: 4 units of 20610 on 2026-04-15; NCCI expects at most 2. More are paid only where the record shows that each was given and necessary.
    "#]],
    );
    check("dx I10 | line 20610 A u2 $1 r1234567893 | line 20610 A u2 $1 r1245319599", &expect![[""]]);
}

#[test]
fn the_values_of_a_quarter() {
    check("dos 2026-06-30 | dx I10 | line 36000 A u4 $1", &expect![[""]]);
    check(
        "dos 2026-07-01 | dx I10 | line 36000 A u4 $1",
        &expect![[r#"
        W /lines/0 ncci.mue-day-clinical: 4 units of 36000 on 2026-07-01; NCCI expects at most 3. More are paid only where the record shows that each was given and necessary.
    "#]],
    );
}

#[test]
fn units_that_no_service_has() {
    check(
        "dx I10 | line 93000 A u1.5 $1 | line 00100 A u7.5 $1 | line J1885 A u0.5 $1 n12345-6789-01",
        &expect![[r#"
            W /lines/0 line.units-not-whole: 1.5 units: 93000 is counted in whole units.
        "#]],
    );
    check("dx I10 | line 97110 A u90 $1 | line 97140 A u6 $1", &expect![[""]]);
    check(
        "dx I10 | line 97110 A u90 $1 | line 97140 A u7 $1",
        &expect![[r#"
        E /lines/1 line.units-beyond-day: The timed services of 2026-04-15 come to 97 units of 15 minutes, which are 24.25 hours.
    "#]],
    );
    check("to 2026-04-17 | dx I10 | line 99232 A u3 $1 p21 @2026-04-15..2026-04-17", &expect![[""]]);
    check(
        "to 2026-04-17 | dx I10 | line 99232 A u1 $1 p21 @2026-04-15..2026-04-17",
        &expect![[r#"
        W /lines/0 line.units-of-days: The line spans 3 days with 1 units. A visit is one unit a day.
    "#]],
    );
}

#[test]
fn an_add_on_code_stands_beside_its_primary() {
    let facility = "pos 22 | dx I10";
    check(&format!("{facility} | line 22612 A u1 $1 | line 22614 A u1 $1"), &expect![[""]]);
    check(
        &format!("{facility} | line 22614 A u1 $1"),
        &expect![[r#"
        E /lines/0 ncci.add-on-without-primary: 22614 is an add-on code and is reported only beside its primary procedure on the same day by the same practitioner: 22612.
    "#]],
    );
    check(
        &format!("to 2026-04-16 | {facility} | line 22612 A u1 $1 @2026-04-16 | line 22614 A u1 $1"),
        &expect![[r#"
            E /lines/1 ncci.add-on-without-primary: 22614 is an add-on code and is reported only beside its primary procedure on the same day by the same practitioner: 22612.
        "#]],
    );
    check("dx I10 | line 99205 A u1 $1 | line G2212 A u1 $1", &expect![[""]]);
    check(
        "dx I10 | line 99213 A u1 $1 | line G2212 A u1 $1",
        &expect![[r#"
        W /lines/1 ncci.add-on-other-primary: G2212 is an add-on code, and none of its listed primary procedures is on this day: 99205. The payer may take others.
    "#]],
    );
    check(
        "dx I10 | line 0054T A u1 $1",
        &expect![[r#"
        W /lines/0 ncci.add-on-alone: 0054T is an add-on code and stands alone on this day. Its primary procedures are those that the payer names.
    "#]],
    );
    check("dx I10 | line 93000 A u1 $1 | line 0054T A u1 $1", &expect![[""]]);
    check("dos 2026-06-30 | dx I10 | line 0055T A u1 $1", &expect![[""]]);
    check(
        "dos 2026-07-01 | dx I10 | line 0055T A u1 $1",
        &expect![[r#"
        W /lines/0 ncci.add-on-alone: 0055T is an add-on code and stands alone on this day. Its primary procedures are those that the payer names.
    "#]],
    );
}
