use proptest::prelude::*;

use super::*;
use crate::official::{ProcedureDefinitions, decode};

const SMALL: &str = r#"<ICD10PCS.tabular><version>2031</version>
<pcsTable>
<axis pos="1" values="1"><title>Section</title><label code="0">Medical and Surgical</label></axis>
<axis pos="2" values="1"><title>Body System</title><label code="D">Desk</label></axis>
<axis pos="3" values="1"><title>Operation</title><label code="T">Resection</label><definition>Cutting out all of it</definition></axis>
<pcsRow codes="4">
<axis pos="4" values="2"><title>Body Part</title><label code="0">Leg, Right</label><label code="1">Leg, Left</label></axis>
<axis pos="5" values="2"><title>Approach</title><label code="0">Open</label><label code="X">External</label></axis>
<axis pos="6" values="1"><title>Device</title><label code="Z">No Device</label></axis>
<axis pos="7" values="1"><title>Qualifier</title><label code="Z">No Qualifier</label></axis>
</pcsRow>
</pcsTable></ICD10PCS.tabular>"#;

fn problems(text: &str) -> Vec<String> {
    let tables = ProcedureTables::parse(text).expect("well-formed");
    tables.problems.iter().map(|p| format!("line {}: {:?} {}", p.line, p.kind, p.text)).collect()
}

#[test]
fn the_codes_are_the_products_of_the_rows() {
    let tables = ProcedureTables::parse(SMALL).expect("tables");
    assert_eq!(tables.version, "2031");
    assert_eq!(tables.codes().into_iter().collect::<Vec<_>>(), ["0DT00ZZ", "0DT0XZZ", "0DT10ZZ", "0DT1XZZ"]);
    assert_eq!(tables.tables[0].definition, "Cutting out all of it");
    assert!(tables.problems.is_empty());
}

#[test]
fn what_is_odd_is_listed_with_its_line() {
    assert_eq!(problems(&SMALL.replace(r#"codes="4""#, r#"codes="5""#)), ["line 6: NotAValue 5"]);
    assert_eq!(
        problems(&SMALL.replace(r#"<label code="X">"#, r#"<label code="XY">"#)),
        ["line 8: NotACode External", "line 6: NotAValue 4"]
    );
    assert_eq!(
        problems(&SMALL.replace("<pcsTable>", "<pcsTable><new>x</new>")),
        ["line 2: UnknownElement new"]
    );
    assert_eq!(problems(&SMALL.replace(r#"pos="3""#, r#"pos="4""#)), ["line 5: NotACode 0D"]);
    for (broken, line) in [(&SMALL[..SMALL.len() - 20], 12), ("<a>\n<b></a>", 2)] {
        assert_eq!(ProcedureTables::parse(broken), Err(ProcedureFileError::Broken { line }));
    }
    assert_eq!(ProcedureTables::parse("<a/>"), Err(ProcedureFileError::OtherDocument));
    assert_eq!(ProcedureDefinitions::parse(SMALL), Err(ProcedureFileError::OtherDocument));
}

/// The files of fiscal year 2025.
#[test]
fn the_published_files() {
    let above = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let mut folders = above.map(|above| above.join("shared/releases/icd10pcs-2025"));
    let Some(folder) = folders.find(|path| path.is_dir()) else {
        eprintln!("SKIPPED procedure_tables::the_published_files: no ../shared/releases/icd10pcs-2025");
        return;
    };
    let read = |name| std::fs::read_to_string(folder.join(name)).expect("a file");
    let tables = ProcedureTables::parse(&read("icd10pcs_tables_2025.xml")).expect("tables");
    assert_eq!((tables.tables.len(), tables.codes().len(), tables.problems.len()), (908, 78_948, 0));
    let definitions =
        ProcedureDefinitions::parse(&read("icd10pcs_definitions_2025.xml")).expect("definitions");
    assert_eq!((definitions.terms.len(), definitions.problems.len()), (930, 0));
}

proptest! {
    #[test]
    fn one_changed_byte_never_panics_and_never_adds_a_row(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = SMALL.as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(tables) = ProcedureTables::parse(&decode(&bytes)) {
            prop_assert!(tables.codes().len() <= 4);
        }
        let _ = ProcedureDefinitions::parse(&decode(&bytes));
    }

    #[test]
    fn arbitrary_text_never_panics(text in "[<>/a-zA-Z0-9&;= \"'.-]{0,80}") {
        let _ = ProcedureTables::parse(&text);
        let _ = ProcedureDefinitions::parse(&text);
    }
}
