use encounter::{Address, Provider};

use crate::draft::{Draft, Need, Optional, Required};
use crate::practice::{Contact, Party, PartyKind, Practice, is_same};
use crate::problem::ProblemKind;

/// Loops 2000A, 2010AA and 2010AB.
pub(super) fn billing(d: &mut Draft, practice: &Practice) {
    let party = &practice.billing;
    d.enter("2000A");
    specialty(d, "BI", "practice/billing/taxonomy", &party.taxonomy);
    d.enter("2010AA");
    name(d, "85", "practice/billing", party, Required);
    address(d, "practice/billing/address", &party.address);
    d.row("REF", |d| {
        d.lit(if practice.tax_id_is_social_security { "SY" } else { "EI" });
        d.digits("practice/taxId", &practice.tax_id, Required, 9, 9);
    });
    other_ids(d, "practice/billing/otherIds", party, &["0B", "1G"]);
    contact(d, "practice/billing/contact", &party.contact);
    if !practice.pay_to.is_empty() {
        d.enter("2010AB");
        d.row("NM1", |d| {
            d.lit("87");
            d.lit(if party.kind == PartyKind::Person { "1" } else { "2" });
        });
        address(d, "practice/payTo", &practice.pay_to);
    }
}

/// `NM1` of a provider or facility with its NPI.
pub(super) fn name(d: &mut Draft, entity: &str, field: &str, party: &Party, npi: Need) {
    let person = party.kind == PartyKind::Person;
    d.row("NM1", |d| {
        d.lit(entity);
        d.lit(if person { "1" } else { "2" });
        d.text(&format!("{field}/name"), &party.name, Required, 60);
        if person {
            d.text(&format!("{field}/firstName"), &party.first_name, Optional, 35);
            d.text(&format!("{field}/middleName"), &party.middle_name, Optional, 25);
            d.skip(1);
            d.text(&format!("{field}/suffix"), &party.suffix, Optional, 10);
        } else {
            d.skip(4);
        }
        d.npi(&format!("{field}/npi"), &party.npi, npi);
    });
}

pub(super) fn specialty(d: &mut Draft, kind: &str, field: &str, taxonomy: &str) {
    if !taxonomy.is_empty() {
        d.row("PRV", |d| {
            d.lit(kind);
            d.lit("PXC");
            d.id_of(field, taxonomy, Required, 10, 10);
        });
    }
}

/// `N3` and `N4`.
pub(super) fn address(d: &mut Draft, field: &str, address: &Address) {
    let path = |part: &str| format!("{field}/{part}");
    d.row("N3", |d| {
        d.text(&path("line1"), &address.line1, Required, 55);
        d.text(&path("line2"), &address.line2, Optional, 55);
    });
    let abroad = !address.country.is_empty() && address.country != "US";
    let need = if abroad { Optional } else { Required };
    d.row("N4", |d| {
        d.text(&path("city"), &address.city, Required, 30);
        d.id_of(&path("state"), &address.state.to_uppercase(), need, 2, 2);
        if abroad {
            d.id(&path("zip"), &address.zip, Optional, 15);
            d.id_of(&path("country"), &address.country, Required, 2, 2);
        } else {
            let digits = address.zip.replace('-', "");
            if !digits.is_empty()
                && (!matches!(digits.len(), 5 | 9) || !digits.bytes().all(|c| c.is_ascii_digit()))
            {
                d.problem(ProblemKind::Zip, &path("zip"));
            }
            d.id(&path("zip"), &digits, Required, 15);
        }
    });
}

/// `REF` for each number of these kinds.
pub(super) fn other_ids(d: &mut Draft, field: &str, party: &Party, kinds: &[&str]) {
    for id in &party.other_ids {
        d.row("REF", |d| {
            d.code(field, &id.kind, Required, kinds);
            d.id(field, &id.value, Required, 50);
        });
    }
}

