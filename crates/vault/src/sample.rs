//! A vault in a temporary folder and encounters to put into it.

use encounter::{
    Amendment, Completion, Coverage, Document, Encounter, Header, Patient, Provider, Stamp, Status,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use tempfile::TempDir;

use crate::{NewUser, RecoveryCode, Vault};

pub(crate) const PASSPHRASE: &str = "correct horse battery";
pub(crate) const TODAY: Date = date(2026, 4, 15);

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_776_000_000 + second).unwrap()
}

pub(crate) fn stamp(second: i64) -> Stamp {
    Stamp { by: "maria".into(), at: at(second) }
}

pub(crate) fn maria() -> NewUser {
    NewUser {
        login: "maria".into(),
        name: "Maria Lopez".into(),
        credential: "CPC".into(),
        passphrase: PASSPHRASE.into(),
    }
}

pub(crate) fn vault() -> (TempDir, Vault, RecoveryCode) {
    let folder = tempfile::tempdir().unwrap();
    let (vault, code) = Vault::create(folder.path(), &maria(), at(0)).unwrap();
    (folder, vault, code)
}

pub(crate) fn visit(number: u32) -> Encounter {
    let mut encounter = Encounter {
        header: Header {
            account: format!("A{number:06}"),
            patient: Patient {
                record_number: format!("M{:05}", number / 2),
                last_name: format!("Name{number:06}"),
                first_name: "Ada".into(),
                birth_date: Some(date(1958, 2, 28)),
                ..Patient::default()
            },
            primary_payer: Some(Coverage { payer: "Medicare".into(), member_id: String::new() }),
            rendering_provider: Some(Provider { name: "Okafor, Ngozi".into(), ..Provider::default() }),
            service_from: Some(date(2026, 4, 1)),
            received: Some(date(2026, 4, 2)),
            ..Header::default()
        },
        ..Encounter::default()
    };
    encounter.add_document(note("Type 2 diabetes with nephropathy. 🩺"));
    encounter
}

pub(crate) fn note(text: &str) -> Document {
    Document { title: "Note".into(), text: text.into(), date: Some(date(2026, 4, 1)), ..Document::default() }
}

pub(crate) fn attach(encounter: &mut Encounter, code: &str) {
    let attach =
        Amendment::AttachDiagnosis { code: code.into(), evidence: None, index_path: None, principal: false };
    encounter.amend(attach, &stamp(1)).unwrap();
}

pub(crate) fn complete(encounter: &mut Encounter, second: i64) {
    if encounter.status == Status::NotStarted {
        encounter.move_to(Status::InProgress, "", &stamp(second)).unwrap();
    }
    let completion = Completion {
        stamp: stamp(second),
        coder: "Maria Lopez".into(),
        credential: "CPC".into(),
        releases: vec!["icd10cm 2026-04-01".into()],
        reopened: None,
    };
    encounter.complete(&[], completion).unwrap();
}
