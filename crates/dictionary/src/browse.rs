use encounter::CodeSystem;
use jiff::civil::Date;

use crate::detail::CodeSummary;
use crate::error::DictionaryError;
use crate::open::Dictionary;
use crate::row::{self, CodeRow};
use crate::volume::Volume;
use crate::{date_key, written};

impl Dictionary {
    /// The chapters of a system (of ICD-10-PCS its sections), in book order, each with its standing on the date.
    pub fn chapters(&self, system: CodeSystem, on: Date) -> Result<Vec<CodeSummary>, DictionaryError> {
        let mut chapters: Vec<CodeSummary> = Vec::new();
        for volume in self.volumes(system, on) {
            let rows = row::children(&volume.connection(), None)?;
            let (coverage, on) = (volume.coverage(), date_key::key(on));
            for row in rows.iter().filter(|row| row.system == system) {
                let summary = row.summary(coverage, on);
                // A code of two lists of the user's own stands where the later has it.
                if system != CodeSystem::Own || chapters.iter().all(|known| known.code != summary.code) {
                    chapters.push(summary);
                }
            }
        }
        Ok(chapters)
    }

    /// What stands directly below a chapter, block, category or subcategory and is in force on the date, in book
    /// order. Empty for a code without anything below, and for an unknown one.
    pub fn children(
        &self,
        system: CodeSystem,
        code: &str,
        on: Date,
    ) -> Result<Vec<CodeSummary>, DictionaryError> {
        let Some(stored) = written::stored(system, code) else { return Ok(Vec::new()) };
        let volume = self.holding(system, &stored, on)?;
        let connection = volume.connection();
        let Some(parent) = row::by_text(&connection, system, &stored)? else { return Ok(Vec::new()) };
        Ok(volume.in_force(&row::children(&connection, Some(parent.id))?, date_key::key(on)))
    }
}

impl Volume {
    /// The summaries of those rows that are in force. Outside the covered days nothing is: there, all are listed.
    pub(crate) fn in_force(&self, rows: &[CodeRow], on: u32) -> Vec<CodeSummary> {
        let coverage = self.coverage();
        let covered = coverage.from <= on && on <= coverage.to;
        rows.iter()
            .map(|row| row.summary(coverage, on))
            .filter(|summary| !covered || summary.standing.is_in_force())
            .collect()
    }
}
