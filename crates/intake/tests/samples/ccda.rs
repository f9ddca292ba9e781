use intake::{Draft, Format, ProblemKind, value};

use super::{day, drafts, named, rows, samples, text};

/// File, number of the patient, last and first name, birth date, visit, kind of the document.
const DOCUMENTS: &str = "
    170.314B2    | 110107073916280       | Everyman   | Adam     | 1962-10-22 | 5283815 | Other
    CCD-Parent   |                       | Maur       | Richard  | 1980-08-01 | 9937012 | Other
    CDA_with     | 20130607100800-McBeeID | McBee     | Roger    | 1930-09-11 |         | Other
    Consult      |                       | Betterhalf | Eve      | 1975-05-01 | 9937012 | Consultation
    Diagnostic   | 12345                 | Everyman   | Adam     | 1954-11-25 | 9937012 | Imaging
    History      | 998991                | Jones      | Isabella | 2005-05-01 | 9937012 | HistoryAndPhysical
    PROBLEMS     |                       | Maur       | Richard  | 1980-08-01 | 9937012 | Other
    Patient-and  | 12345-0828            | Nelson     | Lisa     | 1962-08-28 |         | Other
    Progress     | 12345                 | Everyman   | Adam     | 1954-11-25 | 9937012 | ProgressNote
    Transfer     |                       | Betterhalf | Eve      | 1945-05-01 | 2a620155-9d11-439e-92b3-5d9815ff4de8 | DischargeSummary
    Unstructured |                       | Levin      | Henry    | 1953-03-02 |         | DischargeSummary
";

/// File, and some words of each of several of its sections.
const WORDS: &[(&str, &[&str])] = &[
    ("170.314B2", &["performing Pulmonary Function Tests", "Asthma"]),
    ("CCD-Parent", &["No Known Drug Allergies", "take Tylenol as advised"]),
    ("Diagnostic", &["Suspected lung tumor", "round density at the left hilus"]),
    ("History", &["1. Recurrent GI bleed", "ALLERGENIC EXTRACT, PENICILLIN | Nausea"]),
    ("PROBLEMS", &["Below Knee Amputation", "Onset: Apr 2 2014"]),
    ("Progress", &["Complaints of rectal bleeding", "Acute Asthma (onset Apr 17, 2007)"]),
    ("Transfer", &["sudden onset of severe left flank", "Penicillin | Nausea"]),
];

#[test]
fn documents() {
    let Some(files) = samples("ccda::documents", "ccda", "ccda") else { return };
    for row in rows(DOCUMENTS) {
        let draft = drafts(named(&files, row[0]), Format::Ccda).remove(0);
        let read = [
            row[0].to_owned(),
            draft.patient.record_number().map(|one| one.number.clone()).unwrap_or_default(),
            text(&draft.patient.last_name),
            text(&draft.patient.first_name),
            text(&draft.patient.birth_date),
            draft.visit.numbers.first().map(|one| one.number.clone()).unwrap_or_default(),
            value(&draft.documents[0].kind).map(|kind| format!("{kind:?}")).unwrap_or_default(),
        ];
        assert_eq!(read.as_slice(), row);
    }
    for (file, words) in WORDS {
        let draft = drafts(named(&files, file), Format::Ccda).remove(0);
        for words in *words {
            assert!(text(&draft.documents[0].text).contains(words), "{file}: {words}");
        }
    }
}

#[test]
fn files_visits_and_codes() {
    let Some(files) = samples("ccda::files_visits_and_codes", "ccda", "ccda") else { return };
    let of = |file: &str| -> Draft { drafts(named(&files, file), Format::Ccda).remove(0) };
    let pdf = &of("CDA_with").documents[0].attachments[0];
    assert_eq!((pdf.media_type.as_str(), &pdf.bytes[..5]), ("application/pdf", &b"%PDF-"[..]));
    assert_eq!(text(&of("CCD-Parent").documents[0].parent), "TT661^2.16.840.1.113883.19.5.99999.1");
    let imaging = of("Diagnostic");
    assert_eq!(imaging.visit.providers[0].provider.name, "Fay Family");
    assert_eq!(day(&imaging.visit.from), "2006-08-28");
    assert_eq!(of("Progress").services[0].procedure.procedure().unwrap().as_str(), "99213");
    assert_eq!(text(&of("History").patient.middle_name), "Isa");
    let is_elsewhere = |problem: &intake::Problem| problem.kind == ProblemKind::ContentElsewhere;
    assert!(of("Unstructured").problems.iter().any(is_elsewhere));
}
