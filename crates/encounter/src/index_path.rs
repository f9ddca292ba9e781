use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

/// The printed indexes of ICD-10-CM, and that of ICD-10-PCS.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum IndexKind {
    /// ICD-10-CM Index to Diseases and Injuries.
    Alphabetic,
    /// Table of Neoplasms.
    Neoplasm,
    /// Table of Drugs and Chemicals.
    Drug,
    /// ICD-10-CM External Cause of Injuries Index.
    ExternalCause,
    /// ICD-10-PCS Index.
    Procedure,
}

impl IndexKind {
    pub const ALL: [Self; 5] =
        [Self::Alphabetic, Self::Neoplasm, Self::Drug, Self::ExternalCause, Self::Procedure];

    /// The identifier used in files, on the wire and in the terminal.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Alphabetic => "alphabetic",
            Self::Neoplasm => "neoplasm",
            Self::Drug => "drug",
            Self::ExternalCause => "external_cause",
            Self::Procedure => "procedure",
        }
    }

    /// The index with this [`id`](Self::id).
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

/// The way through a printed index that led to a code: what an auditor asks for when they say "the encoder took me
/// there".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase")]
pub struct IndexPath {
    pub index: IndexKind,
    /// The release of the index, for example `FY2026 April`.
    pub release: String,
    /// Main term, sub-terms, column, cross-references followed, in the order in which they were read.
    pub steps: Vec<String>,
    /// What the index says, with a `-` where it leaves characters to the Tabular List: `C50.41-`.
    pub code: String,
}

impl IndexPath {
    /// Whether the index leads to this code: it is the code of the index or one below it.
    pub fn leads_to(&self, code: &str) -> bool {
        let bare = |text: &str| text.trim_end_matches('-').replace('.', "");
        let (index, code) = (bare(&self.code), bare(code));
        !index.is_empty() && code.starts_with(&index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_leads_to_its_code_and_those_below() {
        let path = |code: &str| IndexPath {
            index: IndexKind::Neoplasm,
            release: String::new(),
            steps: Vec::new(),
            code: code.to_owned(),
        };
        assert!(path("C50.41-").leads_to("C50.411"));
        assert!(path("S02.-").leads_to("S02.0XXA"));
        assert!(path("C80.1").leads_to("C80.1"));
        for (index, code) in [("C50.41-", "C50.511"), ("C80.1", "C80"), ("-", "C80.1"), ("", "C80.1")] {
            assert!(!path(index).leads_to(code), "{index} {code}");
        }
    }
}
