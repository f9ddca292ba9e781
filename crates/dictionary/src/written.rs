//! How a code is written: stored without its dot, shown with it, typed in any way.

use encounter::CodeSystem;

use crate::detail::CodeKind;

/// The longest text that can be a code or the range of a block; anything longer is not looked up.
const LONGEST: usize = 32;

/// The form in which codes are stored: upper case, without dots and blanks. `None` for what cannot be a code.
pub(crate) fn stored(text: &str) -> Option<String> {
    if text.len() > 4 * LONGEST {
        return None;
    }
    let code: String =
        text.chars().filter(|c| !c.is_whitespace() && *c != '.').flat_map(char::to_uppercase).collect();
    (!code.is_empty()
        && code.len() <= LONGEST
        && code.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-'))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_spelling_is_stored_alike() {
        for text in ["e1122", "E11.22", " e11 22 ", "E112.2"] {
            assert_eq!(stored(text).as_deref(), Some("E1122"));
        }
        for text in ["", ".", " ", "🩺", "É11", "'; DROP TABLE code; --", &"E".repeat(200)] {
            assert_eq!(stored(text), None, "{text}");
        }
    }

    #[test]
    fn only_diagnosis_codes_are_dotted() {
        assert_eq!(display(CodeSystem::Icd10cm, CodeKind::Code, "E1122"), "E11.22");
        assert_eq!(display(CodeSystem::Icd10cm, CodeKind::Code, "I10"), "I10");
        assert_eq!(display(CodeSystem::Icd10cm, CodeKind::Block, "E08-E13"), "E08-E13");
        assert_eq!(display(CodeSystem::Hcpcs, CodeKind::Code, "J1885"), "J1885");
    }
}
