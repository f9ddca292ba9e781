use serde::Serialize;
use specta::Type;

/// Why an encounter is no claim yet. It names the field and the element, and quotes neither.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename = "ClaimProblem")]
pub struct Problem {
    #[serde(flatten)]
    pub kind: ProblemKind,
    /// Of the implementation guide, for example `2010AA`.
    #[serde(rename = "loop")]
    pub loop_id: &'static str,
    /// For example `NM109` or `SV101-02`; empty where it is about a whole loop.
    pub element: String,
    /// Where the value comes from: a path in the encounter (`header/account`) or the practice (`practice/taxId`).
    pub field: String,
    /// The service line, counted from 1.
    pub line: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename = "ClaimProblemKind")]
#[serde(tag = "problem", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum ProblemKind {
    Missing,
    TooLong {
        #[specta(type = u32)]
        most: usize,
    },
    TooShort {
        #[specta(type = u32)]
        least: usize,
    },
    TooMany {
        #[specta(type = u32)]
        most: usize,
    },
    /// A character that X12 cannot carry in an identifier.
    Character,
    NotDigits,
    /// Not in the guide's list of codes for the element.
    NotInList,
    /// The check digit of a National Provider Identifier.
    Npi,
    /// Not five or nine digits.
    Zip,
    /// Not ten letters and digits ending in X, as the taxonomy code set has them.
    Taxonomy,
    /// Another of the same list has this name, or number.
    Twice,
    /// Ends before it begins.
    Period,
    /// Below zero, with parts of a cent, or beyond ten digits.
    Amount,
    /// Not above zero, or with more than three decimals.
    Quantity,
    /// The encounter is not completed.
    NotCompleted,
    NotProfessional,
    /// Not of the shape of an ICD-10-CM code.
    NotADiagnosis,
    NotAProcedure,
    /// Points to no diagnosis among the first twelve.
    Pointer,
    /// The practice's set-up does not know this payer, facility or provider.
    NotInSetUp,
    /// Charge is not what a payer paid and adjusted (guide, section 1.4.4).
    Unbalanced,
}
