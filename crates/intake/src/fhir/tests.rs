//! Bundles written here, with what must be read of them.

use expect_test::{Expect, expect};
use serde_json::{Value, json};

use super::{KnownResources, line_order, read, read_line};
use crate::draft::{DocumentAct, Draft, Event, Problem, ProblemKind, value};

fn drafts(root: &Value) -> Vec<Draft> {
    let (drafts, problems) = read(root.to_string().as_bytes());
    assert!(problems.is_empty(), "{problems:?}");
    drafts
}

fn shown(draft: &Draft) -> String {
    let mut lines = vec![format!("{:?} {}", draft.event, draft.sent.control_id)];
    let numbers = |name: &str, numbers: &[crate::draft::Identifier]| {
        numbers
            .iter()
            .map(|one| format!("{name} {} {} {} <{}>", one.number, one.authority, one.kind, one.origin))
            .collect::<Vec<_>>()
    };
    lines.extend(numbers("patient", &draft.patient.identifiers));
    let patient = &draft.patient;
    for field in
        [&patient.last_name, &patient.first_name, &patient.middle_name, &patient.phone].into_iter().flatten()
    {
        lines.push(format!("{:?} <{}>", field.value, field.origin));
    }
    lines.push(format!("{:?} {:?}", value(&patient.birth_date), value(&patient.sex)));
    lines.extend(numbers("visit", &draft.visit.numbers));
    lines.extend(numbers("account", &draft.visit.accounts));
    let visit = &draft.visit;
    lines.push(format!(
        "{:?} {:?} {:?} {:?}",
        value(&visit.class),
        value(&visit.from),
        value(&visit.facility),
        value(&visit.reason).map(|it| it.words())
    ));
    for one in &visit.providers {
        lines.push(format!(
            "{:?} {:?} {:?}",
            one.role,
            one.provider,
            one.identifier.as_ref().map(|number| &number.number)
        ));
    }
    for one in &draft.coverages {
        let who = value(&one.subscriber).map(|who| who.last_name.clone());
        lines.push(format!(
            "covered {:?} {:?} {:?} {:?} {who:?} {:?}",
            value(&one.payer),
            value(&one.member_id),
            value(&one.group_number),
            value(&one.relationship),
            value(&one.prior_authorization)
        ));
    }
    for one in &draft.diagnoses {
        lines.push(format!(
            "{:?} {:?} {} {:?} {} <{}>",
            one.role,
            one.concept.diagnosis(),
            one.concept.words(),
            one.rank,
            one.withdrawn,
            one.origin
        ));
    }
    for one in &draft.services {
        let reasons: Vec<_> = one.diagnoses.iter().map(|reason| reason.words()).collect();
        lines.push(format!(
            "{:?} {:?} {} {:?} {:?} {:?} {:?} {:?} {reasons:?} <{}>",
            one.act,
            one.procedure.procedure(),
            one.procedure.words(),
            one.modifiers,
            value(&one.units),
            value(&one.charge),
            value(&one.from),
            value(&one.place_of_service),
            one.origin
        ));
    }
    for one in &draft.documents {
        let files: Vec<_> = one.attachments.iter().map(|file| (&file.media_type, file.bytes.len())).collect();
        lines.push(format!(
            "{:?} {:?} {:?} {:?} {:?} {:?} {files:?}\n{}",
            one.act,
            value(&one.kind),
            value(&one.number),
            value(&one.parent),
            value(&one.title),
            value(&one.author),
            value(&one.text).cloned().unwrap_or_default()
        ));
    }
    lines.extend(draft.problems.iter().map(|problem| format!("{:?} <{}>", problem.kind, problem.place)));
    lines.push(format!(
        "left: {}",
        draft.left.iter().map(|place| place.0.as_str()).collect::<Vec<_>>().join(" ")
    ));
    lines.join("\n")
}

fn check(root: &Value, expected: &Expect) {
    let text: Vec<String> = drafts(root).iter().map(shown).collect();
    expected.assert_eq(&text.join("\n--\n"));
}

fn bundle(resources: Vec<Value>) -> Value {
    let entries: Vec<Value> = resources
        .into_iter()
        .map(|resource| {
            let url = format!("urn:uuid:{}", resource["id"].as_str().unwrap_or_default());
            json!({"fullUrl": url, "resource": resource})
        })
        .collect();
    json!({"resourceType": "Bundle", "type": "transaction", "id": "B1", "entry": entries})
}

