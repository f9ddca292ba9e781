use encounter::{Address, Modifier, ProcedureCode};
use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What a practice says of itself and its payers on every claim. Kept as a file of its own; an encounter names its
/// providers by NPI, its facility and its payers by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[serde(rename = "PracticeSetUp")]
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
    pub fees: Vec<Fee>,
    /// The number of the first file that leaves, where the practice has sent others before; 0 is the same as 1.
    pub first_file_number: u32,
}

/// Who sends the file (loop 1000A, ISA06, GS02).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Receiver {
    pub name: String,
    pub id: String,
    /// ISA07, `ZZ` where it is empty.
    pub qualifier: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
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
    /// What a provider does on encounters of the practice; all of it where none is said.
    pub roles: Vec<ProviderRole>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "snake_case")]
pub enum ProviderRole {
    Rendering,
    Referring,
    Supervising,
    Ordering,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    #[default]
    Organization,
    Person,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct OtherId {
    /// 0B state licence, 1G UPIN, G2 the payer's number, LU location number (data element 128).
    pub kind: String,
    pub value: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
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
    /// Days after the date of service in which the payer takes a claim; that of its kind where none is given.
    pub filing_days: Option<u32>,
}

/// What the practice charges for a service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename = "PracticeFee", rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Fee {
    pub code: ProcedureCode,
    /// With these on the line; without any for every line that no other fee says more of.
    pub modifiers: Vec<Modifier>,
    /// As encounters name it; empty for all payers.
    pub payer: String,
    /// US dollars for one unit.
    pub charge: Decimal,
    /// The first and the last date of service.
    pub from: Option<Date>,
    pub to: Option<Date>,
}

impl Fee {
    /// Whether it is about a line of this code and these modifiers on a date.
    fn covers(&self, code: &ProcedureCode, modifiers: &[Modifier], payer: &str, on: Date) -> bool {
        self.code == *code
            && (self.payer.trim().is_empty() || is_same(&self.payer, payer))
            && self.modifiers.iter().all(|modifier| modifiers.contains(modifier))
            && self.from.is_none_or(|from| from <= on)
            && self.to.is_none_or(|to| on <= to)
    }
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

    /// The charge for one unit, US dollars: the payer's own before that for all, then the one of most modifiers, then the
    /// latest.
    pub fn fee(
        &self,
        code: &ProcedureCode,
        modifiers: &[Modifier],
        payer: &str,
        on: Date,
    ) -> Option<Decimal> {
        let covering = self.fees.iter().filter(|fee| fee.covers(code, modifiers, payer, on));
        let best = covering.max_by_key(|fee| (!fee.payer.trim().is_empty(), fee.modifiers.len(), fee.from));
        best.map(|fee| fee.charge)
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_fee_that_says_most_of_a_line_is_taken() {
        let fee = |payer: &str, modifiers: &[&str], charge: u32, from: Option<Date>, to: Option<Date>| Fee {
            code: "99213".into(),
            modifiers: modifiers.iter().map(|modifier| (*modifier).into()).collect(),
            payer: payer.into(),
            charge: charge.into(),
            from,
            to,
        };
        let practice = Practice {
            fees: vec![
                fee("", &[], 100, None, Some(date(2025, 12, 31))),
                fee("", &[], 110, Some(date(2026, 1, 1)), None),
                fee("", &["TC"], 40, None, None),
                fee("Medicare B", &[], 90, None, None),
            ],
            ..Practice::default()
        };
        for (code, modifiers, payer, on, expected) in [
            ("99213", &[][..], "Aetna", date(2025, 12, 31), Some(100)),
            ("99213", &["25"], "Aetna", date(2026, 1, 1), Some(110)),
            ("99213", &["TC"], "Aetna", date(2026, 1, 1), Some(40)),
            ("99213", &["TC"], "medicare b ", date(2026, 1, 1), Some(90)),
            ("99214", &[], "Aetna", date(2026, 1, 1), None),
        ] {
            let modifiers: Vec<Modifier> = modifiers.iter().map(|modifier| (*modifier).into()).collect();
            let found = practice.fee(&code.into(), &modifiers, payer, on);
            assert_eq!(found, expected.map(Decimal::from), "{code} {modifiers:?} {payer} {on}");
        }
    }
}
