use serde::Serialize;

/// The four characters that an interchange declares in its ISA segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Delimiters {
    pub element: u8,
    /// ISA11; `None` before version 00402, where that element is `U`.
    pub repetition: Option<u8>,
    pub component: u8,
    pub segment: u8,
}

impl Delimiters {
    /// What the implementation guides recommend and every receiver takes.
    pub const USUAL: Self = Self { element: b'*', repetition: Some(b'^'), component: b':', segment: b'~' };

    pub const fn is_one(&self, byte: u8) -> bool {
        let repetition = match self.repetition {
            Some(repetition) => repetition == byte,
            None => false,
        };
        byte == self.element || byte == self.component || byte == self.segment || repetition
    }

    /// Whether the four differ from each other and none is a letter, a digit or a space.
    pub fn are_distinct(&self) -> bool {
        let all = [Some(self.element), self.repetition, Some(self.component), Some(self.segment)];
        let all: Vec<u8> = all.into_iter().flatten().collect();
        let twice = (1..all.len()).any(|index| all[..index].contains(&all[index]));
        !twice && all.iter().all(|byte| !byte.is_ascii_alphanumeric() && *byte != b' ')
    }
}
