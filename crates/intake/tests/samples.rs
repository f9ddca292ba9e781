//! The sample files of `../shared/samples`, which are not ours to pass on: every file is read, and what was read of it is
//! what somebody who looked at the file wrote down here. A test whose folder is not there says so by its name and passes.

use std::path::{Path, PathBuf};

use intake::{Arrivals, Draft, Event, Format, MergeSubject, recognise, value};
use jiff::civil::{Date, date};

/// The files of a folder of samples in the order of their names; `None` where it is not there.
fn samples(test: &str, folder: &str, ending: &str) -> Option<Vec<PathBuf>> {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let found = above.map(|above| above.join("shared/samples").join(folder)).find(|path| path.is_dir());
    let Some(found) = found else {
        eprintln!("SKIPPED samples::{test}: no ../shared/samples/{folder}");
        return None;
    };
    let entries = std::fs::read_dir(found).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|own| own == ending));
    files.sort();
    Some(files)
}

fn drafts(path: &Path, format: Format) -> Vec<Draft> {
    let bytes = std::fs::read(path).unwrap();
    assert_eq!(recognise("", &bytes), format, "{}", path.display());
    let mut arrivals = Arrivals::new(format, bytes.as_slice()).unwrap();
    let mut drafts = Vec::new();
    while let Some(arrival) = arrivals.next_arrival().unwrap() {
        assert!(arrival.problems.is_empty(), "{}: {:?}", path.display(), arrival.problems);
        drafts.extend(arrival.drafts);
    }
    for draft in &drafts {
        assert!(value(&draft.patient.last_name).is_some() && value(&draft.patient.first_name).is_some());
        assert!(value(&draft.patient.birth_date).is_some(), "{}", path.display());
        assert!(!draft.taken.is_empty());
        // What a report lists, it lists once.
        let mut places: Vec<_> = draft.taken.iter().chain(&draft.left).collect();
        let all = places.len();
        places.sort();
        places.dedup();
        assert_eq!(places.len(), all, "{}", path.display());
    }
    assert!(!drafts.is_empty(), "{}", path.display());
    drafts
}

fn named<'a>(files: &'a [PathBuf], name: &str) -> &'a Path {
    files.iter().find(|path| path.file_name().unwrap().to_string_lossy().starts_with(name)).unwrap()
}

fn text<T: ToString>(field: &Option<intake::Carried<T>>) -> String {
    value(field).map(T::to_string).unwrap_or_default()
}

fn day(field: &Option<intake::Carried<jiff::civil::DateTime>>) -> Option<Date> {
    value(field).map(|time| time.date())
}

#[test]
fn every_file_is_read() {
    for (folder, ending, format, at_least) in [
        ("hl7v2", "hl7", Format::Hl7v2, 40),
        ("fhir", "json", Format::Fhir, 2),
        ("ccda", "ccda", Format::Ccda, 11),
    ] {
        let Some(files) = samples("every_file_is_read", folder, ending) else { continue };
        assert!(files.len() >= at_least);
        let (mut taken, mut left) = (0, 0);
        for path in &files {
            for draft in drafts(path, format) {
                taken += draft.taken.len();
                left += draft.left.len();
            }
        }
        println!("{folder}: {} files, {taken} fields taken, {left} left", files.len());
    }
}

/// File, event, control id, record number, last and first name, birth date, visit, account, admission.
type Hl7 = (
    &'static str,
    Event,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Date,
    &'static str,
    &'static str,
    Option<Date>,
);

