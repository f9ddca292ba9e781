use encounter::CodeSystem;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::calendar::Rhythm;

/// What a release is called. It is read from the release's id, so that one of which only the id was kept still has its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseName {
    pub part: ReleasePart,
    /// For example `FY2026 April` or `2025 Q4`.
    pub edition: String,
}

/// What of a code system a release is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ReleasePart {
    /// The book itself: the Tabular List, the tables, the codes of HCPCS.
    Book,
    /// The order file: which codes are valid, and their titles.
    Order,
    /// The tables of the Medicare Code Editor. Each says when codes were valid since 2015-10-01, so that a newer one
    /// answers for a past day as an older one does.
    CodeEditor,
}

impl ReleaseName {
    /// The name of a release and its system, by its id: `icd10cm-2026-04`, `mce-icd10pcs-2027`, `icd10cm-2026-10-order`,
    /// `hcpcs-modifiers-2025-10`. `None` for anything else.
    pub fn of_id(id: &str) -> Option<(CodeSystem, Self)> {
        let mut words = id.split('-').peekable();
        let is_editor = words.next_if_eq(&"mce").is_some();
        let system = CodeSystem::from_id(words.next()?)?;
        let system = match words.next_if_eq(&"modifiers") {
            Some(_) => CodeSystem::Modifier,
            None => system,
        };
        words.next_if_eq(&"tables");
        let year = words.next().filter(|year| year.len() == 4)?.parse().ok()?;
        let month = words.next_if(|month| month.len() == 2).and_then(|month| month.parse().ok());
        let part = match (is_editor, words.next()) {
            (true, None) => ReleasePart::CodeEditor,
            (false, Some("order")) => ReleasePart::Order,
            // What a Tabular List alone says of its codes is of the book.
            (false, None | Some("codes")) => ReleasePart::Book,
            _ => return None,
        };
        let rhythm = Rhythm::of_system(system);
        let edition = match month {
            Some(month) => rhythm.edition(year, month),
            // A fiscal year by its number.
            None => format!("FY{year}"),
        };
        Some((system, Self { part, edition }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_named_by_its_id() {
        use CodeSystem::{Hcpcs, Icd10cm, Icd10pcs, Modifier};
        use ReleasePart::{Book, CodeEditor, Order};
        for (id, system, part, edition) in [
            ("icd10cm-2026-04", Icd10cm, Book, "FY2026 April"),
            ("icd10cm-2025-10", Icd10cm, Book, "FY2026"),
            ("icd10cm-2025", Icd10cm, Book, "FY2025"),
            ("icd10cm-2026-10-order", Icd10cm, Order, "FY2027"),
            ("icd10cm-2026-10-codes", Icd10cm, Book, "FY2027"),
            ("icd10pcs-tables-2025-04", Icd10pcs, Book, "FY2025 April"),
            ("mce-icd10pcs-2027", Icd10pcs, CodeEditor, "FY2027"),
            ("hcpcs-2025-10", Hcpcs, Book, "2025 Q4"),
            ("hcpcs-modifiers-2026-01", Modifier, Book, "2026 Q1"),
        ] {
            let name = ReleaseName { part, edition: edition.to_owned() };
            assert_eq!(ReleaseName::of_id(id), Some((system, name)), "{id}");
        }
        for id in ["", "mce", "icd10cm", "icd10cm-26", "snomed-2026-04", "icd10cm-2026-04-appendix"] {
            assert_eq!(ReleaseName::of_id(id), None, "{id}");
        }
    }
}
