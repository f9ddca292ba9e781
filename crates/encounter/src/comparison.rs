use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{DiagnosisId, Encounter, FacilityProcedure, ServiceLine, diagnosis_letter};

/// One difference between an encounter as it was completed and as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    pub what: Compared,
    /// `None` where it was not there before.
    pub before: Option<String>,
    /// `None` where it is no longer there.
    pub after: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Compared {
    Diagnosis,
    Line,
    Procedure,
    ServiceDate,
    PlaceOfService,
    RenderingProvider,
    Payer,
    Document,
}

/// What differs in what goes onto the claim and into the record, in reading order.
pub fn compare(before: &Encounter, after: &Encounter) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut changed = |what, before: Option<String>, after: Option<String>| {
        if before != after {
            differences.push(Difference { what, before, after });
        }
    };

    let (was, is) = (&before.header, &after.header);
    let dates = |from: Option<jiff::civil::Date>, to: Option<jiff::civil::Date>| {
        from.map(|from| to.filter(|to| *to != from).map_or(from.to_string(), |to| format!("{from} to {to}")))
    };
    changed(
        Compared::ServiceDate,
        dates(was.service_from, was.service_to),
        dates(is.service_from, is.service_to),
    );
    let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    changed(Compared::PlaceOfService, filled(&was.place_of_service), filled(&is.place_of_service));
    changed(
        Compared::RenderingProvider,
        was.rendering_provider.as_ref().map(|provider| format!("{} {}", provider.name, provider.npi)),
        is.rendering_provider.as_ref().map(|provider| format!("{} {}", provider.name, provider.npi)),
    );
    changed(
        Compared::Payer,
        was.primary_payer.as_ref().map(|coverage| coverage.payer.clone()),
        is.primary_payer.as_ref().map(|coverage| coverage.payer.clone()),
    );

    let diagnoses = |encounter: &Encounter| -> BTreeMap<u32, String> {
        let numbered = encounter.diagnoses.iter().enumerate();
        numbered
            .map(|(index, diagnosis)| (diagnosis.id.0, lettered(index, diagnosis.code.as_str())))
            .collect()
    };
    for_each_pair(diagnoses(before), diagnoses(after), |was, is| changed(Compared::Diagnosis, was, is));

    let lines = |encounter: &Encounter| -> BTreeMap<u32, String> {
        encounter.lines.iter().map(|line| (line.id.0, line_in_words(line, encounter))).collect()
    };
    for_each_pair(lines(before), lines(after), |was, is| changed(Compared::Line, was, is));

    let procedures = |encounter: &Encounter| -> BTreeMap<u32, String> {
        let numbered = encounter.procedures().iter().zip(1..);
        numbered.map(|(procedure, number)| (procedure.id.0, procedure_in_words(procedure, number))).collect()
    };
    for_each_pair(procedures(before), procedures(after), |was, is| changed(Compared::Procedure, was, is));

    let documents = |encounter: &Encounter| -> BTreeMap<u32, String> {
        let kept = encounter.documents.iter().filter(|document| !document.withdrawn);
        kept.map(|document| (document.id.0, document.title.clone())).collect()
    };
    for_each_pair(documents(before), documents(after), |was, is| changed(Compared::Document, was, is));
    differences
}

fn for_each_pair(
    mut before: BTreeMap<u32, String>,
    after: BTreeMap<u32, String>,
    mut pair: impl FnMut(Option<String>, Option<String>),
) {
    for (id, is) in after {
        pair(before.remove(&id), Some(is));
    }
    for (_, was) in before {
        pair(Some(was), None);
    }
}

fn lettered(index: usize, code: &str) -> String {
    diagnosis_letter(index).map_or_else(|| code.to_owned(), |letter| format!("{letter} {code}"))
}

fn procedure_in_words(procedure: &FacilityProcedure, number: u32) -> String {
    let date = procedure.date.map(|date| format!(" {date}")).unwrap_or_default();
    let surgeon = procedure.surgeon.as_ref().map(|surgeon| format!(" {}", surgeon.name)).unwrap_or_default();
    format!("{number} {}{date}{surgeon}", procedure.code)
}

fn line_in_words(line: &ServiceLine, encounter: &Encounter) -> String {
    let modifiers = line.modifiers.iter().map(|modifier| format!("-{modifier}")).collect::<String>();
    let letter = |id: &DiagnosisId| encounter.diagnosis_index(*id).and_then(diagnosis_letter).unwrap_or('?');
    let pointers = line.pointers.iter().map(letter).collect::<String>();
    format!("{}{modifiers} {pointers} {} x {:.2}", line.code, line.units.normalize(), line.charge)
}