const HL7: &[Hl7] = &[
    (
        "ADT-A01",
        Event::Admit,
        "MSG00001",
        "PATID1234",
        "EVERYMAN",
        "ADAM",
        date(1988, 8, 18),
        "40007716",
        "4000776",
        Some(date(2015, 2, 8)),
    ),
    (
        "ADT-A03",
        Event::Discharge,
        "MSG00001",
        "PATID1234",
        "EVERYMAN",
        "ADAM",
        date(1988, 8, 18),
        "40007716",
        "4000776",
        Some(date(2015, 2, 8)),
    ),
    (
        "ADT-A04",
        Event::Register,
        "MSG00001",
        "PATID1234",
        "EVERYMAN",
        "ADAM",
        date(1988, 8, 18),
        "40007716",
        "4000776",
        Some(date(2015, 2, 8)),
    ),
    (
        "ADT-A05",
        Event::Preadmit,
        "MSG00001",
        "PATID1234",
        "EVERYMAN",
        "ADAM",
        date(1988, 8, 18),
        "40007716",
        "4000776",
        None,
    ),
    (
        "ADT-A06",
        Event::Update,
        "MSG00006",
        "PATID1234",
        "EVERYMAN",
        "ADAM",
        date(1961, 6, 15),
        "5001",
        "PACCT110",
        Some(date(2021, 1, 15)),
    ),
    (
        "ADT-A08",
        Event::Update,
        "MSG00001",
        "PATID1234",
        "EVERYMAN",
        "ADAM",
        date(1988, 8, 18),
        "40007716",
        "4000776",
        Some(date(2015, 2, 8)),
    ),
    (
        "ADT-A11",
        Event::CancelVisit,
        "MSG00001",
        "PATID1234",
        "EVERYMAN",
        "ADAM",
        date(1988, 8, 18),
        "40007716",
        "4000776",
        Some(date(2015, 2, 8)),
    ),
    (
        "ADT-A13",
        Event::CancelDischarge,
        "MSG00001",
        "PATID1234",
        "EVERYMAN",
        "ADAM",
        date(1988, 8, 18),
        "40007716",
        "4000776",
        Some(date(2015, 2, 8)),
    ),
    (
        "ADT-A28",
        Event::PatientUpdate,
        "MSG00001",
        "PATID1234",
        "EVERYMAN",
        "ADAM",
        date(1988, 8, 18),
        "40007716",
        "4000776",
        Some(date(2015, 2, 8)),
    ),
    (
        "ADT-A29",
        Event::Other,
        "MSG00001",
        "PATID1234",
        "EVERYMAN",
        "ADAM",
        date(1988, 8, 18),
        "40007716",
        "4000776",
        Some(date(2015, 2, 8)),
    ),
    (
        "ADT-A31",
        Event::PatientUpdate,
        "MSG00001",
        "PATID1234",
        "EVERYMAN",
        "ADAM",
        date(1988, 8, 18),
        "40007716",
        "4000776",
        Some(date(2015, 2, 8)),
    ),
    ("ADT-A40", Event::Merge, "8919-40", "12345", "Test", "Test", date(2018, 2, 5), "", "5027440", None),
    (
        "ADT-A45",
        Event::Merge,
        "MSG00045",
        "PATID1234",
        "EVERYMAN",
        "ADAM",
        date(1961, 6, 15),
        "5001",
        "PACCT110",
        Some(date(2021, 1, 15)),
    ),
    (
        "ADT-A47",
        Event::Merge,
        "MSG000047",
        "MR101",
        "EVERYMAN",
        "ADAM",
        date(1961, 6, 15),
        "",
        "PACCT101",
        None,
    ),
    (
        "ADT01-23",
        Event::Admit,
        "599102",
        "10006579",
        "DUCK",
        "DONALD",
        date(1924, 10, 10),
        "40007716",
        "40007716",
        Some(date(2005, 1, 10)),
    ),
    (
        "ADT04-23",
        Event::Register,
        "Q123456789T123456789X123456",
        "123456789",
        "BROS",
        "MARIO",
        date(1985, 1, 1),
        "0123456789",
        "12345678",
        Some(date(2001, 1, 1)),
    ),
    (
        "ADT04-28",
        Event::Register,
        "1270326314",
        "0000000001",
        "Bixby",
        "Timothy",
        date(2008, 1, 6),
        "1234",
        "1234",
        Some(date(2018, 10, 17)),
    ),
    (
        "BAR-P01",
        Event::Account,
        "MSG00001",
        "PATID1234",
        "EVERYMAN",
        "ADAM",
        date(1988, 8, 18),
        "40007716",
        "4000776",
        Some(date(2015, 2, 8)),
    ),
    (
        "BAR-P12",
        Event::Account,
        "MSG00001",
        "PATID1234",
        "EVERYMAN",
        "ADAM",
        date(1988, 8, 18),
        "40007716",
        "4000776",
        Some(date(2015, 2, 8)),
    ),
    (
        "DFT-P03",
        Event::Charges,
        "MSG00001",
        "PATID1234",
        "EVERYMAN",
        "ADAM",
        date(1988, 8, 18),
        "40007716",
        "4000776",
        Some(date(2015, 2, 8)),
    ),
    (
        "DFT-P11",
        Event::Charges,
        "MSG00001",
        "PATID1234",
        "EVERYMAN",
        "ADAM",
        date(1988, 8, 18),
        "40007716",
        "4000776",
        Some(date(2015, 2, 8)),
    ),
    (
        "MDM-T02-01",
        Event::Document,
        "PS1-20080131160038",
        "987654321",
        "PROSOLV",
        "SAMPLE",
        date(1972, 12, 1),
        "10000001",
        "10000001",
        None,
    ),
    (
        "MDM-T02-03",
        Event::Document,
        "112",
        "3196695816",
        "Clark",
        "Frederick",
        date(1930, 1, 22),
        "",
        "",
        None,
    ),
    (
        "MDM-T10",
        Event::Document,
        "PS1-20080131160038",
        "987654321",
        "PROSOLV",
        "SAMPLE",
        date(1972, 12, 1),
        "10000001",
        "10000001",
        None,
    ),
    (
        "MDM_01",
        Event::Admit,
        "MSG00001",
        "PATID1234",
        "EVERYMAN",
        "ADAM",
        date(1988, 8, 18),
        "40007716",
        "4000776",
        Some(date(2015, 2, 8)),
    ),
];

