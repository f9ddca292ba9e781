use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

/// A person or organisation that rendered, ordered or referred care.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Provider {
    pub name: String,
    /// National Provider Identifier, ten digits with a check digit.
    pub npi: String,
    /// Health Care Provider Taxonomy code, ten characters.
    pub taxonomy: String,
}

/// The check digit of a National Provider Identifier: Luhn over the number behind the prefix 80840.
///
/// Source: CMS, "Requirements for National Provider Identifier (NPI) and NPI check digit".
pub fn is_valid_npi(npi: &str) -> bool {
    if npi.len() != 10 || !npi.bytes().all(|c| c.is_ascii_digit()) {
        return false;
    }
    // The constant 24 is the Luhn sum of the prefix 80840.
    let sum: u32 = npi
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, c)| {
            let digit = u32::from(c - b'0');
            match place % 2 {
                0 => digit,
                _ => digit * 2 / 10 + digit * 2 % 10,
            }
        })
        .sum();
    (sum + 24).is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::is_valid_npi;

    #[test]
    fn the_check_digit_of_an_npi() {
        // The example of the CMS requirement paper.
        assert!(is_valid_npi("1234567893"));
        assert!(!is_valid_npi("1234567894"));
        assert!(!is_valid_npi("123456789"));
        assert!(!is_valid_npi("12345678９3"));
    }
}
