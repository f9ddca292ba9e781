//! Bytes of a publisher's file to text. Files are published as UTF-8 with and without a mark, as UTF-16 by office
//! programs, and as Windows-1252; a file does not say which.

use encoding_rs::{Encoding, WINDOWS_1252};

/// A byte order mark decides; without one it is UTF-8 where that is valid, else Windows-1252, which never fails.
pub fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// Turns byte offsets of a text into line numbers, from 1.
pub(super) struct Lines {
    ends: Vec<usize>,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        Self { ends: text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect() }
    }

    pub(super) fn at(&self, offset: u64) -> u32 {
        let before = self.ends.partition_point(|end| (*end as u64) < offset);
        u32::try_from(before + 1).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_that_is_met_gives_the_same_text() {
        let utf16: Vec<u8> =
            [0xFEFF_u16].into_iter().chain("Ménière".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in ["Ménière".as_bytes(), "\u{FEFF}Ménière".as_bytes(), &utf16, b"M\xE9ni\xE8re"] {
            assert_eq!(decode(bytes), "Ménière");
        }
        assert_eq!(decode(b"100 \x96 200\x80"), "100 \u{2013} 200\u{20AC}");
    }

    #[test]
    fn an_offset_finds_its_line() {
        let lines = Lines::of("a\r\nb\n\nc");
        let found: Vec<u32> = [0, 1, 3, 5, 6, 99].map(|offset| lines.at(offset)).into();
        assert_eq!(found, [1, 1, 2, 3, 4, 4]);
    }
}
