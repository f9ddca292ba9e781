use super::*;
use proptest::prelude::*;

const CLAIM: &str = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260102*0304*^*00501*000000007*0*T*:~\n\
    GS*HC*SENDER*RECEIVER*20260102*0304*7*X*005010X222A1~\nST*837*0001*005010X222A1~\n\
    CLM*A1*10***11:B:1~\nSE*3*0001~\nGE*1*7~\nIEA*1*000000007~\n";

/// What a file is read as: `GS`, then `HC` and so on, and its faults as `fault at segment.element byte`.
fn read(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let mut file = Interchanges::new(bytes);
    let mut seen = Vec::new();
    while let Some(part) = file.next_part().unwrap() {
        seen.push(format!("{part:?} {}", file.segment().id()));
    }
    let said = file.faults.first.iter().map(|fault| {
        let kind = serde_json::to_value(&fault.kind).unwrap();
        let place = &fault.place;
        format!("{kind} at {}.{} byte {}", place.segment, place.element.unwrap_or(0), place.byte)
    });
    (seen, said.collect())
}

fn faults(text: &str) -> Vec<String> {
    read(text.as_bytes()).1
}

#[test]
fn a_file_is_read_part_by_part() {
    let (parts, faults) = read(CLAIM.as_bytes());
    assert_eq!(
        parts,
        [
            "Interchange ISA",
            "Group GS",
            "Set ST",
            "Segment CLM",
            "SetEnd SE",
            "GroupEnd GE",
            "InterchangeEnd IEA"
        ]
    );
    assert_eq!(faults, [""; 0]);
}

#[test]
fn any_delimiters_and_line_ends_are_read_and_may_change_in_the_file() {
    let other = CLAIM.replace('\n', "").replace('*', "|").replace(':', ">").replace('~', "\r\n");
    let both = format!("{other}\r\n{CLAIM}{}", CLAIM.replace('~', "\u{1c}").replace('^', "\u{1f}"));
    let mut file = Interchanges::new(both.as_bytes());
    let mut places = Vec::new();
    while let Some(part) = file.next_part().unwrap() {
        if part == Part::Segment {
            let segment = file.segment();
            places.push((
                segment.element(2).to_owned(),
                segment.component(5, 3).to_owned(),
                segment.place(0).segment,
            ));
        }
    }
    assert_eq!(file.faults, Faults::default());
    assert_eq!(
        places,
        [("10".into(), "1".into(), 4), ("10".into(), "1".into(), 11), ("10".into(), "1".into(), 18)]
    );
}

