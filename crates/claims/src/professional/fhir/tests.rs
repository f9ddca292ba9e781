use encounter::Status;
use serde_json::Value;

use super::bundle;
use crate::professional::tests::{encounter, practice};

fn resources<'a>(bundle: &'a Value, kind: &str) -> Vec<&'a Value> {
    let entries = bundle["entry"].as_array().unwrap().iter().map(|entry| &entry["resource"]);
    entries.filter(|resource| resource["resourceType"] == kind).collect()
}

#[test]
fn the_claim_stands_first_and_what_it_names_is_in_the_bundle() {
    let encounter = encounter();
    let bundle = bundle(&encounter, &practice(), "2026-11-29").unwrap();
    let claim = &bundle["entry"][0]["resource"];
    assert_eq!(claim["resourceType"], "Claim");
    assert_eq!(claim["item"].as_array().unwrap().len(), encounter.lines.len());
    assert_eq!(claim["total"]["value"].to_string(), encounter.charges().normalize().to_string());
    assert_eq!(claim["diagnosis"][0]["diagnosisCodeableConcept"]["coding"][0]["code"], "E11.22");
    let urls: Vec<&Value> =
        bundle["entry"].as_array().unwrap().iter().map(|entry| &entry["fullUrl"]).collect();
    let text = bundle.to_string();
    let references = text.split(r#""reference":""#).skip(1).map(|rest| rest.split('"').next().unwrap());
    for reference in references {
        assert!(urls.iter().any(|url| *url == reference), "{reference}");
    }
    assert_eq!(resources(&bundle, "Coverage").len(), 1);
    assert_eq!(resources(&bundle, "Patient").len(), 1);
}

#[test]
fn the_same_encounter_gives_the_same_bundle_and_says_nothing_empty() {
    let encounter = encounter();
    let of = || bundle(&encounter, &practice(), "2026-11-29").unwrap().to_string();
    assert_eq!(of(), of());
    for empty in [r#":"""#, ":[]", ":{}", ":null", "[null"] {
        assert!(!of().contains(empty), "{empty}");
    }
}

#[test]
fn what_is_no_claim_is_no_bundle() {
    let mut encounter = encounter();
    encounter.status = Status::InProgress;
    assert!(bundle(&encounter, &practice(), "2026-11-29").is_err());
}
