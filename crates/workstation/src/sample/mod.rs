//! The sample practice: synthetic encounters, written for Carrel, in a vault of their own. They are brought to their
//! statuses through the same intents that a coder uses, so that nothing in the sample is possible only there.

mod files;

use std::fs;

use encounter::{Amendment, DiagnosisId, Document, Encounter, Evidence, Severity, Status};
use vault::{NewUser, Presence, Vault, VaultError};

use self::files::SampleEncounter;
use crate::chart::Chart;
use crate::desk::{Desk, Open};
use crate::error::{DeskError, ErrorCode};
use crate::outcome::Outcome;
use crate::state::{DeskState, Practice};

/// The sample holds no patient; its passphrase is no secret.
const LOGIN: &str = "sample";
const PASSPHRASE: &str = "sample practice";

impl Desk {
    /// Lays the sample practice on the desk; the user's own vault is locked meanwhile.
    pub fn open_sample(&self) -> Result<DeskState, DeskError> {
        let now = self.clock.now();
        {
            let mut drawer = self.drawer();
            drawer.open = None;
            drawer.practice = Practice::Sample;
            match Vault::presence(&self.places.sample, now)? {
                Presence::Present { .. } => {
                    match Vault::unlock(&self.places.sample, LOGIN, PASSPHRASE, now) {
                        Ok(vault) => {
                            drawer.open = Some(Open::begin(vault, LOGIN, now, "unlock")?);
                            return self.state_of(&drawer);
                        }
                        Err(VaultError::InUse) => {
                            drawer.practice = Practice::Own;
                            return Err(ErrorCode::VaultInUse.into());
                        }
                        // A sample that cannot be opened holds nothing worth keeping.
                        Err(_) => self.discard_sample()?,
                    }
                }
                Presence::Absent => {}
            }
        }
        self.make_sample().inspect_err(|_| {
            let mut drawer = self.drawer();
            drawer.open = None;
            drawer.practice = Practice::Own;
            // What was half made is of no use; that it cannot be removed either is not what the user must hear.
            let _ = self.discard_sample();
        })
    }

    /// Makes the sample practice as it was on the first day.
    pub fn reset_sample(&self) -> Result<DeskState, DeskError> {
        {
            let mut drawer = self.drawer();
            drawer.open = None;
            self.discard_sample()?;
        }
        self.open_sample()
    }

    /// Leaves the sample practice for the user's own vault, which is locked.
    pub fn close_sample(&self) -> Result<DeskState, DeskError> {
        let mut drawer = self.drawer();
        if drawer.practice == Practice::Sample {
            drawer.open = None;
            drawer.practice = Practice::Own;
        }
        self.state_of(&drawer)
    }

