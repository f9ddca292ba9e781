//! A claim file, mutated: whatever it has become, reading it comes to an end, does not panic, and gives out no claim of a
//! set that does not end. Some hundred inputs in a test run; `cargo xtask fuzz` tries a million.

use proptest::prelude::*;

use super::tests::{encounter, file, practice};
use super::{Claim, read::Claims};

/// What a file is full of; put where it does not belong.
const PIECES: &[&str] = &[
    "~",
    "*",
    ":",
    "^",
    "\n",
    "ISA*",
    "IEA*1*1~",
    "ST*837*0001*005010X222A1~",
    "SE*1*0001~",
    "HL*1**20*1~",
    "HL*9*8*23*0~",
    "CLM*A*1***11:B:1~",
    "SBR*P*18~",
    "NM1*IL*1*~",
    "NM1*82*1~",
    "LX*1~",
    "SV1*HC:1*1*UN*1***1~",
    "SVD*X*1*HC:1**1~",
    "CAS*CO*1~",
    "CR1*LB~",
    "CRC*07~",
    "HI*BK:1*BG:2~",
    "DTP*472*RD8*2026-~",
    "DTP*314*RD8*-~",
    "PAT*19~",
    "\u{e9}",
    "\u{0}",
    "99999999999999999999",
];

#[derive(Clone, Debug)]
enum Change {
    Put(usize, usize),
    Cut(usize, usize),
    Double(usize, usize),
    Byte(usize, u8),
}

fn change() -> impl Strategy<Value = Change> {
    let at = || 0..100_000_usize;
    prop_oneof![
        (at(), 0..PIECES.len()).prop_map(|(at, piece)| Change::Put(at, piece)),
        (at(), 1..200_usize).prop_map(|(at, length)| Change::Cut(at, length)),
        (at(), 1..400_usize).prop_map(|(at, length)| Change::Double(at, length)),
        (at(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
    ]
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let length = bytes.len().max(1);
        let part = |at: usize, count: usize| at % length..(at % length + count).min(bytes.len());
        match *change {
            Change::Put(at, piece) => {
                let at = (at % length).min(bytes.len());
                bytes.splice(at..at, PIECES[piece].bytes());
            }
            Change::Cut(at, count) => {
                let part = part(at, count);
                if part.start <= part.end {
                    bytes.drain(part);
                }
            }
            Change::Double(at, count) => {
                let part = part(at, count);
                if part.start <= part.end {
                    let copy = bytes[part.clone()].to_vec();
                    bytes.splice(part.start..part.start, copy);
                }
            }
            Change::Byte(at, byte) => {
                if let Some(place) = bytes.get_mut(at % length) {
                    *place = byte;
                }
            }
        }
    }
    bytes
}

proptest! {
    #[test]
    fn a_mutated_claim_file(changes in prop::collection::vec(change(), 1..6)) {
        use std::sync::LazyLock;
        static FILE: LazyLock<String> = LazyLock::new(|| {
            let claim = Claim::of(&encounter(), &practice()).unwrap();
            file(&[claim.clone(), claim])
        });
        let bytes = changed(FILE.clone().into_bytes(), &changes);
        let mut file = Claims::new(bytes.as_slice());
        let mut claims = 0;
        while let Some(claim) = file.next_claim().unwrap() {
            claims += 1;
            prop_assert!(claim.place.byte < bytes.len() as u64);
        }
        // Each is a CLM of the file.
        prop_assert!(claims <= bytes.windows(3).filter(|three| three == b"CLM").count());
    }
}
