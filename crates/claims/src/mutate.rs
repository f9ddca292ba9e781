//! Files spoilt in every way, for the tests of the readers.

use proptest::prelude::*;

#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// Where, and which piece.
    Put(usize, usize),
    Cut(usize, usize),
    Double(usize, usize),
    Byte(usize, u8),
}

pub(crate) fn change() -> impl Strategy<Value = Change> {
    let at = || 0..100_000_usize;
    prop_oneof![
        (at(), 0..1000_usize).prop_map(|(at, piece)| Change::Put(at, piece)),
        (at(), 1..200_usize).prop_map(|(at, length)| Change::Cut(at, length)),
        (at(), 1..400_usize).prop_map(|(at, length)| Change::Double(at, length)),
        (at(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
    ]
}

pub(crate) fn changed(mut bytes: Vec<u8>, pieces: &[&str], changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let length = bytes.len().max(1);
        let part = |at: usize, count: usize| at % length..(at % length + count).min(bytes.len());
        match *change {
            Change::Put(at, piece) => {
                let at = (at % length).min(bytes.len());
                bytes.splice(at..at, pieces[piece % pieces.len()].bytes());
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
