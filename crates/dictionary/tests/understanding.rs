//! What search understands, one line a case, on the compiled dictionary.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are tests, which clippy cannot see here"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

use dictionary::{
    Advice, Dictionary, Laterality, PatientFit, Personal, Reason, SearchAnswer, SearchFilters, SearchRequest,
};
use encounter::CodeSystem::{self, Icd10cm, Icd10pcs};
use encounter::{CodeRef, Sex};
use expect_test::{Expect, expect};
use jiff::civil::{Date, date};
use proptest::prelude::*;

static BOOK: LazyLock<Dictionary> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/dictionary/dictionary.db");
    match Dictionary::open(&path) {
        Ok(book) => book,
        Err(error) => panic!("{}: {error}. Run `cargo xtask dictionary` first.", path.display()),
    }
});

const APRIL: Date = date(2026, 4, 15);

fn ask(book: &Dictionary, query: &str, on: Date, systems: &[CodeSystem], limit: u32) -> SearchAnswer {
    book.search(&SearchRequest::new(query, on, systems, limit), &Personal::default()).expect("answers")
}

fn search(query: &str) -> SearchAnswer {
    ask(&BOOK, query, APRIL, &[Icd10cm], 10)
}

/// The first code and its title for each query.
fn check(queries: &[&str], expected: &Expect) {
    let mut shown = String::new();
    for query in queries {
        let first = search(query).hits.into_iter().next();
        let (code, title) =
            first.map_or_else(Default::default, |hit| (hit.code, hit.title.unwrap_or_default()));
        writeln!(shown, "{query}: {code} {title}").expect("writes");
    }
    expected.assert_eq(&shown);
}

