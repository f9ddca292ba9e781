use encounter::{DocumentId, EncounterId, FindingCounts};

use super::*;
use crate::sample::{stamp, vault, visit};
use crate::{Result, Vault, VaultError};

const CLEAN: FindingCounts = FindingCounts { errors: 0, warnings: 0, infos: 0 };

fn message<'a>(control_id: &'a str, sent: &'a str, raw: &'a [u8]) -> NewMessage<'a> {
    NewMessage {
        format: "hl7v2",
        sender: "HIS NORTH",
        control_id,
        trigger: "ADT^A08",
        sent,
        raw,
        is_kept_as_file: false,
    }
}

/// An encounter that an import made, named by a message of that day.
fn arrived(vault: &mut Vault, control_id: &str, sent: &str, name: &str) -> (ArrivalId, EncounterId) {
    vault
        .transact(|tx| -> Result<_> {
            let arrival = tx.begin_arrival(&stamp(1), &["day.hl7".to_owned()])?;
            let message = tx.keep_message(arrival, &message(control_id, sent, control_id.as_bytes()))?;
            let known = tx.numbered(NumberKind::Visit, &SentNumber { number: "V7", authority: "NORTH" })?;
            let id = match known.first() {
                Some((id, _)) => *id,
                None => tx.insert_encounter(&visit(1), CLEAN, stamp(1).at)?,
            };
            tx.keep_number(id, NumberKind::Visit, &SentNumber { number: "V7", authority: "NORTH" }, message)?;
            tx.keep_field_origin(id, "/header/patient/lastName", message, "PID-5.1", &format!("{name:?}"))?;
            tx.keep_proposal(id, message, name)?;
            tx.keep_arrival_change(arrival, id, 1, None)?;
            tx.keep_report(arrival, &name)?;
            Ok((arrival, id))
        })
        .unwrap()
}

#[test]
fn a_message_is_the_same_by_its_bytes() {
    let (_folder, mut vault, _) = vault();
    let (arrival, _) = arrived(&mut vault, "17", "", "Ink");
    let same = |vault: &Vault, raw: &[u8]| vault.read(|reading| reading.same_message(raw)).unwrap().is_some();
    assert!(same(&vault, b"17"));
    assert!(!same(&vault, b"another under the same number"));
    assert!(vault.transact(|tx| tx.forget_arrival(arrival, &stamp(2))).unwrap());
    assert!(!same(&vault, b"17"), "what was taken back may come again");
    assert!(!vault.transact(|tx| tx.forget_arrival(arrival, &stamp(3))).unwrap(), "once");
    let kept = vault.read(|reading| reading.arrivals::<String>(9)).unwrap();
    assert_eq!((kept[0].report.as_str(), kept[0].undone.clone()), ("Ink", Some(stamp(2))));
}

#[test]
fn the_word_sent_last_counts_in_whatever_order_it_came() {
    let (_folder, mut vault, _) = vault();
    let (_, id) = arrived(&mut vault, "2", "2031-07-02T09:00:00", "Ink-Well");
    let (late, again) = arrived(&mut vault, "1", "2031-07-01T09:00:00", "Ink");
    assert_eq!(id, again);
    let origins = vault.read(|reading| reading.field_origins(id)).unwrap();
    let [origin] = origins.as_slice() else { panic!("one field: {origins:?}") };
    assert_eq!((origin.value.as_str(), origin.place.as_str()), ("\"Ink-Well\"", "PID-5.1"));
    let messages = vault.read(|reading| reading.messages_of(id)).unwrap();
    assert_eq!(messages.iter().map(|each| each.raw.as_slice()).collect::<Vec<_>>(), [b"2", b"1"]);
    vault.transact(|tx| tx.forget_arrival(late, &stamp(2))).unwrap();
    assert_eq!(vault.read(|reading| reading.messages_of(id)).unwrap().len(), 1);
}

#[test]
fn a_number_is_that_of_its_authority() {
    let (_folder, mut vault, _) = vault();
    let (_, id) = arrived(&mut vault, "1", "", "Ink");
    let found = |authority| {
        let number = SentNumber { number: "v7", authority };
        vault.read(|reading| reading.numbered(NumberKind::Visit, &number)).unwrap()
    };
    assert_eq!(found("NORTH"), [(id, DocumentId(0))]);
    assert_eq!(found(""), [(id, DocumentId(0))]);
    assert_eq!(found("SOUTH"), []);
    let record = |authority| {
        let number = SentNumber { number: "M00000", authority };
        vault.read(|reading| reading.of_record_number(&number)).unwrap()
    };
    assert_eq!((record(""), record("SOUTH")), (vec![id], vec![id]), "who gave the number was never said");
}

#[test]
fn a_proposal_is_open_until_it_is_decided() {
    let (_folder, mut vault, _) = vault();
    let (_, id) = arrived(&mut vault, "1", "", "Ink");
    let open =
        |vault: &Vault| vault.read(|reading| reading.proposals::<String>(id, ProposalState::Open)).unwrap();
    let [proposal] = &open(&vault)[..] else { panic!("one is open") };
    assert_eq!((proposal.content.as_str(), proposal.trigger.as_str()), ("Ink", "ADT^A08"));
    let proposal = proposal.id;
    assert!(!vault.transact(|tx| tx.set_proposal(EncounterId(99), proposal, ProposalState::Taken)).unwrap());
    assert!(vault.transact(|tx| tx.set_proposal(id, proposal, ProposalState::Taken)).unwrap());
    assert!(open(&vault).is_empty());
}

#[test]
fn a_rehearsal_leaves_nothing() {
    let (_folder, mut vault, _) = vault();
    let seen = vault
        .rehearse(|tx| -> Result<_> {
            let id = tx.insert_encounter(&visit(1), CLEAN, stamp(1).at)?;
            tx.encounter(id)?.ok_or(VaultError::NoSuchEncounter)?;
            Ok(id)
        })
        .unwrap();
    assert!(vault.read(|reading| reading.encounter(seen)).unwrap().is_none());
}
