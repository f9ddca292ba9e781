use std::collections::VecDeque;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    Acknowledgement, ClaimAcknowledgement, ClaimStatus, LineAcknowledgement, SubmissionAcknowledgement,
    Unreadable, Verdict,
};
use crate::x12::{Place, Segment};

/// A 277CA between ST and SE: a level (HL) for the source, the receiver, each billing provider and each patient.
#[derive(Debug, Default)]
pub(super) struct ClaimStatusSet {
    level: Level,
    /// TRN02 of the receiver's level: BHT03 of the claims that are answered.
    batch: String,
    submission: Option<SubmissionAcknowledgement>,
    claim: Option<ClaimAcknowledgement>,
    done: VecDeque<Acknowledgement>,
}

/// HL03.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Level {
    #[default]
    Source,
    Receiver,
    Provider,
    Patient,
}

impl ClaimStatusSet {
    pub(super) fn take(&mut self, segment: &Segment) -> Result<(), Unreadable> {
        match (segment.id(), self.level) {
            ("HL", _) => self.begin_level(segment)?,
            ("TRN", Level::Receiver) => segment.element(2).trim().clone_into(&mut self.batch),
            ("TRN", Level::Patient) => self.begin_claim(segment),
            ("STC", Level::Receiver | Level::Provider) => self.submission_status(segment)?,
            ("STC", Level::Patient) => self.claim_status(segment)?,
            ("QTY", Level::Receiver | Level::Provider) => self.count(segment)?,
            ("REF", Level::Patient) => self.claim_number(segment),
            ("SVC", Level::Patient) => {
                let line = LineAcknowledgement {
                    place: segment.place(0),
                    control_number: String::new(),
                    procedure: segment.component(1, 2).to_owned(),
                    statuses: Vec::new(),
                };
                self.claim_here(segment)?.lines.push(line);
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> VecDeque<Acknowledgement> {
        self.end_level();
        self.done
    }

    fn begin_level(&mut self, segment: &Segment) -> Result<(), Unreadable> {
        self.end_level();
        self.level = match segment.element(3) {
            "20" => Level::Source,
            "21" => Level::Receiver,
            "19" => Level::Provider,
            "PT" => Level::Patient,
            _ => return Err(Unreadable(segment.place(3))),
        };
        if matches!(self.level, Level::Receiver | Level::Provider) {
            self.submission = Some(submission(segment.place(0), self.level == Level::Provider));
        }
        Ok(())
    }

    /// A level of the receiver or a provider without a status of its own says nothing.
    fn end_level(&mut self) {
        if let Some(submission) = self.submission.take().filter(|submission| !submission.statuses.is_empty())
        {
            let verdict = worst(&submission.statuses);
            let batch = self.batch.clone();
            let submission = SubmissionAcknowledgement { batch, verdict, ..submission };
            self.done.push_back(Acknowledgement::Submission(submission));
        }
        self.end_claim();
    }

    fn begin_claim(&mut self, segment: &Segment) {
        self.end_claim();
        self.claim = Some(ClaimAcknowledgement {
            place: segment.place(0),
            batch: self.batch.clone(),
            account: segment.element(2).trim().to_owned(),
            payer_claim_number: String::new(),
            clearinghouse_number: String::new(),
            verdict: Verdict::Accepted,
            statuses: Vec::new(),
            lines: Vec::new(),
        });
    }

    fn end_claim(&mut self) {
        if let Some(claim) = self.claim.take() {
            let of_lines = claim.lines.iter().flat_map(|line| &line.statuses);
            let verdict = worst(claim.statuses.iter().chain(of_lines));
            self.done.push_back(Acknowledgement::Claim(ClaimAcknowledgement { verdict, ..claim }));
        }
    }

    fn claim_here(&mut self, segment: &Segment) -> Result<&mut ClaimAcknowledgement, Unreadable> {
        self.claim.as_mut().ok_or_else(|| Unreadable(segment.place(0)))
    }

    fn submission_status(&mut self, segment: &Segment) -> Result<(), Unreadable> {
        let statuses = statuses(segment)?;
        if let Some(submission) = &mut self.submission {
            submission.statuses.extend(statuses);
        }
        Ok(())
    }

    fn claim_status(&mut self, segment: &Segment) -> Result<(), Unreadable> {
        let statuses = statuses(segment)?;
        let claim = self.claim_here(segment)?;
        match claim.lines.last_mut() {
            Some(line) => line.statuses.extend(statuses),
            None => claim.statuses.extend(statuses),
        }
        Ok(())
    }

    /// QTY counts claims; the guide has one pair of qualifiers for the receiver's level and one for the provider's.
    fn count(&mut self, segment: &Segment) -> Result<(), Unreadable> {
        let Some(submission) = &mut self.submission else { return Ok(()) };
        let count = match segment.element(1) {
            "90" | "QA" => &mut submission.claims_accepted,
            "AA" | "QC" => &mut submission.claims_rejected,
            _ => return Ok(()),
        };
        let quantity: Decimal =
            segment.element(2).trim().parse().map_err(|_| Unreadable(segment.place(2)))?;
        *count = Some(quantity);
        Ok(())
    }

    fn claim_number(&mut self, segment: &Segment) {
        let Some(claim) = &mut self.claim else { return };
        let number = segment.element(2).trim();
        match (segment.element(1), claim.lines.last_mut()) {
            ("1K", _) => number.clone_into(&mut claim.payer_claim_number),
            ("D9", _) => number.clone_into(&mut claim.clearinghouse_number),
            ("FJ", Some(line)) => number.clone_into(&mut line.control_number),
            _ => {}
        }
    }
}

const fn submission(place: Place, of_provider: bool) -> SubmissionAcknowledgement {
    SubmissionAcknowledgement {
        place,
        batch: String::new(),
        of_provider,
        verdict: Verdict::Accepted,
        statuses: Vec::new(),
        claims_accepted: None,
        claims_rejected: None,
    }
}

/// The composites STC01, STC10 and STC11 share the date (STC02) and the action (STC03).
fn statuses(segment: &Segment) -> Result<Vec<ClaimStatus>, Unreadable> {
    let date = match segment.element(2) {
        "" => None,
        text => Some(Date::strptime("%Y%m%d", text).map_err(|_| Unreadable(segment.place(2)))?),
    };
    let composites = [1, 10, 11].into_iter().filter(|number| !segment.element(*number).is_empty());
    let statuses = composites.map(|number| {
        let category = segment.component(number, 1);
        // The action decides; an answer without one is told by its category (code source 507).
        let verdict = match (segment.element(3), category) {
            ("U", _) | ("", "A3" | "A4" | "A6" | "A7" | "A8") => Verdict::Rejected,
            ("WQ", _) | ("", "A0" | "A1" | "A2" | "A5") => Verdict::Accepted,
            _ => return Err(Unreadable(segment.place(3))),
        };
        Ok(ClaimStatus {
            category: category.to_owned(),
            status: segment.component(number, 2).to_owned(),
            entity: segment.component(number, 3).to_owned(),
            date,
            verdict,
        })
    });
    statuses.collect()
}

fn worst<'a>(statuses: impl IntoIterator<Item = &'a ClaimStatus>) -> Verdict {
    match statuses.into_iter().any(|status| status.verdict == Verdict::Rejected) {
        true => Verdict::Rejected,
        false => Verdict::Accepted,
    }
}
