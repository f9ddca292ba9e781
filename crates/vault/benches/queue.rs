//! The queue on 100,000 encounters, as the desk asks for it: filter, total, counts and one page, in one call.
//! `cargo bench -p vault`.

#![allow(clippy::unwrap_used, reason = "a bench that cannot go on stops")]

use std::sync::{Mutex, OnceLock, PoisonError};

use divan::{Bencher, black_box};
use encounter::{
    Coverage, Diagnosis, Document, Encounter, EncounterId, FindingCounts, Header, Patient, Provider,
    ServiceLine, Stamp, Status,
};
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use rust_decimal::Decimal;
use vault::{
    AuditEvent, NewUser, QueueColumn, QueueFilter, QueueRequest, QueueSort, Transaction, Vault, VaultError,
};

const ENCOUNTERS: u32 = 100_000;
const TODAY: Date = date(2026, 4, 15);

struct Desk {
    vault: Mutex<Vault>,
    folder: tempfile::TempDir,
}

static DESK: OnceLock<Desk> = OnceLock::new();

fn desk() -> &'static Desk {
    DESK.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let user = NewUser {
            login: "maria".into(),
            name: "Maria Lopez".into(),
            credential: "CPC".into(),
            passphrase: "correct horse battery".into(),
        };
        let now = Timestamp::from_second(1_776_000_000).unwrap();
        let (mut vault, _) = Vault::create(folder.path(), &user, now).unwrap();
        for thousand in 0..ENCOUNTERS / 1000 {
            let fill = |tx: &Transaction<'_>| {
                for number in 0..1000 {
                    let counts = FindingCounts { errors: number % 3, warnings: number % 2, infos: 0 };
                    tx.insert_encounter(&visit(thousand * 1000 + number), counts, now)?;
                }
                Ok::<_, VaultError>(())
            };
            vault.transact(fill).unwrap();
        }
        // As in the morning: the cache is what the first screen has left in it.
        drop(vault);
        let vault = Vault::unlock(folder.path(), "maria", "correct horse battery", now).unwrap();
        Desk { vault: Mutex::new(vault), folder }
    })
}

/// Scattered, the same every time.
fn scatter(number: u32, salt: u32) -> u32 {
    let mixed = u64::from(number).wrapping_add(u64::from(salt) << 32).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 33) as u32
}

fn visit(number: u32) -> Encounter {
    let pick = |salt: u32, of: u32| scatter(number, salt) % of;
    let service = date(2026, 4, 14).saturating_sub(i64::from(pick(1, 180)).days());
    let statuses = [Status::NotStarted, Status::InProgress, Status::OnHold, Status::ReadyForReview];
    Encounter {
        status: statuses[pick(2, 4) as usize],
        header: Header {
            account: format!("ACC-{:07}", scatter(number, 3) % 10_000_000),
            patient: Patient {
                record_number: format!("MRN{:06}", pick(4, 40_000)),
                last_name: format!("Lastname{}", pick(5, 30_000)),
                first_name: "Firstname".into(),
                middle_name: "Q".into(),
                birth_date: Some(date(1958, 2, 28)),
                ..Patient::default()
            },
            primary_payer: Some(Coverage {
                payer: format!("Blue Cross Blue Shield of State {}", pick(6, 30)),
                member_id: "XYZ123456789".into(),
            }),
            financial_class: "commercial".into(),
            facility: "Main Street Family Practice".into(),
            place_of_service: "11".into(),
            rendering_provider: Some(Provider {
                name: format!("Okafor, Ngozi {}", pick(7, 40)),
                npi: "1234567893".into(),
                taxonomy: "207Q00000X".into(),
            }),
            service_from: Some(service),
            service_to: Some(service),
            received: Some(service.saturating_add(2.days())),
            bill_by: Some(service.saturating_add(30.days())),
            owner: ["mlopez", "jchen", "asmith", ""][pick(8, 4) as usize].into(),
            ..Header::default()
        },
        documents: vec![Document {
            id: encounter::DocumentId(1),
            title: "Progress note".into(),
            text: "Type 2 diabetes with diabetic nephropathy, stable on metformin. ".repeat(8),
            ..Document::default()
        }],
        diagnoses: ["E11.21", "I10", "N18.31"]
            .into_iter()
            .zip(2..)
            .map(|(code, id)| Diagnosis {
                id: encounter::DiagnosisId(id),
                code: code.into(),
                ..Diagnosis::default()
            })
            .collect(),
        lines: vec![ServiceLine {
            charge: Decimal::new(i64::from(pick(9, 90_000)), 2),
            ..ServiceLine::new("99214".into())
        }],
        last_part: 5,
        ..Encounter::default()
    }
}

fn ask(bencher: Bencher<'_, '_>, request: QueueRequest) {
    let vault = desk().vault.lock().unwrap_or_else(PoisonError::into_inner);
    let page = || vault.read(|reading| reading.queue(black_box(&request), TODAY, None)).unwrap();
    page();
    bencher.bench_local(page);
}

const ALL: fn() -> QueueFilter = QueueFilter::default;

fn request(filter: QueueFilter, column: QueueColumn, descending: bool, offset: u32) -> QueueRequest {
    QueueRequest { filter, sort: QueueSort { column, descending }, offset, limit: 60 }
}

#[divan::bench(args = QueueColumn::ALL)]
fn first_page_of_all(bencher: Bencher<'_, '_>, column: QueueColumn) {
    ask(bencher, request(ALL(), column, false, 0));
}

#[divan::bench(args = QueueColumn::ALL)]
fn page_at_90_000(bencher: Bencher<'_, '_>, column: QueueColumn) {
    ask(bencher, request(ALL(), column, true, 90_000));
}

