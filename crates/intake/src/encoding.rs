//! The encodings in which systems of practices write text.

use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252};
use serde::{Deserialize, Serialize};
use specta::Type;

/// How the characters of a text are written as bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum TextEncoding {
    #[default]
    Utf8,
    Utf16le,
    Utf16be,
    Windows1252,
    /// Of Central Europe.
    Windows1250,
    Macintosh,
}

const MARKS: [(&[u8], TextEncoding); 3] = [
    (&[0xEF, 0xBB, 0xBF], TextEncoding::Utf8),
    (&[0xFF, 0xFE], TextEncoding::Utf16le),
    (&[0xFE, 0xFF], TextEncoding::Utf16be),
];

impl TextEncoding {
    /// What the byte order mark says, else UTF-8 where the bytes are that, else Windows-1252. The others cannot be told from
    /// it: they are for a person to choose.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let marked = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark));
        match marked {
            Some((mark, Self::Utf8)) if !is_utf8(bytes.get(mark.len()..)) => Self::Windows1252,
            Some((_, encoding)) => *encoding,
            None if is_utf8(Some(bytes)) => Self::Utf8,
            None => Self::Windows1252,
        }
    }

    /// The text without its mark. Bytes that are no character in it become the mark of that.
    pub(crate) fn decode(self, bytes: &[u8]) -> String {
        let marked = MARKS.iter().find(|(mark, of)| {
            bytes.starts_with(mark) && (*of == self || (*of == Self::Utf8 && !self.is_utf16()))
        });
        let rest = marked.and_then(|(mark, _)| bytes.get(mark.len()..)).unwrap_or(bytes);
        self.encoding().decode_without_bom_handling(rest).0.into_owned()
    }

    const fn is_utf16(self) -> bool {
        matches!(self, Self::Utf16le | Self::Utf16be)
    }

    fn encoding(self) -> &'static Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Utf16le => UTF_16LE,
            Self::Utf16be => UTF_16BE,
            Self::Windows1252 => WINDOWS_1252,
            Self::Windows1250 => WINDOWS_1250,
            Self::Macintosh => MACINTOSH,
        }
    }
}

fn is_utf8(bytes: Option<&[u8]>) -> bool {
    bytes.is_some_and(|bytes| std::str::from_utf8(bytes).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_tell_what_they_can() {
        for (bytes, encoding, text) in [
            (&b"caf\xC3\xA9"[..], TextEncoding::Utf8, "caf\u{e9}"),
            (b"\xEF\xBB\xBFcaf\xC3\xA9", TextEncoding::Utf8, "caf\u{e9}"),
            (b"\xEF\xBB\xBFcaf\xE9", TextEncoding::Windows1252, "caf\u{e9}"),
            (b"caf\xE9 \x96", TextEncoding::Windows1252, "caf\u{e9} \u{2013}"),
            (b"\xFF\xFEa\0", TextEncoding::Utf16le, "a"),
            (b"\xFE\xFF\0a", TextEncoding::Utf16be, "a"),
        ] {
            assert_eq!((TextEncoding::of(bytes), encoding.decode(bytes).as_str()), (encoding, text));
        }
        assert_eq!(TextEncoding::Macintosh.decode(b"caf\x8E"), "caf\u{e9}");
        assert_eq!(TextEncoding::Windows1250.decode(b"Ku\x9E"), "Ku\u{17e}");
    }
}
