//! PV1, PV2, PID-18 and ACC: the visit and its account.

use encounter::Accident;

use super::fields::{concept, date, identifiers, name_of, name_of_field, providers, time};
use super::segments::{Element, Segment, Segments};
use crate::draft::{Carried, Concept, ProblemKind, ProviderRole, ReceivedVisit, VisitClass};

pub(crate) fn visit<'m>(message: &'m Segments, of: &dyn Fn(&str) -> Option<&'m Segment>) -> ReceivedVisit {
    let mut visit = ReceivedVisit::default();
    if let Some(patient) = of("PID") {
        visit.accounts = identifiers(message.field(patient, 18));
    }
    if let Some(segment) = of("PV1") {
        let field = |number| message.field(segment, number);
        let coded = |number: usize| code(field(number));
        visit.numbers = [19, 50].into_iter().flat_map(|number| identifiers(field(number))).collect();
        visit.class =
            field(2).component(1).carried().and_then(|code| code.and_then(|code| class(&code, field(2))));
        let place = field(3).first();
        visit.location = location(place);
        visit.facility = facility(place, field(39));
        visit.admission_type = coded(4);
        visit.admission_source = coded(14);
        visit.discharge_status = coded(36);
        visit.financial_class = coded(20);
        visit.from = time(field(44));
        visit.to = time(field(45));
        let roles = [
            (7, ProviderRole::Attending),
            (8, ProviderRole::Referring),
            (9, ProviderRole::Consulting),
            (17, ProviderRole::Admitting),
        ];
        visit.providers =
            roles.into_iter().flat_map(|(number, role)| providers(field(number), role)).collect();
    }
    if let Some(segment) = of("PV2") {
        let field = message.field(segment, 3);
        let reason = concept(field);
        visit.reason = match field.is_null() {
            true => Some(Carried { value: None, origin: field.origin() }),
            false => Some(Carried::<Concept>::new(reason, field.origin())).filter(|_| !field.is_empty()),
        };
    }
    if let Some(segment) = of("ACC") {
        visit.accident = accident(message, segment);
    }
    visit
}

/// The code of a coded field.
fn code(field: Element<'_>) -> Option<Carried<String>> {
    if field.is_null() { field.carried() } else { field.first().component(1).part(1).carried() }
}

/// Table 0004.
fn class(code: &str, field: Element<'_>) -> Option<VisitClass> {
    Some(match code.to_uppercase().as_str() {
        "I" | "IP" | "INPATIENT" => VisitClass::Inpatient,
        "O" | "OP" | "OUTPATIENT" | "C" => VisitClass::Outpatient,
        "E" | "ER" | "ED" | "EMERGENCY" => VisitClass::Emergency,
        "OBS" | "OBSERVATION" => VisitClass::Observation,
        "P" | "PREADMIT" => VisitClass::Preadmission,
        "R" => VisitClass::Recurring,
        "B" => VisitClass::Obstetrics,
        "N" | "U" => VisitClass::Other,
        _ => {
            field.problem(ProblemKind::NotInList);
            VisitClass::Other
        }
    })
}

/// PL: point of care, room and bed, with the building and the description where there are no others.
fn location(place: Element<'_>) -> Option<Carried<String>> {
    if place.is_null() {
        return place.carried();
    }
    let text = |components: &[usize]| {
        let parts = components.iter().map(|component| place.component(*component).part(1).text());
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    };
    let near = text(&[1, 2, 3]);
    let location = if near.is_empty() { text(&[7, 9]) } else { near };
    (!location.is_empty()).then(|| Carried::new(location, place.origin()))
}

fn facility(place: Element<'_>, servicing: Element<'_>) -> Option<Carried<String>> {
    let named = [(name_of(place.component(4)), place.component(4)), (name_of_field(servicing), servicing)];
    named.into_iter().find(|(name, _)| !name.is_empty()).map(|(name, from)| Carried::new(name, from.origin()))
}

fn accident(message: &Segments, segment: &Segment) -> Option<Carried<Accident>> {
    let field = |number| message.field(segment, number);
    let date = date(field(1)).and_then(|date| date.value);
    let state = field(4).component(1).text();
    let employment = field(5).text().eq_ignore_ascii_case("Y");
    let auto = !state.is_empty();
    let other = !employment && !auto && date.is_some();
    let accident = Accident { employment, auto, other, date, state };
    (accident != Accident::default()).then(|| Carried::new(accident, segment.origin()))
}
