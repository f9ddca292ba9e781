use serde::{Deserialize, Serialize};
use specta::Type;

use crate::note::{LooksLike, by_magic, decode, tidy};
use crate::worklist::is_worklist;

/// What a file is, told by its content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// HL7 v2 messages in vertical bars, one or many.
    Hl7v2,
    /// One FHIR resource in JSON, mostly a bundle.
    Fhir,
    /// A FHIR resource in JSON on each line.
    FhirLines,
    /// A clinical document, CDA R2.
    Ccda,
    /// An 837 claim file, or another set of X12.
    X12,
    Pdf,
    /// Word, `.docx`.
    Word,
    RichText,
    /// PNG, JPEG, GIF, TIFF or DICOM.
    Image,
    /// Text in no format of messages: a note, or a table of something else than visits.
    Text,
    /// A table of visits or charges, a row each: delimited text or a workbook, `.xlsx`.
    Worklist,
    /// Anything else.
    #[default]
    Unknown,
}

/// How many bytes of a file tell its format. More do no harm.
pub const TELLING_BYTES: usize = 65_536;

/// What a file is, by its first [`TELLING_BYTES`]; its name decides only where they are those of a text of any kind.
pub fn recognise(name: &str, first: &[u8]) -> Format {
    match by_magic(first) {
        Some(LooksLike::Pdf) => return Format::Pdf,
        Some(LooksLike::Word) => return Format::Word,
        Some(LooksLike::RichText) => return Format::RichText,
        Some(LooksLike::Image) => return Format::Image,
        Some(LooksLike::Excel) => return Format::Worklist,
        // The part of a package that tells its kind may lie far behind.
        Some(LooksLike::Archive) if first.starts_with(b"PK") && has_ending(name, &["docx"]) => {
            return Format::Word;
        }
        Some(LooksLike::Archive) if first.starts_with(b"PK") && has_ending(name, &["xlsx", "xlsm"]) => {
            return Format::Worklist;
        }
        // A workbook of older Office, or one with a password: what is wrong with it is said when it is read.
        Some(LooksLike::OldOffice) if has_ending(name, &["xls", "xlsx", "xlsm"]) => return Format::Worklist,
        Some(_) => return Format::Unknown,
        None => {}
    }
    let first = first.get(..TELLING_BYTES).unwrap_or(first);
    let text = decode(whole_characters(first));
    let bare = text.trim_start_matches(['\u{feff}', '\u{b}', '\u{1c}', '\0']).trim_start();
    let begins_segment = |name: &str| {
        let rest = bare.strip_prefix(name).and_then(|rest| rest.chars().next());
        rest.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace())
    };
    if ["MSH", "FHS", "BHS"].into_iter().any(begins_segment) || has_header_below(bare) {
        return Format::Hl7v2;
    }
    if begins_segment("ISA") {
        return Format::X12;
    }
    if bare.starts_with(['{', '[']) {
        return json(name, bare);
    }
    if bare.starts_with('<') && bare.contains("ClinicalDocument") && bare.contains("urn:hl7-org:v3") {
        return Format::Ccda;
    }
    match tidy(&text) {
        Some(text) if is_worklist(&text, has_ending(name, &["csv", "tsv"])) => Format::Worklist,
        Some(text) if !text.trim().is_empty() => Format::Text,
        _ => Format::Unknown,
    }
}

/// Some files have a line of their own in front of the first message.
fn has_header_below(text: &str) -> bool {
    text.split(['\r', '\n']).take(20).any(|line| line.trim_start_matches('\u{b}').starts_with("MSH|^~"))
}

/// FHIR says its type; one line for each resource is the other form of it. Of a single line the name tells which it is.
fn json(name: &str, text: &str) -> Format {
    if !text.contains("\"resourceType\"") {
        return Format::Text;
    }
    let line = text.split(['\r', '\n']).next().unwrap_or_default();
    let is_whole = serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok();
    let is_one = text.get(line.len()..).unwrap_or_default().trim().is_empty();
    match is_whole && (!is_one || has_ending(name, &["ndjson"])) {
        true => Format::FhirLines,
        false => Format::Fhir,
    }
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

/// Without the character that the end cuts in two.
fn whole_characters(bytes: &[u8]) -> &[u8] {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => bytes.get(..error.valid_up_to()).unwrap_or(bytes),
        _ => bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_tells() {
        for (name, first, expected) in [
            ("a.txt", &b"MSH|^~\\&|A"[..], Format::Hl7v2),
            ("a.txt", b"\xEF\xBB\xBFMSH|^~\\&|A", Format::Hl7v2),
            ("a", b"\x0bMSH#*@!%#A", Format::Hl7v2),
            ("a", b"FHS|^~\\&\rBHS", Format::Hl7v2),
            ("a", b"sent today\nMSH|^~\\&|A", Format::Hl7v2),
            ("a.hl7", b"MSHA", Format::Text),
            ("a", b"ISA*00*", Format::X12),
            ("a", b"{\"resourceType\": \"Bundle\"", Format::Fhir),
            ("a", b"{\n \"resourceType\": \"Bundle\"}", Format::Fhir),
            ("a", b"{\"resourceType\":\"Patient\"}\n", Format::Fhir),
            ("a", b"{\"resourceType\":\"Patient\"}\n{\"resourceType\":\"Patient\"}", Format::FhirLines),
            ("a.ndjson", b"{\"resourceType\":\"Patient\"}\n", Format::FhirLines),
            ("a", b"{\"a\": 1}", Format::Text),
            ("a", b"[{\"resourceType\":\"Patient\"},\n{\"resourceType\":\"Patient\"}]", Format::Fhir),
            ("a", b"<?xml version='1.0'?><ClinicalDocument xmlns='urn:hl7-org:v3'>", Format::Ccda),
            ("a", b"<html>", Format::Text),
            ("a", b"%PDF-1.4", Format::Pdf),
            ("a.docx", b"PK\x03\x04....", Format::Word),
            ("a", b"PK\x03\x04....", Format::Unknown),
            ("a", b"PK\x03\x04....xl/workbook.xml", Format::Worklist),
            ("a.XLSX", b"PK\x03\x04....", Format::Worklist),
            ("a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Format::Worklist),
            ("a.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Format::Unknown),
            ("a", b"MRN,Name,DOB\n1,Ink,1958-02-28\n", Format::Worklist),
            ("a", b"{\\rtf1 x}", Format::RichText),
            ("a", b"\x89PNG\r\n", Format::Image),
            ("a", b"seen today", Format::Text),
            ("a", b"", Format::Unknown),
            ("a", b"\0\0\0", Format::Unknown),
        ] {
            assert_eq!(recognise(name, first), expected, "{}", String::from_utf8_lossy(first));
        }
    }
}
