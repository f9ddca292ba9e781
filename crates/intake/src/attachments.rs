//! Files inside messages: decoded, and told by what they are.

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use crate::note::{LooksLike, by_magic, decode, tidy};
use crate::{Format, narrative, read_file};

/// Senders leave out the padding, or the last bits.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_allow_trailing_bits(true)
    .with_decode_padding_mode(DecodePaddingMode::Indifferent);

/// The bytes of a text in base64, which may be broken into lines; `None` where it is not that.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    let bare: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let alphabet = if bare.iter().any(|byte| matches!(byte, b'-' | b'_')) { &URL_SAFE } else { &STANDARD };
    GeneralPurpose::new(alphabet, LENIENT).decode(bare).ok()
}

/// The bytes of a text in hexadecimal digits.
pub(crate) fn from_hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let pairs = digits.chunks(2).map(|pair| {
        let [high, low] = pair else { return None };
        u8::try_from(high.to_digit(16)? * 16 + low.to_digit(16)?).ok()
    });
    pairs.collect()
}

/// What bytes are, by themselves; what they were called where they do not tell.
pub(crate) fn media_type(bytes: &[u8], called: &str) -> String {
    let told = match by_magic(bytes) {
        Some(LooksLike::Pdf) => Some("application/pdf"),
        Some(LooksLike::RichText) => Some("application/rtf"),
        Some(LooksLike::Word) => {
            Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document")
        }
        Some(LooksLike::Image) => image(bytes),
        _ => None,
    };
    told.map_or_else(|| called.trim().to_lowercase(), str::to_owned)
}

/// What a file inside a message says, where that is read at once: text, markup and RTF. A PDF is read by
/// [`read_file`](crate::read_file), which takes its time.
pub(crate) fn words(bytes: &[u8], media_type: &str) -> Option<String> {
    let words = match media_type {
        "" | "text/plain" | "text/text" | "text/markdown" => tidy(&decode(bytes)),
        "text/html" | "application/xhtml+xml" => narrative::of_fragment(&decode(bytes)),
        "application/rtf" => read_file(Format::RichText, bytes, &|| true).ok().map(|file| file.text),
        _ => None,
    };
    words.map(|words| words.trim_end().to_owned()).filter(|words| !words.trim().is_empty())
}

/// Whether a file is more than what it says: its layout is kept with it.
pub(crate) fn is_kept(media_type: &str, words: Option<&str>) -> bool {
    words.is_none() || media_type == "application/rtf"
}

fn image(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', ..] => Some("image/png"),
        [0xff, 0xd8, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', ..] => Some("image/gif"),
        [b'I', b'I', b'*', ..] | [b'M', b'M', ..] => Some("image/tiff"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_as_senders_write_them() {
        for text in ["aGVsbG8/", "aGVs\r\nbG8_", " aGVsbG8/ "] {
            assert_eq!(from_base64(text).unwrap(), b"hello?");
        }
        assert_eq!(from_base64("aGVsbG8").unwrap(), b"hello");
        assert_eq!(from_base64("not base64!"), None);
        assert_eq!(from_hexadecimal("68 65").unwrap(), b"he");
        assert_eq!(from_hexadecimal("686"), None);
        assert_eq!(media_type(b"%PDF-1.7", "text/plain"), "application/pdf");
        assert_eq!(media_type(b"hello", "Text/Plain"), "text/plain");
    }
}
