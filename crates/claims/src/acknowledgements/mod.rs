//! What a receiver answers to a file of claims: the interchange acknowledgement (TA1, ASC X12C 005010X231A1, appendix), which
//! is about the envelope, the implementation acknowledgement (999, ASC X12N 005010X231A1), which is about segments and
//! elements, and the claim acknowledgement (277CA, 005010X214), which is about claims.
//!
//! Deliberately absent: what becomes of the claims, and what an answer quotes of them. Of a bad value there is the place.

mod claim_status;
mod implementation;

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::io::Read;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use self::claim_status::ClaimStatusSet;
use self::implementation::ImplementationSet;
use crate::x12::{FaultKind, Faults, Interchanges, Part, Place, ReadError};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Acknowledgement {
    Interchange(InterchangeAcknowledgement),
    Group(GroupAcknowledgement),
    Set(SetAcknowledgement),
    Submission(SubmissionAcknowledgement),
    Claim(ClaimAcknowledgement),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Accepted,
    AcceptedWithErrors,
    PartlyAccepted,
    Rejected,
}

/// The envelope of a file (TA1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InterchangeAcknowledgement {
    pub place: Place,
    /// ISA13 of the file.
    pub control_number: String,
    pub verdict: Verdict,
    /// Interchange note code (data element I18), `000` where nothing is wrong.
    pub reason: String,
}

/// A functional group as a whole (999: AK1 and AK9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupAcknowledgement {
    /// Of its AK9.
    pub place: Place,
    /// GS06 of the group.
    pub control_number: String,
    pub verdict: Verdict,
    /// Functional group syntax error codes (data element 716).
    pub reasons: Vec<String>,
    pub sets_included: u64,
    pub sets_accepted: u64,
}

/// A transaction set (999: AK2 to IK5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SetAcknowledgement {
    /// Of its IK5.
    pub place: Place,
    /// GS06 of its group.
    pub group_control_number: String,
    /// ST02 of the set.
    pub control_number: String,
    pub verdict: Verdict,
    /// Implementation transaction set syntax error codes (data element 618).
    pub reasons: Vec<String>,
    pub errors: Vec<SegmentError>,
}

/// What is wrong with a segment of a set (IK3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SegmentError {
    pub segment: String,
    /// Counted within the set, ST being 1.
    pub position: u64,
    /// LS and LE loops alone name one; empty otherwise.
    pub loop_id: String,
    /// Implementation segment syntax error code (data element 620); empty where the elements alone are wrong.
    pub reason: String,
    /// CLM01 of the claim that the segment belongs to, where the answer says so (CTX).
    pub account: String,
    pub elements: Vec<ElementError>,
}

/// What is wrong with an element (IK4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ElementError {
    /// Counted from 1.
    pub element: u16,
    pub component: Option<u16>,
    /// Data element reference number, for example 782; empty where none is given.
    pub reference: String,
    /// Implementation data element syntax error code (data element 621).
    pub reason: String,
}

/// A file of claims at the receiver, or the claims of one provider in it (277CA: loops 2200B and 2200C).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SubmissionAcknowledgement {
    /// Of the HL of its level.
    pub place: Place,
    /// BHT03 of the file of claims.
    pub batch: String,
    /// About the claims of one billing provider, not about all of them.
    pub of_provider: bool,
    pub verdict: Verdict,
    pub statuses: Vec<ClaimStatus>,
    /// QTY01 `90` or `QA`.
    pub claims_accepted: Option<Decimal>,
    /// QTY01 `AA` or `QC`.
    pub claims_rejected: Option<Decimal>,
}

/// One claim (277CA: loop 2200D).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClaimAcknowledgement {
    /// Of its TRN.
    pub place: Place,
    /// BHT03 of the file of claims.
    pub batch: String,
    /// CLM01 of the claim.
    pub account: String,
    /// The number that the payer gave it (REF01 `1K`); empty where there is none.
    pub payer_claim_number: String,
    /// The number of the clearinghouse (REF01 `D9`); empty where there is none.
    pub clearinghouse_number: String,
    pub verdict: Verdict,
    pub statuses: Vec<ClaimStatus>,
    pub lines: Vec<LineAcknowledgement>,
}

