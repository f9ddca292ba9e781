//! The words of the coder and those of the book.

use std::fmt::Write as _;

use expect_test::expect;

use crate::{check, search};

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
