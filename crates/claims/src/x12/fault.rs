use std::borrow::Cow;
use std::io;

use serde::{Deserialize, Serialize};
use specta::Type;
use thiserror::Error;

/// Where in a file: everything counted from 1, the byte from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename = "FilePlace", rename_all = "camelCase")]
pub struct Place {
    /// The number of the segment in the file.
    #[specta(type = u32)]
    pub segment: u64,
    /// Its identifier, for example `CLM`; empty where there is none.
    pub id: String,
    pub element: Option<u16>,
    pub component: Option<u16>,
    /// Of the first byte of the element, or of the segment where no element is named.
    #[specta(type = u32)]
    pub byte: u64,
}

/// Something in a file that is not as it should be. It quotes nothing of what a claim says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename = "FileFault")]
pub struct Fault {
    #[serde(flatten)]
    pub kind: FaultKind,
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename = "FileFaultKind", tag = "fault", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum FaultKind {
    /// Bytes that belong to no interchange.
    OutsideInterchange,
    /// The file ends within a segment.
    Unterminated,
    /// A segment longer than any that is defined: its terminator is not the declared one. Reading stops.
    SegmentTooLong,
    /// ISA has not sixteen elements. Reading of the interchange stops.
    IsaIncomplete,
    /// An element of ISA is not as long as the standard fixes it.
    IsaLength { expected: u16, found: u16 },
    /// Two delimiters of the interchange are the same character, or one is a letter or digit.
    DelimitersNotDistinct,
    /// Composite elements use another character between their components than ISA16 declares. They are read by it.
    ComponentSeparator { declared: char, used: char },
    /// A character outside of ASCII's printable ones. It is read as `?`.
    Character,
    /// Segments that are no upper-case letter and one or two letters or digits.
    SegmentId,
    /// A segment between the envelope's that belongs to no transaction set.
    Stray,
    /// A header came before the trailer of the one before, or the file ended.
    TrailerMissing { trailer: Cow<'static, str> },
    /// A trailer without its header.
    HeaderMissing { header: Cow<'static, str> },
    /// The control number of a trailer is not that of its header.
    ControlNumber,
    /// A trailer counts other than what is there.
    Count {
        #[specta(type = u32)]
        stated: u64,
        #[specta(type = u32)]
        found: u64,
    },
    /// A count that is no number.
    CountNotANumber,
    /// A transaction set that is no professional claim (837P, 005010X222). It is passed over.
    NotProfessional,
    /// A transaction set that is no acknowledgement (999, 277CA). It is passed over.
    NotAcknowledgement,
    /// Something in an acknowledgement that cannot be read. Its set is not used.
    Acknowledgement,
    /// What an encounter has no place for.
    NotCarried,
    /// A diagnosis of ICD-9-CM, which ended on 2015-09-30. The claim is refused.
    Icd9,
    /// No date, amount, number or code that can be read. The claim is refused.
    Value,
    /// A claim without a diagnosis or without a line, an adjustment without its reason. The claim is refused.
    Missing,
}

/// Collected faults: the first of them, and how many there were. A file of faults alone fills no memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Faults {
    pub first: Vec<Fault>,
    pub count: u64,
}

impl Faults {
    pub const KEPT: usize = 1000;

    /// The file does not end where it says, or something of it could not be read on: what was read is a part of it.
    pub fn is_cut_short(&self) -> bool {
        let cut = |fault: &Fault| {
            matches!(
                fault.kind,
                FaultKind::Unterminated
                    | FaultKind::SegmentTooLong
                    | FaultKind::IsaIncomplete
                    | FaultKind::DelimitersNotDistinct
                    | FaultKind::TrailerMissing { .. }
            )
        };
        self.count > Self::KEPT as u64 || self.first.iter().any(cut)
    }

    pub(crate) fn push(&mut self, kind: FaultKind, place: Place) {
        self.count += 1;
        if self.first.len() < Self::KEPT {
            self.first.push(Fault { kind, place });
        }
    }
}

/// Why nothing more can be read: the bytes did not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the file cannot be read: {0}")]
pub struct ReadError(pub io::ErrorKind);

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self(error.kind())
    }
}
