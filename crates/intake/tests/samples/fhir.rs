use intake::{Draft, Format, value};

use super::{day, drafts, named, rows, samples, text};

/// Visit, class, first and last day, the reason, what was found.
const KOEPP: &str = "
    abbc5979 | Outpatient | 1991-06-07 | 1991-06-07 | Encounter for check up (procedure)     | Body mass index 30+ - obesity (finding)
    a87b575f | Outpatient | 2011-10-14 | 2011-10-14 | Encounter for check up (procedure)     |
    b5827b9b | Outpatient | 2012-10-19 | 2012-10-19 | Encounter for check up (procedure)     |
    d975fddd | Outpatient | 2012-11-25 | 2012-11-26 | Encounter for 'check-up'               |
    5387227c | Outpatient | 2013-10-25 | 2013-10-26 | Encounter for check up (procedure)     |
    8b7f6202 | Emergency  | 2017-03-21 | 2017-03-22 | Emergency room admission (procedure)   | Injury of anterior cruciate ligament
    00f7b7ce | Inpatient  | 2017-03-28 | 2017-03-30 | Injury of anterior cruciate ligament   |
    ec80ece6 | Outpatient | 2017-07-27 | 2017-07-27 | Viral sinusitis (disorder)             | Viral sinusitis (disorder)
    9af7d15f | Outpatient | 2020-12-04 | 2020-12-05 | Encounter for check up (procedure)     |
";

const ARMSTRONG: &str = "
    59419c8f | Outpatient | 2011-11-21 | 2011-11-21 | Encounter for check up (procedure)     |
    27e14c61 | Outpatient | 2013-12-02 | 2013-12-02 | Encounter for check up (procedure)     |
    dfd48b9e | Outpatient | 2015-04-11 | 2015-04-11 | Viral sinusitis (disorder)             | Viral sinusitis (disorder)
    f9cfda88 | Outpatient | 2016-03-28 | 2016-03-28 | Streptococcal sore throat (disorder)   | Streptococcal sore throat (disorder)
    6c150d49 | Emergency  | 2020-07-14 | 2020-07-14 | Emergency room admission (procedure)   | Sprain of ankle
    0f3e95c6 | Outpatient | 2021-01-11 | 2021-01-11 | Encounter for check up (procedure)     |
";

/// File, visits, documents, last and first name, birth date, record number.
const PATIENTS: &str = "
    Abdul   | 16 | 5 | Koepp     | Abdul   | 1956-08-03 | e925b0f3-8006-43f6-aa31-94bd215e55e7
    Alberto | 13 | 2 | Armstrong | Alberto | 2002-12-16 | dc9335d0-bbdd-4120-8ae9-baa6604343b6
";

#[test]
fn bundles() {
    let Some(files) = samples("fhir::bundles", "fhir", "json") else { return };
    for (patient, visits) in rows(PATIENTS).into_iter().zip([KOEPP, ARMSTRONG]) {
        let drafts = drafts(named(&files, patient[0]), Format::Fhir);
        let documents: usize = drafts.iter().map(|draft| draft.documents.len()).sum();
        for draft in &drafts {
            let read = [
                patient[0].to_owned(),
                drafts.len().to_string(),
                documents.to_string(),
                text(&draft.patient.last_name),
                text(&draft.patient.first_name),
                text(&draft.patient.birth_date),
                draft.patient.record_number().unwrap().number.clone(),
            ];
            assert_eq!(read.as_slice(), patient);
            assert!(
                draft.diagnoses.iter().all(|one| one.concept.diagnosis().is_none()),
                "SNOMED stays words"
            );
        }
        for visit in rows(visits) {
            let is_it = |draft: &&Draft| draft.visit.numbers[0].number.starts_with(visit[0]);
            let draft = drafts.iter().find(is_it).unwrap();
            let found: Vec<&str> = draft.diagnoses.iter().map(|one| one.concept.words()).collect();
            let read = [
                visit[0].to_owned(),
                value(&draft.visit.class).map(|class| format!("{class:?}")).unwrap_or_default(),
                day(&draft.visit.from),
                day(&draft.visit.to),
                value(&draft.visit.reason).map(|reason| reason.words().to_owned()).unwrap_or_default(),
                found.join(","),
            ];
            assert_eq!(read.as_slice(), visit);
        }
    }
}

#[test]
fn reports_and_charges() {
    let Some(files) = samples("fhir::reports_and_charges", "fhir", "json") else { return };
    let drafts = drafts(named(&files, "Abdul"), Format::Fhir);
    let panel = drafts.iter().flat_map(|draft| &draft.documents).next().unwrap();
    assert_eq!((text(&panel.title), text(&panel.date)), ("Lipid Panel".into(), "2012-10-19".into()));
    assert!(text(&panel.text).starts_with("Total Cholesterol: 175.96"));
    let mut services = drafts.iter().flat_map(|draft| &draft.services);
    let scoped = services.find(|one| one.procedure.words() == "Colonoscopy").unwrap();
    assert_eq!((text(&scoped.charge), text(&scoped.from)), ("10635.3".into(), "2012-11-25".into()));
}
