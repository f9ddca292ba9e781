//! IN1: who pays.

use encounter::{Relationship, Subscriber};

use super::fields::{address, date};
use super::patient::sex;
use super::segments::{Element, Segment, Segments};
use crate::draft::{Carried, ProblemKind, ReceivedCoverage, value};

pub(crate) fn coverage(message: &Segments, segment: &Segment) -> ReceivedCoverage {
    let field = |number| message.field(segment, number);
    let first = |number: usize| field(number).first().component(1).part(1).carried();
    let plan = field(2);
    let named = plan.component(2).carried();
    ReceivedCoverage {
        // Some senders name the payer by its plan alone.
        payer: first(4).or_else(|| named.clone()).or_else(|| plan.component(1).carried()),
        payer_id: first(3),
        plan: named.or_else(|| plan.component(1).carried()),
        member_id: first(36).or_else(|| first(49)),
        group_number: first(8),
        group_name: first(9),
        prior_authorization: first(14),
        from: date(field(12)),
        to: date(field(13)),
        relationship: relationship(field(17)),
        subscriber: subscriber(message, segment),
        origin: segment.origin(),
    }
}

fn subscriber(message: &Segments, segment: &Segment) -> Option<Carried<Subscriber>> {
    let field = |number| message.field(segment, number);
    let name = field(16).first();
    let part = |component: usize| name.component(component).part(1).text();
    let subscriber = Subscriber {
        last_name: part(1),
        first_name: part(2),
        middle_name: part(3),
        suffix: part(4),
        birth_date: value(&date(field(18))).copied(),
        sex: value(&sex(field(43))).copied().unwrap_or_default(),
        address: value(&address(field(19))).cloned().unwrap_or_default(),
    };
    let is_named = !subscriber.last_name.is_empty() || !subscriber.first_name.is_empty();
    is_named.then(|| Carried::new(subscriber, name.origin()))
}

/// Table 0063, the codes of UB-92 that older systems send, and those of X12. The field says what the insured is to the
/// patient; what comes back is what the patient is to the insured.
fn relationship(field: Element<'_>) -> Option<Carried<Relationship>> {
    let code = if field.is_null() { field } else { field.component(1) };
    code.carried()?.and_then(|code| {
        Some(match code.to_uppercase().as_str() {
            "SEL" | "SELF" | "18" | "S" => Relationship::Myself,
            "SPO" | "SPOUSE" | "01" => Relationship::Spouse,
            "DOM" | "53" => Relationship::LifePartner,
            // A child insures a parent next to never: senders mean what the patient is.
            "PAR" | "MTH" | "FTH" | "GRD" | "CGV" | "CHD" | "CHILD" | "NCH" | "SCH" | "FCH" | "19" => {
                Relationship::Child
            }
            "EME" | "EMR" | "20" => Relationship::Employee,
            "UNK" | "21" => Relationship::Unknown,
            "39" => Relationship::OrganDonor,
            "40" => Relationship::CadaverDonor,
            "GCH" | "DEP" | "WRD" | "EXF" | "SIB" | "BRO" | "SIS" | "FND" | "OAD" | "ASC" | "EMC" | "OWN"
            | "TRA" | "MGR" | "NON" | "OTH" | "G8" => Relationship::Other,
            _ => {
                field.problem(ProblemKind::NotInList);
                return None;
            }
        })
    })
}
