use encounter::{PayerOrder, Relationship};

use super::filling::{Filling, last_line};
use super::slots::Slot;
use crate::professional::{Coverer, Sources};

impl Filling<'_> {
    /// The payer's address and boxes 1 and 1a.
    pub(super) fn head(&mut self) {
        let Some(payer) = self.to.payer else { return };
        let name = if payer.claim_name.is_empty() { &payer.name } else { &payer.claim_name };
        self.words(Slot::PayerName, name);
        self.words(Slot::PayerLine1, &payer.address.line1);
        self.words(Slot::PayerLine2, &payer.address.line2);
        self.words(Slot::PayerCity, &last_line(&payer.address));
        self.tick(match payer.filing_indicator.as_str() {
            "MA" | "MB" | "16" => Slot::B1Medicare,
            "MC" => Slot::B1Medicaid,
            "CH" => Slot::B1Tricare,
            "VA" => Slot::B1Champva,
            "12" | "13" | "14" | "15" | "BL" | "CI" | "FI" | "HM" => Slot::B1Group,
            _ => Slot::B1Other,
        });
        let member: String = self.to.coverage.member_id.split_whitespace().collect();
        self.whole(Slot::B1a, 0, &format!("{}/memberId", self.to.coverage_field), &member);
    }

    /// Boxes 2 to 7, 9 and 11.
    pub(super) fn patient_and_insured(&mut self) {
        let (from, to) = (self.from, self.to);
        let patient = &from.encounter.header.patient;
        let name = patient_name(from);
        self.words(Slot::B2, &name);
        self.date([Slot::B3Month, Slot::B3Day, Slot::B3Year], patient.birth_date);
        self.sex(Slot::B3Male, Slot::B3Female, patient.sex);
        let home = &from.details.patient_address;
        self.address([Slot::B5Street, Slot::B5City, Slot::B5State, Slot::B5Zip], home);
        self.tick(match to.details.relationship {
            Relationship::Myself => Slot::B6Self,
            Relationship::Spouse => Slot::B6Spouse,
            Relationship::Child => Slot::B6Child,
            _ => Slot::B6Other,
        });
        let insured = to.details.subscriber.as_ref();
        let insured = insured.filter(|_| to.details.relationship != Relationship::Myself);
        let seven = [Slot::B7Street, Slot::B7City, Slot::B7State, Slot::B7Zip];
        let eleven_a = [Slot::B11aMonth, Slot::B11aDay, Slot::B11aYear];
        match insured {
            Some(other) => {
                self.words(Slot::B4, &insured_name(other));
                self.address(seven, &other.address);
                self.date(eleven_a, other.birth_date);
                self.sex(Slot::B11aMale, Slot::B11aFemale, other.sex);
            }
            None => {
                self.words(Slot::B4, &name);
                self.address(seven, home);
                self.date(eleven_a, patient.birth_date);
                self.sex(Slot::B11aMale, Slot::B11aFemale, patient.sex);
            }
        }
        self.groups();
    }

    /// Boxes 9, 9a, 9d, 11, 11c and 11d.
    fn groups(&mut self) {
        let (from, to) = (self.from, self.to);
        let medicare = to.payer.is_some_and(|payer| payer.filing_indicator == "MB");
        let field = format!("{}/groupNumber", to.field);
        match to.details.group_number.as_str() {
            // Nobody pays before Medicare, and box 11 says so.
            "" if medicare && to.order == PayerOrder::Primary => self.words(Slot::B11, "NONE"),
            number => self.whole(Slot::B11, 0, &field, number),
        }
        let plan = if to.details.group_name.is_empty() {
            to.payer.map_or("", |payer| &payer.name)
        } else {
            &to.details.group_name
        };
        self.words(Slot::B11c, plan);
        let others: Vec<Coverer<'_>> =
            from.coverers().into_iter().filter(|other| other.order != to.order).collect();
        self.tick_one(Slot::B11dYes, Slot::B11dNo, !others.is_empty());
        if let Some(other) = others.first() {
            let name = match other.details.subscriber.as_ref() {
                Some(insured) if other.details.relationship != Relationship::Myself => insured_name(insured),
                _ => patient_name(from),
            };
            self.words(Slot::B9, &name);
            let (number, field) = match other.details.group_number.as_str() {
                "" => (other.coverage.member_id.as_str(), format!("{}/memberId", other.coverage_field)),
                number => (number, format!("{}/groupNumber", other.field)),
            };
            self.whole(Slot::B9a, 0, &field, number);
            self.words(Slot::B9d, &other.coverage.payer);
            self.left_out(
                &format!("{}/adjudication/adjustments", other.field),
                other.details.adjudication.as_ref().is_some_and(|paid| !paid.adjustments.is_empty()),
            );
        }
        for other in others.iter().skip(1) {
            self.left_out.push(other.coverage_field.to_owned());
        }
    }
}

/// Last name with suffix, first, middle initial, divided by commas.
fn name_of([last, suffix, first, middle]: [&str; 4]) -> String {
    let last = [last, suffix].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let initial: String = middle.chars().take(1).collect();
    let parts = [last.as_str(), first, &initial];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn patient_name(from: &Sources<'_>) -> String {
    let patient = &from.encounter.header.patient;
    name_of([&patient.last_name, &from.details.patient_suffix, &patient.first_name, &patient.middle_name])
}

fn insured_name(insured: &encounter::Subscriber) -> String {
    name_of([&insured.last_name, &insured.suffix, &insured.first_name, &insured.middle_name])
}