#[test]
fn hl7_messages() {
    let Some(files) = samples("hl7_messages", "hl7v2", "hl7") else { return };
    for (file, event, control, record, last, first, born, visit, account, from) in HL7 {
        let draft = drafts(named(&files, file), Format::Hl7v2).remove(0);
        assert_eq!((draft.event, draft.sent.control_id.as_str()), (*event, *control), "{file}");
        assert_eq!(draft.patient.record_number().unwrap().number, *record, "{file}");
        assert_eq!(
            (text(&draft.patient.last_name), text(&draft.patient.first_name)),
            ((*last).into(), (*first).into()),
            "{file}"
        );
        assert_eq!(value(&draft.patient.birth_date), Some(born), "{file}");
        let first = |numbers: &[intake::Identifier]| {
            numbers.first().map(|one| one.number.clone()).unwrap_or_default()
        };
        assert_eq!(
            (first(&draft.visit.numbers), first(&draft.visit.accounts)),
            ((*visit).into(), (*account).into()),
            "{file}"
        );
        assert_eq!(day(&draft.visit.from), *from, "{file}");
    }
}

#[test]
fn hl7_charges_documents_and_merges() {
    let Some(files) = samples("hl7_charges_documents_and_merges", "hl7v2", "hl7") else { return };
    let of = |file: &str| drafts(named(&files, file), Format::Hl7v2).remove(0);
    // Two FT1; the PR1 between them is what the first charges.
    let charges = of("DFT-P03");
    let shown: Vec<String> = charges
        .services
        .iter()
        .map(|one| {
            let reasons: Vec<&str> = one.diagnoses.iter().map(intake::Concept::words).collect();
            let modifiers: Vec<String> = one.modifiers.iter().map(ToString::to_string).collect();
            let code = one.procedure.procedure().map(|code| code.to_string()).unwrap_or_default();
            let (units, charge, on) = (text(&one.units), text(&one.charge), text(&one.from));
            format!("{code} {} {units} {charge} {on} {}", modifiers.join(","), reasons.join(","))
        })
        .collect();
    assert_eq!(
        shown,
        ["71045 26 2 100 2019-11-22 Chest pain,Nasal congestion", "99011  1 120 2019-11-22 Chest pain"]
    );
    assert_eq!(charges.services[0].providers[0].provider.npi, "9941339108");
    assert!(charges.diagnoses.iter().all(|one| one.concept.diagnosis().is_none()), "SNOMED stays words");
    let account = of("DFT-P11");
    let proposed: Vec<String> = account
        .diagnoses
        .iter()
        .filter_map(|one| one.concept.diagnosis())
        .map(|code| code.to_string())
        .collect();
    assert_eq!(proposed, ["K63.3"]);
    assert_eq!(account.services[1].procedure.procedure().unwrap().as_str(), "92002");
    assert_eq!(text(&account.coverages[0].member_id), "548851236L");

    let note = of("MDM-T02-03");
    let document = &note.documents[0];
    assert_eq!((text(&document.number), text(&document.date)), ("2RWRVAJ627408".into(), "2021-08-01".into()));
    let lines: Vec<String> = text(&document.text).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 29);
    assert!(
        lines[0].starts_with("Toilet cylinder")
            && lines[7] == "Stopsign"
            && lines[28].ends_with("bondsman suspect")
    );
    assert_eq!(text(&of("MDM-T10").documents[0].parent), "1.2.840.317.5947431.51.20080131155715");
    assert_eq!(text(&of("MDM_01").documents[0].author), "Chris Rock");

    let merged = |file: &str| {
        let merge = of(file).merges.remove(0);
        let of = |numbers: &[intake::Identifier]| numbers.first().unwrap().number.clone();
        (merge.subject, of(&merge.surviving), of(&merge.retired), merge.renamed, merge.moved)
    };
    assert_eq!(merged("ADT-A40"), (MergeSubject::Patient, "12345".into(), "56789".into(), false, false));
    assert_eq!(merged("ADT-A41"), (MergeSubject::Account, "4000776".into(), "ACC1234".into(), false, false));
    assert_eq!(merged("ADT-A45"), (MergeSubject::Visit, "5001".into(), "5001".into(), false, true));
    assert_eq!(merged("ADT-A47"), (MergeSubject::Patient, "MR101".into(), "MR102".into(), true, false));

    let duck = of("ADT01-23");
    let covered: Vec<(String, String)> =
        duck.coverages.iter().map(|one| (text(&one.payer), text(&one.member_id))).collect();
    let expected = [("MEDICARE", "123121234A"), ("MEDICAL MUTUAL CALIF.", "056269770"), ("SELF PAY", "")];
    assert_eq!(covered, expected.map(|(payer, member)| (payer.to_owned(), member.to_owned())));
    assert_eq!(duck.diagnoses[0].concept.diagnosis(), None, "ICD-9 is not proposed");
    let discharged = of("ADT-A03");
    assert_eq!(day(&discharged.visit.to), Some(date(2015, 2, 9)));
    assert_eq!(text(&discharged.patient.suffix), "III");
    assert_eq!(value(&discharged.patient.address).unwrap().line1, "1000 Hospital Lane");
}

