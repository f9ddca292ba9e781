use jiff::civil::{Date, date};

use crate::official::{BookIndex, BookIndexError, Problem, decode};
use crate::publications::CodeSet;

use super::preview::Refusal;

/// A file that was understood, with what is to be written of it.
pub(super) struct Understood {
    pub(super) set: CodeSet,
    pub(super) release: Release,
    pub(super) content: Content,
}

pub(super) enum Content {
    Index(BookIndex),
}

/// What the file says of its release, as far as it says it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Release {
    pub(super) name: String,
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
}

impl Content {
    pub(super) fn entries(&self) -> u32 {
        let entries = match self {
            Self::Index(index) => index.terms.len(),
        };
        u32::try_from(entries).unwrap_or(u32::MAX)
    }

    pub(super) fn problems(&self) -> &[Problem] {
        match self {
            Self::Index(index) => &index.problems,
        }
    }
}

/// Bytes at the beginning in which a layout shows itself; comments and a document type may stand before the root.
const HEAD: usize = 4096;

/// By content. The file's name only tells April from October, which no content says.
pub(super) fn recognise(name: &str, bytes: &[u8]) -> Result<Understood, (Refusal, Option<u32>)> {
    let head = decode(bytes.get(..HEAD).unwrap_or(bytes));
    if head.contains("<ICD10CM.index") {
        let index = BookIndex::parse(&decode(bytes)).map_err(|error| match error {
            BookIndexError::NotAnIndex => (Refusal::NotRecognised, None),
            BookIndexError::Malformed { line }
            | BookIndexError::TooDeep { line }
            | BookIndexError::Unfinished { line } => (Refusal::Damaged, Some(line)),
        })?;
        if index.terms.is_empty() {
            return Err((Refusal::Empty, None));
        }
        return Ok(Understood {
            set: CodeSet::of_index(index.kind),
            release: fiscal_year(&index.version, name),
            content: Content::Index(index),
        });
    }
    let waiting = ["<ICD10CM.tabular", "<ICD10PCS.", "HCPC\t", "HCPC,"];
    match waiting.iter().any(|mark| head.contains(mark)) {
        true => Err((Refusal::NotYet, None)),
        false => Err((Refusal::NotRecognised, None)),
    }
}

/// ICD-10 is in force from 1 October before its fiscal year to 30 September in it; an April update from 1 April
/// (45 CFR 162.1002 with the publisher's release notes).
fn fiscal_year(version: &str, name: &str) -> Release {
    let year = version.trim().parse::<i16>().ok().filter(|year| (2014..=2200).contains(year));
    let Some(year) = year else { return Release { name: version.to_owned(), from: None, to: None } };
    let to = Some(date(year, 9, 30));
    match name.to_lowercase().contains("apr") {
        true => Release { name: format!("FY{year} April"), from: Some(date(year, 4, 1)), to },
        false => Release { name: format!("FY{year}"), from: Some(date(year - 1, 10, 1)), to },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fiscal_year_gives_the_dates() {
        for (version, name, expected) in [
            ("2026", "icd10cm-index-2026.xml", ("FY2026", Some(date(2025, 10, 1)), Some(date(2026, 9, 30)))),
            (
                "2026",
                "icd10cm-drug-April-1-2026.xml",
                ("FY2026 April", Some(date(2026, 4, 1)), Some(date(2026, 9, 30))),
            ),
            ("draft", "x.xml", ("draft", None, None)),
            ("", "", ("", None, None)),
            ("-9", "", ("-9", None, None)),
        ] {
            let (release, from, to) = expected;
            assert_eq!(fiscal_year(version, name), Release { name: release.to_owned(), from, to });
        }
    }

    #[test]
    fn a_name_persuades_nobody() {
        let refused = |bytes: &[u8]| recognise("icd10cm-neoplasm-April-1-2026.xml", bytes).err();
        assert_eq!(refused(b"Dear Sir"), Some((Refusal::NotRecognised, None)));
        assert_eq!(refused(b""), Some((Refusal::NotRecognised, None)));
        assert_eq!(refused(b"<ICD10CM.index>\n<letter>"), Some((Refusal::Damaged, Some(2))));
        assert_eq!(refused(b"<ICD10CM.index/>"), Some((Refusal::Empty, None)));
        assert_eq!(refused(b"<ICD10CM.tabular/>"), Some((Refusal::NotYet, None)));
    }
}
