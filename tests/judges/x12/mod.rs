//! The validator of the PyPI package pyx12, on the claims of the sample practice and on drawn ones that together use every
//! loop of the professional claim that Carrel writes.

mod draw;
mod round_trip;

use std::path::{Path, PathBuf};
use std::process::Command;

use claims::professional::{Batch, Claim};
use claims::x12::Stamp;
use claims::{Contact, OtherId, Party, PartyKind, Practice};
use encounter::{Encounter, Status};
use workstation::{
    ClaimsExport, Clock, Desk, Places, QueueColumn, QueueFilter, QueueQuery, QueueRequest, QueueSort,
};

pub(super) use draw::{Draw, drawn};

const CLAIMS: u32 = 2000;

/// What must stand in the drawn file for it to have used everything: the beginnings of segments.
const USED: &[&str] = &[
    "NM1*87",
    "REF*0B",
    "PER*IC",
    "SBR*P*18",
    "SBR*S*18",
    "SBR*T*",
    "SBR*P**",
    "PAT*19",
    "PAT*****D8",
    "NM1*QC",
    "AMT*F5",
    "REF*9F",
    "REF*G1",
    "REF*F8",
    "REF*X4",
    "REF*EW",
    "REF*LX",
    "REF*D9",
    "REF*EA",
    "NTE*",
    "CR1*",
    "CRC*07*Y",
    "CRC*07*N",
    "CRC*75",
    "HI*ABK",
    "HI*BP",
    "HI*BG",
    "NM1*DN",
    "NM1*82",
    "PRV*PE",
    "NM1*77",
    "NM1*DQ",
    "NM1*PW",
    "NM1*45",
    "CAS*",
    "AMT*D",
    "AMT*EAF",
    "OI*",
    "SVD*",
    "DTP*573",
    "SV5*",
    "PWK*CT",
    "CR3*",
    "DTP*463",
    "DTP*461",
    "DTP*471",
    "DTP*431",
    "DTP*454",
    "DTP*304",
    "DTP*453",
    "DTP*439",
    "DTP*484",
    "DTP*455",
    "DTP*314",
    "DTP*360",
    "DTP*297",
    "DTP*296",
    "DTP*435",
    "DTP*096",
    "DTP*090",
    "DTP*091",
    "DTP*444",
    "DTP*472*RD8",
    "DTP*607",
    "DTP*011",
    "QTY*PT",
    "QTY*FL",
    "MEA*TR",
    "REF*6R",
    "REF*F4",
    "REF*BT",
    "AMT*T",
    "AMT*F4",
    "LIN**N4",
    "CTP*",
    "REF*XZ",
    "NM1*DK",
    "LX*50",
    "PWK*03*AA",
    "PWK*OZ*",
    "CN1*",
    "K3*TRNS",
    "K3*LINE",
    "CR2*",
    "CRC*ZZ*Y",
    "CRC*ZZ*N",
    "HCP*",
    "OI***Y*P",
    "LQ*UT*",
    "FRM*1*Y",
    "FRM*5**8",
    "FRM*7***2026",
    "FRM*9****40",
];

pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

pub(super) fn set_up() -> Practice {
    let file = root().join("assets/sample-practice/set-up/claims.json");
    let mut practice: Practice = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    practice.billing.other_ids = vec![OtherId { kind: "0B".into(), value: "MD12345".into() }];
    practice.payers[0].billing_provider_number = "77001".into();
    practice.payers[1].address = practice.billing.address.clone();
    practice.providers = vec![Party {
        kind: PartyKind::Person,
        name: "de la Cruz".into(),
        first_name: "Ana".into(),
        suffix: "Jr".into(),
        npi: "1234567893".into(),
        taxonomy: "207X00000X".into(),
        address: practice.billing.address.clone(),
        contact: Contact { name: "Desk".into(), phone: "4105550123".into(), ..Contact::default() },
        other_ids: vec![OtherId { kind: "G2".into(), value: "P55".into() }],
        ..Party::default()
    }];
    practice
}

fn file_of(claims: impl IntoIterator<Item = Claim>, practice: &Practice) -> Vec<u8> {
    let stamp = Stamp { date: "20261129".into(), time: "0600".into() };
    let mut batch = Batch::begin(Vec::new(), practice, &stamp, 1).unwrap().unwrap();
    for claim in claims {
        batch.add(&claim).unwrap();
    }
    batch.end().unwrap()
}