#[test]
fn abbreviations() {
    check(
        &[
            "htn",
            "copd",
            "t2dm",
            "dm2 w neuropathy",
            "afib",
            "ckd 3b",
            "fx left clavicle",
            "n/v",
            "uti",
            "lbp",
        ],
        &expect![[r#"
            htn: I10 Essential (primary) hypertension
            copd: J44.9 Chronic obstructive pulmonary disease, unspecified
            t2dm: E11.9 Type 2 diabetes mellitus without complications
            dm2 w neuropathy: E11.40 Type 2 diabetes mellitus with diabetic neuropathy, unspecified
            afib: I48.91 Unspecified atrial fibrillation
            ckd 3b: N18.32 Chronic kidney disease, stage 3b
            fx left clavicle: S42.002A Fracture of unspecified part of left clavicle, initial encounter for closed fracture
            n/v: R11.2 Nausea with vomiting, unspecified
            uti: N39.0 Urinary tract infection, site not specified
            lbp: M54.50 Low back pain, unspecified
        "#]],
    );
}

#[test]
fn lay_words() {
    check(
        &[
            "heart attack",
            "high blood pressure",
            "pink eye",
            "kidney stones",
            "broken wrist",
            "water on brain",
        ],
        &expect![[r#"
            heart attack: I21.9 Acute myocardial infarction, unspecified
            high blood pressure: I10 Essential (primary) hypertension
            pink eye: H10.9 Unspecified conjunctivitis
            kidney stones: N20.0 Calculus of kidney
            broken wrist: S52.509A Unspecified fracture of the lower end of unspecified radius, initial encounter for closed fracture
            water on brain: G91.9 Hydrocephalus, unspecified
        "#]],
    );
}

#[test]
fn adjectives_and_forms_of_a_word() {
    check(
        &["renal calculus", "hepatic failure", "diabetic cataract", "urethral abscess", "laryngeal stenosis"],
        &expect![[r#"
            renal calculus: N20.0 Calculus of kidney
            hepatic failure: K72.90 Hepatic failure, unspecified without coma
            diabetic cataract: E11.36 Type 2 diabetes mellitus with diabetic cataract
            urethral abscess: N34.0 Urethral abscess
            laryngeal stenosis: J38.6 Stenosis of larynx
        "#]],
    );
}

#[test]
fn british_spelling() {
    check(
        &["anaemia", "oesophageal reflux", "haemorrhoids", "diarrhoea", "tumour of brain"],
        &expect![[r#"
        anaemia: D64.9 Anemia, unspecified
        oesophageal reflux: K21.9 Gastro-esophageal reflux disease without esophagitis
        haemorrhoids: K64.9 Unspecified hemorrhoids
        diarrhoea: R19.7 Diarrhea, unspecified
        tumour of brain: D49.6 Neoplasm of unspecified behavior of brain
    "#]],
    );
}

#[test]
fn eponyms() {
    check(
        &["lou gehrig disease", "hashimotos", "trisomy 21", "hansen disease", "christmas disease"],
        &expect![[r#"
            lou gehrig disease: G12.21 Amyotrophic lateral sclerosis
            hashimotos: E06.3 Autoimmune thyroiditis
            trisomy 21: Q90.9 Down syndrome, unspecified
            hansen disease: A30.9 Leprosy, unspecified
            christmas disease: D67 Hereditary factor IX deficiency
        "#]],
    );
}

#[test]
fn slips() {
    check(
        &["pnuemonia", "diabtes type 2", "hypertenson", "cellulitis lft leg", "asmtha", "xyzzy pneumonia"],
        &expect![[r#"
            pnuemonia: J18.9 Pneumonia, unspecified organism
            diabtes type 2: E11.9 Type 2 diabetes mellitus without complications
            hypertenson: I10 Essential (primary) hypertension
            cellulitis lft leg: L03.116 Cellulitis of left lower limb
            asmtha: J45.909 Unspecified asthma, uncomplicated
            xyzzy pneumonia: J18.9 Pneumonia, unspecified organism
        "#]],
    );
}

#[test]
fn words_together_and_apart() {
    check(
        &["brainstem glioma", "brain stem stroke", "backpain", "laryngostenosis", "tooth ache"],
        &expect![[r#"
            brainstem glioma: C71.7 Malignant neoplasm of brain stem
            brain stem stroke: G46.3 Brain stem stroke syndrome
            backpain: M54.9 Dorsalgia, unspecified
            laryngostenosis: J38.6 Stenosis of larynx
            tooth ache: K08.89 Other specified disorders of teeth and supporting structures
        "#]],
    );
}

#[test]
fn growths() {
    check(
        &[
            "cancer of colon",
            "left breast cancer",
            "mets to liver",
            "lung mets",
            "renal cell carcinoma",
            "benign tumor of thyroid",
            "melanoma in situ of lip",
        ],
        &expect![[r#"
            cancer of colon: C18.9 Malignant neoplasm of colon, unspecified
            left breast cancer: C50.912 Malignant neoplasm of unspecified site of left female breast
            mets to liver: C78.7 Secondary malignant neoplasm of liver and intrahepatic bile duct
            lung mets: C78.00 Secondary malignant neoplasm of unspecified lung
            renal cell carcinoma: C64.9 Malignant neoplasm of unspecified kidney, except renal pelvis
            benign tumor of thyroid: D34 Benign neoplasm of thyroid gland
            melanoma in situ of lip: D03.0 Melanoma in situ of lip
        "#]],
    );
}

#[test]
fn choices() {
    check(
        &[
            "knee pain right",
            "rt knee pain",
            "preeclampsia 3rd trimester",
            "ankle sprain left subsequent",
            "acute on chronic diastolic hf",
            "pressure ulcer left heel stage 4",
        ],
        &expect![[r#"
            knee pain right: M25.561 Pain in right knee
            rt knee pain: M25.561 Pain in right knee
            preeclampsia 3rd trimester: O14.93 Unspecified pre-eclampsia, third trimester
            ankle sprain left subsequent: S93.402D Sprain of unspecified ligament of left ankle, subsequent encounter
            acute on chronic diastolic hf: I50.33 Acute on chronic diastolic (congestive) heart failure
            pressure ulcer left heel stage 4: L89.624 Pressure ulcer of left heel, stage 4
        "#]],
    );
}

#[test]
fn numbers() {
    check(
        &["bmi 41", "bmi 22.4", "32 weeks", "32w pregnant", "type ii diabetes", "factor 8 deficiency"],
        &expect![[r#"
            bmi 41: Z68.41 Body mass index [BMI] 40.0-44.9, adult
            bmi 22.4: Z68.22 Body mass index [BMI] 22.0-22.9, adult
            32 weeks: Z3A.32 32 weeks gestation of pregnancy
            32w pregnant: Z3A.32 32 weeks gestation of pregnancy
            type ii diabetes: E11.9 Type 2 diabetes mellitus without complications
            factor 8 deficiency: D66 Hereditary factor VIII deficiency
        "#]],
    );
}

#[test]
fn history_and_absence() {
    check(
        &[
            "h/o breast ca",
            "h/o dvt",
            "family history of colon cancer",
            "s/p right tkr",
            "former smoker",
            "pcn allergy",
            "on coumadin",
            "migraine without aura",
            "migraine w/o aura not intractable",
        ],
        &expect![[r#"
            h/o breast ca: Z85.3 Personal history of malignant neoplasm of breast
            h/o dvt: Z86.718 Personal history of other venous thrombosis and embolism
            family history of colon cancer: Z80.0 Family history of malignant neoplasm of digestive organs
            s/p right tkr: Z96.651 Presence of right artificial knee joint
            former smoker: Z87.891 Personal history of nicotine dependence
            pcn allergy: Z88.0 Allergy status to penicillin
            on coumadin: Z79.01 Long term (current) use of anticoagulants
            migraine without aura: G43.009 Migraine without aura, not intractable, without status migrainosus
            migraine w/o aura not intractable: G43.009 Migraine without aura, not intractable, without status migrainosus
        "#]],
    );
}

/// The letter of a disease is no article.
#[test]
fn letters() {
    check(
        &["hepatitis a", "vitamin a deficiency", "flu a", "flu", "hemophilia a"],
        &expect![[r#"
        hepatitis a: B15.9 Hepatitis A without hepatic coma
        vitamin a deficiency: E50.9 Vitamin A deficiency, unspecified
        flu a: J10.1 Influenza due to other identified influenza virus with other respiratory manifestations
        flu: J11.1 Influenza due to unidentified influenza virus with other respiratory manifestations
        hemophilia a: D66 Hereditary factor VIII deficiency
    "#]],
    );
}

/// Every reason of the first hit.
#[test]
fn a_hit_says_what_was_used() {
    let mut shown = String::new();
    for query in
        ["renal stone", "pneumomia", "afib", "htn", "laryngostenosis", "frozen shoulder", "diabetic type 2"]
    {
        let hit = search(query).hits.into_iter().next().expect("a hit");
        let text = hit.matched_text.unwrap_or_default();
        writeln!(shown, "{query}: {} [{text}] {:?}", hit.code, hit.reasons).expect("writes");
    }
    expect![[r#"
        renal stone: N20.0 [renal stone] [OurTerm, Word { typed: "renal" }, Word { typed: "stone" }]
        pneumomia: J18.9 [] [Corrected { typed: "pneumomia", meant: "pneumonia" }]
        afib: I48.91 [afib] [OurTerm, Word { typed: "afib" }]
        htn: I10 [htn] [OurTerm, Word { typed: "htn" }]
        laryngostenosis: J38.6 [] [Synonym { typed: "laryngostenosis", meant: "larynx stenosis" }]
        frozen shoulder: M75.00 [frozen shoulder] [OurTerm, Word { typed: "frozen" }, Word { typed: "shoulder" }]
        diabetic type 2: E11.9 [] [Synonym { typed: "diabetic", meant: "diabetes" }, Word { typed: "type" }, Word { typed: "2" }]
    "#]].assert_eq(&shown);
}

#[test]
fn there_is_always_something_to_go_on() {
    for query in ["xqzt", "zzzz", "hyperqqq", "qwertz uiop", "x", "17"] {
        assert!(!search(query).hits.is_empty(), "{query}");
    }
    let guessed = search("qwertz");
    assert!(guessed.partial && guessed.is_guess());
    assert!(!search("pneumomia").is_guess() && !search("xyzzy pneumonia").is_guess());
    assert_eq!(guessed.unknown_words, ["qwertz"]);
    let hit = guessed.hits.first().expect("a hit");
    assert!(hit.reasons.iter().any(|reason| matches!(reason, Reason::Corrected { .. })), "{:?}", hit.reasons);
}

#[test]
fn hostile_input_is_answered() {
    for query in [
        "a".repeat(10_000),
        "a ".repeat(5_000),
        "without ".repeat(1_200),
        "pnuemonia ".repeat(1_000),
        "!?.,;:/\\|".repeat(1_000),
        "🩺🦴".repeat(2_500),
        "s/p ".repeat(2_500),
        "~aura".to_owned(),
        "'; DROP TABLE code; --".to_owned(),
        "(a+)+$ [^x]* \\d{999}".to_owned(),
        "\u{301}\u{0}\u{feff}".to_owned(),
    ] {
        assert!(search(&query).hits.len() <= 10);
    }
    for day in [date(1, 1, 1), date(9999, 12, 31)] {
        assert!(ask(&BOOK, "htn", day, &[Icd10cm], 10).hits.len() <= 10);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_text_is_answered(query in "\\PC{0,60}") {
        let answer = search(&query);
        prop_assert!(answer.hits.len() <= 10);
        prop_assert!(answer.total as usize >= answer.hits.len());
    }

    /// Highlights lie within the texts that they mark, whatever was corrected or meant.
    #[test]
    fn marks_lie_within_their_texts(query in "[a-z/ ]{1,24}") {
        for hit in search(&query).hits {
            let title = hit.title.unwrap_or_default().encode_utf16().count();
            let matched = hit.matched_text.unwrap_or_default().encode_utf16().count();
            prop_assert!(hit.title_highlights.iter().all(|mark| mark.start < mark.end && mark.end as usize <= title));
            prop_assert!(hit.matched_highlights.iter().all(|mark| mark.end as usize <= matched));
        }
    }
}

fn ask_as(query: &str, filters: SearchFilters, personal: &Personal) -> SearchAnswer {
    let request = SearchRequest { filters, ..SearchRequest::new(query, APRIL, &[Icd10cm], 10) };
    BOOK.search(&request, personal).expect("answers")
}

fn codes(answer: &SearchAnswer) -> Vec<&str> {
    answer.hits.iter().map(|hit| hit.code.as_str()).collect()
}

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

/// The first codes of an answer, how many there are, and what is advised.
fn check_advice(queries: &[&str], expected: &Expect) {
    let mut shown = String::new();
    for query in queries {
        let answer = search(query);
        let first: Vec<&str> = codes(&answer).into_iter().take(4).collect();
        let query: String = query.chars().take(20).collect();
        writeln!(shown, "{query}: {} of {} {:?}", first.join(" "), answer.total, answer.advice)
            .expect("writes");
    }
    expected.assert_eq(&shown);
}

#[test]
fn ranges_and_lists_of_codes() {
    check_advice(
        &[
            "S72.0-S72.9",
            "s72 - s73",
            "E08-E13",
            "e13 to e08",
            "Z79.4-Z79.5",
            "E11.9, I10; z79.4",
            "E11.9, n18.30-n18.32, i",
            "U50-U59",
            "S72.0-",
        ],
        &expect![[r#"
            S72.0-S72.9: S72.0 S72.00 S72.001 S72.001A of 2659 []
            s72 - s73: S72 S72.0 S72.00 S72.001 of 2840 []
            E08-E13: E08 E08.0 E08.00 E08.01 of 583 []
            e13 to e08: E08 E08.0 E08.00 E08.01 of 583 []
            Z79.4-Z79.5: Z79.4 Z79.5 Z79.51 Z79.52 of 4 []
            E11.9, I10; z79.4: E11.9 I10 Z79.4 of 3 []
            E11.9, n18.30-n18.32: E11.9 N18.30 N18.31 N18.32 of 4 []
            U50-U59:  of 0 [NothingFound]
            S72.0-: S72.0 S72.001A S72.001B S72.001C of 621 []
        "#]],
    );
    let answer = search("N18.3-N18.5");
    assert_eq!(codes(&answer), ["N18.3", "N18.30", "N18.31", "N18.32", "N18.4", "N18.5"]);
    let hit = &answer.hits[1];
    assert_eq!(hit.reasons, [Reason::InRange { from: "N18.3".into(), to: "N18.5".into() }]);
    assert_eq!(hit.code_highlights.first().map(|of| of.end), Some(3), "N18 is what both share");
}

#[test]
fn nothing_is_answered_without_a_word() {
    check_advice(
        &[
            "",
            "...",
            "🩺🦴",
            "日本語の病気",
            "перелом",
            "'; DROP TABLE code; --",
            "(.*)+[^a-z]\\d{1,3}$",
            "%_%",
            "qqqqq",
            &"fracture ".repeat(1_200),
        ],
        &expect![[r#"
            :  of 0 [NothingAsked]
            ...:  of 0 [NothingAsked]
            🩺🦴:  of 0 [NothingAsked]
            日本語の病気:  of 0 [OtherLetters]
            перелом:  of 0 [OtherLetters]
            '; DROP TABLE code; : M21.379 M21.339 M21.372 M21.371 of 299 []
            (.*)+[^a-z]\d{1,3}$: E76.22 O36.0193 O36.0191 O36.0133 of 4451 []
            %_%:  of 0 [NothingAsked]
            qqqqq: A78 I21.4 I22.2 I45.81 of 464 []
            fracture fracture fr: T14.8XXA T14.8 S62.609A S92.909A of 20418 [TooLong]
        "#]],
    );
    for day in [date(1900, 1, 1), date(2100, 1, 1)] {
        let answer = ask(&BOOK, "hypertension", day, &[Icd10cm], 10);
        assert_eq!(answer.hits[0].code, "I10");
        assert!(matches!(answer.advice[..], [Advice::DateNotCovered { .. }]), "{:?}", answer.advice);
    }
    let elsewhere = SearchFilters { chapter: Some("4".to_owned()), ..SearchFilters::default() };
    let answer = ask_as("clavicle", elsewhere, &Personal::default());
    assert!(
        answer.hits.is_empty() && matches!(answer.advice[..], [Advice::Filtered { without: 1.. }]),
        "{answer:?}"
    );
}

#[test]
fn what_is_said_of_a_condition_chooses_its_code() {
    check(
        &[
            "preeclampsia severe third trimester",
            "2nd trimester placenta previa w/o hemorrhage",
            "32w pregnant",
            "bmi 41",
            "bmi 22",
            "ckd stage 3b",
            "ckd stage 5",
            "pressure ulcer sacrum stage 3",
            "ankle sprain lt subsequent",
            "ankle sprain right initial",
            "fx lt femoral neck sequela",
            "fx lt femoral neck closed sequela",
            "closed fx lt femoral neck initial",
            "closed fx lt femoral neck subsequent",
            "open fx rt tibia shaft sequela",
            "closed head injury sequela",
            "open wound rt hand sequela",
            "sequela of closed dislocation of left elbow",
            "displaced fx shaft rt tibia subsequent routine healing",
            "acute on chronic systolic hf",
            "chronic bronchitis",
            "acute bronchitis",
            "mod persistent asthma",
            "mdd recurrent severe",
            "hx of breast ca",
            "history of colon cancer",
            "family history of breast cancer",
            "h/o stroke",
            "mets to liver",
            "mets to bone",
            "brain mets",
            "cancer of prostate",
            "lung cancer right upper lobe",
            "benign tumor of stomach",
            "cancer of left breast upper outer",
            "diabetes without complications",
            "migraine w/o aura not intractable",
        ],
        &expect![[r#"
            preeclampsia severe third trimester: O14.13 Severe pre-eclampsia, third trimester
            2nd trimester placenta previa w/o hemorrhage: O44.02 Complete placenta previa NOS or without hemorrhage, second trimester
            32w pregnant: Z3A.32 32 weeks gestation of pregnancy
            bmi 41: Z68.41 Body mass index [BMI] 40.0-44.9, adult
            bmi 22: Z68.22 Body mass index [BMI] 22.0-22.9, adult
            ckd stage 3b: N18.32 Chronic kidney disease, stage 3b
            ckd stage 5: N18.5 Chronic kidney disease, stage 5
            pressure ulcer sacrum stage 3: L89.153 Pressure ulcer of sacral region, stage 3
            ankle sprain lt subsequent: S93.402D Sprain of unspecified ligament of left ankle, subsequent encounter
            ankle sprain right initial: S93.401A Sprain of unspecified ligament of right ankle, initial encounter
            fx lt femoral neck sequela: S72.002S Fracture of unspecified part of neck of left femur, sequela
            fx lt femoral neck closed sequela: S72.002S Fracture of unspecified part of neck of left femur, sequela
            closed fx lt femoral neck initial: S72.002A Fracture of unspecified part of neck of left femur, initial encounter for closed fracture
            closed fx lt femoral neck subsequent: S72.002D Fracture of unspecified part of neck of left femur, subsequent encounter for closed fracture with routine healing
            open fx rt tibia shaft sequela: S82.201S Unspecified fracture of shaft of right tibia, sequela
            closed head injury sequela: S09.90XS Unspecified injury of head, sequela
            open wound rt hand sequela: S61.401S Unspecified open wound of right hand, sequela
            sequela of closed dislocation of left elbow: S53.105S Unspecified dislocation of left ulnohumeral joint, sequela
            displaced fx shaft rt tibia subsequent routine healing: S82.221D Displaced transverse fracture of shaft of right tibia, subsequent encounter for closed fracture with routine healing
            acute on chronic systolic hf: I50.23 Acute on chronic systolic (congestive) heart failure
            chronic bronchitis: J42 Unspecified chronic bronchitis
            acute bronchitis: J20.9 Acute bronchitis, unspecified
            mod persistent asthma: J45.40 Moderate persistent asthma, uncomplicated
            mdd recurrent severe: F33.2 Major depressive disorder, recurrent severe without psychotic features
            hx of breast ca: Z85.3 Personal history of malignant neoplasm of breast
            history of colon cancer: Z85.038 Personal history of other malignant neoplasm of large intestine
            family history of breast cancer: Z80.3 Family history of malignant neoplasm of breast
            h/o stroke: Z86.73 Personal history of transient ischemic attack (TIA), and cerebral infarction without residual deficits
            mets to liver: C78.7 Secondary malignant neoplasm of liver and intrahepatic bile duct
            mets to bone: C79.51 Secondary malignant neoplasm of bone
            brain mets: C79.31 Secondary malignant neoplasm of brain
            cancer of prostate: C61 Malignant neoplasm of prostate
            lung cancer right upper lobe: C34.11 Malignant neoplasm of upper lobe, right bronchus or lung
            benign tumor of stomach: D13.1 Benign neoplasm of stomach
            cancer of left breast upper outer: C50.412 Malignant neoplasm of upper-outer quadrant of left female breast
            diabetes without complications: E11.9 Type 2 diabetes mellitus without complications
            migraine w/o aura not intractable: G43.009 Migraine without aura, not intractable, without status migrainosus
        "#]],
    );
}
