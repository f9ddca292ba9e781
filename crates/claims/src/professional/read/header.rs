use encounter::{
    Ambulance, Certification, ClaimDetails, ClaimFrequency, ClaimNote, Diagnosis, DiagnosisId, Encounter,
    Relationship, Sex,
};

use super::making::{At, Making, OfClaim, date_of};
use crate::x12::{FaultKind, Segment};

impl Making {
    pub(super) fn details(&mut self) -> Option<&mut ClaimDetails> {
        Some(self.claim.as_mut()?.encounter.header.claim.get_or_insert_default())
    }

    pub(super) fn encounter(&mut self) -> Option<&mut Encounter> {
        Some(&mut self.claim.as_mut()?.encounter)
    }

    pub(super) fn birth(&mut self, segment: &Segment) {
        let date = self.date(segment, 2);
        let sex = match segment.element(3) {
            "F" => Sex::Female,
            "M" => Sex::Male,
            _ => Sex::Unknown,
        };
        let place = segment.place(0);
        let person = match self.at {
            At::Subscriber => Some(&mut self.subscriber.insured),
            At::Patient => self.patient.as_mut(),
            _ => None,
        };
        match person {
            Some(person) => (person.birth_date, person.sex) = (date, sex),
            None => self.not_carried(place),
        }
        self.only(segment, &[1, 2, 3]);
    }

    /// `SBR` of 2000B and 2320.
    pub(super) fn insurance(&mut self, segment: &Segment) {
        let text = |number: usize| segment.element(number).trim().to_owned();
        let relationship = relationship(segment.element(2));
        if let Some(claim) = &mut self.claim {
            claim.others.push(super::making::OfPayer::default());
            self.at = At::Other;
        }
        let of = match &mut self.claim {
            Some(claim) => claim.others.last_mut(),
            None => Some(&mut self.subscriber),
        };
        let Some(of) = of else { return };
        of.letter = text(1);
        of.details.relationship = relationship.unwrap_or_default();
        (of.details.group_number, of.details.group_name) = (text(3), text(4));
        of.details.insurance_type = text(5);
        of.payer.filing_indicator = text(9);
        if relationship.is_none() && !segment.element(2).is_empty() {
            self.fault(FaultKind::Value, segment.place(2));
        }
        self.only(segment, &[1, 2, 3, 4, 5, 9]);
    }

    pub(super) fn condition(&mut self, segment: &Segment) {
        if self.claim.is_some() {
            return self.not_carried(segment.place(0));
        }
        if !segment.element(1).is_empty() {
            match relationship(segment.element(1)) {
                Some(relationship) => self.above.relationship = relationship,
                None => self.fault(FaultKind::Value, segment.place(1)),
            }
        }
        if !segment.element(6).is_empty() {
            self.above.death = self.date(segment, 6);
        }
        self.above.weight = self.decimal_or_none(segment, 8);
        self.above.pregnant = segment.element(9) == "Y";
        self.only(segment, &[1, 5, 6, 7, 8, 9]);
    }

    /// `REF` above the claim.
    pub(super) fn reference_above(&mut self, segment: &Segment) {
        let value = segment.element(2).trim().to_owned();
        match (self.at, segment.element(1)) {
            (At::Billing, "EI" | "SY") => {
                self.practice.tax_id = value;
                self.practice.tax_id_is_social_security = segment.element(1) == "SY";
            }
            (At::Billing, "0B" | "1G") => self.other_id(segment),
            (At::Payer, "G2") => self.subscriber.payer.billing_provider_number = value,
            _ => self.not_carried(segment.place(0)),
        }
    }

