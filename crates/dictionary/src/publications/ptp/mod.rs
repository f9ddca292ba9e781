//! NCCI procedure-to-procedure edits of the imported quarters: one pair on a date, and how many pairs a code has.
//! Source: CMS, NCCI Policy Manual, chapter I, and the column 1 / column 2 tables of the quarter.

mod find;
mod write;

pub(crate) use find::{column1, covering, in_force, of_pair, terms};
pub(crate) use write::write;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::official::{HcpcsCode, PtpTerms};

/// An edit: column 2 is not paid beside column 1 on the same day for the same patient by the same provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PtpEdit {
    /// The code that is paid.
    pub column1: String,
    pub column2: String,
    /// First day; `None` where the file leaves it out: since before its quarter.
    pub from: Option<Date>,
    /// Last day; `None` where the edit is not deleted.
    pub to: Option<Date>,
    pub before_1996: bool,
    pub modifier: PtpModifier,
    /// In the publisher's words, for example `Misuse of Column Two code with Column One code`.
    pub rationale: String,
}

impl PtpEdit {
    pub(crate) fn of(column1: HcpcsCode, column2: HcpcsCode, terms: &PtpTerms) -> Self {
        Self {
            column1: column1.to_string(),
            column2: column2.to_string(),
            from: terms.from,
            to: terms.to,
            before_1996: terms.before_1996,
            modifier: PtpModifier::of(terms.modifier),
            rationale: terms.rationale.clone(),
        }
    }
}

/// Whether a modifier may pass the edit (Correct Coding Modifier Indicator).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PtpModifier {
    /// 0
    NotAllowed,
    /// 1
    Allowed,
    /// 9: the edit was deleted as of its first day.
    NotApplicable,
}

impl PtpModifier {
    const fn of(indicator: u8) -> Self {
        match indicator {
            0 => Self::NotAllowed,
            1 => Self::Allowed,
            _ => Self::NotApplicable,
        }
    }
}

/// How many edits in force name a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PtpCounts {
    pub as_column1: u32,
    pub as_column2: u32,
}

/// In which place an edit names the code under which it lies.
#[derive(Clone, Copy)]
enum Side {
    Column1 = 1,
    Column2 = 2,
}

/// One edit as it lies in the file: the other code and its terms.
const PACKED: usize = 8;

fn pack(other: u32, terms: u32) -> [u8; PACKED] {
    (u64::from(other) << 32 | u64::from(terms)).to_be_bytes()
}

fn unpack(packed: [u8; PACKED]) -> (u32, u32) {
    let both = u64::from_be_bytes(packed);
    ((both >> 32) as u32, both as u32)
}
