//! How a code is written: stored without its dot, shown with it, typed in any way.

use encounter::CodeSystem;

use crate::detail::CodeKind;

/// The longest text that can be a code or the range of a block; anything longer is not looked up.
const LONGEST: usize = 48;

/// The form in which codes are stored: upper case, without blanks, and without dots except in the lists of the user's own.
/// `None` for what cannot be a code.
pub(crate) fn stored(system: CodeSystem, text: &str) -> Option<String> {
    if text.len() > 4 * LONGEST {
        return None;
    }
    let own = system == CodeSystem::Own;
    let kept = |c: &char| !c.is_whitespace() && (own || *c != '.');
    let code: String = text.chars().filter(kept).flat_map(char::to_uppercase).collect();
    (!code.is_empty()
        && code.len() <= LONGEST
        && code.bytes().any(|c| c.is_ascii_alphanumeric())
        && code
            .bytes()
            .all(|c| c.is_ascii_alphanumeric() || c == b'-' || own && matches!(c, b'.' | b'/' | b'_')))
    .then_some(code)
}

/// The form in which codes are shown: `E1122` to `E11.22` for ICD-10-CM; others as they are stored.
pub(crate) fn display(system: CodeSystem, kind: CodeKind, stored: &str) -> String {
    let dotted = matches!(kind, CodeKind::Subcategory | CodeKind::Code) && system == CodeSystem::Icd10cm;
    match stored.split_at_checked(3) {
        Some((category, rest)) if dotted && !rest.is_empty() => format!("{category}.{rest}"),
        _ => stored.to_owned(),
    }
}

/// The form in which the search compares codes: nothing but letters and digits.
pub(crate) fn bare(stored: &str) -> String {
    stored.chars().filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_spelling_is_stored_alike() {
        for text in ["e1122", "E11.22", " e11 22 ", "E112.2"] {
            assert_eq!(stored(CodeSystem::Icd10cm, text).as_deref(), Some("E1122"));
        }
        for text in ["", ".", " ", "🩺", "É11", "'; DROP TABLE code; --", &"E".repeat(200)] {
            assert_eq!(stored(CodeSystem::Icd10cm, text), None, "{text}");
        }
        assert_eq!(
            stored(CodeSystem::Own, "lab_1.2/b-3 ").as_deref(),
            Some("LAB_1.2/B-3"),
            "as its list has it"
        );
        assert_eq!(stored(CodeSystem::Own, "./-"), None);
        assert_eq!(bare("LAB_1.2/B-3"), "LAB12B3");
    }

    #[test]
    fn only_diagnosis_codes_are_dotted() {
        assert_eq!(display(CodeSystem::Icd10cm, CodeKind::Code, "E1122"), "E11.22");
        assert_eq!(display(CodeSystem::Icd10cm, CodeKind::Code, "I10"), "I10");
        assert_eq!(display(CodeSystem::Icd10cm, CodeKind::Block, "E08-E13"), "E08-E13");
        assert_eq!(display(CodeSystem::Hcpcs, CodeKind::Code, "J1885"), "J1885");
    }
}
