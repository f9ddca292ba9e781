use encounter::{LineDetails, ServiceLine};
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::filling::{Filling, SIGNED, last_line, street};
use super::slots::{MODIFIERS, Slot};
use crate::professional::parties;

impl Filling<'_> {
    /// Box 24.
    pub(super) fn lines(&mut self, first: usize, lines: &[ServiceLine]) {
        let none = LineDetails::default();
        for (row, line) in (0..).zip(lines) {
            let details = line.claim.as_deref().unwrap_or(&none);
            let index = first + usize::from(row);
            self.line(row, index, line, details);
            self.rendering(row, line);
        }
    }

    fn line(&mut self, row: u8, index: usize, line: &ServiceLine, details: &LineDetails) {
        let encounter = self.from.encounter;
        let header = &encounter.header;
        let field = |part: &str| format!("lines/{index}/{part}");
        let ndc: String = line.ndc.chars().filter(char::is_ascii_digit).collect();
        if let (11, Some(quantity)) = (ndc.len(), details.ndc_quantity) {
            let (unit, quantity) = (&details.ndc_unit, quantity.normalize());
            self.put(Slot::B24Shaded, row, &format!("N4{ndc} {unit}{quantity}"));
        } else if let Some(note) = &details.note {
            self.put(Slot::B24Shaded, row, &format!("ZZ{}", note.text));
        }
        let (from, to) = match line.service_from {
            Some(from) => (Some(from), line.service_to),
            None => (header.service_from, header.service_to),
        };
        self.short_date(row, [Slot::B24aFromMonth, Slot::B24aFromDay, Slot::B24aFromYear], from);
        self.short_date(row, [Slot::B24aToMonth, Slot::B24aToDay, Slot::B24aToYear], to.or(from));
        let place = line.place_of_service.as_deref().unwrap_or(&header.place_of_service);
        self.put(Slot::B24b, row, place);
        self.put(Slot::B24c, row, if details.emergency { "Y" } else { "" });
        self.whole(Slot::B24d, row, &field("code"), line.code.as_str());
        for (slot, modifier) in MODIFIERS.into_iter().zip(&line.modifiers) {
            self.put(slot, row, modifier.as_str());
        }
        let pointers = line.pointers.iter().filter_map(|pointer| encounter.diagnosis_index(*pointer));
        let letters: String = pointers.filter_map(encounter::diagnosis_letter).collect();
        self.put(Slot::B24e, row, &letters);
        self.amount([Slot::B24fDollars, Slot::B24fCents], row, &field("charge"), line.charge);
        let units = details.anesthesia_minutes.unwrap_or(line.units).normalize().to_string();
        self.whole(Slot::B24g, row, &field("units"), &units);
        self.put(Slot::B24h, row, if details.epsdt || details.family_planning { "Y" } else { "" });
        self.left_out(&field("claim/equipment"), details.equipment.is_some());
        self.left_out(&field("claim/adjudications"), !details.adjudications.is_empty());
        self.left_out(&field("claim/testResults"), !details.test_results.is_empty());
        self.left_out(&field("claim/attachments"), !details.attachments.is_empty());
        self.left_out(&field("claim/contract"), details.contract.is_some());
        self.left_out(&field("claim/stateInformation"), !details.state_information.is_empty());
        self.left_out(&field("claim/repricing"), details.repricing.is_some());
        self.left_out(&field("claim/forms"), !details.forms.is_empty());
        self.left_out(&field("claim/dates"), details.dates != encounter::LineDates::default());
        self.left_out(&field("claim/note"), details.note.is_some() && ndc.len() == 11);
    }

    fn short_date(&mut self, row: u8, [month, day, year]: [Slot; 3], date: Option<Date>) {
        let Some(date) = date else { return };
        self.put(month, row, &format!("{:02}", date.month()));
        self.put(day, row, &format!("{:02}", date.day()));
        self.put(year, row, &format!("{:02}", date.year().rem_euclid(100)));
    }

    /// Boxes 24I and 24J: who rendered, also where that is who bills.
    fn rendering(&mut self, row: u8, line: &ServiceLine) {
        let provider =
            line.rendering_provider.as_ref().or(self.from.encounter.header.rendering_provider.as_ref());
        let party = match provider {
            Some(provider) => self.party(provider),
            None => self.from.practice.billing.clone(),
        };
        self.put(Slot::B24j, row, &party.npi);
        let own = party.other_ids.first().map(|id| (id.kind.as_str(), id.value.as_str()));
        let by_taxonomy = Some(("ZZ", party.taxonomy.as_str())).filter(|(_, code)| !code.is_empty());
        if let Some((kind, value)) = own.or(by_taxonomy) {
            self.put(Slot::B24iQualifier, row, kind);
            self.whole(Slot::B24jOther, row, "practice/providers/otherIds", value);
        }
    }

    /// Boxes 25 to 33. What is charged and paid stands on the last page.
    pub(super) fn foot(&mut self, last: bool) {
        let (encounter, practice) = (self.from.encounter, self.from.practice);
        let header = &encounter.header;
        self.words(Slot::B25, &practice.tax_id.replace('-', ""));
        self.tick_one(Slot::B25Ssn, Slot::B25Ein, practice.tax_id_is_social_security);
        self.whole(Slot::B26, 0, "header/account", &header.account);
        self.tick_one(Slot::B27Yes, Slot::B27No, header.accepts_assignment);
        if last {
            self.amount([Slot::B28Dollars, Slot::B28Cents], 0, "lines", encounter.charges());
            let paid = self.paid();
            if !paid.is_zero() {
                let field = "header/claim/patientAmountPaid";
                self.amount([Slot::B29Dollars, Slot::B29Cents], 0, field, paid);
            }
        }
        self.words(Slot::B31, SIGNED);
        let facility =
            parties::facility(&mut self.problems, "CMS-1500", "header/facility", &header.facility, practice);
        let facility = facility.unwrap_or(&practice.billing);
        self.words(Slot::B32Name, &facility.full_name());
        self.words(Slot::B32Street, &street(&facility.address));
        self.words(Slot::B32City, &last_line(&facility.address));
        self.words(Slot::B32a, &facility.npi);
        if let Some(id) = facility.other_ids.first() {
            let text = format!("{}{}", id.kind, id.value);
            self.whole(Slot::B32b, 0, "practice/facilities/otherIds", &text);
        }
        self.billing();
    }

    fn billing(&mut self) {
        let billing = &self.from.practice.billing;
        let digits: String = billing.contact.phone.chars().filter(char::is_ascii_digit).collect();
        match digits.split_at_checked(3) {
            Some((area, rest)) if rest.len() == 7 => self.words(Slot::B33Phone, &format!("{area} {rest}")),
            _ => self.words(Slot::B33Phone, &digits),
        }
        self.words(Slot::B33Name, &billing.full_name());
        self.words(Slot::B33Street, &street(&billing.address));
        self.words(Slot::B33City, &last_line(&billing.address));
        self.words(Slot::B33a, &billing.npi);
        let number = self.to.payer.map_or("", |payer| payer.billing_provider_number.as_str());
        let other = match (number, billing.taxonomy.as_str()) {
            ("", "") => String::new(),
            ("", taxonomy) => format!("ZZ{taxonomy}"),
            (number, _) => format!("G2{number}"),
        };
        self.whole(Slot::B33b, 0, "practice/payers/billingProviderNumber", &other);
    }

    /// Box 29: what the patient and the payers before have paid.
    fn paid(&self) -> Decimal {
        let before = self.from.coverers().into_iter().filter(|other| other.order != self.to.order);
        let paid = before.filter_map(|other| other.details.adjudication.as_ref()).map(|it| it.paid);
        self.from.details.patient_amount_paid.unwrap_or_default() + paid.sum::<Decimal>()
    }
}
