use encounter::Address;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a practice says of itself and its payers on every claim. Kept as a file of its own; an encounter names its
/// providers by NPI, its facility and its payers by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Practice {
    /// Claims are marked as a test, not for payment.
    pub test: bool,
    pub submitter: Submitter,
    pub receiver: Receiver,
    pub billing: Party,
    /// Employer identification or social security number of who bills, nine digits.
    pub tax_id: String,
    pub tax_id_is_social_security: bool,
    /// Where payments go, if not to the billing provider's address.
    pub pay_to: Address,
    pub providers: Vec<Party>,
    pub facilities: Vec<Party>,
    pub payers: Vec<Payer>,
}

/// Who sends the file (loop 1000A, ISA06, GS02).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Submitter {
    pub name: String,
    /// The identifier that the receiver gave.
    pub id: String,
    /// ISA05, `ZZ` where it is empty.
    pub qualifier: String,
    pub contact: Contact,
}

/// Who takes the file, a clearinghouse or a payer (loop 1000B, ISA08, GS03).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Receiver {
    pub name: String,
    pub id: String,
    /// ISA07, `ZZ` where it is empty.
    pub qualifier: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Contact {
    pub name: String,
    /// Digits alone, as the guide asks.
    pub phone: String,
    pub extension: String,
    pub fax: String,
    pub email: String,
}

/// A provider or a facility.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Party {
    pub kind: PartyKind,
    /// Of the organization, or the last name.
    pub name: String,
    pub first_name: String,
    pub middle_name: String,
    pub suffix: String,
    pub npi: String,
    /// Health Care Provider Taxonomy code.
    pub taxonomy: String,
    pub address: Address,
    pub contact: Contact,
    /// Numbers that states and payers gave.
    pub other_ids: Vec<OtherId>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    #[default]
    Organization,
    Person,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct OtherId {
    /// 0B state licence, 1G UPIN, G2 the payer's number, LU location number (data element 128).
    pub kind: String,
    pub value: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Payer {
    /// As encounters name it.
    pub name: String,
    /// As claims name it; the same where it is empty.
    pub claim_name: String,
    pub id: String,
    /// `id` is a national plan identifier, not the payer's own.
    pub is_plan_id: bool,
    /// Claim filing indicator, for example MB, MC, CI, BL (data element 1032).
    pub filing_indicator: String,
    pub address: Address,
    /// The payer's number of the billing provider.
    pub billing_provider_number: String,
}

impl Party {
    /// As encounters name a person: `First Middle Last`.
    pub fn full_name(&self) -> String {
        let parts = [&self.first_name, &self.middle_name, &self.name, &self.suffix];
        parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

impl Practice {
    /// The payer that an encounter names, upper and lower case being the same.
    pub fn payer(&self, name: &str) -> Option<&Payer> {
        self.payers.iter().find(|payer| is_same(&payer.name, name))
    }

    pub fn facility(&self, name: &str) -> Option<&Party> {
        self.facilities.iter().find(|facility| is_same(&facility.name, name))
    }

    /// The provider of this NPI, or where none is given of this name.
    pub(crate) fn provider(&self, npi: &str, name: &str) -> Option<&Party> {
        self.providers.iter().find(|party| match npi.is_empty() {
            true => is_same(&party.full_name(), name),
            false => party.npi == npi,
        })
    }
}

pub(crate) fn is_same(left: &str, right: &str) -> bool {
    left.trim().to_lowercase() == right.trim().to_lowercase()
}
