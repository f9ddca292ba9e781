use encounter::{CodeSystem, ProcedureCode};
use jiff::civil::Date;

use crate::detail::CodeSummary;
use crate::error::DictionaryError;
use crate::history::references;
use crate::open::Dictionary;
use crate::standing::CodeStanding;
use crate::{date_key, row, written};

impl Dictionary {
    /// How a code, written in any way, stands on the date. Cheap: two index look-ups.
    pub fn standing(
        &self,
        system: CodeSystem,
        code: &str,
        on: Date,
    ) -> Result<CodeStanding, DictionaryError> {
        let Some(stored) = written::stored(system, code) else { return Ok(CodeStanding::Unknown) };
        let held = self.held(system, &stored, on)?;
        Ok(held.map_or(CodeStanding::Unknown, |held| held.standing(on)))
    }

    /// The codes that its publisher names in the place of one, in its order. HCPCS names codes of CPT too. What an
    /// installed release knows not to be billable on the date is left out.
    pub fn replaced_by(
        &self,
        system: CodeSystem,
        code: &str,
        on: Date,
    ) -> Result<Vec<String>, DictionaryError> {
        let Some(stored) = written::stored(system, code) else { return Ok(Vec::new()) };
        let Some(held) = self.held(system, &stored, on)? else { return Ok(Vec::new()) };
        let named = references(&held.volume.connection(), held.row.id)?;
        let mut valid = Vec::new();
        for instead in named {
            if self.system_of_instead(system, &instead, on)?.is_some() {
                valid.push(instead);
            }
        }
        Ok(valid)
    }

    /// The system of a code that the publisher of `system` names in the place of one of its own; `None` where an installed
    /// release knows that it may not be billed on the date.
    pub(crate) fn system_of_instead(
        &self,
        system: CodeSystem,
        instead: &str,
        on: Date,
    ) -> Result<Option<CodeSystem>, DictionaryError> {
        let of = match system {
            CodeSystem::Hcpcs => ProcedureCode::new(instead).system().unwrap_or(system),
            _ => system,
        };
        Ok(match self.standing(of, instead, on)? {
            CodeStanding::Valid | CodeStanding::DateNotCovered { .. } => Some(of),
            // The file of a licensee may hold a part of CPT, or there is none.
            CodeStanding::Unknown if of != system => Some(of),
            _ => None,
        })
    }

    /// The codes below `code` that are billable on the date, in book order, at most `limit`. Empty for a code that
    /// is unknown or has nothing below it.
    pub fn billable_below(
        &self,
        system: CodeSystem,
        code: &str,
        on: Date,
        limit: u32,
    ) -> Result<Vec<CodeSummary>, DictionaryError> {
        let Some(stored) = written::stored(system, code) else { return Ok(Vec::new()) };
        let volume = self.holding(system, &stored, on)?;
        let (coverage, on) = (volume.coverage(), date_key::key(on));
        if on > coverage.to {
            return Ok(Vec::new());
        }
        let connection = volume.connection();
        let Some(header) = row::by_text(&connection, system, &stored)? else { return Ok(Vec::new()) };
        let mut statement = connection.prepare_cached(include_str!("below.sql"))?;
        let ids = statement
            .query_map((header.id, header.last, on, limit), |row| row.get(0))?
            .collect::<Result<Vec<u32>, _>>()?;
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.extend(row::by_id(&connection, id)?.map(|row| row.summary(coverage, on)));
        }
        Ok(found)
    }
}
