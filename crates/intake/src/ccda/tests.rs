//! A document written here, with what comes near it in the documents of vendors.

use expect_test::{Expect, expect};

use super::read;
use crate::draft::{DiagnosisRole, DocumentAct, Draft, ProblemKind, VisitClass, value};

const HEADER: &str = r#"<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<id root="1.2.3" extension="DOC-1"/><code code="11506-3" codeSystem="2.16.840.1.113883.6.1"/><title>Visit of today</title>
<effectiveTime value="20260415101500-0500"/>
<recordTarget><patientRole><id root="2.16.840.1.113883.4.1" extension="999-00-1111"/><id root="1.2.3.4" extension="4471"/>
<addr use="HP"><streetAddressLine>12 Mill Rd</streetAddressLine><city>Dover</city><state>DE</state><postalCode>19901</postalCode><country>US</country></addr>
<telecom value="mailto:a@b.example"/><telecom value="tel:+1(302)555-0144"/>
<patient><name use="SRCH"><given>Adah</given></name><name use="L"><given>Ada</given><given qualifier="CL">Dee</given><given>M</given><family>Okonkwo</family></name>
<administrativeGenderCode code="F"/><birthTime value="19580228"/></patient></patientRole></recordTarget>
<author><assignedAuthor><assignedAuthoringDevice><softwareName>Maker 1</softwareName></assignedAuthoringDevice></assignedAuthor></author>
<author><assignedAuthor><assignedPerson><name><given>Priya</given><family>Venkat</family><suffix>MD</suffix></name></assignedPerson></assignedAuthor></author>
<custodian><assignedCustodian><representedCustodianOrganization><name>North Clinic</name></representedCustodianOrganization></assignedCustodian></custodian>
"#;

const VISIT: &str = r#"<componentOf><encompassingEncounter><id root="1.2.9" extension="V-1001"/>
<code code="99214" codeSystem="2.16.840.1.113883.6.12"><translation code="AMB" codeSystem="2.16.840.1.113883.5.4"/></code>
<effectiveTime><low value="202604150915-0500"/><high value="202604151000-0500"/></effectiveTime>
<encounterParticipant typeCode="ATND"><assignedEntity><id root="2.16.840.1.113883.4.6" extension="1234567893"/><assignedPerson><name><given>Priya</given><family>Venkat</family></name></assignedPerson></assignedEntity></encounterParticipant>
<location><healthCareFacility><location><name>North Heart</name></location></healthCareFacility></location></encompassingEncounter></componentOf>
"#;

fn document(parts: &str) -> String {
    format!("{HEADER}{parts}</ClinicalDocument>")
}

fn one(text: &str) -> Draft {
    let (mut drafts, problems) = read(text.as_bytes());
    assert_eq!((drafts.len(), problems.len()), (1, 0));
    drafts.remove(0)
}

fn text(draft: &Draft) -> &str {
    value(&draft.documents[0].text).map_or("", String::as_str)
}