fn judge(python: &str, name: &str, bytes: &[u8]) {
    let file = root().join("target/judges").join(name);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, bytes).unwrap();
    let asked = Command::new(python).arg(root().join("tests/judges/x12.py")).arg(&file).output().unwrap();
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    let said = String::from_utf8(asked.stdout).unwrap();
    let (known, errors): (Vec<&str>, Vec<&str>) = said.lines().partition(|line| line.contains(CERTIFICATE));
    let shown = errors.iter().take(40).copied().collect::<Vec<_>>().join("\n");
    assert!(errors.is_empty(), "{name}: {} errors:\n{shown}", errors.len());
    let text = String::from_utf8_lossy(bytes);
    let certificates = text.lines().filter(|line| line.starts_with("PWK*CT*")).count();
    assert_eq!(known.len(), certificates, "one difference for every certificate of medical necessity");
}

/// Where pyx12 differs from the guide. Loop 2400 has two PWK segments: supplemental information, and the certificate of
/// medical necessity, which is `CT` sent as AB, AD, AF, AG or NS. pyx12 takes every `CT` for the first kind, and its
/// transmission for wrong.
const CERTIFICATE: &str = "is not a valid code for Attachment Transmission Code (PWK02)";

pub(super) fn python() -> Option<String> {
    let python = std::env::var("CARREL_JUDGE_PYTHON").ok();
    if python.is_none() {
        println!("skipped: cargo xtask judge installs the judge and runs this");
    }
    python
}

#[test]
#[ignore = "needs the judge: cargo xtask judge"]
fn pyx12_finds_no_error_in_claims_that_use_every_loop() {
    let Some(python) = python() else { return };
    let practice = set_up();
    let mut draw = Draw(20_261_129);
    let claims: Vec<Claim> =
        (1..=CLAIMS).map(|number| Claim::of(&drawn(&mut draw, number), &practice).unwrap()).collect();
    let bytes = file_of(claims, &practice);
    let text = String::from_utf8(bytes.clone()).unwrap();
    let segments: Vec<&str> = text.lines().collect();
    let unused: Vec<&&str> =
        USED.iter().filter(|used| !segments.iter().any(|segment| segment.starts_with(**used))).collect();
    assert!(unused.is_empty(), "not drawn: {unused:?}");
    judge(&python, "drawn.837", &bytes);
    println!(
        "pyx12: no error in {CLAIMS} drawn claims, {} segments, {} kinds of them",
        segments.len(),
        USED.len()
    );
}

#[test]
#[ignore = "needs the judge: cargo xtask judge"]
fn pyx12_finds_no_error_in_the_claims_of_the_sample_practice() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let dictionary = root().join("assets/dictionary/dictionary.db");
    let places =
        Places { vault: at("vault"), sample: at("sample"), dictionary, publications: at("publications.db") };
    let desk = Desk::new(places, Clock::wall());
    desk.open_sample().unwrap();
    let encounters = completed(&desk);
    let count = encounters.len();
    let file: Practice = serde_json::from_slice(
        &std::fs::read(root().join("assets/sample-practice/set-up/claims.json")).unwrap(),
    )
    .unwrap();
    let out = at("sample.837");
    let export = desk.export_professional_claims(encounters, &file, 1, &out).unwrap();
    assert!(matches!(export, ClaimsExport::Written { .. }), "{export:?}");
    judge(&python, "sample.837", &std::fs::read(out).unwrap());
    println!("pyx12: no error in {count} completed encounters of the sample practice");
}

/// Those that were completed, whatever became of them since.
fn completed(desk: &Desk) -> Vec<Encounter> {
    let sort = QueueSort { column: QueueColumn::Account, descending: false };
    let request = QueueRequest { filter: QueueFilter::default(), sort, offset: 0, limit: 1000 };
    let page = desk.queue(&QueueQuery { request, text: String::new() }).unwrap();
    let done = page.rows.iter().filter(|row| matches!(row.status, Status::Completed | Status::Exported));
    done.map(|row| desk.open_encounter(row.id).unwrap().value.encounter).collect()
}
