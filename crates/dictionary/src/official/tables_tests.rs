//! The smaller tables, each in the layout in which it is published and in what it drifts to.

use std::fmt::Debug;
use std::io::Read;

use proptest::prelude::*;

use super::*;

/// Codes and words of these are of nothing that exists.
pub(super) const MUE: &str = "\"Notice line 1
Notice, line 2\",,,
HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale
00001,2,2 Date of Service Edit: Policy,Nature of Analyte
A0002,0,1 Line Edit,CMS Policy
0003T,90000,3 Date of Service Edit: Clinical,Clinical: Data
";
pub(super) const ADD_ON: &str = "primary_code,add_on_code,aoc_edit_type
00001,00002,1
00003,00002,1
CCCCC,A0004,2
00001,00005,3
";
pub(super) const PLACES: &str = "pos_code,pos_type,pos_name,pos_description
01,Non-Facility,Reading room,\"A room, quiet, for reading.\"
02,Facility,Patient\u{2019}s desk,
03,Unassigned,Unassigned,Unassigned
";
pub(super) const RELATIVE_VALUES: &str = "2031 National Physician Fee Schedule Relative Value File January Release,,,
\"Copyright of somebody,
all rights reserved\",,,

,,,STATUS,PAYMENT,WORK,NON-FAC,NA,FACILITY,NA,MP,NON-FAC,FACILITY,PCTC,GLOB,PRE,INTRA,POST,MULT,BILAT,ASST,CO-,TEAM,ENDO,CONV,SUPERVISION,CALCULATION,IMAGING,OPPS,OPPS,OPPS
HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,PROC,SURG,SURG,SURG,SURG,BASE,FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT,AMOUNT
00001,,descriptor 1,A,,1.30,1.26,,0.55,,0.10,2.66,1.95,0,XXX,0.00,0.00,0.00,0,0,0,0,0,,34.6062,09,0,99,0.00,0.00,0.00
00001,26,descriptor 1,A,,0.30,0.26,NA,0.25,NA,0.10,0.66,0.65,1,090,0.10,0.69,0.21,2,1,2,1,0,00009,34.6062,02,0,99,0.00,0.00,0.00
\u{1A},,,,,,,,,,,,,,,,,,,,,,,,,,,,,,
";
pub(super) const AMOUNTS: &str = "hcpcs_code,mod,rvu_work,rvu_non_pe,rvu_fac_pe,rvu_mp,rvu_non_sum,rvu_fac_sum,rvu_opps_non_pe,rvu_opps_fac_pe,rvu_opps_mp,cf
00001,,1.3,1.3299999999999998,0.56,0.1,2.73,1.96,0.0,0.0,0.0,33.2875
";
pub(super) const LOCALITIES: &str = "ADDENDUM E. FINAL CY 2031 GEOGRAPHIC PRACTICE COST INDICES,,,,,,,
Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,2031 PW GPCI (without 1.0 Floor),2031 PW GPCI (with 1.0 Floor),2031 PE GPCI,2031 MP GPCI
10112,AL,00,ALABAMA,0.977,1,0.8690000000000001,0.575
01112,CA,05,\"SAN FRANCISCO, AND MORE\",1.088,1.088,1.419,0.445
";
pub(super) const CONVERSIONS: &str = "ICD-10-CM Conversion Table, FY 2031,,
Current code assignment,Effective,Previous Code(s) Assignment
A00.11,2030,A00.1
A02.1,47939,\"A01, A03.101-A03.106; A04 and A05\"
A09,10/1/30,None
";
pub(super) const POA: &str = "POA Exempt Codes FY 2031
00001 A0001   1 a title
2\tB90.0\t\"another; title\"
C00
";

type Reader = fn(&[u8]) -> Option<String>;

fn lines<T: Debug>(listed: Result<Listed<T>, TableError>) -> String {
    match listed {
        Ok(Listed { rows, problems }) => {
            let problems = problems
                .first
                .iter()
                .map(|each| format!("line {}: {:?} {}", each.line, each.kind, each.text));
            rows.iter().map(|row| format!("{row:?}")).chain(problems).collect::<Vec<_>>().join("\n")
        }
        Err(error) => error.to_string(),
    }
}

fn mue(bytes: &[u8]) -> Option<String> {
    let (setting, heading) = Mue::heading(bytes)?;
    Some(format!("{setting:?}\n{}", lines(Mue::read(bytes, heading))))
}

fn add_on(bytes: &[u8]) -> Option<String> {
    Some(lines(AddOnPair::read(bytes, AddOnPair::heading(bytes)?)))
}

fn places(bytes: &[u8]) -> Option<String> {
    Some(lines(PlaceOfService::read(bytes, PlaceOfService::heading(bytes)?)))
}

fn fees(bytes: &[u8]) -> Option<String> {
    Some(lines(Fee::read(bytes, Fee::heading(bytes)?)))
}

fn localities(bytes: &[u8]) -> Option<String> {
    Some(lines(Locality::read(bytes, Locality::heading(bytes)?)))
}

fn exempt(bytes: &[u8]) -> Option<String> {
    Some(lines(Ok(poa_exempt(&decode(bytes)))))
}

