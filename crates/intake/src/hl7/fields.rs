//! The data types that segments share: identifiers, names, addresses, telephones, coded elements, times. Source: HL7
//! v2.5.1, chapter 2A.

use encounter::{Address, Provider, is_valid_npi};
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;

use super::segments::Element;
use crate::draft::{
    Carried, Coding, Concept, Identifier, ProblemKind, ProviderRole, ReceivedProvider, Terminology,
};
use crate::terminology::terminology;
use crate::times;

/// The most repetitions of a field that are read.
pub(crate) const MOST_REPETITIONS: usize = 100;

/// The object identifier of the National Provider Identifier.
const NPI: [&str; 4] = ["NPI", "NPPES", "2.16.840.1.113883.4.6", "NPIID"];

/// CX, extended composite ID.
pub(crate) fn identifiers(field: Element<'_>) -> Vec<Identifier> {
    field.repetitions().take(MOST_REPETITIONS).filter_map(identifier).collect()
}

pub(crate) fn identifier(one: Element<'_>) -> Option<Identifier> {
    let number = one.component(1);
    let text = number.part(1).text();
    if text.is_empty() {
        return None;
    }
    let authority = name_of(one.component(4));
    let mut kind = one.component(5).part(1).text();
    // Some say of a social security number only who gave it.
    let given_by = [authority.as_str(), &name_of(one.component(6))].map(str::to_uppercase);
    if kind.is_empty() && given_by.iter().any(|name| matches!(name.as_str(), "SSA" | "USSSA")) {
        "SS".clone_into(&mut kind);
    }
    Some(Identifier { number: text, authority, kind, origin: number.origin() })
}

/// HD, hierarchic designator: the name, else the universal identifier.
pub(crate) fn name_of(designator: Element<'_>) -> String {
    let name = designator.part(1).text();
    if name.is_empty() { designator.part(2).text() } else { name }
}

/// As [`name_of`] of a field, whose parts are components.
pub(crate) fn name_of_field(designator: Element<'_>) -> String {
    let name = designator.component(1).text();
    if name.is_empty() { designator.component(2).text() } else { name }
}

