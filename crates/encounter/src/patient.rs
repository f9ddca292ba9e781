use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

/// The person of the record, as the practice knows them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Patient {
    /// Medical record number at the practice.
    pub record_number: String,
    pub last_name: String,
    pub first_name: String,
    pub middle_name: String,
    pub birth_date: Option<Date>,
    pub sex: Sex,
}

/// Administrative sex, as on CMS-1500 item 3.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Female,
    Male,
    #[default]
    Unknown,
}

impl Patient {
    /// Full years lived on `on`; `None` without a birth date or before birth.
    pub fn age_in_years(&self, on: Date) -> Option<u16> {
        let birth = self.birth_date?;
        if on < birth {
            return None;
        }
        let years = on.year() - birth.year();
        let had_birthday = (on.month(), on.day()) >= (birth.month(), birth.day());
        u16::try_from(if had_birthday { years } else { years - 1 }).ok()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn age_turns_on_the_birthday() {
        let patient = Patient { birth_date: Some(date(1958, 2, 28)), ..Patient::default() };
        assert_eq!(patient.age_in_years(date(2026, 2, 27)), Some(67));
        assert_eq!(patient.age_in_years(date(2026, 2, 28)), Some(68));
        assert_eq!(patient.age_in_years(date(1958, 2, 27)), None);
    }
}
