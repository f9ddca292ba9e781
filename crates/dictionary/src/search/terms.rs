//! What coders call a code and the book does not: our own terms, and the names that notes elsewhere in the book give to
//! the codes that they refer to.

use std::collections::HashMap;

use super::tables::lines;

const TERMS: [&str; 3] = [
    include_str!("../../../../assets/search/terms.txt"),
    include_str!("../../../../assets/search/syndromes.txt"),
    include_str!("../../../../assets/search/named.txt"),
];

/// Our own terms by code without the dot.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    by_code: HashMap<String, Vec<&'static str>>,
}

impl Terms {
    /// A line is `E11.9: term; another term`.
    pub(crate) fn load() -> Self {
        let mut terms = Self::default();
        for line in TERMS.iter().flat_map(|text| lines(text)) {
            let Some((code, of_code)) = line.split_once(':') else { continue };
            let of_code = of_code.split(';').map(str::trim).filter(|term| !term.is_empty());
            terms.by_code.entry(code.replace('.', "")).or_default().extend(of_code);
        }
        terms
    }

    pub(crate) fn of(&self, code: &str) -> &[&'static str] {
        self.by_code.get(code).map(Vec::as_slice).unwrap_or_default()
    }

    #[cfg(test)]
    pub(crate) fn codes(&self) -> impl Iterator<Item = &str> {
        self.by_code.keys().map(String::as_str)
    }
}

/// The name and the code of a line such as `acute appendicitis (K35.-)`, as the Excludes notes have them. `None` where
/// it refers to several codes: the name is then that of neither.
pub(crate) fn reference(line: &str) -> Option<(&str, String)> {
    let (text, rest) = line.trim_end().rsplit_once(" (")?;
    let code = rest.strip_suffix(')')?;
    let code = code.trim_end_matches(['-', '.', 'X']).replace('.', "");
    let mut characters = code.bytes();
    let shaped = code.len() >= 3
        && characters.next().is_some_and(|c| c.is_ascii_uppercase())
        && characters.next().is_some_and(|c| c.is_ascii_digit())
        && characters.all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    (shaped && !text.contains('(')).then_some((text, code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_names_the_code_that_it_refers_to() {
        assert_eq!(reference("acute appendicitis (K35.-)"), Some(("acute appendicitis", "K35".to_owned())));
        assert_eq!(reference("Crohn's disease (K50.9)"), Some(("Crohn's disease", "K509".to_owned())));
        assert_eq!(reference("birth trauma (P10-P15)"), None);
        assert_eq!(reference("kidney stone (N20.0, N20.2)"), None);
        assert_eq!(reference("diabetes mellitus"), None);
    }

    #[test]
    fn every_term_has_a_code() {
        for line in TERMS.iter().flat_map(|text| lines(text)) {
            let code = line.split_once(':').map(|(code, _)| code).unwrap_or_default();
            assert!(
                code.len() >= 3 && code.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'.'),
                "{line}"
            );
        }
        assert!(Terms::load().codes().count() > 0);
    }
}