fn check(draft: &Draft, expected: &Expect) {
    let mut lines: Vec<String> = Vec::new();
    let patient = &draft.patient;
    lines.push(format!("{:?} of {:?}", patient.record_number().unwrap().number, patient.identifiers.len()));
    for field in
        [&patient.last_name, &patient.first_name, &patient.middle_name, &patient.phone].into_iter().flatten()
    {
        lines.push(format!("{:?} <{}>", field.value, field.origin));
    }
    lines.push(format!("{:?} {:?}", value(&patient.birth_date), value(&patient.sex)));
    for number in &draft.visit.numbers {
        lines.push(format!("visit {} <{}>", number.number, number.origin));
    }
    lines.push(format!(
        "{:?} {:?} {:?}",
        value(&draft.visit.class),
        value(&draft.visit.from),
        value(&draft.visit.facility)
    ));
    for one in &draft.visit.providers {
        lines.push(format!("{:?} {:?} <{}>", one.role, one.provider, one.origin));
    }
    for one in &draft.diagnoses {
        let systems: Vec<_> = one.concept.codings.iter().map(|coding| coding.terminology).collect();
        let proposed = one.concept.diagnosis();
        lines.push(format!(
            "{:?} {proposed:?} {systems:?} {} {:?} <{}>",
            one.role,
            one.concept.words(),
            one.date,
            one.origin
        ));
    }
    for one in &draft.services {
        let proposed = one.procedure.procedure();
        lines.push(format!("{proposed:?} {} {:?} <{}>", one.procedure.words(), value(&one.from), one.origin));
    }
    for one in &draft.coverages {
        lines.push(format!(
            "{:?} {:?} {:?}",
            value(&one.payer),
            value(&one.member_id),
            value(&one.relationship)
        ));
    }
    for one in &draft.documents {
        let files: Vec<_> = one.attachments.iter().map(|file| (&file.media_type, file.bytes.len())).collect();
        lines.push(format!(
            "{:?} {:?} {:?} {:?} {files:?}",
            one.act,
            value(&one.kind),
            value(&one.title),
            value(&one.author)
        ));
        lines.push(value(&one.text).cloned().unwrap_or_default());
    }
    lines.extend(draft.problems.iter().map(|problem| format!("{:?} <{}>", problem.kind, problem.place)));
    lines.push(format!(
        "left: {}",
        draft.left.iter().map(|place| place.0.as_str()).collect::<Vec<_>>().join(" ")
    ));
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn a_visit_with_its_sections() {
    let sections = r##"<component><structuredBody><component><section><code code="11450-4"/><title>Problems</title>
<text><list><item><content ID="p1">Heart failure</content></item><item>Gout</item></list></text>
<entry><act><entryRelationship><observation classCode="OBS" moodCode="EVN"><effectiveTime><low value="2024"/></effectiveTime>
<value xsi:type="CD" code="84114007" codeSystem="2.16.840.1.113883.6.96"><originalText><reference value="#p1"/></originalText>
<translation code="I50.9" codeSystem="2.16.840.1.113883.6.90" displayName="Heart failure, unspecified"/></value>
<entryRelationship><observation><value xsi:type="CD" code="55561003" codeSystem="2.16.840.1.113883.6.96" displayName="Active"/></observation></entryRelationship></observation></entryRelationship></act></entry>
<entry><observation negationInd="true"><value xsi:type="CD" code="X"/></observation></entry>
<entry><observation><effectiveTime><low value="20240301"/></effectiveTime><value xsi:type="CD" code="90560007" codeSystem="2.16.840.1.113883.6.96" displayName="Gout"/></observation></entry></section></component>
<component><section><code code="30954-2"/><title>Results</title><text><table><thead><tr><th>Test</th><th>Value</th></tr></thead><tbody><tr><td>Sodium</td><td>139</td></tr></tbody></table></text>
<component><section><title>Older</title><text><paragraph>None.</paragraph></text></section></component></section></component>
<component><section><code code="47519-4"/><text>Drained.</text><entry><procedure moodCode="EVN"><code code="20610" codeSystem="2.16.840.1.113883.6.12" displayName="Own words"/><effectiveTime value="20260415"/></procedure></entry>
<entry><procedure moodCode="INT"><code code="20611" codeSystem="2.16.840.1.113883.6.12"/></procedure></entry></section></component>
<component><section><code code="48768-6"/><title>Payers</title><text>Aetna</text><entry><act><entryRelationship><act><templateId root="2.16.840.1.113883.10.20.22.4.61"/><id extension="G-7"/>
<performer><templateId root="2.16.840.1.113883.10.20.22.4.87"/><assignedEntity><code code="PAYOR"/><representedOrganization><name>Aetna Example</name></representedOrganization></assignedEntity></performer>
<participant typeCode="COV"><participantRole><id extension="W123" root="1.1"/><code code="SELF"/></participantRole></participant></act></entryRelationship></act></entry></section></component>
</structuredBody></component>"##;
    check(
        &one(&document(&format!("{VISIT}{sections}"))),
        &expect![[r#"
        "4471" of 2
        Some("Okonkwo") <recordTarget/patientRole/patient/name[2]/family>
        Some("Ada") <recordTarget/patientRole/patient/name[2]/given>
        Some("M") <recordTarget/patientRole/patient/name[2]/given[3]>
        Some("+1(302)555-0144") <recordTarget/patientRole/telecom[2]/@value>
        Some(1958-02-28) Some(Female)
        visit V-1001 <componentOf/encompassingEncounter/id/@extension>
        Some(Outpatient) Some(2026-04-15T09:15:00) Some("North Heart")
        Attending Provider { name: "Priya Venkat", npi: "1234567893", taxonomy: "" } <componentOf/encompassingEncounter/encounterParticipant/assignedEntity>
        ProblemList Some(DiagnosisCode("I50.9")) [Snomed, Icd10cm] Heart failure None <component/structuredBody/component/section/entry/act/entryRelationship/observation>
        ProblemList None [Snomed] Gout Some(2024-03-01) <component/structuredBody/component/section/entry[3]/observation>
        Some(ProcedureCode("99214"))  Some(2026-04-15) <componentOf/encompassingEncounter/code>
        Some(ProcedureCode("20610")) Own words Some(2026-04-15) <component/structuredBody/component[3]/section/entry/procedure>
        Some("Aetna Example") Some("W123") Some(Myself)
        Original Some(ProgressNote) Some("Visit of today") Some("Priya Venkat, MD") []
        Problems
        - Heart failure
        - Gout

        Results
        Test   | Value
        Sodium | 139

        Older
        None.

        Drained.

        Payers
        Aetna
        left: recordTarget/patientRole/telecom recordTarget/patientRole/patient/name recordTarget/patientRole/patient/name[2]/given[2] component/structuredBody/component/section/code component/structuredBody/component[2]/section/code component/structuredBody/component[3]/section/code component/structuredBody/component[4]/section/code"#]],
    );
}

#[test]
fn files_and_texts_inside() {
    let body =
        |text: &str| one(&document(&format!("<component><nonXMLBody>{text}</nonXMLBody></component>")));
    let pdf = body("<text mediaType='application/pdf' representation='B64'>JVBERi0x\nLjQKJQ==</text>");
    assert_eq!((pdf.documents[0].attachments[0].bytes.len(), text(&pdf)), (10, ""));
    let encoded = body("<text mediaType='text/plain' representation='B64'>U2VlbiB0b2RheQ==</text>");
    assert_eq!(text(&encoded), "Seen today");
    assert_eq!(text(&body("<text mediaType='text/plain'>Seen\ntoday</text>")), "Seen\ntoday");
    assert_eq!(text(&body("<text mediaType='text/rtf'>{\\rtf1 Seen\\par today}</text>")), "Seen\ntoday");
    assert_eq!(
        body("<text mediaType='application/pdf'>JVBERi0xLjQK</text>").documents[0].attachments.len(),
        1
    );
    let kinds = |draft: &Draft| draft.problems.iter().map(|problem| problem.kind).collect::<Vec<_>>();
    assert!(kinds(&body("<text><reference value='a.pdf'/></text>")).contains(&ProblemKind::ContentElsewhere));
    assert!(kinds(&body("<text representation='B64'>!</text>")).contains(&ProblemKind::Encoding));
    assert!(kinds(&body("")).contains(&ProblemKind::NoContent));
}

#[test]
fn what_replaces_and_which_visit() {
    let parts = r#"<relatedDocument typeCode="RPLC"><parentDocument><id root="1.2.3" extension="DOC-0"/></parentDocument></relatedDocument>
<component><structuredBody><component><section><code code="46240-8"/><text>Visit</text><entry><encounter><id root="1.2.9" extension="V-7"/><code code="IMP"/>
<effectiveTime><low value="20260415"/></effectiveTime><entryRelationship><act><entryRelationship><observation><value xsi:type="CD" code="I10" codeSystem="2.16.840.1.113883.6.90"/></observation></entryRelationship></act></entryRelationship></encounter></entry></section></component></structuredBody></component>"#;
    let draft = one(&document(parts));
    assert_eq!(draft.documents[0].act, DocumentAct::Replacement);
    assert_eq!(value(&draft.documents[0].parent).unwrap(), "DOC-0^1.2.3");
    assert_eq!(draft.visit.numbers[0].number, "V-7");
    assert_eq!(value(&draft.visit.class), Some(&VisitClass::Inpatient));
    assert_eq!(draft.diagnoses[0].role, DiagnosisRole::Visit);
    assert_eq!(draft.diagnoses[0].concept.diagnosis().unwrap().as_str(), "I10");
}

#[test]
fn what_is_no_document() {
    let problem = |bytes: &[u8]| read(bytes).1.first().map(|problem| problem.kind);
    assert_eq!(problem(b"<html/>"), Some(ProblemKind::NotUnderstood));
    assert_eq!(problem(b"<a>\n<b></a>"), Some(ProblemKind::Xml { line: 2 }));
    assert_eq!(problem(b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>\n<ClinicalDocument>&b;</ClinicalDocument>"), Some(ProblemKind::Xml { line: 1 }));
    let deep = format!("<ClinicalDocument>{}{}</ClinicalDocument>", "<a>".repeat(1000), "</a>".repeat(1000));
    assert_eq!(problem(deep.as_bytes()), Some(ProblemKind::TooDeep { limit: 256 }));
    assert_eq!(one("<ClinicalDocument/>").problems[0].kind, ProblemKind::NoContent);
}

#[test]
fn documents_that_are_not_well_formed() {
    let whole = document("");
    let last = |text: &str| value(&one(text).patient.last_name).unwrap().clone();
    let undeclared = whole.replace("<birthTime", "<sdtc:raceCode voc:x='1'/><birthTime");
    assert_eq!(last(&undeclared), "Okonkwo");
    assert_eq!(
        last(&format!("<?xml-stylesheet href='a'?>\n<!-- <ClinicalDocument> --> {whole}\0\0 end")),
        "Okonkwo"
    );
    let prefixed = whole
        .replace("</", "</n1:")
        .replace("<n1:", "<")
        .replace("<", "<n1:")
        .replace("<n1:/", "</")
        .replace("<n1:?", "<?");
    let prefixed = prefixed.replace("xmlns=", "xmlns:n1=");
    assert_eq!(last(&prefixed), "Okonkwo");
}

#[test]
fn encodings() {
    let whole = document("").replace("Okonkwo", "Mu\u{f1}oz");
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(whole.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let latin: Vec<u8> = whole
        .replace("version=\"1.0\"", "version=\"1.0\" encoding='ISO-8859-1'")
        .chars()
        .map(|c| c as u8)
        .collect();
    for bytes in [whole.clone().into_bytes(), utf16, latin] {
        let (drafts, problems) = read(&bytes);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(value(&drafts[0].patient.last_name).unwrap(), "Mu\u{f1}oz");
    }
    let named = one(&whole.replace("Mu\u{f1}oz", "Mu&ntilde;oz & Co&nbsp;"));
    assert_eq!(value(&named.patient.last_name).unwrap(), "Mu\u{f1}oz & Co");
}
