use super::*;

#[test]
fn modifiers_that_exist() {
    check(
        "dx I10 | line 93000 A u1 $1 -RT -52",
        &expect![[r#"
        i /lines/0 modifier.order: 52 decides payment and goes before RT, which informs. [line A -52 -RT]
    "#]],
    );
    check(
        "dx I10 | line 93000 A u1 $1 -ZQ -12",
        &expect![[r#"
        W /lines/0 modifier.unknown: No installed list has the modifier ZQ.
        W /lines/0 modifier.unknown: No installed list has the modifier 12.
    "#]],
    );
    check(
        "dos 2026-04-14 | dx I10 | line 93000 A u1 $1 -QX",
        &expect![[r#"
        E /lines/0 modifier.not-valid: Modifier QX is not valid on 2026-04-14.
    "#]],
    );
    check("dos 2026-04-15 | dx I10 | line 93000 A u1 $1 -QX -GX", &expect![[""]]);
    check(
        "dos 2026-04-16 | dx I10 | line 93000 A u1 $1 -GX",
        &expect![[r#"
        E /lines/0 modifier.not-valid: Modifier GX is not valid on 2026-04-16. [line A -QX]
    "#]],
    );
}

#[test]
fn modifiers_that_contradict_each_other() {
    check("dx I10 | line 20610 A u1 $1 -50", &expect![[""]]);
    check(
        "dx I10 | line 20610 A u1 $1 -50 -RT",
        &expect![[r#"
        E /lines/0 modifier.contradiction: 50 and RT are never on one line.
    "#]],
    );
    check(
        "dx I10 | line 73030 A u1 $1 -26 -TC",
        &expect![[r#"
        E /lines/0 modifier.contradiction: 26 and TC are never on one line.
    "#]],
    );
    check(
        "dx I10 | line 93000 A u1 $1 | line 93000 A u1 $1 -76 | line 93000 A u1 $1 -76 -77",
        &expect![[r#"
            E /lines/2 modifier.contradiction: 76 and 77 are never on one line.
        "#]],
    );
    check(
        "dx I10 | line 93000 A u1 $1 -59 -XE",
        &expect![[r#"
        E /lines/0 modifier.distinct-twice: 59 and XE: the X modifiers say more precisely what 59 says. One line takes one of them.
    "#]],
    );
}

#[test]
fn modifiers_and_the_code() {
    check(
        "dx I10 | line 93000 A u1 $1 -25",
        &expect![[r#"
        W /lines/0 modifier.visits-only: Modifier 25 says something of a visit; 93000 is none.
    "#]],
    );
    check("dx I10 | line G0439 A u1 $1 -25", &expect![[""]]);
    check(
        "dx I10 | line 99213 A u1 $1 -59",
        &expect![[r#"
        W /lines/0 modifier.not-on-visit: Modifier 59 does not go on 99213, which is a visit. 25 says that a visit is separate.
    "#]],
    );
    check(
        "dx I10 | line 93000 A u1 $1 -76",
        &expect![[r#"
        W /lines/0 modifier.repeat-alone: Modifier 76 says that 93000 was done again that day, but no other line has it.
    "#]],
    );
    check(
        "to 2026-04-16 | dx I10 | line 93000 A u1 $1 | line 93000 A u1 $1 -76 @2026-04-16",
        &expect![[r#"
        W /lines/1 modifier.repeat-alone: Modifier 76 says that 93000 was done again that day, but no other line has it.
    "#]],
    );
    check("dx I10 | line 93000 A u1 $1 | line 93000 A u1 $1 -76", &expect![[""]]);
    check(
        "dx I10 | line 93000 A u1 $1 -RT -52",
        &expect![[r#"
        i /lines/0 modifier.order: 52 decides payment and goes before RT, which informs. [line A -52 -RT]
    "#]],
    );
    check("dx I10 | line 93000 A u1 $1 -52 -RT", &expect![[""]]);
}
