use std::collections::BTreeSet;

use crate::{CodeRef, CodeSystem, DiagnosisCode, Encounter, Modifier, ProcedureCode};

impl Encounter {
    /// Every code that stands anywhere on it, each once. A procedure whose shape tells no system is left out.
    pub fn codes(&self) -> BTreeSet<CodeRef> {
        let mut codes = BTreeSet::new();
        let mut put = |system: CodeSystem, code: &str| {
            codes.insert(CodeRef { system, code: code.to_owned() });
        };
        let mut line = |code: &ProcedureCode, modifiers: &[Modifier]| {
            if let Some(system) = code.system() {
                put(system, code.as_str());
            }
            modifiers.iter().for_each(|modifier| put(CodeSystem::Modifier, modifier.as_str()));
        };
        for each in &self.lines {
            line(&each.code, &each.modifiers);
        }
        for each in self.stay.iter().flat_map(|stay| &stay.revenue_lines) {
            if let Some(code) = &each.code {
                line(code, &each.modifiers);
            }
        }
        let of_stay = self.stay.iter().flat_map(|stay| {
            let admitting = stay.admitting_diagnosis.iter();
            admitting.chain(&stay.reasons_for_visit).chain(&stay.external_causes)
        });
        let diagnoses = self.diagnoses.iter().map(|diagnosis| &diagnosis.code).chain(of_stay);
        diagnoses.map(DiagnosisCode::as_str).for_each(|code| put(CodeSystem::Icd10cm, code));
        let procedures = self.stay.iter().flat_map(|stay| &stay.procedures);
        procedures.for_each(|procedure| put(CodeSystem::Icd10pcs, procedure.code.as_str()));
        codes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Diagnosis, FacilityProcedure, FacilityStay, RevenueLine, ServiceLine};

    #[test]
    fn each_code_once_from_every_place() {
        let diagnosis = |code: &str| Diagnosis { code: code.into(), ..Diagnosis::default() };
        let encounter = Encounter {
            diagnoses: vec![diagnosis("I10"), diagnosis("e1122")],
            lines: vec![
                ServiceLine { modifiers: vec!["25".into()], ..ServiceLine::new("99214".into()) },
                ServiceLine::new("not a code".into()),
            ],
            stay: Some(FacilityStay {
                admitting_diagnosis: Some("R07.9".into()),
                reasons_for_visit: vec!["R07.9".into()],
                external_causes: vec!["W19.XXXA".into()],
                procedures: vec![FacilityProcedure {
                    code: "0FT44ZZ".into(),
                    ..FacilityProcedure::default()
                }],
                revenue_lines: vec![RevenueLine { code: Some("J1885".into()), ..RevenueLine::default() }],
                ..FacilityStay::default()
            }),
            ..Encounter::default()
        };
        let seen: Vec<String> =
            encounter.codes().iter().map(|of| format!("{} {}", of.system.id(), of.code)).collect();
        assert_eq!(
            seen,
            [
                "icd10cm E11.22",
                "icd10cm I10",
                "icd10cm R07.9",
                "icd10cm W19.XXXA",
                "icd10pcs 0FT44ZZ",
                "hcpcs J1885",
                "cpt 99214",
                "modifier 25"
            ]
        );
    }
}
