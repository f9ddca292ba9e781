use std::ops::Range;

use encounter::{
    Document, DocumentKind, Encounter, Evidence, LineDetails, Patient, PayerOrder, Relationship,
};

use super::making::{Making, OfClaim, OfPayer, Role, provider_of};
use super::{ReadClaim, refuses};
use crate::practice::{Contact, Party, Practice};
use crate::x12::{Fault, FaultKind, Place};

impl Making {
    /// The claim that was being read, whole; what stands above it stays for the next.
    pub(super) fn finish(&mut self) -> Option<ReadClaim> {
        let mut claim = self.claim.take()?;
        let mut practice = self.practice.clone();
        if claim.encounter.diagnoses.is_empty() || claim.lines.is_empty() {
            let place = claim.place.clone();
            claim.faults.push(Fault { kind: FaultKind::Missing, place });
        }
        self.patient_into(&mut claim.encounter);
        let lines = claim.lines.iter().map(|of| of.service.clone()).collect();
        let orders = self.payers_into(&mut claim, &mut practice);
        lines_into(&mut claim, &mut practice, &orders);
        parties_into(&mut claim, &mut practice);
        let OfClaim { place, mut encounter, faults, text, diagnoses, .. } = *claim;
        keep_text(&mut encounter, text, &practice.submitter.name, diagnoses, lines);
        let refused = faults.iter().any(|fault| refuses(&fault.kind));
        Some(ReadClaim { place, encounter, practice, faults, refused })
    }

    fn patient_into(&self, encounter: &mut Encounter) {
        let header = &mut encounter.header;
        let details = header.claim.get_or_insert_default();
        let person = self.patient.as_ref().unwrap_or(&self.subscriber.insured);
        header.patient = Patient {
            record_number: std::mem::take(&mut header.patient.record_number),
            last_name: person.last_name.clone(),
            first_name: person.first_name.clone(),
            middle_name: person.middle_name.clone(),
            birth_date: person.birth_date,
            sex: person.sex,
        };
        details.patient_suffix.clone_from(&person.suffix);
        details.patient_address = person.address.clone();
        details.patient_death_date = self.above.death;
        details.patient_weight = self.above.weight.or(details.patient_weight);
        details.pregnant = self.above.pregnant;
    }

    /// Each payer to its place among the three; with its identifier.
    fn payers_into(&self, claim: &mut OfClaim, practice: &mut Practice) -> Vec<(String, PayerOrder)> {
        let mut billed = self.subscriber.clone();
        billed.details.relationship = match self.patient {
            Some(_) => self.above.relationship,
            None => Relationship::Myself,
        };
        let mut orders = Vec::new();
        let others = std::mem::take(&mut claim.others);
        for (index, mut of) in std::iter::once(billed).chain(others).enumerate() {
            let Some(order) = order_of(&of.letter) else {
                claim.faults.push(not_carried(&claim.place));
                continue;
            };
            if of.details.relationship != Relationship::Myself {
                of.details.subscriber = Some(std::mem::take(&mut of.insured));
            }
            if index > 0 && !of.insured.address.is_empty() {
                // Of a patient insured elsewhere too, the address is said once.
                claim.faults.push(not_carried(&claim.place));
            }
            orders.push((of.payer.id.clone(), order));
            let header = &mut claim.encounter.header;
            let details = header.claim.get_or_insert_default();
            if index == 0 {
                details.bill_to = order;
            }
            let OfPayer { coverage, details: of_payer, payer, .. } = of;
            // Two payers of one name are two.
            match practice.payers.iter().find(|known| known.name == payer.name) {
                Some(known) if known.id == payer.id => {}
                _ => practice.payers.push(payer),
            }
            match order {
                PayerOrder::Primary => (header.primary_payer, details.primary) = (Some(coverage), of_payer),
                PayerOrder::Secondary => {
                    (header.secondary_payer, details.secondary) = (Some(coverage), of_payer)
                }
                PayerOrder::Tertiary => {
                    (details.tertiary_payer, details.tertiary) = (Some(coverage), of_payer)
                }
            }
        }
        orders
    }
}

