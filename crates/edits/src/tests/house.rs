use super::*;
use crate::{
    Condition, House, HouseRule, PayerKind, PayerTerms, RuleFault, RuleSeverity, SeverityChange, Subject,
};

fn findings_for(house: &House, notation: &str) -> Vec<Finding> {
    let reference = Reference { book: &SmallBook, tables: tables() };
    crate::check_for(house, &encounter(notation), &[], reference, TODAY).unwrap()
}

fn severity(house: &House, notation: &str, rule: &str) -> Option<Severity> {
    findings_for(house, notation).iter().find(|finding| finding.rule == rule).map(|finding| finding.severity)
}

fn change(rule: &str, payer: &str, severity: Severity) -> SeverityChange {
    SeverityChange { rule: rule.into(), payer: payer.into(), severity }
}

#[test]
fn a_severity_is_changed_by_payer_within_what_its_rule_allows() {
    let twice = "dx I10 | line 99213 A u1 $100 -25 -25";
    let rule = "line.duplicate-modifier";
    let mut house = House::default();
    assert_eq!(severity(&house, twice, rule), Some(Severity::Warning));
    house.severities = vec![change(rule, "", Severity::Info)];
    assert_eq!(severity(&house, twice, rule), Some(Severity::Info));
    house.severities.push(change(rule, "aetna ", Severity::Error));
    assert_eq!(severity(&house, twice, rule), Some(Severity::Error));
    let other = format!("payer Medicaid | {twice}");
    assert_eq!(severity(&house, &other, rule), Some(Severity::Info));
    // What the format of the claim demands stays an error, whatever was kept.
    house.severities = vec![change("line.no-pointer", "", Severity::Info)];
    assert_eq!(severity(&house, "dx I10 | line 99213 u1 $1", "line.no-pointer"), Some(Severity::Error));
    house.severities = vec![change("notes.excludes1", "", Severity::Info)];
    assert_eq!(severity(&house, "dx E11.21 E08.00", "notes.excludes1"), Some(Severity::Warning));
}

#[test]
fn a_payer_has_terms_of_its_own() {
    let terms = |filing_days, kind| House {
        payers: vec![PayerTerms { name: "Aetna".into(), kind, filing_days }],
        ..House::default()
    };
    // Ninety days after 2026-08-26 is today, 2026-11-24.
    let at = |day: &str| format!("dos {day} | dx I10 {GOOD_LINE}");
    let ninety = terms(Some(90), PayerKind::Commercial);
    assert_eq!(severity(&ninety, &at("2026-08-25"), "claim.filing-passed"), Some(Severity::Warning));
    assert_eq!(severity(&ninety, &at("2026-08-26"), "claim.filing-passed"), None);
    assert_eq!(severity(&ninety, &at("2026-08-26"), "claim.filing-near"), Some(Severity::Info));
    let medicare = terms(None, PayerKind::Medicare);
    assert_eq!(severity(&medicare, &at("2025-11-23"), "claim.filing-passed"), Some(Severity::Warning));
    assert_eq!(severity(&House::default(), &at("2025-11-23"), "claim.filing-passed"), None);
}

#[test]
fn a_payer_is_what_its_filing_indicator_says_or_else_its_name() {
    for (indicator, name, kind) in [
        ("MB", "Our plan", PayerKind::Medicare),
        ("ci", "Medicare Advantage of Ours", PayerKind::Commercial),
        ("", "Medicare B", PayerKind::Medicare),
        ("16", "Medicare", PayerKind::Commercial),
        ("", "Ours", PayerKind::Commercial),
    ] {
        assert_eq!(PayerKind::of(indicator, name), kind, "{indicator} {name}");
    }
}

fn rule(subject: Subject, codes: &str, condition: Condition) -> HouseRule {
    HouseRule {
        number: 3,
        name: "Ours".into(),
        subject,
        codes: codes.into(),
        condition,
        severity: RuleSeverity(Severity::Warning),
        text: "The payer wants it so.".into(),
        on: true,
        ..HouseRule::default()
    }
}

