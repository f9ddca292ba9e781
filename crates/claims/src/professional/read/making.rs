use std::ops::Range;

use encounter::{
    Address, Coverage, Encounter, LineAdjudication, LineDetails, PayerDetails, Provider, Relationship,
    ServiceLine, Subscriber,
};
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{ReadClaim, others};
use crate::practice::{Contact, Party, PartyKind, Payer, Practice};
use crate::x12::{Fault, FaultKind, Place, Segment};

/// Where in the guide's loops the reader stands: it decides what N3, REF and DTP are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum At {
    #[default]
    Header,
    Submitter,
    Receiver,
    Billing,
    PayTo,
    Subscriber,
    Payer,
    Patient,
    Claim,
    Provider(Role),
    Facility,
    PickUp,
    DropOff,
    Other,
    OtherSubscriber,
    OtherPayer,
    Line,
    Drug,
    LineProvider(Role),
    LineFacility,
    Adjudicated,
    /// A loop that is not carried.
    NotCarried,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Referring,
    Rendering,
    Supervising,
    Ordering,
}

/// One payer of the claim.
#[derive(Clone, Debug, Default)]
pub(super) struct OfPayer {
    /// SBR01.
    pub(super) letter: String,
    pub(super) coverage: Coverage,
    pub(super) details: PayerDetails,
    pub(super) payer: Payer,
    /// The person of NM1*IL.
    pub(super) insured: Subscriber,
}

/// What is being read: everything of the levels above the claim, and the claim.
#[derive(Clone, Debug, Default)]
pub(super) struct Making {
    pub(super) at: At,
    pub(super) practice: Practice,
    pub(super) subscriber: OfPayer,
    pub(super) patient: Option<Subscriber>,
    pub(super) above: Above,
    pub(super) claim: Option<Box<OfClaim>>,
    /// Of the levels above, until a claim takes them.
    pub(super) faults: Vec<Fault>,
    /// How many of them are the billing provider's.
    of_billing: Option<usize>,
}