/// The claim as it came is the record of its encounter until there is another, and every code quotes it.
fn keep_text(
    encounter: &mut Encounter,
    text: String,
    submitter: &str,
    diagnoses: Vec<Range<usize>>,
    lines: Vec<Range<usize>>,
) {
    let date = encounter.header.service_from;
    let (title, author) = ("837P".to_owned(), submitter.to_owned());
    encounter.add_document(Document {
        kind: DocumentKind::Other,
        title,
        author,
        date,
        text,
        ..Document::default()
    });
    let Some(document) = encounter.documents.last() else { return };
    // A claim file is ASCII: bytes are UTF-16 code units.
    let unit = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
    let quoted = |Range { start, end }: Range<usize>| {
        let quote = document.text.get(start..end).filter(|quote| !quote.is_empty())?.to_owned();
        Some(Evidence { document: document.id, start: unit(start), end: unit(end), quote })
    };
    for (diagnosis, said) in encounter.diagnoses.iter_mut().zip(diagnoses) {
        diagnosis.evidence.extend(quoted(said));
    }
    for (line, said) in encounter.lines.iter_mut().zip(lines) {
        line.evidence.extend(quoted(said));
    }
}

fn order_of(letter: &str) -> Option<PayerOrder> {
    match letter {
        "P" => Some(PayerOrder::Primary),
        "S" => Some(PayerOrder::Secondary),
        "T" => Some(PayerOrder::Tertiary),
        _ => None,
    }
}

fn not_carried(place: &Place) -> Fault {
    Fault { kind: FaultKind::NotCarried, place: place.clone() }
}

fn lines_into(claim: &mut OfClaim, practice: &mut Practice, orders: &[(String, PayerOrder)]) {
    for mut of in std::mem::take(&mut claim.lines) {
        for (payer, adjudication) in of.adjudications {
            match orders.iter().find(|(id, _)| *id == payer) {
                Some((_, order)) => {
                    of.details
                        .adjudications
                        .push(encounter::LineAdjudication { payer: *order, ..adjudication });
                }
                None => claim.faults.push(not_carried(&claim.place)),
            }
        }
        for (role, party) in of.providers {
            let provider = Some(provider_of(&party));
            match role {
                Role::Rendering => of.line.rendering_provider = provider,
                Role::Supervising => of.details.supervising_provider = provider,
                Role::Ordering => of.details.ordering_provider = provider,
                Role::Referring => of.details.referring_provider = provider,
            }
            know(&mut practice.providers, party);
        }
        if let Some(facility) = of.facility {
            of.details.facility.clone_from(&facility.name);
            know(&mut practice.facilities, facility);
        }
        if of.details != LineDetails::default() {
            of.line.claim = Some(Box::new(of.details));
        }
        claim.encounter.lines.push(of.line);
    }
    // The encounter's dates are its lines' first and last; a line that has the first alone says nothing more.
    let lines = &claim.encounter.lines;
    let header = &mut claim.encounter.header;
    header.service_from = lines.iter().filter_map(|line| line.service_from).min();
    header.service_to = lines.iter().filter_map(|line| line.service_to.or(line.service_from)).max();
    header.service_to.take_if(|to| Some(*to) == header.service_from);
}

fn parties_into(claim: &mut OfClaim, practice: &mut Practice) {
    let header = &mut claim.encounter.header;
    for (role, party) in std::mem::take(&mut claim.providers) {
        let provider = Some(provider_of(&party));
        match role {
            Role::Rendering => header.rendering_provider = provider,
            Role::Referring => header.referring_provider = provider,
            Role::Supervising | Role::Ordering => {
                header.claim.get_or_insert_default().supervising_provider = provider;
            }
        }
        know(&mut practice.providers, party);
    }
    if let Some(facility) = claim.facility.take() {
        header.facility.clone_from(&facility.name);
        know(&mut practice.facilities, facility);
    }
}

/// Adds the party to the set-up. One that is there already learns what this one says beyond it: only the loop of who orders
/// has an address, only that of who renders a specialty.
fn know(parties: &mut Vec<Party>, party: Party) {
    let same = |known: &&mut Party| known.npi == party.npi && known.full_name() == party.full_name();
    let Some(known) = parties.iter_mut().find(same) else { return parties.push(party) };
    if known.address.is_empty() {
        known.address = party.address;
    }
    if known.contact == Contact::default() {
        known.contact = party.contact;
    }
    if known.taxonomy.is_empty() {
        known.taxonomy = party.taxonomy;
    }
    if known.other_ids.is_empty() {
        known.other_ids = party.other_ids;
    }
}
