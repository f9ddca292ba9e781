use encounter::{Completion, Document, DocumentId, Encounter, Status};
use serde::{Deserialize, Serialize};

/// What of an encounter is kept as its content: everything but its status, documents, completions, worked time and
/// last part number, which stand in tables of their own because they may grow while the content is locked.
pub(crate) fn content_of(encounter: &Encounter) -> Encounter {
    // Taken apart field by field, so that a new field is a decision.
    let Encounter {
        status: _,
        header,
        documents: _,
        diagnoses,
        lines,
        stay,
        holds,
        queries,
        acknowledgements,
        completions: _,
        seconds_worked: _,
        first_coder,
        last_coder,
        last_part: _,
    } = encounter;
    Encounter {
        header: header.clone(),
        diagnoses: diagnoses.clone(),
        lines: lines.clone(),
        stay: stay.clone(),
        holds: holds.clone(),
        queries: queries.clone(),
        acknowledgements: acknowledgements.clone(),
        first_coder: first_coder.clone(),
        last_coder: last_coder.clone(),
        ..Encounter::default()
    }
}

/// An encounter at one moment, without the texts of its documents and without its completions: the form of a step
/// and of a completion's snapshot.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Moment {
    status: Status,
    seconds_worked: u32,
    last_part: u32,
    documents: Vec<Held>,
    content: Encounter,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Held {
    id: DocumentId,
    withdrawn: bool,
}

impl Moment {
    pub(crate) fn of(encounter: &Encounter) -> Self {
        let held = |document: &Document| Held { id: document.id, withdrawn: document.withdrawn };
        Self {
            status: encounter.status,
            seconds_worked: encounter.seconds_worked,
            last_part: encounter.last_part,
            documents: encounter.documents.iter().map(held).collect(),
            content: content_of(encounter),
        }
    }

    /// The encounter as it was: the documents that it had then.
    pub(crate) fn recall(self, documents: Vec<Document>, completions: Vec<Completion>) -> Encounter {
        let recalled = documents.into_iter().filter_map(|document| {
            let held = self.documents.iter().find(|held| held.id == document.id)?;
            Some(Document { withdrawn: held.withdrawn, ..document })
        });
        Encounter {
            status: self.status,
            documents: recalled.collect(),
            completions,
            seconds_worked: self.seconds_worked,
            last_part: self.last_part,
            ..self.content
        }
    }

    /// `now` taken back to this moment. A document that came since is kept, as withdrawn; the time worked and the
    /// numbers given to parts are not taken back.
    pub(crate) fn restore(self, now: Encounter) -> Encounter {
        let documents = now.documents.into_iter().map(|document| {
            let held = self.documents.iter().find(|held| held.id == document.id);
            Document { withdrawn: held.is_none_or(|held| held.withdrawn), ..document }
        });
        Encounter {
            status: self.status,
            documents: documents.collect(),
            completions: now.completions,
            seconds_worked: now.seconds_worked,
            last_part: now.last_part.max(self.last_part),
            ..self.content
        }
    }
}
