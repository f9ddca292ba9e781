//! Segments in the making: every value is checked as it is put, and what is wrong is collected with its element and field.

use encounter::is_valid_npi;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use crate::problem::{Problem, ProblemKind};
use crate::x12::Delimiters;

/// A segment with the fields that its elements came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) elements: Vec<String>,
    loop_id: &'static str,
    line: Option<u32>,
    fields: Vec<Field>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Field {
    element: usize,
    /// 0 where the element has none.
    component: usize,
    path: String,
}

/// Where a value of a written file came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Origin {
    /// Of the implementation guide, for example `2010AA`.
    #[serde(rename = "loop")]
    pub loop_id: &'static str,
    /// A path in the encounter (`header/account`) or the practice (`practice/taxId`); empty where nothing of theirs made the
    /// segment.
    pub field: String,
    /// The service line, counted from 1.
    pub line: Option<u32>,
}

impl Row {
    /// What made an element, or where that was no field, what made the segment. All are counted from 1, 0 is the segment.
    pub(crate) fn origin(&self, element: usize, component: usize) -> Origin {
        let exact = |field: &&Field| field.element == element && field.component == component;
        let near = |field: &&Field| field.element == element;
        let mut fields = self.fields.iter();
        let field = self.fields.iter().find(exact).or_else(|| self.fields.iter().find(near));
        let path = field.or_else(|| fields.next()).map(|field| field.path.clone());
        Origin { loop_id: self.loop_id, field: path.unwrap_or_default(), line: self.line }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) rows: Vec<Row>,
    pub(crate) problems: Vec<Problem>,
    loop_id: &'static str,
    line: Option<u32>,
    /// The elements of the segment or the components of the composite that is being put.
    row: Vec<String>,
    fields: Vec<Field>,
    /// The element whose components are being put.
    composite: Option<(String, usize)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    Required,
    Optional,
}

pub(crate) use Need::{Optional, Required};

impl Draft {
    pub(crate) fn enter(&mut self, loop_id: &'static str) {
        self.loop_id = loop_id;
    }

    pub(crate) fn enter_line(&mut self, line: Option<u32>) {
        self.line = line;
    }

    /// One segment; `fill` puts its elements.
    pub(crate) fn row(&mut self, id: &str, fill: impl FnOnce(&mut Self)) {
        self.row = vec![id.to_owned()];
        fill(self);
        let (elements, fields) = (std::mem::take(&mut self.row), std::mem::take(&mut self.fields));
        self.rows.push(Row { elements, fields, loop_id: self.loop_id, line: self.line });
    }

    /// The next element, or component, is made of this field.
    fn made_of(&mut self, path: &str) {
        let (element, component) = match &self.composite {
            Some((_, element)) => (*element, self.row.len() + 1),
            None => (self.row.len(), 0),
        };
        self.fields.push(Field { element, component, path: path.to_owned() });
    }

    /// The rows so far, taken out.
    pub(crate) fn take_rows(&mut self) -> Vec<Row> {
        std::mem::take(&mut self.rows)
    }

    /// One element of components.
    pub(crate) fn composite(&mut self, fill: impl FnOnce(&mut Self)) {
        let row = std::mem::take(&mut self.row);
        self.composite = Some((row[0].clone(), row.len()));
        fill(self);
        self.composite = None;
        let parts = std::mem::replace(&mut self.row, row);
        let filled = parts.iter().rposition(|part| !part.is_empty()).map_or(0, |last| last + 1);
        self.row.push(parts[..filled].join(":"));
    }

    fn element(&self) -> String {
        match (&self.composite, self.row.first()) {
            (Some((id, number)), _) => format!("{id}{number:02}-{:02}", self.row.len() + 1),
            (None, Some(id)) => format!("{id}{:02}", self.row.len()),
            (None, None) => String::new(),
        }
    }

    pub(crate) fn problem(&mut self, kind: ProblemKind, field: &str) {
        let element = self.element();
        self.problems.push(Problem {
            kind,
            loop_id: self.loop_id,
            element,
            field: field.to_owned(),
            line: self.line,
        });
    }

    /// A qualifier of ours.
    pub(crate) fn lit(&mut self, value: &str) {
        self.row.push(value.to_owned());
    }

    /// What a field was turned into.
    pub(crate) fn made(&mut self, field: &str, value: &str) {
        self.made_of(field);
        self.lit(value);
    }

    pub(crate) fn skip(&mut self, elements: usize) {
        self.row.extend(std::iter::repeat_n(String::new(), elements));
    }

    fn checked(&mut self, field: &str, value: String, need: Need, least: usize, most: usize) {
        let length = value.len();
        if length == 0 && need == Required {
            self.problem(ProblemKind::Missing, field);
        } else if length > most {
            self.problem(ProblemKind::TooLong { most }, field);
        } else if length > 0 && length < least {
            self.problem(ProblemKind::TooShort { least }, field);
        }
        self.made_of(field);
        self.row.push(value);
    }

