use super::*;

#[test]
fn lines() {
    check(
        "dx I10 | line 99213 u1 $1",
        &expect![[r#"
        E /lines/0 line.no-pointer: Point the line to the diagnosis that it was done for. [line A]
    "#]],
    );
    check(
        "dx I10 E11.22 | line 99213 u1 $1",
        &expect![[r#"
        E /lines/0 line.no-pointer: Point the line to the diagnosis that it was done for.
    "#]],
    );
    check(
        "dx I10 | line 99213 AZ u1 $1",
        &expect![[r#"
        E /lines/0 line.pointer-to-nothing: Pointer 2 leads to a diagnosis that is no longer there. [line A]
    "#]],
    );
    check(
        "dx I10 | line 99213 ZZ u1 $1",
        &expect![[r#"
        E /lines/0 line.pointer-to-nothing: Pointer 1 leads to a diagnosis that is no longer there. [line ]
    "#]],
    );
    check(
        "dx I10 | line 99213 AA u1 $1",
        &expect![[r#"
        W /lines/0 line.duplicate-pointer: The line points to I10 more than once. [line A]
    "#]],
    );
    check(
        "dx I10 E11.22 | line 99213 ABABZ u1 $1",
        &expect![[r#"
        E /lines/0 line.too-many-pointers: The line has 5 pointers; it takes 4.
        E /lines/0 line.pointer-to-nothing: Pointer 5 leads to a diagnosis that is no longer there. [line ABAB]
        W /lines/0 line.duplicate-pointer: The line points to I10 more than once. [line ABBZ]
        W /lines/0 line.duplicate-pointer: The line points to E11.22 more than once. [line ABAZ]
    "#]],
    );
    check(
        "dx I10 | line 99213 A u1 $1 -5 -25X -É5",
        &expect![[r#"
        E /lines/0 line.modifier-shape: 5 is not a modifier: two letters or digits. [line A -25X -É5]
        E /lines/0 line.modifier-shape: 25X is not a modifier: two letters or digits. [line A -5 -É5]
        E /lines/0 line.modifier-shape: … is not a modifier: two letters or digits. [line A -5 -25X]
    "#]],
    );
    check(
        "dx I10 | line 99213 A u1 $1 -RT -59 -RT -LT -76",
        &expect![[r#"
            E /lines/0 line.too-many-modifiers: The line has 5 modifiers; it takes 4.
            E /lines/0 modifier.contradiction: RT and LT are never on one line.
            W /lines/0 line.duplicate-modifier: Modifier RT is on this line more than once. [line A -RT -59 -LT -76]
            W /lines/0 modifier.not-on-visit: Modifier 59 does not go on 99213, which is a visit. 25 says that a visit is separate.
            W /lines/0 modifier.repeat-alone: Modifier 76 says that 99213 was done again that day, but no other line has it.
            i /lines/0 modifier.order: 76 decides payment and goes before RT, which informs.
        "#]],
    );
    check(
        "dx I10 | line 99213 A u0 $-0.5",
        &expect![[r#"
        E /lines/0 line.units-not-positive: The units are 0; they must be more than zero.
        E /lines/0 line.charge-not-positive: The charge is -0.50; it must be more than zero.
    "#]],
    );
    check(
        "dx I10 | line 3044F A u1 $0 | line 99213 A u0.5 $0",
        &expect![[r#"
            E /lines/1 line.charge-not-positive: The charge is 0.00; it must be more than zero.
            W /lines/1 line.units-not-whole: 0.5 units: 99213 is counted in whole units.
        "#]],
    );
    check(
        "dx I10 | line E11.22 A u1 $1 | line 0DTJ4ZZ A u1 $1 | line 9921 A u1 $1 | line visit A u1 $1",
        &expect![[r#"
            E /lines/0 line.wrong-system: E11.22 is shaped like ICD-10-CM. A service line takes a CPT or HCPCS code.
            E /lines/1 line.wrong-system: 0DTJ4ZZ is shaped like ICD-10-PCS. A service line takes a CPT or HCPCS code.
            E /lines/2 line.code-shape: 9921 is shaped like neither a CPT nor a HCPCS code: five characters.
            E /lines/3 line.not-a-code: What stands here is shaped like neither a CPT nor a HCPCS code.
        "#]],
    );
    check(
        "to 2026-04-17 | dx I10 | line 99213 A u1 $1 @2026-04-17 | line 99213 A u1 $1 @2026-04-18",
        &expect![[r#"
            W /lines/1 line.date-outside-encounter: The line's date, 2026-04-18, lies outside the encounter, 2026-04-15 to 2026-04-17.
        "#]],
    );
}