/// `PAT` of the subscriber's or the patient's level.
#[derive(Clone, Debug, Default)]
pub(super) struct Above {
    pub(super) relationship: Relationship,
    pub(super) death: Option<Date>,
    pub(super) weight: Option<Decimal>,
    pub(super) pregnant: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct OfClaim {
    pub(super) place: Place,
    /// Its segments as they came, one a line.
    pub(super) text: String,
    /// Where in the text the segment that is being read begins.
    pub(super) begins: usize,
    /// Where each diagnosis stands in the text.
    pub(super) diagnoses: Vec<Range<usize>>,
    pub(super) encounter: Encounter,
    pub(super) others: Vec<OfPayer>,
    pub(super) providers: Vec<(Role, Party)>,
    pub(super) facility: Option<Party>,
    pub(super) lines: Vec<OfLine>,
    pub(super) faults: Vec<Fault>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct OfLine {
    pub(super) line: ServiceLine,
    /// Where the service stands in the text of the claim.
    pub(super) service: Range<usize>,
    pub(super) details: LineDetails,
    pub(super) providers: Vec<(Role, Party)>,
    pub(super) facility: Option<Party>,
    /// With the identifier of the payer.
    pub(super) adjudications: Vec<(String, LineAdjudication)>,
}

impl Making {
    /// Takes a segment in, and gives out the claim before it where this one ends it.
    pub(super) fn take(&mut self, segment: &Segment) -> Option<ReadClaim> {
        let done = if matches!(segment.id(), "HL" | "CLM") { self.finish() } else { None };
        if let Some(claim) = &mut self.claim {
            claim.quote(segment);
        }
        match segment.id() {
            "HL" => self.level(segment),
            "NM1" => self.name(segment),
            "N3" | "N4" | "PER" | "PRV" | "REF" if self.at == At::NotCarried => {
                self.not_carried(segment.place(0))
            }
            "N3" | "N4" => self.address(segment),
            "PER" => self.contact(segment),
            "PRV" => self.specialty(segment),
            "DMG" => self.birth(segment),
            "SBR" => self.insurance(segment),
            "PAT" => self.condition(segment),
            "CLM" => self.begin_claim(segment),
            "LX" => self.begin_line(segment),
            _ if self.claim.is_some() => self.of_claim(segment),
            "REF" => self.reference_above(segment),
            // BHT says how the file was made.
            "BHT" => {}
            _ => self.not_carried(segment.place(0)),
        }
        done
    }

    fn level(&mut self, segment: &Segment) {
        match segment.element(3) {
            "20" => {
                let (submitter, receiver) = (
                    std::mem::take(&mut self.practice.submitter),
                    std::mem::take(&mut self.practice.receiver),
                );
                self.practice = Practice { submitter, receiver, ..Practice::default() };
                self.faults.clear();
                self.of_billing = None;
                self.at = At::Billing;
            }
            "22" => {
                let of_billing = *self.of_billing.get_or_insert(self.faults.len());
                self.faults.truncate(of_billing);
                (self.subscriber, self.patient, self.above) = (OfPayer::default(), None, Above::default());
                self.at = At::Subscriber;
            }
            "23" => {
                self.patient = Some(Subscriber::default());
                self.above = Above::default();
                self.at = At::Patient;
            }
            _ => {
                self.at = At::NotCarried;
                self.fault(FaultKind::Value, segment.place(3));
            }
        }
    }

    pub(super) fn fault(&mut self, kind: FaultKind, place: Place) {
        let faults = match &mut self.claim {
            Some(claim) => &mut claim.faults,
            None => &mut self.faults,
        };
        if faults.len() < crate::x12::Faults::KEPT {
            faults.push(Fault { kind, place });
        }
    }

    pub(super) fn not_carried(&mut self, place: Place) {
        self.fault(FaultKind::NotCarried, place);
    }

    /// Lists the filled elements of the segment beyond `used`.
    pub(super) fn only(&mut self, segment: &Segment, used: &[usize]) {
        for number in others(segment, used) {
            self.not_carried(segment.place(number));
        }
    }

    /// `CCYYMMDD`
    pub(super) fn date(&mut self, segment: &Segment, number: usize) -> Option<Date> {
        let date = date_of(segment.element(number));
        if date.is_none() {
            self.fault(FaultKind::Value, segment.place(number));
        }
        date
    }

    pub(super) fn decimal(&mut self, segment: &Segment, number: usize) -> Decimal {
        let value = segment.element(number).parse().ok();
        if value.is_none() {
            self.fault(FaultKind::Value, segment.place(number));
        }
        value.unwrap_or_default()
    }

    /// `None` where the element is empty.
    pub(super) fn decimal_or_none(&mut self, segment: &Segment, number: usize) -> Option<Decimal> {
        (!segment.element(number).is_empty()).then(|| self.decimal(segment, number))
    }

    pub(super) fn line(&mut self) -> Option<&mut OfLine> {
        self.claim.as_mut()?.lines.last_mut()
    }

    fn name(&mut self, segment: &Segment) {
        let in_line = self.line().is_some();
        let in_other = matches!(self.at, At::Other | At::OtherSubscriber | At::OtherPayer);
        let in_claim = self.claim.is_some();
        self.at = match segment.element(1) {
            "41" => At::Submitter,
            "40" => At::Receiver,
            "85" if !in_claim => At::Billing,
            "87" if !in_claim => At::PayTo,
            "IL" if in_other => At::OtherSubscriber,
            "IL" if !in_claim => At::Subscriber,
            "PR" if in_other => At::OtherPayer,
            "PR" if !in_claim => At::Payer,
            "QC" if !in_claim => At::Patient,
            _ if in_other => At::NotCarried,
            "DN" if in_line => At::LineProvider(Role::Referring),
            "82" if in_line => At::LineProvider(Role::Rendering),
            "DQ" if in_line => At::LineProvider(Role::Supervising),
            "DK" if in_line => At::LineProvider(Role::Ordering),
            "77" if in_line => At::LineFacility,
            "DN" if in_claim => At::Provider(Role::Referring),
            "82" if in_claim => At::Provider(Role::Rendering),
            "DQ" if in_claim => At::Provider(Role::Supervising),
            "77" if in_claim => At::Facility,
            "PW" if in_claim && !in_line => At::PickUp,
            "45" if in_claim && !in_line => At::DropOff,
            _ => At::NotCarried,
        };
        self.named(segment);
    }

    fn named(&mut self, segment: &Segment) {
        let party = party_of(segment);
        let person = || Subscriber {
            last_name: party.name.clone(),
            first_name: party.first_name.clone(),
            middle_name: party.middle_name.clone(),
            suffix: party.suffix.clone(),
            ..Subscriber::default()
        };
        let text = |number: usize| segment.element(number).trim().to_owned();
        match self.at {
            At::Submitter => (self.practice.submitter.name, self.practice.submitter.id) = (text(3), text(9)),
            At::Receiver => (self.practice.receiver.name, self.practice.receiver.id) = (text(3), text(9)),
            At::Billing => {
                let taxonomy = std::mem::take(&mut self.practice.billing.taxonomy);
                self.practice.billing = Party { taxonomy, ..party };
            }
            At::Subscriber => {
                self.subscriber.insured = person();
                self.subscriber.coverage.member_id = text(9);
            }
            At::Payer => self.subscriber.take_payer(segment),
            At::Patient => self.patient = Some(person()),
            At::OtherSubscriber | At::OtherPayer => {
                let at = self.at;
                if let Some(other) = self.other() {
                    if at == At::OtherSubscriber {
                        other.insured = person();
                        other.coverage.member_id = text(9);
                    } else {
                        other.take_payer(segment);
                    }
                }
            }
            At::Provider(role) => {
                if let Some(claim) = &mut self.claim {
                    claim.providers.push((role, party));
                }
            }
            At::Facility => {
                if let Some(claim) = &mut self.claim {
                    claim.facility = Some(party);
                }
            }
            At::DropOff => {
                let name = text(3);
                if let Some(ambulance) = self.details().and_then(|details| details.ambulance.as_mut()) {
                    ambulance.drop_off_name = name;
                }
            }
            At::LineProvider(role) => {
                if let Some(line) = self.line() {
                    line.providers.push((role, party));
                }
            }
            At::LineFacility => {
                if let Some(line) = self.line() {
                    line.facility = Some(party);
                }
            }
            At::PayTo | At::PickUp => {}
            _ => self.not_carried(segment.place(0)),
        }
    }

    pub(super) fn other(&mut self) -> Option<&mut OfPayer> {
        self.claim.as_mut()?.others.last_mut()
    }

    /// The party that is being named.
    pub(super) fn party(&mut self) -> Option<&mut Party> {
        match self.at {
            At::Billing => Some(&mut self.practice.billing),
            At::Provider(_) => self.claim.as_mut()?.providers.last_mut().map(|(_, party)| party),
            At::Facility => self.claim.as_mut()?.facility.as_mut(),
            At::LineProvider(_) => self.line()?.providers.last_mut().map(|(_, party)| party),
            At::LineFacility => self.line()?.facility.as_mut(),
            _ => None,
        }
    }

    fn address_of(&mut self) -> Option<&mut Address> {
        match self.at {
            At::PayTo => Some(&mut self.practice.pay_to),
            At::Subscriber => Some(&mut self.subscriber.insured.address),
            At::Payer => Some(&mut self.subscriber.payer.address),
            At::Patient => self.patient.as_mut().map(|patient| &mut patient.address),
            At::OtherSubscriber => self.other().map(|other| &mut other.insured.address),
            At::OtherPayer => self.other().map(|other| &mut other.payer.address),
            At::PickUp => Some(&mut self.details()?.ambulance.as_mut()?.pick_up),
            At::DropOff => Some(&mut self.details()?.ambulance.as_mut()?.drop_off),
            _ => self.party().map(|party| &mut party.address),
        }
    }

    fn address(&mut self, segment: &Segment) {
        let text = |number: usize| segment.element(number).trim().to_owned();
        let place = segment.place(0);
        let Some(address) = self.address_of() else { return self.not_carried(place) };
        if segment.id() == "N3" {
            (address.line1, address.line2) = (text(1), text(2));
            self.only(segment, &[1, 2]);
        } else {
            (address.city, address.state, address.zip, address.country) =
                (text(1), text(2), text(3), text(4));
            self.only(segment, &[1, 2, 3, 4]);
        }
    }

    fn contact(&mut self, segment: &Segment) {
        let place = segment.place(0);
        let contact = match self.at {
            At::Submitter => Some(&mut self.practice.submitter.contact),
            _ => self.party().map(|party| &mut party.contact),
        };
        let Some(contact) = contact else { return self.not_carried(place) };
        *contact = Contact { name: segment.element(2).trim().to_owned(), ..Contact::default() };
        let mut unknown = Vec::new();
        for number in [3, 5, 7] {
            let value = segment.element(number + 1).trim().to_owned();
            match segment.element(number) {
                "TE" => contact.phone = value,
                "EX" => contact.extension = value,
                "FX" => contact.fax = value,
                "EM" => contact.email = value,
                "" => {}
                _ => unknown.push(number),
            }
        }
        unknown.into_iter().for_each(|number| self.not_carried(segment.place(number)));
    }

    fn specialty(&mut self, segment: &Segment) {
        let taxonomy = segment.element(3).trim().to_owned();
        let place = segment.place(0);
        match self.party() {
            Some(party) => party.taxonomy = taxonomy,
            None => self.not_carried(place),
        }
    }
}

impl OfClaim {
    /// Adds the segment to the text.
    pub(super) fn quote(&mut self, segment: &Segment) {
        self.begins = self.text.len();
        self.text.push_str(segment.text());
        self.text.push('\n');
    }

    /// Where element `number` of the segment that is being read stands in the text.
    pub(super) fn quoted(&self, segment: &Segment, number: usize) -> Range<usize> {
        let Range { start, end } = segment.span(number);
        self.begins + start..self.begins + end
    }
}

impl OfPayer {
    fn take_payer(&mut self, segment: &Segment) {
        let name = segment.element(3).trim().to_owned();
        self.coverage.payer.clone_from(&name);
        self.payer.name = name;
        self.payer.id = segment.element(9).trim().to_owned();
        self.payer.is_plan_id = segment.element(8) == "XV";
    }
}

fn party_of(segment: &Segment) -> Party {
    let text = |number: usize| segment.element(number).trim().to_owned();
    Party {
        kind: if segment.element(2) == "1" { PartyKind::Person } else { PartyKind::Organization },
        name: text(3),
        first_name: text(4),
        middle_name: text(5),
        suffix: text(7),
        npi: if segment.element(8) == "XX" { text(9) } else { String::new() },
        ..Party::default()
    }
}

/// As an encounter names the party.
pub(super) fn provider_of(party: &Party) -> Provider {
    Provider { name: party.full_name(), npi: party.npi.clone(), taxonomy: party.taxonomy.clone() }
}

pub(super) fn date_of(digits: &str) -> Option<Date> {
    if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i16>().ok();
    Date::new(part(0..4)?, i8::try_from(part(4..6)?).ok()?, i8::try_from(part(6..8)?).ok()?).ok()
}