/// The street of XAD: as one line, or as its name and number.
fn street(part: Element<'_>) -> String {
    let (whole, name) = (part.part(1).text(), part.part(2).text());
    match whole.contains(&name) {
        true => whole,
        false => [whole, name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
    }
}

/// XAD, extended address.
pub(crate) fn address(field: Element<'_>) -> Option<Carried<Address>> {
    if field.is_null() {
        return Some(Carried { value: None, origin: field.origin() });
    }
    let is_bad = |one: &Element<'_>| one.component(7).text() == "BA";
    let one = field.repetitions().take(MOST_REPETITIONS).find(|one| !one.is_empty() && !is_bad(one))?;
    let text = |component| one.component(component).text();
    let country = text(6);
    let is_home =
        ["US", "USA", "UNITED STATES", "UNITED STATES OF AMERICA"].contains(&country.to_uppercase().as_str());
    let address = Address {
        line1: street(one.component(1)),
        line2: text(2),
        city: text(3),
        state: text(4),
        zip: text(5),
        country: if is_home { String::new() } else { country },
    };
    (!address.is_empty()).then(|| Carried::new(address, one.origin()))
}

/// XTN: the number as one text, else of its parts.
pub(crate) fn telephone(field: Element<'_>) -> Option<Carried<String>> {
    if field.is_null() {
        return Some(Carried { value: None, origin: field.origin() });
    }
    field.repetitions().take(MOST_REPETITIONS).find_map(|one| {
        let parts = [5, 6, 7].map(|component| one.component(component).text());
        let whole = [1, 12].map(|component| one.component(component).text());
        let number = whole.into_iter().find(|text| text.chars().any(|c| c.is_ascii_digit()));
        let number = number.unwrap_or_else(|| {
            let parts = parts.iter().map(String::as_str).filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join("-")
        });
        let is_mail = one.component(3).text() == "Internet" && !number.chars().any(|c| c.is_ascii_digit());
        (!number.is_empty() && !is_mail).then(|| Carried::new(number, one.origin()))
    })
}

/// XCN, or the name of a person in one text, as some senders put it.
pub(crate) fn provider(one: Element<'_>, role: ProviderRole) -> Option<ReceivedProvider> {
    let text = |component: usize| one.component(component).part(1).text();
    let (number, last, first) = (text(1), text(2), text(3));
    let is_name = last.is_empty() && first.is_empty() && !number.bytes().any(|c| c.is_ascii_digit());
    if number.is_empty() && last.is_empty() && first.is_empty() {
        return None;
    }
    if is_name {
        let provider = Provider { name: number, ..Provider::default() };
        return Some(ReceivedProvider { role, provider, identifier: None, origin: one.origin() });
    }
    let name = person(&[&text(3), &text(4), &last, &text(5)], &text(7));
    let says_npi = one
        .components()
        .skip(7)
        .any(|component| [1, 2].into_iter().any(|part| NPI.contains(&component.part(part).text().as_str())));
    let said = name_of(one.component(9));
    let kind = text(13);
    let is_npi = says_npi || (said.is_empty() && kind.is_empty() && is_valid_npi(&number));
    if says_npi && !number.is_empty() && !is_valid_npi(&number) {
        one.component(1).problem(ProblemKind::Npi);
    }
    let origin = one.component(1).origin();
    let (npi, identifier) = match is_npi {
        true => (number, None),
        false if number.is_empty() => (String::new(), None),
        false => (String::new(), Some(Identifier { number, authority: said, kind, origin })),
    };
    let provider = Provider { name, npi, taxonomy: String::new() };
    Some(ReceivedProvider { role, provider, identifier, origin: one.origin() })
}

pub(crate) fn providers(field: Element<'_>, role: ProviderRole) -> Vec<ReceivedProvider> {
    field.repetitions().take(MOST_REPETITIONS).filter_map(|one| provider(one, role)).collect()
}

/// `Maya Ann Lindqvist, MD`.
pub(crate) fn person(names: &[&str], degree: &str) -> String {
    let name = names.iter().copied().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ");
    if degree.is_empty() || name.is_empty() { name } else { format!("{name}, {degree}") }
}

/// CE, CWE, CNE: up to two codes of the same meaning, and the text as the sender wrote it.
pub(crate) fn concept(one: Element<'_>) -> Concept {
    let text = |component: usize| one.component(component).part(1).text();
    let coding = |code: usize, description: usize, system: usize| {
        let (code, description, system) = (text(code), one.component(description).text(), text(system));
        let terminology = terminology(&system, &code);
        (!code.is_empty()).then_some(Coding { code, terminology, system, description })
    };
    let codings: Vec<Coding> = [coding(1, 2, 3), coding(4, 5, 6)].into_iter().flatten().collect();
    let described = |component: usize| codings.is_empty().then(|| one.component(component).text());
    let original = one.component(9).text();
    let text = if original.is_empty() { described(2).unwrap_or_default() } else { original };
    Concept { codings, text }
}

/// A concept whose system may have been left out, or been said in another field.
pub(crate) fn concept_of(
    one: Element<'_>,
    system: &str,
    by_shape: fn(&str) -> Option<Terminology>,
) -> Concept {
    let mut concept = concept(one);
    for coding in concept.codings.iter_mut().filter(|coding| coding.system.is_empty()) {
        coding.system = system.to_owned();
        coding.terminology = terminology(system, &coding.code);
        if system.is_empty()
            && let Some(told) = by_shape(&coding.code)
        {
            coding.terminology = told;
            one.problem(ProblemKind::SystemNotSaid);
        }
    }
    concept
}

/// A date with its day; what is none is a problem at its place.
pub(crate) fn date(element: Element<'_>) -> Option<Carried<Date>> {
    timed(element, times::date)
}

pub(crate) fn time(element: Element<'_>) -> Option<Carried<DateTime>> {
    timed(element, times::local)
}

fn timed<T>(element: Element<'_>, read: fn(&str) -> Result<T, ProblemKind>) -> Option<Carried<T>> {
    // TS has its precision, and DR its end, in the second component.
    let first = if element.is_null() || element.is_component() { element } else { element.component(1) };
    first.carried()?.and_then(|text| read(&text).map_err(|kind| element.problem(kind)).ok())
}

/// NM, or the first part of MO and CQ: an exact decimal.
pub(crate) fn number(element: Element<'_>) -> Option<Carried<Decimal>> {
    let first = if element.is_null() { element } else { element.component(1).part(1) };
    first.carried()?.and_then(|text| {
        let bare = text.trim_start_matches(['$', '+']).replace(',', "");
        bare.parse().map_err(|_| element.problem(ProblemKind::NotANumber)).ok()
    })
}
