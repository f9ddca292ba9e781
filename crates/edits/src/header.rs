//! The face sheet: dates in their order, provider number, place of service.

use encounter::{Encounter, EncounterKind, Finding, HeaderField, Place, is_valid_npi};
use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::rule::rules;

const DATES: &str = "NUCC 1500 Claim Form Instruction Manual 02/12, item 24A";
const BIRTH: &str = "NUCC 1500 Claim Form Instruction Manual 02/12, item 3";
const PLACE: &str = "CMS, Place of Service Code Set; NUCC 1500 Claim Form Instruction Manual 02/12, item 24B";
const NPI: &str = "CMS, Requirements for National Provider Identifier (NPI) and NPI check digit";

rules! {
    SERVICE_DATES_REVERSED = Error "header.service-dates-reversed" ["from", "to"], DATES;
    SERVICE_IN_FUTURE = Error "header.service-in-future" ["date", "today"], DATES;
    SERVICE_BEFORE_BIRTH = Error "header.service-before-birth" ["date"], BIRTH;
    SERVICE_BEFORE_ICD10 = Error "header.service-before-2015-10-01" ["date"],
        "45 CFR 162.1002(c): ICD-10-CM from October 1, 2015";
    BIRTH_DATE_IN_FUTURE = Error "header.birth-date-in-future" [], BIRTH;
    BIRTH_DATE_IMPLAUSIBLE = Warning "header.birth-date-implausible" ["years"], BIRTH;
    NPI_CHECK_DIGIT = Warning "header.npi" ["npi"], NPI;
    REFERRING_NPI_CHECK_DIGIT = Warning "header.referring-npi" ["npi"], NPI;
    PLACE_OF_SERVICE = Error "header.place-of-service" [], PLACE;
    NO_PLACE_OF_SERVICE = Warning "header.no-place-of-service" [], PLACE;
}

/// The first day on which ICD-10-CM was in force.
pub(crate) const ICD10_BEGINS: Date = date(2015, 10, 1);

/// Nobody known has lived longer than 122 years; a birth date before this many is far likelier a slip.
const OLDEST_YEARS: i16 = 120;

const fn field(field: HeaderField) -> Place {
    Place::Header { field }
}

pub(crate) fn check(encounter: &Encounter, today: Date, findings: &mut Vec<Finding>) {
    let header = &encounter.header;
    let (from, to) = (header.service_from, header.service_to);
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        findings.push(SERVICE_DATES_REVERSED.at(field(HeaderField::ServiceTo), [&from, &to]));
    }
    let first_in_future = [(from, HeaderField::ServiceFrom), (to, HeaderField::ServiceTo)]
        .into_iter()
        .find_map(|(day, place)| Some((day.filter(|day| *day > today)?, place)));
    if let Some((day, place)) = first_in_future {
        findings.push(SERVICE_IN_FUTURE.at(field(place), [&day, &today]));
    }
    if let Some(on) = encounter.deciding_date().filter(|on| *on < ICD10_BEGINS) {
        findings.push(SERVICE_BEFORE_ICD10.at(field(HeaderField::ServiceFrom), [&on]));
    }
    if let Some(birth) = header.patient.birth_date {
        let oldest = today.saturating_sub(OLDEST_YEARS.years());
        if birth > today {
            findings.push(BIRTH_DATE_IN_FUTURE.at(field(HeaderField::BirthDate), []));
        } else if let Some(day) = from.filter(|day| *day < birth) {
            findings.push(SERVICE_BEFORE_BIRTH.at(field(HeaderField::ServiceFrom), [&day]));
        } else if birth < oldest {
            findings.push(BIRTH_DATE_IMPLAUSIBLE.at(field(HeaderField::BirthDate), [&OLDEST_YEARS]));
        }
    }
    if let Some(npi) = header.rendering_provider.as_ref().and_then(|provider| wrong_npi(&provider.npi)) {
        findings.push(NPI_CHECK_DIGIT.at(field(HeaderField::Npi), [&npi]));
    }
    // The places of findings name no field of the referring provider.
    if let Some(npi) = header.referring_provider.as_ref().and_then(|provider| wrong_npi(&provider.npi)) {
        findings.push(REFERRING_NPI_CHECK_DIGIT.at(Place::Encounter, [&npi]));
    }
    if header.kind == EncounterKind::Professional {
        let place = field(HeaderField::PlaceOfService);
        match header.place_of_service.trim() {
            "" => findings.push(NO_PLACE_OF_SERVICE.at(place, [])),
            code if !is_place_of_service_shape(code) => findings.push(PLACE_OF_SERVICE.at(place, [])),
            _ => {}
        }
    }
}

/// What to say of an NPI whose check digit fails: the number, or nothing of other text in its field.
pub(crate) fn wrong_npi(npi: &str) -> Option<&str> {
    let npi = npi.trim();
    let is_number = npi.len() <= 12 && npi.bytes().all(|c| c.is_ascii_digit());
    match npi.is_empty() || is_valid_npi(npi) {
        true => None,
        false => Some(if is_number { npi } else { "…" }),
    }
}

pub(crate) fn is_place_of_service_shape(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|c| c.is_ascii_digit())
}
