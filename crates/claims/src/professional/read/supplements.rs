use encounter::{
    Attachment, Contract, EpsdtReferral, FormAnswer, Repricing, SpinalManipulation, SupportingForm,
};

use super::making::Making;
use crate::x12::{FaultKind, Segment};

/// What a claim and a line may both say.
struct Supplements<'a> {
    attachments: &'a mut Vec<Attachment>,
    contract: &'a mut Option<Contract>,
    state_information: &'a mut Vec<String>,
    repricing: &'a mut Option<Repricing>,
}

impl Making {
    /// Of the line where there is one, else of the claim.
    fn supplements(&mut self) -> Option<Supplements<'_>> {
        let claim = self.claim.as_mut()?;
        Some(match claim.lines.last_mut() {
            Some(line) => Supplements {
                attachments: &mut line.details.attachments,
                contract: &mut line.details.contract,
                state_information: &mut line.details.state_information,
                repricing: &mut line.details.repricing,
            },
            None => {
                let details = claim.encounter.header.claim.get_or_insert_default();
                Supplements {
                    attachments: &mut details.attachments,
                    contract: &mut details.contract,
                    state_information: &mut details.state_information,
                    repricing: &mut details.repricing,
                }
            }
        })
    }

    /// `PWK`, `CN1`, `K3` and `HCP` of a claim or a line.
    pub(super) fn supplement(&mut self, segment: &Segment) {
        match segment.id() {
            "PWK" => self.attachment(segment),
            "CN1" => self.contract(segment),
            "HCP" => self.repricing(segment),
            _ => {
                if let Some(of) = self.supplements() {
                    of.state_information.push(segment.element(1).to_owned());
                }
                self.only(segment, &[1]);
            }
        }
    }

    fn attachment(&mut self, segment: &Segment) {
        let text = |number: usize| segment.element(number).trim().to_owned();
        let attachment = Attachment { kind: text(1), transmission: text(2), control_number: text(6) };
        if let Some(of) = self.supplements() {
            of.attachments.push(attachment);
        }
        self.only(segment, &[1, 2, 5, 6]);
    }

    fn contract(&mut self, segment: &Segment) {
        let text = |number: usize| segment.element(number).trim().to_owned();
        let contract = Contract {
            kind: text(1),
            amount: self.decimal_or_none(segment, 2),
            percent: self.decimal_or_none(segment, 3),
            code: text(4),
            discount_percent: self.decimal_or_none(segment, 5),
            version: text(6),
        };
        if let Some(of) = self.supplements() {
            *of.contract = Some(contract);
        }
        self.only(segment, &[1, 2, 3, 4, 5, 6]);
    }

    fn repricing(&mut self, segment: &Segment) {
        let text = |number: usize| segment.element(number).trim().to_owned();
        let of_line = self.line().is_some();
        let mut repricing = Repricing {
            method: text(1),
            allowed: self.decimal(segment, 2),
            savings: self.decimal_or_none(segment, 3),
            organization: text(4),
            rate: self.decimal_or_none(segment, 5),
            group_code: text(6),
            group_amount: self.decimal_or_none(segment, 7),
            reject_reason: text(13),
            policy_compliance: text(14),
            exception: text(15),
            ..Repricing::default()
        };
        let mut used = vec![1, 2, 3, 4, 5, 6, 7, 13, 14, 15];
        if of_line {
            (repricing.procedure_kind, repricing.procedure, repricing.unit) = (text(9), text(10), text(11));
            repricing.units = self.decimal_or_none(segment, 12);
            used.extend(9..=12);
        }
        if let Some(of) = self.supplements() {
            *of.repricing = Some(repricing);
        }
        self.only(segment, &used);
    }

    pub(super) fn spinal_manipulation(&mut self, segment: &Segment) {
        let descriptions = [10, 11].map(|number| segment.element(number).trim().to_owned());
        let manipulation = SpinalManipulation {
            condition: segment.element(8).trim().to_owned(),
            descriptions: descriptions.into_iter().filter(|text| !text.is_empty()).collect(),
        };
        if let Some(details) = self.details() {
            details.spinal_manipulation = Some(manipulation);
        }
        self.only(segment, &[8, 10, 11]);
    }

    /// `CRC*ZZ`
    pub(super) fn epsdt_referral(&mut self, segment: &Segment) {
        let conditions = (3..=5).map(|number| segment.element(number).trim().to_owned());
        let referral = EpsdtReferral {
            referred: segment.element(2) == "Y",
            conditions: conditions.filter(|condition| !condition.is_empty()).collect(),
        };
        if let Some(details) = self.details() {
            details.epsdt_referral = Some(referral);
        }
        self.only(segment, &[1, 2, 3, 4, 5]);
    }

    /// `LQ` and `FRM`.
    pub(super) fn form(&mut self, segment: &Segment) {
        let text = |number: usize| segment.element(number).trim().to_owned();
        if segment.id() == "LQ" {
            if let Some(line) = self.line() {
                let form = SupportingForm { list: text(1), form: text(2), answers: Vec::new() };
                line.details.forms.push(form);
            }
            return self.only(segment, &[1, 2]);
        }
        let answer = FormAnswer {
            question: text(1),
            yes_no: text(2),
            text: text(3),
            date: if segment.element(4).is_empty() { None } else { self.date(segment, 4) },
            percent: self.decimal_or_none(segment, 5),
        };
        match self.line().and_then(|line| line.details.forms.last_mut()) {
            Some(form) => form.answers.push(answer),
            // An answer to no form.
            None => self.fault(FaultKind::Missing, segment.place(0)),
        }
        self.only(segment, &[1, 2, 3, 4, 5]);
    }
}
