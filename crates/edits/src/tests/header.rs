use super::*;

#[test]
fn header_and_dates() {
    let check = |notation: &str, expected| check(&format!("dx I10 {GOOD_LINE} | {notation}"), expected);
    check(
        "to 2026-04-14",
        &expect![[r#"
        E /header/serviceTo header.service-dates-reversed: The last date of service, 2026-04-14, lies before the first, 2026-04-15.
    "#]],
    );
    check("to 2026-04-15", &expect![[""]]);
    check("dos 2026-11-24", &expect![[""]]);
    check(
        "dos 2026-11-25",
        &expect![[r#"
        E /header/serviceFrom header.service-in-future: The date of service, 2026-11-25, lies after today, 2026-11-24.
    "#]],
    );
    check(
        "to 2026-11-25",
        &expect![[r#"
        E /header/serviceTo header.service-in-future: The date of service, 2026-11-25, lies after today, 2026-11-24.
    "#]],
    );
    check(
        "dos 2027-04-01",
        &expect![[r#"
        E /header/serviceFrom header.service-in-future: The date of service, 2027-04-01, lies after today, 2026-11-24.
        W /header/serviceFrom validity.date-not-covered: No installed release covers 2027-04-01; they cover 2015-10-01 to 2027-03-31. The codes were not checked against it: install ICD-10-CM FY2027 April.
    "#]],
    );
    check("born 2026-04-15", &expect![[""]]);
    check(
        "born 2026-04-16",
        &expect![[r#"
        E /header/serviceFrom header.service-before-birth: The date of service, 2026-04-15, lies before the birth date.
    "#]],
    );
    check(
        "born 2026-11-25",
        &expect![[r#"
        E /header/patient/birthDate header.birth-date-in-future: The birth date lies after today.
    "#]],
    );
    check("born 1906-11-24", &expect![[""]]);
    check(
        "born 1906-11-23",
        &expect![[r#"
        W /header/patient/birthDate header.birth-date-implausible: The birth date lies more than 120 years back.
    "#]],
    );
    check("npi 1234567893", &expect![[""]]);
    check(
        "npi 1234567894",
        &expect![[r#"
        W /header/renderingProvider/npi header.npi: The rendering provider's NPI 1234567894 is not ten digits with the right check digit.
    "#]],
    );
    check(
        "npi Dr. Smith",
        &expect![[r#"
        W /header/renderingProvider/npi header.npi: The rendering provider's NPI … is not ten digits with the right check digit.
    "#]],
    );
    check(
        "pos",
        &expect![[r#"
        W /header/placeOfService header.no-place-of-service: Enter the place of service, two digits.
    "#]],
    );
    check(
        "pos 1",
        &expect![[r#"
        E /header/placeOfService header.place-of-service: The place of service is not a two-digit code.
    "#]],
    );
    check(
        "pos AB",
        &expect![[r#"
        E /header/placeOfService header.place-of-service: The place of service is not a two-digit code.
    "#]],
    );
}
