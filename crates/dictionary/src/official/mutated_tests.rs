//! Every layout, mutated: whatever a file has become, its parser comes to an end, does not panic, and understands no more
//! entries than the file can hold. A few hundred inputs each in a test run; `cargo xtask fuzz` tries a million.

use std::ops::Range;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestError, TestRunner};

use super::*;

/// Nobody waits longer for some hundred bytes; on a machine that is busy a parser may be interrupted meanwhile.
const LONGEST: Duration = Duration::from_secs(5);

const TABULAR: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular><version>2031</version><introduction><introSection type="title"><title>odd</title></introSection></introduction>
<chapter><name>1</name><desc>Ailments of the desk (A00-B10)</desc><excludes2><note>the chair (C00-C09)</note><note/></excludes2>
<sectionIndex><sectionRef first="A00" last="B10" id="A00-B10">all</sectionRef></sectionIndex>
<section id="A00-B10"><desc>Ink &lt;blue&gt; (A00-B10)</desc><diag><name>A00</name><desc>Ink stain</desc><includes><note/></includes>
<codeFirst><note>the pen, such as:</note><note>fountain pen (A01.-)</note></codeFirst><sevenChrNote><note>Add one:</note></sevenChrNote>
<sevenChrDef><extension char="A">fresh</extension><note>still wet</note><extension char="D">dry</extension></sevenChrDef>
<diag placeholder="true"><name>A00.0</name><desc>Ink stain, thumb</desc><inclusionTerm><note>Blue thumb</note></inclusionTerm></diag>
</diag><diag><name>A01</name><desc>Cut &amp; tear</desc></diag></section></chapter></ICD10CM.tabular>"#;
const ORDER: &str = "\
00001 A00     0 Ink stain                                                    Ink stain
00002 A000    1 Ink stain, thumb                                             Ink stain, thumb
";
const TABLES: &str = r#"<ICD10PCS.tabular><version>2031</version><pcsTable>
<axis pos="1" values="1"><title>Section</title><label code="0">Medical</label></axis><axis pos="2"><label code="D">Desk</label></axis>
<axis pos="3"><label code="T">Resection</label><definition>Cutting out</definition></axis>
<pcsRow codes="2"><axis pos="4"><label code="0">Leg</label><label code="1">Drawer</label></axis><axis pos="5"><label code="0">Open</label></axis>
<axis pos="6"><label code="Z">No Device</label></axis><axis pos="7"><label code="Z">No Qualifier</label></axis></pcsRow></pcsTable></ICD10PCS.tabular>"#;
const DEFINITIONS: &str = r#"<ICD10PCS.definitions><version>2031</version><section code="0"><title>Medical</title>
<axis pos="3"><title>Operation</title><terms><title>Resection</title><definition>Cutting out</definition><includes>Sawing</includes></terms></axis>
</section></ICD10PCS.definitions>"#;
const INDEX: &str = r#"<ICD10CM.index><version>2031</version><title>INDEX</title><indexHeading><head col="1">Neoplasm</head><head col="2">Malignant</head></indexHeading>
<letter><title>I</title><mainTerm><title>Ink<nemod>(blue)</nemod></title><cell col="2">L99.0-</cell><term level="1"><title>thumb</title><see>Stain</see></term></mainTerm></letter></ICD10CM.index>"#;
const PROCEDURE_INDEX: &str = r#"<ICD10PCS.index><version>2031</version><letter><title>D</title><mainTerm><title>Deskectomy</title>
<see>Resection, Desk<codes>0DT0</codes></see><term level="1"><use>Leg</use></term><term level="1"><title>leg</title><code>0DT0ZZZ</code></term></mainTerm></letter></ICD10PCS.index>"#;
const HCPCS: &str = "\
HCPCS update,,\r
HCPC,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,COV,ADD DT,ACT EFF DT,TERM DT,ACTION CD,XREF1\r
J0001,3,\"Injection, ink\",Ink,M,20200101,20310701,,A,\r
J0001,4,blue,,,,,,,\r
   LH,7,Of the left hand,,,20200101,,20301231,,J0002\r
";
/// Of 320 columns.
const RECORD: &str = concat!(
    "J0001001003Injection, ink,                                                                 Ink                                                                                                                                                                              2020010120310701        A\n",
    "J0001002004blue\n",
    "   LH001007Of the left hand                                                                Left hand                                                                                                                                                                        202001012020010120301231D\n",
);
const PTP: &str = "\
Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r
\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r
00001\t0002T\t\t20240701\t*\t1\tMisuse of Column Two code\r
00001\tA0003\t*\t19960101\t20240630\t0\tMutually exclusive procedures\r
";
const OWN: &str = "\
CDM;Procedure Code;Mod;Description;Charge
4501;00001;;\"descriptor 1; long\";\"$1,165.00\"
4502;00002;26;descriptor 2;80
";

