//! Files of messages, mutated: whatever a file has become, reading it comes to an end, does not panic, and says of each
//! message what it holds or why nothing could be read. Some hundred inputs in a test run; `cargo xtask fuzz` tries a
//! million.

use proptest::prelude::*;

use crate::mutate::{Change, change, changed};
use crate::{Arrivals, Format, recognise, value};

const HL7: &str = "MSH|^~\\&|REG|N|C|D|20260415093000-0500||MDM^T02|1|P|2.5\rEVN|T02|20260415\rPID|1||4471^^^N&1.2&ISO^MR~9^^^SSA||Reyes&&&&X^Ada^M||19580228|F|||12 Mill Rd&Mill^^Dover^DE^19901||(302)555-0144\r\
PV1|1|O|CARD^2^^NORTH|||1234567893^Venkat^Priya^^^^MD^^NPI||||||||||||V1|||||||||||||||||||||||||202604150915\rMRG|12^^^N^MR\rDG1|1||I25.10^Coronary^I10||20260415|W\r\
FT1|1|T1||20260415^20260416||CG|X^Y^L|||2|150.00&USD|75|||||||E11.9^^I10C~I10|1^V^P|||||99214^^C4|25~GT\rPR1|1||99214\rIN1|1|P^Q|60054|Aetna||||G||||20260101||||Moss^Lee|CHD|19500101|1 A^^B\r\
OBR|1||F1|80048^Panel|||202604150700|||||||||||||||||CH|F\rOBX|1|NM|2^Glucose||110|mg/dL|70-99|H\rTXA|1|OP^Op|TX|20260414|||||7^Ito^Ken|||D-9|D-8||||AU\rOBX|1|FT|1^B||A \\T\\ B\\.br\\C~D\\X0D0A\\\rOBX|2|ED|2^S||^AP^PDF^Base64^JVBERi0xLjQKJQ==\rNTE|1||note\r";

const FHIR: &str = r##"{"resourceType":"Bundle","type":"collection","id":"B","timestamp":"2026-04-15T10:00:00Z","entry":[{"fullUrl":"urn:uuid:p","resource":{"resourceType":"Patient","id":"p","identifier":[{"system":"s","value":"1","type":{"coding":[{"code":"MR"}]}}],"name":[{"family":"Reyes","given":["Ada","M"]}],"birthDate":"1958-02-28","gender":"female","address":[{"line":["1"],"city":"D"}]}},{"fullUrl":"urn:uuid:e","resource":{"resourceType":"Encounter","id":"e","status":"finished","class":{"code":"AMB"},"subject":{"reference":"urn:uuid:p"},"period":{"start":"2026-04-15T09:15:00-05:00"},"participant":[{"individual":{"reference":"#x","display":"V"}}],"diagnosis":[{"condition":{"reference":"Condition/c"},"rank":1}]}},{"resource":{"resourceType":"Condition","id":"c","encounter":{"reference":"Encounter/e"},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"I10"}]}}},{"resource":{"resourceType":"Claim","id":"m","use":"claim","item":[{"sequence":1,"encounter":[{"reference":"urn:uuid:e"}],"productOrService":{"coding":[{"code":"99214"}]},"net":{"value":1.5e2},"diagnosisSequence":[1]}],"diagnosis":[{"sequence":1,"diagnosisReference":{"reference":"Condition/c"}}],"insurance":[{"coverage":{"display":"A"}}]}},{"resource":{"resourceType":"DocumentReference","id":"n","context":{"encounter":[{"reference":"Encounter/e"}]},"content":[{"attachment":{"contentType":"text/plain","data":"U2VlbiB0b2RheQ=="}}]}},{"resource":{"resourceType":"Composition","id":"k","encounter":{"reference":"Encounter/e"},"section":[{"title":"S","text":{"div":"<div><table><tr><td rowspan='2'>a</td></tr></table></div>"}}]}}]}"##;

