//! A claim file, mutated: whatever it has become, reading it comes to an end, does not panic, and gives out no claim of a
//! set that does not end. Some hundred inputs in a test run; `cargo xtask fuzz` tries a million.

use proptest::prelude::*;

use super::tests::{encounter, file, practice};
use super::{Claim, read::Claims};
use crate::mutate::{change, changed};

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
    "CR2*1~",
    "PWK*OZ~",
    "CN1*09*x~",
    "K3~",
    "HCP*00*~",
    "LQ*UT~",
    "FRM*1****x~",
    "TA1*1~",
    "CRC*07~",
    "HI*BK:1*BG:2~",
    "DTP*472*RD8*2026-~",
    "DTP*314*RD8*-~",
    "PAT*19~",
    "\u{e9}",
    "\u{0}",
    "99999999999999999999",
];

proptest! {
    #[test]
    fn a_mutated_claim_file(changes in prop::collection::vec(change(), 1..6)) {
        use std::sync::LazyLock;
        static FILE: LazyLock<String> = LazyLock::new(|| {
            let claim = Claim::of(&encounter(), &practice()).unwrap();
            file(&[claim.clone(), claim])
        });
        let bytes = changed(FILE.clone().into_bytes(), PIECES, &changes);
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
