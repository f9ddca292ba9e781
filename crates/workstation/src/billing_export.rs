//! Encounters for a billing system that takes no claims: a row for each service line, or JSON.

use std::path::Path;

use encounter::{Encounter, MODIFIERS_PER_LINE, PROFESSIONAL_DIAGNOSES, ServiceLine, Sex};
use serde::Serialize;

use crate::desk::Desk;
use crate::error::{DeskError, ErrorCode};
use crate::file::table_bytes;

/// The columns before the modifiers and the diagnoses, which are numbered behind them.
const COLUMNS: &[&str] = &[
    "account",
    "record_number",
    "last_name",
    "first_name",
    "middle_name",
    "birth_date",
    "sex",
    "payer",
    "member_id",
    "secondary_payer",
    "secondary_member_id",
    "rendering_npi",
    "rendering_name",
    "referring_npi",
    "referring_name",
    "facility",
    "prior_authorization",
    "line",
    "service_from",
    "service_to",
    "place_of_service",
    "code",
    "units",
    "charge",
    "ndc",
    "pointers",
];

/// A file of encounters as JSON; each as `carrel schema` describes it.
#[derive(Serialize)]
struct EncountersFile<'a> {
    format: &'static str,
    encounters: &'a [Encounter],
}

impl Desk {
    /// Writes encounters to a file: as JSON where the name ends in `.json`, else as CSV with a row for each service line
    /// and one for an encounter without any. No cell runs as a formula in a spreadsheet.
    ///
    /// # Errors
    /// [`ErrorCode::DiskFull`], [`ErrorCode::ReadOnly`]; a file that was there before is then as it was.
    pub fn export_for_billing(&self, encounters: &[Encounter], to: &Path) -> Result<(), DeskError> {
        let is_json = to.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        Ok(vault::write_atomically(to, &billing_file(encounters, is_json)?)?)
    }
}

pub(crate) fn billing_file(encounters: &[Encounter], is_json: bool) -> Result<Vec<u8>, DeskError> {
    if is_json {
        let file = EncountersFile { format: "carrel-encounters-1", encounters };
        return serde_json::to_vec_pretty(&file).map_err(|_| ErrorCode::Internal.into());
    }
    table_bytes(rows(encounters))
}

fn rows(encounters: &[Encounter]) -> Vec<Vec<String>> {
    let modifiers = (1..=MODIFIERS_PER_LINE).map(|number| format!("modifier_{number}"));
    let diagnoses = (1..=PROFESSIONAL_DIAGNOSES).map(|number| format!("diagnosis_{number}"));
    let heading = COLUMNS.iter().map(|column| (*column).to_owned()).chain(modifiers).chain(diagnoses);
    let mut rows = vec![heading.collect()];
    for encounter in encounters {
        if encounter.lines.is_empty() {
            rows.push(row(encounter, None));
        }
        rows.extend((1..).zip(&encounter.lines).map(|line| row(encounter, Some(line))));
    }
    rows
}

fn row(encounter: &Encounter, line: Option<(usize, &ServiceLine)>) -> Vec<String> {
    let header = &encounter.header;
    let patient = &header.patient;
    let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let payer = |of: &Option<encounter::Coverage>| {
        of.as_ref().map_or_else(Default::default, |it| [it.payer.clone(), it.member_id.clone()])
    };
    let provider = |of: Option<&encounter::Provider>| {
        of.map_or_else(Default::default, |it| [it.npi.clone(), it.name.clone()])
    };
    let line_rendering = line.and_then(|(_, line)| line.rendering_provider.as_ref());
    let sex = match patient.sex {
        Sex::Female => "F",
        Sex::Male => "M",
        Sex::Unknown => "U",
    };
    let mut row = vec![
        header.account.clone(),
        patient.record_number.clone(),
        patient.last_name.clone(),
        patient.first_name.clone(),
        patient.middle_name.clone(),
        date(patient.birth_date),
        sex.to_owned(),
    ];
    row.extend(payer(&header.primary_payer));
    row.extend(payer(&header.secondary_payer));
    row.extend(provider(line_rendering.or(header.rendering_provider.as_ref())));
    row.extend(provider(header.referring_provider.as_ref()));
    row.extend([header.facility.clone(), header.prior_authorization.clone()]);
    row.extend(of_line(encounter, line));
    let mut modifiers: Vec<String> = line.map_or_else(Vec::new, |(_, line)| {
        line.modifiers.iter().map(|modifier| modifier.as_str().to_owned()).collect()
    });
    modifiers.resize(MODIFIERS_PER_LINE, String::new());
    let mut diagnoses: Vec<String> =
        encounter.diagnoses.iter().map(|diagnosis| diagnosis.code.as_str().to_owned()).collect();
    diagnoses.resize(PROFESSIONAL_DIAGNOSES, String::new());
    row.into_iter().chain(modifiers).chain(diagnoses).collect()
}

/// From `line` to `pointers`.
fn of_line(encounter: &Encounter, line: Option<(usize, &ServiceLine)>) -> [String; 9] {
    let Some((number, line)) = line else { return Default::default() };
    let header = &encounter.header;
    let (from, to) = match line.service_from {
        Some(from) => (Some(from), line.service_to),
        None => (header.service_from, header.service_to),
    };
    let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let pointers = line.pointers.iter().filter_map(|pointer| encounter.diagnosis_index(*pointer));
    let letters: String = pointers.filter_map(encounter::diagnosis_letter).collect();
    [
        number.to_string(),
        date(from),
        date(to.or(from)),
        line.place_of_service.as_ref().unwrap_or(&header.place_of_service).clone(),
        line.code.as_str().to_owned(),
        line.units.normalize().to_string(),
        format!("{:.2}", line.charge),
        line.ndc.clone(),
        letters,
    ]
}

#[cfg(test)]
mod tests {
    use encounter::{Diagnosis, DiagnosisId, Header, Patient};

    use super::*;

    #[test]
    fn a_line_is_a_row_and_every_row_is_as_wide_as_the_heading() {
        let diagnosis =
            |id, code: &str| Diagnosis { id: DiagnosisId(id), code: code.into(), ..Diagnosis::default() };
        let line = |code: &str, pointers: &[u32]| ServiceLine {
            pointers: pointers.iter().copied().map(DiagnosisId).collect(),
            modifiers: vec!["25".into()],
            ..ServiceLine::new(code.into())
        };
        let patient = Patient { last_name: "=Who".into(), ..Patient::default() };
        let full = Encounter {
            header: Header { account: "A-1".into(), patient, ..Header::default() },
            diagnoses: vec![diagnosis(1, "I10"), diagnosis(2, "E11.9")],
            lines: vec![line("99214", &[2, 1]), line("J1885", &[1])],
            ..Encounter::default()
        };
        let rows = rows(&[full, Encounter::default()]);
        assert_eq!(rows.len(), 4, "the heading, two lines, and one without");
        assert!(rows.iter().all(|row| row.len() == rows[0].len()));
        let cell = |row: usize, column: &str| {
            let index = rows[0].iter().position(|name| name == column).unwrap();
            rows[row][index].as_str()
        };
        assert_eq!(cell(1, "pointers"), "BA");
        assert_eq!((cell(2, "line"), cell(2, "code"), cell(2, "pointers")), ("2", "J1885", "A"));
        assert_eq!((cell(1, "diagnosis_2"), cell(1, "modifier_1")), ("E11.9", "25"));
        let table = String::from_utf8(table_bytes(rows.clone()).unwrap()).unwrap();
        assert!(table.contains("'=Who"), "no spreadsheet runs it");
    }
}
