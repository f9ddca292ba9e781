use super::*;

#[test]
fn what_must_be_there_once() {
    check(
        "",
        &expect![[r#"
        E  encounter.no-diagnosis: Attach at least one diagnosis.
        W  encounter.no-line: There is no service line yet. A professional claim needs at least one.
    "#]],
    );
    check(
        "facility",
        &expect![[r#"
        E  encounter.no-diagnosis: Attach at least one diagnosis.
    "#]],
    );
    check(
        "dx I10 i10 | line 99213 A u1 $1",
        &expect![[r#"
        E /diagnoses/1 encounter.duplicate-diagnosis: I10 is on this encounter already. Each code is reported once. [remove 2] [remove 1]
    "#]],
    );
    check(
        "dx I10 i10 | line 99213 B u1 $1",
        &expect![[r#"
        E /diagnoses/1 encounter.duplicate-diagnosis: I10 is on this encounter already. Each code is reported once. [remove 1] [remove 2]
    "#]],
    );
    check(
        "hold | dx I10 | line 99213 A u1 $1",
        &expect![[r#"
        E /holds/0 encounter.open-hold: This hold is still open. Lift it before the encounter is completed. [lift_hold]
    "#]],
    );
    let thirteen = format!("dx E11.21 E11.22 E11.29 I10 J18.9 N18.32 {}", "I10 ".repeat(7).trim());
    let rules: Vec<String> =
        findings(&encounter(&thirteen)).into_iter().map(|finding| finding.rule).collect();
    assert!(rules.contains(&"encounter.too-many-diagnoses".to_owned()), "{rules:?}");
}
