//! Messages written here, each with what must be read of it, in short: a line a part.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::draft::{Carried, Draft, Identifier, ReceivedProvider, value};

/// Everything that a draft carries, with its place; `-` for what is to be deleted.
fn shown(draft: &Draft) -> String {
    let mut out = format!("{:?} {} {}", draft.event, draft.sent.trigger, draft.sent.control_id);
    let mut line = |name: &str, value: String, origin: &str| {
        let _ = write!(out, "\n{name}: {value} <{origin}>");
    };
    fn field<T: std::fmt::Debug>(
        line: &mut dyn FnMut(&str, String, &str),
        name: &str,
        field: &Option<Carried<T>>,
    ) {
        if let Some(field) = field {
            let value = field.value.as_ref().map_or("-".to_owned(), |value| format!("{value:?}"));
            line(name, value, &field.origin.0);
        }
    }
    let numbers = |line: &mut dyn FnMut(&str, String, &str), name: &str, numbers: &[Identifier]| {
        for one in numbers {
            line(name, format!("{} of {:?} {}", one.number, one.authority, one.kind), &one.origin.0);
        }
    };
    let providers = |line: &mut dyn FnMut(&str, String, &str), of: &[ReceivedProvider]| {
        for one in of {
            let number = one.identifier.as_ref().map(|number| number.number.as_str());
            let npi = &one.provider.npi;
            let text = format!("{:?} {} npi {npi:?} number {number:?}", one.role, one.provider.name);
            line("provider", text, &one.origin.0);
        }
    };
    let line: &mut dyn FnMut(&str, String, &str) = &mut line;
    numbers(line, "patient", &draft.patient.identifiers);
    field(line, "last", &draft.patient.last_name);
    field(line, "first", &draft.patient.first_name);
    field(line, "middle", &draft.patient.middle_name);
    field(line, "born", &draft.patient.birth_date);
    field(line, "sex", &draft.patient.sex);
    if let Some(address) = &draft.patient.address {
        let text = address
            .value
            .as_ref()
            .map(|it| [&*it.line1, &*it.line2, &*it.city, &*it.state, &*it.zip, &*it.country].join("/"));
        line("address", text.unwrap_or("-".into()), &address.origin.0);
    }
    field(line, "phone", &draft.patient.phone);
    numbers(line, "visit", &draft.visit.numbers);
    numbers(line, "account", &draft.visit.accounts);
    field(line, "class", &draft.visit.class);
    field(line, "facility", &draft.visit.facility);
    field(line, "location", &draft.visit.location);
    field(line, "from", &draft.visit.from);
    field(line, "to", &draft.visit.to);
    providers(line, &draft.visit.providers);
    for one in &draft.coverages {
        field(line, "payer", &one.payer);
        field(line, "member", &one.member_id);
        field(line, "relationship", &one.relationship);
    }
    for one in &draft.diagnoses {
        let proposed = one.concept.diagnosis().map(|code| code.to_string());
        line("diagnosis", format!("{:?} {proposed:?} {}", one.role, one.concept.words()), &one.origin.0);
    }
    for one in &draft.services {
        let proposed = one.procedure.procedure().map(|code| code.to_string());
        let modifiers: Vec<String> = one.modifiers.iter().map(ToString::to_string).collect();
        let reasons: Vec<String> = one
            .diagnoses
            .iter()
            .flat_map(|reason| reason.codings.first())
            .map(|coding| coding.code.clone())
            .collect();
        line(
            "service",
            format!("{:?} {proposed:?} {} {modifiers:?} for {reasons:?}", one.act, one.procedure.words()),
            &one.origin.0,
        );
        field(line, "units", &one.units);
        field(line, "charge", &one.charge);
        field(line, "on", &one.from);
        providers(line, &one.providers);
    }
    for one in &draft.documents {
        let kind = one.kind.as_ref().and_then(|kind| kind.value);
        line("document", format!("{:?} {:?}", one.act, kind.unwrap_or_default()), &one.origin.0);
        field(line, "number", &one.number);
        field(line, "parent", &one.parent);
        field(line, "title", &one.title);
        field(line, "author", &one.author);
        field(line, "date", &one.date);
        field(line, "text", &one.text);
        for file in &one.attachments {
            line("file", format!("{} {} bytes", file.media_type, file.bytes.len()), &file.origin.0);
        }
    }
    for one in &draft.merges {
        let of = |numbers: &[Identifier]| {
            numbers.iter().map(|one| one.number.clone()).collect::<Vec<_>>().join(",")
        };
        let how = [(one.renamed, "renamed"), (one.moved, "moved"), (one.parted, "parted")];
        let how: Vec<_> = how.iter().filter(|(is, _)| *is).map(|(_, how)| *how).collect();
        line(
            "merge",
            format!("{:?} {} <- {} {how:?}", one.subject, of(&one.surviving), of(&one.retired)),
            "",
        );
    }
    for problem in &draft.problems {
        line("problem", format!("{:?}", problem.kind), &problem.place.0);
    }
    out
}

