use super::element::XmlError;
use super::text::Lines;

/// Why a file of ICD-10-PCS is refused as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProcedureFileError {
    #[error("the root element is another one")]
    OtherDocument,
    #[error("broken at line {line}")]
    Broken { line: u32 },
}

impl ProcedureFileError {
    pub(super) fn of(error: &XmlError, lines: &Lines) -> Self {
        match error {
            XmlError::Malformed { at, .. } | XmlError::TooDeep { at } | XmlError::Unfinished { at } => {
                Self::Broken { line: lines.at(*at) }
            }
        }
    }
}