const TABLES: [(&str, Reader, usize); 7] = [
    (MUE, mue, 3),
    (ADD_ON, add_on, 4),
    (PLACES, places, 3),
    (RELATIVE_VALUES, fees, 2),
    (AMOUNTS, fees, 1),
    (LOCALITIES, localities, 2),
    (POA, exempt, 3),
];

#[test]
fn the_published_layouts() {
    let shown: Vec<String> = TABLES.iter().map(|(text, read, _)| read(text.as_bytes()).unwrap()).collect();
    expect_test::expect![[r#"
        Practitioner
        Mue { code: "00001", units: 2, indicator: DayPolicy, rationale: "Nature of Analyte" }
        Mue { code: "A0002", units: 0, indicator: Line, rationale: "CMS Policy" }
        Mue { code: "0003T", units: 90000, indicator: DayClinical, rationale: "Clinical: Data" }

        AddOnPair { add_on: HcpcsCode(2), primary: Some(HcpcsCode(1)), kind: 1, from: None, to: None }
        AddOnPair { add_on: HcpcsCode(2), primary: Some(HcpcsCode(3)), kind: 1, from: None, to: None }
        AddOnPair { add_on: HcpcsCode(16796164), primary: None, kind: 2, from: None, to: None }
        AddOnPair { add_on: HcpcsCode(5), primary: Some(HcpcsCode(1)), kind: 3, from: None, to: None }

        PlaceOfService { code: "01", name: "Reading room", description: "A room, quiet, for reading.", rate: NonFacility }
        PlaceOfService { code: "02", name: "Patient’s desk", description: "", rate: Facility }
        PlaceOfService { code: "03", name: "Unassigned", description: "Unassigned", rate: Unassigned }

        Fee { code: "00001", modifier: "", work: 1.30, practice_non_facility: 1.26, practice_facility: 0.55, malpractice: 0.10, total_non_facility: 2.66, total_facility: 1.95, conversion_factor: 34.6062, policy: Some(FeePolicy { status: "A", global_days: "XXX", pctc: "0", multiple: "0", bilateral: "0", assistant: "0", co_surgeons: "0", team: "0", endoscopic_base: "", supervision: "09", not_outside_facility: false, not_in_facility: false }) }
        Fee { code: "00001", modifier: "26", work: 0.30, practice_non_facility: 0.26, practice_facility: 0.25, malpractice: 0.10, total_non_facility: 0.66, total_facility: 0.65, conversion_factor: 34.6062, policy: Some(FeePolicy { status: "A", global_days: "090", pctc: "1", multiple: "2", bilateral: "1", assistant: "2", co_surgeons: "1", team: "0", endoscopic_base: "00009", supervision: "02", not_outside_facility: true, not_in_facility: true }) }

        Fee { code: "00001", modifier: "", work: 1.3, practice_non_facility: 1.33, practice_facility: 0.56, malpractice: 0.1, total_non_facility: 2.73, total_facility: 1.96, conversion_factor: 33.2875, policy: None }

        Locality { contractor: "10112", state: "AL", number: "00", name: "ALABAMA", work: 1, practice: 0.869, malpractice: 0.575 }
        Locality { contractor: "01112", state: "CA", number: "05", name: "SAN FRANCISCO, AND MORE", work: 1.088, practice: 1.419, malpractice: 0.445 }

        "A0001"
        "B900"
        "C00""#]].assert_eq(&shown.join("\n\n"));
}

#[test]
fn every_drift_gives_the_same_rows() {
    for (text, read, rows) in TABLES {
        let same = read(text.as_bytes()).unwrap();
        assert!(same.lines().filter(|line| !line.starts_with("line ")).count() >= rows, "{same}");
        let utf16: Vec<u8> =
            [0xFEFF_u16].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for (drift, bytes) in [
            ("byte order mark", [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
            ("UTF-16", utf16),
            (
                "Windows-1252",
                text.replace('\u{2019}', "\u{1}")
                    .bytes()
                    .map(|byte| if byte == 1 { 0x92 } else { byte })
                    .collect(),
            ),
            ("blank lines at the end", format!("{text}\n\n  \n").into_bytes()),
        ] {
            assert_eq!(read(&bytes).as_ref(), Some(&same), "{drift}");
        }
        // Lines are counted alike, whatever ends them and however many stand before.
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(read(crlf.as_bytes()).as_ref(), Some(&same), "CR LF");
        if text != POA {
            let moved = format!("A notice,of,two lines\n\n{text}");
            assert_eq!(read(moved.as_bytes()).as_ref(), Some(&same), "header lines that move");
            let extra: String = text.lines().map(|line| format!("{line},\n")).collect();
            let quoted = text.contains("Notice line 1") || text.contains("Copyright");
            assert!(quoted || read(extra.as_bytes()).as_ref() == Some(&same), "extra columns");
        }
    }
}

#[test]
fn what_is_not_understood_is_listed_with_its_line() {
    let odd = |text: &str, rows: &str, read: Reader| {
        let all = read(format!("{text}{rows}").as_bytes()).unwrap();
        let problems = all.lines().filter(|line| line.starts_with("line "));
        problems.map(|line| line.splitn(4, ' ').take(3).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    let found = odd(MUE, "1,2,2 x,y\n00009\n00009,x,2 x,y\n00009,1,4,y\n00001,1,1 x,y\n", mue);
    assert_eq!(
        found,
        [
            "line 7: NotACode",
            "line 8: TooShort",
            "line 9: NotAValue",
            "line 10: NotAValue",
            "line 11: Repeated"
        ]
    );
    let found = odd(ADD_ON, "00001,x,1\n00001,00009,4\n00001,00002,1\n", add_on);
    assert_eq!(found, ["line 6: NotACode", "line 7: NotAValue", "line 8: Repeated"]);
    let found = odd(PLACES, "123,Facility,a,b\n04,Elsewhere,a,b\n04,Facility,,b\n1,Facility,a,b\n", places);
    assert_eq!(found, ["line 5: NotACode", "line 6: NotAValue", "line 7: Nameless", "line 8: Repeated"]);
    let found = odd(AMOUNTS, "00002,,a\n00001,,1\n", fees);
    assert_eq!(found, ["line 3: NotAValue", "line 4: Repeated"]);
    let found = odd(LOCALITIES, "1,XX,1,nowhere,,,1,1\n", localities);
    assert_eq!(found, ["line 5: NotAValue"]);
    let found = odd(POA, "a word\nA00.01\n", exempt);
    assert_eq!(found, ["line 5: NotACode", "line 6: Repeated"]);
}

#[test]
fn no_table_is_taken_for_another() {
    for (at, (text, _, _)) in TABLES.iter().enumerate() {
        for (other, (_, read, _)) in TABLES.iter().enumerate().take(6) {
            let same = at == other || (at == 3 && other == 4) || (at == 4 && other == 3);
            assert_eq!(read(text.as_bytes()).is_some(), same, "{at} by {other}");
        }
        assert_eq!(PtpEdits::heading(text.as_bytes()), None);
        assert_eq!(is_poa_exempt(text.lines().next().unwrap()), at == 6);
    }
}

#[test]
fn a_payment_is_units_by_indices_by_factor() {
    let heading = Fee::heading(RELATIVE_VALUES.as_bytes()).unwrap();
    let fee = Fee::read(RELATIVE_VALUES.as_bytes(), heading).unwrap().rows.remove(0);
    let heading = Locality::heading(LOCALITIES.as_bytes()).unwrap();
    let at = Locality::read(LOCALITIES.as_bytes(), heading).unwrap().rows.remove(0);
    let shown = |locality, facility| fee.payment(locality, facility).to_string();
    // (1.30 + 1.26 + 0.10) x 34.6062, and 1.30 x 1 + 0.55 x 0.869 + 0.10 x 0.575.
    assert_eq!((shown(None, false), shown(Some(&at), true)), ("92.05".to_owned(), "63.52".to_owned()));
}

/// A reader that gives little at a time, as one does that unpacks.
struct Drip<'a>(&'a [u8]);

impl Read for Drip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let most = buffer.len().min(7);
        self.0.read(&mut buffer[..most])
    }
}

#[test]
fn how_the_bytes_come_does_not_matter() {
    let (_, heading) = Mue::heading(MUE.as_bytes()).unwrap();
    assert_eq!(Mue::read(Drip(MUE.as_bytes()), heading.clone()), Mue::read(MUE.as_bytes(), heading));
}

#[test]
fn an_unclosed_quotation_mark_takes_in_no_more_than_a_row_may_have() {
    let mut bytes = format!("{MUE}00009,1,1 Line,\"never closed\n").into_bytes();
    let line = bytes.iter().filter(|byte| **byte == b'\n').count() as u32;
    bytes.extend("00010,1,1 Line Edit,CMS Policy\n".repeat(200_000).into_bytes());
    let (_, heading) = Mue::heading(&bytes[..16 << 10]).unwrap();
    let mut left = bytes.as_slice();
    assert_eq!(Mue::read(&mut left, heading), Err(TableError::Broken { line }));
    let taken = bytes.len() - left.len();
    assert!(taken < 2 << 20, "{taken} bytes of {}", bytes.len());
}

proptest! {
    #[test]
    fn mutated_tables_never_panic_and_gain_no_row(
        which in 0_usize..TABLES.len(),
        at in 0.0_f64..1.0,
        cut in 0_usize..40,
        put in prop::collection::vec(prop_oneof![any::<u8>(), Just(b','), Just(b'\n'), Just(b'"')], 0..12),
    ) {
        let (text, read, rows) = TABLES[which];
        let mut bytes = text.as_bytes().to_vec();
        let at = (bytes.len() as f64 * at) as usize;
        let end = (at + cut).min(bytes.len());
        let gained = put.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
        bytes.splice(at..end, put);
        for (_, other, _) in TABLES {
            let _ = other(&bytes);
        }
        if let Some(shown) = read(&bytes) {
            let found = shown.lines().filter(|line| line.contains('{') || line.starts_with('"')).count();
            prop_assert!(found <= rows + gained + 6, "{shown}");
        }
    }
}
