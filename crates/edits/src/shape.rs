//! What a code looks like when it is not what its field takes. Shape alone; the book decides whether a code exists.

use encounter::{CodeSystem, DiagnosisCode, ProcedureCode};

/// The names of code systems, as their publishers write them.
pub(crate) const ICD_10_CM: &str = "ICD-10-CM";
const ICD_9_CM: &str = "ICD-9-CM";
const ICD_10_PCS: &str = "ICD-10-PCS";
const HCPCS: &str = "HCPCS Level II";
const CPT: &str = "CPT";

/// The system that the content of a diagnosis field is shaped like, where that is not ICD-10-CM.
pub(crate) fn foreign_diagnosis(code: &DiagnosisCode) -> Option<&'static str> {
    if code.is_icd10cm_shape() {
        return None;
    }
    icd9(code.as_str()).or_else(|| procedure(code.as_str())).or_else(|| icd10pcs(code.as_str()))
}

/// The system that the content of a line's code field is shaped like, where that is neither CPT nor HCPCS.
pub(crate) fn foreign_procedure(code: &ProcedureCode) -> Option<&'static str> {
    if code.system().is_some() {
        return None;
    }
    let code = code.as_str();
    // Where a code could be either, the dot or a first letter that opens no section of ICD-10-PCS tells.
    let diagnosis = DiagnosisCode::new(code);
    if diagnosis.is_icd10cm_shape() && (code.contains('.') || icd10pcs(code).is_none()) {
        return Some(ICD_10_CM);
    }
    // Four digits are rather a CPT code with one missing than one of ICD-9-CM.
    icd9(code).filter(|_| code.contains('.')).or_else(|| icd10pcs(code))
}

/// The system that an ICD-10-CM-shaped code could be meant for where the book does not have it: a HCPCS Level II code
/// got its dot when it was read, and the supplementary codes of ICD-9-CM look like those of ICD-10-CM. With the code as
/// that system writes it.
pub(crate) fn foreign_of_our_shape(code: &DiagnosisCode) -> Option<(String, &'static str)> {
    let bare = code.undotted();
    let is_v_code =
        |code: &str| code.strip_prefix('V').is_some_and(|rest| rest.bytes().all(|c| c.is_ascii_digit()));
    match bare.as_bytes() {
        // HCPCS has V2020 to V2799 for vision and V5008 to V5364 for hearing.
        [b'V', second, ..] if is_v_code(&bare) && bare.len() <= 5 => {
            let of_hcpcs = bare.len() == 5 && matches!(second, b'2' | b'5');
            Some(if of_hcpcs { (bare, HCPCS) } else { (code.as_str().to_owned(), ICD_9_CM) })
        }
        _ if ProcedureCode::new(&bare).system() == Some(CodeSystem::Hcpcs) => Some((bare, HCPCS)),
        _ => None,
    }
}

fn procedure(code: &str) -> Option<&'static str> {
    match ProcedureCode::new(code).system()? {
        CodeSystem::Hcpcs => Some(HCPCS),
        _ => Some(CPT),
    }
}

/// Numeric codes of ICD-9-CM: three digits, and one or two more behind the dot. Four digits are one without its dot;
/// five could be CPT, and are called so.
fn icd9(code: &str) -> Option<&'static str> {
    let (category, rest) = match code.split_once('.') {
        Some((category, rest)) if (1..=2).contains(&rest.len()) => (category, rest),
        Some(_) => return None,
        None => code.split_at_checked(3)?,
    };
    let digits = |text: &str| text.bytes().all(|c| c.is_ascii_digit());
    let short = code.contains('.') || rest.len() <= 1;
    (category.len() == 3 && short && digits(category) && digits(rest)).then_some(ICD_9_CM)
}

/// ICD-10-PCS Official Guidelines, A1 and A2, and the sections of its tables: seven characters, digits and letters but
/// I and O, the first that of a section.
fn icd10pcs(code: &str) -> Option<&'static str> {
    let characters = code.as_bytes();
    let [section, ..] = characters else { return None };
    let of_pcs = |c: &u8| c.is_ascii_digit() || (c.is_ascii_uppercase() && !matches!(c, b'I' | b'O'));
    let is_code = characters.len() == 7
        && characters.iter().all(of_pcs)
        && matches!(section, b'0'..=b'9' | b'B' | b'C' | b'D' | b'F' | b'G' | b'H' | b'X');
    is_code.then_some(ICD_10_PCS)
}

/// The content of a code field where it may be repeated in a finding. Free text may name a patient and is not.
pub(crate) fn speakable(code: &str) -> Option<&str> {
    let plain = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-');
    let has_digit = code.bytes().any(|c| c.is_ascii_digit());
    (has_digit && code.len() <= 10 && code.bytes().all(plain)).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_in_the_wrong_field_is_known_by_its_shape() {
        let diagnosis = |code| foreign_diagnosis(&DiagnosisCode::new(code));
        assert_eq!(diagnosis("E11.22"), None);
        assert_eq!(diagnosis("99213"), Some(CPT));
        assert_eq!(diagnosis("0042T"), Some(CPT));
        assert_eq!(diagnosis("250.00"), Some(ICD_9_CM));
        assert_eq!(diagnosis("4019"), Some(ICD_9_CM));
        assert_eq!(diagnosis("0DTJ4ZZ"), Some(ICD_10_PCS));
        assert_eq!(diagnosis("XW033E5"), Some(ICD_10_PCS));
        for neither in ["", "DIABETES", "25.000", "🩺", "0DTJ4ZO"] {
            assert_eq!(diagnosis(neither), None, "{neither}");
        }
        let procedure = |code| foreign_procedure(&ProcedureCode::new(code));
        assert_eq!(procedure("99213"), None);
        assert_eq!(procedure("J1885"), None);
        assert_eq!(procedure("E11.22"), Some(ICD_10_CM));
        assert_eq!(procedure("I10"), Some(ICD_10_CM));
        assert_eq!(procedure("S72001A"), Some(ICD_10_CM));
        assert_eq!(procedure("B2111ZZ"), Some(ICD_10_PCS));
        assert_eq!(procedure("0DTJ4ZZ"), Some(ICD_10_PCS));
        assert_eq!(procedure("86.22"), None);
        assert_eq!(procedure("250.00"), Some(ICD_9_CM));
        for neither in ["", "9921", "OFFICE", "9921X"] {
            assert_eq!(procedure(neither), None, "{neither}");
        }
    }

    #[test]
    fn a_code_of_another_system_may_have_our_shape() {
        let meant = |code| foreign_of_our_shape(&DiagnosisCode::new(code)).map(|(_, system)| system);
        assert_eq!(meant("G0463"), Some(HCPCS));
        assert_eq!(meant("V2020"), Some(HCPCS));
        assert_eq!(meant("V45.81"), Some(ICD_9_CM));
        assert_eq!(meant("V58.6"), Some(ICD_9_CM));
        assert_eq!(meant("V43.62XA"), None);
        assert_eq!(meant("Z99.9"), None);
    }

    #[test]
    fn free_text_is_not_repeated() {
        assert_eq!(speakable("E11.22"), Some("E11.22"));
        for text in ["SMITH", "SMITHJOHN1958", "", "É11"] {
            assert_eq!(speakable(text), None, "{text}");
        }
    }
}
