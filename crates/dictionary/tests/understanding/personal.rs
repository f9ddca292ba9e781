//! What one coder brings, and filters.

use dictionary::{Laterality, PatientFit, Personal, Reason, SearchFilters};
use encounter::CodeSystem::{Icd10cm, Icd10pcs};
use encounter::{CodeRef, Sex};

use crate::{ask_as, codes, search};

#[test]
fn the_coders_own_abbreviations_come_first() {
    let own = [("ms", "mitral stenosis"), ("dmn", "E11.40"), ("hfp", "diastolic heart failure")];
    let own = own.map(|(short, words)| (short.to_owned(), words.to_owned())).into();
    let personal = Personal::new(&own, &[], &[]);
    for (query, code, typed) in [
        ("ms", "I34.2", "ms"),
        ("MS", "I34.2", "MS"),
        ("dmn", "E11.40", "dmn"),
        ("acute hfp", "I50.31", "hfp"),
    ] {
        let answer = ask_as(query, SearchFilters::default(), &personal);
        let first = answer.hits.first().expect(query);
        assert_eq!(first.code, code, "{query}");
        let says =
            |reason: &Reason| matches!(reason, Reason::OwnAbbreviation { typed: of, .. } if of == typed);
        assert!(first.reasons.iter().any(says), "{query}: {:?}", first.reasons);
    }
    assert_eq!(search("ms").hits[0].code, "G35.D", "without one, what most mean");
}

#[test]
fn favourites_and_recents_lift_ties_only() {
    let order = |personal: &Personal| {
        let answer = ask_as("acute serous otitis media", SearchFilters::default(), personal);
        let ears = answer.hits.iter().filter(|hit| ["H65.01", "H65.02"].contains(&hit.code.as_str()));
        ears.map(|hit| (hit.code.clone(), hit.reasons.last().cloned())).collect::<Vec<_>>()
    };
    let both = order(&Personal::default());
    assert_eq!(both.len(), 2);
    let second = [CodeRef { system: Icd10cm, code: both[1].0.clone() }];
    let lifted = |reason| (second[0].code.clone(), Some(reason));
    assert_eq!(order(&Personal::new(&[].into(), &[], &second))[0], lifted(Reason::Recent));
    assert_eq!(order(&Personal::new(&[].into(), &second, &second))[0], lifted(Reason::Favourite));
    // Another system may have a code of the same characters.
    let elsewhere = [CodeRef { system: Icd10pcs, ..second[0].clone() }];
    assert_eq!(order(&Personal::new(&[].into(), &elsewhere, &elsewhere)), both);
    let i11 = CodeRef { system: Icd10cm, code: "I11.9".to_owned() };
    let favourite = Personal::new(&[].into(), &[i11], &[]);
    let first = ask_as("hypertension", SearchFilters::default(), &favourite).hits[0].code.clone();
    assert_eq!(first, "I10", "a better answer stays first");
}

#[test]
fn filters() {
    let nobody = Personal::default();
    let of = |query: &str, filters: SearchFilters| ask_as(query, filters, &nobody);

    let chapter = SearchFilters { chapter: Some("4".to_owned()), ..SearchFilters::default() };
    let found = of("neuropathy", chapter.clone());
    assert!(!found.hits.is_empty() && codes(&found).iter().all(|code| code.starts_with('E')), "{found:?}");
    let block = SearchFilters { chapter: Some("E08-E13".to_owned()), ..SearchFilters::default() };
    assert!(codes(&of("neuropathy", block)).iter().all(|code| *code < "E14"));
    assert_eq!(codes(&of("I10", chapter))[0], "I10", "a code typed in full is what was asked for");

    let billable = SearchFilters { billable_only: true, ..SearchFilters::default() };
    assert!(of("s72.0", billable.clone()).hits.iter().skip(1).all(|hit| hit.billable));
    assert!(of("fracture neck of femur", billable).hits.iter().all(|hit| hit.billable));

    let left = SearchFilters { laterality: Some(Laterality::Left), ..SearchFilters::default() };
    let found = of("osteoarthritis knee", left.clone());
    assert!(!found.hits.is_empty());
    for hit in &found.hits {
        let title = hit.title.as_deref().unwrap_or_default().to_lowercase();
        assert!(!title.contains("right") && !title.contains("bilateral"), "{title}");
    }
    assert_eq!(of("hypertension", left).hits[0].code, "I10", "what names no side stays");

    let man = PatientFit { sex: Sex::Male, age_years: Some(40) };
    let man = SearchFilters { patient: Some(man), ..SearchFilters::default() };
    let found = of("routine examination", man.clone());
    let misfit = |hit: &dictionary::SearchHit| {
        hit.reasons.iter().any(|reason| matches!(reason, Reason::OtherSex | Reason::OtherAge))
    };
    assert!(!misfit(&found.hits[0]), "{found:?}");
    let found = of("malignant neoplasm of ovary", man.clone());
    assert!(found.hits[0].code == "Z80.41", "his mother may have had one: {found:?}");
    assert!(found.hits[1].reasons.contains(&Reason::OtherSex), "shown, and why not: {found:?}");
    let found = of("neonatal jaundice", man);
    assert!(found.hits[0].reasons.contains(&Reason::OtherAge), "{found:?}");
}
