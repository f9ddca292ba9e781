use encounter::{CodeSystem, Sex};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use specta::Type;

/// More hits than anybody looks at; a caller cannot ask for more.
pub(super) const MOST_HITS: u32 = 500;

/// What is asked of the book.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchRequest {
    /// As typed: words, a code, the beginning of one, a range of codes, or several of these codes.
    pub query: String,
    /// The date of service or of discharge.
    pub on: Date,
    /// Only codes of these systems; empty means all.
    pub systems: Vec<CodeSystem>,
    /// At most so many hits; never more than 500.
    pub limit: u32,
    pub filters: SearchFilters,
}

impl SearchRequest {
    /// A question without filters.
    pub fn new(query: impl Into<String>, on: Date, systems: &[CodeSystem], limit: u32) -> Self {
        Self { query: query.into(), on, systems: systems.to_vec(), limit, filters: SearchFilters::default() }
    }
}

/// What the answer is limited to. A code that is typed in full is found whatever the filters say: it is what was asked
/// for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct SearchFilters {
    /// The code of a chapter, block or category, as shown: only it and what stands below it. One that the book does not
    /// have admits nothing.
    pub chapter: Option<String>,
    /// Only what a claim may carry on the date; on a date that no release covers, what it ever could.
    pub billable_only: bool,
    /// Leaves out codes of another side. Codes that name no side stay.
    pub laterality: Option<Laterality>,
    /// Puts codes for another sex or age behind all others, each with its [`Reason`](super::Reason). They are not left
    /// out: what the face sheet says may be wrong, and the coder should see what it is that does not fit.
    pub patient: Option<PatientFit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Laterality {
    Left,
    Right,
    Bilateral,
}

/// Whom the codes are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PatientFit {
    pub sex: Sex,
    /// Full years on the date; `None` where the birth date is not known.
    pub age_years: Option<u16>,
}
