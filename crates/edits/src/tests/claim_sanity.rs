use super::*;

/// What the rules of the claim say of an encounter that is otherwise in order.
fn check(notation: &str, expected: &Expect) {
    check_family(&["claim."], &format!("{notation} | dx I10 {GOOD_LINE}"), expected);
}

#[test]
fn providers_and_parties() {
    check("taxonomy 207Q00000X", &expect![[""]]);
    check(
        "taxonomy 207Q00000",
        &expect![[r#"
        W /header/renderingProvider/taxonomy claim.taxonomy: A provider's taxonomy code is not shaped like one: ten characters, three digits first and an X at the end.
    "#]],
    );
    check(
        "taxonomy X07Q00000X",
        &expect![[r#"
        W /header/renderingProvider/taxonomy claim.taxonomy: A provider's taxonomy code is not shaped like one: ten characters, three digits first and an X at the end.
    "#]],
    );
    check(
        "payer Aetna#",
        &expect![[r#"
        W /header/primaryPayer claim.no-member-id: Aetna needs the patient's member number.
    "#]],
    );
    check("payer Self-pay#", &expect![[""]]);
    check(
        "payer #",
        &expect![[r#"
        i /header/primaryPayer claim.no-payer: Enter the payer. It decides what the claim needs.
    "#]],
    );
    check(
        "nobody",
        &expect![[r#"
        i /header/patient claim.patient: The claim needs the patient's last name, first name, birth date.
    "#]],
    );
    check(
        "received 2026-04-14",
        &expect![[r#"
        W /header/received claim.received-before-service: The record was received on 2026-04-14, before the service on 2026-04-15.
    "#]],
    );
    check("received 2026-04-15", &expect![[""]]);
}

#[test]
fn corrections() {
    check(
        "frequency 7",
        &expect![[r#"
        E /header/claimFrequency claim.no-original-number: A claim of frequency 7 names the payer's number of the claim that it corrects.
    "#]],
    );
    check("frequency 7 2026041500012", &expect![[""]]);
    check(
        "frequency 1 2026041500012",
        &expect![[r#"
        W /header/claimFrequency claim.original-number-unused: An original claim names no earlier one. Set the frequency to 7 or 8, or remove the number.
    "#]],
    );
    check(
        "payer Medicare B | frequency 7 2026041500012",
        &expect![[r#"
        W /header/claimFrequency claim.medicare-replacement: Medicare Part B takes no claim of frequency 7. Ask for a reopening, or send a new claim.
    "#]],
    );
    check(
        "stay 0117 2026-04-13 2026-04-15",
        &expect![[r#"
        W /header/claimFrequency claim.frequency-of-bill: The last character of the type of bill says another frequency than 1.
    "#]],
    );
    check("stay 0111 2026-04-13 2026-04-15", &expect![[""]]);
    check(
        "stay 11 2026-04-13 2026-04-15",
        &expect![[r#"
        W /stay/billType claim.bill-type: The type of bill is not shaped like one: a zero and three characters, for example 0111.
    "#]],
    );
}

#[test]
fn stays() {
    check(
        "stay 0111 2026-04-15 2026-04-13",
        &expect![[r#"
        E /stay claim.stay-reversed: The discharge, 2026-04-13, lies before the admission, 2026-04-15.
    "#]],
    );
    check("stay 0111 2026-04-15 2026-04-15", &expect![[""]]);
    check(
        "stay 0111 2026-04-13 2026-04-15 | discharged ",
        &expect![[r#"
        W /stay claim.no-discharge-status: The patient was discharged. Enter the discharge status.
    "#]],
    );
}

#[test]
fn accidents() {
    check(
        "accident other",
        &expect![[r#"
        E /header/accident claim.accident-date: An accident needs its date.
    "#]],
    );
    check("accident other 2026-04-14", &expect![[""]]);
    check(
        "accident auto 2026-04-14",
        &expect![[r#"
        E /header/accident claim.accident-state: An auto accident needs the state where it happened.
    "#]],
    );
    check("accident auto 2026-04-14 OR", &expect![[""]]);
    check(
        "accident other 2026-04-16",
        &expect![[r#"
        E /header/accident claim.accident-after-service: The accident, 2026-04-16, lies after the service, 2026-04-15.
    "#]],
    );
    check("accident other 2026-04-15", &expect![[""]]);
    check("accident work", &expect![[""]]);
    check(
        "payer Workers' compensation",
        &expect![[r#"
        W /header/accident claim.work-not-said: The payer or the codes tell of an injury at work; the face sheet does not.
    "#]],
    );
    check("payer Workers' compensation | accident work", &expect![[""]]);
    check(
        "payer Auto | accident other 2026-04-14",
        &expect![[r#"
        W /header/accident claim.auto-not-said: The payer tells of an auto accident; the face sheet does not.
    "#]],
    );
}

#[test]
fn what_codes_say_of_an_accident() {
    let codes = |notation: &str, expected: &Expect| {
        check_family(&["claim."], &format!("{notation} {GOOD_LINE}"), expected);
    };
    codes(
        "dx S61.411A",
        &expect![[r#"
        i /diagnoses/0 claim.accident-not-said: S61.411A is an injury, and the face sheet says neither employment nor accident. Check item 10.
    "#]],
    );
    codes("dx S61.411D", &expect![[""]]);
    codes("dx S61.411A | accident other 2026-04-14", &expect![[""]]);
    codes(
        "dx S61.411A Y99.0 | accident other 2026-04-14",
        &expect![[r#"
        W /header/accident claim.work-not-said: The payer or the codes tell of an injury at work; the face sheet does not.
    "#]],
    );
    codes("dx S61.411A Y99.0 | accident work", &expect![[""]]);
}

#[test]
fn timely_filing_ends_a_year_after_the_service() {
    // Today is 2026-11-24.
    check(
        "dos 2025-11-24 | payer Medicare B",
        &expect![[r#"
        i /header/serviceFrom claim.filing-near: Medicare B takes this claim until 2026-11-24.
    "#]],
    );
    check(
        "dos 2025-11-23 | payer Medicare B",
        &expect![[r#"
        W /header/serviceFrom claim.filing-passed: Medicare B took this claim until 2026-11-23.
    "#]],
    );
    check(
        "dos 2025-12-08 | payer Medicare B",
        &expect![[r#"
        i /header/serviceFrom claim.filing-near: Medicare B takes this claim until 2026-12-08.
    "#]],
    );
    check("dos 2025-12-09 | payer Medicare B", &expect![[""]]);
    check(
        "dos 2025-11-23 | payer Medicaid",
        &expect![[r#"
        W /header/serviceFrom claim.filing-passed: Medicaid took this claim until 2026-11-23.
    "#]],
    );
    check(
        "dos 2025-11-23 | payer Tricare",
        &expect![[r#"
        W /header/serviceFrom claim.filing-passed: Tricare took this claim until 2026-11-23.
    "#]],
    );
    check("dos 2025-11-23 | payer Aetna Medicare Advantage", &expect![[""]]);
    check(
        "dos 2025-11-23 | payer Medicare B | frequency 8 1",
        &expect![[r#"
        W /header/claimFrequency claim.medicare-replacement: Medicare Part B takes no claim of frequency 8. Ask for a reopening, or send a new claim.
    "#]],
    );
}
