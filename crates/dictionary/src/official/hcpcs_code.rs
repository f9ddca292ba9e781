use std::fmt;

/// A code of HCPCS Level I (CPT) or II as edit tables name it: five characters, of which the middle three are digits
/// and the first or the last may be a letter. Kept as a number that sorts like the text, because NCCI names a code
/// five million times in a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HcpcsCode(u32);

const LENGTH: u32 = 5;
const DIGITS: u32 = 36;

impl HcpcsCode {
    /// Letters in any case; nothing may stand around the code.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let [first, middle @ .., last] = text else { return None };
        let outer = [first, last];
        let letters = outer.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
        let fits = text.len() == LENGTH as usize
            && middle.iter().all(u8::is_ascii_digit)
            && outer.iter().all(|byte| byte.is_ascii_alphanumeric())
            && letters < 2;
        let digit = |byte: &u8| char::from(*byte).to_digit(DIGITS).unwrap_or(0);
        fits.then(|| Self(text.iter().fold(0, |number, byte| number * DIGITS + digit(byte))))
    }

    pub(crate) const fn key(self) -> u32 {
        self.0
    }

    /// The code of a [`key`](Self::key).
    pub(crate) const fn of_key(key: u32) -> Self {
        Self(key)
    }
}

impl fmt::Display for HcpcsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (0..LENGTH).rev().try_for_each(|place| {
            let digit = char::from_digit(self.0 / DIGITS.pow(place) % DIGITS, DIGITS).unwrap_or('?');
            write!(f, "{}", digit.to_ascii_uppercase())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shapes_of_hcpcs_and_no_others() {
        for text in ["99213", "0001A", "0591T", "G2212", "00000", "Z9999"] {
            assert_eq!(HcpcsCode::parse(text.as_bytes()).map(|code| code.to_string()), Some(text.to_owned()));
        }
        assert_eq!(HcpcsCode::parse(b"g2212"), HcpcsCode::parse(b"G2212"));
        for text in ["", "9921", "992133", "CCCCC", "A123B", "9 213", "99é1", "-9213"] {
            assert_eq!(HcpcsCode::parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn numbers_sort_like_the_text() {
        let codes = ["00100", "0001A", "0001U", "01999", "99213", "A4206", "V5364"];
        let mut sorted = codes;
        sorted.sort_unstable();
        let mut by_number = codes.map(|text| HcpcsCode::parse(text.as_bytes()).unwrap());
        by_number.sort_unstable();
        assert_eq!(by_number.map(|code| code.to_string()), sorted);
    }
}
