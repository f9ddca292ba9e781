use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

/// As it is published, the heading over five lines; the codes are of no edit that exists.
const EDITS: &str = "Column1/Column 2 Edits\t\t\t\t\t\t\r
Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r
\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r
\t\t\t\t*=no data\t1=allowed\t\r
\t\t\t\t\t9=not applicable\t\r
00001\t0002T\t\t20240701\t*\t1\tMisuse of Column Two code with Column One code\r
00001\tA0003\t*\t19960101\t20240630\t0\tMutually exclusive procedures\r
A0003\t00001\t\t\t\t9\tMutually exclusive procedures\r
";

/// A line an edit, then the problems.
fn shown(bytes: &[u8]) -> String {
    let Some(heading) = PtpEdits::heading(bytes) else { return "no heading\n".to_owned() };
    let edits = match PtpEdits::read(bytes, heading) {
        Ok(edits) => edits,
        Err(error) => return format!("{error}\n"),
    };
    let mut shown = String::new();
    for (column1, listed) in &edits.edits {
        for (column2, terms) in listed {
            let PtpTerms { from, to, before_1996, modifier, rationale } = &edits.terms[*terms as usize];
            let day = |day: &Option<Date>| day.map_or("-".to_owned(), |day| day.to_string());
            let old = if *before_1996 { " *" } else { "" };
            shown += &format!("{column1} {column2}{old} {} {} {modifier} {rationale}\n", day(from), day(to));
        }
    }
    for problem in &edits.problems.first {
        shown += &format!("line {}: {:?} {}\n", problem.line, problem.kind, problem.text);
    }
    assert_eq!(edits.entries as usize, edits.edits.values().map(Vec::len).sum::<usize>());
    shown
}

fn check(bytes: &[u8], expected: &Expect) {
    expected.assert_eq(&shown(bytes));
}

#[test]
fn the_published_layout() {
    check(
        EDITS.as_bytes(),
        &expect![[r#"
            00001 0002T 2024-07-01 - 1 Misuse of Column Two code with Column One code
            00001 A0003 * 1996-01-01 2024-06-30 0 Mutually exclusive procedures
            A0003 00001 - - 9 Mutually exclusive procedures
        "#]],
    );
    let edits = PtpEdits::read(EDITS.as_bytes(), PtpEdits::heading(EDITS.as_bytes()).unwrap()).unwrap();
    assert_eq!(edits.last_change(), Some(jiff::civil::date(2024, 7, 1)));
}

#[test]
fn every_drift_gives_the_same_edits() {
    let same = shown(EDITS.as_bytes());
    let utf16: Vec<u8> =
        [0xFEFF_u16].into_iter().chain(EDITS.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let moved = format!("CPT only\t\t\n\n{}", EDITS.replace("Column1/Column 2 Edits\t\t\t\t\t\t\r\n", ""));
    let extra: String =
        EDITS.lines().map(|line| format!("{line}\tmore\t\r\n").replace("\r\t", "\t")).collect();
    let commas: String = (EDITS.lines())
        .map(|line| line.split('\t').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",") + "\n")
        .collect();
    let spreadsheet = EDITS.replace("*=in existence", "\"*=in existence\nprior to 1996\"");
    let american = EDITS.replace("20240701", "7/1/2024").replace("20240630", "06/30/2024");
    for (drift, bytes) in [
        ("byte order mark", [b"\xEF\xBB\xBF", EDITS.as_bytes()].concat()),
        ("UTF-16", utf16),
        ("line ends", EDITS.replace("\r\n", "\n").into_bytes()),
        ("header lines that move", moved.into_bytes()),
        ("extra columns", extra.into_bytes()),
        ("commas and quotes", commas.into_bytes()),
        ("a quoted newline in the heading", spreadsheet.into_bytes()),
        ("dates of a spreadsheet", american.into_bytes()),
        ("blanks around cells", EDITS.replace('\t', " \t ").into_bytes()),
    ] {
        assert_eq!(shown(&bytes), same, "{drift}");
    }
    let windows_1252 = [EDITS.as_bytes(), b"A0003\tA0004\t\t\t*\t1\tSurgeon\x92s choice\n"].concat();
    assert!(shown(&windows_1252).contains("A0003 A0004 - - 1 Surgeon’s choice\n"));
}

#[test]
fn what_is_not_understood_is_listed_with_its_line() {
    let odd = "\
999\t0002T\t\t\t*\t1\tx
00001\t0002t\t\t20240701\t*\t1\tx
00001
00001\t00004\t\t20241301\t*\t1\tx
00001\t00004\t\t\tlater\t1\tx
00001\t00004\t\t\t*\t2\tx
00001\t0002T\t\t20240701\t*\t1\tMisuse of Column Two code with Column One code

CPT is a mark of somebody
";
    check(
        format!("{EDITS}{odd}").as_bytes(),
        &expect![[r#"
            00001 0002T 2024-07-01 - 1 Misuse of Column Two code with Column One code
            00001 0002T 2024-07-01 - 1 x
            00001 A0003 * 1996-01-01 2024-06-30 0 Mutually exclusive procedures
            A0003 00001 - - 9 Mutually exclusive procedures
            line 9: NotACode 999 0002T * 1 x
            line 11: TooShort 00001
            line 12: NotAValue 20241301
            line 13: NotAValue later
            line 14: NotAValue 2
            line 15: Repeated 00001 0002T 20240701 * 1 Misuse of Column Two code with Column One code
            line 17: TooShort CPT is a mark of somebody
        "#]],
    );
    check(b"Column 1\tColumn 2\n00001\t00002\n", &expect!["no heading\n"]);
    let heading = "Column 1\tColumn 2\tEffective\tDeletion\tModifier\n";
    check(
        format!("{heading}\"00001\t00002\t\t\t1\n{}", "00001\t00002\t\t\t1\n".repeat(300)).as_bytes(),
        &expect!["broken behind line 2\n"],
    );
}

#[test]
fn of_millions_of_problems_the_first_are_kept_and_all_are_counted() {
    let bytes = format!("{EDITS}{}", "x\ty\n".repeat(1_000));
    let heading = PtpEdits::heading(bytes.as_bytes()).unwrap();
    let edits = PtpEdits::read(bytes.as_bytes(), heading).unwrap();
    assert_eq!((edits.entries, edits.problems.count, edits.problems.first.len()), (3, 1_000, 100));
}

proptest! {
    #[test]
    fn mutated_files_never_panic_and_gain_no_row(
        at in 0_usize..EDITS.len(),
        cut in 0_usize..40,
        put in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'\t'), Just(b'\n'), Just(b'"')], 0..12),
    ) {
        let mut bytes = EDITS.as_bytes().to_vec();
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, put);
        if let Some(heading) = PtpEdits::heading(&bytes)
            && let Ok(edits) = PtpEdits::read(bytes.as_slice(), heading)
        {
            let lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r')).filter(|line| !line.is_empty());
            prop_assert!((edits.entries + edits.problems.count) as usize <= lines.count());
            for listed in edits.edits.values() {
                prop_assert!(listed.is_sorted() && listed.iter().all(|(_, terms)| (*terms as usize) < edits.terms.len()));
            }
        }
    }
}