/// Visit, class, first and last day, the reason, what was found.
type Fhir = (&'static str, intake::VisitClass, Date, Date, &'static str, &'static str);

const KOEPP: &[Fhir] = &[
    (
        "abbc5979",
        intake::VisitClass::Outpatient,
        date(1991, 6, 7),
        date(1991, 6, 7),
        "Encounter for check up (procedure)",
        "Body mass index 30+ - obesity (finding)",
    ),
    (
        "a87b575f",
        intake::VisitClass::Outpatient,
        date(2011, 10, 14),
        date(2011, 10, 14),
        "Encounter for check up (procedure)",
        "",
    ),
    (
        "b5827b9b",
        intake::VisitClass::Outpatient,
        date(2012, 10, 19),
        date(2012, 10, 19),
        "Encounter for check up (procedure)",
        "",
    ),
    (
        "d975fddd",
        intake::VisitClass::Outpatient,
        date(2012, 11, 25),
        date(2012, 11, 26),
        "Encounter for 'check-up'",
        "",
    ),
    (
        "5387227c",
        intake::VisitClass::Outpatient,
        date(2013, 10, 25),
        date(2013, 10, 26),
        "Encounter for check up (procedure)",
        "",
    ),
    (
        "8b7f6202",
        intake::VisitClass::Emergency,
        date(2017, 3, 21),
        date(2017, 3, 22),
        "Emergency room admission (procedure)",
        "Injury of anterior cruciate ligament",
    ),
    (
        "00f7b7ce",
        intake::VisitClass::Inpatient,
        date(2017, 3, 28),
        date(2017, 3, 30),
        "Injury of anterior cruciate ligament",
        "",
    ),
    (
        "ec80ece6",
        intake::VisitClass::Outpatient,
        date(2017, 7, 27),
        date(2017, 7, 27),
        "Viral sinusitis (disorder)",
        "Viral sinusitis (disorder)",
    ),
    (
        "9af7d15f",
        intake::VisitClass::Outpatient,
        date(2020, 12, 4),
        date(2020, 12, 5),
        "Encounter for check up (procedure)",
        "",
    ),
];

const ARMSTRONG: &[Fhir] = &[
    (
        "59419c8f",
        intake::VisitClass::Outpatient,
        date(2011, 11, 21),
        date(2011, 11, 21),
        "Encounter for check up (procedure)",
        "",
    ),
    (
        "27e14c61",
        intake::VisitClass::Outpatient,
        date(2013, 12, 2),
        date(2013, 12, 2),
        "Encounter for check up (procedure)",
        "",
    ),
    (
        "dfd48b9e",
        intake::VisitClass::Outpatient,
        date(2015, 4, 11),
        date(2015, 4, 11),
        "Viral sinusitis (disorder)",
        "Viral sinusitis (disorder)",
    ),
    (
        "f9cfda88",
        intake::VisitClass::Outpatient,
        date(2016, 3, 28),
        date(2016, 3, 28),
        "Streptococcal sore throat (disorder)",
        "Streptococcal sore throat (disorder)",
    ),
    (
        "6c150d49",
        intake::VisitClass::Emergency,
        date(2020, 7, 14),
        date(2020, 7, 14),
        "Emergency room admission (procedure)",
        "Sprain of ankle",
    ),
    (
        "0f3e95c6",
        intake::VisitClass::Outpatient,
        date(2021, 1, 11),
        date(2021, 1, 11),
        "Encounter for check up (procedure)",
        "",
    ),
];

#[test]
fn fhir_bundles() {
    let Some(files) = samples("fhir_bundles", "fhir", "json") else { return };
    for (file, visits, expected, last, first, born, record) in [
        ("Abdul", 16, KOEPP, "Koepp", "Abdul", date(1956, 8, 3), "e925b0f3-8006-43f6-aa31-94bd215e55e7"),
        (
            "Alberto",
            13,
            ARMSTRONG,
            "Armstrong",
            "Alberto",
            date(2002, 12, 16),
            "dc9335d0-bbdd-4120-8ae9-baa6604343b6",
        ),
    ] {
        let drafts = drafts(named(&files, file), Format::Fhir);
        assert_eq!(drafts.len(), visits, "{file}");
        for (id, class, from, to, reason, found) in expected {
            let is_it = |draft: &&Draft| draft.visit.numbers[0].number.starts_with(id);
            let draft = drafts.iter().find(is_it).unwrap();
            assert_eq!(
                (text(&draft.patient.last_name), text(&draft.patient.first_name)),
                (last.into(), first.into())
            );
            assert_eq!(value(&draft.patient.birth_date), Some(&born));
            assert_eq!(draft.patient.record_number().unwrap().number, record);
            assert_eq!(value(&draft.visit.class), Some(class), "{id}");
            assert_eq!((day(&draft.visit.from), day(&draft.visit.to)), (Some(*from), Some(*to)), "{id}");
            assert_eq!(value(&draft.visit.reason).unwrap().words(), *reason, "{id}");
            let words: Vec<&str> = draft.diagnoses.iter().map(|one| one.concept.words()).collect();
            assert_eq!(words.join(","), *found, "{id}");
            assert!(
                draft.diagnoses.iter().all(|one| one.concept.diagnosis().is_none()),
                "SNOMED stays words"
            );
        }
        assert_eq!(
            drafts.iter().map(|draft| draft.documents.len()).sum::<usize>(),
            if file == "Abdul" { 5 } else { 2 }
        );
    }
    let koepp = drafts(named(&files, "Abdul"), Format::Fhir);
    let panel = koepp.iter().flat_map(|draft| &draft.documents).next().unwrap();
    assert_eq!((text(&panel.title), text(&panel.date)), ("Lipid Panel".into(), "2012-10-19".into()));
    assert!(text(&panel.text).starts_with("Total Cholesterol: 175.96"));
    let scoped = koepp
        .iter()
        .flat_map(|draft| &draft.services)
        .find(|one| one.procedure.words() == "Colonoscopy")
        .unwrap();
    assert_eq!((text(&scoped.charge), text(&scoped.from)), ("10635.3".into(), "2012-11-25".into()));
}

/// File, number of the patient, last and first name, birth date, visit, kind and words of the document.
type Ccda = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Date,
    &'static str,
    encounter::DocumentKind,
    &'static [&'static str],
);

