use std::fmt;

use zeroize::Zeroizing;

use crate::Result;

/// Crockford's alphabet: no I, L, O or U, so that nothing is mistaken when written by hand. Five bits a character.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS: usize = 8;
const GROUP: usize = 4;

/// The code that opens a vault whose passphrases are forgotten: 160 random bits. Shown once, kept on paper.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<String>);

impl RecoveryCode {
    pub(crate) fn random() -> Result<Self> {
        let mut bytes = Zeroizing::new([0_u8; GROUPS * GROUP]);
        getrandom::fill(bytes.as_mut_slice())?;
        let characters = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
        Ok(Self(Zeroizing::new(characters.collect())))
    }

    /// What a person typed, whatever its case, blanks and hyphens; O is read as 0, I and L as 1. `None` where it
    /// cannot be a recovery code.
    pub(crate) fn parse(typed: &str) -> Option<Self> {
        let mut code = Zeroizing::new(String::with_capacity(GROUPS * GROUP));
        for character in typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—')) {
            let character = match character.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            if code.len() == GROUPS * GROUP || !ALPHABET.iter().any(|known| char::from(*known) == character) {
                return None;
            }
            code.push(character);
        }
        (code.len() == GROUPS * GROUP).then_some(Self(code))
    }

    pub(crate) fn secret(&self) -> &str {
        &self.0
    }
}

/// Eight groups of four, for the screen and the paper.
impl fmt::Display for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, character) in self.0.chars().enumerate() {
            if index > 0 && index.is_multiple_of(GROUP) {
                f.write_str("-")?;
            }
            write!(f, "{character}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_back_however_it_is_typed() {
        let code = RecoveryCode::random().unwrap();
        let shown = code.to_string();
        assert_eq!(shown.len(), 39);
        let groups: Vec<&str> = shown.split('-').collect();
        assert!(groups.len() == 8 && groups.iter().all(|group| group.len() == 4), "eight groups of four");
        let careless = shown.to_lowercase().replace('-', "  ").replace('0', "o").replace('1', "l");
        for typed in [shown.clone(), shown.replace('-', ""), careless, format!("\n{shown} ")] {
            assert_eq!(RecoveryCode::parse(&typed), Some(code.clone()));
        }
        for wrong in ["", "ABCD", &shown[..38], &format!("{shown}A"), &shown.replace('-', "*"), "🩺"] {
            assert_eq!(RecoveryCode::parse(wrong), None);
        }
    }

    #[test]
    fn two_are_never_the_same_and_none_is_printed() {
        let code = RecoveryCode::random().unwrap();
        assert_ne!(code, RecoveryCode::random().unwrap());
        assert_eq!(format!("{code:?}"), "RecoveryCode(..)");
    }
}
