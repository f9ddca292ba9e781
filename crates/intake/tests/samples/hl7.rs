use intake::{Concept, Draft, Format, Identifier, value};

use super::{day, drafts, named, rows, samples, text};

/// File, event, control id, record number, last and first name, birth date, visit, account, admission.
const MESSAGES: &str = "
    ADT-A01    | Admit           | MSG00001          | PATID1234  | EVERYMAN | ADAM      | 1988-08-18 | 40007716   | 4000776  | 2015-02-08
    ADT-A03    | Discharge       | MSG00001          | PATID1234  | EVERYMAN | ADAM      | 1988-08-18 | 40007716   | 4000776  | 2015-02-08
    ADT-A04    | Register        | MSG00001          | PATID1234  | EVERYMAN | ADAM      | 1988-08-18 | 40007716   | 4000776  | 2015-02-08
    ADT-A05    | Preadmit        | MSG00001          | PATID1234  | EVERYMAN | ADAM      | 1988-08-18 | 40007716   | 4000776  |
    ADT-A06    | Update          | MSG00006          | PATID1234  | EVERYMAN | ADAM      | 1961-06-15 | 5001       | PACCT110 | 2021-01-15
    ADT-A08    | Update          | MSG00001          | PATID1234  | EVERYMAN | ADAM      | 1988-08-18 | 40007716   | 4000776  | 2015-02-08
    ADT-A11    | CancelVisit     | MSG00001          | PATID1234  | EVERYMAN | ADAM      | 1988-08-18 | 40007716   | 4000776  | 2015-02-08
    ADT-A13    | CancelDischarge | MSG00001          | PATID1234  | EVERYMAN | ADAM      | 1988-08-18 | 40007716   | 4000776  | 2015-02-08
    ADT-A28    | PatientUpdate   | MSG00001          | PATID1234  | EVERYMAN | ADAM      | 1988-08-18 | 40007716   | 4000776  | 2015-02-08
    ADT-A29    | Other           | MSG00001          | PATID1234  | EVERYMAN | ADAM      | 1988-08-18 | 40007716   | 4000776  | 2015-02-08
    ADT-A31    | PatientUpdate   | MSG00001          | PATID1234  | EVERYMAN | ADAM      | 1988-08-18 | 40007716   | 4000776  | 2015-02-08
    ADT-A40    | Merge           | 8919-40           | 12345      | Test     | Test      | 2018-02-05 |            | 5027440  |
    ADT-A45    | Merge           | MSG00045          | PATID1234  | EVERYMAN | ADAM      | 1961-06-15 | 5001       | PACCT110 | 2021-01-15
    ADT-A47    | Merge           | MSG000047         | MR101      | EVERYMAN | ADAM      | 1961-06-15 |            | PACCT101 |
    ADT01-23   | Admit           | 599102            | 10006579   | DUCK     | DONALD    | 1924-10-10 | 40007716   | 40007716 | 2005-01-10
    ADT04-23   | Register        | Q123456789T123456789X123456 | 123456789 | BROS | MARIO | 1985-01-01 | 0123456789 | 12345678 | 2001-01-01
    ADT04-28   | Register        | 1270326314        | 0000000001 | Bixby    | Timothy   | 2008-01-06 | 1234       | 1234     | 2018-10-17
    BAR-P01    | Account         | MSG00001          | PATID1234  | EVERYMAN | ADAM      | 1988-08-18 | 40007716   | 4000776  | 2015-02-08
    BAR-P12    | Account         | MSG00001          | PATID1234  | EVERYMAN | ADAM      | 1988-08-18 | 40007716   | 4000776  | 2015-02-08
    DFT-P03    | Charges         | MSG00001          | PATID1234  | EVERYMAN | ADAM      | 1988-08-18 | 40007716   | 4000776  | 2015-02-08
    DFT-P11    | Charges         | MSG00001          | PATID1234  | EVERYMAN | ADAM      | 1988-08-18 | 40007716   | 4000776  | 2015-02-08
    MDM-T02-01 | Document        | PS1-20080131160038 | 987654321 | PROSOLV  | SAMPLE    | 1972-12-01 | 10000001   | 10000001 |
    MDM-T02-03 | Document        | 112               | 3196695816 | Clark    | Frederick | 1930-01-22 |            |          |
    MDM-T10    | Document        | PS1-20080131160038 | 987654321 | PROSOLV  | SAMPLE    | 1972-12-01 | 10000001   | 10000001 |
    MDM_01     | Admit           | MSG00001          | PATID1234  | EVERYMAN | ADAM      | 1988-08-18 | 40007716   | 4000776  | 2015-02-08
";

fn first(numbers: &[Identifier]) -> String {
    numbers.first().map(|one| one.number.clone()).unwrap_or_default()
}

