use encounter::{Address, Provider, Sex};
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::form::{Entry, Page};
use super::slots::Slot;
use crate::draft::{Draft, carried};
use crate::practice::Party;
use crate::problem::ProblemKind;
use crate::professional::{Coverer, Sources, parties};

/// Boxes 12, 13 and 31: the signature is kept by the practice.
pub(super) const SIGNED: &str = "SIGNATURE ON FILE";

/// A page in the making.
pub(super) struct Filling<'a> {
    pub(super) from: &'a Sources<'a>,
    pub(super) to: &'a Coverer<'a>,
    pub(super) page: Page,
    pub(super) left_out: Vec<String>,
    pub(super) problems: Draft,
}

impl Filling<'_> {
    /// Words, cut to the slot.
    pub(super) fn words(&mut self, slot: Slot, text: &str) {
        self.put(slot, 0, text);
    }

    pub(super) fn put(&mut self, slot: Slot, line: u8, text: &str) {
        let text: String = carried(text).to_uppercase().chars().take(slot.place().width.into()).collect();
        if !text.is_empty() {
            self.page.push(Entry { slot, line, text });
        }
    }

    pub(super) fn tick(&mut self, slot: Slot) {
        self.words(slot, "X");
    }

    pub(super) fn tick_one(&mut self, yes: Slot, no: Slot, is: bool) {
        self.tick(if is { yes } else { no });
    }

    /// A number that means another if it is cut.
    pub(super) fn whole(&mut self, slot: Slot, line: u8, field: &str, text: &str) {
        let most = usize::from(slot.place().width);
        if text.trim().len() > most {
            self.problems.problem(ProblemKind::TooLong { most }, field);
        }
        self.put(slot, line, text);
    }

    pub(super) fn date(&mut self, [month, day, year]: [Slot; 3], date: Option<Date>) {
        let Some(date) = date else { return };
        self.words(month, &format!("{:02}", date.month()));
        self.words(day, &format!("{:02}", date.day()));
        self.words(year, &format!("{:04}", date.year()));
    }

    pub(super) fn amount(&mut self, [dollars, cents]: [Slot; 2], line: u8, field: &str, amount: Decimal) {
        let text = format!("{amount:.2}");
        let (whole, part) = text.split_once('.').unwrap_or((&text, "00"));
        let width = usize::from(dollars.place().width);
        self.whole(dollars, line, field, whole);
        if let Some(entry) = self.page.last_mut() {
            entry.text = format!("{:>width$}", entry.text);
        }
        self.put(cents, line, part);
    }

    pub(super) fn left_out(&mut self, field: &str, is: bool) {
        if is {
            self.left_out.push(field.to_owned());
        }
    }

    pub(super) fn sex(&mut self, male: Slot, female: Slot, sex: Sex) {
        match sex {
            Sex::Male => self.tick(male),
            Sex::Female => self.tick(female),
            Sex::Unknown => {}
        }
    }

    pub(super) fn address(&mut self, [line, city, state, zip]: [Slot; 4], address: &Address) {
        self.words(line, &street(address));
        self.words(city, &address.city);
        self.words(state, &address.state);
        self.words(zip, &address.zip.replace('-', ""));
    }

    pub(super) fn party(&mut self, provider: &Provider) -> Party {
        parties::provider(&mut self.problems, "header/renderingProvider", provider, self.from.practice)
    }
}

pub(super) fn street(address: &Address) -> String {
    [address.line1.as_str(), &address.line2]
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

pub(super) fn last_line(address: &Address) -> String {
    let parts = [address.city.as_str(), &address.state, &address.zip];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
