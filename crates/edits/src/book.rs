use dictionary::{CodeStanding, Dictionary, DictionaryError};
use encounter::CodeSystem;
use jiff::civil::Date;

/// What the rules ask the code book. Codes may be written in any way.
pub trait CodeBook {
    /// How a code stands on the date.
    fn standing(&self, system: CodeSystem, code: &str, on: Date) -> Result<CodeStanding, DictionaryError>;

    /// Whether an installed release has the title of a code.
    fn has_title(&self, system: CodeSystem, code: &str, on: Date) -> Result<bool, DictionaryError>;

    /// The codes below `code` that are billable on the date, in book order, at most `limit`.
    fn billable_below(
        &self,
        system: CodeSystem,
        code: &str,
        on: Date,
        limit: u32,
    ) -> Result<Vec<String>, DictionaryError>;
}

impl CodeBook for Dictionary {
    fn standing(&self, system: CodeSystem, code: &str, on: Date) -> Result<CodeStanding, DictionaryError> {
        Self::standing(self, system, code, on)
    }

    fn has_title(&self, system: CodeSystem, code: &str, on: Date) -> Result<bool, DictionaryError> {
        Ok(self.summary(system, code, on)?.is_some_and(|summary| summary.title.is_some()))
    }

    fn billable_below(
        &self,
        system: CodeSystem,
        code: &str,
        on: Date,
        limit: u32,
    ) -> Result<Vec<String>, DictionaryError> {
        let below = Self::billable_below(self, system, code, on, limit)?;
        Ok(below.into_iter().map(|summary| summary.code).collect())
    }
}