use encounter::DocumentKind::{
    Consultation, DischargeSummary, HistoryAndPhysical, Imaging, Other, ProgressNote,
};

const CCDA: &[Ccda] = &[
    (
        "170.314B2",
        "110107073916280",
        "Everyman",
        "Adam",
        date(1962, 10, 22),
        "5283815",
        Other,
        &["performing Pulmonary Function Tests", "Asthma"],
    ),
    (
        "CCD-Parent",
        "",
        "Maur",
        "Richard",
        date(1980, 8, 1),
        "9937012",
        Other,
        &["No Known Drug Allergies", "take Tylenol as advised"],
    ),
    ("CDA_with", "20130607100800-McBeeID", "McBee", "Roger", date(1930, 9, 11), "", Other, &[]),
    ("Consult", "", "Betterhalf", "Eve", date(1975, 5, 1), "9937012", Consultation, &[]),
    (
        "Diagnostic",
        "12345",
        "Everyman",
        "Adam",
        date(1954, 11, 25),
        "9937012",
        Imaging,
        &["Suspected lung tumor", "round density at the left hilus"],
    ),
    (
        "History",
        "998991",
        "Jones",
        "Isabella",
        date(2005, 5, 1),
        "9937012",
        HistoryAndPhysical,
        &["1. Recurrent GI bleed", "ALLERGENIC EXTRACT, PENICILLIN | Nausea"],
    ),
    (
        "PROBLEMS",
        "",
        "Maur",
        "Richard",
        date(1980, 8, 1),
        "9937012",
        Other,
        &["Below Knee Amputation", "Onset: Apr 2 2014"],
    ),
    ("Patient-and", "12345-0828", "Nelson", "Lisa", date(1962, 8, 28), "", Other, &[]),
    (
        "Progress",
        "12345",
        "Everyman",
        "Adam",
        date(1954, 11, 25),
        "9937012",
        ProgressNote,
        &["Complaints of rectal bleeding", "Acute Asthma (onset Apr 17, 2007)"],
    ),
    (
        "Transfer",
        "",
        "Betterhalf",
        "Eve",
        date(1945, 5, 1),
        "2a620155-9d11-439e-92b3-5d9815ff4de8",
        DischargeSummary,
        &["sudden onset of severe left flank", "Penicillin | Nausea"],
    ),
    ("Unstructured", "", "Levin", "Henry", date(1953, 3, 2), "", DischargeSummary, &[]),
];

