use super::{batch, parties, subscriber};
use crate::draft::{Draft, Optional, Required};
use crate::practice::{Fee, Party, Practice, is_same};
use crate::problem::{Problem, ProblemKind};
use crate::x12::Stamp;

impl Practice {
    /// What of the set-up would keep claims from being built, whatever the encounter: the checks that claims go through
    /// themselves. Fields carry the place in their list, for example `practice/payers/0/id`.
    pub fn problems(&self) -> Vec<Problem> {
        let stamp = Stamp { date: "20260101".to_owned(), time: "0000".to_owned() };
        let mut problems = self.file_problems(&stamp, 1);
        let mut draft = Draft::default();
        parties::billing(&mut draft, self);
        taxonomy(&mut draft, "practice/billing", &self.billing);
        for (index, provider) in self.providers.iter().enumerate() {
            party(&mut draft, ("2310B", "82"), &format!("practice/providers/{index}"), provider);
        }
        for (index, facility) in self.facilities.iter().enumerate() {
            let field = format!("practice/facilities/{index}");
            party(&mut draft, ("2310C", "77"), &field, facility);
            parties::address(&mut draft, &format!("{field}/address"), &facility.address);
        }
        self.payers(&mut draft);
        for (index, fee) in self.fees.iter().enumerate() {
            check_fee(&mut draft, &format!("practice/fees/{index}"), fee);
        }
        self.said_twice(&mut draft);
        draft.enter("ISA");
        draft.row("ISA", |d| {
            d.skip(12);
            d.digits("practice/firstFileNumber", &self.first_file_number.to_string(), Required, 1, 9);
        });
        problems.extend(draft.problems);
        problems
    }

    /// What keeps every file from being written, whatever is in it: sender, receiver and number.
    pub fn file_problems(&self, stamp: &Stamp, control_number: u32) -> Vec<Problem> {
        batch::head(self, stamp, control_number).err().unwrap_or_default()
    }

    fn payers(&self, d: &mut Draft) {
        for (index, payer) in self.payers.iter().enumerate() {
            let field = |part: &str| format!("practice/payers/{index}/{part}");
            d.enter("2010BB");
            d.row("NM1", |d| {
                d.skip(2);
                d.text(&field("name"), &payer.name, Required, 60);
                d.text(&field("claimName"), &payer.claim_name, Optional, 60);
                d.skip(4);
                d.id_of(&field("id"), &payer.id, Required, 2, 80);
            });
            if !payer.address.is_empty() {
                parties::address(d, &field("address"), &payer.address);
            }
            d.reference("G2", &field("billingProviderNumber"), &payer.billing_provider_number);
            d.enter("2000B");
            d.row("SBR", |d| {
                d.skip(8);
                d.code(&field("filingIndicator"), &payer.filing_indicator, Required, subscriber::FILING);
            });
        }
    }

    /// Encounters name a payer and a facility by name and a provider by number: each must be one.
    fn said_twice(&self, d: &mut Draft) {
        let mut each = |list: &str, part: &str, names: Vec<&str>| {
            for (index, name) in names.iter().enumerate() {
                if !name.trim().is_empty() && names.iter().take(index).any(|other| is_same(other, name)) {
                    d.problem(ProblemKind::Twice, &format!("practice/{list}/{index}/{part}"));
                }
            }
        };
        each("payers", "name", self.payers.iter().map(|payer| payer.name.as_str()).collect());
        each("facilities", "name", self.facilities.iter().map(|party| party.name.as_str()).collect());
        each("providers", "npi", self.providers.iter().map(|party| party.npi.as_str()).collect());
    }
}

fn party(d: &mut Draft, (loop_id, entity): (&'static str, &str), field: &str, party: &Party) {
    d.enter(loop_id);
    parties::name(d, entity, field, party, Optional);
    taxonomy(d, field, party);
    parties::other_ids(d, &format!("{field}/otherIds"), party, &["0B", "1G", "G2", "LU"]);
    parties::contact(d, &format!("{field}/contact"), &party.contact);
}

/// Health Care Provider Taxonomy code: ten letters and digits, the last an X (National Uniform Claim Committee).
fn taxonomy(d: &mut Draft, field: &str, party: &Party) {
    let code = party.taxonomy.as_bytes();
    let shaped = code.len() == 10 && code.ends_with(b"X") && code.iter().all(u8::is_ascii_alphanumeric);
    if !code.is_empty() && !shaped {
        d.problem(ProblemKind::Taxonomy, &format!("{field}/taxonomy"));
    }
}

fn check_fee(d: &mut Draft, field: &str, fee: &Fee) {
    d.enter("2400");
    d.row("SV1", |d| {
        d.text(&format!("{field}/code"), fee.code.as_str(), Required, 48);
        d.amount(&format!("{field}/charge"), fee.charge);
        if fee.modifiers.len() > encounter::MODIFIERS_PER_LINE {
            let most = encounter::MODIFIERS_PER_LINE;
            d.problem(ProblemKind::TooMany { most }, &format!("{field}/modifiers"));
        }
        if let (Some(from), Some(to)) = (fee.from, fee.to)
            && to < from
        {
            d.problem(ProblemKind::Period, &format!("{field}/to"));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::Payer;

    fn sample() -> Practice {
        serde_json::from_str(include_str!("../../../../assets/sample-practice/set-up/claims.json")).unwrap()
    }

    fn said(practice: &Practice) -> Vec<String> {
        let name = |problem: &Problem| serde_json::to_value(problem.kind).unwrap()["problem"].clone();
        let line = |problem: &Problem| format!("{} {}", name(problem).as_str().unwrap(), problem.field);
        practice.problems().iter().map(line).collect()
    }

    #[test]
    fn the_sample_practice_lacks_nothing() {
        assert_eq!(said(&sample()), Vec::<String>::new());
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        type Change = fn(&mut Practice);
        let cases: &[(&str, Change)] = &[
            ("npi practice/facilities/2/npi", |p| p.facilities[2].npi = "2099900014".into()),
            ("taxonomy practice/billing/taxonomy", |p| p.billing.taxonomy = "1932000000".into()),
            ("zip practice/facilities/0/address/zip", |p| p.facilities[0].address.zip = "2120".into()),
            ("too_short practice/taxId", |p| p.tax_id = "52-000".into()),
            ("missing practice/payers/1/id", |p| p.payers[1].id.clear()),
            ("not_in_list practice/payers/0/filingIndicator", |p| p.payers[0].filing_indicator = "QQ".into()),
            ("twice practice/payers/1/name", |p| p.payers[1].name = p.payers[0].name.to_uppercase()),
            ("not_in_list practice/receiver/qualifier", |p| p.receiver.qualifier = "XX".into()),
            ("missing practice/submitter/contact/phone", |p| p.submitter.contact.phone.clear()),
            ("period practice/fees/0/to", |p| {
                let day = |day| Some(jiff::civil::date(2026, 1, day));
                p.fees = vec![Fee { code: "99213".into(), from: day(2), to: day(1), ..Fee::default() }];
            }),
        ];
        for (expected, change) in cases {
            let mut practice = sample();
            change(&mut practice);
            assert_eq!(said(&practice), [*expected]);
        }
    }

    #[test]
    fn an_empty_set_up_says_what_is_missing() {
        let said = said(&Practice { payers: vec![Payer::default()], ..Practice::default() });
        for field in
            ["billing/npi", "billing/name", "taxId", "submitter/id", "receiver/name", "payers/0/name"]
        {
            assert!(said.contains(&format!("missing practice/{field}")), "{field}: {said:?}");
        }
    }
}