/// A small file of every layout.
pub(crate) const LAYOUTS: [(&str, &str); 18] = [
    ("Tabular", TABULAR),
    ("order file", ORDER),
    ("PCS tables", TABLES),
    ("PCS definitions", DEFINITIONS),
    ("index", INDEX),
    ("PCS index", PROCEDURE_INDEX),
    ("HCPCS, delimited", HCPCS),
    ("PTP", PTP),
    ("MUE", tables_tests::MUE),
    ("add-on codes", tables_tests::ADD_ON),
    ("place of service", tables_tests::PLACES),
    ("fee schedule", tables_tests::RELATIVE_VALUES),
    ("fee schedule, amounts", tables_tests::AMOUNTS),
    ("localities", tables_tests::LOCALITIES),
    ("POA exempt", tables_tests::POA),
    ("own lists", OWN),
    ("HCPCS, record", RECORD),
    ("conversion table", tables_tests::CONVERSIONS),
];

/// Something done to a file, at a place that is a part of its length.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Replace {
        at: f64,
        cut: usize,
        by: Vec<u8>,
    },
    Repeat {
        from: f64,
        length: usize,
        at: f64,
    },
    End {
        at: f64,
    },
    /// An element of XML goes, or stands twice: the file stays well-formed, which bytes alone seldom leave it.
    Element {
        at: f64,
        twice: bool,
    },
    /// More text behind a tag, or where there are none at the place itself.
    Text {
        at: f64,
        more: String,
    },
}

fn change() -> impl Strategy<Value = Change> {
    let place = || 0.0_f64..1.0;
    // The bytes that layouts turn on come more often than others.
    let byte =
        prop_oneof![any::<u8>(), prop::sample::select(&b",;\t|\"'\r\n<>/&;-. 09Az\x1A\x00\xEF\xFF"[..])];
    prop_oneof![
        6 => (place(), 0_usize..24, prop::collection::vec(byte, 0..10))
            .prop_map(|(at, cut, by)| Change::Replace { at, cut, by }),
        2 => (place(), 1_usize..120, place()).prop_map(|(from, length, at)| Change::Repeat { from, length, at }),
        1 => place().prop_map(|at| Change::End { at }),
        3 => (place(), any::<bool>()).prop_map(|(at, twice)| Change::Element { at, twice }),
        3 => (place(), "[ -%'-;=?-~é]{0,12}").prop_map(|(at, more)| Change::Text { at, more }),
    ]
}

pub(crate) fn changes() -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec(change(), 1..4)
}

pub(crate) fn changed(seed: &str, changes: &[Change]) -> Vec<u8> {
    let mut bytes = seed.as_bytes().to_vec();
    for change in changes {
        let whole = bytes.len() as f64;
        let place = |part: f64| (whole * part) as usize;
        match change {
            Change::Replace { at, cut, by } => {
                let at = place(*at);
                bytes.splice(at..(at + cut).min(bytes.len()), by.iter().copied());
            }
            Change::Repeat { from, length, at } => {
                let (from, at) = (place(*from), place(*at));
                let again = bytes[from..(from + length).min(bytes.len())].to_vec();
                bytes.splice(at..at, again);
            }
            Change::End { at } => bytes.truncate(place(*at)),
            Change::Element { at, twice } => {
                if let Some(element) = element(&bytes, place(*at)) {
                    let again = if *twice { bytes[element.clone()].repeat(2) } else { Vec::new() };
                    bytes.splice(element, again);
                }
            }
            Change::Text { at, more } => {
                let at = place(*at);
                let tag = bytes.iter().skip(at).position(|byte| *byte == b'>');
                let at = tag.map_or(at, |tag| at + tag + 1);
                bytes.splice(at..at, more.bytes());
            }
        }
    }
    bytes
}

/// The first element that begins at a place or behind it, with all that is in it.
fn element(bytes: &[u8], from: usize) -> Option<Range<usize>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let begin = from
        + text
            .get(from..)?
            .match_indices('<')
            .find(|(at, _)| text[from + at + 1..].starts_with(|letter: char| letter.is_ascii_alphabetic()))?
            .0;
    let name: String =
        text[begin + 1..].chars().take_while(|letter| letter.is_alphanumeric() || *letter == '.').collect();
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut end = begin;
    loop {
        end += text[end..].find(&close)? + close.len();
        let inside = &text[begin..end];
        if inside.matches(&close).count() >= inside.matches(&open).count() {
            return Some(begin..end);
        }
    }
}

