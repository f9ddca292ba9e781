//! What a code system is called in HL7 v2 (table 0396), FHIR (URIs) and CDA (object identifiers).

use encounter::{DiagnosisCode, ProcedureCode};

use crate::draft::Terminology::{self, *};

/// By the name that the sender gave, in any case and punctuation. `code` decides where the name is that of a family.
pub(crate) fn terminology(system: &str, code: &str) -> Terminology {
    let name: String =
        system.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_uppercase()).collect();
    let uri = system.trim().trim_start_matches("urn:oid:").trim_end_matches('/').to_ascii_lowercase();
    match uri.as_str() {
        "http://hl7.org/fhir/sid/icd-10-cm" | "2.16.840.1.113883.6.90" => return Icd10cm,
        "http://www.cms.gov/medicare/coding/icd10"
        | "http://hl7.org/fhir/sid/icd-10-pcs"
        | "2.16.840.1.113883.6.4" => {
            return Icd10pcs;
        }
        // ICD-10 of the WHO, by which some say its American modification.
        "http://hl7.org/fhir/sid/icd-10" | "http://hl7.org/fhir/sid/icd-10-us" | "2.16.840.1.113883.6.3" => {
            return icd10(code);
        }
        "http://hl7.org/fhir/sid/icd-9-cm"
        | "2.16.840.1.113883.6.103"
        | "2.16.840.1.113883.6.104"
        | "2.16.840.1.113883.6.42"
        | "2.16.840.1.113883.6.2" => return Icd9,
        "http://www.ama-assn.org/go/cpt" | "2.16.840.1.113883.6.12" => return Cpt,
        "http://www.cms.gov/medicare/coding/hcpcsreleasecodesets"
        | "https://www.cms.gov/medicare/coding/hcpcsreleasecodesets"
        | "http://terminology.hl7.org/codesystem/hcpcs-level-ii"
        | "https://bluebutton.cms.gov/resources/codesystem/hcpcs"
        | "urn:oid:2.16.840.1.113883.6.285"
        | "2.16.840.1.113883.6.285"
        | "2.16.840.1.113883.6.14" => return by_procedure(code),
        "http://www.ada.org/cdt" | "2.16.840.1.113883.6.13" => return Cdt,
        "http://snomed.info/sct" | "2.16.840.1.113883.6.96" => return Snomed,
        "http://loinc.org" | "2.16.840.1.113883.6.1" => return Loinc,
        "http://hl7.org/fhir/sid/ndc" | "2.16.840.1.113883.6.69" => return Ndc,
        "http://www.nlm.nih.gov/research/umls/rxnorm" | "2.16.840.1.113883.6.88" => return RxNorm,
        "https://www.nubc.org/codesystem/revenuecodes" | "2.16.840.1.113883.6.301.3" => return Revenue,
        _ => {}
    }
    match name.as_str() {
        "ICD10CM" | "I10C" | "I10CM" | "10CM" => Icd10cm,
        "ICD10PCS" | "I10P" | "I10PCS" | "ICD10P" => Icd10pcs,
        "I10" | "ICD10" | "10" | "ICDX" => icd10(code),
        "I9" | "I9C" | "I9M" | "I9CDX" | "I9CP" | "ICD9" | "ICD9CM" | "IC9" | "9" => Icd9,
        "C4" | "C5" | "CPT" | "CPT4" | "CPT5" | "CPTM" | "PCV4" => Cpt,
        "HPC" | "HCPC" | "HCPCS" | "HC" | "HCPT" | "HCPCS2" => by_procedure(code),
        "CDT" | "CD2" | "CDT2" => Cdt,
        "SCT" | "SNM" | "SNM3" | "SNOMED" | "SNOMEDCT" | "SCT2" | "SNT" => Snomed,
        "LN" | "LOINC" | "LNC" => Loinc,
        "NDC" | "NDA" => Ndc,
        "RXNORM" | "RXN" => RxNorm,
        _ => Other,
    }
}

/// Both classifications of ICD-10 in the United States are called so. Of the codes of seven characters, those of the
/// chapters B to G are procedures: no diagnosis of these chapters has a seventh character.
fn icd10(code: &str) -> Terminology {
    let code = code.trim();
    let of_sections = code.len() == 7 && !code.contains('.');
    match DiagnosisCode::new(code).is_icd10cm_shape() {
        true if of_sections && code.starts_with(['B', 'C', 'D', 'F', 'G']) => Icd10pcs,
        true => Icd10cm,
        false if of_sections => Icd10pcs,
        false => Other,
    }
}

/// HCPCS is both of its levels; CPT is the first.
fn by_procedure(code: &str) -> Terminology {
    match ProcedureCode::new(code).system() {
        Some(encounter::CodeSystem::Cpt) => Cpt,
        _ => Hcpcs,
    }
}

/// By its shape alone, of a diagnosis whose system was left out.
pub(crate) fn diagnosis_by_shape(code: &str) -> Option<Terminology> {
    DiagnosisCode::new(code).is_icd10cm_shape().then_some(Icd10cm)
}

/// By its shape alone, of a procedure whose system was left out.
pub(crate) fn procedure_by_shape(code: &str) -> Option<Terminology> {
    match ProcedureCode::new(code).system() {
        Some(encounter::CodeSystem::Cpt) => Some(Cpt),
        Some(encounter::CodeSystem::Hcpcs) => Some(Hcpcs),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_by_all_their_names() {
        for (system, code, expected) in [
            ("ICD-10-CM", "I10", Icd10cm),
            ("I10", "K63.3", Icd10cm),
            ("I10", "0DB68ZX", Icd10pcs),
            ("http://hl7.org/fhir/sid/icd-10-cm", "I10", Icd10cm),
            ("urn:oid:2.16.840.1.113883.6.90", "I10", Icd10cm),
            ("2.16.840.1.113883.6.96", "38341003", Snomed),
            ("http://snomed.info/sct", "38341003", Snomed),
            ("I9C", "715.96", Icd9),
            ("C4", "71045", Cpt),
            ("CPT-4", "71045", Cpt),
            ("HCPCS", "J1885", Hcpcs),
            ("HCPCS", "71045", Cpt),
            ("L", "71045", Other),
            ("", "71045", Other),
        ] {
            assert_eq!(terminology(system, code), expected, "{system}");
        }
    }
}
