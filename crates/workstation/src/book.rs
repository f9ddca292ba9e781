use std::sync::Arc;
use std::time::Instant;

use dictionary::{
    CodeChange, CodeDetail, CodeSummary, Comparison, Period, ProcedureChoice, SearchAnswer, SearchRequest,
    VariantChoice,
};
use encounter::CodeSystem;
use jiff::civil::Date;
use serde::Serialize;
use specta::Type;

use crate::desk::Desk;
use crate::error::DeskError;

/// What a search found. The sequence number is the asker's: a reply to an older question is dropped.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchReply {
    pub sequence: u32,
    pub micros: u32,
    pub answer: SearchAnswer,
}

impl Desk {
    /// Searches the code sets in force on the date, with what is the own of who sits at the desk. Works while the vault
    /// is locked: codes are public.
    pub fn search(&self, sequence: u32, request: &SearchRequest) -> Result<SearchReply, DeskError> {
        let start = Instant::now();
        let personal = self.drawer().open.as_ref().map(|open| Arc::clone(&open.personal)).unwrap_or_default();
        let answer = self.book()?.search(request, &personal)?;
        let micros = u32::try_from(start.elapsed().as_micros()).unwrap_or(u32::MAX);
        Ok(SearchReply { sequence, micros, answer })
    }

    /// Everything known of a code on a date; `None` where no release has it.
    pub fn code(&self, system: CodeSystem, code: &str, on: Date) -> Result<Option<CodeDetail>, DeskError> {
        let mut found = self.book()?.code(system, code, on)?;
        if let Some(detail) = &mut found {
            self.ask_the_indexes(detail)?;
        }
        Ok(found)
    }

    /// What became of a code that ended, where the book itself names nothing in its place.
    fn ask_the_indexes(&self, detail: &mut CodeDetail) -> Result<(), DeskError> {
        let history = &mut detail.history;
        let went = history.events.iter().rfind(|event| event.change == CodeChange::Went);
        if let Some(went) = went.filter(|_| history.replaced_by.is_empty()) {
            let named =
                self.book()?.replaced_by_tables(&self.publications, detail.system, &detail.code, went.on)?;
            history.replaced_by = named.into_iter().map(|each| each.code).collect();
        }
        Ok(())
    }

    /// The first book that has a code, of those that are installed.
    pub fn code_of_any_system(&self, code: &str, on: Date) -> Result<Option<CodeDetail>, DeskError> {
        for system in self.book()?.systems() {
            if let Some(found) = self.code(system, code, on)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The releases of a system along the time.
    pub fn timeline(&self, system: CodeSystem) -> Result<Vec<Period>, DeskError> {
        Ok(self.book()?.timeline(system)?)
    }

    pub fn chapters(&self, system: CodeSystem, on: Date) -> Result<Vec<CodeSummary>, DeskError> {
        Ok(self.book()?.chapters(system, on)?)
    }

    pub fn children(&self, system: CodeSystem, code: &str, on: Date) -> Result<Vec<CodeSummary>, DeskError> {
        Ok(self.book()?.children(system, code, on)?)
    }

    /// The next choice on the way from an incomplete code to a billable one, see [`dictionary::Dictionary::variants`];
    /// `None` where there is none to make.
    pub fn variants(
        &self,
        system: CodeSystem,
        code: &str,
        on: Date,
        said: &str,
        further: bool,
    ) -> Result<Option<VariantChoice>, DeskError> {
        Ok(self.book()?.variants(system, code, on, said, further)?)
    }

    /// What may be chosen next in the tables of ICD-10-PCS, see [`dictionary::Dictionary::choose_procedure`].
    pub fn choose_procedure(
        &self,
        chosen: &str,
        at: Option<u8>,
        on: Date,
    ) -> Result<ProcedureChoice, DeskError> {
        Ok(self.book()?.choose_procedure(chosen, at, on)?)
    }

    /// A code and those beside it, by what their titles differ; `None` where no release has it.
    pub fn compare_siblings(
        &self,
        system: CodeSystem,
        code: &str,
        on: Date,
    ) -> Result<Option<Comparison>, DeskError> {
        Ok(self.book()?.compare_siblings(system, code, on)?)
    }

    /// Today where the user is.
    pub fn today(&self) -> Date {
        self.clock.today()
    }
}