/// Tries mutations of a file on its parser, which says how many entries and problems it found. How many are tried says
/// `PROPTEST_CASES`.
fn check(name: &str, read: impl Fn(&[u8]) -> Option<usize>) {
    let (_, seed) = LAYOUTS.into_iter().find(|(known, _)| *known == name).unwrap();
    let whole = read(seed.as_bytes());
    assert!(whole.is_some_and(|found| found > 0), "{name}: the seed itself is understood: {whole:?}");
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    let begun = Instant::now();
    let (tried, understood, longest) =
        (std::cell::Cell::new(0_u32), std::cell::Cell::new(0_u32), std::cell::Cell::new(Duration::ZERO));
    let run = runner.run(&changes(), |changes| {
        let bytes = changed(seed, &changes);
        let started = Instant::now();
        let found = read(&bytes);
        let took = started.elapsed();
        longest.set(longest.get().max(took));
        prop_assert!(took < LONGEST, "it takes {took:?}");
        tried.set(tried.get() + 1);
        if let Some(found) = found {
            understood.set(understood.get() + 1);
            prop_assert!(found <= bytes.len(), "{found} entries of {} bytes", bytes.len());
        }
        Ok(())
    });
    println!(
        "{name}: {} mutated, {} still understood, {:.1?} in all, {:.1?} the longest",
        tried.get(),
        understood.get(),
        begun.elapsed(),
        longest.get()
    );
    if let Err(TestError::Fail(reason, changes)) = run {
        panic!("{name}: {reason}: {:?}", String::from_utf8_lossy(&changed(seed, &changes)));
    }
}

fn count<T>(listed: Result<Listed<T>, TableError>) -> Option<usize> {
    let listed = listed.ok()?;
    Some(listed.rows.len() + listed.problems.count as usize)
}

#[test]
fn tabular() {
    check("Tabular", |bytes| {
        let text = decode(bytes);
        let tabular = Tabular::parse(&text).ok()?;
        Some(tabular.rows() + tabular.problems(&text).len())
    });
}

#[test]
fn order_file() {
    check("order file", |bytes| {
        let order = OrderFile::parse(&decode(bytes));
        Some(order.entries.len() + order.problems.len())
    });
}

#[test]
fn procedure_tables() {
    check("PCS tables", |bytes| {
        let tables = ProcedureTables::parse(&decode(bytes)).ok()?;
        Some(tables.tables.len() + tables.problems.len())
    });
}

#[test]
fn procedure_definitions() {
    check("PCS definitions", |bytes| {
        let definitions = ProcedureDefinitions::parse(&decode(bytes)).ok()?;
        Some(definitions.terms.len() + definitions.problems.len())
    });
}

#[test]
fn book_index() {
    for name in ["index", "PCS index"] {
        check(name, |bytes| {
            let index = BookIndex::parse(&decode(bytes)).ok()?;
            Some(index.terms.len() + index.problems.len())
        });
    }
}

#[test]
fn hcpcs_delimited() {
    check("HCPCS, delimited", |bytes| {
        let codes = Hcpcs::read_table(bytes, Hcpcs::heading(bytes)?).ok()?;
        Some(codes.entries.len() + codes.problems.len())
    });
}

#[test]
fn hcpcs_record() {
    check("HCPCS, record", |bytes| {
        let codes = Hcpcs::parse_record(&decode(bytes));
        Some(codes.entries.len() + codes.problems.len())
    });
}

#[test]
fn ptp() {
    check("PTP", |bytes| {
        let edits = PtpEdits::read(bytes, PtpEdits::heading(bytes)?).ok()?;
        Some((edits.entries + edits.problems.count) as usize)
    });
}

#[test]
fn mue() {
    check("MUE", |bytes| {
        let (_, heading) = Mue::heading(bytes)?;
        count(Mue::read(bytes, heading))
    });
}

#[test]
fn add_on() {
    check("add-on codes", |bytes| count(AddOnPair::read(bytes, AddOnPair::heading(bytes)?)));
}

#[test]
fn place_of_service() {
    check("place of service", |bytes| count(PlaceOfService::read(bytes, PlaceOfService::heading(bytes)?)));
}

#[test]
fn fee_schedule() {
    for name in ["fee schedule", "fee schedule, amounts"] {
        check(name, |bytes| count(Fee::read(bytes, Fee::heading(bytes)?)));
    }
}

#[test]
fn localities() {
    check("localities", |bytes| count(Locality::read(bytes, Locality::heading(bytes)?)));
}

#[test]
fn poa_exempt_list() {
    check("POA exempt", |bytes| count(Ok(poa_exempt(&decode(bytes)))));
}

#[test]
fn conversion_table() {
    check("conversion table", |bytes| count(Conversion::read(bytes, Conversion::heading(bytes)?)));
}

#[test]
fn own_list() {
    check("own lists", |bytes| {
        let (_, heading) = ListLayout::find(bytes, None)?;
        count(ListedCode::read(bytes, heading))
    });
}