#[test]
fn each_fault_has_its_place() {
    let at = |text: &str| CLAIM.find(text).unwrap();
    let cases = [
        (
            CLAIM.replace("SE*3*", "SE*4*"),
            format!(r#"{{"fault":"count","found":3,"stated":4}} at 5.1 byte {}"#, at("SE*") + 3),
        ),
        (
            CLAIM.replace("SE*3*0001", "SE*3*0002"),
            format!(r#"{{"fault":"control_number"}} at 5.2 byte {}"#, at("SE*") + 5),
        ),
        (
            CLAIM.replace("GE*1*", "GE*x*"),
            format!(r#"{{"fault":"count_not_a_number"}} at 6.1 byte {}"#, at("GE*") + 3),
        ),
        (
            CLAIM.replace("SE*3*0001~\n", ""),
            format!(r#"{{"fault":"trailer_missing","trailer":"SE"}} at 5.0 byte {}"#, at("SE*")),
        ),
        (
            CLAIM.replace("ST*837*0001*005010X222A1~\n", ""),
            format!(r#"{{"fault":"stray"}} at 3.0 byte {}"#, at("ST*")),
        ),
        (CLAIM.replace("*A1*", "*Ä1*"), format!(r#"{{"fault":"character"}} at 4.1 byte {}"#, at("A1*10"))),
        (format!("hello {CLAIM}"), r#"{"fault":"outside_interchange"} at 1.0 byte 0"#.into()),
        (
            CLAIM.replace("SENDER         ", "SENDER"),
            r#"{"expected":15,"fault":"isa_length","found":6} at 1.6 byte 35"#.into(),
        ),
        (CLAIM.replace("*:~", "*^~"), r#"{"fault":"delimiters_not_distinct"} at 1.0 byte 0"#.into()),
        ("ISA*00*~".into(), r#"{"fault":"isa_incomplete"} at 1.0 byte 0"#.into()),
        (
            CLAIM.trim_end().trim_end_matches('~').into(),
            format!(r#"{{"fault":"unterminated"}} at 7.0 byte {}"#, at("IEA")),
        ),
        (CLAIM.replace("CLM*", "clm*"), format!(r#"{{"fault":"segment_id"}} at 4.0 byte {}"#, at("CLM"))),
    ];
    for (text, expected) in cases {
        assert_eq!(faults(&text).first(), Some(&expected), "{text}");
    }
}

#[test]
fn another_component_separator_than_the_declared_is_named_once_and_read_by() {
    let text = CLAIM.replace("11:B:1", "11>B>1").replace("SE*3*", "HI*ABK>I10~\nSE*4*");
    let mut file = Interchanges::new(text.as_bytes());
    let mut read = Vec::new();
    while let Some(part) = file.next_part().unwrap() {
        if part == Part::Segment {
            let number = if file.segment().id() == "CLM" { 5 } else { 1 };
            file.expect_components(number);
            read.push(file.segment().component(number, 2).to_owned());
        }
    }
    assert_eq!(read, ["B", "I10"]);
    let place = Place {
        segment: 4,
        id: "CLM".into(),
        element: Some(5),
        component: None,
        byte: text.find("11>B>1").unwrap() as u64,
    };
    let kind = FaultKind::ComponentSeparator { declared: ':', used: '>' };
    assert_eq!(file.faults.first, [Fault { kind, place }]);
}

#[test]
fn a_file_without_its_terminator_ends_in_a_fault_and_fills_no_memory() {
    let mut text = CLAIM[..CLAIM.find("GS*").unwrap()].to_owned();
    text.push_str(&"GS*HC*".repeat(100_000));
    let found = faults(&text);
    assert_eq!(found[0], r#"{"fault":"segment_too_long"} at 2.0 byte 107"#);
}

#[test]
fn what_is_written_is_read_without_a_fault() {
    let envelope = Envelope {
        delimiters: Delimiters { element: b'|', repetition: Some(b'^'), component: b'>', segment: b'~' },
        sender: ("ZZ".into(), "SENDER".into()),
        receiver: ("ZZ".into(), "RECEIVER".into()),
        application_sender: "SENDER".into(),
        application_receiver: "RECEIVER".into(),
        stamp: Stamp { date: "20260102".into(), time: "0304".into() },
        control_number: 7,
        test: true,
        functional_id: "HC",
        version: "005010X222A1",
    };
    let mut writer = SetWriter::begin(Vec::new(), &envelope).unwrap();
    writer.begin_set("837").unwrap();
    writer.segment(&["CLM", "A1", "10", "", "", "11>B>1", "", ""]).unwrap();
    writer.end_set().unwrap();
    let bytes = writer.end().unwrap();
    let expected = CLAIM.replace('*', "|").replace(':', ">");
    assert_eq!(String::from_utf8(bytes.clone()).unwrap(), expected);
    assert_eq!(read(&bytes).1, [""; 0]);
}

proptest! {
    #[test]
    fn a_mutated_file_never_stops_the_reader(at in 0..CLAIM.len(), with in any::<u8>(), cut in 0..CLAIM.len(), doubled in any::<bool>()) {
        let mut bytes = CLAIM.as_bytes().to_vec();
        bytes[at] = with;
        if doubled {
            let part = bytes[cut..].to_vec();
            bytes.extend(part);
        } else {
            bytes.remove(cut);
        }
        read(&bytes);
    }
}
