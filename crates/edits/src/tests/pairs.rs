use super::*;

#[test]
fn a_pair_that_no_modifier_passes() {
    check(
        "dos 2026-05-19 | dx I10 | line 43200 A u1 $1 -59 | line 43235 A u1 $1",
        &expect![[r#"
            E /lines/0 ncci.ptp-never: 43200 is not paid beside 43235 on the same day, and no modifier changes that (misuse). [remove_line]
        "#]],
    );
    // The edit is deleted.
    check("dos 2026-05-20 | dx I10 | line 43200 A u1 $1 | line 43235 A u1 $1", &expect![[""]]);
    // An edit deleted as of its first day never was.
    check("dx I10 | line 43191 A u1 $1 | line 43200 A u1 $1", &expect![[""]]);
    check("dos 2026-06-30 | dx I10 | line 20600 A u1 $1 | line 20610 A u1 $1", &expect![[""]]);
    check(
        "dos 2026-07-01 | dx I10 | line 20600 A u1 $1 | line 20610 A u1 $1",
        &expect![[r#"
            E /lines/0 ncci.ptp-never: 20600 is not paid beside 20610 on the same day, and no modifier changes that (misuse). [remove_line]
        "#]],
    );
}

#[test]
fn a_pair_that_a_modifier_passes() {
    check(
        "dx I10 | line 20610 A u1 $1 | line 36000 A u1 $1",
        &expect![[r#"
            W /lines/1 ncci.ptp-procedure: 36000 is not paid beside 20610 on the same day (misuse) unless a modifier passes the edit: LT, RT, E1-E4, FA-F9, TA-T9, LC, LD, LM, RC, RI, 58, 78, 79, XE, XP, XS, XU, 59. The record must show another site, organ, incision or injury, another encounter or practitioner; or a return that was planned (58), for a complication (78), or for something else (79).
        "#]],
    );
    check(
        "dx I10 | line 20610 A u1 $1 | line 36000 A u1 $1 -59",
        &expect![[r#"
            i /lines/1 ncci.ptp-passed: Modifier 59 has 36000 paid beside 20610. The record must show what the modifier says.
        "#]],
    );
    check(
        "dx I10 | line 20610 A u1 $1 -RT | line 36000 A u1 $1 -LT",
        &expect![[r#"
            i /lines/1 ncci.ptp-passed: Modifier LT has 36000 paid beside 20610. The record must show what the modifier says.
        "#]],
    );
    check(
        "dx I10 | line 20610 A u1 $1 -RT | line 36000 A u1 $1 -RT",
        &expect![[r#"
            W /lines/1 ncci.ptp-same-site: 36000 and 20610 both carry RT. At one site 36000 is not paid beside 20610 (misuse): the record must show two.
        "#]],
    );
    // On a procedure, 25 says nothing.
    check(
        "dx I10 | line 20610 A u1 $1 | line 36000 A u1 $1 -25",
        &expect![[r#"
            W /lines/1 modifier.visits-only: Modifier 25 says something of a visit; 36000 is none.
            W /lines/1 ncci.ptp-procedure: 36000 is not paid beside 20610 on the same day (misuse) unless a modifier passes the edit: LT, RT, E1-E4, FA-F9, TA-T9, LC, LD, LM, RC, RI, 58, 78, 79, XE, XP, XS, XU, 59. The record must show another site, organ, incision or injury, another encounter or practitioner; or a return that was planned (58), for a complication (78), or for something else (79).
        "#]],
    );
    check(
        "dx I10 | line 20610 A u1 $1 | line 99213 A u1 $1",
        &expect![[r#"
            W /lines/1 ncci.ptp-evaluation: 99213 is not paid beside 20610 on the same day (misuse) unless a modifier on the visit passes the edit: 25, 57, 24. The record must show a visit that is significant and separately identifiable (25), in which major surgery was decided on (57), or that has nothing to do with the surgery in whose global period it falls (24).
        "#]],
    );
    check(
        "dx I10 | line 20610 A u1 $1 | line 99213 A u1 $1 -25",
        &expect![[r#"
            i /lines/1 ncci.ptp-passed: Modifier 25 has 99213 paid beside 20610. The record must show what the modifier says.
        "#]],
    );
    check(
        "dx I10 | line 80048 A u1 $1 | line 80053 A u1 $1",
        &expect![[r#"
            W /lines/0 ncci.ptp-test: 80048 is not paid beside 80053 on the same day (misuse) unless a modifier passes the edit: 91, 59, XE, XP, XS, XU. The record must show that the test was done again for another result (91), or on another specimen or at another encounter.
        "#]],
    );
}

#[test]
fn a_pair_is_of_one_day_one_practitioner_and_one_setting() {
    let days = "to 2026-04-17 | dx I10";
    check(
        &format!("{days} | line 20610 A u1 $1 @2026-04-15 | line 36000 A u1 $1 @2026-04-16"),
        &expect![[""]],
    );
    check(
        &format!(
            "{days} | line 20610 A u1 $1 @2026-04-15..2026-04-17 | line 36000 A u1 $1 @2026-04-16..2026-04-17"
        ),
        &expect![[r#"
            W /lines/1 ncci.ptp-procedure: 36000 is not paid beside 20610 on the same day (misuse) unless a modifier passes the edit: LT, RT, E1-E4, FA-F9, TA-T9, LC, LD, LM, RC, RI, 58, 78, 79, XE, XP, XS, XU, 59. The record must show another site, organ, incision or injury, another encounter or practitioner; or a return that was planned (58), for a complication (78), or for something else (79).
        "#]],
    );
    check("dx I10 | line 20610 A u1 $1 r1234567893 | line 36000 A u1 $1 r1245319599", &expect![[""]]);
    check(
        "facility | dx I10 | line 20610 A u1 $1 | line 36000 A u1 $1 -59",
        &expect![[r#"
            E /lines/1 ncci.ptp-never: 36000 is not paid beside 20610 on the same day, and no modifier changes that (misuse). [remove_line]
        "#]],
    );
    check(
        "stay 0111 2026-04-15 2026-04-17 | to 2026-04-17 | dx I10 | line 20610 A u1 $1 | line 36000 A u1 $1",
        &expect![[r#"
            E /diagnoses/0 sequencing.requires-secondary: I10 is accepted as the principal diagnosis only with a second diagnosis.
        "#]],
    );
}

#[test]
fn what_is_not_installed_is_told_once() {
    let nothing = dictionary::Publications::at(std::path::Path::new("no such folder/publications.db"));
    let say = |notation: &str| -> Vec<String> {
        let reference = Reference { book: &SmallBook, tables: &nothing };
        let findings = crate::check(&encounter(notation), reference, TODAY).unwrap();
        findings.iter().map(|finding| format!("{:?} {}", finding.severity, message(finding))).collect()
    };
    expect![[r#"
        [
            "Info Not checked by NCCI PTP, NCCI MUE, NCCI add-on, MPFS PPRRVU, CMS POS: none is installed for 2026-04-15.",
        ]
    "#]].assert_debug_eq(&say(
        "to 2026-04-16 | dx I10 | line 99213 A u1 $1 -25 | line 80048 A u1 $1 @2026-04-16",
    ));
    assert_eq!(say("dx I10 | line 99213X A u1 $1").len(), 1, "that the code is none");
}
