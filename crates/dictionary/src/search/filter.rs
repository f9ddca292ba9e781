//! Which rows an answer may show, and which of those do not fit the patient.

use std::ops::RangeInclusive;

use encounter::{CodeSystem, Sex};
use rusqlite::Connection;

use super::answer::Reason;
use super::attributes::Attributes;
use super::index::Index;
use super::request::{Laterality, PatientFit, SearchRequest};
use crate::detail::CodeAttribute;
use crate::error::DictionaryError;
use crate::standing::Brief;
use crate::{row, written};

/// For whom each row is, as the Medicare Code Editor says; one byte a row.
#[derive(Debug)]
pub(super) struct Fits(Vec<u8>);

/// The attributes that the fits know, each with its bit, and the ages that it allows (CMS, Definitions of Medicare Code
/// Edits, chapter 1, "Age conflict").
const OF_AGE: [(CodeAttribute, u8, RangeInclusive<u16>); 4] = [
    (CodeAttribute::Newborn, 1, 0..=0),
    (CodeAttribute::Pediatric, 2, 0..=17),
    (CodeAttribute::Maternity, 4, 9..=64),
    (CodeAttribute::Adult, 8, 15..=u16::MAX),
];
const FEMALE: u8 = 16;
const MALE: u8 = 32;

impl Fits {
    /// Reads a few thousand attributes; once, for the first question with a patient.
    pub(super) fn load(connection: &Connection, index: &Index) -> Result<Self, DictionaryError> {
        let mut fits = vec![0; index.rows()];
        let of_sex = [(CodeAttribute::Female, FEMALE), (CodeAttribute::Male, MALE)];
        let bits = OF_AGE.iter().map(|(attribute, bit, _)| (*attribute, *bit)).chain(of_sex);
        let mut statement = connection.prepare("SELECT code FROM attribute WHERE word = ?1")?;
        for (attribute, bit) in bits {
            let codes = statement.query_map([attribute.word()], |row| row.get::<_, u32>(0))?;
            for id in codes {
                let row = index.row(id?).and_then(|row| fits.get_mut(row as usize));
                if let Some(of_row) = row {
                    *of_row |= bit;
                }
            }
        }
        drop(statement);
        // A header is for those for whom everything below it is.
        for (header, below) in index.headers() {
            let all =
                below.iter().map(|row| fits.get(*row as usize).copied().unwrap_or(0)).reduce(|a, b| a & b);
            if let Some(of_row) = fits.get_mut(header as usize) {
                *of_row = all.unwrap_or(0);
            }
        }
        Ok(Self(fits))
    }

    fn of(&self, row: u32) -> u8 {
        self.0.get(row as usize).copied().unwrap_or(0)
    }
}

/// The filters of a request, read against the book.
pub(super) struct Admission<'a> {
    /// Row ids of the chapter, block or category asked for; `None` where all are.
    within: Option<Option<RangeInclusive<u32>>>,
    billable_only: bool,
    /// The choices of side that a row may make, as bits of [`Attributes`]; 0 where any may.
    side: u32,
    sides: u32,
    patient: Option<(PatientFit, &'a Fits)>,
}

impl<'a> Admission<'a> {
    pub(super) fn read(
        request: &'a SearchRequest,
        fits: Option<&'a Fits>,
        attributes: &Attributes,
        index: &Index,
        connection: &Connection,
    ) -> Result<Self, DictionaryError> {
        let filters = &request.filters;
        let side = filters.laterality.map(|side| match side {
            Laterality::Left => "left",
            Laterality::Right => "right",
            Laterality::Bilateral => "bilateral",
        });
        Ok(Self {
            within: filters
                .chapter
                .as_ref()
                .map(|code| ids_below(connection, index.system(), code))
                .transpose()?,
            billable_only: filters.billable_only,
            side: attributes.of(side.into_iter()),
            sides: attributes.of(["left", "right", "bilateral"].into_iter()),
            patient: filters.patient.zip(fits),
        })
    }

    /// Whether a row that stands so on the date may be shown.
    pub(super) fn admits(&self, index: &Index, row: u32, brief: Brief) -> bool {
        let listed = match (brief, self.billable_only) {
            (Brief::Valid, _) | (Brief::Header | Brief::DateNotCovered, false) => true,
            (Brief::DateNotCovered, true) => index.windows(row as usize).iter().any(|window| window.billable),
            _ => false,
        };
        let of_side = || {
            let said = index.choices(row) & self.sides;
            self.side == 0 || said == 0 || said & self.side != 0
        };
        listed
            && self.within.as_ref().is_none_or(|within| within.iter().any(|ids| ids.contains(&index.id(row))))
            && of_side()
    }

    pub(super) fn fits(&self, row: u32) -> bool {
        self.patient.is_none() || self.misfit(row).is_none()
    }

    /// What of the patient a row does not fit.
    pub(super) fn misfit(&self, row: u32) -> Option<Reason> {
        let (patient, fits) = self.patient?;
        let fits = fits.of(row);
        let other_sex = match patient.sex {
            Sex::Female => MALE,
            Sex::Male => FEMALE,
            Sex::Unknown => 0,
        };
        if fits & other_sex != 0 {
            return Some(Reason::OtherSex);
        }
        let age = patient.age_years?;
        let out = OF_AGE.iter().any(|(_, bit, ages)| fits & bit != 0 && !ages.contains(&age));
        out.then_some(Reason::OtherAge)
    }
}

/// The ids of what stands under this code of the book, with itself.
fn ids_below(
    connection: &Connection,
    system: CodeSystem,
    code: &str,
) -> Result<Option<RangeInclusive<u32>>, DictionaryError> {
    let Some(stored) = written::stored(system, code) else { return Ok(None) };
    Ok(row::by_text(connection, system, &stored)?.map(|row| row.id..=row.last))
}
