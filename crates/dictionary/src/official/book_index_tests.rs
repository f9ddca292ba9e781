use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::official::decode;

const TABLE: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index>
  <version>2031</version>
  <indexHeading>
    <head col="1">Neoplasm</head>
    <head col="2">Malignant Primary</head>
    <head col="5">Benign</head>
  </indexHeading>
  <letter><title>N</title>
    <mainTerm><title>Neoplasm, neoplastic</title>
      <cell col="2">C80.1</cell>
      <cell col="5">D36.9</cell>
      <term level="1"><title>desk<nemod>(wooden) (steel)</nemod> NEC</title>
        <cell col="2">c01.1-</cell>
        <cell col="5">--</cell>
        <term level="2"><title>leg</title><seeAlso>Neoplasm, chair, leg</seeAlso></term>
      </term>
    </mainTerm>
  </letter>
</ICD10CM.index>"#;

const INDEX: &str = r#"<ICD10CM.index>
  <version>2031</version>
  <title>ICD-10-CM EXTERNAL CAUSE of INJURIES INDEX</title>
  <letter><title>I</title>
    <mainTerm><title>Ink</title><see>Stain, ink</see></mainTerm>
    <mainTerm><title>Stain</title><code>X99</code>
      <term level="1"><title>thumb &amp; nail<nemod>(s)</nemod></title><code>X99.-</code><manif>[N08]</manif></term>
      <term level="1"><title>eye</title><seecat>X98</seecat><code></code><note/></term>
    </mainTerm>
  </letter>
</ICD10CM.index>"#;

/// A line a term, sub-terms moved in, problems at the end.
fn shown(text: &str) -> String {
    let index = match BookIndex::parse(text) {
        Ok(index) => index,
        Err(error) => return format!("{error}\n"),
    };
    let columns: Vec<String> = index.columns.iter().map(|c| format!("{} {}", c.number, c.title)).collect();
    let mut shown = format!("{} {} [{}]\n", index.kind.id(), index.version, columns.join("; "));
    for term in &index.terms {
        let codes: Vec<String> = term.codes.iter().map(|(column, code)| format!("{column}={code}")).collect();
        shown += &"  ".repeat(usize::from(term.depth));
        shown += &format!("{} | {} | {}", term.title, term.plain, codes.join(" "));
        for reference in &term.references {
            shown += &format!(" {:?} {}", reference.kind, reference.text);
        }
        if let Some(manifestation) = &term.manifestation {
            shown += &format!(" [{manifestation}]");
        }
        shown += "\n";
    }
    for problem in &index.problems {
        shown += &format!("line {}: {:?} {}\n", problem.line, problem.kind, problem.text);
    }
    shown
}

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&shown(text));
}