#[test]
fn ccda_documents() {
    let Some(files) = samples("ccda_documents", "ccda", "ccda") else { return };
    for (file, record, last, first, born, visit, kind, words) in CCDA {
        let draft = drafts(named(&files, file), Format::Ccda).remove(0);
        let number = draft.patient.record_number().map(|one| one.number.clone()).unwrap_or_default();
        assert_eq!(number, *record, "{file}");
        assert_eq!(
            (text(&draft.patient.last_name), text(&draft.patient.first_name)),
            ((*last).into(), (*first).into()),
            "{file}"
        );
        assert_eq!(value(&draft.patient.birth_date), Some(born), "{file}");
        let number = draft.visit.numbers.first().map(|one| one.number.clone()).unwrap_or_default();
        assert_eq!(number, *visit, "{file}");
        let document = &draft.documents[0];
        assert_eq!(value(&document.kind), Some(kind), "{file}");
        for words in *words {
            assert!(text(&document.text).contains(words), "{file}: {words}");
        }
    }
    let of = |file: &str| drafts(named(&files, file), Format::Ccda).remove(0);
    let pdf = &of("CDA_with").documents[0].attachments[0];
    assert_eq!((pdf.media_type.as_str(), &pdf.bytes[..5]), ("application/pdf", &b"%PDF-"[..]));
    assert_eq!(text(&of("CCD-Parent").documents[0].parent), "TT661^2.16.840.1.113883.19.5.99999.1");
    let visited = of("Diagnostic");
    assert_eq!(visited.visit.providers[0].provider.name, "Fay Family");
    assert_eq!(day(&visited.visit.from), Some(date(2006, 8, 28)));
    assert_eq!(of("Progress").services[0].procedure.procedure().unwrap().as_str(), "99213");
    assert_eq!(text(&of("History").patient.middle_name), "Isa");
    let elsewhere = intake::ProblemKind::ContentElsewhere;
    assert!(of("Unstructured").problems.iter().any(|problem| problem.kind == elsewhere));
}
