use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

const CHARGES: &str = "\
CDM,Procedure Code,Mod,Description,Charge
4501,00001,,\"descriptor 1, long\",\"$1,165.00\"
4502,00002,26,descriptor 2,80
";
/// As a licensee's file comes: a notice, no heading.
const LICENSED: &str = "\
Copyright of the association\r
All rights reserved\r
\r
00001\tdescriptor 1\r
00002\tdescriptor 2\r
0003T\tdescriptor 3\r
";

fn shown(bytes: &[u8], told: Option<ListColumns>) -> String {
    let Some((layout, heading)) = ListLayout::find(bytes, told) else { return "no list\n".to_owned() };
    let mut shown = format!("{:?}\n{:?}\n", layout.headings, layout.notice);
    match ListedCode::read(bytes, heading) {
        Ok(listed) => {
            for ListedCode { code, modifier, description, short_description, charge } in &listed.rows {
                let charge = charge.map_or("-".to_owned(), |charge| charge.to_string());
                shown += &format!("{code} [{modifier}] {description} [{short_description}] {charge}\n");
            }
            for each in &listed.problems.first {
                shown += &format!("line {}: {:?} {}\n", each.line, each.kind, each.text);
            }
        }
        Err(error) => shown += &format!("{error}\n"),
    }
    shown
}

fn check(bytes: &[u8], told: Option<ListColumns>, expected: &Expect) {
    expected.assert_eq(&shown(bytes, told));
}

#[test]
fn a_charge_master_and_a_licensed_file() {
    check(
        CHARGES.as_bytes(),
        None,
        &expect![[r#"
        ["CDM", "Procedure Code", "Mod", "Description", "Charge"]
        ""
        00001 [] descriptor 1, long [] 1165.00
        00002 [26] descriptor 2 [] 80
    "#]],
    );
    check(
        LICENSED.as_bytes(),
        None,
        &expect![[r#"
        ["", ""]
        "Copyright of the association\nAll rights reserved"
        00001 [] descriptor 1 [] -
        00002 [] descriptor 2 [] -
        0003T [] descriptor 3 [] -
    "#]],
    );
    let told = ListColumns { code: 0, description: Some(3), ..ListColumns::default() };
    check(
        CHARGES.as_bytes(),
        Some(told),
        &expect![[r#"
        ["CDM", "Procedure Code", "Mod", "Description", "Charge"]
        ""
        4501 [] descriptor 1, long [] -
        4502 [] descriptor 2 [] -
    "#]],
    );
}

#[test]
fn a_charge_master_of_own_codes() {
    check(
        b"Item,Item description,Price\nOFFICE-EST,Visit,165.00\nINK-01,Ink panel,12.50\n99214,Longer visit,190\n",
        None,
        &expect![[r#"
            ["Item", "Item description", "Price"]
            ""
            OFFICE-EST [] Visit [] 165.00
            INK-01 [] Ink panel [] 12.50
            99214 [] Longer visit [] 190
        "#]],
    );
    check(b"Patient,Visits\nOkafor,3\nLang,4\n", None, &expect![["no list\n"]]);
}

#[test]
fn lists_drift_and_err() {
    let semicolons = "Code;Name;Price\n00001;M\u{e9}ni\u{e8}re;12.50\n00002;b;x\n00002 3;c;1\n00001;M\u{e9}ni\u{e8}re;12.50\n";
    let windows_1252: Vec<u8> = semicolons.chars().map(|letter| letter as u8).collect();
    check(
        &windows_1252,
        None,
        &expect![[r#"
        ["Code", "Name", "Price"]
        ""
        00001 [] Ménière [] 12.50
        line 3: NotAValue x
        line 4: NotACode 00002 3 c 1
        line 5: Repeated 00001 Ménière 12.50
    "#]],
    );
    for no_list in ["", "Dear Sir,\nthank you,\n", "one\ntwo\n", "a,b\nc,d\n"] {
        check(no_list.as_bytes(), None, &expect!["no list\n"]);
    }
    // A column that is not there holds nothing.
    let told = ListColumns { code: 9, ..ListColumns::default() };
    assert!(!shown(CHARGES.as_bytes(), Some(told)).contains("descriptor 1, long ["));
}

proptest! {
    #[test]
    fn mutated_lists_never_panic(
        at in 0_usize..CHARGES.len(),
        cut in 0_usize..40,
        put in prop::collection::vec(prop_oneof![any::<u8>(), Just(b','), Just(b'\n'), Just(b'"')], 0..12),
        column in 0_u32..7,
    ) {
        let mut bytes = CHARGES.as_bytes().to_vec();
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, put);
        shown(&bytes, None);
        shown(&bytes, Some(ListColumns { code: column, charge: Some(column), ..ListColumns::default() }));
    }
}
