//! 10,000 claims to one file and back, and a file of 200 MB read in constant memory. `cargo bench -p claims`.

#![allow(clippy::unwrap_used, reason = "a bench that cannot go on stops")]
#![allow(clippy::print_stdout, reason = "what memory was used is printed")]

use std::io::Read;
use std::sync::OnceLock;

use claims::professional::read::Claims;
use claims::professional::{Batch, Claim};
use claims::x12::Stamp;
use claims::{Contact, Party, Payer, Practice, Receiver, Submitter};
use divan::{Bencher, black_box};
use encounter::*;
use jiff::civil::date;
use rust_decimal::Decimal;

const CLAIMS: u32 = 10_000;
const LARGE: u64 = 200_000_000;

fn main() {
    divan::main();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM not known");
    println!("whole process, all benches, with the encounters that they are given: {peak}");
}

fn address(line1: &str) -> Address {
    Address {
        line1: line1.into(),
        city: "Baltimore".into(),
        state: "MD".into(),
        zip: "212010001".into(),
        ..Address::default()
    }
}

fn practice() -> Practice {
    Practice {
        submitter: Submitter {
            name: "Billing".into(),
            id: "BILL".into(),
            contact: Contact { phone: "4105550100".into(), ..Contact::default() },
            ..Submitter::default()
        },
        receiver: Receiver { name: "Clearing".into(), id: "CLEAR".into(), ..Receiver::default() },
        billing: Party {
            name: "Harbor Lane".into(),
            npi: "1234567893".into(),
            address: address("1 Harbor Lane"),
            ..Party::default()
        },
        tax_id: "520000001".into(),
        payers: vec![Payer {
            name: "Aetna".into(),
            id: "60054".into(),
            filing_indicator: "CI".into(),
            ..Payer::default()
        }],
        ..Practice::default()
    }
}

/// Four lines and six diagnoses, as an office visit with laboratory has.
fn encounter(number: u32) -> Encounter {
    let codes = ["E11.22", "I10", "N18.31", "Z79.4", "E78.5", "M54.50"];
    let lines = ["99214", "36415", "83036", "80053"];
    Encounter {
        status: Status::Completed,
        header: Header {
            account: format!("A{number}"),
            patient: Patient {
                record_number: format!("M{}", number % 4000),
                last_name: "Tester".into(),
                first_name: "Terry".into(),
                birth_date: Some(date(1960, 5, 6)),
                ..Patient::default()
            },
            primary_payer: Some(Coverage { payer: "Aetna".into(), member_id: format!("W{number}") }),
            place_of_service: "11".into(),
            rendering_provider: Some(Provider { name: "Maya Lindqvist, MD".into(), ..Provider::default() }),
            service_from: Some(date(2026, 4, 15)),
            claim: Some(Box::new(ClaimDetails {
                patient_address: address("2 Elm Street"),
                ..ClaimDetails::default()
            })),
            ..Header::default()
        },
        diagnoses: (1..)
            .zip(codes)
            .map(|(id, code)| Diagnosis { id: DiagnosisId(id), code: code.into(), ..Diagnosis::default() })
            .collect(),
        lines: (1..)
            .zip(lines)
            .map(|(id, code)| ServiceLine {
                id: LineId(id),
                pointers: vec![DiagnosisId(id), DiagnosisId(1 + id % 6)],
                charge: Decimal::new(12_345, 2),
                ..ServiceLine::new(code.into())
            })
            .collect(),
        ..Encounter::default()
    }
}

fn written() -> &'static [u8] {
    static FILE: OnceLock<Vec<u8>> = OnceLock::new();
    FILE.get_or_init(|| {
        let encounters: Vec<Encounter> = (0..CLAIMS).map(encounter).collect();
        write(&encounters)
    })
}

fn write(encounters: &[Encounter]) -> Vec<u8> {
    let stamp = Stamp { date: "20261129".into(), time: "0600".into() };
    let practice = practice();
    let mut batch = Batch::begin(Vec::new(), &practice, &stamp, 1).unwrap().unwrap();
    for encounter in encounters {
        batch.add(&Claim::of(encounter, &practice).unwrap()).unwrap();
    }
    batch.end().unwrap()
}

fn read(from: impl Read) -> u32 {
    let mut file = Claims::new(from);
    let mut claims = 0;
    while let Some(claim) = file.next_claim().unwrap() {
        assert!(!claim.refused);
        claims += 1;
    }
    assert_eq!(file.faults().count, 0);
    claims
}

#[divan::bench(sample_count = 5)]
fn ten_thousand_claims_to_one_file(bencher: Bencher<'_, '_>) {
    let encounters: Vec<Encounter> = (0..CLAIMS).map(encounter).collect();
    bencher.bench_local(|| black_box(write(&encounters)));
}

#[divan::bench(sample_count = 5)]
fn ten_thousand_claims_back(bencher: Bencher<'_, '_>) {
    let file = written();
    bencher.bench_local(|| assert_eq!(read(file), CLAIMS));
}

/// The same interchange again and again, as a file that long would come from a disk.
struct Repeated {
    at: usize,
    left: u64,
}

impl Read for Repeated {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let file = written();
        if self.at == file.len() {
            self.at = 0;
            if self.left == 0 {
                return Ok(0);
            }
        }
        let count = into.len().min(file.len() - self.at);
        into[..count].copy_from_slice(&file[self.at..self.at + count]);
        self.at += count;
        self.left = self.left.saturating_sub(count as u64);
        Ok(count)
    }
}

#[divan::bench(sample_count = 1)]
fn two_hundred_megabytes_streamed(bencher: Bencher<'_, '_>) {
    written();
    bencher.bench_local(|| {
        let claims = read(Repeated { at: 0, left: LARGE });
        assert!(u64::from(claims) > LARGE / 2000);
    });
}
