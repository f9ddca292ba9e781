//! An 837P file back into encounters, claim by claim, in constant memory.
//!
//! Deliberately absent: a decision what becomes of them. What a claim says that an encounter cannot hold is listed, and
//! a claim with something that may not be taken as it stands is marked as refused.

mod finish;
mod header;
mod line;
mod making;
mod payer;
mod supplements;

use std::io::Read;

use encounter::Encounter;
use serde::Serialize;

use self::making::Making;
use crate::practice::Practice;
use crate::x12::{Fault, FaultKind, Faults, Interchanges, Part, Place, ReadError, Segment};

/// One claim of a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadClaim {
    /// Of its CLM.
    pub place: Place,
    /// Not started: a coder has yet to look at it. Its record is the claim as it came, which every code quotes.
    pub encounter: Encounter,
    /// Who sends, bills, renders and pays, as the file says.
    pub practice: Practice,
    /// What was not carried, or is wrong.
    pub faults: Vec<Fault>,
    /// Something in it may not be taken as it stands.
    pub refused: bool,
}

/// The claims of a file of interchanges.
#[derive(Debug)]
pub struct Claims<R> {
    file: Interchanges<R>,
    making: Making,
    /// Between ST and SE of a professional claim set.
    reading: bool,
}

impl<R: Read> Claims<R> {
    pub fn new(from: R) -> Self {
        Self { file: Interchanges::new(from), making: Making::default(), reading: false }
    }

    /// Faults of the file itself, those of claims apart.
    pub fn faults(&self) -> &Faults {
        &self.file.faults
    }

    /// The next claim; `None` at the end of the file. A claim of a set that does not end is not given out.
    pub fn next_claim(&mut self) -> Result<Option<ReadClaim>, ReadError> {
        loop {
            match self.file.next_part()? {
                None => return Ok(None),
                Some(Part::Set) => self.begin_set(),
                Some(Part::Segment) if self.reading => {
                    if let Some(element) = composite_of(self.file.segment().id()) {
                        self.file.expect_components(element);
                    }
                    let done = self.making.take(self.file.segment());
                    if done.is_some() {
                        return Ok(done);
                    }
                }
                Some(Part::SetEnd) if self.reading => {
                    self.reading = false;
                    let last = self.making.finish();
                    self.making = Making::default();
                    if last.is_some() {
                        return Ok(last);
                    }
                }
                Some(_) => {}
            }
        }
    }

    fn begin_set(&mut self) {
        let segment = self.file.segment();
        // A1 is what is in force; A2 is its label where errata were counted anew.
        let known = matches!(segment.element(3), "005010X222" | "005010X222A1" | "005010X222A2");
        self.reading = segment.element(1) == "837" && known;
        let place = segment.place(3);
        self.making = Making::default();
        if !self.reading {
            self.file.fault(FaultKind::NotProfessional, place);
        }
    }
}

/// The element of a segment that always has several components.
fn composite_of(id: &str) -> Option<usize> {
    match id {
        "CLM" => Some(5),
        "SV1" | "HI" => Some(1),
        "SVD" => Some(3),
        _ => None,
    }
}

/// Whether a claim with this fault is refused.
const fn refuses(kind: &FaultKind) -> bool {
    matches!(kind, FaultKind::Icd9 | FaultKind::Value | FaultKind::Missing)
}

/// Which elements of a segment are filled beyond `used`.
fn others<'a>(segment: &'a Segment, used: &'a [usize]) -> impl Iterator<Item = usize> + 'a {
    (1..=segment.elements()).filter(|number| !used.contains(number) && !segment.element(*number).is_empty())
}
