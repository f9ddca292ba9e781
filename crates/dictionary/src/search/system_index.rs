//! The index of one system with what is kept for it from one search to the next.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rusqlite::Connection;

use super::expand::Corrected;
use super::filter::Fits;
use super::index::{self, Index};
use crate::error::DictionaryError;
use crate::standing::{Brief, Coverage, brief};
use crate::volume::Volume;

/// The index of one system, with what is kept for it.
#[derive(Debug)]
pub(crate) struct SystemIndex {
    pub(super) index: Index,
    /// Read for the first question with a patient.
    fits: OnceLock<Fits>,
    pub(super) corrected: Corrected,
    /// How every row stands on the date searched last: nearly always that of the encounter at hand.
    standings: Mutex<Option<(u32, Arc<Vec<Brief>>)>>,
}

impl Volume {
    pub(super) fn indexes(&self) -> Result<&[SystemIndex], DictionaryError> {
        if let Some(indexes) = self.indexes.get() {
            return Ok(indexes);
        }
        let connection = self.connection();
        let of_system = |system| -> Result<SystemIndex, DictionaryError> {
            let index = Index::load(&connection, system)?;
            let fits = OnceLock::new();
            Ok(SystemIndex { index, fits, corrected: Corrected::default(), standings: Mutex::default() })
        };
        let indexes = index::systems(&connection)?.into_iter().map(of_system).collect::<Result<_, _>>()?;
        // Two threads may load them at the same time at first; what one of them loaded is kept.
        Ok(self.indexes.get_or_init(|| indexes))
    }
}

impl SystemIndex {
    pub(super) fn fits(&self, connection: &Connection) -> Result<&Fits, DictionaryError> {
        if let Some(fits) = self.fits.get() {
            return Ok(fits);
        }
        let fits = Fits::load(connection, &self.index)?;
        Ok(self.fits.get_or_init(|| fits))
    }

    pub(super) fn standings(&self, coverage: Coverage, on: u32) -> Arc<Vec<Brief>> {
        let mut kept = self.standings.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some((date, standings)) if *date == on => Arc::clone(standings),
            _ => {
                let all = 0..self.index.rows();
                let standings: Arc<Vec<Brief>> =
                    Arc::new(all.map(|row| brief(self.index.windows(row), coverage, on)).collect());
                *kept = Some((on, Arc::clone(&standings)));
                standings
            }
        }
    }
}