    pub(super) fn begin_claim(&mut self, segment: &Segment) {
        let mut claim = OfClaim { place: segment.place(0), ..OfClaim::default() };
        claim.quote(segment);
        claim.faults.clone_from(&self.faults);
        let header = &mut claim.encounter.header;
        header.account = segment.element(1).trim().to_owned();
        header.place_of_service = segment.component(5, 1).to_owned();
        header.accepts_assignment = segment.element(7) == "A";
        header.benefits_signature_on_file = segment.element(8) == "Y";
        header.claim_frequency = match segment.component(5, 3) {
            "7" => ClaimFrequency::Replacement,
            "8" => ClaimFrequency::Void,
            _ => ClaimFrequency::Original,
        };
        for cause in segment.components(11).take(3) {
            match cause {
                "AA" => header.accident.auto = true,
                "EM" => header.accident.employment = true,
                "OA" => header.accident.other = true,
                _ => {}
            }
        }
        segment.component(11, 4).clone_into(&mut header.accident.state);
        let mut details = Box::new(ClaimDetails::default());
        details.informed_consent = segment.element(9) == "I";
        segment.element(12).clone_into(&mut details.special_program);
        segment.element(20).clone_into(&mut details.delay_reason);
        header.claim = Some(details);
        self.claim = Some(Box::new(claim));
        self.at = At::Claim;
        self.decimal(segment, 2);
        if !matches!(segment.component(5, 3), "1" | "7" | "8") {
            self.not_carried(segment.place_of(5, 3));
        }
        self.subscriber.details.provider_signed = segment.element(10) == "P";
        // We say it of every claim in one way.
        if segment.element(6) != "Y" {
            self.not_carried(segment.place(6));
        }
        if !matches!(segment.element(10), "" | "P") {
            self.not_carried(segment.place(10));
        }
        if !matches!(segment.element(9), "Y" | "I") {
            self.not_carried(segment.place(9));
        }
        self.only(segment, &[1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 20]);
    }

    /// A segment below CLM.
    pub(super) fn of_claim(&mut self, segment: &Segment) {
        // A loop that is not carried ends with what belongs to none.
        let in_line = self.claim.as_ref().is_some_and(|claim| !claim.lines.is_empty());
        match self.at {
            _ if in_line => self.of_line(segment),
            At::Other | At::OtherSubscriber | At::OtherPayer => self.of_other(segment),
            At::Provider(_) | At::Facility if segment.id() == "REF" => self.other_id(segment),
            _ => self.of_claim_alone(segment),
        }
    }

    pub(super) fn other_id(&mut self, segment: &Segment) {
        let id = crate::practice::OtherId {
            kind: segment.element(1).to_owned(),
            value: segment.element(2).trim().to_owned(),
        };
        let place = segment.place(0);
        match self.party() {
            Some(party) => party.other_ids.push(id),
            None => self.not_carried(place),
        }
        self.only(segment, &[1, 2]);
    }

    fn of_claim_alone(&mut self, segment: &Segment) {
        match segment.id() {
            "DTP" => self.claim_date(segment),
            "REF" => self.claim_reference(segment),
            "HI" => self.codes(segment),
            "AMT" if segment.element(1) == "F5" => {
                let paid = self.decimal(segment, 2);
                if let Some(details) = self.details() {
                    details.patient_amount_paid = Some(paid);
                }
            }
            "NTE" => {
                let note = note_of(segment);
                if let Some(details) = self.details() {
                    details.note = Some(note);
                }
            }
            "CR1" => self.ambulance(segment),
            "CR2" => self.spinal_manipulation(segment),
            "CRC" if segment.element(1) == "ZZ" => self.epsdt_referral(segment),
            "CRC" => self.certification(segment),
            "PWK" | "CN1" | "K3" | "HCP" => self.supplement(segment),
            _ => self.not_carried(segment.place(0)),
        }
    }

    fn claim_date(&mut self, segment: &Segment) {
        if segment.element(1) == "314" {
            let dates = segment.element(3).split_once('-');
            let both = dates.and_then(|(start, end)| Some((date_of(start)?, date_of(end)?)));
            match (both, self.details()) {
                (Some((start, end)), Some(details)) => {
                    (details.dates.disability_from, details.dates.disability_to) = (Some(start), Some(end));
                }
                _ => self.fault(FaultKind::Value, segment.place(3)),
            }
            return;
        }
        let date = self.date(segment, 3);
        let place = segment.place(1);
        let Some(encounter) = self.encounter() else { return };
        let header = &mut encounter.header;
        let dates = &mut header.claim.get_or_insert_default().dates;
        let field = match segment.element(1) {
            "431" => &mut dates.onset,
            "454" => &mut dates.initial_treatment,
            "304" => &mut dates.last_seen,
            "453" => &mut dates.acute_manifestation,
            "439" => &mut header.accident.date,
            "484" => &mut dates.last_menstrual_period,
            "455" => &mut dates.last_x_ray,
            "471" => &mut dates.prescription,
            "360" => &mut dates.disability_from,
            "361" => &mut dates.disability_to,
            "297" => &mut dates.last_worked,
            "296" => &mut dates.return_to_work,
            "435" => &mut dates.admission,
            "096" => &mut dates.discharge,
            "090" => &mut dates.assumed_care,
            "091" => &mut dates.relinquished_care,
            "444" => &mut dates.first_contact,
            _ => return self.not_carried(place),
        };
        *field = date;
    }

