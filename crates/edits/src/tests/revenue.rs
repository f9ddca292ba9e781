use super::*;

/// On an outpatient claim of three days.
fn check(notation: &str, expected: &Expect) {
    let stay = "stay 0131 2026-04-13 2026-04-15 | dos 2026-04-12 | dx I10";
    super::check(&format!("{stay} | {notation}"), expected);
}

#[test]
fn each_revenue_line_by_itself() {
    check("rev 0250 J1885 u2 $10 @2026-04-13 | rev 0001 u0 $10", &expect![[""]]);
    check(
        "rev 250 $10 | rev -- $10 | rev PHARM. $10 | rev 025X $10",
        &expect![[r#"
        E /stay/revenueLines/0 revenue.code-shape: 250 is no revenue code: four digits.
        E /stay/revenueLines/1 revenue.no-code: The revenue line has no revenue code.
        E /stay/revenueLines/2 revenue.code-shape: … is no revenue code: four digits.
        E /stay/revenueLines/3 revenue.code-shape: 025X is no revenue code: four digits.
    "#]],
    );
    check(
        "rev 0250 u0 $10 | rev 0250 u-1 $10 | rev 0250 $0 | rev 0250 $-0.5",
        &expect![[r#"
        E /stay/revenueLines/0 revenue.units-not-positive: The units are 0; they must be more than zero.
        E /stay/revenueLines/1 revenue.units-not-positive: The units are -1; they must be more than zero.
        E /stay/revenueLines/3 revenue.charge-negative: The charge is -0.50; it may not be less than zero.
    "#]],
    );
    check(
        "rev 0250 9921 $10 | rev 0250 99213 $10",
        &expect![[r#"
        E /stay/revenueLines/0 revenue.hcpcs-shape: 9921 is shaped like neither a CPT nor a HCPCS code: five characters.
    "#]],
    );
}

#[test]
fn the_days_that_a_claim_covers() {
    check("rev 0250 $10 @2026-04-12 | rev 0250 $10 @2026-04-15", &expect![[""]]);
    check(
        "rev 0250 $10 @2026-04-11 | rev 0250 $10 @2026-04-16",
        &expect![[r#"
        W /stay/revenueLines/0 revenue.date-outside-stay: The revenue line's date, 2026-04-11, lies outside what the claim covers, 2026-04-12 to 2026-04-15.
        W /stay/revenueLines/1 revenue.date-outside-stay: The revenue line's date, 2026-04-16, lies outside what the claim covers, 2026-04-12 to 2026-04-15.
    "#]],
    );
}

#[test]
fn hcpcs_codes_are_judged_on_the_day_of_their_line() {
    check("rev 0636 C9507 $10 @2026-04-14 | rev 0636 Q5150 $10 @2026-04-15", &expect![[""]]);
    check(
        "rev 0636 C9507 $10 @2026-04-15 | rev 0636 Q5150 $10 @2026-04-14",
        &expect![[r#"
        E /stay/revenueLines/0 validity.service-not-valid: C9507 is not valid on 2026-04-15; it was until 2026-04-14.
        E /stay/revenueLines/1 validity.service-not-yet-valid: Q5150 is not valid on 2026-04-14; it will be from 2026-04-15.
    "#]],
    );
    check(
        "rev 0636 J9999 $10 | rev 0510 D0120 $10",
        &expect![[r#"
        W /stay/revenueLines/0 validity.hcpcs-unknown: No installed release of HCPCS has J9999.
    "#]],
    );
    let two_days = "to 2026-04-16 | dx I10";
    super::check(
        &format!("dos 2026-04-14 | {two_days} | line C9507 A u1 $1 | line Q5150 A u1 $1 @2026-04-15"),
        &expect![[""]],
    );
    super::check(
        &format!("dos 2026-04-14 | {two_days} | line C9507 A u1 $1 @2026-04-15 | line Q5150 A u1 $1"),
        &expect![[r#"
            E /lines/0 validity.service-not-valid: C9507 is not valid on 2026-04-15; it was until 2026-04-14.
            E /lines/1 validity.service-not-yet-valid: Q5150 is not valid on 2026-04-14; it will be from 2026-04-15.
        "#]],
    );
}