fn patient() -> Value {
    json!({"resourceType": "Patient", "id": "p1",
        "identifier": [{"system": "urn:oid:1.2.3", "value": "4471", "type": {"coding": [{"code": "MR"}]}}],
        "name": [{"use": "old", "family": "Moss"}, {"use": "official", "family": "Okonkwo", "given": ["Ada", "M", "J"]}],
        "birthDate": "1958-02-28", "gender": "female", "telecom": [{"system": "email", "value": "a@b"}, {"system": "phone", "value": "302-555-0144"}],
        "maritalStatus": {"text": "M"}})
}

fn coding(system: &str, code: &str, display: &str) -> Value {
    json!({"coding": [{"system": system, "code": code, "display": display}]})
}

const ICD: &str = "http://hl7.org/fhir/sid/icd-10-cm";
const SCT: &str = "http://snomed.info/sct";
const CPT: &str = "http://www.ama-assn.org/go/cpt";

#[test]
fn a_visit_and_everything_of_it() {
    check(
        &bundle(vec![
            patient(),
            json!({"resourceType": "Organization", "id": "o1", "name": "North Heart", "identifier": [{"value": "60054"}]}),
            json!({"resourceType": "Practitioner", "id": "d1", "name": [{"family": "Venkat", "given": ["Priya"], "suffix": ["MD"]}], "identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": "1234567893"}]}),
            json!({"resourceType": "PractitionerRole", "id": "r1", "practitioner": {"reference": "Practitioner/d1"}, "specialty": [{"coding": [{"code": "207RC0000X"}]}]}),
            json!({"resourceType": "Account", "id": "a1", "identifier": [{"value": "A-9"}]}),
            json!({"resourceType": "Encounter", "id": "e1", "status": "finished", "class": {"code": "AMB"}, "identifier": [{"value": "V-1001"}],
                "subject": {"reference": "urn:uuid:p1"}, "period": {"start": "2026-04-15T09:15:00-05:00"}, "serviceProvider": {"reference": "Organization/o1"},
                "participant": [{"individual": {"reference": "urn:uuid:r1"}}, {"type": [{"coding": [{"code": "REF"}]}], "individual": {"display": "Ken Ito"}},
                    {"type": [{"coding": [{"code": "CON"}]}], "individual": {"reference": "Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|1234567893", "display": "P V"}}],
                "account": [{"reference": "urn:uuid:a1"}], "reasonCode": [{"text": "Chest pain"}], "type": [coding(CPT, "99214", "")],
                "diagnosis": [{"condition": {"reference": "urn:uuid:c2"}, "rank": 1}]}),
            json!({"resourceType": "Condition", "id": "c1", "encounter": {"reference": "urn:uuid:e1"}, "code": coding(SCT, "38341003", "Hypertension"), "category": [{"coding": [{"code": "problem-list-item"}]}]}),
            json!({"resourceType": "Condition", "id": "c2", "encounter": {"reference": "urn:uuid:e1"}, "code": coding(ICD, "I25.10", "Coronary disease")}),
            json!({"resourceType": "Condition", "id": "c3", "encounter": {"reference": "urn:uuid:e1"}, "code": coding(ICD, "R07.9", "Pain"), "verificationStatus": {"coding": [{"code": "refuted"}]}}),
            json!({"resourceType": "Procedure", "id": "x1", "status": "completed", "encounter": {"reference": "Encounter/e1"}, "code": coding(CPT, "93000", "Own"), "performedDateTime": "2026-04-15"}),
            json!({"resourceType": "Procedure", "id": "x2", "status": "not-done", "encounter": {"reference": "Encounter/e1"}, "code": coding(CPT, "93001", "Own")}),
            json!({"resourceType": "Coverage", "id": "k2", "order": 2, "beneficiary": {"reference": "Patient/p1"}, "payor": [{"display": "Second"}]}),
            json!({"resourceType": "Coverage", "id": "k1", "order": 1, "beneficiary": {"reference": "Patient/p1"}, "payor": [{"reference": "urn:uuid:o1"}], "subscriberId": "W1",
                "class": [{"type": {"coding": [{"code": "group"}]}, "value": "G-7"}], "relationship": {"coding": [{"code": "child"}]},
                "subscriber": {"reference": "#s"}, "contained": [{"resourceType": "RelatedPerson", "id": "s", "name": [{"family": "Moss", "given": ["Lee"]}]}]}),
            json!({"resourceType": "Claim", "id": "m1", "use": "claim", "type": coding("", "professional", ""), "patient": {"reference": "urn:uuid:p1"},
                "diagnosis": [{"sequence": 1, "diagnosisReference": {"reference": "urn:uuid:c2"}}, {"sequence": 2, "diagnosisCodeableConcept": coding(ICD, "E11.9", "Diabetes")}, {"sequence": 3, "diagnosisReference": {"reference": "urn:uuid:none"}}],
                "insurance": [{"coverage": {"reference": "urn:uuid:k1"}, "preAuthRef": ["PA-1"]}],
                "item": [{"sequence": 1, "encounter": [{"reference": "urn:uuid:e1"}], "productOrService": coding(CPT, "99214", ""), "modifier": [{"coding": [{"code": "25"}]}], "quantity": {"value": 1}, "net": {"value": 150.25},
                    "servicedDate": "2026-04-15", "diagnosisSequence": [2, 1, 9], "locationCodeableConcept": {"coding": [{"code": "11"}]}},
                    {"sequence": 2, "productOrService": coding(ICD, "E11.9", "Diabetes")}]}),
            json!({"resourceType": "Claim", "id": "m2", "use": "claim", "type": coding("", "pharmacy", ""), "item": [{"sequence": 1, "encounter": [{"reference": "urn:uuid:e1"}], "productOrService": {"text": "a drug"}}]}),
            json!({"resourceType": "Observation", "id": "ob", "encounter": {"reference": "urn:uuid:e1"}, "code": {"text": "Sodium"}, "valueQuantity": {"value": 139, "unit": "mmol/L"}}),
            json!({"resourceType": "DiagnosticReport", "id": "g1", "status": "final", "encounter": {"reference": "urn:uuid:e1"}, "code": {"text": "Metabolic panel"}, "category": [{"coding": [{"code": "LAB"}]}], "result": [{"reference": "urn:uuid:ob"}, {"reference": "urn:uuid:gone", "display": "Potassium"}], "conclusion": "Normal."}),
            json!({"resourceType": "DocumentReference", "id": "n1", "status": "current", "type": coding("http://loinc.org", "11506-3", "Progress note"), "date": "2026-04-15T10:00:00Z", "author": [{"reference": "urn:uuid:d1"}],
                "context": {"encounter": [{"reference": "urn:uuid:e1"}]}, "relatesTo": [{"code": "replaces", "target": {"identifier": {"value": "N-0"}}}], "masterIdentifier": {"value": "N-1"},
                "content": [{"attachment": {"contentType": "text/plain; charset=utf-8", "data": "U2VlbiB0b2RheQ=="}}, {"attachment": {"contentType": "application/pdf", "url": "Binary/b1"}}, {"attachment": {"url": "https://elsewhere/1"}}, {"attachment": {"data": "!"}}]}),
            json!({"resourceType": "Binary", "id": "b1", "contentType": "application/pdf", "data": "JVBERi0xLjQKJQ=="}),
        ]),
        &expect![[r#"
            Record B1
            patient 4471 urn:oid:1.2.3 MR <Patient/p1.identifier[0].value>
            patient p1  RI <Patient/p1.id>
            Some("Okonkwo") <Patient/p1.name[1].family>
            Some("Ada") <Patient/p1.name[1].given[0]>
            Some("M J") <Patient/p1.name[1].given[1]>
            Some("302-555-0144") <Patient/p1.telecom[1].value>
            Some(1958-02-28) Some(Female)
            visit V-1001   <Encounter/e1.identifier[0].value>
            visit e1  RI <Encounter/e1.id>
            account A-9   <Account/a1.identifier[0].value>
            Some(Outpatient) Some(2026-04-15T09:15:00) Some("North Heart") Some("Chest pain")
            Attending Provider { name: "Priya Venkat, MD", npi: "1234567893", taxonomy: "207RC0000X" } None
            Referring Provider { name: "Ken Ito", npi: "", taxonomy: "" } None
            Consulting Provider { name: "Priya Venkat, MD", npi: "1234567893", taxonomy: "" } None
            covered Some("North Heart") Some("W1") Some("G-7") Some(Child) Some("Moss") Some("PA-1")
            covered Some("Second") None None None None None
            Visit Some(DiagnosisCode("I25.10")) Coronary disease Some(1) false <Condition/c2>
            Visit Some(DiagnosisCode("E11.9")) Diabetes Some(2) false <Claim/m1.diagnosis[1]>
            ProblemList None Hypertension None false <Condition/c1>
            Visit Some(DiagnosisCode("R07.9")) Pain None true <Condition/c3>
            Done Some(ProcedureCode("93000")) Own [] None None Some(2026-04-15) None [] <Procedure/x1>
            Charge Some(ProcedureCode("99214"))  [Modifier("25")] Some(1) Some(150.25) Some(2026-04-15) Some("11") ["Diabetes", "Coronary disease"] <Claim/m1.item[0]>
            Replacement Some(ProgressNote) Some("N-1") Some("N-0") Some("Progress note") Some("Priya Venkat, MD") [("application/pdf", 10)]
            Seen today
            Original Some(Laboratory) Some("g1") None Some("Metabolic panel") None []
            Sodium: 139 mmol/L
            Potassium
            Normal.
            Reference <Claim/m1.diagnosis[2].diagnosisReference>
            Reference <Claim/m1.item[0].diagnosisSequence[2]>
            ContentElsewhere <DocumentReference/n1.content[2].attachment.url>
            Encoding <DocumentReference/n1.content[3].attachment.data>
            left: Patient/p1.maritalStatus Procedure/x2.code Claim/m1.patient Binary/b1.contentType"#]],
    );
}

