//! What a practice has settled for itself: severities that it changed, rules of its own; and its payers' terms, which are
//! kept with the rest of what it knows of them.

use encounter::{Finding, Header, Severity};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::house_rules::HouseRule;

/// Kept whole in the vault. An empty one leaves every rule as it is declared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct House {
    /// Of the practice's set-up; they cross neither to the window nor to the vault from here.
    #[serde(skip)]
    pub payers: Vec<PayerTerms>,
    pub severities: Vec<SeverityChange>,
    pub rules: Vec<HouseRule>,
}

/// A payer by the name that stands on the face sheet, in capital or small letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayerTerms {
    pub name: String,
    pub kind: PayerKind,
    /// Days after the date of service in which the payer takes a claim; that of its kind where none is given.
    pub filing_days: Option<u32>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PayerKind {
    Medicare,
    Medicaid,
    Tricare,
    WorkersCompensation,
    Auto,
    SelfPay,
    /// Whose terms are a contract.
    #[default]
    Commercial,
}

/// Another severity of a rule, for one payer or for all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SeverityChange {
    pub rule: String,
    /// Empty for all payers.
    pub payer: String,
    pub severity: Severity,
}

impl PayerKind {
    /// What a payer is by its claim filing indicator (X12 data element 1032), or where none is given by its name.
    pub fn of(filing_indicator: &str, name: &str) -> Self {
        match filing_indicator.trim().to_uppercase().as_str() {
            "" => Self::of_name(name),
            "MA" | "MB" => Self::Medicare,
            "MC" => Self::Medicaid,
            "CH" => Self::Tricare,
            "WC" => Self::WorkersCompensation,
            "AM" => Self::Auto,
            _ => Self::Commercial,
        }
    }

    /// What the name of a payer says of it, where the practice has not said it.
    fn of_name(name: &str) -> Self {
        let name = name.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        if has(&["advantage", "medigap", "supplement", "for life"]) {
            Self::Commercial
        } else if has(&["medicare"]) {
            Self::Medicare
        } else if has(&["medicaid"]) {
            Self::Medicaid
        } else if has(&["tricare"]) {
            Self::Tricare
        } else if has(&["workers", "worker's"]) {
            Self::WorkersCompensation
        } else if has(&["auto", "no-fault", "no fault"]) {
            Self::Auto
        } else if has(&["self-pay", "self pay"]) {
            Self::SelfPay
        } else {
            Self::Commercial
        }
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// The primary payer's name; empty where there is none.
pub(crate) fn payer(header: &Header) -> &str {
    header.primary_payer.as_ref().map_or("", |coverage| coverage.payer.trim())
}

impl House {
    /// The kind of the primary payer and the days that it gives, where the practice has set them.
    pub(crate) fn terms(&self, header: &Header) -> Option<(PayerKind, Option<u32>)> {
        let name = payer(header);
        let set = self.payers.iter().find(|payer| same(&payer.name, name));
        match set {
            Some(payer) => Some((payer.kind, payer.filing_days)),
            None if name.is_empty() => None,
            None => Some((PayerKind::of_name(name), None)),
        }
    }

    /// Gives a finding the severity that was set for its rule, never milder than the rule allows. What was set for the
    /// payer goes before what was set for all.
    pub(crate) fn settle(&self, finding: &mut Finding, header: &Header) {
        if self.severities.is_empty() {
            return;
        }
        let Some(rule) = crate::rules().find(|rule| rule.id == finding.rule) else { return };
        let of_rule = || self.severities.iter().filter(|change| change.rule == rule.id);
        let change = of_rule()
            .find(|change| !change.payer.trim().is_empty() && same(&change.payer, payer(header)))
            .or_else(|| of_rule().find(|change| change.payer.trim().is_empty()));
        if let Some(change) = change {
            finding.severity = change.severity.min(rule.mildest);
        }
    }
}
