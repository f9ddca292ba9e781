//! A desk in a folder of its own with a clock that the journey moves.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use encounter::{
    Amendment, Coverage, DiagnosisId, Document, Encounter, Evidence, Header, Patient, Provider, ServiceLine,
    Sex,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use tempfile::TempDir;
use workstation::{Chart, Clock, Desk, DeskError, ErrorCode, NewUser, Places};

pub(super) const PASSPHRASE: &str = "a quiet desk under a lamp";
/// 2026-11-24, 12:00 UTC.
const NOON: i64 = 1_795_521_600;

pub(super) struct TestDesk {
    pub(super) desk: Desk,
    pub(super) folder: TempDir,
    now: Arc<AtomicI64>,
}

impl TestDesk {
    /// A machine on which Carrel was never opened.
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = Arc::new(AtomicI64::new(NOON));
        let desk = desk_in(folder.path(), &now);
        Self { desk, folder, now }
    }

    /// A vault of one coder, unlocked.
    pub(super) fn set_up() -> Self {
        let desk = Self::new();
        desk.desk.create_vault(&ruth()).unwrap();
        desk
    }

    /// The application started again on the same folder.
    pub(super) fn started_again(self) -> Self {
        let Self { desk, folder, now } = self;
        drop(desk);
        Self { desk: desk_in(folder.path(), &now), folder, now }
    }

    /// Another program at the same folder, as the terminal is.
    pub(super) fn beside(&self) -> Desk {
        desk_in(self.folder.path(), &self.now)
    }

    pub(super) fn wait(&self, seconds: i64) {
        self.now.fetch_add(seconds, Ordering::Relaxed);
    }

    pub(super) fn now(&self) -> Timestamp {
        Timestamp::from_second(self.now.load(Ordering::Relaxed)).unwrap()
    }

    pub(super) fn vault(&self) -> PathBuf {
        self.folder.path().join("vault")
    }

    /// A new encounter of Ruth Okafor with one note.
    pub(super) fn encounter(&self, note: &str) -> Chart {
        let document = Document { title: "Progress note".into(), text: note.into(), ..Document::default() };
        self.desk.create_encounter(header(), vec![document]).unwrap().value
    }

    pub(super) fn amend(&self, chart: &mut Chart, amendment: Amendment) {
        *chart = self.desk.amend(chart.id, chart.revision, amendment).unwrap().value;
    }

    pub(super) fn attach(&self, chart: &mut Chart, code: &str) -> DiagnosisId {
        self.amend(
            chart,
            Amendment::AttachDiagnosis {
                code: code.into(),
                evidence: None,
                index_path: None,
                principal: false,
            },
        );
        chart.encounter.diagnoses.last().unwrap().id
    }

    /// A line that points to every diagnosis of the chart.
    pub(super) fn line(&self, chart: &mut Chart, code: &str, charge: &str) {
        self.amend(
            chart,
            Amendment::AddLine { code: code.into(), evidence: None, modifiers: Vec::new(), charge: None },
        );
        let line = ServiceLine {
            pointers: chart.encounter.diagnoses.iter().take(4).map(|diagnosis| diagnosis.id).collect(),
            charge: charge.parse().unwrap(),
            ..chart.encounter.lines.last().unwrap().clone()
        };
        self.amend(chart, Amendment::SetLine { line });
    }

    /// A coded encounter with one warning, `line.duplicate-modifier`, and no error.
    pub(super) fn with_a_warning(&self) -> Chart {
        let mut chart = self.encounter("Hypertension.");
        self.attach(&mut chart, "I10");
        self.line(&mut chart, "99213", "120.00");
        let mut line = chart.encounter.lines[0].clone();
        line.modifiers = vec!["25".into(), "25".into()];
        self.amend(&mut chart, Amendment::SetLine { line });
        chart
    }

    /// An encounter that was coded and completed.
    pub(super) fn completed(&self) -> Chart {
        let mut chart = self.encounter("Essential hypertension, controlled.");
        self.attach(&mut chart, "I10");
        self.line(&mut chart, "99213", "120.00");
        self.desk.complete(chart.id, chart.revision).unwrap().value
    }
}

fn desk_in(folder: &Path, now: &Arc<AtomicI64>) -> Desk {
    let places = Places {
        vault: folder.join("vault"),
        sample: folder.join("sample"),
        dictionary: Places::find_dictionary(None),
        publications: folder.join("publications.db"),
    };
    let now = Arc::clone(now);
    let clock = Clock::told(move || Timestamp::from_second(now.load(Ordering::Relaxed)).unwrap());
    Desk::new(places, clock)
}

pub(super) fn ruth() -> NewUser {
    NewUser {
        login: "ruth".into(),
        name: "Ruth Lang".into(),
        credential: "CPC".into(),
        passphrase: PASSPHRASE.into(),
    }
}

pub(super) const SERVICE: Date = date(2026, 4, 15);

pub(super) fn header() -> Header {
    Header {
        account: "26-1".into(),
        patient: Patient {
            record_number: "104482".into(),
            last_name: "Okafor".into(),
            first_name: "Ruth".into(),
            birth_date: Some(date(1958, 11, 3)),
            sex: Sex::Female,
            ..Patient::default()
        },
        primary_payer: Some(Coverage { payer: "Medicare B".into(), member_id: "1EG4TE5MK73".into() }),
        facility: "Harbor Lane Family Medicine".into(),
        place_of_service: "11".into(),
        rendering_provider: Some(Provider {
            name: "Maya Lindqvist, MD".into(),
            npi: "1234567893".into(),
            taxonomy: String::new(),
        }),
        service_from: Some(SERVICE),
        service_to: Some(SERVICE),
        ..Header::default()
    }
}

pub(super) fn evidence(encounter: &Encounter, quote: &str) -> Option<Evidence> {
    let document = &encounter.documents[0];
    let start = document.text[..document.text.find(quote).unwrap()].encode_utf16().count() as u32;
    let end = start + quote.encode_utf16().count() as u32;
    Some(Evidence { document: document.id, start, end, quote: quote.into() })
}

pub(super) fn code_of<T>(result: Result<T, DeskError>) -> ErrorCode {
    match result {
        Ok(_) => panic!("this should have been refused"),
        Err(error) => error.code,
    }
}

pub(super) fn rules(chart: &Chart) -> Vec<&str> {
    chart.findings.iter().map(|finding| finding.rule.as_str()).collect()
}