#[test]
fn messages() {
    let Some(files) = samples("hl7::messages", "hl7v2", "hl7") else { return };
    for row in rows(MESSAGES) {
        let draft = drafts(named(&files, row[0]), Format::Hl7v2).remove(0);
        let record = draft.patient.record_number().unwrap();
        let read = [
            row[0].to_owned(),
            format!("{:?}", draft.event),
            draft.sent.control_id.clone(),
            record.number.clone(),
            text(&draft.patient.last_name),
            text(&draft.patient.first_name),
            text(&draft.patient.birth_date),
            first(&draft.visit.numbers),
            first(&draft.visit.accounts),
            day(&draft.visit.from),
        ];
        assert_eq!(read.as_slice(), row);
    }
}

/// The first draft of a message, or nothing where the samples are not there.
fn of(test: &str, file: &str) -> Option<Draft> {
    let files = samples(test, "hl7v2", "hl7")?;
    Some(drafts(named(&files, file), Format::Hl7v2).remove(0))
}

#[test]
fn charges() {
    // Two FT1; the PR1 between them is what the first charges.
    let Some(draft) = of("hl7::charges", "DFT-P03") else { return };
    let services = draft.services.iter().map(|one| {
        let reasons: Vec<&str> = one.diagnoses.iter().map(Concept::words).collect();
        let modifiers: Vec<String> = one.modifiers.iter().map(ToString::to_string).collect();
        let code = one.procedure.procedure().map(|code| code.to_string()).unwrap_or_default();
        let (units, charge, on) = (text(&one.units), text(&one.charge), text(&one.from));
        format!("{code} {} {units} {charge} {on} {}", modifiers.join(","), reasons.join(","))
    });
    let expected =
        ["71045 26 2 100 2019-11-22 Chest pain,Nasal congestion", "99011  1 120 2019-11-22 Chest pain"];
    assert_eq!(services.collect::<Vec<_>>(), expected);
    assert_eq!(draft.services[0].providers[0].provider.npi, "9941339108");
    assert!(draft.diagnoses.iter().all(|one| one.concept.diagnosis().is_none()), "SNOMED stays words");

    let Some(draft) = of("hl7::charges", "DFT-P11") else { return };
    let proposed =
        draft.diagnoses.iter().filter_map(|one| one.concept.diagnosis()).map(|code| code.to_string());
    assert_eq!(proposed.collect::<Vec<_>>(), ["K63.3"]);
    assert_eq!(draft.services[1].procedure.procedure().unwrap().as_str(), "92002");
    assert_eq!(text(&draft.coverages[0].member_id), "548851236L");
}

#[test]
fn documents() {
    let Some(draft) = of("hl7::documents", "MDM-T02-03") else { return };
    let document = &draft.documents[0];
    assert_eq!((text(&document.number), text(&document.date)), ("2RWRVAJ627408".into(), "2021-08-01".into()));
    let lines: Vec<String> = text(&document.text).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 29);
    assert!(
        lines[0].starts_with("Toilet cylinder")
            && lines[7] == "Stopsign"
            && lines[28].starts_with("Reminder")
    );
    let Some(draft) = of("hl7::documents", "MDM-T10") else { return };
    assert_eq!(text(&draft.documents[0].parent), "1.2.840.317.5947431.51.20080131155715");
    let Some(draft) = of("hl7::documents", "MDM_01") else { return };
    assert_eq!(text(&draft.documents[0].author), "Chris Rock");
}

/// File, what is merged, the number that stays, the number that goes, and how.
const MERGES: &str = "
    ADT-A06 | Account | PACCT110 | PACCT001 | renamed
    ADT-A40 | Patient | 12345    | 56789    | merged
    ADT-A41 | Account | 4000776  | ACC1234  | merged
    ADT-A45 | Visit   | 5001     | 5001     | moved
    ADT-A47 | Patient | MR101    | MR102    | renamed
";

#[test]
fn merges() {
    let Some(files) = samples("hl7::merges", "hl7v2", "hl7") else { return };
    for row in rows(MERGES) {
        let merge = drafts(named(&files, row[0]), Format::Hl7v2).remove(0).merges.remove(0);
        let how = match (merge.renamed, merge.moved) {
            (true, _) => "renamed",
            (_, true) => "moved",
            _ => "merged",
        };
        let subject = format!("{:?}", merge.subject);
        assert_eq!([row[0], &subject, &first(&merge.surviving), &first(&merge.retired), how].as_slice(), row);
    }
}

#[test]
fn coverages_and_dates() {
    let Some(draft) = of("hl7::coverages_and_dates", "ADT01-23") else { return };
    let covered = draft.coverages.iter().map(|one| format!("{} {}", text(&one.payer), text(&one.member_id)));
    assert_eq!(
        covered.collect::<Vec<_>>(),
        ["MEDICARE 123121234A", "MEDICAL MUTUAL CALIF. 056269770", "SELF PAY "]
    );
    assert_eq!(draft.diagnoses[0].concept.diagnosis(), None, "ICD-9 is not proposed");
    let Some(draft) = of("hl7::coverages_and_dates", "ADT-A03") else { return };
    assert_eq!(day(&draft.visit.to), "2015-02-09");
    assert_eq!(text(&draft.patient.suffix), "III");
    assert_eq!(value(&draft.patient.address).unwrap().line1, "1000 Hospital Lane");
}
