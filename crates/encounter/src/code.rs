use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

/// The code systems of a coder's desk.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, Type,
)]
#[serde(rename_all = "lowercase")]
pub enum CodeSystem {
    /// ICD-10-CM, diagnoses (NCHS).
    Icd10cm,
    /// ICD-10-PCS, inpatient procedures (CMS).
    Icd10pcs,
    /// HCPCS Level II (CMS).
    Hcpcs,
    /// CPT, HCPCS Level I (American Medical Association; imported by its licensee).
    Cpt,
    /// Two-character modifiers of HCPCS Levels I and II.
    Modifier,
    /// Place of service codes (CMS).
    Pos,
    /// Codes of the user's own lists: charge masters, superbills.
    Own,
}

impl CodeSystem {
    pub const ALL: [Self; 7] =
        [Self::Icd10cm, Self::Icd10pcs, Self::Hcpcs, Self::Cpt, Self::Modifier, Self::Pos, Self::Own];

    /// The identifier used in files, on the wire and in the terminal, for example `icd10cm`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Icd10cm => "icd10cm",
            Self::Icd10pcs => "icd10pcs",
            Self::Hcpcs => "hcpcs",
            Self::Cpt => "cpt",
            Self::Modifier => "modifier",
            Self::Pos => "pos",
            Self::Own => "own",
        }
    }

    /// Whether the user brings it as a list of their own or of a licence, that nobody misses who has none.
    pub const fn is_listed(self) -> bool {
        matches!(self, Self::Cpt | Self::Pos | Self::Own)
    }

    /// The system with this [`id`](Self::id).
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|system| system.id() == id)
    }
}

/// A code with the system that it belongs to: `G0439` alone may be of more than one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CodeRef {
    pub system: CodeSystem,
    /// As it is shown, with the dot of ICD-10-CM.
    pub code: String,
}

/// Upper case, without blanks: the form in which every code is kept.
fn tidy(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

macro_rules! written_code {
    ($(#[$doc:meta])* $name:ident, $normalise:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema, Type)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            pub fn new(text: &str) -> Self {
                Self($normalise(text))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from).map(|text| Self::new(&text))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }
    };
}

written_code! {
    /// What stands in a diagnosis field, with the dot of ICD-10-CM (`E11.22`). It may be anything a source system
    /// sent: whether it is a code at all is for the edits to say, so that a wrong one is reported and not lost.
    DiagnosisCode, dotted
}
written_code! {
    /// What stands in the procedure field of a service line: a CPT or HCPCS Level II code, five characters.
    ProcedureCode, tidy
}
written_code! {
    /// What stands in a procedure field of a facility encounter: an ICD-10-PCS code, seven characters without a dot.
    Icd10PcsCode, tidy
}
written_code! {
    /// What stands in a modifier field: two characters of HCPCS Level I or II.
    Modifier, tidy
}

/// `e1122`, `E11.22`, `e11 22` to `E11.22`; text that is not shaped like ICD-10-CM keeps its own dots.
fn dotted(text: &str) -> String {
    let tidy = tidy(text);
    let bare: String = tidy.chars().filter(|c| *c != '.').collect();
    if !is_icd10cm_shape(&bare) {
        return tidy;
    }
    match bare.split_at_checked(3) {
        Some((category, rest)) if !rest.is_empty() => format!("{category}.{rest}"),
        _ => bare,
    }
}

/// ICD-10-CM Official Guidelines, section I.A.2 and I.B.2: three to seven characters, the first a letter, the
/// second a digit, the rest letters or digits. The block QA0 of FY2026 has a letter second.
fn is_icd10cm_shape(bare: &str) -> bool {
    let characters = bare.as_bytes();
    (3..=7).contains(&characters.len())
        && characters[0].is_ascii_uppercase()
        && (characters[1].is_ascii_digit() || characters.starts_with(b"QA"))
        && characters[2..].iter().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
}

impl DiagnosisCode {
    /// Whether this is shaped like an ICD-10-CM code; says nothing of its existence.
    pub fn is_icd10cm_shape(&self) -> bool {
        is_icd10cm_shape(&self.undotted())
    }

    /// `E1122`, the form of claims and of the official order file.
    pub fn undotted(&self) -> String {
        self.0.replace('.', "")
    }
}

impl ProcedureCode {
    /// The system by shape: CPT is five digits or four and `F`, `T`, `U`, `M`, `A`; HCPCS Level II is a letter of
    /// A to V and four digits. `None` for anything else.
    pub fn system(&self) -> Option<CodeSystem> {
        let characters = self.0.as_bytes();
        let &[first, ref middle @ .., last] = characters else { return None };
        if characters.len() != 5 || !middle.iter().all(u8::is_ascii_digit) {
            return None;
        }
        match (first, last) {
            (b'0'..=b'9', b'0'..=b'9' | b'A' | b'F' | b'M' | b'T' | b'U') => Some(CodeSystem::Cpt),
            (b'A'..=b'V', b'0'..=b'9') => Some(CodeSystem::Hcpcs),
            _ => None,
        }
    }
}

impl Modifier {
    /// Two characters, letters or digits.
    pub fn is_modifier_shape(&self) -> bool {
        self.0.len() == 2 && self.0.bytes().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagnosis_code_finds_its_dot() {
        for written in ["e1122", "E11.22", " e11 22 ", "E112.2"] {
            assert_eq!(DiagnosisCode::new(written).as_str(), "E11.22");
        }
        assert_eq!(DiagnosisCode::new("i10").as_str(), "I10");
        assert_eq!(DiagnosisCode::new("qa00101").as_str(), "QA0.0101");
        assert_eq!(DiagnosisCode::new("250.00").as_str(), "250.00", "an ICD-9 code is kept as it came");
        assert_eq!(DiagnosisCode::new("").as_str(), "");
    }

    #[test]
    fn the_shape_tells_the_system_of_a_procedure() {
        let system = |code| ProcedureCode::new(code).system();
        assert_eq!(system("99214"), Some(CodeSystem::Cpt));
        assert_eq!(system("0042t"), Some(CodeSystem::Cpt));
        assert_eq!(system("J1885"), Some(CodeSystem::Hcpcs));
        for wrong in ["", "9", "992140", "E11.22", "9921X", "Z9999", "É1234", "🩺"] {
            assert_eq!(system(wrong), None, "{wrong}");
        }
    }
}
