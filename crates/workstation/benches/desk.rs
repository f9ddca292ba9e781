//! What a coder waits for, in process, with 100,000 encounters in the vault: opening a chart, one change with its
//! edits, the quick find, the next chart, what a release changes, the queue checked again. `cargo bench -p workstation`.
#![allow(clippy::unwrap_used, reason = "a bench stops where something is not as expected")]

use std::sync::OnceLock;

use divan::{Bencher, black_box};
use encounter::CodeSystem::Icd10cm;
use encounter::{
    Amendment, Coverage, Diagnosis, DiagnosisId, Document, Encounter, EncounterId, FindingCounts, Header,
    LineId, Patient, Provider, ServiceLine, Status,
};
use jiff::civil::date;
use jiff::{Timestamp, ToSpan};
use tempfile::TempDir;
use vault::{NewUser, Vault, VaultError};
use workstation::{Clock, Desk, Places, QueueFilter, QueueQuery, QueueRequest, QueueSort};

const ENCOUNTERS: u32 = 100_000;
const PASSPHRASE: &str = "a quiet desk under a lamp";

fn main() {
    divan::main();
}

struct Bench {
    desk: Desk,
    _folder: TempDir,
}

fn desk() -> &'static Desk {
    static BENCH: OnceLock<Bench> = OnceLock::new();
    &BENCH
        .get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let places = Places {
                vault: folder.path().join("vault"),
                sample: folder.path().join("sample"),
                dictionary: Places::find_dictionary(None),
                publications: folder.path().join("publications.db"),
            };
            fill(&places);
            let now = Timestamp::from_second(1_795_521_600).unwrap();
            let desk = Desk::new(places, Clock::told(move || now));
            desk.book().unwrap();
            desk.unlock("ruth", PASSPHRASE).unwrap();
            Bench { desk, _folder: folder }
        })
        .desk
}

fn fill(places: &Places) {
    let now = Timestamp::from_second(1_776_000_000).unwrap();
    let user = NewUser {
        login: "ruth".into(),
        name: "Ruth Lang".into(),
        credential: "CPC".into(),
        passphrase: PASSPHRASE.into(),
    };
    let (mut vault, _) = Vault::create(&places.vault, &user, now).unwrap();
    for thousand in 0..ENCOUNTERS / 1000 {
        vault
            .transact(|tx| -> Result<(), VaultError> {
                for number in 0..1000 {
                    tx.insert_encounter(&visit(thousand * 1000 + number), FindingCounts::default(), now)?;
                }
                Ok(())
            })
            .unwrap();
    }
}

const LAST: [&str; 12] = [
    "Okafor",
    "Lindqvist",
    "Abernathy",
    "Castillo",
    "Nakamura",
    "Holloway",
    "Vasquez",
    "Ostrander",
    "Nguyen",
    "Petrov",
    "Haddad",
    "Silva",
];
const FIRST: [&str; 10] = ["Ruth", "Maya", "Ian", "Rosa", "Kenji", "Ada", "Tomas", "Lena", "Omar", "Priya"];

fn visit(number: u32) -> Encounter {
    let pick = |list: &[&str], salt: u32| {
        let mixed = u64::from(number + salt).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
        list[mixed as usize % list.len()].to_owned()
    };
    let day = date(2025, 1, 1).saturating_add((i64::from(number) % 680).days());
    let codes = ["E11.22", "N18.32", "I10", "Z79.4"];
    let diagnoses = (1..).zip(codes).map(|(id, code)| Diagnosis {
        id: DiagnosisId(id),
        code: code.into(),
        ..Diagnosis::default()
    });
    let line = ServiceLine {
        id: LineId(9),
        pointers: vec![DiagnosisId(1), DiagnosisId(2)],
        charge: "165.00".parse().unwrap(),
        ..ServiceLine::new("99214".into())
    };
    let mut encounter = Encounter {
        status: if number.is_multiple_of(4) { Status::InProgress } else { Status::NotStarted },
        header: Header {
            account: format!("26-{number:06}"),
            patient: Patient {
                record_number: format!("{:06}", number / 3),
                last_name: pick(&LAST, 1),
                first_name: pick(&FIRST, 2),
                birth_date: Some(date(1958, 11, 3)),
                ..Patient::default()
            },
            primary_payer: Some(Coverage {
                payer: pick(&["Medicare B", "Aetna", "Medicaid"], 3),
                ..Coverage::default()
            }),
            rendering_provider: Some(Provider {
                name: format!("{} {}, MD", pick(&FIRST, 4), pick(&LAST, 5)),
                ..Provider::default()
            }),
            place_of_service: "11".into(),
            service_from: Some(day),
            service_to: Some(day),
            ..Header::default()
        },
        diagnoses: diagnoses.collect(),
        lines: vec![line],
        ..Encounter::default()
    };
    encounter.add_document(Document {
        title: "Progress note".into(),
        text: "Poorly controlled type 2 diabetes with stage 3b chronic kidney disease. ".repeat(50),
        ..Document::default()
    });
    encounter
}

fn queue(text: &str) -> QueueQuery {
    let request =
        QueueRequest { filter: QueueFilter::default(), sort: QueueSort::default(), offset: 0, limit: 60 };
    QueueQuery { request, text: text.into() }
}

/// Target: 50 ms.
#[divan::bench]
fn open_an_encounter(bencher: Bencher) {
    let desk = desk();
    let mut number = 0;
    bencher.bench_local(|| {
        number = (number + 7919) % ENCOUNTERS;
        black_box(desk.open_encounter(EncounterId(number + 1)).unwrap())
    });
}

/// One change: loaded, amended, checked by every edit, saved to the disk, audited.
#[divan::bench]
fn change_an_encounter(bencher: Bencher) {
    let desk = desk();
    let mut chart = desk.open_encounter(EncounterId(501)).unwrap().value;
    let diagnosis = chart.encounter.diagnoses[0].id;
    let mut to = 0;
    bencher.bench_local(|| {
        to = 1 - to;
        let amendment = Amendment::MoveDiagnosis { diagnosis, to };
        chart = desk.amend(chart.id, chart.revision, amendment).unwrap().value;
    });
}

/// Target: 30 ms. The filter itself is measured by `cargo bench -p vault`.
#[divan::bench(args = ["okafor", "lindq maya", "26-0500", "okfor"])]
fn quick_find(bencher: Bencher, text: &str) {
    let (desk, query) = (desk(), queue(text));
    bencher.bench_local(|| black_box(desk.queue(&query).unwrap()));
}

#[divan::bench]
fn next_chart(bencher: Bencher) {
    let (desk, query) = (desk(), queue(""));
    bencher.bench_local(|| black_box(desk.next_chart(&query, Some(EncounterId(50_000))).unwrap()));
}

/// Every open encounter and those of a year are read for their codes.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn what_a_release_changes(bencher: Bencher) {
    let desk = desk();
    bencher.bench_local(|| {
        black_box(desk.release_changes(Icd10cm, date(2025, 10, 1), date(2026, 10, 1)).unwrap())
    });
}

/// Every encounter is checked by the rules as they are now, as after a changed severity. They are 100,000.
#[divan::bench(sample_count = 2, sample_size = 1)]
fn check_the_queue_again(bencher: Bencher) {
    let desk = desk();
    bencher.bench_local(|| black_box(desk.recheck_queue(&mut |_| {}).unwrap()));
}
