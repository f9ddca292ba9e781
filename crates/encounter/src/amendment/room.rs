use super::AmendmentError;
use crate::{Encounter, EncounterKind, PROFESSIONAL_DIAGNOSES};

/// The most service lines of a professional claim (837P loop 2400).
pub const SERVICE_LINES: usize = 50;
/// The most diagnoses of a facility claim: the principal one and 24 others.
pub const FACILITY_DIAGNOSES: usize = 25;

impl Encounter {
    /// Whether one more diagnosis can be attached.
    pub fn has_room_for_diagnosis(&self) -> bool {
        self.room_for_diagnoses(1).is_ok()
    }

    pub(super) fn room_for_diagnoses(&self, more: usize) -> Result<(), AmendmentError> {
        let most = match self.header.kind {
            EncounterKind::Professional => PROFESSIONAL_DIAGNOSES,
            EncounterKind::Facility => FACILITY_DIAGNOSES,
        };
        match self.diagnoses.len() + more <= most {
            true => Ok(()),
            false => Err(AmendmentError::TooManyDiagnoses(most)),
        }
    }

    pub(super) fn room_for_lines(&self, more: usize) -> Result<(), AmendmentError> {
        match self.lines.len() + more <= SERVICE_LINES {
            true => Ok(()),
            false => Err(AmendmentError::TooManyLines(SERVICE_LINES)),
        }
    }
}