const LINES: &str = r##"{"resourceType":"Organization","id":"o","name":"N","partOf":{"reference":"Organization/o"}}
{"resourceType":"Practitioner","id":"d","name":[{"family":"V"}],"identifier":[{"system":"http://hl7.org/fhir/sid/us-npi","value":"1234567893"}]}
{"resourceType":"PractitionerRole","id":"r","practitioner":{"reference":"Practitioner/d"},"organization":{"reference":"Organization/o"}}
{"resourceType":"Patient","id":"p","name":[{"family":"Reyes","given":["Ada"]}],"birthDate":"1958-02-28","generalPractitioner":[{"reference":"PractitionerRole/r"}]}
{"resourceType":"Coverage","id":"c","beneficiary":{"reference":"Patient/p"},"subscriberId":"1","payor":[{"reference":"Organization/o"}]}
{"resourceType":"Encounter","id":"e","subject":{"reference":"https://x/Patient/p/_history/1"},"participant":[{"individual":{"reference":"PractitionerRole/r"}}],"serviceProvider":{"reference":"Organization/o"}}
{"resourceType":"Observation","id":"b","encounter":{"reference":"Encounter/e"}}
{"resourceType":"Condition","id":"x","subject":{"reference":"Patient/p"},"encounter":{"reference":"Encounter/e"},"code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"I10"}]}}
{"resourceType":"Claim","id":"m","use":"claim","patient":{"reference":"Patient/p"},"insurance":[{"coverage":{"reference":"Coverage/c"}}],"item":[{"encounter":[{"reference":"Encounter/e"}],"productOrService":{"coding":[{"code":"99214"}]}}]}
"##;

const CCDA: &str = r##"<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><id root="1.2" extension="D"/><code code="11506-3"/><title>T</title><effectiveTime value="20260415101500-0500"/><recordTarget><patientRole><id root="1.3" extension="4471"/><addr><streetAddressLine>1</streetAddressLine></addr><telecom value="tel:1"/><patient><name use="L"><given>Ada</given><family>Reyes</family></name><administrativeGenderCode code="F"/><birthTime value="19580228"/></patient></patientRole></recordTarget><relatedDocument typeCode="RPLC"><parentDocument><id root="1.2" extension="C"/></parentDocument></relatedDocument><componentOf><encompassingEncounter><id root="1.9" extension="V1"/><code code="99214" codeSystem="2.16.840.1.113883.6.12"/><effectiveTime><low value="20260415"/></effectiveTime></encompassingEncounter></componentOf><component><structuredBody><component><section><code code="11450-4"/><title>P</title><text><table><thead><tr><th colspan="2">A</th></tr></thead><tbody><tr><td rowspan="2" ID="p1">Gout</td><td>x<br/>y</td></tr></tbody></table><list><item>z</item></list></text><entry><observation><effectiveTime><low value="2024"/></effectiveTime><value xsi:type="CD" code="M10.9" codeSystem="2.16.840.1.113883.6.90"><originalText><reference value="#p1"/></originalText></value></observation></entry><entry><observationMedia><value mediaType="image/png" representation="B64">iVBORw0KGgo=</value></observationMedia></entry></section></component></structuredBody></component></ClinicalDocument>"##;

const HL7_PIECES: &[&str] = &[
    "|",
    "^",
    "~",
    "&",
    "\\",
    "\r",
    "\n",
    "\u{b}",
    "\u{1c}",
    "\"\"",
    "MSH|^~\\&|",
    "MSH#*@!%#",
    "PID|1||",
    "MRG|",
    "TXA|1|",
    "OBX|1|ED|||^^PDF^Base64^",
    "OBX|1|FT|||",
    "BTS|9",
    "FT1|1||||||",
    "\\X",
    "\\.sp99\\",
    "\\E\\",
    "99999999999999999999",
    "20260230",
    "-99999999999999999999999999999",
    "\u{e9}",
    "\u{0}",
    "\u{feff}",
    "\\.in+99999999\\",
];
const FHIR_PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "null",
    "\n",
    "{\"resourceType\":\"Encounter\"},",
    "\"reference\":\"#x\",",
    "\"reference\":\"urn:uuid:e\",",
    "Encounter?identifier=|",
    "\"contained\":[{\"id\":\"x\"}],",
    "1e999999",
    "-",
    "\\u0000",
    "Bundle",
    "Patient",
    "\"data\":\"!\",",
    "\u{e9}",
    "\u{0}",
];
const CCDA_PIECES: &[&str] = &[
    "<",
    ">",
    "/>",
    "\"",
    "&",
    "&nbsp;",
    "&#0;",
    "<section>",
    "</section>",
    "<tr>",
    "<td rowspan='99999'>",
    "<td colspan='999'/>",
    "<!DOCTYPE a [<!ENTITY b '&b;&b;'>]>",
    "&b;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<component>",
    "xmlns=\"x\"",
    "<id/>",
    "<text representation='B64'>",
    "#p1",
    "\u{e9}",
    "\u{0}",
];

fn read(bytes: &[u8], format: Format) -> Result<(), TestCaseError> {
    let told = recognise("", bytes);
    for format in [format, told] {
        let Some(mut arrivals) = Arrivals::new(format, bytes) else { continue };
        let mut number = 0;
        while let Some(arrival) = arrivals.next_arrival().unwrap() {
            number += 1;
            prop_assert_eq!(arrival.number, number);
            prop_assert!(arrival.byte < bytes.len() as u64);
            // A line may be there for others alone.
            let is_line = format == Format::FhirLines;
            prop_assert!(is_line || !arrival.drafts.is_empty() || !arrival.problems.is_empty());
            for document in arrival.drafts.iter().flat_map(|draft| &draft.documents) {
                let text = value(&document.text).map_or("", String::as_str);
                prop_assert!(!text.contains(['\r', '\0']));
            }
        }
        prop_assert!(number as usize <= bytes.len());
    }
    Ok(())
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec(change(), 1..6)
}

proptest! {
    #[test]
    fn a_mutated_file_of_hl7_messages(changes in changes()) {
        let twice = [HL7, HL7].concat();
        read(&changed(twice.into_bytes(), HL7_PIECES, &changes), Format::Hl7v2)?;
    }

    #[test]
    fn a_mutated_fhir_bundle(changes in changes()) {
        let bytes = changed(FHIR.as_bytes().to_vec(), FHIR_PIECES, &changes);
        read(&bytes, Format::Fhir)?;
        read(&bytes, Format::FhirLines)?;
    }

    #[test]
    fn a_mutated_bulk_export(changes in changes()) {
        read(&changed(LINES.as_bytes().to_vec(), FHIR_PIECES, &changes), Format::FhirLines)?;
    }

    #[test]
    fn a_mutated_clinical_document(changes in changes()) {
        read(&changed(CCDA.as_bytes().to_vec(), CCDA_PIECES, &changes), Format::Ccda)?;
    }
}

#[test]
fn what_is_mutated_is_read_whole() {
    for (text, format) in [(HL7, Format::Hl7v2), (FHIR, Format::Fhir), (CCDA, Format::Ccda)] {
        let mut arrivals = Arrivals::new(format, text.as_bytes()).unwrap();
        let draft = arrivals.next_arrival().unwrap().unwrap().drafts.remove(0);
        assert_eq!(value(&draft.patient.last_name).unwrap(), "Reyes");
        assert!(!draft.prevents_import() && !draft.documents.is_empty() && !draft.diagnoses.is_empty());
    }
}
