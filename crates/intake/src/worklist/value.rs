//! One cell, read as what its column is.

use encounter::is_valid_npi;
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;

use super::codes::{self, ProcedureCell};
use super::dates::{self, Century, DateFormat};
use super::field::WorklistField::{self, *};
use super::names::{PersonName, person};
use crate::draft::{Concept, ProblemKind};
use crate::note::clean;

/// What a cell says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    Person(PersonName),
    Time(DateTime),
    Sex(encounter::Sex),
    Number(Decimal),
    Diagnoses(Vec<Concept>),
    Procedures(Vec<ProcedureCell>),
    Modifiers(Vec<encounter::Modifier>),
    Pointers(Vec<usize>),
}

/// A visit is not planned further ahead than this, in days.
const MOST_DAYS_AHEAD: i32 = 366;

/// The longest text but a note, in characters: what a number or a name cannot be longer than.
const MOST_TEXT: usize = 400;

/// `None` of an empty cell, and where it says nothing.
pub(super) fn read(
    field: WorklistField,
    dates: Option<DateFormat>,
    cell: &str,
    today: Date,
) -> Option<Result<Value, ProblemKind>> {
    // What a formula comes to that cannot be worked out.
    const NO_RESULT: [&str; 7] = ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"];
    // Of dates nobody has said yet how they are written; a status that says nothing of a cancellation says nothing.
    let says_nothing = (field.is_date() && dates.is_none()) || (field == VisitStatus && !is_cancelled(cell));
    if cell.is_empty() || says_nothing {
        return None;
    }
    if NO_RESULT.contains(&cell) {
        return Some(Err(ProblemKind::NotUnderstood));
    }
    let text = || match cell.chars().count() > MOST_TEXT {
        true => Err(ProblemKind::TooLarge { limit: MOST_TEXT as u32 }),
        false => Ok(Value::Text(cell.split_whitespace().collect::<Vec<_>>().join(" "))),
    };
    Some(match field {
        RecordNumber | LastName | FirstName | MiddleName | Suffix | AddressLine1 | AddressLine2 | City
        | VisitNumber | AccountNumber | Facility | FinancialClass | PrimaryPayer | PrimaryMemberId
        | PrimaryGroupNumber | PriorAuthorization | SecondaryPayer | SecondaryMemberId
        | SecondaryGroupNumber | RenderingProvider | ReferringProvider | ChargeNumber | NoteTitle
        | VisitStatus => text(),
        PatientName | PatientNameLastFirst => {
            text().map(|_| Value::Person(person(cell, field == PatientNameLastFirst)))
        }
        State => match cell.len() == 2 && cell.bytes().all(|c| c.is_ascii_alphabetic()) {
            true => Ok(Value::Text(cell.to_uppercase())),
            false => text(),
        },
        Zip => zip(cell),
        BirthDate => day(cell, dates, Century::OfBirth, today),
        ServiceFrom | ServiceTo => day(cell, dates, Century::OfVisit, today),
        Sex => sex(cell),
        PlaceOfService => place(cell),
        RenderingNpi | ReferringNpi => npi(cell),
        Diagnosis => codes::diagnoses(cell).map(Value::Diagnoses),
        Procedure => codes::procedures(cell).map(Value::Procedures),
        Modifier => codes::modifiers(cell).map(Value::Modifiers),
        DiagnosisPointer => codes::pointers(cell).map(Value::Pointers),
        Units => number(cell).and_then(|units| match units > Decimal::ZERO {
            true => Ok(Value::Number(units)),
            false => Err(ProblemKind::NotANumber),
        }),
        Charge => number(cell).map(Value::Number),
        NoteText => Ok(Value::Text(clean(cell))),
    })
}

