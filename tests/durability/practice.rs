use std::collections::BTreeMap;
use std::path::Path;

use encounter::{Document, Encounter, EncounterId, FindingCounts, Header, Patient};
use jiff::Timestamp;
use jiff::civil::date;
use vault::{AuditEvent, NewUser, QueueRequest, RecoveryCode, Result, Transaction, Vault, unwatched};

pub(super) const PASSPHRASE: &str = "correct horse battery";

pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_776_000_000 + second).unwrap()
}

pub(super) fn create(folder: &Path) -> Result<(Vault, RecoveryCode)> {
    let user = NewUser {
        login: "maria".into(),
        name: "Maria Lopez".into(),
        credential: "CPC".into(),
        passphrase: PASSPHRASE.into(),
    };
    Vault::create(folder, &user, at(0))
}

pub(super) fn back_up(vault: &Vault, to: &Path, now: Timestamp) -> Result<()> {
    vault.snapshot(&mut unwatched)?.back_up(to, now, &mut unwatched)
}

pub(super) fn unlock(folder: &Path) -> Result<Vault> {
    Vault::unlock(folder, "maria", PASSPHRASE, at(1))
}

/// A visit with a note of `characters`, and its line in the audit trail.
pub(super) fn add(tx: &Transaction<'_>, number: u32, characters: usize) -> Result<EncounterId> {
    let document = Document { title: "Note".into(), text: "x".repeat(characters), ..Document::default() };
    let patient = Patient { last_name: format!("Name{number}"), ..Patient::default() };
    let header = Header {
        account: format!("A{number}"),
        patient,
        service_from: Some(date(2026, 4, 1)),
        ..Header::default()
    };
    let mut encounter = Encounter { header, ..Encounter::default() };
    encounter.add_document(document);
    let id = tx.insert_encounter(&encounter, FindingCounts::default(), at(i64::from(number)))?;
    tx.append_audit(&AuditEvent {
        at: at(i64::from(number)),
        by: "maria".into(),
        encounter: Some(id),
        action: "create".into(),
        detail: BTreeMap::new(),
    })?;
    Ok(id)
}

/// How many encounters there are, after a look at whether the audit trail tells of each of them.
pub(super) fn count(vault: &Vault) -> u32 {
    let (page, verdict) = vault
        .read(|reading| {
            let request = QueueRequest { limit: 1, ..QueueRequest::default() };
            Ok::<_, vault::VaultError>((
                reading.queue(&request, date(2026, 4, 15), None)?,
                reading.verify_audit()?,
            ))
        })
        .unwrap();
    assert!(verdict.intact, "the audit trail is whole: {verdict:?}");
    assert_eq!(verdict.entries, page.total, "a change and its audit entry are kept together");
    page.total
}
