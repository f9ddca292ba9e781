use dictionary::BillingFacts;
use jiff::civil::Date;

use crate::desk::Desk;
use crate::error::{DeskError, publications_error};

impl Desk {
    /// What the imported edit and fee tables say of a code on a date; `None` where they say nothing of it. Public, like
    /// every code set: the vault may be locked.
    pub fn billing_facts(&self, code: &str, on: Date) -> Result<Option<BillingFacts>, DeskError> {
        self.publications.billing_facts(code, on).map_err(publications_error)
    }
}