    fn claim_reference(&mut self, segment: &Segment) {
        let place = segment.place(0);
        let Some(encounter) = self.encounter() else { return };
        let header = &mut encounter.header;
        let details = header.claim.get_or_insert_default();
        let field = match segment.element(1) {
            "EW" => &mut details.mammography_certification,
            "9F" => &mut details.referral_number,
            "G1" => &mut header.prior_authorization,
            "F8" => &mut header.original_claim_number,
            "X4" => &mut details.clia,
            "LX" => &mut details.investigational_device,
            "D9" => &mut details.trace_number,
            "EA" => &mut header.patient.record_number,
            _ => return self.not_carried(place),
        };
        segment.element(2).trim().clone_into(field);
    }

    fn codes(&mut self, segment: &Segment) {
        for number in 1..=segment.elements() {
            let code = segment.component(number, 2).to_owned();
            match segment.component(number, 1) {
                kind @ ("ABK" | "ABF" | "BK" | "BF") => {
                    if kind.len() == 2 {
                        self.fault(FaultKind::Icd9, segment.place_of(number, 1));
                    }
                    let Some(claim) = &mut self.claim else { return };
                    let said = claim.quoted(segment, number);
                    claim.diagnoses.push(said);
                    let encounter = &mut claim.encounter;
                    let id = DiagnosisId(u32::try_from(encounter.diagnoses.len() + 1).unwrap_or(u32::MAX));
                    let code = code.as_str().into();
                    encounter.diagnoses.push(Diagnosis { id, code, ..Diagnosis::default() });
                }
                "BP" => {
                    if let Some(details) = self.details() {
                        details.anesthesia_procedure = code;
                    }
                }
                "BG" => {
                    if let Some(details) = self.details() {
                        details.condition_codes.push(code);
                    }
                }
                _ => self.not_carried(segment.place(number)),
            }
        }
    }

    fn ambulance(&mut self, segment: &Segment) {
        let text = |number: usize| segment.element(number).trim().to_owned();
        let weight = self.decimal_or_none(segment, 2);
        let miles = self.decimal(segment, 6);
        let ambulance = Ambulance {
            reason: text(4),
            miles,
            round_trip_purpose: text(9),
            stretcher_purpose: text(10),
            ..Ambulance::default()
        };
        if let Some(details) = self.details() {
            details.patient_weight = details.patient_weight.or(weight);
            details.ambulance = Some(ambulance);
        }
        self.only(segment, &[1, 2, 4, 5, 6, 9, 10]);
    }

    fn certification(&mut self, segment: &Segment) {
        let place = segment.place(0);
        let Some(details) = self.details() else { return };
        match (segment.element(1), &mut details.ambulance) {
            ("07", Some(ambulance)) => {
                let conditions = (3..=7).map(|number| segment.element(number).to_owned());
                ambulance.certifications.push(Certification {
                    applies: segment.element(2) == "Y",
                    conditions: conditions.filter(|condition| !condition.is_empty()).collect(),
                });
            }
            ("75", _) => details.homebound = true,
            _ => self.not_carried(place),
        }
    }
}

pub(super) fn note_of(segment: &Segment) -> ClaimNote {
    ClaimNote { kind: segment.element(1).to_owned(), text: segment.element(2).trim().to_owned() }
}

fn relationship(code: &str) -> Option<Relationship> {
    Some(match code {
        "01" => Relationship::Spouse,
        "18" => Relationship::Myself,
        "19" => Relationship::Child,
        "20" => Relationship::Employee,
        "21" => Relationship::Unknown,
        "39" => Relationship::OrganDonor,
        "40" => Relationship::CadaverDonor,
        "53" => Relationship::LifePartner,
        "G8" => Relationship::Other,
        _ => return None,
    })
}
