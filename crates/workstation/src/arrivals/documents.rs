//! What becomes of the documents of a draft. They are added and withdrawn, never changed.

use encounter::{Document, DocumentId, Encounter, EncounterId};
use intake::{Carried, DocumentAct, Draft, FileText, Problem, ProblemKind, ReceivedDocument, value};
use jiff::Timestamp;
use vault::{NumberKind, SentNumber, Transaction};

use super::report::ArrivalRow;
use crate::error::DeskError;
use crate::note::file_budget;

/// A document of a message, and the bytes of the file that it came as.
struct Brought<'a> {
    document: Document,
    bytes: Option<&'a [u8]>,
}

/// Adds the documents that are new, and withdraws those whose place they take. The files that they came as are kept with
/// them. Returns the new ones that the sender numbered.
pub(super) fn bring(
    draft: &Draft,
    tx: &Transaction<'_>,
    now: Timestamp,
    known_as: Option<EncounterId>,
    after: &mut Encounter,
    row: &mut ArrivalRow,
) -> Result<Vec<(DocumentId, String)>, DeskError> {
    let mut added = Vec::new();
    let is_locked = after.status.is_locked();
    for received in &draft.documents {
        let number = value(&received.number).cloned().unwrap_or_default();
        let replaced = match received.act {
            DocumentAct::Original | DocumentAct::Addendum | DocumentAct::Status => None,
            DocumentAct::Edit | DocumentAct::Cancellation => Some(number.clone()),
            DocumentAct::Replacement => value(&received.parent).cloned().or_else(|| Some(number.clone())),
        };
        let mut brought = brought(received, row);
        brought.retain(|each| !is_known(after, &each.document));
        let is_cancelled = received.act == DocumentAct::Cancellation;
        if (brought.is_empty() && !is_cancelled) || received.act == DocumentAct::Status {
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
        if is_cancelled {
            row.documents += 1;
            continue;
        }
        for Brought { document, bytes } in brought {
            if let Some(bytes) = bytes {
                tx.keep_file(bytes, now)?;
            }
            row.documents += 1;
            after.add_document(document);
            if let Some(last) = after.documents.last().filter(|_| !number.is_empty()) {
                added.push((last.id, number.clone()));
            }
        }
    }
    Ok(added)
}

/// What a received document comes to: one with its text and the file that says the same, and one for every other file. The
/// same words in another format are not kept twice.
fn brought<'a>(received: &'a ReceivedDocument, row: &mut ArrivalRow) -> Vec<Brought<'a>> {
    let own = received.document();
    let has_own = !own.text.trim().is_empty();
    let mut files = Vec::new();
    for attachment in &received.attachments {
        match intake::read_document_file(&attachment.name, &attachment.bytes, &file_budget()) {
            Ok((text, file)) => files.push((text, file, attachment)),
            Err(problem) => {
                // Of no kind that is read or shown: what the message says is taken without it.
                let kind = if problem == ProblemKind::NotUnderstood { ProblemKind::NoText } else { problem };
                row.problems.push(Problem { kind, place: attachment.origin.clone() });
            }
        }
    }
    let first = match has_own {
        true => files.iter().position(|(text, ..)| text.trim() == own.text.trim()),
        false => {
            files.iter().position(|(text, ..)| !text.is_empty()).or_else(|| (!files.is_empty()).then_some(0))
        }
    };
    let mut brought = Vec::new();
    let mut said = own.text.trim().to_owned();
    if let Some((text, file, attachment)) = first.map(|first| files.remove(first)) {
        if text.is_empty() {
            row.problems.push(Problem { kind: ProblemKind::Scanned, place: attachment.origin.clone() });
        }
        text.trim().clone_into(&mut said);
        let document = Document { text, file: Some(Box::new(file)), ..own.clone() };
        brought.push(Brought { document, bytes: Some(&attachment.bytes) });
    } else if has_own {
        brought.push(Brought { document: own.clone(), bytes: None });
    }
    for (text, file, attachment) in files {
        if !text.is_empty() && text.trim() == said {
            continue;
        }
        let named = [&attachment.name, &own.title].into_iter().find(|name| !name.is_empty());
        let title = named.cloned().unwrap_or_default();
        let document = Document { text, title, file: Some(Box::new(file)), ..own.clone() };
        brought.push(Brought { document, bytes: Some(&attachment.bytes) });
    }
    brought
}

pub(super) fn is_known(after: &Encounter, document: &Document) -> bool {
    let digest = |document: &Document| document.file.as_ref().map(|file| file.digest.clone());
    let mut standing = after.documents.iter().filter(|known| !known.withdrawn);
    standing.any(|known| match document.text.trim().is_empty() {
        true => digest(known) == digest(document),
        false => known.text == document.text,
    })
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

/// Documents are known by the number alone: it is looked for within one encounter.
pub(super) fn number_of(number: &str) -> SentNumber<'_> {
    SentNumber { number, authority: "" }
}
