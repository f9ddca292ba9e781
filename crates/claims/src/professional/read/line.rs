use encounter::{DiagnosisId, Equipment, LineAdjudication, LineId, ServiceLine, TestResult};

use super::header::note_of;
use super::making::{At, Making, OfLine, date_of};
use crate::x12::{FaultKind, Segment};

impl Making {
    pub(super) fn begin_line(&mut self, segment: &Segment) {
        let place = segment.place(0);
        let Some(claim) = &mut self.claim else { return self.not_carried(place) };
        let id = LineId(u32::try_from(claim.lines.len() + 1).unwrap_or(u32::MAX));
        claim.lines.push(OfLine { line: ServiceLine { id, ..ServiceLine::default() }, ..OfLine::default() });
        self.at = At::Line;
    }

    /// A segment of loops 2400 to 2430.
    pub(super) fn of_line(&mut self, segment: &Segment) {
        match (self.at, segment.id()) {
            (At::LineProvider(_) | At::LineFacility, "REF") => self.other_id(segment),
            (_, "SVD") => self.adjudicated(segment),
            (_, "LQ" | "FRM") => self.form(segment),
            (At::Adjudicated, _) => self.of_adjudication(segment),
            (_, "SV1") => self.service(segment),
            (_, "DTP") => self.line_date(segment),
            (_, "LIN") => {
                self.at = At::Drug;
                let ndc = segment.element(3).trim().to_owned();
                if segment.element(2) != "N4" {
                    return self.not_carried(segment.place(2));
                }
                if let Some(line) = self.line() {
                    line.line.ndc = ndc;
                }
            }
            (_, "CTP") => {
                let quantity = self.decimal_or_none(segment, 4);
                if let Some(line) = self.line() {
                    line.details.ndc_quantity = quantity;
                    segment.component(5, 1).clone_into(&mut line.details.ndc_unit);
                }
                self.only(segment, &[4, 5]);
            }
            (_, "REF") => self.line_reference(segment),
            (_, "NTE") => {
                let (note, place) = (note_of(segment), segment.place(0));
                match self.line() {
                    Some(line) if line.details.note.is_none() => line.details.note = Some(note),
                    _ => self.not_carried(place),
                }
            }
            (_, "QTY" | "AMT" | "MEA") => self.line_amount(segment),
            (_, "PWK") if !is_certificate(segment) => self.supplement(segment),
            (_, "SV5" | "PWK" | "CR3") => self.equipment(segment),
            (_, "CN1" | "K3" | "HCP") => self.supplement(segment),
            _ => self.not_carried(segment.place(0)),
        }
    }

    fn service(&mut self, segment: &Segment) {
        if segment.component(1, 1) != "HC" {
            self.fault(FaultKind::Value, segment.place_of(1, 1));
        }
        let (charge, quantity) = (self.decimal(segment, 2), self.decimal(segment, 4));
        let pointed: Vec<Option<u32>> = segment.components(7).map(|pointer| pointer.parse().ok()).collect();
        if pointed.iter().any(Option::is_none) {
            self.fault(FaultKind::Value, segment.place(7));
        }
        let said = self.claim.as_ref().map(|claim| claim.quoted(segment, 1)).unwrap_or_default();
        let Some(OfLine { line, details, service, .. }) = self.line() else { return };
        *service = said;
        line.code = segment.component(1, 2).into();
        let modifiers = (3..=6).map(|number| segment.component(1, number));
        line.modifiers = modifiers.filter(|modifier| !modifier.is_empty()).map(Into::into).collect();
        segment.component(1, 7).clone_into(&mut details.description);
        line.charge = charge;
        match segment.element(3) {
            "MJ" => details.anesthesia_minutes = Some(quantity),
            _ => line.units = quantity,
        }
        let place = segment.element(5);
        line.place_of_service = (!place.is_empty()).then(|| place.to_owned());
        line.pointers = pointed.into_iter().flatten().map(DiagnosisId).collect();
        details.emergency = segment.element(9) == "Y";
        details.epsdt = segment.element(11) == "Y";
        details.family_planning = segment.element(12) == "Y";
        self.only(segment, &[1, 2, 3, 4, 5, 7, 9, 11, 12]);
    }

    fn line_date(&mut self, segment: &Segment) {
        if segment.element(1) == "472" {
            let text = segment.element(3);
            let (start, end) = text.split_once('-').map_or((text, None), |(start, end)| (start, Some(end)));
            let (start, end) = (date_of(start), end.map(date_of));
            if start.is_none() || end == Some(None) {
                self.fault(FaultKind::Value, segment.place(3));
            }
            if let Some(line) = self.line() {
                (line.line.service_from, line.line.service_to) = (start, end.flatten());
            }
            return;
        }
        let date = self.date(segment, 3);
        let place = segment.place(1);
        let Some(line) = self.line() else { return };
        let dates = &mut line.details.dates;
        let field = match segment.element(1) {
            "471" => &mut dates.prescription,
            "607" => &mut dates.recertification,
            "463" => &mut dates.begin_therapy,
            "461" => &mut dates.last_certification,
            "304" => &mut dates.last_seen,
            "011" => &mut dates.shipped,
            "455" => &mut dates.last_x_ray,
            "454" => &mut dates.initial_treatment,
            _ => return self.not_carried(place),
        };
        *field = date;
    }