/// A service line with a status of its own (loop 2220D).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LineAcknowledgement {
    pub place: Place,
    /// REF01 `FJ`: REF02 of `6R`, or the number of the line.
    pub control_number: String,
    pub procedure: String,
    pub statuses: Vec<ClaimStatus>,
}

/// One composite of STC, with what its segment adds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClaimStatus {
    /// Health care claim status category code, for example `A3`.
    pub category: String,
    /// Health care claim status code, for example `187`.
    pub status: String,
    /// Entity identifier code, for example `IL`; empty where it is about none.
    pub entity: String,
    /// When the status came to be.
    pub date: Option<Date>,
    pub verdict: Verdict,
}

/// The answers of a file of interchanges, each set's when the set is whole.
#[derive(Debug)]
pub struct Acknowledgements<R> {
    file: Interchanges<R>,
    reading: Option<SetReader>,
    ready: VecDeque<Acknowledgement>,
}

/// The set between ST and SE.
#[derive(Debug)]
enum SetReader {
    Implementation(ImplementationSet),
    ClaimStatus(Box<ClaimStatusSet>),
}

impl<R: Read> Acknowledgements<R> {
    pub fn new(from: R) -> Self {
        Self { file: Interchanges::new(from), reading: None, ready: VecDeque::new() }
    }

    /// What is wrong with the file.
    pub fn faults(&self) -> &Faults {
        &self.file.faults
    }

    /// The next answer; `None` at the end of the file. A set that does not end, or says something that cannot be read, gives
    /// none.
    pub fn next_acknowledgement(&mut self) -> Result<Option<Acknowledgement>, ReadError> {
        loop {
            if let Some(ready) = self.ready.pop_front() {
                return Ok(Some(ready));
            }
            match self.file.next_part()? {
                None => return Ok(None),
                Some(Part::InterchangeAnswer) => self.take_interchange_answer(),
                Some(Part::Set) => self.begin_set(),
                Some(Part::Segment) => self.take_segment(),
                Some(Part::SetEnd) => self.ready = self.end_set(),
                Some(_) => {}
            }
        }
    }

    fn take_interchange_answer(&mut self) {
        let segment = self.file.segment();
        let verdict = match segment.element(4) {
            "A" => Verdict::Accepted,
            "E" => Verdict::AcceptedWithErrors,
            "R" => Verdict::Rejected,
            _ => {
                let place = segment.place(4);
                return self.file.fault(FaultKind::Acknowledgement, place);
            }
        };
        self.ready.push_back(Acknowledgement::Interchange(InterchangeAcknowledgement {
            place: segment.place(0),
            control_number: segment.element(1).trim().to_owned(),
            verdict,
            reason: segment.element(5).trim().to_owned(),
        }));
    }

    fn begin_set(&mut self) {
        let segment = self.file.segment();
        self.reading = match (segment.element(1), segment.element(3)) {
            ("999", "005010X231" | "005010X231A1") => {
                Some(SetReader::Implementation(ImplementationSet::default()))
            }
            ("277", "005010X214") => Some(SetReader::ClaimStatus(Box::default())),
            _ => None,
        };
        if self.reading.is_none() {
            let place = segment.place(3);
            self.file.fault(FaultKind::NotAcknowledgement, place);
        }
    }

    fn take_segment(&mut self) {
        let taken = match &mut self.reading {
            Some(SetReader::Implementation(set)) => set.take(self.file.segment()),
            Some(SetReader::ClaimStatus(set)) => set.take(self.file.segment()),
            None => return,
        };
        if let Err(unreadable) = taken {
            self.reading = None;
            self.file.fault(FaultKind::Acknowledgement, unreadable.0);
        }
    }

    fn end_set(&mut self) -> VecDeque<Acknowledgement> {
        match self.reading.take() {
            Some(SetReader::Implementation(set)) => set.finish(),
            Some(SetReader::ClaimStatus(set)) => set.finish(),
            None => VecDeque::new(),
        }
    }
}

/// A segment that cannot be read, or stands where it may not; the set is not used then.
#[derive(Debug)]
struct Unreadable(Place);

/// The elements of a segment from `first` to `last` that say something.
fn filled(segment: &crate::x12::Segment, first: usize, last: usize) -> Vec<String> {
    (first..=last).map(|n| segment.element(n).to_owned()).filter(|text| !text.is_empty()).collect()
}