#[test]
fn a_table_and_an_index() {
    check(
        TABLE,
        &expect![[r#"
            neoplasm 2031 [2 Malignant Primary; 5 Benign]
            Neoplasm, neoplastic | Neoplasm, neoplastic | 2=C80.1 5=D36.9
              desk (wooden) (steel) NEC | desk NEC | 2=C01.1-
                leg | leg |  SeeAlso Neoplasm, chair, leg
        "#]],
    );
    check(
        INDEX,
        &expect![[r#"
            external_cause 2031 [0 ]
            Ink | Ink |  See Stain, ink
            Stain | Stain | 0=X99
              thumb & nail(s) | thumb & nail | 0=X99.- [N08]
              eye | eye |  SeeCategory X98
        "#]],
    );
}

#[test]
fn what_is_not_understood_is_listed_with_its_line() {
    check(
        r#"<ICD10CM.index>
<indexHeading><head col="1">Substance</head><head col="2">Accidental</head></indexHeading>
<letter><title>A</title>
<mainTerm><title>Ash</title><cell col="2">T50.-</cell><cell col="2">T51</cell>
<cell col="9">T52</cell><cell col="2">see below</cell>
<picture><title>not a title</title></picture>
<term><cell col="2">T53</cell><term><title>lost with its parent</title></term></term>
<term><title>kept</title></term></mainTerm></letter>
</ICD10CM.index>"#,
        &expect![[r#"
            drug  [2 Accidental]
            Ash | Ash | 2=T50.-
              kept | kept | 
            line 4: Repeated T51
            line 4: UnknownColumn T52
            line 5: NotACode see below
            line 6: UnknownElement picture
            line 7: Nameless term
        "#]],
    );
}

#[test]
fn every_drift_of_the_file_reads_the_same() {
    let plain = shown(TABLE);
    let marked = format!("\u{FEFF}{TABLE}");
    let crlf = TABLE.replace('\n', "\r\n");
    let commented = TABLE.replace("<version>", "<!-- moved --><introduction><p/></introduction><version>");
    assert_eq!(shown(&decode(marked.as_bytes())), plain);
    assert_eq!(shown(&decode(crlf.as_bytes())), plain);
    // An unknown element is told of, and everything else reads the same.
    assert_eq!(shown(&commented), format!("{plain}line 3: UnknownElement p\n"));
    let extra = TABLE
        .replace(r#"<head col="5">Benign</head>"#, r#"<head col="5">Benign</head><head col="8">New</head>"#);
    let more = plain.replace("5 Benign]", "5 Benign; 8 New]");
    assert_eq!(shown(&extra), more);
    let windows = TABLE.replace("desk", "secr\u{E9}taire");
    let bytes: Vec<u8> = windows.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    assert_eq!(shown(&decode(&bytes)), plain.replace("desk", "secr\u{E9}taire"));
}

#[test]
fn another_or_a_broken_document_is_refused_with_its_line() {
    let deep = format!("<ICD10CM.index>{}", "<term>".repeat(100));
    for (text, expected) in [
        ("", BookIndexError::NotAnIndex),
        ("{}", BookIndexError::NotAnIndex),
        ("<ICD10CM.tabular/>", BookIndexError::NotAnIndex),
        ("<ICD10CM.index>\n<letter>", BookIndexError::Unfinished { line: 2 }),
        ("<ICD10CM.index>\n\n</letter>", BookIndexError::Malformed { line: 3 }),
        (deep.as_str(), BookIndexError::TooDeep { line: 1 }),
    ] {
        assert_eq!(BookIndex::parse(text).err(), Some(expected), "{text:.40}");
    }
}

const OF_PROCEDURES: &str =
    "<ICD10PCS.index><version>2031</version><title>2031 ICD-10-PCS Index</title><letter><title>D</title>
<mainTerm><title>Deskectomy</title><see>Resection, Desk<codes>0DT</codes></see></mainTerm>
<mainTerm><title>Deskoplasty</title>
<term level='1'><see>Repair, Desk<tab>0DQ</tab></see></term>
<term level='1'><see>Repair</see></term>
<term level='1'><title>Leg</title><codes>0DQ0</codes></term>
<term level='1'><title>Drawer</title><code>0DQ1XZZ</code></term></mainTerm>
<mainTerm><title>Drawerite</title><use>Drawer, Upper</use></mainTerm>
<mainTerm><title>Odd</title><code>not one</code><term level='1'><code>0DQ2XZZ</code></term><term level='1'></term></mainTerm>
</letter></ICD10PCS.index>";

#[test]
fn the_index_of_procedures_has_beginnings_of_codes_and_several_references() {
    let index = BookIndex::parse(OF_PROCEDURES).unwrap();
    assert_eq!((index.kind, index.version.as_str()), (IndexKind::Procedure, "2031"));
    let shown: Vec<String> = index
        .terms
        .iter()
        .map(|term| {
            let references: Vec<String> =
                term.references.iter().map(|each| format!("{:?} {}", each.kind, each.text)).collect();
            let codes: Vec<&str> = term.codes.iter().map(|(_, code)| code.as_str()).collect();
            format!("{} {} [{}] {}", term.depth, term.title, references.join("; "), codes.join(" "))
        })
        .collect();
    assert_eq!(
        shown,
        [
            "0 Deskectomy [See Resection, Desk 0DT] ",
            "0 Deskoplasty [See Repair, Desk 0DQ; See Repair] ",
            "1 Leg [] 0DQ0-",
            "1 Drawer [] 0DQ1XZZ",
            "0 Drawerite [Use Drawer, Upper] ",
            "0 Odd [] ",
            "1 Odd [] 0DQ2XZZ",
        ]
    );
    let problems: Vec<_> = index.problems.iter().map(|problem| (problem.line, problem.kind)).collect();
    assert_eq!(problems, [(9, ProblemKind::NotACode), (9, ProblemKind::Nameless)]);
    // Its elements are those of no other index.
    let other = BookIndex::parse(&OF_PROCEDURES.replace("ICD10PCS", "ICD10CM")).unwrap();
    assert!(other.problems.iter().any(|problem| problem.kind == ProblemKind::UnknownElement));
}

/// The index of fiscal year 2025, with the count of `../shared/README.md`.
#[test]
fn the_published_index_of_procedures() {
    let above = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let folder =
        above.map(|folder| folder.join("shared/releases/icd10pcs-2025")).find(|folder| folder.is_dir());
    let Some(folder) = folder else {
        eprintln!(
            "SKIPPED official::book_index::the_published_index_of_procedures: no ../shared/releases/icd10pcs-2025"
        );
        return;
    };
    let index =
        BookIndex::parse(&decode(&std::fs::read(folder.join("icd10pcs_index_2025.xml")).unwrap())).unwrap();
    assert_eq!((index.kind, index.version.as_str()), (IndexKind::Procedure, "2025"));
    assert_eq!(index.main_terms(), 3_215);
    let codes = index.terms.iter().map(|term| term.codes.len()).sum::<usize>();
    let count =
        |kind| index.terms.iter().flat_map(|term| &term.references).filter(|each| each.kind == kind).count();
    println!("{} terms, {codes} codes, {} problems", index.terms.len(), index.problems.len());
    assert_eq!((count(ReferenceKind::See), count(ReferenceKind::Use)), (1_785, 2_342));
    assert_eq!(index.problems, []);
}

/// The files of the April 2026 release, with the counts of `../shared/README.md`.
#[test]
fn the_published_files() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared/releases/icd10cm-2026-04"))
        .find(|folder| folder.is_dir());
    let Some(folder) = folder else {
        eprintln!("SKIPPED official::book_index::the_published_files: no ../shared/releases/icd10cm-2026-04");
        return;
    };
    for (name, kind, main_terms, sub_terms) in [
        ("icd10cm-drug-April-1-2026.xml", IndexKind::Drug, 5_179, 2_251),
        ("icd10cm-neoplasm-April-1-2026.xml", IndexKind::Neoplasm, 1, 1_939),
        ("icd10cm-eindex-April-1-2026.xml", IndexKind::ExternalCause, 314, 7_776),
    ] {
        let text = decode(&std::fs::read(folder.join(name)).unwrap());
        let index = BookIndex::parse(&text).unwrap();
        assert_eq!((index.kind, index.version.as_str()), (kind, "2026"), "{name}");
        assert_eq!(index.main_terms(), main_terms, "{name}");
        assert_eq!(index.terms.len() - index.main_terms(), sub_terms, "{name}");
        assert_eq!(index.problems, [], "{name}");
    }
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics(text in "(<ICD10CM.index>)?[<>/a&;= \"'!\\[\\]?-]{0,80}") {
        let _ = BookIndex::parse(&text);
    }

    #[test]
    fn mutated_files_never_panic_and_keep_their_order(
        text in prop::sample::select(vec![TABLE, OF_PROCEDURES]),
        at in 0.0_f64..1.0,
        cut in 0_usize..40,
        put in prop::collection::vec(any::<u8>(), 0..12),
    ) {
        let mut bytes = text.as_bytes().to_vec();
        let at = (bytes.len() as f64 * at) as usize;
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, put);
        if let Ok(index) = BookIndex::parse(&decode(&bytes)) {
            let mut before = 0;
            for term in &index.terms {
                prop_assert!(term.depth <= before + 1 && !term.title.is_empty());
                before = term.depth;
            }
        }
    }
}
