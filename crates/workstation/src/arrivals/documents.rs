//! What becomes of the documents of a draft. They are added and withdrawn, never changed.

use encounter::{Document, DocumentId, Encounter, EncounterId};
use intake::{Carried, DocumentAct, Draft, FileText, Problem, ProblemKind, ReceivedDocument, value};
use vault::{NumberKind, SentNumber, Transaction};

use super::report::ArrivalRow;
use crate::error::DeskError;
use crate::note::file_budget;

/// Adds the documents that are new, and withdraws those whose place they take. Returns the new ones that the sender
/// numbered.
pub(super) fn bring(
    draft: &Draft,
    tx: &Transaction<'_>,
    known_as: Option<EncounterId>,
    after: &mut Encounter,
    row: &mut ArrivalRow,
) -> Result<Vec<(DocumentId, String)>, DeskError> {
    let mut added = Vec::new();
    let is_locked = after.status.is_locked();
    for received in &draft.documents {
        let received = &with_text(received);
        let number = value(&received.number).cloned().unwrap_or_default();
        let replaced = match received.act {
            DocumentAct::Original | DocumentAct::Addendum | DocumentAct::Status => None,
            DocumentAct::Edit | DocumentAct::Cancellation => Some(number.clone()),
            DocumentAct::Replacement => value(&received.parent).cloned().or_else(|| Some(number.clone())),
        };
        let is_text = matches!(value(&received.text), Some(text) if !text.trim().is_empty());
        let is_known = after.documents.iter().any(|known| !known.withdrawn && is_same(known, received));
        if !is_text && !received.attachments.is_empty() {
            row.problems.push(Problem { kind: ProblemKind::NoText, place: received.origin.clone() });
        }
        if is_known
            || (!is_text && received.act != DocumentAct::Cancellation)
            || received.act == DocumentAct::Status
        {
            continue;
        }
        if let (Some(number), Some(id)) = (replaced, known_as) {
            let of_number = tx.numbered(NumberKind::Document(DocumentId(0)), &number_of(&number))?;
            let known = of_number.into_iter().filter(|(encounter, _)| *encounter == id);
            for (_, document) in known {
                let kept = after.documents.iter_mut().find(|each| each.id == document);
                if let Some(kept) = kept.filter(|_| !is_locked) {
                    kept.withdrawn = true;
                }
            }
        }
        row.documents += 1;
        if received.act == DocumentAct::Cancellation {
            continue;
        }
        after.add_document(received.document());
        if let Some(last) = after.documents.last().filter(|_| !number.is_empty()) {
            added.push((last.id, number));
        }
    }
    Ok(added)
}

/// A document that came as a file of a word processor or of paper, with the text of the first that has one.
pub(super) fn with_text(received: &ReceivedDocument) -> ReceivedDocument {
    if value(&received.text).is_some_and(|text| !text.trim().is_empty()) {
        return received.clone();
    }
    let read = received.attachments.iter().find_map(|file| {
        let FileText { text, .. } = file.read(&file_budget()).ok()?;
        Some(Carried { value: Some(text), origin: file.origin.clone() })
    });
    ReceivedDocument { text: read.or_else(|| received.text.clone()), ..received.clone() }
}

fn is_same(known: &Document, received: &ReceivedDocument) -> bool {
    value(&received.text).is_some_and(|text| *text == known.text)
}

/// Documents are known by the number alone: it is looked for within one encounter.
pub(super) fn number_of(number: &str) -> SentNumber<'_> {
    SentNumber { number, authority: "" }
}
