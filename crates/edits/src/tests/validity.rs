use super::*;

#[test]
fn validity() {
    let check = |notation: &str, expected| check(&format!("{notation} {GOOD_LINE}"), expected);
    check(
        "dx E11.2",
        &expect![[r#"
        E /diagnoses/0 validity.not-billable: E11.2 is a header, not a billable code on 2026-04-15. Choose one of the codes below it. [-> E11.21] [-> E11.22] [-> E11.29]
    "#]],
    );
    check(
        "dx E11",
        &expect![[r#"
            E /diagnoses/0 validity.not-billable: E11 is a header, not a billable code on 2026-04-15. Choose one of the codes below it. [-> E11.21] [-> E11.22] [-> E11.29] [-> E11.621] [-> E11.39] [-> E11.36]
        "#]],
    );
    check("dos 2020-09-30 | dx N18.3", &expect![[""]]);
    check(
        "dos 2020-10-01 | dx N18.3",
        &expect![[r#"
        E /diagnoses/0 validity.no-longer-billable: N18.3 is a header on 2020-10-01; it was billable until 2020-09-30. Choose one of the codes below it. [-> N18.32]
    "#]],
    );
    check("dos 2019-09-30 | dx I48.1", &expect![[""]]);
    check(
        "dos 2019-10-01 | dx I48.1",
        &expect![[r#"
        E /diagnoses/0 validity.not-valid-on-date: I48.1 is not valid on 2019-10-01; it was until 2019-09-30.
    "#]],
    );
    check(
        "dos 2020-09-30 | dx N18.32",
        &expect![[r#"
            E /diagnoses/0 validity.not-yet-valid: N18.32 is not valid on 2020-09-30; it will be from 2020-10-01. [-> N18.3]
        "#]],
    );
    check(
        "dos 2026-10-01 | dx R11.16",
        &expect![[r#"
        i /diagnoses/0 validity.no-title: R11.16 is valid, but its title is not in the embedded release. Import the publisher's file to see it.
    "#]],
    );
    check(
        "dos none | dx I10 99213",
        &expect![[r#"
        E /header/serviceFrom validity.no-date: Enter the date of service. It decides which codes are valid.
        E /diagnoses/1 validity.wrong-system: 99213 is shaped like CPT. A diagnosis takes an ICD-10-CM code.
    "#]],
    );
    check(
        "dos 2015-09-30 | dx I10",
        &expect![[r#"
        E /header/serviceFrom header.service-before-2015-10-01: On 2015-09-30 ICD-10-CM was not yet in force; it has been since 2015-10-01. Check the date.
    "#]],
    );
    check(
        "dos 1890-01-01 | dx I10",
        &expect![[r#"
            E /header/serviceFrom header.service-before-2015-10-01: On 1890-01-01 ICD-10-CM was not yet in force; it has been since 2015-10-01. Check the date.
            E /header/serviceFrom header.service-before-birth: The date of service, 1890-01-01, lies before the birth date.
        "#]],
    );
}

#[test]
fn what_is_no_icd10cm_code() {
    let check = |notation: &str, expected| check(&format!("{notation} {GOOD_LINE}"), expected);
    check(
        "dx I10.9",
        &expect![[r#"
        E /diagnoses/0 validity.unknown-code: No installed release of ICD-10-CM has I10.9. [-> I10]
    "#]],
    );
    check(
        "dx E11.225",
        &expect![[r#"
        E /diagnoses/0 validity.unknown-code: No installed release of ICD-10-CM has E11.225. [-> E11.22]
    "#]],
    );
    check(
        "dx E11.25",
        &expect![[r#"
        E /diagnoses/0 validity.unknown-code: No installed release of ICD-10-CM has E11.25. [-> E11.21] [-> E11.22] [-> E11.29]
    "#]],
    );
    check(
        "dx Q99.99",
        &expect![[r#"
            E /diagnoses/0 validity.wrong-system: Q9999 is shaped like HCPCS Level II. A diagnosis takes an ICD-10-CM code.
        "#]],
    );
    check(
        "dx G0463",
        &expect![[r#"
            E /diagnoses/0 validity.wrong-system: G0463 is shaped like HCPCS Level II. A diagnosis takes an ICD-10-CM code.
        "#]],
    );
    check(
        "dx Z99.9 250.00 99213 0DTJ4ZZ J1885 diabetes 🩺",
        &expect![[r#"
            E /diagnoses/0 validity.unknown-code: No installed release of ICD-10-CM has Z99.9.
            E /diagnoses/1 validity.wrong-system: 250.00 is shaped like ICD-9-CM. A diagnosis takes an ICD-10-CM code.
            E /diagnoses/2 validity.wrong-system: 99213 is shaped like CPT. A diagnosis takes an ICD-10-CM code.
            E /diagnoses/3 validity.wrong-system: 0DTJ4ZZ is shaped like ICD-10-PCS. A diagnosis takes an ICD-10-CM code.
            E /diagnoses/4 validity.wrong-system: J1885 is shaped like HCPCS Level II. A diagnosis takes an ICD-10-CM code.
            E /diagnoses/5 validity.not-a-code: What stands here is not shaped like an ICD-10-CM code.
            E /diagnoses/6 validity.not-a-code: What stands here is not shaped like an ICD-10-CM code.
        "#]],
    );
}

#[test]
fn services_on_their_day() {
    let code = |cure: &Amendment| match cure {
        Amendment::SetLine { line } => line.code.as_str().to_owned(),
        other => other.action().to_owned(),
    };
    let told = |notation: &str| -> Vec<String> {
        let found = findings(&encounter(&format!("dx I10 | {notation}")));
        let found = found.iter().filter(|finding| finding.rule.starts_with("validity.service"));
        found
            .map(|finding| {
                let cures: Vec<String> = finding.cures.iter().map(code).collect();
                format!("{} {} {}", finding.place, message(finding), cures.join(" "))
            })
            .collect()
    };
    assert_eq!(told("line Q9001 A u1 $1 @2026-04-14"), [] as [&str; 0]);
    // The day of the line decides, and only what is valid on it is offered.
    assert_eq!(
        told("line Q9001 A u1 $1"),
        ["/lines/0 Q9001 is not valid on 2026-04-15; it was until 2026-04-14. Q9002 Q9003"]
    );
    assert_eq!(
        told("line Q9002 A u1 $1 @2026-04-14 | line Q9003 A u1 $1"),
        ["/lines/0 Q9002 is not valid on 2026-04-14; it will be from 2026-04-15. "]
    );
    assert_eq!(told("dos none | line Q9001 A u1 $1"), [] as [&str; 0], "without a date nothing is said");
    assert_eq!(told("line Q9999 A u1 $1"), [] as [&str; 0], "what no release has is not said to be retired");
}