/// The words of schedules for a visit that did not take place.
fn is_cancelled(status: &str) -> bool {
    const WORDS: [&str; 10] = [
        "cancelled",
        "canceled",
        "cancel",
        "can",
        "no show",
        "noshow",
        "rescheduled",
        "deleted",
        "left without being seen",
        "did not keep",
    ];
    let words: Vec<&str> =
        status.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let status = words.join(" ").to_lowercase();
    // `Cancelled by patient`, `Canceled - Provider`.
    WORDS
        .iter()
        .any(|word| status.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

fn day(cell: &str, dates: Option<DateFormat>, century: Century, today: Date) -> Result<Value, ProblemKind> {
    let at = dates::read(cell, dates.ok_or(ProblemKind::Date)?, century, today)?;
    let ahead = at.date().since(today).map_err(|_| ProblemKind::Date)?.get_days();
    let most = match century {
        Century::OfBirth => 0,
        Century::OfVisit => MOST_DAYS_AHEAD,
    };
    if ahead > most { Err(ProblemKind::InFuture) } else { Ok(Value::Time(at)) }
}

/// A letter, a word, or the digits of surveys and of older systems.
fn sex(cell: &str) -> Result<Value, ProblemKind> {
    Ok(Value::Sex(match cell.to_lowercase().as_str() {
        "f" | "female" | "woman" | "w" | "girl" => encounter::Sex::Female,
        "m" | "male" | "man" | "boy" => encounter::Sex::Male,
        "u" | "unknown" | "o" | "other" | "x" | "n" | "nonbinary" | "non-binary" | "unspecified"
        | "undifferentiated" | "a" => encounter::Sex::Unknown,
        _ => return Err(ProblemKind::NotInList),
    }))
}

/// A number of CMS' list of places of service, or the name of one that has no other near it.
fn place(cell: &str) -> Result<Value, ProblemKind> {
    const NAMES: [(&str, &str); 16] = [
        ("office", "11"),
        ("home", "12"),
        ("assisted living facility", "13"),
        ("urgent care facility", "20"),
        ("urgent care", "20"),
        ("inpatient hospital", "21"),
        ("inpatient", "21"),
        ("on campus outpatient hospital", "22"),
        ("emergency room", "23"),
        ("emergency room hospital", "23"),
        ("ambulatory surgical center", "24"),
        ("skilled nursing facility", "31"),
        ("nursing facility", "32"),
        ("hospice", "34"),
        ("federally qualified health center", "50"),
        ("independent laboratory", "81"),
    ];
    let digits: String = cell.chars().take_while(char::is_ascii_digit).collect();
    let number = match digits.len() {
        // A spreadsheet dropped the zero.
        1 => format!("0{digits}"),
        _ => digits.clone(),
    };
    // `11 - Office`.
    let is_number = number.len() == 2
        && cell.get(digits.len()..).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    if is_number {
        return if is_place(&number) { Ok(Value::Text(number)) } else { Err(ProblemKind::NotInList) };
    }
    let words: Vec<&str> =
        cell.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let name = words.join(" ").to_lowercase();
    let known = NAMES.iter().find(|(known, _)| *known == name);
    known.map(|(_, number)| Value::Text((*number).to_owned())).ok_or(ProblemKind::NotInList)
}

/// CMS, Place of Service Code Set (2024-05): those that are not unassigned.
fn is_place(number: &str) -> bool {
    number.parse::<u8>().is_ok_and(|number| {
        matches!(number, 1..=27 | 31..=34 | 41 | 42 | 49..=58 | 60..=62 | 65 | 66 | 71 | 72 | 81 | 99)
    })
}

fn npi(cell: &str) -> Result<Value, ProblemKind> {
    let digits: String = cell.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if is_valid_npi(&digits) { Ok(Value::Text(digits)) } else { Err(ProblemKind::Npi) }
}

/// `$1,250.00`, `(12.50)`, `1250,00`.
fn number(cell: &str) -> Result<Decimal, ProblemKind> {
    let (cell, is_negative) = match cell.strip_prefix('(').and_then(|cell| cell.strip_suffix(')')) {
        Some(within) => (within, true),
        None => (cell, false),
    };
    let bare: String =
        cell.chars().filter(|c| !c.is_whitespace() && !matches!(c, '$' | '+' | '\'')).collect();
    let bare = bare.trim_end_matches("USD");
    // The last of point and comma parts the cents where two digits or one stand behind it, else thousands.
    let is_decimal_comma = bare.rsplit_once(',').is_some_and(|(before, cents)| {
        cents.len() < 3 && !cents.contains('.') && before.matches(',').count() == 0
    });
    let plain = match is_decimal_comma {
        true => bare.replace('.', "").replace(',', "."),
        false => bare.replace(',', ""),
    };
    let number: Decimal = plain.parse().map_err(|_| ProblemKind::NotANumber)?;
    Ok(if is_negative { -number } else { number })
}

/// Of the United States, with the zeros that a spreadsheet dropped; of other countries as it stands.
fn zip(cell: &str) -> Result<Value, ProblemKind> {
    let is_digits = cell.bytes().all(|c| c.is_ascii_digit());
    Ok(Value::Text(match cell.len() {
        3 | 4 if is_digits => format!("{cell:0>5}"),
        8 if is_digits => format!("0{cell}"),
        _ if cell.len() <= 12 => cell.to_owned(),
        _ => return Err(ProblemKind::NotUnderstood),
    }))
}

impl Value {
    /// As it would lie in the encounter, in a line.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Person(PersonName { last, first, middle, suffix }) => {
                let given: Vec<&str> = [first, middle, suffix]
                    .into_iter()
                    .map(String::as_str)
                    .filter(|part| !part.is_empty())
                    .collect();
                match given.is_empty() {
                    true => last.clone(),
                    false => format!("{last}, {}", given.join(" ")),
                }
            }
            Self::Time(at) if at.time() == jiff::civil::Time::midnight() => at.date().to_string(),
            Self::Time(at) => at.strftime("%Y-%m-%d %H:%M").to_string(),
            Self::Sex(sex) => match sex {
                encounter::Sex::Female => "F".to_owned(),
                encounter::Sex::Male => "M".to_owned(),
                encounter::Sex::Unknown => "U".to_owned(),
            },
            Self::Number(number) => number.to_string(),
            Self::Diagnoses(concepts) => concepts.iter().map(shown).collect::<Vec<_>>().join(", "),
            Self::Procedures(procedures) => procedures
                .iter()
                .map(|each| {
                    let modifiers: Vec<&str> =
                        each.modifiers.iter().map(encounter::Modifier::as_str).collect();
                    let code = shown(&each.concept);
                    if modifiers.is_empty() { code } else { format!("{code}-{}", modifiers.join("-")) }
                })
                .collect::<Vec<_>>()
                .join(", "),
            Self::Modifiers(modifiers) => {
                modifiers.iter().map(encounter::Modifier::as_str).collect::<Vec<_>>().join(", ")
            }
            Self::Pointers(places) => {
                let letter = |place: &usize| {
                    u8::try_from(*place).map_or('?', |place| char::from(b'A'.saturating_add(place)))
                };
                places.iter().map(letter).collect()
            }
        }
    }
}

