//! Ten thousand HL7 messages into an encrypted vault: 4,000 visits, a note for each, charges for half of them.
//! `cargo bench -p workstation --bench arrivals`. Each sample has a vault of its own.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench stops where something is not as expected, and prints"
)]

use std::fmt::Write as _;
use std::path::PathBuf;

use divan::Bencher;
use tempfile::TempDir;
use vault::NewUser;
use workstation::{Clock, Desk, Places};

const VISITS: u32 = 4_000;
const MESSAGES: u32 = 10_000;

fn main() {
    divan::main();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM not known");
    println!("whole process, with the dictionary open: {peak}");
}

#[divan::bench(sample_count = 3)]
fn ten_thousand_messages_shown(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(desk).bench_local_refs(|(desk, folder)| {
        let report = desk.preview_arrival(&[file(folder)], &mut |_| ()).unwrap();
        assert_eq!((report.counts.messages, report.counts.new), (MESSAGES, VISITS));
    });
}

#[divan::bench(sample_count = 3)]
fn ten_thousand_messages_imported(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(desk).bench_local_refs(|(desk, folder)| {
        let report = desk.import_arrival(&[file(folder)], &Default::default(), &mut |_| ()).unwrap().value;
        assert_eq!((report.counts.messages, report.counts.new), (MESSAGES, VISITS));
    });
}

fn file(folder: &TempDir) -> PathBuf {
    folder.path().join("day.hl7")
}

fn desk() -> (Desk, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let places = Places {
        vault: folder.path().join("vault"),
        sample: folder.path().join("sample"),
        dictionary: Places::find_dictionary(None),
        publications: folder.path().join("publications.db"),
    };
    let desk = Desk::new(places, Clock::wall());
    desk.book().unwrap();
    let user = NewUser {
        login: "ruth".into(),
        name: "Ruth Lang".into(),
        credential: "CPC".into(),
        passphrase: "a quiet desk under a lamp".into(),
    };
    desk.create_vault(&user).unwrap();
    std::fs::write(file(&folder), messages()).unwrap();
    (desk, folder)
}

fn messages() -> String {
    let mut text = String::new();
    let mut number = 0;
    for visit in 0..VISITS {
        let note = "OBX|1|TX|||Seen for a cough of three days. Lungs clear. Hypertension, controlled on lisinopril.||||||F";
        let txa = format!("TXA|1|PR|TX|20260415101500||||||||D{visit}||||||AU\r{note}");
        let charge = "FT1|1|||20260415|20260415|CG|99213^^C4|||1|120.00||||||||I10^^I10||||||99213^^C4|25";
        let more = if visit % 2 == 0 { vec!["", txa.as_str(), charge] } else { vec!["", txa.as_str()] };
        for (event, more) in ["ADT^A04", "MDM^T02", "DFT^P03"].into_iter().zip(more) {
            number += 1;
            let _ = write!(
                text,
                "MSH|^~\\&|HIS|NORTH|CARREL|DESK|20260415090000||{event}|{number}|P|2.5.1\rEVN||20260415090000\r\
                 PID|1||M{visit}^^^NORTH^MR||NAME{visit}^ADA^B||19580228|F|||1 QUAY ST^^HARBOR^ME^04101\r\
                 PV1|1|O|CLINIC||||1234567893^LINDQVIST^MAYA^^^^^^NPI||||||||||||V{visit}^^^NORTH^VN|||||||||||||||||||||||||20260415090000\r\
                 IN1|1|PPO|60054|Northern Mutual||||G77\rDG1|1||I10^Hypertension^I10|||W\r{more}\r"
            );
        }
    }
    assert_eq!(number, MESSAGES);
    text
}
