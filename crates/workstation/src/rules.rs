use edits::Rule;

use crate::desk::Desk;

impl Desk {
    /// Every rule that an encounter is checked by, by family.
    pub fn rules(&self) -> Vec<Rule> {
        edits::rules().copied().collect()
    }
}