fn shown(concept: &Concept) -> String {
    match concept.codings.first() {
        Some(coding) => coding.code.clone(),
        None => concept.text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn cells_of_every_kind() {
        let today = date(2026, 11, 29);
        let read = |field, cell| match read(field, Some(DateFormat::MonthFirst), cell, today) {
            None => "nothing".to_owned(),
            Some(Ok(value)) => value.shown(),
            Some(Err(problem)) => format!("{problem:?}"),
        };
        for (field, cell, expected) in [
            (PatientName, "Ruth Okafor", "Okafor, Ruth"),
            (PatientNameLastFirst, "Okafor Ruth", "Okafor, Ruth"),
            (BirthDate, "11/3/58", "1958-11-03"),
            (BirthDate, "11/30/2026", "InFuture"),
            (ServiceFrom, "11/30/2026 9:15 AM", "2026-11-30 09:15"),
            (ServiceFrom, "12/30/2027", "InFuture"),
            (ServiceFrom, "13/30/2026", "Date"),
            (Sex, "Female", "F"),
            (Sex, "1", "NotInList"),
            (PlaceOfService, "2", "02"),
            (PlaceOfService, "11 - Office", "11"),
            (PlaceOfService, "Emergency Room", "23"),
            (PlaceOfService, "28", "NotInList"),
            (PlaceOfService, "Ward 7", "NotInList"),
            (RenderingNpi, "1234567893", "1234567893"),
            (RenderingNpi, "1234567894", "Npi"),
            (Charge, "$1,250.00", "1250.00"),
            (Charge, "1.250,00", "1250.00"),
            (Charge, "165,5", "165.5"),
            (Charge, "1,250", "1250"),
            (Charge, "(12.50)", "-12.50"),
            (Charge, "free", "NotANumber"),
            (Units, "0", "NotANumber"),
            (Zip, "4101", "04101"),
            (Zip, "04101-1234", "04101-1234"),
            (Diagnosis, "e1122, I10", "E11.22, I10"),
            (Procedure, "99214-25", "99214-25"),
            (DiagnosisPointer, "1,2", "AB"),
            (VisitStatus, "Cancelled by patient", "Cancelled by patient"),
            (VisitStatus, "No-Show", "No-Show"),
            (VisitStatus, "Checked out", "nothing"),
            (VisitStatus, "Not cancelled", "nothing"),
            (RecordNumber, "#N/A", "NotUnderstood"),
            (RecordNumber, "", "nothing"),
        ] {
            assert_eq!(read(field, cell), expected, "{field:?} {cell}");
        }
    }
}
