use super::*;

fn said(notation: &str, expected: &Expect) {
    let stay = format!("stay 0111 2026-04-10 2026-04-15 | dx I10 | {notation}");
    check_family(&["validity.procedure"], &stay, expected);
}

#[test]
fn procedures_are_judged_on_the_day_of_the_discharge() {
    said("px 0FT44ZZ GZFZZZZ", &expect![[""]]);
    // Until 2019-09-30, and from 2025-10-01.
    said(
        "px 0370046 00H033J",
        &expect![[r#"
        E /stay/procedures/0 validity.procedure-not-valid: 0370046 is not valid on 2026-04-15; it was until 2019-09-30.
    "#]],
    );
    let stay = |discharge: &str, code: &str, expected: &Expect| {
        let notation = format!("stay 0111 2019-09-25 {discharge} | dx I10 | px {code}");
        check_family(&["validity.procedure"], &notation, expected);
    };
    stay("2019-09-30", "0370046", &expect![[""]]);
    stay(
        "2019-10-01",
        "0370046",
        &expect![[r#"
        E /stay/procedures/0 validity.procedure-not-valid: 0370046 is not valid on 2019-10-01; it was until 2019-09-30.
    "#]],
    );
    stay(
        "2019-10-01",
        "00H033J",
        &expect![[r#"
        E /stay/procedures/0 validity.procedure-not-yet-valid: 00H033J is not valid on 2019-10-01; it will be from 2025-10-01.
    "#]],
    );
}

#[test]
fn what_is_no_procedure() {
    said(
        "px 0FT4",
        &expect![[r#"
        E /stay/procedures/0 validity.procedure-incomplete: 0FT4 names a table or a body part, not a procedure: a code has seven characters.
    "#]],
    );
    said(
        "px 0FT49ZZ",
        &expect![[r#"
        E /stay/procedures/0 validity.procedure-unknown: 0FT49ZZ stands in no table of ICD-10-PCS.
    "#]],
    );
    said(
        "px JOHNSON",
        &expect![[r#"
        E /stay/procedures/0 validity.procedure-not-a-code: What stands here is no ICD-10-PCS code.
    "#]],
    );
    let mut empty = encounter("stay 0111 2026-04-10 2026-04-15 | dx I10 | px 0FT44ZZ");
    empty.stay.as_mut().unwrap().procedures[0].code = "".into();
    let findings = crate::check(&empty, Reference { book: whole_book(), tables: tables() }, TODAY).unwrap();
    assert!(findings.iter().any(|finding| finding.rule == "validity.procedure-empty"));
    // Professional services have none.
    let mut professional = empty;
    professional.header.kind = EncounterKind::Professional;
    let findings =
        crate::check(&professional, Reference { book: whole_book(), tables: tables() }, TODAY).unwrap();
    assert!(!findings.iter().any(|finding| finding.rule.starts_with("validity.procedure")));
}

#[test]
fn a_date_that_no_release_covers_is_a_finding() {
    let stay = "stay 0111 2027-03-30 2027-04-02 | dx I10 | px 0FT44ZZ 0DTJ4ZZ";
    check_family(
        &["validity"],
        stay,
        &expect![[r#"
        W /header/serviceFrom validity.date-not-covered: No installed release covers 2027-04-02; they cover 2015-10-01 to 2027-03-31. The codes were not checked against it: install ICD-10-CM FY2027 April.
        W /header/serviceTo validity.procedure-date-not-covered: No installed release of ICD-10-PCS covers 2027-04-02; they cover 2015-10-01 to 2027-03-31. The procedures were not checked against it: install ICD-10-PCS FY2027 April.
    "#]],
    );
    let mut line = encounter("dos 2031-04-02 | dx I10 | line A4253 A u1 $10");
    let mut of_hcpcs = |day: Date| {
        line.header.service_from = Some(day);
        let found = findings(&line);
        told(found.into_iter().filter(|finding| finding.rule.contains("hcpcs")).collect())
    };
    expect![[r#"
        W /header/serviceFrom validity.hcpcs-date-not-covered: No installed release of HCPCS covers 2031-04-02; they cover 2015-10-01 to 2027-03-31. Its codes were not checked against it: install HCPCS 2031 Q2.
    "#]].assert_eq(&of_hcpcs(date(2031, 4, 2)));
    assert_eq!(of_hcpcs(date(2026, 4, 15)), "");
    // Nothing is said of a system that is not installed at all: the chart does.
    line.header.service_from = Some(date(2031, 4, 2));
    let found = crate::check(&line, Reference { book: whole_book(), tables: tables() }, TODAY).unwrap();
    assert!(!found.iter().any(|finding| finding.rule.contains("hcpcs")));
}