fn check(message: &str, expected: &Expect) {
    let drafts = super::read(message.as_bytes());
    let text: Vec<String> = drafts.iter().map(shown).collect();
    expected.assert_eq(&text.join("\n--\n"));
}

#[test]
fn an_admission() {
    check(
        "MSH|^~\\&|REG|NORTH CLINIC|CARREL|DESK|20260415093000-0500||ADT^A04|77001|P|2.5.1\r\
         EVN|A04|20260415093000\r\
         PID|1||4471^^^NORTH&2.16.840.1.1&ISO^MR~999001111^^^SSA^SS||Okonkwo-Reyes^Ada^M^Jr||19580228|F|||12 Mill Rd^Apt 4^Dover^DE^19901^USA||(302)555-0144|||||88-1234^^^NORTH^AN\r\
         PV1|1|O|CARD^2^^NORTH HEART|R|||1234567893^Venkat^Priya^^^Dr^MD^^NPI|55^Ito^Ken^^^^^^LOCAL||||||7|||||V-1001^^^NORTH^VN|||||||||||||||||||||||||202604150915\r\
         PV2|||R07.9^Chest pain^I10\r\
         IN1|1|PPO1^Gold PPO|60054|Aetna Example||||G-7||||20260101|20261231||||SEL|||||||||||||||||||W123\r\
         DG1|1||I25.10^Coronary disease^I10|||W|||||||||1\r\
         DG1|2||38341003^Hypertension^SCT|Hypertension||A\r\
         ZZZ|own",
        &expect![[r#"
            Register ADT^A04 77001
            patient: 4471 of "NORTH" MR <PID-3.1>
            patient: 999001111 of "SSA" SS <PID-3[2].1>
            last: "Okonkwo-Reyes" <PID-5.1>
            first: "Ada" <PID-5.2>
            middle: "M" <PID-5.3>
            born: 1958-02-28 <PID-7>
            sex: Female <PID-8>
            address: 12 Mill Rd/Apt 4/Dover/DE/19901/ <PID-11>
            phone: "(302)555-0144" <PID-13>
            visit: V-1001 of "NORTH" VN <PV1-19.1>
            account: 88-1234 of "NORTH" AN <PID-18.1>
            class: Outpatient <PV1-2>
            facility: "NORTH HEART" <PV1-3.4>
            location: "CARD, 2" <PV1-3>
            from: 2026-04-15T09:15:00 <PV1-44>
            provider: Attending Priya Venkat, MD npi "1234567893" number None <PV1-7>
            provider: Referring Ken Ito npi "" number Some("55") <PV1-8>
            payer: "Aetna Example" <IN1-4>
            member: "W123" <IN1-36>
            relationship: Myself <IN1-17>
            diagnosis: Working Some("I25.10") Coronary disease <DG1>
            diagnosis: Admitting None Hypertension <DG1[2]>"#]],
    );
}

#[test]
fn what_is_not_carried_and_what_is_deleted() {
    check(
        "MSH|^~\\&|REG|N|C|D|20260415||ADT^A08|2|P|2.3\rPID|1||4471^^^N^MR||\"\"^\"\"||\"\"|||||||\"\"\rPV1|1||||||\"\"||||||||||||V1|||||||||||||||||||||||||\"\"",
        &expect![[r#"
            Update ADT^A08 2
            patient: 4471 of "N" MR <PID-3.1>
            last: - <PID-5.1>
            first: - <PID-5.2>
            born: - <PID-7>
            visit: V1 of ""  <PV1-19>
            from: - <PV1-44>"#]],
    );
}

#[test]
fn charges() {
    check(
        "MSH|^~\\&|CHG|N|C|D|20260416||DFT^P03|3|P|2.5\rEVN|P03|20260416\rPID|1||4471^^^N^MR||Reyes^Ada||19580228|F|||||||||||A-9\r\
         PV1|1|O|||||||||||||||||V1\r\
         FT1|1|T1||20260415^20260416|20260416|CG|LAB1^Own^L|||2|150.00&USD|75&USD|||||||E11.9^^I10C~I10^^I10C|1234567893^Venkat^Priya|||||99214^Office visit^C4|25~GT\r\
         PR1|1||99214^Office visit^C4|||||||||||||59\r\
         FT1|2|T2||20260415||CD||||3||5.10||||||||||||||J1885\r\
         FT1|3|T3||20260415||PY|||||20",
        &expect![[r#"
            Charges DFT^P03 3
            patient: 4471 of "N" MR <PID-3.1>
            last: "Reyes" <PID-5.1>
            first: "Ada" <PID-5.2>
            born: 1958-02-28 <PID-7>
            sex: Female <PID-8>
            visit: V1 of ""  <PV1-19>
            class: Outpatient <PV1-2>
            service: Charge Some("99214") Office visit ["25", "GT"] for ["E11.9", "I10"] <FT1>
            units: 2 <FT1-10>
            charge: 150.00 <FT1-11.1>
            on: 2026-04-15 <FT1-4.1>
            provider: Performing Priya Venkat npi "1234567893" number None <FT1-20>
            problem: NotACharge <FT1[3]-6>"#]],
    );
}

#[test]
fn a_document_with_its_escapes_and_a_file() {
    check(
        "MSH|^~\\&|DICT|N|C|D|20260416||MDM^T08^MDM_T02|4|P|2.6\rEVN|T08|20260416\rPID|1||4471^^^N^MR||Reyes^Ada\rPV1|1|O|||||||||||||||||V1\r\
         TXA|1|OP^Operative note|TX|20260414|||||7^Ito^Ken^^^^MD|||DOC-9^N|DOC-8^N||||AU\r\
         OBX|1|TX|1^Body||PREOP \\T\\ POSTOP\\.br\\Left knee~Second line\r\
         OBX|2|FT|1^Body||  indented\rcontinued without a segment\r\
         NTE|1||a note\r\
         OBX|3|ED|2^Scan||SRC^AP^PDF^Base64^JVBERi0xLjQKJQ==\r\
         OBX|4|ED|3^Words||^TEXT^^Base64^U2VlbiB0b2RheQ==\r\
         OBX|5|ED|4^Broken||^AP^PDF^Base64^!!!!!!!!!!!!!!!!!!!!!!\r\
         OBX|6|RP|5^Away||http://pacs/1",
        &expect![[r#"
            Document MDM^T08 4
            patient: 4471 of "N" MR <PID-3.1>
            last: "Reyes" <PID-5.1>
            first: "Ada" <PID-5.2>
            visit: V1 of ""  <PV1-19>
            class: Outpatient <PV1-2>
            document: Edit OperativeReport <TXA>
            number: "DOC-9" <TXA-12.1>
            parent: "DOC-8" <TXA-13.1>
            title: "Operative note" <TXA-2.2>
            author: "Ken Ito, MD" <TXA-9>
            date: 2026-04-14 <TXA-4>
            text: "Body\nPREOP & POSTOP\nLeft knee\nSecond line\n  indented\ncontinued without a segment\na note\nWords\nSeen today" <OBX-5>
            file: application/pdf 10 bytes <OBX[3]-5.5>
            problem: NotASegment <OBX>
            problem: Encoding <OBX[5]-5.5>
            problem: ContentElsewhere <OBX[6]-5>"#]],
    );
}

#[test]
fn results_of_two_patients() {
    check(
        "MSH|^~\\&|LAB|N|C|D|20260416||ORU^R01|5|P|2.4\rPID|1||1^^^N^MR||Reyes^Ada\rPV1|1|O|||||||||||||||||V1\r\
         OBR|1|P1|F1|80048^Metabolic panel^L|||202604150700|||||||||||||||||CH|F\r\
         OBX|1|NM|2345-7^Glucose^LN||110|mg/dL|70-99|H\rNTE|1||fasting\r\
         OBX|2|SN|1^Ratio||>^10\rOBX|3|CE|2^Colour||Y^Yellow^L\r\
         OBR|2|P2|F2|71045^Chest^L|||20260415|||||||||||||||||RAD|F|||||||9&Ito&Ken\r\
         OBX|1|TX|F^Findings||Lungs clear.\rOBX|2|TX|F^Findings||No effusion.\rOBX|3|TX|I^Impression||Normal.\r\
         PID|2||2^^^N^MR||Moss^Lee\rOBR|1||F3|X^Note^L\rOBX|1|TX|||For the other.",
        &expect![[r#"
            Result ORU^R01 5
            patient: 1 of "N" MR <PID-3.1>
            last: "Reyes" <PID-5.1>
            first: "Ada" <PID-5.2>
            visit: V1 of ""  <PV1-19>
            class: Outpatient <PV1-2>
            document: Original Laboratory <OBR>
            number: "F1" <OBR-3>
            title: "Metabolic panel" <OBR-4.2>
            date: 2026-04-15 <OBR-7>
            text: "Glucose: 110 mg/dL (70-99) H\nfasting\nRatio: >10\nColour: Yellow" <OBX-5>
            document: Original Imaging <OBR[2]>
            number: "F2" <OBR[2]-3>
            title: "Chest" <OBR[2]-4.2>
            author: "Ken Ito" <OBR[2]-32>
            date: 2026-04-15 <OBR[2]-7>
            text: "Findings\nLungs clear.\nNo effusion.\nImpression\nNormal." <OBX[4]-5>
            --
            Result ORU^R01 5
            patient: 2 of "N" MR <PID[2]-3.1>
            last: "Moss" <PID[2]-5.1>
            first: "Lee" <PID[2]-5.2>
            document: Original ProgressNote <OBR[3]>
            number: "F3" <OBR[3]-3>
            title: "Note" <OBR[3]-4.2>
            text: "For the other." <OBX[7]-5>"#]],
    );
}

#[test]
fn merges() {
    check(
        "MSH|^~\\&|REG|N|C|D|20260416||ADT^A40^ADT_A39|6|P|2.5\rEVN|A40|20260416\rPID|1||20^^^N^MR||Reyes^Ada\rMRG|10^^^N^MR~11^^^N^MR\rPID|2||21^^^N^MR\rMRG|12^^^N^MR",
        &expect![[r#"
            Merge ADT^A40 6
            patient: 20 of "N" MR <PID-3.1>
            last: "Reyes" <PID-5.1>
            first: "Ada" <PID-5.2>
            merge: Patient 20 <- 10,11 [] <>
            merge: Patient 21 <- 12 [] <>"#]],
    );
    check(
        "MSH|^~\\&|REG|N|C|D|20260416||ADT^A45|6|P|2.5\rPID|1||20^^^N^MR||Reyes^Ada\rMRG|10^^^N^MR||||V5\rPV1|1|O|||||||||||||||||V6",
        &expect![[r#"
            Merge ADT^A45 6
            patient: 20 of "N" MR <PID-3.1>
            last: "Reyes" <PID-5.1>
            first: "Ada" <PID-5.2>
            visit: V6 of ""  <PV1-19>
            class: Outpatient <PV1-2>
            merge: Visit V6 <- V5 ["moved"] <>"#]],
    );
    check(
        "MSH|^~\\&|REG|N|C|D|20260416||ADT^A37|6|P|2.5\rPID|1||20^^^N^MR||Reyes^Ada\rPID|2||10^^^N^MR||Rees^Ada",
        &expect![[r#"
            Merge ADT^A37 6
            patient: 20 of "N" MR <PID-3.1>
            last: "Reyes" <PID-5.1>
            first: "Ada" <PID-5.2>
            merge: Patient 20 <- 10 ["parted"] <>"#]],
    );
}

#[test]
fn what_cannot_be_imported() {
    check(
        "MSH|^~\\&|REG|N|C|D|20260416||SIU^S12|6|P|2.5\rPID|1||20^^^N^MR||Reyes^Ada",
        &expect![[r#"
        Other SIU^S12 6
        patient: 20 of "N" MR <PID-3.1>
        last: "Reyes" <PID-5.1>
        first: "Ada" <PID-5.2>
        problem: EventNotTaken <>"#]],
    );
    check(
        "MSH|^~\\&|REG|N|C|D|2026||ADT^A04|6|P|2.5\rEVN|A01\rPID|1\rPV1|1|Q|||||1234567890^B^C^^^^^^NPI\rPV2",
        &expect![[r#"
        Register ADT^A04 6
        class: Other <PV1-2>
        provider: Attending C B npi "1234567890" number None <PV1-7>
        problem: NoPatient <>
        problem: NoVisitNumber <>
        problem: EventsDisagree <EVN-1>
        problem: PartialDate <MSH-7>
        problem: NotInList <PV1-2>
        problem: Npi <PV1-7.1>"#]],
    );
}

#[test]
fn character_sets() {
    let message = |set: &str| {
        [
            format!("MSH|^~\\&|A|B|C|D|20260416||ADT^A04|1|P|2.5||||||{set}\rPID|1||1||Mu").as_bytes(),
            b"\xf1oz",
        ]
        .concat()
    };
    for (set, expected, problems) in [
        ("8859/1", "Mu\u{f1}oz", 0),
        ("8859/2", "Mu\u{144}oz", 0),
        ("", "Mu\u{f1}oz", 0),
        ("UNICODE UTF-8", "Mu\u{f1}oz", 1),
    ] {
        let draft = super::read(&message(set)).remove(0);
        assert_eq!(draft.patient.last_name.unwrap().value.unwrap(), expected);
        let of_set =
            |problem: &&crate::draft::Problem| problem.kind == crate::draft::ProblemKind::CharacterSet;
        assert_eq!(draft.problems.iter().filter(of_set).count(), problems, "{set}");
    }
}

/// Text as a sender writes it in a field.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\E\\"),
            '|' => out.push_str("\\F\\"),
            '^' => out.push_str("\\S\\"),
            '&' => out.push_str("\\T\\"),
            '~' => out.push_str("\\R\\"),
            '\n' => out.push_str("\\.br\\"),
            c => out.push(c),
        }
    }
    out
}

proptest! {
    #[test]
    fn what_is_written_is_read(name in "[^\\pC\\pZ\"]{1,20}", lines in prop::collection::vec("\\PC{0,30}", 1..5)) {
        let text = lines.join("\n");
        prop_assume!(!text.trim().is_empty());
        let message = format!(
            "MSH|^~\\&|A|B|C|D|20260416||MDM^T02|1|P|2.5\rPID|1||1||{}^Ada\rTXA|1|PR\rOBX|1|FT|||{}\r",
            escaped(&name),
            escaped(&text)
        );
        let draft = super::read(message.as_bytes()).remove(0);
        prop_assert_eq!(value(&draft.patient.last_name), Some(&name));
        let read = value(&draft.documents[0].text).cloned().unwrap_or_default();
        prop_assert_eq!(read.trim_end(), text.trim_end());
    }

    #[test]
    fn every_message_of_a_file_is_found(
        ends in prop::collection::vec(prop::sample::select(vec!["\r", "\n", "\r\n", "\r\r\n", "\u{1c}\r\u{b}", "\r\u{1c}\r\u{b}"]), 1..20)
    ) {
        let file: String = ends.iter().enumerate().map(|(number, end)| format!("MSH|^~\\&|A||||||ADT^A08|{number}\rPID|1||{number}{end}")).collect();
        let mut frames = super::Frames::new(file.as_bytes());
        for number in 0..ends.len() {
            let frame = frames.next_frame().unwrap().unwrap();
            let draft = super::read(&frame.bytes).remove(0);
            prop_assert_eq!(&draft.sent.control_id, &number.to_string());
            prop_assert_eq!(&draft.patient.identifiers[0].number, &number.to_string());
        }
        prop_assert!(frames.next_frame().unwrap().is_none());
    }
}
