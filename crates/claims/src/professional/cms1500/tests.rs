use encounter::*;
use rust_decimal::Decimal;

use super::slots::{CHECKS, FRAMES};
use super::*;
use crate::practice::Practice;
use crate::professional::tests::{encounter, practice};

/// What is printed in a slot of a page, all lines of box 24.
fn printed(page: &Page, slot: Slot) -> Vec<&str> {
    page.iter().filter(|entry| entry.slot == slot).map(|entry| entry.text.trim()).collect()
}

fn form(encounter: &Encounter, practice: &Practice) -> Form {
    Form::of(encounter, practice).unwrap()
}

#[test]
fn each_box_is_filled_from_its_own_source() {
    let mut encounter = encounter();
    encounter.header.accepts_assignment = false;
    encounter.header.benefits_signature_on_file = true;
    encounter.header.claim.as_mut().unwrap().patient_amount_paid = Some(Decimal::new(2050, 2));
    let form = form(&encounter, &practice());
    let page = &form.pages[0];
    let is = |slot: Slot, expected: &[&str]| assert_eq!(printed(page, slot), expected, "{slot:?}");
    let header = &encounter.header;
    // 13 is about benefits, 27 about assignment.
    is(Slot::B13, &["SIGNATURE ON FILE"]);
    is(Slot::B27No, &["X"]);
    is(Slot::B27Yes, &[]);
    is(Slot::B1a, &[&header.primary_payer.as_ref().unwrap().member_id.replace(' ', "").to_uppercase()]);
    is(Slot::B6Self, &["X"]);
    is(Slot::B21A, &["E1122"]);
    is(Slot::B21Indicator, &["0"]);
    is(Slot::B24b, &vec![header.place_of_service.as_str(); encounter.lines.len()]);
    is(Slot::B25Ein, &["X"]);
    is(Slot::B26, &[&header.account.to_uppercase()]);
    is(Slot::B29Dollars, &["20"]);
    is(Slot::B29Cents, &["50"]);
    is(Slot::B33a, &[&practice().billing.npi]);
    let charges = format!("{:.2}", encounter.charges());
    let (dollars, cents) = charges.split_once('.').unwrap();
    is(Slot::B28Dollars, &[dollars]);
    is(Slot::B28Cents, &[cents]);
}

#[test]
fn a_seventh_line_goes_on_a_second_page_and_totals_stand_on_the_last() {
    let mut encounter = encounter();
    encounter.lines = vec![encounter.lines[0].clone(); 13];
    let form = form(&encounter, &practice());
    let lines: Vec<usize> = form.pages.iter().map(|page| printed(page, Slot::B24d).len()).collect();
    assert_eq!(lines, [6, 6, 1]);
    let totals: Vec<usize> = form.pages.iter().map(|page| printed(page, Slot::B28Dollars).len()).collect();
    assert_eq!(totals, [0, 0, 1]);
    assert!(form.pages.iter().all(|page| printed(page, Slot::B21A) == ["E1122"]));
}

#[test]
fn what_the_paper_cannot_say_is_listed_and_what_does_not_fit_is_refused() {
    let mut encounter = encounter();
    let details = encounter.header.claim.as_mut().unwrap();
    details.clia = "21D0000001".into();
    details.homebound = true;
    encounter.header.prior_authorization = "PA1".into();
    let listed = form(&encounter, &practice()).left_out;
    for field in ["header/claim/clia", "header/claim/homebound"] {
        assert!(listed.iter().any(|left| left == field), "{field} in {listed:?}");
    }
    encounter.header.account = "ACCOUNT-OF-20-LETTERS".into();
    let problems = Form::of(&encounter, &practice()).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].field, "header/account");
    encounter.status = Status::InProgress;
    assert!(Form::of(&encounter, &practice()).is_err(), "not completed");
}

#[test]
fn a_pdf_has_a_page_for_each_page() {
    let mut encounter = encounter();
    encounter.lines = vec![encounter.lines[0].clone(); 7];
    let forms = [form(&encounter, &practice()), form(&encounter, &practice())];
    let words = |key: &str| key.to_owned();
    for paper in [Paper::Plain(&words), Paper::Printed(Offset { right: 3.0, down: -2.0 })] {
        let bytes = pdf(&forms, paper);
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.starts_with("%PDF-") && text.contains("/Count 4"), "four pages");
    }
    assert!(String::from_utf8_lossy(&test_print(Offset::default())).contains("/Count 1"));
}

#[test]
fn every_box_and_tick_of_the_drawing_has_its_word() {
    let words: serde_json::Value =
        serde_json::from_str(include_str!("../../../../../assets/wording/claims.en.json")).unwrap();
    let boxes = FRAMES.iter().map(|frame| format!("cms1500.box.{}", frame.number));
    let ticks = CHECKS.iter().map(|(_, name)| format!("cms1500.check.{name}"));
    let missing: Vec<String> = boxes.chain(ticks).filter(|key| !words[key].is_string()).collect();
    assert_eq!(missing, Vec::<String>::new());
}