/// `PER`, where there is a number to put into it. At most three numbers fit.
pub(super) fn contact(d: &mut Draft, field: &str, contact: &Contact) {
    let of = |qualifier, part: &'static str, value| (qualifier, part, value);
    let numbers = [
        of("TE", "phone", &contact.phone),
        of("EX", "extension", &contact.extension),
        of("FX", "fax", &contact.fax),
        of("EM", "email", &contact.email),
    ];
    let numbers = numbers.into_iter().filter(|(.., value)| !value.is_empty()).take(3);
    let numbers: Vec<_> = numbers.collect();
    if numbers.is_empty() {
        return;
    }
    d.row("PER", |d| {
        d.lit("IC");
        d.text(&format!("{field}/name"), &contact.name, Optional, 60);
        for (qualifier, part, value) in numbers {
            let field = format!("{field}/{part}");
            d.lit(qualifier);
            match part {
                "email" => d.id(&field, value, Required, 256),
                _ => d.digits(&field, value, Required, 1, 256),
            }
        }
    });
}

/// The party that an encounter's provider is: the set-up's, or one made from the name where that can be split.
pub(super) fn provider(d: &mut Draft, field: &str, provider: &Provider, practice: &Practice) -> Party {
    if let Some(party) = practice.provider(&provider.npi, &provider.name) {
        return party.clone();
    }
    let mut party = Party {
        kind: PartyKind::Person,
        npi: provider.npi.clone(),
        taxonomy: provider.taxonomy.clone(),
        ..Party::default()
    };
    // "Maya Lindqvist, MD": what stands behind the comma is no name.
    let name = provider.name.split(',').next().unwrap_or_default();
    let words: Vec<&str> = name.split_whitespace().collect();
    match words.as_slice() {
        [first, last] => (party.first_name, party.name) = ((*first).to_owned(), (*last).to_owned()),
        [first, middle, last] if middle.trim_end_matches('.').chars().count() == 1 => {
            (party.first_name, party.name) = ((*first).to_owned(), (*last).to_owned());
            middle.trim_end_matches('.').clone_into(&mut party.middle_name);
        }
        // Which word is the last name, only the set-up can say.
        _ => {
            name.trim().clone_into(&mut party.name);
            d.problem(ProblemKind::NotInSetUp, field);
        }
    }
    party
}

/// A provider's loop: `NM1`, and `PRV` and `REF` where it has them.
pub(super) fn provider_loop(
    d: &mut Draft,
    (loop_id, entity): (&'static str, &str),
    field: &str,
    party: &Party,
    kinds: &[&str],
) {
    d.enter(loop_id);
    name(d, entity, field, party, Optional);
    if entity == "82" {
        specialty(d, "PE", &format!("{field}/taxonomy"), &party.taxonomy);
    }
    if entity == "DK" && !party.address.is_empty() {
        address(d, &format!("{field}/address"), &party.address);
    }
    other_ids(d, &format!("{field}/otherIds"), party, kinds);
    if entity == "DK" {
        contact(d, &format!("{field}/contact"), &party.contact);
    }
}

/// The facility of that name, where it is another place than the billing provider's.
pub(super) fn facility<'a>(
    d: &mut Draft,
    loop_id: &'static str,
    field: &str,
    name: &str,
    practice: &'a Practice,
) -> Option<&'a Party> {
    if name.trim().is_empty() || is_same(name, &practice.billing.name) {
        return None;
    }
    d.enter(loop_id);
    let found = practice.facility(name);
    if found.is_none() {
        d.problem(ProblemKind::NotInSetUp, field);
    }
    found.filter(|found| found.address != practice.billing.address)
}

pub(super) fn facility_loop(d: &mut Draft, loop_id: &'static str, party: &Party) {
    d.enter(loop_id);
    let field = "practice/facilities";
    name(d, "77", field, &Party { kind: PartyKind::Organization, ..party.clone() }, Optional);
    address(d, "practice/facilities/address", &party.address);
    other_ids(d, "practice/facilities/otherIds", party, &["0B", "G2", "LU"]);
}