    /// Words: accents are folded and what X12 cannot carry, delimiters included, becomes a space.
    pub(crate) fn text(&mut self, field: &str, value: &str, need: Need, most: usize) {
        let value = carried(value);
        self.checked(field, value, need, 1, most);
    }

    /// A number or name that must arrive letter by letter.
    pub(crate) fn id(&mut self, field: &str, value: &str, need: Need, most: usize) {
        self.id_of(field, value, need, 1, most);
    }

    pub(crate) fn id_of(&mut self, field: &str, value: &str, need: Need, least: usize, most: usize) {
        let value = value.trim();
        if !value.bytes().all(|byte| (b' '..=b'~').contains(&byte) && !Delimiters::USUAL.is_one(byte)) {
            self.problem(ProblemKind::Character, field);
        }
        self.checked(field, value.to_owned(), need, least, most);
    }

    pub(crate) fn digits(&mut self, field: &str, value: &str, need: Need, least: usize, most: usize) {
        let bare: String = value.chars().filter(|c| !matches!(c, '-' | ' ' | '(' | ')' | '.')).collect();
        if !bare.bytes().all(|byte| byte.is_ascii_digit()) {
            self.problem(ProblemKind::NotDigits, field);
        }
        self.checked(field, bare, need, least, most);
    }

    pub(crate) fn code(&mut self, field: &str, value: &str, need: Need, list: &[&str]) {
        let value = value.trim().to_uppercase();
        if value.is_empty() && need == Required {
            self.problem(ProblemKind::Missing, field);
        } else if !value.is_empty() && !list.contains(&value.as_str()) {
            self.problem(ProblemKind::NotInList, field);
        }
        self.made_of(field);
        self.row.push(value);
    }

    /// The qualifier and the number, where there is one.
    pub(crate) fn npi(&mut self, field: &str, npi: &str, need: Need) {
        if npi.is_empty() && need == Optional {
            return;
        }
        self.lit("XX");
        if npi.is_empty() {
            self.problem(ProblemKind::Missing, field);
        } else if !is_valid_npi(npi) {
            self.problem(ProblemKind::Npi, field);
        }
        self.made(field, npi);
    }

    /// US dollars (guide, appendix: at most ten digits, two of them cents).
    pub(crate) fn amount(&mut self, field: &str, value: Decimal) {
        let bounds = Decimal::ZERO..Decimal::from(100_000_000);
        if !bounds.contains(&value) || value.round_dp(2) != value {
            self.problem(ProblemKind::Amount, field);
        }
        self.made(field, &value.normalize().to_string());
    }

    /// An adjustment, which may be below zero.
    pub(crate) fn signed_amount(&mut self, field: &str, value: Decimal) {
        if value.abs() >= Decimal::from(100_000_000) || value.round_dp(2) != value {
            self.problem(ProblemKind::Amount, field);
        }
        self.made(field, &value.normalize().to_string());
    }

    pub(crate) fn quantity(&mut self, field: &str, value: Decimal) {
        let bounds = Decimal::ZERO..Decimal::from(100_000_000);
        if value.is_zero() || !bounds.contains(&value) || value.round_dp(3) != value {
            self.problem(ProblemKind::Quantity, field);
        }
        self.made(field, &value.normalize().to_string());
    }

    pub(crate) fn date(&mut self, field: &str, value: Date) {
        self.made(field, &digits_of(value));
    }

    /// The qualifier and two dates.
    pub(crate) fn dates(&mut self, field: &str, start: Date, end: Date) {
        self.lit("RD8");
        self.made(field, &format!("{}-{}", digits_of(start), digits_of(end)));
    }

    /// `DTP` with one day, where there is one.
    pub(crate) fn dtp(&mut self, qualifier: &str, field: &str, value: Option<Date>) {
        if let Some(value) = value {
            self.row("DTP", |d| {
                d.lit(qualifier);
                d.lit("D8");
                d.date(field, value);
            });
        }
    }

    /// `REF`, where there is a value.
    pub(crate) fn reference(&mut self, qualifier: &str, field: &str, value: &str) {
        if !value.trim().is_empty() {
            self.row("REF", |d| {
                d.lit(qualifier);
                d.id(field, value, Required, 50);
            });
        }
    }
}

/// `CCYYMMDD`.
fn digits_of(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// The text in the characters of X12's basic and extended sets, without our delimiters.
pub(crate) fn carried(text: &str) -> String {
    let folded = text.nfd().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).map(|c| match c {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2010}'..='\u{2015}' => '-',
        ' '..='~' if !Delimiters::USUAL.is_one(c as u8) => c,
        _ => ' ',
    });
    let folded: String = folded.collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_arrive_without_what_would_break_the_file() {
        for (said, carried_as) in [
            ("Muñoz", "Munoz"),
            ("O\u{2019}Brien", "O'Brien"),
            ("seen 10:30 ~ left*knee^", "seen 10 30 left knee"),
            ("\u{1fa7a}", ""),
            ("R&R Health Plan", "R&R Health Plan"),
        ] {
            assert_eq!(carried(said), carried_as);
        }
    }
}
