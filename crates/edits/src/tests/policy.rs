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
