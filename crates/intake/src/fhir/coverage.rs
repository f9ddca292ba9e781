//! `Coverage`.

use encounter::{Relationship, Subscriber};

use super::elements::{address, code, identifiers, named, patient};
use super::node::Node;
use super::record::Record;
use crate::draft::{Carried, ReceivedCoverage, value};

/// With the order in which it pays, where it says that.
pub(crate) fn coverage<'a>(record: &Record<'a>, node: &Node<'a>) -> (u32, ReceivedCoverage) {
    let payor = node.any(&["payor", "insurer"]).first();
    let payer = record.resolve(&payor, node);
    let class = |kind: &str| {
        let classes = node.get("class").items();
        classes.into_iter().find(|class| value(&code(&class.get("type"))).is_some_and(|code| code == kind))
    };
    let (group, plan) = (class("group"), class("plan"));
    let number = node.any(&["subscriberId", "memberId"]).first();
    let number = if number.get("value").is_some() { number.get("value") } else { number };
    let member = number.carried().or_else(|| {
        let number = identifiers(&node.get("identifier")).into_iter().next()?;
        Some(Carried::new(number.number, number.origin))
    });
    let (relationship, is_self) = relationship(node);
    let subscriber = node.get("subscriber");
    let person = if is_self { None } else { record.resolve(&subscriber, node) };
    let coverage = ReceivedCoverage {
        payer: named(record, &payor, node).or_else(|| node.get("type").get("text").carried()),
        payer_id: payer.and_then(|payer| {
            let number = identifiers(&payer.get("identifier")).into_iter().next()?;
            Some(Carried::new(number.number, number.origin))
        }),
        plan: plan.and_then(|plan| plan.get("name").carried().or_else(|| plan.get("value").carried())),
        member_id: member,
        group_number: group.as_ref().and_then(|group| group.get("value").carried()),
        group_name: group.as_ref().and_then(|group| group.get("name").carried()),
        prior_authorization: None,
        from: node.get("period").get("start").date(),
        to: node.get("period").get("end").date(),
        relationship,
        subscriber: person.and_then(|person| subscribed(&person)),
        origin: node.origin(),
    };
    (node.get("order").text().parse().unwrap_or(u32::MAX), coverage)
}

/// HL7 code system `subscriber-relationship`.
fn relationship(node: &Node<'_>) -> (Option<Carried<Relationship>>, bool) {
    let related = code(&node.get("relationship")).and_then(|code| {
        code.and_then(|code| {
            Some(match code.as_str() {
                "self" | "18" => Relationship::Myself,
                "spouse" | "01" => Relationship::Spouse,
                "child" | "parent" | "19" => Relationship::Child,
                "common" | "53" => Relationship::LifePartner,
                "injured" | "other" | "G8" => Relationship::Other,
                _ => return None,
            })
        })
    });
    let is_self = value(&related) == Some(&Relationship::Myself);
    (related, is_self)
}

fn subscribed(person: &Node<'_>) -> Option<Carried<Subscriber>> {
    let who = patient(person, "");
    let text = |field: &Option<Carried<String>>| value(field).cloned().unwrap_or_default();
    let subscriber = Subscriber {
        last_name: text(&who.last_name),
        first_name: text(&who.first_name),
        middle_name: text(&who.middle_name),
        suffix: text(&who.suffix),
        birth_date: value(&who.birth_date).copied(),
        sex: value(&who.sex).copied().unwrap_or_default(),
        address: value(&address(&person.get("address"))).cloned().unwrap_or_default(),
    };
    let is_named = !subscriber.last_name.is_empty() || !subscriber.first_name.is_empty();
    is_named.then(|| Carried::new(subscriber, person.origin()))
}