#[divan::bench]
fn two_statuses_of_one_payer_at_1_000(bencher: Bencher<'_, '_>) {
    let statuses = vec![Status::NotStarted, Status::InProgress];
    let payer = Some("Blue Cross Blue Shield of State 7".into());
    let filter = QueueFilter { statuses, payer, ..ALL() };
    ask(bencher, request(filter, QueueColumn::BillBy, false, 1000));
}

#[divan::bench]
fn three_statuses_at_60_000(bencher: Bencher<'_, '_>) {
    let statuses = vec![Status::NotStarted, Status::InProgress, Status::OnHold];
    let filter = QueueFilter { statuses, ..ALL() };
    ask(bencher, request(filter, QueueColumn::Charges, true, 60_000));
}

#[divan::bench]
fn age_and_owner(bencher: Bencher<'_, '_>) {
    let filter =
        QueueFilter { owner: Some("jchen".into()), min_age_days: Some(60), on_hold: Some(false), ..ALL() };
    ask(bencher, request(filter, QueueColumn::Charges, true, 0));
}

#[divan::bench]
fn a_filter_that_nothing_passes(bencher: Bencher<'_, '_>) {
    let filter = QueueFilter { provider: Some("Nobody".into()), ..ALL() };
    ask(bencher, request(filter, QueueColumn::PatientName, false, 0));
}

#[divan::bench]
fn a_filter_that_one_passes(bencher: Bencher<'_, '_>) {
    let filter = QueueFilter {
        provider: Some("Okafor, Ngozi 3".into()),
        payer: Some("Blue Cross Blue Shield of State 7".into()),
        owner: Some("jchen".into()),
        statuses: vec![Status::OnHold],
        ..ALL()
    };
    ask(bencher, request(filter, QueueColumn::PatientName, false, 0));
}

#[divan::bench(args = [100, 5_000])]
fn among_found(bencher: Bencher<'_, '_>, found: u32) {
    let vault = desk().vault.lock().unwrap_or_else(PoisonError::into_inner);
    let among: Vec<EncounterId> = (0..found).map(|n| EncounterId(scatter(n, 1) % ENCOUNTERS + 1)).collect();
    let request = request(ALL(), QueueColumn::ServiceFrom, false, 0);
    bencher.bench_local(|| vault.read(|reading| reading.queue(&request, TODAY, Some(&among))).unwrap());
}

#[divan::bench]
fn next_chart(bencher: Bencher<'_, '_>) {
    let vault = desk().vault.lock().unwrap_or_else(PoisonError::into_inner);
    let request = request(ALL(), QueueColumn::BillBy, false, 0);
    let after = Some(EncounterId(ENCOUNTERS / 2));
    bencher.bench_local(|| vault.read(|reading| reading.next_chart(&request, after, TODAY, None)).unwrap());
}

#[divan::bench]
fn facets(bencher: Bencher<'_, '_>) {
    let vault = desk().vault.lock().unwrap_or_else(PoisonError::into_inner);
    bencher.bench_local(|| vault.read(|reading| reading.queue_facets()).unwrap());
}

#[divan::bench(sample_count = 10)]
fn find_texts(bencher: Bencher<'_, '_>) {
    let vault = desk().vault.lock().unwrap_or_else(PoisonError::into_inner);
    bencher.bench_local(|| vault.read(|reading| reading.find_texts()).unwrap());
}

#[divan::bench]
fn open_an_encounter(bencher: Bencher<'_, '_>) {
    let vault = desk().vault.lock().unwrap_or_else(PoisonError::into_inner);
    let mut number = 0;
    bencher.bench_local(|| {
        number += 1;
        let id = EncounterId(scatter(number, 2) % ENCOUNTERS + 1);
        vault.read(|reading| reading.encounter(id)).unwrap()
    });
}

/// With its step, its audit entry and the disk's word that it is kept.
#[divan::bench]
fn save_an_encounter(bencher: Bencher<'_, '_>) {
    let mut vault = desk().vault.lock().unwrap_or_else(PoisonError::into_inner);
    let stamp = Stamp { by: "maria".into(), at: Timestamp::from_second(1_776_000_000).unwrap() };
    let mut number = 0;
    bencher.bench_local(|| {
        number += 1;
        let id = EncounterId(scatter(number, 3) % ENCOUNTERS + 1);
        vault
            .transact(|tx| {
                let stored = tx.encounter(id)?.ok_or(VaultError::NoSuchEncounter)?;
                let mut after = stored.encounter.clone();
                after.header.prior_authorization = number.to_string();
                after.diagnoses.rotate_left(1);
                tx.push_step(id, "move_diagnosis", &stored.encounter, &after)?;
                tx.save_encounter(id, stored.revision, &after, FindingCounts::default())?;
                tx.append_audit(&AuditEvent {
                    at: stamp.at,
                    by: stamp.by.clone(),
                    encounter: Some(id),
                    action: "move_diagnosis".into(),
                    detail: Default::default(),
                })
            })
            .unwrap();
    });
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn backup(bencher: Bencher<'_, '_>) {
    let desk = desk();
    let vault = desk.vault.lock().unwrap_or_else(PoisonError::into_inner);
    let to = desk.folder.path().join("bench.carrel-backup");
    bencher.bench_local(|| {
        let now = Timestamp::from_second(1_776_000_000).unwrap();
        vault.snapshot(&mut vault::unwatched).unwrap().back_up(&to, now, &mut vault::unwatched).unwrap();
    });
}

fn main() {
    divan::main();
    // What stands in a static is never dropped, and this is half a gigabyte.
    if let Some(desk) = DESK.get() {
        let _ = std::fs::remove_dir_all(desk.folder.path());
    }
}
