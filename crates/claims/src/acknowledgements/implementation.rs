use std::collections::VecDeque;

use super::{
    Acknowledgement, ElementError, GroupAcknowledgement, SegmentError, SetAcknowledgement, Unreadable,
    Verdict, filled,
};
use crate::x12::Segment;

/// A 999 between ST and SE: AK1, then AK2, IK3, CTX, IK4 and IK5 for each set, then AK9.
#[derive(Debug, Default)]
pub(super) struct ImplementationSet {
    group_control_number: String,
    /// ST02 of the set that is being answered.
    set: Option<String>,
    errors: Vec<SegmentError>,
    done: VecDeque<Acknowledgement>,
}

impl ImplementationSet {
    pub(super) fn take(&mut self, segment: &Segment) -> Result<(), Unreadable> {
        match segment.id() {
            "AK1" => segment.element(2).trim().clone_into(&mut self.group_control_number),
            "AK2" => {
                self.errors.clear();
                self.set = Some(segment.element(2).trim().to_owned());
            }
            "IK3" => self.errors.push(SegmentError {
                segment: segment.element(1).to_owned(),
                position: number(segment, 2, 1)?,
                loop_id: segment.element(3).to_owned(),
                reason: segment.element(4).to_owned(),
                account: String::new(),
                elements: Vec::new(),
            }),
            "CTX" => self.context(segment),
            "IK4" => {
                let error = ElementError {
                    element: number(segment, 1, 1)?,
                    component: optional_number(segment, 1, 2)?,
                    reference: segment.element(2).to_owned(),
                    reason: segment.element(3).to_owned(),
                };
                self.errors.last_mut().ok_or_else(|| Unreadable(segment.place(0)))?.elements.push(error);
            }
            "IK5" => self.end_set(segment)?,
            "AK9" => self.done.push_back(Acknowledgement::Group(GroupAcknowledgement {
                place: segment.place(0),
                control_number: self.group_control_number.clone(),
                verdict: verdict(segment)?,
                reasons: filled(segment, 5, 9),
                sets_included: number(segment, 2, 1)?,
                sets_accepted: number(segment, 4, 1)?,
            })),
            _ => {}
        }
        Ok(())
    }

    /// `CTX01` is a name and what it refers to: the one that names a claim says whose segment it is.
    fn context(&mut self, segment: &Segment) {
        if let (Some(error), "CLM01") = (self.errors.last_mut(), segment.component(1, 1)) {
            segment.component(1, 2).clone_into(&mut error.account);
        }
    }

    fn end_set(&mut self, segment: &Segment) -> Result<(), Unreadable> {
        self.done.push_back(Acknowledgement::Set(SetAcknowledgement {
            place: segment.place(0),
            group_control_number: self.group_control_number.clone(),
            control_number: self.set.take().ok_or_else(|| Unreadable(segment.place(0)))?,
            verdict: verdict(segment)?,
            reasons: filled(segment, 2, 6),
            errors: std::mem::take(&mut self.errors),
        }));
        Ok(())
    }

    pub(super) fn finish(self) -> VecDeque<Acknowledgement> {
        self.done
    }
}

/// IK501 and AK901 (data elements 717 and 715).
fn verdict(segment: &Segment) -> Result<Verdict, Unreadable> {
    match segment.element(1) {
        "A" => Ok(Verdict::Accepted),
        "E" => Ok(Verdict::AcceptedWithErrors),
        "P" => Ok(Verdict::PartlyAccepted),
        "M" | "R" | "W" | "X" => Ok(Verdict::Rejected),
        _ => Err(Unreadable(segment.place(1))),
    }
}

fn number<N: std::str::FromStr>(
    segment: &Segment,
    element: usize,
    component: usize,
) -> Result<N, Unreadable> {
    optional_number(segment, element, component)?.ok_or_else(|| Unreadable(segment.place(element)))
}

fn optional_number<N: std::str::FromStr>(
    segment: &Segment,
    element: usize,
    component: usize,
) -> Result<Option<N>, Unreadable> {
    match segment.component(element, component).trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Unreadable(segment.place_of(element, component))),
    }
}
