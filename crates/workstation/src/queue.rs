use encounter::{Document, Encounter, EncounterId, FindingCounts, Header};
use serde::{Deserialize, Serialize};
use specta::Type;
use vault::{QueueFacets, QueuePage, QueueRequest};

use crate::chart::Chart;
use crate::desk::Desk;
use crate::draft::drop_draft;
use crate::error::DeskError;
use crate::outcome::{Changes, Outcome};
use crate::rulebook::Rulebook;
use crate::session::event;

/// A queue as the coder asks for it: filter, order, page, and the words of the quick find.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueueQuery {
    pub request: QueueRequest,
    /// Patient, account, record number or provider; empty for all.
    pub text: String,
}

impl Desk {
    /// One page of the queue with the totals that stand around it.
    pub fn queue(&self, query: &QueueQuery) -> Result<QueuePage, DeskError> {
        let today = self.clock.today();
        self.at_desk(|open, _| {
            let among = open.finder.find(&query.text);
            Ok(open.vault.read(|tx| tx.queue(&query.request, today, among.as_deref()))?)
        })
    }

    /// What the queue can be filtered by.
    pub fn queue_facets(&self) -> Result<QueueFacets, DeskError> {
        self.at_desk(|open, _| Ok(open.vault.read(|tx| tx.queue_facets())?))
    }

    /// The next encounter to work on in the current order; `None` at the end.
    pub fn next_chart(
        &self,
        query: &QueueQuery,
        after: Option<EncounterId>,
    ) -> Result<Option<EncounterId>, DeskError> {
        let today = self.clock.today();
        self.at_desk(|open, _| {
            let among = open.finder.find(&query.text);
            Ok(open.vault.read(|tx| tx.next_chart(&query.request, after, today, among.as_deref()))?)
        })
    }

    /// Puts a new encounter into the queue, with its record as far as it is there, and opens it.
    pub fn create_encounter(
        &self,
        header: Header,
        documents: Vec<Document>,
    ) -> Result<Outcome<Chart>, DeskError> {
        let reference = self.reference()?;
        let today = self.clock.today();
        let mut encounter = Encounter { header, ..Encounter::default() };
        for document in documents {
            encounter.add_document(document);
        }
        let chart = self.at_desk(|open, now| {
            let rulebook = Rulebook { house: &open.house, reference, today };
            let login = open.session.login.clone();
            let (id, text) = open.vault.transact(|tx| -> Result<_, DeskError> {
                let counts = FindingCounts::of(&rulebook.findings(tx, None, &encounter)?);
                let id = tx.insert_encounter(&encounter, counts, now)?;
                let mut event = event(&login, now, "create_encounter");
                event.encounter = Some(id);
                tx.append_audit(&event)?;
                drop_draft(tx, &login)?;
                Ok((id, tx.find_text(id)?))
            })?;
            open.finder.put(id, text);
            Ok(id)
        })?;
        let Outcome { value, .. } = self.open_encounter(chart)?;
        Ok(Outcome { value, changes: Changes::of(chart) })
    }
}
