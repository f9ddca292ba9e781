use std::sync::Arc;

use dictionary::{
    CodeAttribute, CodeStanding, Dictionary, DictionaryError, Instruction, Names, Publications,
};
use encounter::CodeSystem;
use jiff::civil::Date;

/// The notes that hold for a diagnosis code.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// Those of the code first, then those inherited, nearest ancestor first.
    pub instructions: Vec<Arc<Instruction>>,
    /// The release that they are of.
    pub release: String,
    /// False where they are those of another year than the date's.
    pub in_force: bool,
}

/// What an encounter is checked by: the code book, and the edit and fee tables that the user installed.
#[derive(Debug)]
pub struct Reference<'a, B: ?Sized> {
    pub book: &'a B,
    pub tables: &'a Publications,
}

impl<B: ?Sized> Clone for Reference<'_, B> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<B: ?Sized> Copy for Reference<'_, B> {}

/// What the rules ask the code book. Codes may be written in any way.
pub trait CodeBook {
    /// Whether any release of the system is installed.
    fn holds(&self, system: CodeSystem) -> bool;

    /// How a code stands on the date.
    fn standing(&self, system: CodeSystem, code: &str, on: Date) -> Result<CodeStanding, DictionaryError>;

    /// What an installed release calls a code.
    fn title(&self, system: CodeSystem, code: &str, on: Date) -> Result<Option<String>, DictionaryError>;

    /// The codes below `code` that are billable on the date, in book order, at most `limit`.
    fn billable_below(
        &self,
        system: CodeSystem,
        code: &str,
        on: Date,
        limit: u32,
    ) -> Result<Vec<String>, DictionaryError>;

    /// The codes that its publisher names in the place of one, as far as they are billable on the date.
    fn replaced_by(&self, system: CodeSystem, code: &str, on: Date) -> Result<Vec<String>, DictionaryError>;

    /// Whether the Medicare Code Editor says so of a diagnosis code on the date.
    fn has(&self, code: &str, attribute: CodeAttribute, on: Date) -> Result<bool, DictionaryError>;

    /// The instructional notes of a diagnosis code.
    fn notes(&self, code: &str, on: Date) -> Result<Notes, DictionaryError>;

    /// What it calls a diagnosis code.
    fn names(&self, code: &str, on: Date) -> Result<Arc<Names>, DictionaryError>;
}

impl CodeBook for Dictionary {
    fn holds(&self, system: CodeSystem) -> bool {
        self.holds(system)
    }

    fn standing(&self, system: CodeSystem, code: &str, on: Date) -> Result<CodeStanding, DictionaryError> {
        let entry = self.entry(system, code, on)?;
        Ok(entry.map_or(CodeStanding::Unknown, |entry| entry.standing(on)))
    }

    fn title(&self, system: CodeSystem, code: &str, on: Date) -> Result<Option<String>, DictionaryError> {
        Ok(self.entry(system, code, on)?.and_then(|entry| entry.title(on)))
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

    fn replaced_by(&self, system: CodeSystem, code: &str, on: Date) -> Result<Vec<String>, DictionaryError> {
        self.replaced_by(system, code, on)
    }

    fn has(&self, code: &str, attribute: CodeAttribute, on: Date) -> Result<bool, DictionaryError> {
        Ok(self.entry(CodeSystem::Icd10cm, code, on)?.is_some_and(|entry| entry.has(attribute, on)))
    }

    fn notes(&self, code: &str, on: Date) -> Result<Notes, DictionaryError> {
        Ok(self.entry(CodeSystem::Icd10cm, code, on)?.map_or_else(Notes::default, |entry| Notes {
            instructions: entry.instructions.clone(),
            release: entry.release.clone(),
            in_force: entry.is_text_of(on),
        }))
    }

    fn names(&self, code: &str, on: Date) -> Result<Arc<Names>, DictionaryError> {
        self.names(CodeSystem::Icd10cm, code, on)
    }
}