/// The places where a rule speaks.
#[track_caller]
fn speaks(rule: &HouseRule, notation: &str, places: &[&str]) {
    assert_eq!(rule.fault(), None);
    let house = House { rules: vec![rule.clone()], ..House::default() };
    let said: Vec<String> = findings_for(&house, notation)
        .into_iter()
        .filter(|finding| finding.rule == "house.3")
        .map(|finding| finding.place.to_string())
        .collect();
    assert_eq!(said, places, "{notation}");
}

#[test]
fn a_rule_of_the_house_speaks_where_its_condition_is_met() {
    let codes = |text: &str| text.to_owned();
    let diagnosis = |codes, condition| rule(Subject::Diagnosis, codes, condition);
    let line = |codes, condition| rule(Subject::Line, codes, condition);
    let first = diagnosis("E11.-, I10", Condition::First);
    speaks(&first, "dx I10 E11.21", &["/diagnoses/0"]);
    speaks(&first, "dx J18.9 I10", &[]);
    speaks(&diagnosis("E08-E13", Condition::Always), "dx I10 E11.21", &["/diagnoses/1"]);
    let with = diagnosis("I10", Condition::WithDiagnosis { codes: codes("N18.-") });
    speaks(&with, "dx I10 N18.32", &["/diagnoses/0"]);
    speaks(&with, "dx I10 J18.9", &[]);
    let visit = line("99202-99215", Condition::WithoutModifier { modifiers: codes("25, 57") });
    speaks(&visit, "dx I10 | line 99213 A u1 $100", &["/lines/0"]);
    speaks(&visit, "dx I10 | line 99213 A u1 $100 -25", &[]);
    speaks(&visit, "dx I10 | line 99221 A u1 $100", &[]);
    let units = line("971-", Condition::UnitsOver { units: 4 });
    speaks(&units, "dx I10 | line 97110 A u5 $100", &["/lines/0"]);
    speaks(&units, "dx I10 | line 97110 A u4 $100", &[]);
    let young = diagnosis("I10", Condition::AgeUnder { years: 18 });
    speaks(&young, "born 2008-04-16 | dx I10", &["/diagnoses/0"]);
    speaks(&young, "born 2008-04-15 | dx I10", &[]);
    let home = line("99213", Condition::AtPlace { places: codes("10, 12") });
    speaks(&home, "pos 12 | dx I10 | line 99213 A u1 $100", &["/lines/0"]);
    speaks(&home, "pos 11 | dx I10 | line 99213 A u1 $100", &[]);
    let without = diagnosis("I10", Condition::WithoutLine { codes: codes("99213") });
    speaks(&without, "dx I10 | line 99213 A u1 $100", &[]);
    let medicaid = HouseRule { payer: "medicaid".into(), ..diagnosis("I10", Condition::Always) };
    speaks(&medicaid, "payer Medicaid | dx I10", &["/diagnoses/0"]);
    speaks(&medicaid, "dx I10", &[]);
    let off = HouseRule { on: false, ..diagnosis("I10", Condition::Always) };
    speaks(&off, "dx I10", &[]);
    assert_eq!(off.places(&encounter("dx I10")).len(), 1, "it can be tried");
}

#[test]
fn a_rule_of_the_house_says_what_is_missing() {
    let whole = rule(Subject::Diagnosis, "I10", Condition::Always);
    let fault = |rule: HouseRule| rule.fault();
    assert_eq!(fault(HouseRule { name: " ".into(), ..whole.clone() }), Some(RuleFault::NoName));
    assert_eq!(fault(HouseRule { text: String::new(), ..whole.clone() }), Some(RuleFault::NoText));
    assert_eq!(fault(HouseRule { codes: "none".into(), ..whole.clone() }), Some(RuleFault::NoCodes));
    let units = Condition::UnitsOver { units: 4 };
    assert_eq!(fault(HouseRule { condition: units, ..whole }), Some(RuleFault::NotOfDiagnoses));
}
