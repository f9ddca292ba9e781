//! DG1, PR1 and FT1: diagnoses, procedures and charges, each as it was sent.

use encounter::{Modifier, PresentOnAdmission};
use rust_decimal::Decimal;

use super::fields::{MOST_REPETITIONS, concept, concept_of, date, number, providers};
use super::segments::{Element, Segment, Segments};
use crate::draft::{
    Carried, Concept, DiagnosisRole, ProblemKind, ProviderRole, ReceivedDiagnosis, ReceivedService,
    ServiceAct, value,
};
use crate::terminology::{diagnosis_by_shape, procedure_by_shape};

pub(crate) fn diagnosis(message: &Segments, segment: &Segment) -> Option<ReceivedDiagnosis> {
    let field = |number| message.field(segment, number);
    let method = field(2).component(1).text();
    // DG1-2 is the coding method of older versions; where DG1-3 names its system, that one counts.
    let mut concept = concept_of(field(3), &method, diagnosis_by_shape);
    if concept.text.is_empty() {
        concept.text = field(4).text();
    }
    if concept.is_empty() {
        return None;
    }
    let role = match field(6).component(1).text().as_str() {
        "A" => DiagnosisRole::Admitting,
        "W" => DiagnosisRole::Working,
        _ => DiagnosisRole::Visit,
    };
    let present = field(26).component(1);
    let present_on_admission = match present.text().as_str() {
        "Y" => Some(PresentOnAdmission::Yes),
        "N" => Some(PresentOnAdmission::No),
        "U" => Some(PresentOnAdmission::Unknown),
        "W" => Some(PresentOnAdmission::ClinicallyUndetermined),
        "1" | "E" => Some(PresentOnAdmission::Exempt),
        "" => None,
        _ => {
            present.problem(ProblemKind::NotInList);
            None
        }
    };
    Some(ReceivedDiagnosis {
        concept,
        role,
        rank: field(15).component(1).text().parse().ok(),
        present_on_admission,
        date: value(&date(field(5))).copied(),
        withdrawn: field(21).text() == "D",
        origin: segment.origin(),
    })
}

/// A procedure that was done.
pub(crate) fn procedure(message: &Segments, segment: &Segment) -> Option<ReceivedService> {
    let field = |number| message.field(segment, number);
    let method = field(2).component(1).text();
    let mut concept = concept_of(field(3), &method, procedure_by_shape);
    if concept.text.is_empty() {
        concept.text = field(4).text();
    }
    if concept.is_empty() {
        return None;
    }
    let from = date(field(5));
    let mut by = providers(field(11), ProviderRole::Performing);
    if by.is_empty() {
        by = providers(field(12), ProviderRole::Performing);
    }
    Some(ReceivedService {
        number: field(19).component(1).text(),
        act: ServiceAct::Done,
        procedure: concept,
        modifiers: modifiers(field(16)),
        from,
        diagnoses: reasons(field(15)),
        providers: by,
        origin: segment.origin(),
        ..ReceivedService::default()
    })
}

/// A financial transaction, where it is a charge or a credit.
pub(crate) fn charge(message: &Segments, segment: &Segment) -> Option<ReceivedService> {
    let field = |number| message.field(segment, number);
    let act = match field(6).component(1).text().to_uppercase().as_str() {
        // Payments and adjustments are no services.
        "PY" | "AJ" | "CO" => {
            field(6).problem(ProblemKind::NotACharge);
            return None;
        }
        "CD" | "CR" => ServiceAct::Credit,
        _ => ServiceAct::Charge,
    };
    let mut procedure = concept_of(field(25), "", procedure_by_shape);
    // The charge master's own code stands in FT1-7; it is the procedure's where FT1-25 is empty.
    let own = match procedure.is_empty() {
        true => concept_of(field(7), "", procedure_by_shape),
        false => concept(field(7)),
    };
    if procedure.is_empty() {
        procedure.text.clone_from(&own.text);
    }
    for coding in own.codings {
        if procedure.codings.iter().all(|known| known.code != coding.code) {
            procedure.codings.push(coding);
        }
    }
    let described = field(8).text();
    if procedure.text.is_empty() {
        procedure.text = described;
    }
    if procedure.is_empty() {
        return None;
    }
    let units = number(field(10));
    let (from, to) = period(field(4));
    let by = [(20, ProviderRole::Performing), (21, ProviderRole::Ordering)];
    Some(ReceivedService {
        number: field(2).component(1).text(),
        act,
        procedure,
        modifiers: modifiers(field(26)),
        charge: amount(field(11), field(12), value(&units).copied()),
        units,
        from,
        to,
        diagnoses: reasons(field(19)),
        ndc: field(29).component(1).carried(),
        place_of_service: None,
        providers: by.into_iter().flat_map(|(number, role)| providers(field(number), role)).collect(),
        origin: segment.origin(),
    })
}

type Day = Option<Carried<jiff::civil::Date>>;

/// DR: from and to, or one time alone.
fn period(field: Element<'_>) -> (Day, Day) {
    let from = date(field);
    let to = if field.is_null() { None } else { date(field.component(2)) };
    (from, to)
}

/// The extended amount, else the amount of one unit for all of them.
fn amount(extended: Element<'_>, of_one: Element<'_>, units: Option<Decimal>) -> Option<Carried<Decimal>> {
    number(extended).or_else(|| {
        let units = units.unwrap_or(Decimal::ONE);
        number(of_one)?.and_then(|amount| {
            let product = amount.checked_mul(units);
            product.or_else(|| {
                of_one.problem(ProblemKind::NotANumber);
                None
            })
        })
    })
}

fn modifiers(field: Element<'_>) -> Vec<Modifier> {
    let codes = field.repetitions().take(MOST_REPETITIONS).map(|one| one.component(1).part(1).text());
    codes.filter(|code| !code.is_empty()).map(|code| Modifier::new(&code)).collect()
}

fn reasons(field: Element<'_>) -> Vec<Concept> {
    let concepts =
        field.repetitions().take(MOST_REPETITIONS).map(|one| concept_of(one, "", diagnosis_by_shape));
    concepts.filter(|concept| !concept.is_empty()).collect()
}
