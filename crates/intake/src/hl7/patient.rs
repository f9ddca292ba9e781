//! PID: who the patient is.

use encounter::Sex;

use super::fields::{address, date, identifiers, telephone};
use super::segments::{Element, Segment, Segments};
use crate::draft::{Carried, Identifier, ProblemKind, ReceivedPatient};

pub(crate) fn patient(message: &Segments, segment: &Segment) -> ReceivedPatient {
    let field = |number| message.field(segment, number);
    // PID-2 and PID-4 stay in use where the sender is older than version 2.3.1.
    let mut numbers: Vec<Identifier> = Vec::new();
    for number in [3, 2, 4].into_iter().flat_map(|number| identifiers(field(number))) {
        let same =
            |known: &Identifier| (&known.number, &known.authority) == (&number.number, &number.authority);
        if !numbers.iter().any(same) {
            numbers.push(number);
        }
    }
    // The legal name is the first.
    let name = field(5);
    let one = if name.is_null() { name } else { name.first() };
    let part = |component: usize| match name.is_null() {
        true => one.carried(),
        false if component == 1 => family(one.component(1)),
        false => one.component(component).carried(),
    };
    ReceivedPatient {
        identifiers: numbers,
        last_name: part(1),
        first_name: part(2),
        middle_name: part(3),
        suffix: part(4),
        birth_date: date(field(7)),
        sex: sex(field(8)),
        address: address(field(11)),
        phone: telephone(field(13)),
        death_date: date(field(29)),
    }
}

/// FN: the surname stands whole in the first part, or in its parts where the first is empty.
fn family(component: Element<'_>) -> Option<Carried<String>> {
    let whole = component.part(1);
    if !whole.is_empty() {
        return whole.carried();
    }
    let own = [2, 3].map(|part| component.part(part).text());
    let name = own.iter().map(String::as_str).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then(|| Carried::new(name, component.origin()))
}

/// Table 0001; words too, as some systems send them.
pub(crate) fn sex(field: Element<'_>) -> Option<Carried<Sex>> {
    let code = if field.is_null() { field } else { field.component(1) };
    code.carried()?.and_then(|code| match code.to_uppercase().as_str() {
        "F" | "FEMALE" => Some(Sex::Female),
        "M" | "MALE" => Some(Sex::Male),
        "U" | "UNKNOWN" | "O" | "OTHER" | "A" | "N" | "X" => Some(Sex::Unknown),
        _ => {
            field.problem(ProblemKind::NotInList);
            None
        }
    })
}