    fn discard_sample(&self) -> Result<(), DeskError> {
        match fs::remove_dir_all(&self.places.sample) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(ErrorCode::ReadOnly.into()),
            _ => Ok(()),
        }
    }

    fn make_sample(&self) -> Result<DeskState, DeskError> {
        let now = self.clock.now();
        let user = NewUser {
            login: LOGIN.to_owned(),
            name: "Sample Coder".to_owned(),
            credential: "CPC".to_owned(),
            passphrase: PASSPHRASE.to_owned(),
        };
        {
            let mut drawer = self.drawer();
            let (vault, _recovery_code) = Vault::create(&self.places.sample, &user, now)?;
            drawer.open = Some(Open::begin(vault, LOGIN, now, "create_vault")?);
        }
        self.keep_set_up(files::set_up()?)?;
        for sample in files::encounters()? {
            self.make_encounter(sample)?;
        }
        self.state()
    }

    fn make_encounter(&self, sample: SampleEncounter) -> Result<(), DeskError> {
        let documents = sample.documents.iter().map(files::SampleDocument::read).collect::<Result<_, _>>()?;
        let mut chart = self.create_encounter(sample.header(), documents)?.value;
        let id = chart.id;
        let amend = |chart: &mut Chart, amendment| -> Result<(), DeskError> {
            *chart = self.amend(id, chart.revision, amendment)?.value;
            Ok(())
        };

        for diagnosis in &sample.diagnoses {
            let evidence = find(&chart.encounter, diagnosis.document, diagnosis.quote.as_deref())?;
            let code = diagnosis.code.as_str().into();
            amend(
                &mut chart,
                Amendment::AttachDiagnosis { code, evidence, index_path: None, principal: false },
            )?;
        }
        for line in &sample.lines {
            let evidence = find(&chart.encounter, line.document, line.quote.as_deref())?;
            amend(
                &mut chart,
                Amendment::AddLine {
                    code: line.code.as_str().into(),
                    evidence,
                    modifiers: Vec::new(),
                    charge: None,
                },
            )?;
            let added = chart.encounter.lines.last().ok_or(ErrorCode::SampleUnusable)?;
            let set = line.fill(added, |letter| pointer(&chart.encounter, letter))?;
            amend(&mut chart, Amendment::SetLine { line: set })?;
        }
        for hold in &sample.holds {
            let (reason, note, provider) = (hold.reason, hold.note.clone(), hold.provider.clone());
            amend(&mut chart, Amendment::PlaceHold { reason, note, provider })?;
            if hold.lifted {
                let hold = chart.encounter.holds.last().ok_or(ErrorCode::SampleUnusable)?.id;
                amend(&mut chart, Amendment::LiftHold { hold })?;
            }
        }
        if let Some(reason) = &sample.acknowledge {
            for warning in chart.findings.clone().into_iter().filter(|it| it.severity == Severity::Warning) {
                let (rule, place, args) = (warning.rule, warning.place, warning.args);
                amend(&mut chart, Amendment::Acknowledge { rule, place, args, reason: reason.clone() })?;
            }
        }
        self.bring_to_status(chart, &sample)
    }

    fn bring_to_status(&self, mut chart: Chart, sample: &SampleEncounter) -> Result<(), DeskError> {
        let id = chart.id;
        let reason = sample.status_reason.as_deref().unwrap_or_default();
        let route: &[Status] = match sample.status {
            // Already there by what was done to it.
            Status::NotStarted | Status::InProgress | Status::OnHold => &[],
            Status::ReadyForReview => &[Status::ReadyForReview],
            Status::InReview => &[Status::ReadyForReview, Status::InReview],
            Status::Completed | Status::NeedsRecoding => &[Status::Completed],
            Status::Exported => &[Status::Completed, Status::Exported],
            Status::Void => &[Status::Void],
        };
        for &to in route {
            let Outcome { value, .. } = match to {
                Status::Completed => self.complete(id, chart.revision)?,
                _ => self.move_status(id, chart.revision, to, reason)?,
            };
            chart = value;
        }
        if let Some(late) = &sample.late_document {
            self.add_late_document(id, chart.revision, late.read()?)?;
        }
        Ok(())
    }
}

/// The quoted words in a document, counted from 1.
fn find(
    encounter: &Encounter,
    document: Option<usize>,
    quote: Option<&str>,
) -> Result<Option<Evidence>, DeskError> {
    let (Some(number), Some(quote)) = (document, quote) else { return Ok(None) };
    let document: &Document = number
        .checked_sub(1)
        .and_then(|index| encounter.documents.get(index))
        .ok_or(ErrorCode::SampleUnusable)?;
    let at = document.text.find(quote).ok_or(ErrorCode::EvidenceNotInDocument)?;
    let units = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX);
    let start = units(&document.text[..at]);
    Ok(Some(Evidence { document: document.id, start, end: start + units(quote), quote: quote.to_owned() }))
}

/// The diagnosis that a letter stands for; one that is not there points to nothing, as some samples mean to show.
fn pointer(encounter: &Encounter, letter: &str) -> DiagnosisId {
    let index = letter.bytes().next().map_or(usize::MAX, |byte| usize::from(byte.wrapping_sub(b'A')));
    encounter.diagnoses.get(index).map_or(DiagnosisId(u32::MAX), |diagnosis| diagnosis.id)
}