    fn line_reference(&mut self, segment: &Segment) {
        let place = segment.place(0);
        let Some(OfLine { details, .. }) = self.line() else { return };
        let field = match segment.element(1) {
            "G1" => &mut details.prior_authorization,
            "6R" => &mut details.control_number,
            "EW" => &mut details.mammography_certification,
            "X4" => &mut details.clia,
            "F4" => &mut details.referring_clia,
            "BT" => &mut details.immunization_batch,
            "9F" => &mut details.referral_number,
            "XZ" => &mut details.prescription_number,
            _ => return self.not_carried(place),
        };
        segment.element(2).trim().clone_into(field);
        self.only(segment, &[1, 2]);
    }

    fn line_amount(&mut self, segment: &Segment) {
        let place = segment.place(0);
        let number = if segment.id() == "MEA" { 3 } else { 2 };
        let value = self.decimal(segment, number);
        let Some(OfLine { details, .. }) = self.line() else { return };
        match (segment.id(), segment.element(1)) {
            ("QTY", "PT") => details.ambulance_patients = Some(value),
            ("QTY", "FL") => details.obstetric_anesthesia_units = Some(value),
            ("AMT", "T") => details.sales_tax = Some(value),
            ("AMT", "F4") => details.postage = Some(value),
            ("MEA", reference) => details.test_results.push(TestResult {
                reference: reference.to_owned(),
                kind: segment.element(2).to_owned(),
                value,
            }),
            _ => self.not_carried(place),
        }
    }

    fn equipment(&mut self, segment: &Segment) {
        let id = segment.id();
        let numbers: &[usize] = match id {
            "SV5" => &[3, 4, 5],
            "CR3" => &[3],
            _ => &[],
        };
        let numbers: Vec<_> = numbers.iter().map(|number| self.decimal(segment, *number)).collect();
        let Some(OfLine { details, .. }) = self.line() else { return };
        let equipment: &mut Equipment = details.equipment.get_or_insert_default();
        match (id, numbers.as_slice()) {
            ("SV5", [days, rental, purchase]) => {
                equipment.necessity_days = Some(*days);
                (equipment.rental_price, equipment.purchase_price) = (*rental, *purchase);
                segment.element(6).clone_into(&mut equipment.rental_unit);
            }
            ("CR3", [months]) => {
                segment.element(1).clone_into(&mut equipment.certification);
                equipment.certified_months = *months;
            }
            _ => segment.element(2).clone_into(&mut equipment.certificate_transmission),
        }
    }

    /// `SVD`
    fn adjudicated(&mut self, segment: &Segment) {
        self.at = At::Adjudicated;
        let (paid, units) = (self.decimal(segment, 2), self.decimal(segment, 5));
        let payer = segment.element(1).trim().to_owned();
        let Some(line) = self.line() else { return };
        line.adjudications.push((payer, LineAdjudication { paid, units, ..LineAdjudication::default() }));
        let same = (1..=6).all(|component| {
            let written = match component {
                1 => "HC",
                2 => line.line.code.as_str(),
                number => line.line.modifiers.get(number - 3).map_or("", |modifier| modifier.as_str()),
            };
            segment.component(3, component) == written
        });
        if !same {
            // Another procedure was paid than was charged.
            self.not_carried(segment.place(3));
        }
        self.only(segment, &[1, 2, 3, 5]);
    }

    fn of_adjudication(&mut self, segment: &Segment) {
        let place = segment.place(0);
        let (adjustments, date, amount) = match (segment.id(), segment.element(1)) {
            ("CAS", _) => (self.adjustments(segment), None, None),
            ("DTP", "573") => (Vec::new(), self.date(segment, 3), None),
            ("AMT", "EAF") => (Vec::new(), None, Some(self.decimal(segment, 2))),
            _ => return self.not_carried(place),
        };
        let Some((_, adjudication)) = self.line().and_then(|line| line.adjudications.last_mut()) else {
            return;
        };
        adjudication.adjustments.extend(adjustments);
        adjudication.date = adjudication.date.or(date);
        adjudication.patient_liability = adjudication.patient_liability.or(amount);
    }
}

/// Loop 2400 has two PWK: a certificate of medical necessity is `CT`, and by its transmission not a paper that is attached.
fn is_certificate(segment: &Segment) -> bool {
    segment.element(1) == "CT" && matches!(segment.element(2), "AB" | "AD" | "AF" | "AG" | "NS")
}
