//! A code as it is held for a date. A list says nothing of what it leaves out: a code that only an earlier edition has
//! ended with that edition, and one that only a later edition has is to come.

use std::sync::Arc;

use encounter::CodeSystem;
use jiff::civil::Date;

use crate::date_key;
use crate::detail::CodeSummary;
use crate::error::DictionaryError;
use crate::open::Dictionary;
use crate::row::{self, CodeRow};
use crate::standing::{CodeStanding, Coverage, OPEN, standing};
use crate::volume::Volume;

/// A row with what it was read from.
pub(crate) struct Held {
    pub(crate) volume: Arc<Volume>,
    /// Its windows are clipped to the days for which its edition answers, where that is not the one of the date.
    pub(crate) row: CodeRow,
    /// The days by which its standing is told.
    pub(crate) coverage: Coverage,
    /// The edition that answers for the date has it not.
    pub(crate) left_out: bool,
}

impl Held {
    pub(crate) fn standing(&self, on: Date) -> CodeStanding {
        standing(&self.row.windows, self.coverage, date_key::key(on))
    }

    pub(crate) fn summary(&self, on: Date) -> CodeSummary {
        self.row.summary(self.coverage, date_key::key(on))
    }
}

impl Dictionary {
    /// A code, without its dot and in capitals, as it is held for a date. `None` where no edition has it.
    pub(crate) fn held(
        &self,
        system: CodeSystem,
        stored: &str,
        on: Date,
    ) -> Result<Option<Held>, DictionaryError> {
        let volume = self.holding(system, stored, on)?;
        let coverage = volume.coverage();
        let found = row::by_text(&volume.connection(), system, stored)?;
        match found {
            Some(row) => Ok(Some(Held { volume, row, coverage, left_out: false })),
            None => self.left_out(system, stored, on, coverage),
        }
    }

    /// A code that the edition of the date, which covers these days, has not: as the last edition before it had it, else
    /// as the first one after it will.
    fn left_out(
        &self,
        system: CodeSystem,
        stored: &str,
        on: Date,
        coverage: Coverage,
    ) -> Result<Option<Held>, DictionaryError> {
        // Lists of the user's own stand beside each other and not for each other.
        if system == CodeSystem::Own {
            return Ok(None);
        }
        let day = date_key::key(on);
        let stretches = self.stretches(system);
        let begun = stretches.partition_point(|(from, _)| *from <= day);
        let answering = begun.saturating_sub(1);
        let before = (0..answering).rev();
        let after = begun..stretches.len();
        for at in before.chain(after) {
            let Some((from, volume)) = stretches.get(at) else { continue };
            let end = stretches.get(at + 1).map_or(OPEN, |(next, _)| date_key::before(*next));
            let found = row::by_text(&volume.connection(), system, stored)?;
            let Some(mut row) = found else { continue };
            row.clip(*from, end);
            if !row.windows.is_empty() {
                return Ok(Some(Held { volume: Arc::clone(volume), row, coverage, left_out: true }));
            }
        }
        Ok(None)
    }
}
