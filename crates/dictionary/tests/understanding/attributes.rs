//! Side, stage, encounter, number, what is absent: what is said of a condition chooses its code.

use expect_test::expect;

use crate::check;

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
