use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::official::decode;

/// A record of 320 columns.
fn record(code: &str, kind: char, title: &str, rest: &[(usize, &str)]) -> String {
    let mut line: Vec<char> = vec![' '; 320];
    let code = if matches!(kind, '7' | '8') { format!("   {code}") } else { code.to_owned() };
    let mut put = |from: usize, text: &str| {
        for (at, c) in text.chars().enumerate() {
            line[from - 1 + at] = c;
        }
    };
    put(1, &code);
    put(6, "00100");
    put(11, &kind.to_string());
    put(12, title);
    for (from, text) in rest {
        put(*from, text);
    }
    line.into_iter().collect()
}

fn small() -> String {
    let dates = |added: &'static str| [(269, added), (277, "20310101")];
    let lines = [
        record(
            "A9",
            '7',
            "Inked by nine or more clerks",
            &[(92, "Inked by 9+"), (230, "C"), (269, "20020701"), (293, "N")],
        ),
        record(
            "J0001",
            '3',
            "Injection, ink, blue, including the cost of the pen that it is",
            &[
                (92, "Inj ink blue"),
                (205, "J0002"),
                (230, "D"),
                (269, "20200101"),
                (277, "20310401"),
                (285, "20310331"),
                (293, "D"),
            ],
        ),
        record("J0001", '4', "drawn from, per 15 ml", &[]),
        record("J0002", '3', "Injection, ink, any colour", &[(269, "20310401"), (293, "A")]),
        record(
            "J0003",
            '3',
            "Injection, ink, came back",
            &[dates("20100101")[0], dates("20100101")[1], (293, "R")],
        ),
    ];
    lines.join("\r\n")
}

fn show(hcpcs: &Hcpcs) -> String {
    let entry = |e: &HcpcsEntry| {
        format!(
            "{} {:?} {} / {} / {} {:?} {}",
            e.code,
            e.coverage,
            e.title,
            e.short_title,
            e.from,
            e.to,
            e.replaced_by.join(" ")
        )
    };
    let problem = |p: &Problem| format!("line {}: {:?} {}", p.line, p.kind, p.text);
    hcpcs.entries.iter().map(entry).chain(hcpcs.problems.iter().map(problem)).collect::<Vec<_>>().join("\n")
}

fn check(text: &str, expected: &Expect) {
    assert!(Hcpcs::is_record(text));
    expected.assert_eq(&show(&Hcpcs::parse_record(text)));
}

#[test]
fn a_small_record_file() {
    check(
        &small(),
        &expect![[r#"
        A9 Some('C') Inked by nine or more clerks / Inked by 9+ / 20020701 None 
        J0001 Some('D') Injection, ink, blue, including the cost of the pen that it is drawn from, per 15 ml / Inj ink blue / 20200101 Some(20310331) J0002
        J0002 None Injection, ink, any colour /  / 20310401 None 
        J0003 None Injection, ink, came back /  / 20310101 None "#]],
    );
    assert_eq!(Hcpcs::parse_record(&small()).newest(), Some(jiff::civil::date(2031, 4, 1)));
}

#[test]
fn what_is_odd_is_listed_with_its_line() {
    let dated = [(269, "20200101")];
    let lines = [
        record("J0001", '3', "Ink", &dated),
        record("99213", '3', "what AMA licenses", &dated),
        record("99213", '4', "and more of it", &[]),
        record("D0120", '3', "what ADA licenses", &dated),
        record("J01", '3', "Short code", &dated),
        record("J0004", '3', "", &dated),
        record("J0005", '3', "No day", &[(269, "20201301")]),
        record("J0006", '3', "Ends first", &[(269, "20200101"), (285, "20191231")]),
        record("J0007", '5', "Unknown kind", &dated),
        record("J0001", '3', "Ink again", &dated),
        record("J0009", '4', "continues nothing", &[]),
        record("J0010", '3', "Cut", &dated)[..200].to_owned(),
        "\u{1F58B} a pen".to_owned(),
    ];
    check(
        &lines.join("\n"),
        &expect![[r#"
        J0001 None Ink /  / 20200101 None 
        line 2: Licensed 99213
        line 4: Licensed D0120
        line 5: NotACode J01
        line 6: Nameless J0004
        line 7: NotAValue J0005 20201301
        line 8: NotAValue J0006 20200101 20191231
        line 9: UnknownRecord J0007 5
        line 10: Repeated J0001
        line 12: TooShort J0010001003Cut
        line 13: TooShort 🖋 a pen"#]],
    );
}

fn table(text: &str) -> Option<Hcpcs> {
    Hcpcs::heading(text.as_bytes())
        .map(|heading| Hcpcs::read_table(text.as_bytes(), heading).expect("a table"))
}

#[test]
fn delimited_rows_are_found_by_their_names() {
    let text = "HCPCS quarterly update,,\r\nTERM_DT,LONG DESCRIPTION,NEW COLUMN,hcpc,ADD DT,RECID,COV\r\n\
                ,\"Ink, \"\"blue\"\"\nper ml\",x,j0001,20200101,3,M\r\n,Of the left hand,,   LH,20200101,7,\r\n";
    expect![[r#"
        J0001 Some('M') Ink, "blue" per ml /  / 20200101 None 
        LH None Of the left hand /  / 20200101 None "#]]
    .assert_eq(&show(&table(text).expect("a heading")));
    assert!(table("code,price\nJ0001,3").is_none());
}

#[test]
fn the_workbook_reads_like_the_text() {
    let workbook = Hcpcs::parse_workbook(&crate::official::workbook::tests::small()).expect("a workbook");
    expect![[r#"J0001 None Ink, &c. /  / 20200101 None "#]].assert_eq(&show(&workbook.expect("a sheet")));
}

#[test]
fn other_texts_are_no_record() {
    for text in ["", "\n\n", "Dear Sir", &"x".repeat(400), &small()[..200]] {
        assert!(!Hcpcs::is_record(text), "{text}");
    }
}

proptest! {
    /// One byte changed anywhere: no panic, and what it touches at most is one entry.
    #[test]
    fn one_changed_byte_touches_one_entry(at in 0_usize..1500, byte in any::<u8>()) {
        let whole = Hcpcs::parse_record(&small());
        let mut bytes = small().into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        let changed = Hcpcs::parse_record(&decode(&bytes));
        let same = changed.entries.iter().filter(|entry| whole.entries.contains(entry)).count();
        prop_assert!(same >= whole.entries.len() - 2, "{changed:?}");
    }

    #[test]
    fn arbitrary_text_never_panics(text in "\\PC{0,400}") {
        let _ = Hcpcs::parse_record(&text);
        let _ = table(&text);
    }

    #[test]
    fn a_changed_workbook_never_panics(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = crate::official::workbook::tests::small();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = Hcpcs::parse_workbook(&bytes);
    }
}
