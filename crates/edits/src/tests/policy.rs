use super::*;

#[test]
fn both_sides_and_components() {
    check("dx I10 | line 20610 A u1 $1 -50", &expect![[""]]);
    check(
        "dx I10 | line 15823 A u1 $1 -50",
        &expect![[r#"
        W /lines/0 policy.bilateral-already: Modifier 50 on 15823: the code is for both sides already.
    "#]],
    );
    check(
        "dx I10 | line 11055 A u1 $1 -50",
        &expect![[r#"
        W /lines/0 policy.not-bilateral: Modifier 50 on 11055: by the fee schedule this service is not one that is done on both sides.
    "#]],
    );
    check("dx I10 | line 73030 A u1 $1 -26 p22", &expect![[""]]);
    check(
        "dx I10 | line 93010 A u1 $1 -26",
        &expect![[r#"
        W /lines/0 policy.no-component: Modifier 26 on 93010: by the fee schedule (PC/TC indicator 2) the service has no such component.
    "#]],
    );
    check("facility | dx I10 E11.22 | line 93010 A u1 $1 -26", &expect![[""]]);
}

#[test]
fn the_units_of_both_sides() {
    // One unit with 50 is both knees, and within the one that is paid for a day.
    check("pos 22 | dx I10 | line 27447 A u1 $1 -50", &expect![[""]]);
    check(
        "pos 22 | dx I10 | line 20610 A u2 $1 -50",
        &expect![[r#"
        W /lines/0 policy.bilateral-units: 2 units of 20610 with modifier 50: both sides are one line with one unit. More units say that it was done on both sides more than once.
    "#]],
    );
    check("to 2026-04-16 | pos 22 | dx I10 | line 20610 A u2 $1 -50 @2026-04-15..2026-04-16", &expect![[""]]);
    check(
        "pos 22 | dx I10 | line 27447 A u1 $1 -RT | line 27447 A u1 $1 -LT",
        &expect![[r#"
        E /lines/1 ncci.mue-both-sides: 2 units of 27447 on 2026-04-15, one side a line, and no more than 1 are paid for a day: Medicare takes both sides as one line with modifier 50 and one unit, and denies them on two.
    "#]],
    );
    check(
        "pos 22 | dx I10 | line 27447 A u1 $1 -RT | line 27447 A u1 $1 -RT -59",
        &expect![[r#"
        E /lines/1 ncci.mue-day-policy: 2 units of 27447 on 2026-04-15; by policy no more than 1 are paid for a day, on however many lines.
        i /lines/1 modifier.order: 59 decides payment and goes before RT, which informs. [line A -59 -RT]
    "#]],
    );
}

#[test]
fn the_policies_of_the_schedule_of_the_day() {
    let day_before = |line: &str, expected: &Expect| {
        check(&format!("dos 2026-06-30 | dx I10 | line {line}"), expected);
    };
    let first_day = |line: &str, expected: &Expect| {
        check(&format!("dos 2026-07-01 | dx I10 | line {line}"), expected);
    };
    day_before(
        "20610 A u2 $1 -50",
        &expect![[r#"
        W /lines/0 policy.bilateral-units: 2 units of 20610 with modifier 50: both sides are one line with one unit. More units say that it was done on both sides more than once.
    "#]],
    );
    first_day("20610 A u2 $1 -50", &expect![[""]]);
    day_before(
        "15823 A u1 $1 -50",
        &expect![[r#"
        W /lines/0 policy.bilateral-already: Modifier 50 on 15823: the code is for both sides already.
    "#]],
    );
    first_day("15823 A u1 $1 -50", &expect![[""]]);
    day_before(
        "11055 A u1 $1 -50",
        &expect![[r#"
        W /lines/0 policy.not-bilateral: Modifier 50 on 11055: by the fee schedule this service is not one that is done on both sides.
    "#]],
    );
    first_day("11055 A u1 $1 -50", &expect![[""]]);
    day_before(
        "93010 A u1 $1 -26 p21",
        &expect![[r#"
        W /lines/0 policy.no-component: Modifier 26 on 93010: by the fee schedule (PC/TC indicator 2) the service has no such component.
    "#]],
    );
    first_day("93010 A u1 $1 -26 p21", &expect![[""]]);
    day_before(
        "27447 A u1 $1",
        &expect![[r#"
        W /lines/0 place.facility-only: 27447 is not done outside of a facility by the fee schedule; place of service 11 is none.
    "#]],
    );
    first_day("27447 A u1 $1", &expect![[""]]);
    day_before(
        "93005 A u1 $1 p21",
        &expect![[r#"
        W /lines/0 place.no-facility: 93005 is not paid to a practitioner in a facility by the fee schedule; place of service 21 is one.
    "#]],
    );
    first_day("93005 A u1 $1 p21", &expect![[""]]);
    // Two lines, one a side: where the schedule knows no two sides, they are two units and nothing else.
    day_before(
        "27447 A u1 $1 p21 -RT | line 27447 A u1 $1 p21 -LT",
        &expect![[r#"
        E /lines/1 ncci.mue-both-sides: 2 units of 27447 on 2026-06-30, one side a line, and no more than 1 are paid for a day: Medicare takes both sides as one line with modifier 50 and one unit, and denies them on two.
    "#]],
    );
    first_day(
        "27447 A u1 $1 p21 -RT | line 27447 A u1 $1 p21 -LT",
        &expect![[r#"
        E /lines/1 ncci.mue-day-policy: 2 units of 27447 on 2026-07-01; by policy no more than 1 are paid for a day, on however many lines.
    "#]],
    );
    // The days are those of the schedule on the day of the surgery.
    let visit = "dos 2026-07-15 | dx I10 | line 99213 A u1 $1";
    check(
        &format!("{visit} | earlier 27447 @2026-06-30"),
        &expect![[r#"
        W /lines/0 policy.visit-in-global: 99213 lies within 90 days of 27447 on 2026-06-30; the payment of the surgery covers it. 24 is for a visit that has nothing to do with it, which the record must show.
    "#]],
    );
    check(&format!("{visit} | earlier 27447 @2026-07-01"), &expect![[""]]);
    check(
        "dos 2026-06-30 | dx I10 | line 99213 A u1 $1 | earlier 15823 @2026-06-30",
        &expect![[r#"
        W /lines/0 policy.decision-for-surgery: 99213 on the day of 15823, or the day before, is paid only as the visit that decided on the surgery (57) or one that has nothing to do with it (24). The record must show it.
    "#]],
    );
    check(
        "dos 2026-06-30 | dx I10 | line 99213 A u1 $1 | earlier 15823 @2026-07-01",
        &expect![[r#"
        W /lines/0 policy.decision-for-surgery: 99213 on the day of 15823, or the day before, is paid only as the visit that decided on the surgery (57) or one that has nothing to do with it (24). The record must show it.
    "#]],
    );
    let return_to = "dos 2026-07-09 | dx I10 | line 11055 A u1 $1";
    check(&format!("{return_to} | earlier 11055 @2026-06-30"), &expect![[""]]);
    check(
        "dos 2026-06-30 | dx I10 | line 11055 A u1 $1 | earlier 11055 @2026-06-29",
        &expect![[r#"
        W /lines/0 policy.procedure-in-global: 11055 lies within 10 days of 11055 on 2026-06-29. It is paid as planned or more extensive (58), as a return for a complication (78), or as unrelated (79); the record must show which.
    "#]],
    );
}

#[test]
fn a_surgery_of_another_encounter() {
    let visit = "dx I10 | line 99213 A u1 $1";
    check(
        &format!("{visit} | earlier 27447 @2026-01-15"),
        &expect![[r#"
        W /lines/0 policy.visit-in-global: 99213 lies within 90 days of 27447 on 2026-01-15; the payment of the surgery covers it. 24 is for a visit that has nothing to do with it, which the record must show.
    "#]],
    );
    check(&format!("{visit} | earlier 27447 @2026-01-14"), &expect![[""]]);
    check(
        &format!("{visit} | earlier 27447 -RT @2026-02-01 | earlier 27447 -LT @2026-02-01"),
        &expect![[r#"
            W /lines/0 policy.visit-in-global: 99213 lies within 90 days of 27447 on 2026-02-01; the payment of the surgery covers it. 24 is for a visit that has nothing to do with it, which the record must show.
        "#]],
    );
    check("dx I10 | line 99213 A u1 $1 -24 | earlier 27447 @2026-02-01", &expect![[""]]);
    // Who operated alone, cared alone or assisted is not paid for the days after.
    check(
        &format!("{visit} | earlier 27447 -54 @2026-02-01 | earlier 27447 -80 @2026-02-02"),
        &expect![[""]],
    );
    check(&format!("{visit} | earlier 20610 @2026-04-14 | earlier 93000 @2026-04-14"), &expect![[""]]);
    // The visit of the day before, on which the surgery was decided on.
    check(
        &format!("{visit} | earlier 27447 @2026-04-16"),
        &expect![[r#"
        W /lines/0 policy.decision-for-surgery: 99213 on the day of 27447, or the day before, is paid only as the visit that decided on the surgery (57) or one that has nothing to do with it (24). The record must show it.
    "#]],
    );
    check(&format!("{visit} | earlier 27447 @2026-04-17"), &expect![[""]]);
    check(
        "dx I10 | line 11055 A u1 $1 | earlier 27447 @2026-02-01",
        &expect![[r#"
        W /lines/0 policy.procedure-in-global: 11055 lies within 90 days of 27447 on 2026-02-01. It is paid as planned or more extensive (58), as a return for a complication (78), or as unrelated (79); the record must show which.
    "#]],
    );
    check("dx I10 | line 11055 A u1 $1 -79 | earlier 27447 @2026-02-01", &expect![[""]]);
    let by = |npi: &str| format!("npi 1234567893 | {visit} | earlier 27447 r{npi} @2026-02-01");
    check(
        &by("1234567893"),
        &expect![[r#"
        W /lines/0 policy.visit-in-global: 99213 lies within 90 days of 27447 on 2026-02-01; the payment of the surgery covers it. 24 is for a visit that has nothing to do with it, which the record must show.
    "#]],
    );
    check(&by("1245319599"), &expect![[""]]);
}

#[test]
fn the_days_that_a_surgery_covers() {
    let surgery = "dos 2026-04-01 | to 2026-08-01 | dx I10 | line 27447 A u1 $1 p22 @2026-04-02";
    check(
        &format!("{surgery} | line 99213 A u1 $1 @2026-04-01"),
        &expect![[r#"
        W /lines/1 policy.decision-for-surgery: 99213 on the day of 27447, or the day before, is paid only as the visit that decided on the surgery (57) or one that has nothing to do with it (24). The record must show it.
    "#]],
    );
    check(&format!("{surgery} | line 99213 A u1 $1 -57 @2026-04-01"), &expect![[""]]);
    check(
        &format!("{surgery} | line 99213 A u1 $1 @2026-07-01"),
        &expect![[r#"
        W /lines/1 policy.visit-in-global: 99213 lies within 90 days of 27447 on 2026-04-02; the payment of the surgery covers it. 24 is for a visit that has nothing to do with it, which the record must show.
    "#]],
    );
    check(&format!("{surgery} | line 99213 A u1 $1 @2026-07-02"), &expect![[""]]);
    check(&format!("{surgery} | line 99213 A u1 $1 -24 @2026-07-01"), &expect![[""]]);
    check(
        &format!("{surgery} | line 11055 A u1 $1 @2026-04-20"),
        &expect![[r#"
        W /lines/1 policy.procedure-in-global: 11055 lies within 90 days of 27447 on 2026-04-02. It is paid as planned or more extensive (58), as a return for a complication (78), or as unrelated (79); the record must show which.
    "#]],
    );
    check(&format!("{surgery} | line 11055 A u1 $1 -79 @2026-04-20"), &expect![[""]]);
    check(
        &format!("{surgery} | line 11055 A u1 $1 r1245319599 @2026-04-20"),
        &expect![[r#"
        W /lines/1 policy.procedure-in-global: 11055 lies within 90 days of 27447 on 2026-04-02. It is paid as planned or more extensive (58), as a return for a complication (78), or as unrelated (79); the record must show which.
    "#]],
    );
}
