use encounter::{Adjudication, Adjustment};

use super::making::{At, Making};
use crate::x12::{FaultKind, Segment};

impl Making {
    /// A segment of loops 2320, 2330A and 2330B.
    pub(super) fn of_other(&mut self, segment: &Segment) {
        match (self.at, segment.id(), segment.element(1)) {
            (At::Other, "CAS", _) => {
                let adjustments = self.adjustments(segment);
                if let Some(adjudication) = self.adjudication() {
                    adjudication.adjustments.extend(adjustments);
                }
            }
            (At::Other, "AMT", kind @ ("D" | "A8" | "EAF")) => {
                let amount = self.decimal(segment, 2);
                if let Some(adjudication) = self.adjudication() {
                    match kind {
                        "D" => adjudication.paid = amount,
                        "A8" => adjudication.non_covered = Some(amount),
                        _ => adjudication.patient_liability = Some(amount),
                    }
                }
            }
            (At::Other, "OI", _) => {
                let header = self.encounter().map(|encounter| encounter.header.clone()).unwrap_or_default();
                let consents = header.claim.is_some_and(|details| details.informed_consent);
                if let Some(other) = self.other() {
                    other.details.provider_signed = segment.element(4) == "P";
                    let of_payer = segment.element(6) == "I";
                    other.details.informed_consent = (of_payer != consents).then_some(of_payer);
                }
                // We say of every payer what the claim says.
                if segment.element(3) != if header.benefits_signature_on_file { "Y" } else { "N" } {
                    self.not_carried(segment.place(3));
                }
                if !matches!(segment.element(4), "" | "P") {
                    self.not_carried(segment.place(4));
                }
                if !matches!(segment.element(6), "Y" | "I") {
                    self.not_carried(segment.place(6));
                }
            }
            (At::OtherPayer, "DTP", "573") => {
                let date = self.date(segment, 3);
                if let Some(adjudication) = self.adjudication() {
                    adjudication.date = date;
                }
            }
            (At::OtherPayer, "REF", "F8") => {
                if let Some(other) = self.other() {
                    segment.element(2).trim().clone_into(&mut other.details.claim_number);
                }
            }
            _ => self.not_carried(segment.place(0)),
        }
    }

    fn adjudication(&mut self) -> Option<&mut Adjudication> {
        Some(self.other()?.details.adjudication.get_or_insert_default())
    }

    /// `CAS`: a group and up to six reasons with amount and quantity.
    pub(super) fn adjustments(&mut self, segment: &Segment) -> Vec<Adjustment> {
        let mut adjustments = Vec::new();
        for number in (2..=segment.elements()).step_by(3) {
            if segment.element(number).is_empty() {
                self.fault(FaultKind::Missing, segment.place(number));
                continue;
            }
            let adjustment = Adjustment {
                group: segment.element(1).to_owned(),
                reason: segment.element(number).trim().to_owned(),
                amount: self.decimal(segment, number + 1),
                quantity: self.decimal_or_none(segment, number + 2),
            };
            adjustments.push(adjustment);
        }
        adjustments
    }
}