#[test]
fn patients_without_a_visit() {
    check(
        &patient(),
        &expect![[r#"
        PatientUpdate 
        patient 4471 urn:oid:1.2.3 MR <Patient/p1.identifier[0].value>
        patient p1  RI <Patient/p1.id>
        Some("Okonkwo") <Patient/p1.name[1].family>
        Some("Ada") <Patient/p1.name[1].given[0]>
        Some("M J") <Patient/p1.name[1].given[1]>
        Some("302-555-0144") <Patient/p1.telecom[1].value>
        Some(1958-02-28) Some(Female)
        None None None None
        left: Patient/p1.maritalStatus"#]],
    );
    check(
        &json!([patient(), {"resourceType": "Condition", "subject": {"reference": "Patient/p1"}, "code": {"text": "Gout"}}]),
        &expect![[r#"
            Record 
            patient 4471 urn:oid:1.2.3 MR <Patient/p1.identifier[0].value>
            patient p1  RI <Patient/p1.id>
            Some("Okonkwo") <Patient/p1.name[1].family>
            Some("Ada") <Patient/p1.name[1].given[0]>
            Some("M J") <Patient/p1.name[1].given[1]>
            Some("302-555-0144") <Patient/p1.telecom[1].value>
            Some(1958-02-28) Some(Female)
            None None None None
            Visit None Gout None false <Condition[1]>
            left: Patient/p1.maritalStatus"#]],
    );
}

#[test]
fn a_document_bundle_and_a_visit_that_was_cancelled() {
    let composition = json!({"resourceType": "Composition", "id": "c", "status": "final", "title": "Discharge summary", "date": "2026-04-15", "subject": {"reference": "Patient/p1"}, "encounter": {"reference": "Encounter/e1"},
        "section": [{"title": "Course", "text": {"div": "<div xmlns='http://www.w3.org/1999/xhtml'><p>Went well.</p><ul><li>One</li></ul></div>"}, "section": [{"title": "Inner", "text": {"div": "<div>R&nbsp;D</div>"}}]}]});
    let visit = json!({"resourceType": "Encounter", "id": "e1", "status": "cancelled", "class": {"code": "IMP"}, "subject": {"reference": "Patient/p1"}});
    check(
        &bundle(vec![composition, patient(), visit]),
        &expect![[r#"
        CancelVisit B1
        patient 4471 urn:oid:1.2.3 MR <Patient/p1.identifier[0].value>
        patient p1  RI <Patient/p1.id>
        Some("Okonkwo") <Patient/p1.name[1].family>
        Some("Ada") <Patient/p1.name[1].given[0]>
        Some("M J") <Patient/p1.name[1].given[1]>
        Some("302-555-0144") <Patient/p1.telecom[1].value>
        Some(1958-02-28) Some(Female)
        visit e1  RI <Encounter/e1.id>
        Some(Inpatient) None None None
        Original Some(DischargeSummary) Some("c") None Some("Discharge summary") None []
        Course
        Went well.
        - One
        Inner
        R D
        left: Composition/c.subject Patient/p1.maritalStatus"#]],
    );
}

#[test]
fn lines_know_the_patients_before_them() {
    let mut known = KnownResources::default();
    let mut line = |root: Value| read_line(root.to_string().as_bytes(), &mut known).0.remove(0);
    assert_eq!(line(patient()).event, Event::PatientUpdate);
    let visit = line(
        json!({"resourceType": "Encounter", "id": "e1", "status": "finished", "subject": {"reference": "Patient/p1"}}),
    );
    assert_eq!(value(&visit.patient.last_name).unwrap(), "Okonkwo");
    let of_other = line(
        json!({"resourceType": "Encounter", "id": "e2", "status": "finished", "subject": {"reference": "Patient/p2"}}),
    );
    assert_eq!(of_other.patient.identifiers[0].number, "p2");
    let later = line(
        json!({"resourceType": "DocumentReference", "id": "n", "status": "entered-in-error", "subject": {"reference": "Patient/p1"}, "context": {"encounter": [{"reference": "Encounter/e1"}]}}),
    );
    assert_eq!(
        (later.visit.numbers[0].number.as_str(), later.documents[0].act),
        ("e1", DocumentAct::Cancellation)
    );
}

#[test]
fn files_of_a_bulk_export_are_one_record() {
    let mut known = KnownResources::default();
    let mut line = |root: Value| read_line(root.to_string().as_bytes(), &mut known);
    let nothing = |read: (Vec<Draft>, Vec<Problem>)| assert!(read.0.is_empty() && read.1.is_empty());
    nothing(line(json!({"resourceType": "Organization", "id": "o1", "name": "Harbor Lane Clinic"})));
    nothing(line(json!({
        "resourceType": "Practitioner", "id": "d1", "name": [{"family": "Lindqvist", "given": ["Maya"]}],
        "identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": "1234567893"}]
    })));
    assert_eq!(line(patient()).0[0].event, Event::PatientUpdate);
    nothing(line(json!({
        "resourceType": "Coverage", "id": "c1", "status": "active", "beneficiary": {"reference": "Patient/p1"},
        "subscriberId": "M1", "payor": [{"reference": "Organization/o1"}]
    })));
    let visit = line(json!({
        "resourceType": "Encounter", "id": "e1", "status": "finished", "subject": {"reference": "Patient/p1"},
        "serviceProvider": {"reference": "https://example.org/fhir/Organization/o1/_history/2"},
        "participant": [{"individual": {"reference": "Practitioner/d1"}}]
    }));
    let [visit] = &visit.0[..] else { panic!("one visit: {visit:?}") };
    assert_eq!(value(&visit.patient.last_name).unwrap(), "Okonkwo");
    assert_eq!(visit.visit.providers[0].provider.npi, "1234567893");
    assert_eq!(value(&visit.visit.facility).unwrap(), "Harbor Lane Clinic");
    assert_eq!(value(&visit.coverages[0].member_id).unwrap(), "M1");
    assert!(
        visit.left.iter().chain(&visit.taken).all(|place| place.0.starts_with("Encounter/e1")),
        "{visit:?}"
    );

    let condition = line(json!({
        "resourceType": "Condition", "id": "x", "subject": {"reference": "Patient/p1"},
        "encounter": {"reference": "Encounter/e1"},
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "I10"}]}
    }));
    let [condition] = &condition.0[..] else { panic!("one draft: {condition:?}") };
    assert_eq!(
        condition.visit.numbers[0].number, visit.visit.numbers[0].number,
        "it is about the same visit"
    );
    assert_eq!(
        (condition.diagnoses.len(), value(&condition.patient.last_name).unwrap().as_str()),
        (1, "Okonkwo")
    );

    nothing(line(json!({"resourceType": "Observation", "id": "b", "subject": {"reference": "Patient/p1"}})));
    assert_eq!(known.take_passed_over(), [("Observation".to_owned(), 1)].into());
    assert!(known.take_passed_over().is_empty());
}

#[test]
fn what_is_referred_to_is_read_before_what_refers_to_it() {
    let order = |text: &str| line_order(text.as_bytes());
    let patient = order("\n{\"id\":\"1\",\"resourceType\" : \"Patient\"}\n{\"resourceType\":\"Encounter\"}");
    let visit = order("{\"resourceType\":\"Encounter\"");
    assert!(order("{\"resourceType\":\"Practitioner\"") < patient && patient < visit);
    assert!(visit < order("{\"resourceType\":\"Condition\"}") && visit < order("") && visit < order("{"));
}

#[test]
fn what_is_no_record() {
    let problem = |bytes: &[u8]| read(bytes).1.first().map(|problem| problem.kind);
    assert_eq!(problem(b"{\n\"a\""), Some(ProblemKind::Json { line: 2 }));
    assert_eq!(problem(b"{}"), Some(ProblemKind::NotUnderstood));
    assert_eq!(problem(b"[1, null]"), Some(ProblemKind::NotUnderstood));
    assert_eq!(problem(b"{\"resourceType\": \"Slot\"}"), Some(ProblemKind::EventNotTaken));
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(problem(deep.as_bytes()), Some(ProblemKind::Json { line: 1 }));
}
